"""A maker calls a lot of baby food back: it is held at both sites, every unit is found, and whoever has some is told."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import (
    counting,
    distributions,
    history,
    making,
    members,
    pantry,
    recalls,
    transfers,
    wasting,
)
from aidbook.actions.places import Units, hold_lot, release_lot
from aidbook.domain.declare import Id
from aidbook.domain.recalls import Recall
from aidbook.domain.roles import NotYours
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.counted import found_in
from aidbook.store.pantry import lot_stock, stock_lines
from aidbook.store.places import holds
from aidbook.store.recall_trace import LotTrace, households_of, recall_notices, trace
from aidbook.store.transfers import arriving
from tests.exchange.conftest import east, household_of, send, stick, take, west

__all__ = ["east", "stick", "west"]

HOUR = 3_600_000
BAD, GOOD = "L-0417", "L-0418"


@dataclass(frozen=True)
class Life:
    """Two lots of baby food at Eastside, some of them sent on, packed, spoiled, missing, handed out."""

    food: Id
    bad: Id
    good: Id
    rosa: Id
    kwame: Id
    marie: Id


@pytest.fixture
def life(east: Book, west: Book) -> Life:
    """Give 100 jars of a lot that is fine until the call comes, and 50 of another."""
    begun = clock.now_ms() - 10 * HOUR
    food = pantry.add_item(east, "Baby food", unit="jar", code="4006381333931").id
    before = distributions.plan_distribution(east, clock.today(), {food: 2}, everyone=True).id
    marie = _member(east, "Marie")
    early = [pantry.Units(item=food, units=2, best_before="2030-01-01", lot_code="L-0001")]
    pantry.receive_stock(east, early, at=begun)
    distributions.check_in(east, before, marie, at=begun + 1)  # before either lot came
    lines = [
        pantry.Units(item=food, units=100, best_before="2031-01-01", lot_code=BAD),
        pantry.Units(item=food, units=50, best_before="2032-01-01", lot_code=GOOD),
    ]
    pantry.receive_stock(east, lines, source_name="Shop", at=begun + HOUR)
    lots = {line.lot_code: line for line in stock_lines(east, item=food)}
    bad, good = lots[BAD], lots[GOOD]
    rosa, kwame = _member(east, "Rosa"), _member(east, "Kwame")
    distributions.check_in(
        east, before, rosa, boxes=3, at=begun + 2 * HOUR
    )  # 6 of the bad lot, first expired
    wasting.waste(east, [Units(bad.lot, bad.place_id, 4)], "damaged")
    transfers.send_goods(east, west.site.id, [Units(bad.lot, bad.place_id, 30)])
    held = hold_lot(east, bad.lot, "look at the lids").action
    distributions.check_in(east, before, kwame, boxes=1, at=begun + 3 * HOUR)  # 2 of the good one
    history.undo(east, held)
    distributions.check_in_unnamed(east, before, 1, boxes=1, at=begun + 4 * HOUR)
    session = counting.begin_count(east).id
    counting.tally(east, session, pantry.Units(item=food, units=57, lot=bad.lot, place=bad.place_id))
    counting.book_count(east, session, {found_in(east, session)[0].key: "lost"})
    return Life(food, bad.lot, good.lot, rosa, kwame, marie)


def _member(book: Book, name: str) -> Id:
    return household_of(book, members.add_member(book, name, phone="555-0100").id)


def _trace(book: Book, recalled: Id) -> dict[str, list[LotTrace]]:
    record = book.get(Recall, recalled)
    assert record is not None
    return {site.name: list(site.lots) for site in trace(book, record)}


def _on_hand(book: Book) -> int:
    return sum(line.quantity for line in stock_lines(book))


def test_every_unit_of_a_recalled_lot_is_found_at_both_sites(
    east: Book, west: Book, life: Life, stick: Path
) -> None:
    take(west, send(east, west, stick))
    (load,) = transfers_arriving(west)
    transfers.receive_goods(west, load, {life.bad: transfers.Came(29, why="damaged")})
    recalled = recalls.recall(east, "Glass in the jars", codes=["(01)04006381333931(10)L-0417"]).id
    assert recalls.fits(east, recalled) == [life.bad]
    assert holds(east) == {life.bad: "recalled"}
    (lot,) = _trace(east, recalled)["Eastside"]
    assert (lot.came, lot.on_hand, lot.handed_out, lot.wasted, lot.missing, lot.way) == (100, 57, 8, 4, 1, 30)
    assert lot.adds_up
    # At the other site it is held as soon as the stick arrives, and its figures add up by themselves.
    take(west, send(east, west, stick))
    assert holds(west) == {life.bad: "recalled"}
    there = _trace(west, recalled)["Westside"]
    assert [(each.came, each.on_hand, each.adds_up) for each in there] == [(29, 29, True)]
    take(east, send(west, east, stick))
    both = _trace(east, recalled)
    (lot,) = both["Eastside"]
    assert (lot.sent, lot.way, lot.adds_up) == (29, 1, True)
    assert both["Westside"][0].on_hand == 29


def transfers_arriving(book: Book) -> list[Id]:
    """Return the transfers that wait to be received."""
    return [page.transfer for page in arriving(book)]


def test_who_has_some_for_certain_is_told_apart_from_who_may_have(east: Book, life: Life) -> None:
    recalled = recalls.recall(east, "Glass in the jars", item=life.food, lot_codes=[BAD]).id
    record = east.get(Recall, recalled)
    assert record is not None
    found = households_of(east, record)
    assert [(each.label, each.units, each.phone) for each in found.certain] == [("Rosa", 6, "555-0100")]
    assert [(each.label, each.units) for each in found.possible] == [("Kwame", 2)]
    assert (found.unnamed, found.unnamed_possible) == (1, 0)  # Marie came before the lot did
    east._role = "shelf"
    with pytest.raises(NotYours):
        households_of(east, record)


def test_the_door_says_it_until_somebody_was_told(east: Book, life: Life) -> None:
    recalled = recalls.recall(east, "Glass in the jars", lots=[life.bad]).id
    east._role = "door"
    (notice,) = recall_notices(east, [life.rosa])
    assert (notice.items, notice.certain) == (("Baby food",), True)
    assert [each.certain for each in recall_notices(east, [life.kwame])] == [False]
    assert not recall_notices(east, [life.marie])
    told = recalls.tell(east, recalled, life.rosa)
    assert not recall_notices(east, [life.rosa])
    history.undo(east, told.action)
    assert recall_notices(east, [life.rosa])


def test_a_recalled_lot_goes_to_nobody_until_the_recall_is_over(east: Book, life: Life) -> None:
    recalled = recalls.recall(east, "Glass in the jars", lots=[life.bad])
    assert {each.lot for each in lot_stock(east, life.food) if each.recalled} == {life.bad}
    with pytest.raises(UserError, match="recall holds"):
        release_lot(east, life.bad, "looks fine")
    day = distributions.plan_distribution(east, clock.today(), {life.food: 60}, everyone=True).id
    assert distributions.plan_of(east, day).short == {"Baby food": 3 * 60 - 48}
    recalls.end_recall(east, recalled.id, "the maker called it off")
    assert not holds(east)
    assert distributions.plan_of(east, day).short == {"Baby food": 3 * 60 - 48 - 57}


def test_what_was_filled_from_a_recalled_sack_is_recalled_too(east: Book) -> None:
    sack = pantry.add_item(east, "Rice, sack of 50 lb", unit="sack").id
    bag = pantry.add_item(east, "Rice, bag of 2 lb", unit="bag").id
    pantry.receive_stock(east, [pantry.Units(item=sack, units=3, lot_code="R7")])
    (line,) = stock_lines(east, item=sack)
    filled = making.repack(east, Units(line.lot, line.place_id, 1), bag, 24).id
    recalled = recalls.recall(east, "Moths", lots=[line.lot]).id
    assert set(recalls.fits(east, recalled)) == {line.lot, filled}
    traced = {each.name: each for each in _trace(east, recalled)["Eastside"]}
    assert (traced["Rice, sack of 50 lb"].repacked, traced["Rice, sack of 50 lb"].on_hand) == (1, 2)
    assert (traced["Rice, bag of 2 lb"].came, traced["Rice, bag of 2 lb"].on_hand) == (24, 24)
    assert all(each.adds_up for each in traced.values())


def test_boxes_made_ahead_are_held_with_the_lot_in_them(east: Book, life: Life) -> None:
    day = distributions.plan_distribution(east, clock.today(), {life.food: 2}, everyone=True).id
    box = next(iter(east.connection.execute("SELECT box FROM distribution WHERE id = ?", (day,))))[0]
    making.make_boxes(east, box, 10)
    assert holds(east) == {}
    recalls.recall(east, "Glass in the jars", lots=[life.bad])
    packed = [each for each in lot_stock(east, life.food) if each.packed]
    assert [(each.units, each.recalled) for each in packed] == [(20, True)]
    before = _on_hand(east)
    distributions.check_in(east, day, life.rosa, reason="again")
    gone = east.connection.execute(
        "SELECT lot FROM movement WHERE reason = 'handed out' ORDER BY written DESC LIMIT 1"
    )
    assert next(iter(gone))[0] == life.good
    assert _on_hand(east) == before - 2
