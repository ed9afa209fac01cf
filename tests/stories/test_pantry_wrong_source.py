"""A delivery was written as somebody else's, or on a wrong day: what was reported stays, and who gave it is thanked."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import history, pantry, transfers
from aidbook.actions.distributions import check_in, plan_distribution
from aidbook.actions.journal import journal_lines
from aidbook.actions.lending import come_back, lend
from aidbook.actions.making import repack
from aidbook.actions.members import add_member
from aidbook.actions.places import Units, hold_lot
from aidbook.actions.putting_right import Anew, put_right
from aidbook.actions.recalls import recall
from aidbook.actions.receiving import Head, Line, receive
from aidbook.actions.sources import add_source, set_fair_value
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Lot, Source
from aidbook.domain.recalls import Recall
from aidbook.domain.roles import NotYours
from aidbook.errors import UserError
from aidbook.sheets import receipt
from aidbook.store.as_of import stock_as_of
from aidbook.store.book import Book
from aidbook.store.history import latest_undoable
from aidbook.store.journal import money
from aidbook.store.pantry import item_lines, stock_lines
from aidbook.store.places import holds, open_loans
from aidbook.store.recall_trace import households_of, trace, trace_lots
from aidbook.store.source_figures import Gave, gave, source_lines
from aidbook.store.sources import NOBODY, DeliveryLine, came_in, deliveries, delivery
from aidbook.store.transfers import arriving
from tests.exchange.conftest import east, household_of, send, stick, take, west

__all__ = ["east", "stick", "west"]

TODAY = date.fromisoformat(clock.today())
MONTH_AGO = (TODAY - timedelta(days=30)).isoformat()
DAY_AFTER = (TODAY - timedelta(days=29)).isoformat()
WEEK_AGO = (TODAY - timedelta(days=7)).isoformat()
CAN_MG = 439_418
BREAD_MG = 20_000_000


@pytest.fixture
def beans(book: Book) -> Id:
    return pantry.add_item(book, "Beans", unit="can", weight_mg=CAN_MG).id


@pytest.fixture
def bakery(book: Book) -> Id:
    return add_source(book, "Bakery", kind="shop").id


@pytest.fixture
def wrong(book: Book, beans: Id) -> Id:
    """Give the delivery of a month ago: 480 cans and 20 kg of bread, written as the food bank's."""
    set_fair_value(book, "2020-01-01", 193)
    set_fair_value(book, WEEK_AGO, 250)
    head = Head(source_name="Food bank", on=MONTH_AGO, weights={"bakery": BREAD_MG})
    return receive(book, head, [Line(item=beans, number=480, best_before="2030-01-31")]).id


def _line(book: Book, made: Id) -> DeliveryLine:
    line = delivery(book, made)
    assert line is not None
    return line


def _figures(
    book: Book, since: str | None = None, until: str | None = None
) -> dict[str, tuple[int, int, str | None]]:
    found = source_lines(book, since=since, until=until)
    return {line.name: (line.deliveries, line.mg, line.last_on) for line in found}


def _source(book: Book, name: str) -> Id:
    return next(line.id for line in source_lines(book) if line.name == name)


def _on_hand(book: Book) -> dict[str, int]:
    return {line.name: line.on_hand for line in item_lines(book)}


def test_what_was_reported_of_a_source_stays_and_the_other_one_gets_it_today(
    book: Book, wrong: Id, bakery: Id
) -> None:
    all_mg = 480 * CAN_MG + BREAD_MG
    reported = _figures(book, until=DAY_AFTER)
    stock = [(line.item, line.quantity) for line in stock_as_of(book, DAY_AFTER)]
    food_bank = _source(book, "Food bank")
    gave_then = gave(book, food_bank, until=DAY_AFTER)
    done = put_right(book, wrong, {}, anew=Anew(source=bakery))
    assert _figures(book, until=DAY_AFTER) == reported
    assert gave(book, food_bank, until=DAY_AFTER) == gave_then
    assert [(line.item, line.quantity) for line in stock_as_of(book, DAY_AFTER)] == stock
    since = _figures(book, since=WEEK_AGO)
    assert since["Food bank"][:2] == (-1, -all_mg)
    assert since["Bakery"] == (1, all_mg, MONTH_AGO)
    assert _figures(book) == {"Food bank": (0, 0, None), "Bakery": (1, all_mg, MONTH_AGO)}
    assert gave(book, bakery) == gave_then
    assert gave(book, food_bank) == Gave({}, 0, None)
    assert _on_hand(book) == {"Beans": 480}
    assert history.sentence(book, done.action).endswith("from Bakery")


