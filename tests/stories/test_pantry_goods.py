"""What happens to goods beyond taking in and handing out; after each of it every unit is accounted for."""

from dataclasses import dataclass

import pytest

from aidbook import clock
from aidbook.actions import distributions, history, lending, making, members, pantry, places, wasting
from aidbook.actions.places import Units
from aidbook.actions.sentences import sentence
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Member
from aidbook.domain.pantry import Place
from aidbook.domain.roles import NotYours
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.pantry import item_lines, lot_stock, shelves, stock_lines
from aidbook.store.places import holds, items_at, lines_at, made_ahead, open_loans, place_lines
from aidbook.store.recall_trace import trace_lots
from tests.exchange.conftest import household_of


@dataclass(frozen=True)
class Room:
    """48 beans and 30 bags of rice on the first shelf, and a cellar."""

    beans: Id
    rice: Id
    bean_lot: Id
    rice_lot: Id
    shelf: Id
    cellar: Id


@pytest.fixture
def room(book: Book) -> Room:
    """Give the room."""
    beans = pantry.add_item(book, "Beans", unit="can").id
    rice = pantry.add_item(book, "Rice", unit="bag").id
    pantry.receive_stock(
        book,
        [pantry.Units(item=beans, units=48, best_before="2031-03-31"), pantry.Units(item=rice, units=30)],
    )
    lots = {line.item_id: line for line in stock_lines(book)}
    cellar = places.add_place(book, "Cellar", kind="room").id
    return Room(beans, rice, lots[beans].lot, lots[rice].lot, lots[beans].place_id, cellar)


def _must_add_up(book: Book) -> None:
    lots = [row[0] for row in book.connection.execute("SELECT id FROM lot")]
    assert all(lot.adds_up for site in trace_lots(book, lots) for lot in site.lots)


def _on_hand(book: Book, item: Id) -> int:
    return next(line.on_hand for line in item_lines(book) if line.id == item)


def test_units_are_moved_between_places_that_are_made_and_renamed(book: Book, room: Room) -> None:
    with pytest.raises(UserError, match="called cellar already"):
        places.add_place(book, "cellar")
    places.edit_place(book, room.cellar, name="Cold cellar", storage="cold")
    moved = places.move_units(book, [Units(room.bean_lot, room.shelf, 20)], room.cellar)
    assert [(line.place.name, line.items, line.lots) for line in place_lines(book)] == [
        ("Shelves", 2, 2),
        ("Cold cellar", 1, 1),
    ]
    assert [(line.item, line.quantity) for line in lines_at(book, room.cellar)] == [("Beans", 20)]
    assert _on_hand(book, room.beans) == 48
    _must_add_up(book)
    history.undo(book, moved.action)
    assert not lines_at(book, room.cellar)
    with pytest.raises(UserError, match="there already"):
        places.move_units(book, [Units(room.bean_lot, room.shelf, 1)], room.shelf)


def test_a_lot_is_held_with_a_reason_and_released_with_one(book: Book, room: Room) -> None:
    held = places.hold_lot(book, room.bean_lot, "dented")
    assert holds(book) == {room.bean_lot: "held"}
    day = distributions.plan_distribution(
        book, clock.today(), {room.beans: 1}, by_size={1: 5}, everyone=True
    ).id
    members.add_member(book, "Rosa")
    assert distributions.plan_of(book, day).short == {"Beans": 5}
    places.release_lot(book, room.bean_lot, "only the label")
    assert not distributions.plan_of(book, day).short
    with pytest.raises(history.InTheWay):
        history.undo(book, held.action)  # it was changed again since
    with pytest.raises(UserError, match="why"):
        places.hold_lot(book, room.bean_lot, " ")


def test_use_by_holds_at_once_best_before_only_beyond_the_days_of_grace(book: Book) -> None:
    milk = pantry.add_item(book, "Milk", date_kind="use by", grace_days=30).id
    soup = pantry.add_item(book, "Soup", grace_days=30).id
    formula = pantry.add_item(book, "Formula", formula=True, grace_days=30).id
    tea = pantry.add_item(book, "Tea").id
    yesterday = clock.day_of(clock.now_ms() - 26 * 3_600_000)
    lines = [pantry.Units(item=item, units=5, best_before=yesterday) for item in (milk, soup, formula, tea)]
    pantry.receive_stock(book, lines)
    why = {
        stock.item: holds(book).get(stock.lot)
        for item in (milk, soup, formula, tea)
        for stock in lot_stock(book, item)
    }
    assert why == {milk: "past use-by", soup: None, formula: "past use-by", tea: "past best-before"}


