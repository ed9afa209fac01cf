"""What is the matter with the book itself: its backup, what waits, what others asked for, whose clock is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import members, pantry
from aidbook.store.book import Book
from aidbook.store.progress import silent
from tests.attention.conftest import Ticking, let_be, only, remedy, told
from tests.exchange.conftest import send, take

_DAY_MS = 86_400_000


def set_clock(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """Let it be so many days later."""
    monkeypatch.setattr(clock, "now_ms", Ticking(clock.now_ms() + int(days * _DAY_MS)))


# Backups


def test_three_days_without_a_backup_are_said_and_the_button_makes_one(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not told(book, "backup")
    set_clock(monkeypatch, 3.5)
    one = only(book, "backup")
    assert one.sentence == "There is no backup of this book yet."
    work = remedy(one, "Back up now").work
    assert work is not None
    work(book, silent)
    assert not told(book, "backup")
    set_clock(monkeypatch, 2.5)
    assert not told(book, "backup")
    set_clock(monkeypatch, 1)
    assert "The last good backup is of" in only(book, "backup").sentence


def test_a_practice_book_asks_for_no_backup(
    make_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = make_book("Practice", practice=True)
    set_clock(monkeypatch, 30)
    assert not told(practice, "backup")


# What waits


def test_a_lost_stick_is_named_until_the_next_one_brings_the_rest(
    east: Book, west: Book, stick: Path
) -> None:
    take(east, send(west, east, stick))
    pantry.add_item(west, "Beans")
    send(west, east, stick).unlink()
    pantry.add_item(west, "Rice")
    assert not told(east, "awaited")
    hold_back_acknowledged(west)
    take(east, send(west, east, stick))
    one = only(east, "awaited")
    assert "Westside" in one.sentence
    assert one.happened == ("You are missing bundle 2 from Westside.",)
    west.connection.execute("DELETE FROM acknowledged")
    take(east, send(west, east, stick))
    assert not told(east, "awaited")


def hold_back_acknowledged(book: Book) -> None:
    """Let a book believe that the reader has all but the last entry of its pantry."""
    book.connection.execute(
        "INSERT OR REPLACE INTO acknowledged (site, origin, chapter, seq)"
        " SELECT (SELECT id FROM site WHERE id <> ?), o.id, 'pantry', max(e.seq) - 1 FROM entry e"
        " JOIN origin o ON o.n = e.origin WHERE e.chapter = 'pantry' AND o.id = ? GROUP BY o.id",
        (book.identity.site, book.identity.origin),
    )


# Clocks


def test_entries_from_the_future_ask_whose_clock_is_wrong(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 400)
    members.add_member(book, "Rosa Luz")
    set_clock(monkeypatch, -400)
    one = only(book, "clock")
    assert one.sentence == "1 action is dated later than now."
    let_be(book, one)
    assert not told(book, "clock")
    set_clock(monkeypatch, 410)
    members.add_member(book, "Kwame Mensah")
    set_clock(monkeypatch, -410)
    assert told(book, "clock")


def test_the_other_site_s_clock_is_told_from_our_own(
    east: Book, west: Book, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 30)
    pantry.add_item(west, "Beans")
    set_clock(monkeypatch, -30)
    take(east, send(west, east, stick))
    assert only(east, "clock").sentence.startswith("Westside:")


def test_a_clock_an_hour_off_is_nothing_to_say(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, 1 / 24)
    members.add_member(book, "Rosa Luz")
    set_clock(monkeypatch, -1 / 24)
    assert not told(book, "clock")
