"""A store room is counted while the door is open, by two people, on paper and on screen; and every unit is accounted for."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import counting, distributions, history, members, pantry, places
from aidbook.domain.counting import CountSession
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.exchange import receiving, sending
from aidbook.store.book import Book
from aidbook.store.counted import differences, found_in, sessions, to_count
from aidbook.store.pantry import item_lines, level, stock_lines
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import household_of

HOUR = 3_600_000


@dataclass(frozen=True)
class Room:
    """A store room with beans on a shelf and rice in the cellar, and a day at which beans are handed out."""

    beans: Id
    rice: Id
    shelf: Id
    cellar: Id
    day: Id
    opened: int


@pytest.fixture
def room(book: Book) -> Room:
    """Give a store room that took in 48 beans and 20 bags of rice this morning."""
    opened = clock.now_ms() - 4 * HOUR
    beans = pantry.add_item(book, "Beans", unit="can").id
    rice = pantry.add_item(book, "Rice", unit="bag").id
    cellar = places.add_place(book, "Cellar").id
    lines = [
        pantry.Units(item=beans, units=48, best_before="2031-03-31"),
        pantry.Units(item=rice, units=20, place=cellar),
    ]
    pantry.receive_stock(book, lines, source_name="Food bank", at=opened)
    day = distributions.plan_distribution(book, clock.today(), {beans: 2}, everyone=True).id
    shelf = next(line.place_id for line in stock_lines(book, item=beans))
    return Room(beans, rice, shelf, cellar, day, opened)


def _line(book: Book, item: Id, units: int) -> pantry.Units:
    (line,) = stock_lines(book, item=item)
    return pantry.Units(item=item, units=units, lot=line.lot, place=line.place_id)


def _visit(book: Book, room: Room, name: str, at: int) -> None:
    member = members.add_member(book, name).id
    distributions.check_in(book, room.day, household_of(book, member), boxes=1, at=at)


def _on_hand(book: Book, item: Id) -> int:
    return next(line.on_hand for line in item_lines(book) if line.id == item)


def test_what_moved_after_a_shelf_was_counted_still_counts_and_what_moved_before_is_in_the_count(
    book: Book, room: Room
) -> None:
    at = room.opened
    _visit(book, room, "Rosa", at + HOUR)  # 46 are left
    session = counting.begin_count(book, places=[room.shelf], blind=True).id
    counting.tally(book, session, _line(book, room.beans, 45), who="Ana", at=at + 2 * HOUR)  # one is missing
    _visit(book, room, "Kwame", at + 2 * HOUR + 1)  # while the sheet lies on the desk
    (found,) = found_in(book, session)
    assert (found.units, found.book, found.difference) == (45, 46, -1)
    counting.book_count(book, session, {found.key: "damaged"})
    assert _on_hand(book, room.beans) == 43
    (off,) = differences(book)
    assert (off.off, off.why) == (-1, "damaged")
    _visit(book, room, "Marie", at + HOUR + 1)  # keyed in from paper, for an hour before the count
    assert _on_hand(book, room.beans) == 43  # what was seen on the shelf stays seen
    (off,) = differences(book)
    assert off.off == 1


def test_the_same_shelf_counted_twice_asks_which_is_right(book: Book, room: Room) -> None:
    session = counting.begin_count(book).id
    counting.tally(book, session, _line(book, room.beans, 48), who="Ana")
    counting.tally(book, session, _line(book, room.beans, 40), who="Joseph")
    (found,) = found_in(book, session)
    assert found.units is None
    with pytest.raises(UserError, match="different numbers"):
        counting.book_count(book, session)
    counting.tally(book, session, _line(book, room.beans, 48), who="Joseph")  # he looked again
    assert found_in(book, session)[0].units == 48
    counting.tally(book, session, _line(book, room.beans, 47), who="Joseph")
    counting.decide(book, session, found_in(book, session)[0], 47)
    assert found_in(book, session)[0].units == 47
    counting.book_count(book, session)
    assert _on_hand(book, room.beans) == 47


def test_zero_is_an_answer_and_what_is_not_counted_stays(book: Book, room: Room) -> None:
    session = counting.begin_count(book).id
    assert len(to_count(book, _session(book, session))) == 2
    counting.tally(book, session, _line(book, room.rice, 0))
    counting.book_count(book, session)
    assert (_on_hand(book, room.rice), _on_hand(book, room.beans)) == (0, 48)


def test_what_nobody_had_listed_is_found(book: Book, room: Room) -> None:
    session = counting.begin_count(book, places=[room.cellar]).id
    found = pantry.Units(item=room.beans, units=6, best_before="2030-01-31", place=room.cellar)
    counting.tally(book, session, found, who="Ana")
    counting.book_count(book, session, {found_in(book, session)[0].key: "found"})
    lines = [(line.quantity, line.place) for line in stock_lines(book, item=room.beans)]
    assert sorted(lines) == [(6, "Cellar"), (48, "Shelves")]
    assert [(each.off, each.why) for each in differences(book)] == [(6, "found")]


def test_the_first_count_starts_the_book(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    session = counting.begin_count(book).id
    counting.tally(book, session, pantry.Units(item=beans, units=12))
    (found,) = found_in(book, session)
    assert counting.usual_reason(book, found) == "start"
    counting.book_count(book, session, {found.key: "start"})
    assert _on_hand(book, beans) == 12
    assert [(each.off, each.why) for each in differences(book)] == [(12, "start")]


def test_a_booked_count_is_taken_back_like_anything_else_and_its_tallies_are_there_again(
    book: Book, room: Room
) -> None:
    session = counting.begin_count(book).id
    counting.tally(book, session, _line(book, room.beans, 40))
    booked = counting.book_count(book, session)
    assert [line.booked_at is not None for line in sessions(book)] == [True]
    with pytest.raises(UserError, match="booked already"):
        counting.tally(book, session, _line(book, room.beans, 39))
    history.undo(book, booked.action)
    assert _on_hand(book, room.beans) == 48
    assert found_in(book, session)[0].units == 40


def test_a_shelf_volunteer_counts_and_books(book: Book, room: Room) -> None:
    session = counting.begin_count(book, places=[room.shelf]).id
    book._role = "shelf"
    counting.tally(book, session, _line(book, room.beans, 40), who="Ana")
    counting.book_count(book, session)
    assert _on_hand(book, room.beans) == 40


def test_a_count_is_as_of_its_own_hour_each(book: Book, room: Room) -> None:
    at = room.opened
    session = counting.begin_count(book).id
    counting.tally(book, session, _line(book, room.beans, 48), at=at + HOUR)
    counting.tally(book, session, _line(book, room.rice, 19), at=at + 2 * HOUR)
    counting.book_count(book, session)
    rows = book.connection.execute("SELECT at, units FROM count ORDER BY at").fetchall()
    assert [tuple(row) for row in rows] == [(at + HOUR, 48), (at + 2 * HOUR, 19)]
    lot = next(line.lot for line in stock_lines(book, item=room.rice))
    assert level(book, lot, room.cellar) == 19


def _session(book: Book, session: Id) -> CountSession:
    found = book.get(CountSession, session)
    assert found is not None
    return found


def test_two_laptops_count_one_room_at_once(book: Book, room: Room, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    session = counting.begin_count(book).id
    whole = sending.send(book, stick, to=None, passphrase=PASSPHRASE, whole=True).path
    with receiving.join(tmp_path / "second.aidbook", PASSPHRASE, whole, PASSPHRASE) as second:
        counting.tally(book, session, _line(book, room.beans, 47), who="Ana")
        counting.tally(second, session, _line(second, room.rice, 19), who="Joseph")
        counting.tally(second, session, _line(second, room.beans, 46), who="Joseph")
        back = sending.send(second, stick, to=None, passphrase=PASSPHRASE, whole=True).path
    receiving.receive(book, receiving.open_bundle(book, back, PASSPHRASE))
    found = {each.tally.item: each for each in found_in(book, session)}
    assert (found[room.rice].units, found[room.beans].units) == (19, None)
    counting.decide(book, session, found[room.beans], 46)
    counting.book_count(book, session)
    assert (_on_hand(book, room.beans), _on_hand(book, room.rice)) == (46, 19)