def test_what_was_opened_goes_first(book: Book, room: Room) -> None:
    pantry.receive_stock(book, [pantry.Units(item=room.beans, units=5, best_before="2032-01-01")])
    later = next(line for line in stock_lines(book, item=room.beans) if line.best_before == "2032-01-01")
    places.open_lot(book, later.lot)
    day = distributions.plan_distribution(book, clock.today(), {room.beans: 1}, everyone=True).id
    distributions.check_in(book, day, household_of(book, members.add_member(book, "Rosa").id))
    assert sorted(line.quantity for line in stock_lines(book, item=room.beans)) == [4, 48]


def test_waste_has_a_reason_and_some_of_it_is_found_again(book: Book, room: Room) -> None:
    with pytest.raises(UserError, match="why"):
        wasting.waste(book, [Units(room.bean_lot, room.shelf, 1)], "moved")
    wasting.waste(book, [Units(room.bean_lot, room.shelf, 6)], "given without record")
    wasting.find_again(book, Units(room.bean_lot, room.shelf, 2))
    wasting.send_back(book, [Units(room.rice_lot, room.shelf, 10)])
    assert (_on_hand(book, room.beans), _on_hand(book, room.rice)) == (44, 20)
    _must_add_up(book)


def test_what_somebody_brings_back_is_no_longer_handed_out(book: Book, room: Room) -> None:
    day = distributions.plan_distribution(book, clock.today(), {room.beans: 4}, everyone=True).id
    visit = distributions.check_in(book, day, household_of(book, members.add_member(book, "Rosa").id)).id
    wasting.bring_back(book, Units(room.bean_lot, room.shelf, 3), visit=visit)
    (lot,) = trace_lots(book, [room.bean_lot])[0].lots
    assert (lot.on_hand, lot.handed_out, lot.adds_up) == (47, 1, True)


def test_boxes_made_ahead_are_handed_out_first_and_taken_apart_again(book: Book, room: Room) -> None:
    contents = {room.beans: 2, room.rice: 1}
    day = distributions.plan_distribution(book, clock.today(), contents, everyone=True).id
    box = book.get(Distribution, day).box or ""  # type: ignore[union-attr] # it was just made
    assert making.short_for(book, box, 40) == {room.beans: 32, room.rice: 10}
    made = making.make_boxes(book, box, 10)
    assert sentence(book, made.action) == "Made 10 boxes ahead"
    (ahead,) = made_ahead(book)
    assert (ahead.boxes, ahead.contents, ahead.loose) == (10, contents, 0)
    assert (_on_hand(book, room.beans), _on_hand(book, room.rice)) == (48, 30)
    distributions.check_in(book, day, household_of(book, members.add_member(book, "Rosa").id), boxes=1)
    assert made_ahead(book)[0].boxes == 9
    with pytest.raises(UserError, match="only 9"):
        making.take_apart(book, box, 10)
    making.take_apart(book, box, 4)
    assert made_ahead(book)[0].boxes == 5
    assert items_at(book, room.shelf) == {room.beans: 36, room.rice: 24}
    _must_add_up(book)
    distributions.check_in(book, day, household_of(book, members.add_member(book, "Kwame").id), boxes=20)
    assert not made_ahead(book)  # all boxes, then what lies loose
    assert _on_hand(book, room.beans) == 48 - 2 - 40


def test_a_sack_becomes_bags_and_date_source_and_lot_go_along(book: Book, room: Room) -> None:
    sack = pantry.add_item(book, "Flour, sack", unit="sack").id
    pantry.receive_stock(
        book,
        [pantry.Units(item=sack, units=2, best_before="2030-05-31", lot_code="F9")],
        source_name="Mill",
    )
    (line,) = stock_lines(book, item=sack)
    bags = pantry.add_item(book, "Flour, bag", unit="bag").id
    making.repack(book, Units(line.lot, line.place_id, 1), bags, 11, to=room.cellar)
    (bag,) = stock_lines(book, item=bags)
    assert (bag.quantity, bag.best_before, bag.source, bag.lot_code, bag.place) == (
        11,
        "2030-05-31",
        "Mill",
        "F9",
        "Cellar",
    )
    assert _on_hand(book, sack) == 1
    _must_add_up(book)


