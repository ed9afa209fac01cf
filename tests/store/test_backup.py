"""A backup is one file that is whole, verified, and made while others go on writing."""

import json
import os
import resource
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from aidbook import clock, paths
from aidbook.actions.members import add_member
from aidbook.errors import Fault, UserError
from aidbook.store import backup, backup_file, backup_making, durable
from aidbook.store.backup_file import BackupFile
from aidbook.store.book import Book
from aidbook.store.check import check
from tests.conftest import PASSPHRASE

DAY_MS = 86_400_000


class PowerCut(BaseException):
    """The computer stops here."""


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@contextmanager
def opened(one: BackupFile, folder: Path) -> Iterator[Book]:
    """Unpack a backup as somebody on another computer would, and open what is in it."""
    folder.mkdir(exist_ok=True)
    backup_file.unpack(one.path, folder)
    with Book.open(folder / backup_file.BOOK, PASSPHRASE) as book:
        yield book


def names(book: Book) -> list[str]:
    return sorted(name for (name,) in book.connection.execute("SELECT name FROM member WHERE kept = 1"))


# One file


def test_a_backup_opens_elsewhere_with_the_passphrase_and_checks(book: Book, tmp_path: Path) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    assert made.whole
    with opened(made, tmp_path / "elsewhere") as copy:
        assert names(copy) == ["Ana"]
        assert check(copy) == ()


def test_a_backup_holds_what_was_written_until_then_and_nothing_later(book: Book, tmp_path: Path) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    add_member(book, "Ben")
    with opened(made, tmp_path / "elsewhere") as copy:
        assert names(copy) == ["Ana"]


def test_its_name_and_what_can_be_read_of_it_hold_nobodys_name(book: Book) -> None:
    add_member(book, "Anacaona Ruiz", phone="555 0100")
    made = backup.make(book)
    raw = made.path.read_bytes()
    for word in (b"Anacaona", b"555 0100", b"Eastside", b"SQLite format"):
        assert word not in raw
    assert "anacaona" not in made.path.name.casefold()
    with zipfile.ZipFile(made.path) as archive:
        said = json.loads(archive.read("manifest.json"))
    assert set(said) == {"format", "version", "made", "why", "site", "origin", "position", "bodies", "files"}


def test_the_heads_are_signed_in_the_backup(book: Book, tmp_path: Path) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    with opened(made, tmp_path / "elsewhere") as copy:
        signed = {(s.header.origin, s.header.chapter): s.header.seq for s in copy.ledger.signed_heads()}
        tips = {
            stream: seq for stream, seq in book.ledger.have().items() if stream[0] == book.identity.origin
        }
        assert {stream: signed[stream] for stream in tips} == tips


def test_only_its_owner_may_read_it(book: Book) -> None:
    made = backup.make(book)
    assert made.path.stat().st_mode & 0o077 == 0
    assert made.path.parent.stat().st_mode & 0o077 == 0


def test_nothing_but_the_backup_is_left_beside_it(book: Book) -> None:
    made = backup.make(book)
    assert files_in(made.path.parent) == [made.path.name]


def test_what_a_power_cut_left_half_made_goes_a_day_later(book: Book) -> None:
    made = backup.make(book)
    folder = made.path.parent
    (folder / "1-ab.making").write_bytes(b"half")
    (folder / "aidbook-2026.aidbackup.part").write_bytes(b"half")
    (folder / "renewing1").mkdir()
    (folder / "1-cd.making").write_bytes(b"another program is at it")
    for name in ("1-ab.making", "aidbook-2026.aidbackup.part", "renewing1"):
        os.utime(folder / name, (0, 0))
    again = backup.make(book)
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        [made.path.name, again.path.name, "1-cd.making"]
    )


