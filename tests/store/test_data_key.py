"""The data key changes, and at no moment is there a book that does not open."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import members
from aidbook.domain.sites import User
from aidbook.errors import UserError
from aidbook.store import keys, slots
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.file import NotABook
from aidbook.store.members import member_ids
from aidbook.store.slots import WrongPassphrase
from tests.conftest import PASSPHRASE

SECOND = "seven kettles in an orchard"
USER = "f" * 32


class PowerCut(Exception):  # noqa: N818 - nothing is wrong with the program
    """The plug was pulled."""


@pytest.fixture
def shared(book: Book) -> Book:
    """Give a book that two people may open, with somebody in it."""
    book.record(User(id=USER, label="Marie", role="door"))
    keys.give_slot(book, USER, SECOND)
    for number in range(40):
        members.add_member(book, f"Member {number}", note="x" * 200)
    return book


def carried_off(book: Book, folder: Path) -> Path:
    """Copy a book's files as they lie on the disk now, and return the copy."""
    folder.mkdir()
    for suffix in ("", "-wal", ".keys"):
        there = book.path.with_name(book.path.name + suffix)
        if there.exists():
            shutil.copy(there, folder / there.name)
    return folder / book.path.name


def must_open(path: Path, *, without: str = SECOND) -> None:
    """Fail unless the book opens with all that was in it, is settled then, and `without` opens it no more."""
    with Book.open(path, PASSPHRASE) as book:
        assert len(member_ids(book)) == 40
        assert check(book) == ()
        assert [len(slot.sealed) for slot in keys.slots_of(book)] == [1]
        settled = book.key
    with Book.open(path, PASSPHRASE) as book:
        assert book.key == settled
    with pytest.raises(WrongPassphrase):
        Book.open(path, without)


def test_after_a_change_everybody_left_opens_the_book_with_the_passphrase_they_had(shared: Book) -> None:
    old, new = keys.renew_key(shared)
    assert old != new == shared.key
    members.add_member(shared, "Added after")
    shared.close()
    for passphrase in (PASSPHRASE, SECOND):
        with Book.open(shared.path, passphrase) as book:
            assert members.find_member(book, "Member 7").name == "Member 7"
            assert members.find_member(book, "Added after")


def test_an_old_slot_file_copied_back_does_not_open_the_new_book(shared: Book, tmp_path: Path) -> None:
    kept = tmp_path / "kept.keys"
    shutil.copy(slots.slots_path(shared.path), kept)
    keys.renew_key(shared, [(USER, "person")])
    shared.close()
    present = slots.slots_path(shared.path).read_bytes()
    shutil.copy(kept, slots.slots_path(shared.path))
    with pytest.raises(NotABook):
        Book.open(shared.path, SECOND)
    slots.slots_path(shared.path).write_bytes(present)
    must_open(shared.path)


def test_no_page_under_the_old_key_is_left(shared: Book) -> None:
    old, _new = keys.renew_key(shared)
    shared.close()
    from aidbook.store.file import open_connection

    with pytest.raises(NotABook):
        open_connection(shared.path, old)
    assert not shared.path.with_name(shared.path.name + "-wal").exists()


@pytest.mark.parametrize("calls_before", range(6))
def test_a_power_cut_at_any_step_leaves_a_book_that_opens(
    shared: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls_before: int
) -> None:
    """Cut before each step that writes: slots, checkpoint, pages, checkpoint, reopening, slots; look at the disk then."""
    taken: list[Path] = []
    left = [calls_before]

    def cutting(step: Callable[..., object]) -> Callable[..., object]:
        def cut(*args: object, **kwargs: object) -> object:
            if not left[0]:
                taken.append(carried_off(shared, tmp_path / "carried off"))
            left[0] -= 1
            if left[0] == -1:
                raise PowerCut
            return step(*args, **kwargs)

        return cut

    class Cut:
        """The connection, with a plug that can be pulled between its statements."""

        def __init__(self) -> None:
            self.execute = cutting(shared.connection.execute)

    wrapped = Cut()
    rekey = keys.rekey
    with monkeypatch.context() as patch:
        patch.setattr(keys, "rekey", lambda _connection, new: rekey(wrapped, new))
        patch.setattr(slots, "write_slots", cutting(slots.write_slots))
        patch.setattr(Book, "reopen", cutting(Book.reopen))
        with pytest.raises(PowerCut):
            keys.renew_key(shared, [(USER, "person")])
    if calls_before:
        must_open(taken[0])
    else:
        with Book.open(taken[0], SECOND) as before:
            assert before.role == "door"


def test_a_log_torn_anywhere_leaves_a_book_that_opens(shared: Book, tmp_path: Path) -> None:
    """Cut the write-ahead log that the change wrote, at its ends and in between: one key or the other fits."""
    ring = slots.read_slots(shared.path)
    assert isinstance(ring, slots.Ring)
    ring = slots.without_slots(ring, shared.key, [(USER, "person")])
    new = bytes(range(32))
    slots.write_slots(shared.path, slots.with_keys(ring, (new, shared.key)))
    shared.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shared.connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"").fetchall()
    whole = carried_off(shared, tmp_path / "whole")
    log = whole.with_name(whole.name + "-wal").read_bytes()
    assert len(log) > 100_000
    for number, length in enumerate(
        {0, 31, 32, 5_000, len(log) // 2, len(log) - 4_136, len(log) - 1, len(log)}
    ):
        torn = tmp_path / f"torn {number}"
        shutil.copytree(whole.parent, torn)
        (torn / (whole.name + "-wal")).write_bytes(log[:length])
        must_open(torn / whole.name)
    shared.reopen((new,))
    shared.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def test_a_change_that_fails_is_finished_at_the_next_opening(
    shared: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise UserError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "rekey", full)
        with pytest.raises(UserError, match="full"):
            keys.renew_key(shared, [(USER, "person")])
    members.edit_member(shared, member_ids(shared)[0], note="still at work")
    shared.close()
    must_open(shared.path)


def test_a_disk_that_is_full_yet_keeps_nobody_out(shared: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise UserError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "rekey", full)
        with pytest.raises(UserError, match="full"):
            keys.renew_key(shared, [(USER, "person")])
        shared.close()
        with Book.open(shared.path, PASSPHRASE) as book:
            assert [len(slot.sealed) for slot in keys.slots_of(book)] == [2]
            assert len(member_ids(book)) == 40
    must_open(shared.path)


def test_the_key_is_not_changed_under_somebody_who_reads(
    shared: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aidbook.store.book._WAIT_FOR_OTHERS_S", 0.05)
    key = shared.key
    with shared.another(), pytest.raises(UserError, match="Something else is being done"):
        keys.renew_key(shared)
    assert shared.key == key
    keys.renew_key(shared)
    assert shared.key != key


def test_who_comes_while_the_key_is_changed_waits_and_reads_with_the_new_one(shared: Book) -> None:
    read: list[int] = []

    def job() -> None:
        with shared.another() as book:
            read.append(len(member_ids(book)))

    with shared.alone():
        other = threading.Thread(target=job)
        other.start()
        other.join(0.05)
        assert read == []
        keys.renew_key(shared)
    other.join(10)
    assert read == [40]
