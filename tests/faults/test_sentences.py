"""Each failure of the world is told as what it is, with what it means for the records and what to do now."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import members
from aidbook.errors import (
    ClockSetBack,
    Damaged,
    DiskFull,
    Fault,
    GoneAway,
    LockedElsewhere,
    NewerBook,
    NoMemory,
    ReadOnly,
    UserError,
)
from aidbook.store import faults, slots
from aidbook.store.book import Book
from aidbook.store.connection import DatabaseError, connect, transaction
from aidbook.store.file import BookInUse
from aidbook.store.slots import WrongPassphrase
from aidbook.ui.jobs import Progress, run_quietly
from aidbook.ui.session import Session
from tests.conftest import PASSPHRASE
from tests.faults.lived import Lived, spoil_page

behind_the_ledger = pytest.mark.behind_the_ledger


def raised(error: type[Exception], do: Callable[[], object]) -> str:
    with pytest.raises(error) as refusal:
        do()
    assert isinstance(refusal.value, UserError)
    assert refusal.value.remedy
    return str(refusal.value)


@behind_the_ledger
def test_a_damaged_page_is_told_and_what_lies_elsewhere_is_still_read(lived: Lived, tmp_path: Path) -> None:
    path = lived.copied(tmp_path)
    with Book.open(path, PASSPHRASE) as book:
        (page,) = book.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'gift'").fetchone()
    spoil_page(path, page)
    with Book.open(path, PASSPHRASE) as book:

        def read() -> None:
            with transaction(book.connection):
                book.connection.execute("SELECT * FROM gift").fetchall()

        words = raised(Damaged, read)
        assert "Part of east.aidbook is damaged." in words
        assert "Salvage" in words
        assert "damaged" in raised(
            Damaged, lambda: members.add_member(book, "Ana")
        )  # this connection writes no more
        book.reopen((book.key,))
        assert members.find_member(book, "Rosa").name == "Rosa Baptiste"
        members.add_member(book, "Ana")


@behind_the_ledger
def test_the_window_goes_on_after_a_damaged_page(lived: Lived, tmp_path: Path) -> None:
    path = lived.copied(tmp_path)
    with Book.open(path, PASSPHRASE) as book:
        (page,) = book.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'gift'").fetchone()
    spoil_page(path, page)
    with Book.open(path, PASSPHRASE) as book:
        session, refused = Session(book), list[UserError]()
        session.refused.connect(refused.append)
        assert session.run(lambda one: one.connection.execute("SELECT * FROM gift").fetchall()) is None
        assert isinstance(refused[0], Damaged)
        assert session.run(members.add_member, "Ana") is not None


def test_somebody_else_writing_is_told(book: Book) -> None:
    other = connect(book.path, book.key)
    book.connection.execute("PRAGMA busy_timeout = 20")
    with transaction(other):
        assert "Wait" in raised(LockedElsewhere, lambda: members.add_member(book, "Ana"))
    other.close()
    members.add_member(book, "Ana")


def test_a_book_open_elsewhere_is_refused_in_every_way_of_opening(book: Book) -> None:
    assert "Close it there" in raised(BookInUse, lambda: Book.open(book.path, PASSPHRASE))


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody take away an open file")
def test_a_stick_that_is_pulled_out_is_told_and_the_book_opens_again_once_it_is_back(
    lived: Lived, tmp_path: Path
) -> None:
    path = lived.copied(tmp_path / "stick")
    with Book.open(path, PASSPHRASE) as book:
        shutil.move(tmp_path / "stick", tmp_path / "pocket")
        error = OSError(errno.EIO, "Input/output error")
        fault = faults.explain(error, book.path)
        assert isinstance(fault, GoneAway)
        with faults_of(10 | 1 << 8) as failing, pytest.raises(GoneAway) as gone, faults.told(book.connection):
            raise failing
        assert "east.aidbook cannot be reached" in str(gone.value)
        shutil.move(tmp_path / "pocket", tmp_path / "stick")
        members.add_member(book, "Ana")
    with Book.open(path, PASSPHRASE) as book:
        assert members.find_member(book, "Ana").name == "Ana"


class faults_of:  # noqa: N801 - reads as what it gives
    """Give an error as SQLite raises it, with one of its codes."""

    def __init__(self, code: int) -> None:
        self._error = DatabaseError("whatever it says")
        self._error.sqlite_errorcode = code  # type: ignore[attr-defined] # SQLite's own errors have it

    def __enter__(self) -> Exception:
        return self._error

    def __exit__(self, *_exc: object) -> None:
        """Let everything pass."""


@pytest.mark.parametrize(
    ("code", "fault"),
    [(13, DiskFull), (5, LockedElsewhere), (6, LockedElsewhere), (11, Damaged), (26, Damaged), (7, NoMemory),
     (10, GoneAway), (14, GoneAway), (8 | 4 << 8, GoneAway)],
)  # fmt: skip
def test_every_word_of_sqlite_has_its_sentence(code: int, fault: type[Fault], tmp_path: Path) -> None:
    with faults_of(code) as error:
        told = faults.explain(error, tmp_path / "our.aidbook")
    assert isinstance(told, fault)
    assert told.what.endswith((".", "!"))
    assert told.remedy.endswith(".")


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, DiskFull), (errno.EDQUOT, DiskFull), (errno.EROFS, ReadOnly), (errno.EACCES, ReadOnly),
     (errno.EIO, GoneAway), (errno.ENODEV, GoneAway)],
)  # fmt: skip
def test_every_word_of_the_system_has_its_sentence(number: int, fault: type[Fault]) -> None:
    assert isinstance(faults.explain(OSError(number, "no"), Path("our.aidbook")), fault)


def test_a_file_that_may_only_be_read_is_told_from_one_that_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "our.aidbook"
    path.touch()
    with faults_of(8) as error:
        assert isinstance(faults.explain(error, path), Damaged)
        monkeypatch.setattr(os, "access", lambda *_: False)
        told = faults.explain(error, path)
    assert isinstance(told, ReadOnly)
    assert "write protection" in told.remedy


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyError("x"), FileNotFoundError(2, "x"), DatabaseError("x")]
)
def test_a_mistake_of_ours_stays_one(error: Exception, book: Book) -> None:
    assert faults.explain(error) is None
    with pytest.raises(type(error)), transaction(book.connection):
        raise error


def test_nothing_is_written_where_a_fault_stops_an_action_and_the_next_one_goes_on(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.position
    with monkeypatch.context() as disk:
        disk.setattr(
            "aidbook.store.ledger.body_hash", lambda _raw: (_ for _ in ()).throw(OSError(errno.ENOSPC, ""))
        )
        raised(DiskFull, lambda: members.add_member(book, "Ana"))
    assert book.position == before
    members.add_member(book, "Ana")


def test_a_book_of_a_newer_program_is_refused(book: Book) -> None:
    book.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('aidbook', '9999 later', '')"
    )
    book.close()
    assert "newest AidBook" in raised(NewerBook, lambda: Book.open(book.path, PASSPHRASE))


def test_a_clock_set_back_is_told_when_the_book_is_opened_and_work_goes_on(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    members.add_member(book, "Ana")
    assert faults.warnings(book) == []
    now = clock.now_ms()
    monkeypatch.setattr(clock, "now_ms", lambda: now - 3 * 86_400_000)
    (told,) = faults.warnings(book)
    assert told == str(faults.clock_set_back(book))
    assert "the last entry was written on" in told
    assert isinstance(faults.clock_set_back(book), ClockSetBack)
    members.add_member(book, "Bo")


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "another passphrase", "x"])
def test_the_wrong_passphrase_costs_what_the_right_one_costs(
    book: Book, monkeypatch: pytest.MonkeyPatch, passphrase: str
) -> None:
    """Counted in tries of the key derivation, which is where the time goes: however many may open the book, one."""
    runs: list[str] = []
    stretch = slots._stretch

    def counted(typed: str, salt: bytes, cost: slots.Cost) -> bytes:
        runs.append(typed)
        return stretch(typed, salt, cost)

    ring = slots.read_slots(book.path)
    assert isinstance(ring, slots.Ring)
    for number in range(3):
        ring = slots.with_slot(ring, book.key, f"passphrase of person {number}", f"{number:032}")
    slots.write_slots(book.path, ring)
    book.close()
    monkeypatch.setattr(slots, "_stretch", counted)
    with suppress(WrongPassphrase):
        Book.open(book.path, passphrase).close()
    assert runs == [passphrase]


def test_a_fault_in_a_job_comes_back_as_one(qtbot: QtBot) -> None:
    came: list[object] = []
    run_quietly(_fail, came.append, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert isinstance(came[0], DiskFull)


def _fail(_progress: Progress) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