def test_others_go_on_writing_while_it_is_made(book: Book, tmp_path: Path) -> None:
    for n in range(50):
        add_member(book, f"Before {n}")
    go_on = threading.Event()
    written: list[int] = []

    def write() -> None:
        with book.another() as mine:
            while not go_on.is_set():
                add_member(mine, f"While {len(written)}")
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup.make(book) for _n in range(3)]
    finally:
        go_on.set()
        writer.join()
    assert written
    for number, one in enumerate(made):
        with opened(one, tmp_path / str(number)) as copy:
            assert {f"Before {n}" for n in range(50)} <= set(names(copy))
            assert check(copy) == ()


def test_it_can_be_stopped_at_any_report_and_leaves_nothing(book: Book) -> None:
    add_member(book, "Ana")
    reports: list[int] = []
    backup.make(book, progress=lambda done, _total: reports.append(done))
    first = files_in(paths.data_dir() / "backups")
    for stop_at in range(len(reports)):
        seen: list[int] = []

        def progress(_done: int, _total: int, seen: list[int] = seen, stop_at: int = stop_at) -> None:
            if len(seen) == stop_at:
                raise PowerCut
            seen.append(1)

        with pytest.raises(PowerCut):
            backup.make(book, progress=progress)
        assert files_in(paths.data_dir() / "backups") == first


# By itself


def test_one_a_day_is_enough(book: Book) -> None:
    assert backup.is_due(book)
    first = backup.daily(book)
    assert first is not None
    add_member(book, "Ana")
    assert backup.daily(book) is None
    assert not backup.is_due(book)
    assert backup.list_backups(book) == [first]


