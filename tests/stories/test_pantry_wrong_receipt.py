"""A receipt was wrong, and it is found a month later: what was reported stays, and what came is what came."""

from datetime import date, timedelta

import pytest

from aidbook import clock
from aidbook.actions import history, pantry
from aidbook.actions.putting_right import put_right
from aidbook.actions.receiving import Head, Line, receive
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.store.as_of import stock_as_of
from aidbook.store.book import Book
from aidbook.store.pantry import item_lines, stock_lines
from aidbook.store.source_figures import source_lines
from aidbook.store.sources import came_in, deliveries, delivery

TODAY = date.fromisoformat(clock.today())
MONTH_AGO = (TODAY - timedelta(days=30)).isoformat()
DAY_AFTER = (TODAY - timedelta(days=29)).isoformat()
WEEK_AGO = (TODAY - timedelta(days=7)).isoformat()
CAN_MG = 439_418


@pytest.fixture
def beans(book: Book) -> Id:
    return pantry.add_item(book, "Beans", unit="can", weight_mg=CAN_MG).id


@pytest.fixture
def corn(book: Book) -> Id:
    return pantry.add_item(book, "Corn", unit="can", weight_mg=CAN_MG).id


@pytest.fixture
def wrong(book: Book, beans: Id) -> Id:
    """Give the delivery of a month ago: 480 cans were written, 48 came."""
    head = Head(source_name="Food bank", on=MONTH_AGO)
    return receive(book, head, [Line(item=beans, number=480, value=48_000)]).id


def _on_hand(book: Book) -> dict[str, int]:
    return {line.name: line.on_hand for line in item_lines(book)}


def _lots(book: Book, made: Id) -> list[tuple[str, int, int]]:
    line = delivery(book, made)
    assert line is not None
    return [(lot.first.name, lot.written, lot.units) for lot in line.by_lot()]


def _lot(book: Book, item: Id) -> Id:
    return stock_lines(book, item=item)[0].lot


def test_what_was_reported_stays_and_the_difference_counts_from_today(
    book: Book, beans: Id, wrong: Id
) -> None:
    before = [(line.item, line.quantity) for line in stock_as_of(book, DAY_AFTER)]
    reported = [(c.units, c.mg, c.value) for c in came_in(book, until=DAY_AFTER)]
    done = put_right(book, wrong, {_lot(book, beans): 48})
    assert _on_hand(book) == {"Beans": 48}
    assert [(line.item, line.quantity) for line in stock_as_of(book, DAY_AFTER)] == before == [("Beans", 480)]
    assert [(c.units, c.mg, c.value) for c in came_in(book, until=DAY_AFTER)] == reported
    (put,) = came_in(book, since=clock.today())
    assert (put.units, put.mg, put.value, put.is_correction) == (-432, -432 * CAN_MG, -43_200, True)
    assert _lots(book, wrong) == [("Beans", 480, 48)]
    line = delivery(book, wrong)
    assert line is not None
    assert (line.mg, line.value, line.corrected_on) == (48 * CAN_MG, 4_800, clock.today())
    words = "Put right the delivery of"
    assert history.sentence(book, done.action).startswith(words)


def test_a_source_s_figures_show_the_correction_in_the_month_in_which_it_was_made(
    book: Book, beans: Id, wrong: Id
) -> None:
    put_right(book, wrong, {_lot(book, beans): 48})
    assert [(s.name, s.deliveries, s.mg) for s in source_lines(book, until=DAY_AFTER)] == [
        ("Food bank", 1, 480 * CAN_MG)
    ]
    assert [(s.deliveries, s.mg) for s in source_lines(book)] == [(1, 48 * CAN_MG)]


def test_what_was_counted_since_stays_counted_and_what_never_came_is_no_loss(
    book: Book, beans: Id, wrong: Id
) -> None:
    lot = _lot(book, beans)
    line = stock_lines(book, item=beans)[0]
    counted = [pantry.Units(item=beans, units=45, lot=lot, place=line.place_id)]
    pantry.count_stock(book, counted, at=clock.noon_ms(WEEK_AGO))
    put_right(book, wrong, {lot: 48})
    assert _on_hand(book) == {"Beans": 45}
    wasted = book.connection.execute(
        "SELECT sum(CASE WHEN m.to_place = p.id THEN m.units ELSE -m.units END) FROM movement m"
        " JOIN place p ON p.role = 'waste' AND p.id IN (m.from_place, m.to_place)"
    ).fetchone()[0]
    in_all, on_hand, missing_in_count = 48, 45, 480 - 45
    assert in_all == on_hand + wasted + missing_in_count  # 3 are really gone


def test_the_wrong_item_becomes_the_right_one(book: Book, beans: Id, corn: Id, wrong: Id) -> None:
    put_right(book, wrong, {_lot(book, beans): 0}, also=[Line(item=corn, number=480)])
    assert _on_hand(book) == {"Beans": 0, "Corn": 480}
    assert _lots(book, wrong) == [("Beans", 480, 0), ("Corn", 0, 480)]
    assert len(deliveries(book)) == 1


def test_it_can_be_put_right_again_and_taken_back(book: Book, beans: Id, wrong: Id) -> None:
    lot = _lot(book, beans)
    put_right(book, wrong, {lot: 48})
    done = put_right(book, wrong, {lot: 50})
    assert _lots(book, wrong) == [("Beans", 480, 50)]
    with pytest.raises(UserError, match="says already"):
        put_right(book, wrong, {lot: 50})
    history.undo(book, done.action)
    assert _on_hand(book) == {"Beans": 48}
