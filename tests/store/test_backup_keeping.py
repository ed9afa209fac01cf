"""Which backups are kept, and for how long."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions.members import add_member
from aidbook.store import backup, backup_file, backup_places, keys
from aidbook.store.attention import of_book
from aidbook.store.backup_file import BackupFile
from aidbook.store.backup_keeping import too_many
from aidbook.store.book import Book
from aidbook.store.connection import DatabaseError, connect
from aidbook.store.renewing import renew_backups

DAY_MS = 86_400_000


# Keeping


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days go by."""
    moment = clock.noon_ms("2026-03-02") + days * DAY_MS
    monkeypatch.setattr(clock, "now_ms", lambda: moment)
    monkeypatch.setattr(clock, "today", (date(2026, 3, 2) + timedelta(days)).isoformat)


def line(made: int, why: str = "daily") -> BackupFile:
    return BackupFile(Path(f"{made}-{why}"), made, 1, whole=True, why=why)


def after(days: int, *, made: list[BackupFile], now_day: int) -> list[int]:
    """Return the days of which one is left."""
    now = clock.noon_ms("2026-03-02") + now_day * DAY_MS
    gone = too_many(made, now)
    kept = [one for one in made if one not in gone]
    return sorted({(one.made - clock.noon_ms("2026-03-02")) // DAY_MS for one in kept if days})


def test_each_day_of_five_weeks_is_kept_and_no_older_one() -> None:
    made = [line(clock.noon_ms("2026-03-02") + day * DAY_MS) for day in range(60)]
    assert after(60, made=made, now_day=59) == list(range(24, 60))


def test_the_last_good_ones_are_kept_however_old() -> None:
    made = [line(clock.noon_ms("2026-03-02") + day * DAY_MS) for day in range(10)]
    assert after(10, made=made, now_day=400) == [7, 8, 9]


def test_many_in_one_day_are_thinned() -> None:
    noon = clock.noon_ms("2026-03-02")
    made = [line(noon + n * 60_000, "import") for n in range(60)] + [line(noon)]
    for days, most in ((0, 8), (1, 2), (20, 1)):
        newer = [line(noon + day * DAY_MS) for day in range(1, days + 1)]
        gone = too_many([*made, *newer], noon + 61 * 60_000 + days * DAY_MS)
        kept = [one for one in made if one not in gone]
        assert 0 < len(kept) <= most + 1
        assert max(one.made for one in kept) == max(one.made for one in made)


# A clock that was years ahead


def at_position(day: int, position: int) -> BackupFile:
    made = clock.noon_ms("2026-03-02") + day * DAY_MS
    return BackupFile(Path(f"{day}-{position}"), made, 1, whole=True, why="daily", position=position)


def test_one_made_under_a_clock_years_ahead_is_not_the_last_good_one(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 0)
    add_member(book, "Ana")
    first = backup.daily(book)
    later(monkeypatch, 5 * 365)
    add_member(book, "Ben")
    assert backup.daily(book) is not None
    later(monkeypatch, 10)
    assert first is not None
    assert backup.last_good(book) == first.made
    assert [one.last for one in of_book.backup_overdue(book)] == [first.made]


def test_the_second_place_goes_on_after_one_made_under_a_clock_years_ahead(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backup_places.choose_second_place(book.identity.site, stick)
    for days in (0, 5 * 365, 1, 2):
        later(monkeypatch, days)
        backup.daily(book)
        backup_places.copy_along(book)
    assert backup_places.last_there(book) == backup.last_good(book) == clock.noon_ms("2026-03-04")


def test_those_of_days_to_come_take_no_place_of_the_last_good_ones() -> None:
    ahead = [at_position(1800 + day, 10 + day) for day in range(5)]
    real = [at_position(day, 20 + day) for day in range(5)]
    now = clock.noon_ms("2026-03-02") + 4 * DAY_MS
    gone = too_many([*ahead, *real], now, harder=True)
    assert set(gone) == {*ahead, *real[:2]}


def test_where_there_are_too_few_of_these_days_the_last_of_days_to_come_are_kept() -> None:
    ahead = [at_position(1800 + day, 10 + day) for day in range(5)]
    real = [at_position(0, 20)]
    gone = too_many([*ahead, *real], clock.noon_ms("2026-03-02"), harder=True)
    assert set(gone) == set(ahead[:3])


def test_those_of_days_to_come_go_once_what_was_made_after_them_is_five_weeks_old() -> None:
    ahead = [at_position(1800, 10), at_position(1801, 99)]
    for now_day, left in ((34, ahead), (36, ahead[1:])):
        real = [at_position(day, 20 + day) for day in range(now_day + 1)]
        gone = too_many([*ahead, *real], clock.noon_ms("2026-03-02") + now_day * DAY_MS)
        assert [one for one in ahead if one not in gone] == left


# As they are made


def test_backups_older_than_five_weeks_go_when_one_is_made(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (0, 1, 2, 3, 50, 51, 52):
        later(monkeypatch, days)
        backup.daily(book)
    made = [clock.day_of(one.made) for one in backup.list_backups(book)]
    assert made == ["2026-04-23", "2026-04-22", "2026-04-21"]


def test_another_books_backups_in_the_same_second_place_stay(
    make_book: Callable[..., Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    east, west = make_book("Eastside"), make_book("Westside")
    backup_places.choose_second_place(east.identity.site, stick)
    later(monkeypatch, 0)
    theirs = backup.make(west, stick)
    for days in (1, 2, 60, 61, 62, 63, 64):
        later(monkeypatch, days)
        backup.daily(east)
        backup_places.copy_along(east)
    assert theirs.path.exists()
    assert backup.list_backups(west, stick) == [theirs]
    made = [clock.day_of(one.made) for one in backup.list_backups(east, stick)]
    assert made == ["2026-05-05", "2026-05-04", "2026-05-03", "2026-05-02", "2026-05-01"]


def test_what_somebody_put_elsewhere_by_hand_stays(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for days in (0, 100, 200, 300, 400):
        later(monkeypatch, days)
        backup.make(book, archive)
    assert len(backup.list_backups(book, archive)) == 5


def test_those_in_the_second_place_follow_to_a_new_data_key(book: Book, tmp_path: Path) -> None:
    stick, unpacked = tmp_path / "stick", tmp_path / "unpacked"
    for folder in (stick, unpacked):
        folder.mkdir()
    backup_places.choose_second_place(book.identity.site, stick)
    backup.daily(book)
    there = backup_places.copy_along(book)
    assert there is not None
    old, new = keys.renew_key(book)
    assert renew_backups(book, old, new) == 0
    backup_file.unpack(there.path, unpacked)
    connect(unpacked / backup_file.BOOK, new).close()
    with pytest.raises(DatabaseError):
        connect(unpacked / backup_file.BOOK, old)