def test_the_next_day_wants_another(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    backup.daily(book)
    tomorrow(monkeypatch)
    assert backup.is_due(book)
    assert backup.daily(book) is not None


def test_the_last_good_one_is_known_and_a_damaged_one_is_none(book: Book) -> None:
    assert backup.last_good(book) is None
    made = backup.make(book)
    assert backup.last_good(book) == made.made
    made.path.write_bytes(made.path.read_bytes()[:-400])
    assert backup.last_good(book) is None
    assert [one.whole for one in backup.list_backups(book)] == [False]
    assert backup.is_due(book)


def test_before_something_risky_the_book_as_it_is_now_is_in_a_backup(book: Book) -> None:
    first = backup.before(book, "import")
    assert backup.before(book, "merge") == first, "nothing was written since"
    add_member(book, "Ana")
    second = backup.before(book, "merge")
    assert second is not None
    assert second.why == "merge"
    assert second.position == book.position


def test_a_changed_passphrase_wants_another_backup(book: Book) -> None:
    first = backup.before(book, "import")
    keys = book.path.with_name(book.path.name + ".keys")
    keys.write_bytes(keys.read_bytes() + b" ")
    assert backup.before(book, "import") != first


def test_a_practice_book_needs_none(make_book: Callable[..., Book]) -> None:
    pretend = make_book("Pretend", practice=True)
    assert backup.before(pretend, "import") is None
    assert backup.daily(pretend) is None


def test_a_book_of_an_older_program_is_backed_up_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    golden = Path(__file__).parent.parent / "golden" / "0.1.0"
    for name in ("eastside.aidbook", "eastside.aidbook.keys"):
        shutil.copy(golden / name, tmp_path)
    for _time in range(2):  # the second time there is nothing to bring up to date
        with Book.open(tmp_path / "eastside.aidbook", PASSPHRASE) as book:
            (made,) = backup.list_backups(book)
    assert made.why == "migration"
    with opened(made, tmp_path / "then") as then:
        assert check(then) == ()


# Elsewhere


def test_a_copy_onto_a_stick_is_the_same_file(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.make(book, stick)
    assert made.path.parent == stick
    (here,) = backup.list_backups(book)
    assert here.path.read_bytes() == made.path.read_bytes()
    assert backup.list_backups(book, stick) == [made]


def test_a_stick_that_is_gone_gets_a_sentence(book: Book, tmp_path: Path) -> None:
    with pytest.raises(durable.CannotWrite, match="no folder"):
        backup.make(book, tmp_path / "gone")


def test_a_stick_without_room_gets_a_sentence_and_no_file(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.make(book)
    usage = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(durable.NoRoom, match="not enough room"):
        backup.copy_to(made, stick)
    assert files_in(stick) == []


def test_a_stick_that_takes_no_large_files_gets_a_sentence_and_no_file(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.make(book)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(durable.CannotWrite, match="4 GB"):
            backup.copy_to(made, stick)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert files_in(stick) == []


def test_a_stick_that_keeps_other_bytes_than_it_got_is_found_out(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backup.make(book)
    through = os.fsync

    def wear_out(handle: int) -> None:
        for part in stick.glob("*.part"):
            with part.open("r+b") as file:
                file.seek(70_000)
                file.write(b"\0\1\2\3")
        through(handle)

    monkeypatch.setattr(os, "fsync", wear_out)
    with pytest.raises(durable.CannotWrite, match="reads back differently"):
        backup.copy_to(made, stick)
    assert files_in(stick) == []


def test_what_is_written_where_a_file_has_that_name_already_takes_another(book: Book, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    first, second = backup.make(book, stick), backup.make(book, stick)
    assert first.path != second.path
    assert len(backup.list_backups(book, stick)) == 2


# What fails


@pytest.mark.behind_the_ledger
def test_a_damaged_book_gives_no_backup_and_the_last_good_one_stays(book: Book) -> None:
    for n in range(200):
        add_member(book, f"Member {n}")
    good = backup.make(book)
    book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with book.path.open("r+b") as file:
        file.seek(40 * 4096 + 100)
        file.write(b"\0\1\2\3")
    with pytest.raises(UserError) as raised:
        backup.make(book)
    assert isinstance(raised.value, Fault | backup.NotSound)
    assert backup.list_backups(book) == [good]
    assert files_in(good.path.parent) == [good.path.name]


def test_a_copy_that_the_disk_garbles_is_thrown_away(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    add_member(book, "Ana")
    chmod = os.chmod

    def garble(path: Path, mode: int, **how: bool) -> None:
        if str(path).endswith(".making"):
            with Path(path).open("r+b") as file:
                file.seek(30 * 4096 + 50)
                file.write(b"\0\1\2\3")
        chmod(path, mode, **how)

    monkeypatch.setattr(os, "chmod", garble)
    with pytest.raises(backup.NotSound):
        backup.make(book)
    assert backup.list_backups(book) == []


def test_a_copy_that_misses_an_entry_is_thrown_away(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    add_member(book, "Ana")
    tips = backup_making._tips

    def one_more(connection: sqlite3.Connection, schema: str) -> backup_making._Tips:
        found = tips(connection, schema)
        if schema == "main":  # as if the book had had an entry more when the copy was begun
            found = {stream: (seq + 1, head) for stream, (seq, head) in found.items()}
        return found

    monkeypatch.setattr(backup_making, "_tips", one_more)
    with pytest.raises(backup.NotSound):
        backup.make(book)
    assert backup.list_backups(book) == []


def test_where_the_disk_is_full_old_ones_give_way(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in range(6):
        later(monkeypatch, days)
        backup.make(book)
    asked: list[int] = []
    must_have_room = durable.must_have_room

    def too_little_at_first(folder: Path, size: int) -> None:
        asked.append(size)
        if len(asked) == 1:
            raise durable.NoRoom("no room")
        must_have_room(folder, size)

    monkeypatch.setattr(durable, "must_have_room", too_little_at_first)
    later(monkeypatch, 6)
    made = backup.make(book)
    kept = backup.list_backups(book)
    assert kept[0] == made
    assert len(kept) < 6


# Time


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days go by."""
    moment = clock.noon_ms("2026-03-02") + days * DAY_MS
    monkeypatch.setattr(clock, "now_ms", lambda: moment)
    monkeypatch.setattr(clock, "today", (date(2026, 3, 2) + timedelta(days)).isoformat)


def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    moment, day = clock.now_ms() + DAY_MS, clock.day_of(clock.now_ms() + DAY_MS)
    monkeypatch.setattr(clock, "now_ms", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: day)
