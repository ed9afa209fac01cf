"""Two copies of one book on one computer: whose backup is whose, and none costs the other its own."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import members
from aidbook.actions.backups import look_at_backup, why_words
from aidbook.errors import UserError
from aidbook.store import backup, backup_places
from aidbook.store.book import Book
from aidbook.store.salvage import salvage_in_place
from tests.conftest import PASSPHRASE
from tests.stories_of_copies import Machine

DAY_MS = 86_400_000


class Days:
    """A calendar that a test turns."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gone = 0.0
        begun = clock.noon_ms("2026-03-02")
        monkeypatch.setattr(clock, "now_ms", lambda: self._moment(begun))
        monkeypatch.setattr(clock, "today", self._today)

    def _today(self) -> str:
        return (date(2026, 3, 2) + timedelta(int(self.gone))).isoformat()

    def _moment(self, begun: int) -> int:
        self.gone += 1 / DAY_MS
        return begun + int(self.gone * DAY_MS)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: Days) -> Machine:
    """Give a computer with a book that has a backup."""
    days.gone = 0.001
    made = Machine(tmp_path / "one", monkeypatch)
    with made.create("Eastside") as book:
        members.add_member(book, "Rosa")
        backup.make(book)
    return made


@pytest.fixture
def twin(machine: Machine, tmp_path: Path, days: Days) -> Iterator[Machine]:
    """Give a copy of the book in another folder of the same computer, which found out that it is one."""
    made = machine.twin(tmp_path / "two")
    days.gone += 0.01
    with machine.open() as book:
        members.add_member(book, "Kwame")
    with made.open():
        pass
    yield made
    machine.sit_down()


def ours(book: Book) -> list[bool]:
    """Return of every backup on this computer whether it is this copy's, the latest first."""
    tell = backup.whether_ours(book.connection)
    return [tell(one) for one in backup.list_backups(book)]


@pytest.mark.usefixtures("days")
def test_what_was_backed_up_before_a_book_was_copied_is_both_copies(machine: Machine, twin: Machine) -> None:
    for each in (machine, twin):
        with each.open() as book:
            assert ours(book) == [True]
            assert backup.last_good(book) is not None


def test_a_backup_of_one_copy_is_not_taken_for_the_other_s(
    machine: Machine, twin: Machine, days: Days
) -> None:
    days.gone = 5
    with machine.open() as book:
        backup.make(book)
        assert ours(book) == [True, True]
    with twin.open() as book:
        assert ours(book) == [False, True]
        last = backup.last_good(book)
        assert last is not None
        assert clock.day_of(last) == "2026-03-02"
        words = [
            why_words(one, ours=mine) for one, mine in zip(backup.list_backups(book), ours(book), strict=True)
        ]
        assert words == ["made by hand (another copy)", "made by hand"]
        assert backup.is_due(book)


def test_the_busier_copy_pushes_out_no_backup_of_the_other(
    machine: Machine, twin: Machine, days: Days
) -> None:
    days.gone = 1
    with twin.open() as book:
        own = backup.make(book).path
    for day in range(2, 60, 3):
        days.gone = day
        with machine.open() as book:
            members.add_member(book, f"Person {day}")
            backup.daily(book)
    assert own.exists()
    with twin.open() as book:
        assert backup.last_good(book) is not None
        for hour in range(12):
            days.gone = 60 + hour / 24
            members.add_member(book, f"Person {hour}")
            backup.make(book, why="import")
    with machine.open() as book:
        last = backup.last_good(book)
        assert last is not None
        assert clock.day_of(last) == "2026-04-30"


def test_each_copy_s_backup_goes_to_the_second_place(
    machine: Machine, twin: Machine, days: Days, tmp_path: Path
) -> None:
    place = tmp_path / "second place"
    place.mkdir()
    days.gone = 2
    for each in (machine, twin):
        with each.open() as book:
            backup_places.choose_second_place(book.identity.site, place)
            backup.daily(book)
            assert backup_places.copy_along(book) is not None
            assert backup_places.last_there(book) is not None
    assert len(list(place.iterdir())) == 2


def test_a_book_that_was_put_back_or_saved_keeps_its_backups_for_its_own(
    machine: Machine, days: Days
) -> None:
    days.gone = 1
    machine.sit_down()
    with machine.open() as book:
        first = backup.list_backups(book)[-1]
        members.add_member(book, "Kwame")
        backup.make(book)
    restoration = look_at_backup(first.path, machine.path, PASSPHRASE)
    restoration.make_ready()
    restoration.finish()
    with machine.open() as book:
        assert all(ours(book))
    days.gone = 2
    salvage_in_place(machine.path, PASSPHRASE)
    days.gone = 3
    with machine.open() as book:
        assert all(ours(book))
        assert backup.last_good(book) is not None


# What a look leaves


def kept(machine: Machine) -> set[str]:
    """Return every file that this computer keeps of origins, but for guards that are empty."""
    machine.sit_down()
    return {path.name for path in (machine.home / "state" / "origins").iterdir()}


@pytest.mark.parametrize("how", ["discarded", "by who may not", "with the wrong passphrase"])
def test_a_look_at_a_backup_leaves_nothing_of_its_own(
    machine: Machine, days: Days, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    days.gone = 1
    with machine.open() as book:
        file = backup.list_backups(book)[0].path
        members.add_member(book, "Kwame")
    before = kept(machine)
    if how == "discarded":
        look_at_backup(file, machine.path, PASSPHRASE).discard()
    elif how == "by who may not":
        with monkeypatch.context() as role:
            role.setattr(Book, "role", "door")
            with pytest.raises(UserError):
                look_at_backup(file, machine.path, PASSPHRASE)
    else:
        with pytest.raises(UserError):
            look_at_backup(file, machine.path, "not the passphrase")
    assert kept(machine) == before
    assert not [path for path in machine.path.parent.iterdir() if path.is_dir() and path != machine.home]
    with machine.open() as book:
        assert book.news is None


def test_a_look_at_the_very_last_backup_does_not_forget_the_book_itself(
    machine: Machine, days: Days, tmp_path: Path
) -> None:
    days.gone = 1
    with machine.open() as book:
        file = backup.make(book).path
    origin = machine.origin()
    look_at_backup(file, tmp_path / "elsewhere.aidbook", PASSPHRASE).discard()
    assert machine.origin() == origin
    with machine.open() as book:
        assert book.news is None