def test_a_tool_is_lent_to_a_member_or_to_nobody_named_and_comes_back_or_not(book: Book, room: Room) -> None:
    spade = pantry.add_item(book, "Spade").id
    pantry.receive_stock(book, [pantry.Units(item=spade, units=4)])
    (line,) = stock_lines(book, item=spade)
    rosa = members.add_member(book, "Rosa").id
    lending.lend(book, Units(line.lot, line.place_id, 2), member=rosa, due="2026-12-01")
    loan = lending.lend(book, Units(line.lot, line.place_id, 1), note="the neighbour with the red door").id
    assert [(each.name, each.units, each.due, each.who) for each in open_loans(book)] == [
        ("Spade", 2, "2026-12-01", "Rosa"),
        ("Spade", 1, None, None),
    ]
    assert _on_hand(book, spade) == 1
    first = open_loans(book)[0].loan
    lending.come_back(book, first, 1, lost=1)
    lending.come_back(book, loan, 1, to=room.cellar)
    assert not open_loans(book)
    assert sorted((each.quantity, each.place) for each in stock_lines(book, item=spade)) == [
        (1, "Cellar"),
        (2, "Shelves"),
    ]
    with pytest.raises(UserError, match="Only 0"):
        lending.come_back(book, loan, 1)
    _must_add_up(book)


def test_a_shelf_volunteer_does_all_of_it_and_names_nobody(book: Book, room: Room) -> None:
    rosa = members.add_member(book, "Rosa").id
    day = distributions.plan_distribution(book, clock.today(), {room.beans: 2}, everyone=True).id
    box = book.get(Distribution, day).box or ""  # type: ignore[union-attr] # it was just made
    book._role = "shelf"
    places.move_units(book, [Units(room.bean_lot, room.shelf, 20)], room.cellar)
    making.make_boxes(book, box, 1)
    wasting.waste(book, [Units(room.rice_lot, room.shelf, 1)], "spoiled")
    lending.lend(book, Units(room.rice_lot, room.shelf, 1))
    with pytest.raises(NotYours):
        lending.lend(book, Units(room.rice_lot, room.shelf, 1), member=rosa)
    assert book.get(Member, rosa) is None
    assert book.get(Place, room.cellar) is not None


def test_a_loan_is_not_taken_back_once_something_came_back(book: Book, room: Room) -> None:
    lent = lending.lend(book, Units(room.rice_lot, room.shelf, 3))
    back = lending.come_back(book, lent.id, 1)
    with pytest.raises(history.InTheWay, match="came back since"):
        history.undo(book, lent.action)
    history.undo(book, back.action)
    history.undo(book, lent.action)
    assert (not open_loans(book), _on_hand(book, room.rice)) == (True, 30)
    _must_add_up(book)


def test_a_lot_past_its_date_is_released_only_by_the_right_date(book: Book) -> None:
    tea = pantry.add_item(book, "Tea").id
    pantry.receive_stock(book, [pantry.Units(item=tea, units=5, best_before="2020-01-31")])
    (line,) = stock_lines(book, item=tea)
    with pytest.raises(UserError, match="past its date"):
        places.release_lot(book, line.lot, "looks fine")
    places.correct_lot(book, line.lot, best_before="2030-01-31")
    assert not holds(book)


def test_nothing_is_put_where_boxes_made_ahead_are(book: Book, room: Room) -> None:
    day = distributions.plan_distribution(book, clock.today(), {room.beans: 2}, everyone=True).id
    making.make_boxes(
        book, next(iter(book.connection.execute("SELECT box FROM distribution WHERE id = ?", (day,))))[0], 3
    )
    assert [place.name for place in shelves(book)] == ["Shelves", "Cellar"]
    assert len(place_lines(book)) == 3
