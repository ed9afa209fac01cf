"""A site with two laptops, which acknowledge for it in turns: what one of them lacks is seen, and comes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from aidbook.actions import erasing, handing_over, history, members, pantry
from aidbook.actions.attention import concerns
from aidbook.actions.backups import look_at_backup
from aidbook.exchange import receiving, sending
from aidbook.store import backup
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.members import member_count
from aidbook.store.stock_card import on_hand
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import send, take
from tests.stories_of_copies import item_names


@pytest.fixture
def second(west: Book, tmp_path: Path, stick: Path) -> Iterator[Book]:
    """Give a second laptop of Westside."""
    whole = sending.send(west, stick, to=None, passphrase=PASSPHRASE, whole=True).path
    with receiving.join(tmp_path / "second.aidbook", PASSPHRASE, whole, PASSPHRASE) as book:
        yield book


def awaited(book: Book) -> list[str]:
    """Return what the book says that it waits for."""
    return [one.kind for one in concerns(book) if one.kind == "awaited"]


@pytest.mark.parametrize("heals", ["its own bundle", "the other laptop's"])
def test_what_only_the_other_laptop_has_read_is_missed_and_comes(
    east: Book, west: Book, second: Book, stick: Path, heals: str
) -> None:
    pantry.add_item(east, "Beans")
    take(west, send(east, west, stick))
    take(east, send(west, east, stick))  # Westside has it, says the laptop that has read it
    pantry.add_item(east, "Rice")
    take(second, send(east, west, stick))
    assert not {"Beans", "Rice"} <= item_names(second)
    assert awaited(second)
    if heals == "its own bundle":
        take(east, send(second, east, stick))
        take(second, send(east, west, stick))
    else:
        take(second, send(west, west, stick, whole=True))
    assert {"Beans", "Rice"} <= item_names(second)
    assert not awaited(second)
    assert check(second) == ()


def test_the_laptop_that_says_the_less_is_believed_whichever_writes_last(
    east: Book, west: Book, second: Book, stick: Path
) -> None:
    """Their bundles are numbered each for itself: neither's number tells which is the later one."""
    for name in ("Beans", "Rice", "Oil"):
        pantry.add_item(east, name)
        take(west, send(east, west, stick))
        take(east, send(west, east, stick))
    take(east, send(second, east, stick))
    take(second, send(east, west, stick))
    assert {"Beans", "Rice", "Oil"} <= item_names(second)
    for _again in range(5):
        take(east, send(second, east, stick))
    pantry.add_item(east, "Salt")
    take(west, send(east, west, stick))
    assert "Salt" in item_names(west)
    assert not awaited(west)


def test_a_laptop_that_is_never_used_again_holds_nothing_up(
    east: Book, west: Book, second: Book, stick: Path
) -> None:
    """Acknowledged for each laptop, all since its last word would go with every bundle for ever."""
    take(east, send(second, east, stick))
    for name in ("Beans", "Rice"):
        pantry.add_item(east, name)
        take(west, send(east, west, stick))
        take(east, send(west, east, stick))
        take(east, send(west, east, stick))
    bundle = receiving.open_bundle(west, send(east, west, stick))
    assert receiving.preview(west, bundle).counts.new == 0
    lines = [run for part in bundle.manifest.parts for run in part.runs if run.last >= run.first]
    assert lines == []


@pytest.mark.parametrize("whose", ["made here", "handed over to here"])
def test_whom_a_laptop_forgot_the_other_forgets_though_it_was_put_back_to_before_it_knew_them(
    east: Book, west: Book, second: Book, stick: Path, tmp_path: Path, whose: str
) -> None:
    made = backup.make(west, tmp_path)
    if whose == "made here":
        rosa = members.add_member(second, "Rosa Zqlamp").id
    else:
        rosa = members.add_member(east, "Rosa Zqlamp", may_share=True).id
        handing_over.hand_over(east, "member", rosa, west.site.id)
        take(second, send(east, second, stick, people=True))
    take(west, send(second, west, stick, whole=True))
    assert bodies_with(second, "Zqlamp") == 1
    erasing.erase(west, rosa)
    put_back(west, made.path)
    with Book.open(west.path, PASSPHRASE) as again:
        assert bodies_with(again, "Zqlamp") == 0
        take(second, send(again, second, stick, whole=True))
        assert check(again) == ()
    assert bodies_with(second, "Zqlamp") == 0
    assert member_count(second) == 0
    assert check(second) == ()


def put_back(book: Book, path: Path) -> None:
    """Restore a backup in place of a book, which is closed."""
    found = look_at_backup(path, book.path, PASSPHRASE, present=book)
    found.make_ready()
    book.close()
    found.finish()


def bodies_with(book: Book, word: str) -> int:
    """Return how many bodies hold a word."""
    row = book.connection.execute("SELECT count(*) FROM body WHERE instr(bytes, ?) > 0", (word.encode(),))
    return int(row.fetchone()[0])


def test_the_last_thing_to_take_back_is_one_of_this_laptop_before_any_that_came(
    west: Book, second: Book, stick: Path
) -> None:
    mine = members.add_member(west, "Ines")
    theirs = members.add_member(second, "Kwame")
    take(west, send(second, west, stick, whole=True))
    assert member_count(west) == 2
    assert query.latest_undoable(west) == mine.action
    assert query.latest_undoable(second) == theirs.action


def test_what_both_laptops_took_back_comes_back_from_either_of_their_undos(
    west: Book, second: Book, stick: Path
) -> None:
    beans = pantry.add_item(west, "Beans").id
    came = pantry.receive_stock(west, [pantry.Units(item=beans, units=10)]).action
    take(second, send(west, second, stick, whole=True))
    undone = history.undo(west, came).action
    history.undo(second, came)
    take(west, send(second, west, stick, whole=True))
    assert on_hand(west, [beans]) == 0
    history.undo(west, undone)
    assert on_hand(west, [beans]) == 10
    assert not history.is_taken_back(west, came)
    history.undo(west, came)
    assert on_hand(west, [beans]) == 0
    history.redo(west, came)
    take(second, send(west, second, stick, whole=True))
    for book in (west, second):
        assert on_hand(book, [beans]) == 10
        assert not history.is_taken_back(book, came)