def test_the_shelves_and_receipts_name_who_really_gave(book: Book, beans: Id, wrong: Id, bakery: Id) -> None:
    put_right(book, wrong, {}, anew=Anew(source=bakery))
    lots = {book.get(Lot, line.lot): line.quantity for line in stock_lines(book, item=beans)}
    assert {lot.source: units for lot, units in lots.items() if lot and units} == {bakery: 480}
    line = _line(book, wrong)
    assert (line.source, line.on, line.corrected_on) == ("Bakery", MONTH_AGO, clock.today())
    assert [(lot.units, lot.written) for lot in line.by_lot()] == [(480, 480)]
    assert line.lines == 1
    thanks = receipt.collect_period(
        book, bakery, since=MONTH_AGO, until=clock.today(), number=1, with_values=True
    )
    assert (thanks.source, thanks.mg) == ("Bakery", 480 * CAN_MG + BREAD_MG)
    with pytest.raises(UserError, match="Nothing came"):
        receipt.collect_period(
            book, _source(book, "Food bank"), since=MONTH_AGO, until=clock.today(), number=1, with_values=True
        )
    (theirs,) = deliveries(book, source=_source(book, "Food bank"))
    assert (theirs.by_lot(), theirs.mg, theirs.source) == ([], 0, "Bakery")


def test_what_was_given_out_since_is_told_to_be_theirs_as_well(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    (shelf,) = stock_lines(book, item=beans)
    pantry.throw_away(book, shelf.lot, shelf.place_id, 400, "expired")
    put_right(book, wrong, {}, anew=Anew(source=bakery))
    assert _on_hand(book) == {"Beans": 80}
    levels = book.connection.execute(
        "SELECT p.role, l.source = ?, s.units FROM stock s JOIN place p ON p.id = s.place JOIN lot l ON l.id = s.lot"
        " WHERE s.units <> 0 ORDER BY 1, 2",
        (bakery,),
    ).fetchall()
    assert levels == [("shelf", 1, 80), ("source", 1, -480), ("waste", 1, 400)]


def test_held_units_stay_held(book: Book, beans: Id, wrong: Id, bakery: Id) -> None:
    (shelf,) = stock_lines(book, item=beans)
    hold_lot(book, shelf.lot, "dented")
    put_right(book, wrong, {}, anew=Anew(source=bakery))
    now = [
        lot for line in stock_lines(book, item=beans) if line.quantity and (lot := book.get(Lot, line.lot))
    ]
    assert [(lot.source, lot.held, lot.held_why) for lot in now] == [(bakery, True, "dented")]


def test_another_day_moves_no_figure_and_is_what_lists_and_receipts_say(book: Book, wrong: Id) -> None:
    reported, before = _figures(book, until=DAY_AFTER), _figures(book)
    done = put_right(book, wrong, {}, anew=Anew(on=WEEK_AGO))
    assert _figures(book, until=DAY_AFTER) == reported
    assert {name: line[:2] for name, line in _figures(book).items()} == {
        name: line[:2] for name, line in before.items()
    }
    assert _figures(book)["Food bank"][2] == WEEK_AGO
    line = _line(book, wrong)
    assert (line.on, line.first_on, line.corrected_on) == (WEEK_AGO, MONTH_AGO, clock.today())
    assert deliveries(book, until=DAY_AFTER) == []
    assert [each.id for each in deliveries(book, since=WEEK_AGO)] == [wrong]
    assert came_in(book, since=WEEK_AGO) == []
    assert " on " in history.sentence(book, done.action)
    with pytest.raises(UserError, match="still to come"):
        put_right(book, wrong, {}, anew=Anew(on=(TODAY + timedelta(days=1)).isoformat()))


def test_all_of_it_is_one_action_that_can_be_repeated_and_taken_back(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    corn = pantry.add_item(book, "Corn", unit="can").id
    (shelf,) = stock_lines(book, item=beans)
    done = put_right(
        book,
        wrong,
        {shelf.lot: 48},
        also=[Line(item=corn, number=5)],
        anew=Anew(source=bakery, on=WEEK_AGO, weights={"bakery": 1_000_000}),
    )
    assert _on_hand(book) == {"Beans": 48, "Corn": 5}
    assert gave(book, bakery).by_category == {"": 48 * CAN_MG, "bakery": 1_000_000}
    corrections = [came for came in came_in(book, since=WEEK_AGO) if came.source != bakery]
    assert sum(came.units for came in corrections) == -480
    with pytest.raises(UserError, match="says already"):
        put_right(book, wrong, {}, anew=Anew(source=bakery, on=WEEK_AGO))
    put_right(book, wrong, {}, anew=Anew(source_name="Corner shop"))
    assert _line(book, wrong).source == "Corner shop"
    assert gave(book, bakery).by_category == {}
    received = book.connection.execute("SELECT action FROM delivery WHERE id = ?", (wrong,)).fetchone()[0]
    with pytest.raises(UserError, match="put right already"):
        history.undo(book, received)
    last = latest_undoable(book)
    assert last
    history.undo(book, last)
    history.undo(book, done.action)
    assert _on_hand(book)["Beans"] == 480
    assert (_line(book, wrong).source, _line(book, wrong).on) == ("Food bank", MONTH_AGO)
    assert _figures(book)["Bakery"] == (0, 0, None)


def test_what_lines_of_one_lot_cost_and_are_worth_goes_with_them_to_the_coin(
    book: Book, beans: Id, bakery: Id
) -> None:
    set_fair_value(book, "2020-01-01", 193)
    lines = [
        Line(item=beans, number=10, cost=500),
        Line(item=beans, number=20, value=901),
        Line(item=beans, number=5),
    ]
    made = receive(book, Head(source_name="Food bank", on=MONTH_AGO), lines).id
    (shelf,) = stock_lines(book, item=beans)
    pantry.throw_away(book, shelf.lot, shelf.place_id, 11, "expired")
    food_bank = _source(book, "Food bank")
    reported = gave(book, food_bank)
    assert reported.value
    put_right(book, made, {}, anew=Anew(source=bakery))
    assert gave(book, bakery) == reported
    assert gave(book, food_bank) == Gave({}, 0, 0)
    line = _line(book, made)
    assert (line.cost, line.value) == (reported.cost, reported.value)
    put_right(book, made, {line.by_lot()[0].first.lot: 7}, anew=Anew(source_name="Corner shop"))
    assert gave(book, bakery) == Gave({}, 0, 0)
    shop = gave(book, _source(book, "Corner shop"))
    assert (shop.by_category, shop.cost, shop.value) == (
        {"": 7 * CAN_MG},
        100,
        round(reported.value * 7 / 35),
    )


def test_goods_that_are_recalled_stay_held_whoever_gave_them(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    (shelf,) = stock_lines(book, item=beans)
    recalled = recall(book, "Glass in the cans", lots=[shelf.lot]).id
    done = put_right(book, wrong, {}, anew=Anew(source=bakery))
    (now,) = (line for line in stock_lines(book, item=beans) if line.quantity)
    assert now.lot != shelf.lot
    assert holds(book) == {now.lot: "recalled"}
    (there,) = trace(book, _recall(book, recalled))
    (lot,) = there.lots
    assert (lot.lot, lot.came, lot.on_hand, lot.adds_up) == (now.lot, 480, 480, True)
    history.undo(book, done.action)
    assert holds(book) == {shelf.lot: "recalled"}


def test_who_got_some_before_the_source_was_put_right_has_some_for_certain(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    day = plan_distribution(book, clock.today(), {beans: 2}, everyone=True).id
    rosa = _household(book, "Rosa")
    check_in(book, day, rosa)
    put_right(book, wrong, {}, anew=Anew(source=bakery))
    kwame = _household(book, "Kwame")
    check_in(book, day, kwame)
    (right,) = (line.lot for line in stock_lines(book, item=beans) if line.quantity)
    recalled = recall(book, "Glass in the cans", lots=[right]).id
    assert _told(book, recalled) == ({rosa, kwame}, set())
    # Once something else came of the lot that it was said to be, who got of that may have got either.
    receive(book, Head(source_name="Food bank"), [Line(item=beans, number=5, best_before="2030-01-31")])
    assert _told(book, recalled) == ({kwame}, {rosa})


def test_what_one_delivery_of_two_was_put_right_leaves_the_other_alone(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    receive(book, Head(source_name="Food bank"), [Line(item=beans, number=20, best_before="2030-01-31")])
    day = plan_distribution(book, clock.today(), {beans: 2}, everyone=True).id
    rosa = _household(book, "Rosa")
    check_in(book, day, rosa)
    put_right(book, wrong, {}, anew=Anew(source=bakery))
    units = {line.source: line for line in stock_lines(book, item=beans) if line.quantity}
    recalled = recall(book, "Glass in the cans", lots=[units["Bakery"].lot]).id
    assert _told(book, recalled) == (set(), {rosa})
    assert holds(book) == {units["Bakery"].lot: "recalled"}


def test_what_was_sent_on_before_is_held_at_the_other_site_too(east: Book, west: Book, stick: Path) -> None:
    item = pantry.add_item(east, "Beans", unit="can").id
    made = receive(east, Head(source_name="Food bank"), [Line(item=item, number=20)]).id
    (shelf,) = stock_lines(east)
    transfers.send_goods(east, west.site.id, [Units(shelf.lot, shelf.place_id, 8)])
    take(west, send(east, west, stick))
    (load,) = arriving(west)
    transfers.receive_goods(west, load.transfer, {shelf.lot: transfers.Came(8)})
    take(east, send(west, east, stick))
    put_right(east, made, {}, anew=Anew(source_name="Bakery"))
    (now,) = (line.lot for line in stock_lines(east) if line.quantity)
    recall(east, "Glass in the cans", lots=[now])
    take(west, send(east, west, stick))
    assert holds(east) == {now: "recalled"}
    assert holds(west) == {shelf.lot: "recalled"}


def _recall(book: Book, recalled: Id) -> Recall:
    found = book.get(Recall, recalled)
    assert found is not None
    return found


def _told(book: Book, recalled: Id) -> tuple[set[Id], set[Id]]:
    found = households_of(book, _recall(book, recalled))
    return {each.household for each in found.certain}, {each.household for each in found.possible}


def _household(book: Book, name: str) -> Id:
    return household_of(book, add_member(book, name).id)


def test_what_was_paid_and_what_it_is_worth_is_put_right_today(book: Book, wrong: Id) -> None:
    food_bank = _source(book, "Food bank")
    reported, figures = gave(book, food_bank, until=DAY_AFTER), _figures(book)
    assert reported.value
    done = put_right(book, wrong, {}, anew=Anew(cost=1250, value=99_900))
    assert gave(book, food_bank, until=DAY_AFTER) == reported
    since = gave(book, food_bank, since=WEEK_AGO)
    assert (since.value, since.cost) == (99_900 - reported.value, 1250)
    assert (gave(book, food_bank).value, gave(book, food_bank).cost) == (99_900, 1250)
    assert _figures(book) == figures
    line = _line(book, wrong)
    assert (line.cost, line.value, line.first_cost, line.corrected_on) == (1250, 99_900, None, clock.today())
    paper = receipt.collect(book, wrong, number=1, with_values=True)
    assert (paper.value, paper.is_gift) == (99_900, False)
    assert history.sentence(book, done.action).endswith("what was paid, what it is worth")
    with pytest.raises(UserError, match="says already"):
        put_right(book, wrong, {}, anew=Anew(cost=1250, value=99_900))
    paid = put_right(book, wrong, {}, anew=Anew(cost=None))
    assert (_line(book, wrong).cost, _line(book, wrong).value) == (None, 99_900)
    again = put_right(book, wrong, {}, anew=Anew(value=None))
    assert gave(book, food_bank).value == _line(book, wrong).value == reported.value
    said = "\n".join(journal_lines(book))
    assert f"{clock.today()} paid for goods" in said
    assert "-12.50 " in said
    for each in (again, paid, done):
        history.undo(book, each.action)
    assert gave(book, food_bank) == reported
    assert _line(book, wrong).corrected_on is None


def test_a_value_that_was_said_goes_with_the_source_in_one_correction(
    book: Book, wrong: Id, bakery: Id
) -> None:
    food_bank = _source(book, "Food bank")
    reported = gave(book, food_bank).value
    put_right(book, wrong, {}, anew=Anew(source=bakery, value=70_000, cost=300))
    assert (gave(book, food_bank).value, gave(book, food_bank).cost) == (0, None)
    assert (gave(book, bakery).value, gave(book, bakery).cost) == (70_000, 300)
    (lot,) = (lot.first.lot for lot in _line(book, wrong).by_lot())
    put_right(book, wrong, {lot: 240})  # what the source says of all of it stays what it says
    assert gave(book, bakery).value == _line(book, wrong).value == 70_000
    put_right(book, wrong, {lot: 480}, anew=Anew(source=food_bank, value=None, cost=None))
    assert (gave(book, bakery).value, gave(book, bakery).cost) == (0, 0)
    assert gave(book, food_bank).value == _line(book, wrong).value == reported


def test_what_was_paid_for_all_of_it_is_put_right_beside_what_its_lines_cost(book: Book, beans: Id) -> None:
    made = receive(book, Head(source_name="Shop", on=MONTH_AGO), [Line(item=beans, number=10, cost=1000)]).id
    shop = _source(book, "Shop")
    (lot,) = (lot.first.lot for lot in _line(book, made).by_lot())
    for units, cost in ((10, 1200), (8, 900), (8, None), (8, 800)):
        put_right(book, made, {lot: units}, anew=Anew(cost=cost))
        assert (_line(book, made).cost, gave(book, shop).cost) == (cost or 0, cost or 0)
        assert sum(paid.cents for paid in money(book)) == (cost or 0)
    assert gave(book, shop, until=DAY_AFTER).cost == _line(book, made).first_cost == 1000


def test_a_gift_of_nobody_finds_its_giver(book: Book, beans: Id, bakery: Id) -> None:
    made = receive(book, Head(on=MONTH_AGO), [Line(item=beans, number=10)]).id
    reported = _figures(book, until=DAY_AFTER)
    put_right(book, made, {}, anew=Anew(source=bakery))
    assert _figures(book, until=DAY_AFTER) == reported
    assert _figures(book)["Bakery"][:2] == (1, 10 * CAN_MG)
    assert "" not in _figures(book)


def test_the_journal_says_it_today_and_adds_up(book: Book, wrong: Id, bakery: Id, tmp_path: Path) -> None:
    put_right(book, wrong, {}, anew=Anew(source=bakery, on=WEEK_AGO))
    path = tmp_path / "all.journal"
    path.write_text("\n".join(journal_lines(book)) + "\n", encoding="utf-8")
    said = path.read_text(encoding="utf-8")
    assert f"{clock.today()} put right\n    ; the delivery of {MONTH_AGO} came on {WEEK_AGO}" in said
    assert f"{clock.today()} Bakery | source put right" in said

    def balances(*args: str) -> list[str]:
        asked = ["hledger", "-f", str(path), "balance", "--flat", "-N", *args]
        out = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        return [" ".join(line.split()) for line in out.splitlines()]

    assert balances("on hand", "-e", DAY_AFTER)[0].startswith("480")
    assert sum(int(line.split()[0]) for line in balances("on hand")) == 480
    assert any(line.startswith(f"{BREAD_MG} mg") and "bakery" in line for line in balances("weighed only"))


def test_whom_goods_came_from_is_put_right_by_a_coordinator(book: Book, wrong: Id, bakery: Id) -> None:
    book._role = "shelf"
    with pytest.raises(NotYours):
        put_right(book, wrong, {}, anew=Anew(source=bakery))
    assert book.get(Source, _line(book, wrong).delivery.source) != book.get(Source, bakery)


def test_what_was_written_as_somebody_s_can_be_nobody_s_named(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    food_bank = _source(book, "Food bank")
    reported = gave(book, food_bank, until=DAY_AFTER)
    done = put_right(book, wrong, {}, anew=Anew(source=NOBODY))
    assert history.sentence(book, done.action).endswith("from nobody named")
    line = _line(book, wrong)
    assert (line.source, line.delivery.source, line.lines) == ("", None, 1)
    assert gave(book, food_bank, until=DAY_AFTER) == reported
    assert gave(book, food_bank) == Gave({}, 0, None)
    assert gave(book, NOBODY) == reported
    (theirs,) = deliveries(book, source=NOBODY)
    assert (theirs.id, theirs.mg) == (wrong, 480 * CAN_MG + BREAD_MG)
    assert [line.source for line in stock_lines(book, item=beans) if line.quantity] == [None]
    with pytest.raises(UserError, match="says already"):
        put_right(book, wrong, {}, anew=Anew(source=NOBODY))
    put_right(book, wrong, {}, anew=Anew(source=bakery))
    assert gave(book, bakery) == reported
    assert deliveries(book, source=NOBODY) == []
    history.undo(book, latest_undoable(book) or "")
    history.undo(book, done.action)
    assert (_line(book, wrong).source, gave(book, food_bank)) == ("Food bank", reported)


def test_what_was_filled_into_another_item_before_is_filled_of_the_right_lot_and_not_wasted(
    book: Book, beans: Id, wrong: Id, bakery: Id
) -> None:
    (shelf,) = stock_lines(book, item=beans)
    day = plan_distribution(book, clock.today(), {beans: 2}, everyone=True).id
    rosa = _household(book, "Rosa")
    check_in(book, day, rosa)
    bags = pantry.add_item(book, "Bags of beans", unit="bag").id
    filled = repack(book, Units(shelf.lot, shelf.place_id, 100), bags, 50).id
    pantry.throw_away(book, shelf.lot, shelf.place_id, 8, "spoiled")
    done = put_right(book, wrong, {}, anew=Anew(source=bakery))
    (right,) = (line.lot for line in stock_lines(book, item=beans) if line.quantity)
    recalled = _recall(book, recall(book, "Glass in the cans", lots=[right]).id)
    (site,) = trace(book, recalled)
    lots = {each.lot: each for each in site.lots}
    assert set(lots) == {right, filled}
    of = lots[right]
    assert (of.came, of.on_hand, of.handed_out, of.repacked, of.wasted) == (480, 370, 2, 100, 8)
    assert all(each.adds_up for each in site.lots)
    assert holds(book) == {right: "recalled", filled: "recalled"}
    assert _told(book, recalled.id) == ({rosa}, set())
    history.undo(book, latest_undoable(book) or "")
    history.undo(book, done.action)
    (site,) = trace_lots(book, [shelf.lot, right])
    (of,) = site.lots
    assert (of.lot, of.repacked, of.wasted) == (shelf.lot, 100, 8)


def test_what_was_lent_before_is_out_of_the_right_lot_and_comes_back_as_that(book: Book, bakery: Id) -> None:
    spade = pantry.add_item(book, "Spade").id
    made = receive(book, Head(source_name="Food bank"), [Line(item=spade, number=6)]).id
    (shelf,) = stock_lines(book, item=spade)
    lent = [lend(book, Units(shelf.lot, shelf.place_id, n)).id for n in (3, 2)]
    come_back(book, lent[0], 1)
    put_right(book, made, {}, anew=Anew(source=bakery))
    (right,) = (line.lot for line in stock_lines(book, item=spade) if line.quantity)
    (site,) = trace_lots(book, [shelf.lot, right])
    (of,) = site.lots
    assert (of.lot, of.came, of.on_hand, of.lent, of.wasted) == (right, 6, 2, 4, 0)
    come_back(book, lent[0], 1)
    assert [each.units for each in open_loans(book)] == [1, 2]
    put_right(book, made, {}, anew=Anew(source_name="Corner shop"))
    last = next(line.lot for line in stock_lines(book, item=spade) if line.quantity)
    assert last not in {right, shelf.lot}
    come_back(book, lent[0], 0, lost=1)
    come_back(book, lent[1], 2)
    assert open_loans(book) == []
    (site,) = trace_lots(book, [shelf.lot, right, last])
    (of,) = site.lots
    assert (of.lot, of.came, of.on_hand, of.lent, of.wasted) == (last, 6, 5, 0, 1)
