"""Looking at the shelves: the stock card, what is due, how long it lasts, what lacks, what is below zero."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from aidbook import clock
from aidbook.actions import distributions, pantry, places, same
from aidbook.domain.pantry import SHELF, special_place
from aidbook.store.due import PAST, due
from aidbook.store.pantry import item_lines, stock_lines
from aidbook.store.stock_card import Cursor, below_zero, card, months
from aidbook.store.stock_table import StockRow, stock_table, tiles
from aidbook.store.supply import use

if TYPE_CHECKING:
    from aidbook.domain.declare import Id
    from aidbook.store.book import Book
    from aidbook.store.stock_card import CardLine

TODAY = date(2026, 6, 15)


def day(back: int) -> str:
    """Return the ISO date so many days before the day of the stories."""
    return (TODAY - timedelta(days=back)).isoformat()


def noon(back: int) -> int:
    """Return the noon of that date (ms)."""
    return clock.noon_ms(day(back))


def take_in(book: Book, item: Id, units: int, back: int = 0, best_before: str | None = None) -> None:
    """Take units in, so many days before."""
    pantry.receive_stock(book, [pantry.Units(item=item, units=units, best_before=best_before)], at=noon(back))


def hand_out(book: Book, item: Id, units: int, back: int) -> None:
    """Hand units out to somebody, so many days before."""
    plan = distributions.plan_distribution(book, day(back), {item: units}).id
    distributions.check_in_unnamed(book, plan, 1, at=noon(back) + 1)


def row_of(book: Book, item: Id) -> StockRow:
    """Return the item's row of the stock table."""
    (row,) = [row for row in stock_table(book, day(0)) if row.id == item]
    return row


def whole(book: Book, item: Id, *, oldest_first: bool, most: int) -> list[CardLine]:
    """Return a card, read page by page."""
    lines: list[CardLine] = []
    after: Cursor | None = None
    while True:
        page = card(book, item, oldest_first=oldest_first, after=after, most=most)
        lines += page.lines
        if (after := page.after) is None:
            return lines


def test_a_card_shows_every_movement_and_what_a_count_differed_by_with_the_balance(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    take_in(book, beans, 48, 9)
    hand_out(book, beans, 2, 7)
    pantry.count_stock(book, [pantry.Units(item=beans, units=40)], at=noon(5))
    pantry.throw_away(
        book, stock_lines(book)[0].lot, special_place(book.identity.site, SHELF), 3, "spoiled", at=noon(4)
    )
    lines = card(book, beans).lines
    assert [(line.reason, line.change, line.balance) for line in lines] == [
        ("spoiled", -3, 37), ("", -6, 40), ("handed out", -2, 46), ("received", 48, 48),
    ]  # fmt: skip
    assert [line.is_count for line in lines] == [False, True, False, False]
    assert tuple(card(book, beans, oldest_first=True).lines) == lines[::-1]


def _live(book: Book, rng: random.Random, items: list[Id]) -> None:
    """Let goods come, go and be counted, several things at one hour too."""
    shelf = special_place(book.identity.site, SHELF)
    for _n in range(70):
        at, item, units = noon(rng.randrange(20)), rng.choice(items), rng.randint(1, 30)
        what = rng.choice(("in", "in", "out", "out", "count"))
        lots = [line.lot for line in stock_lines(book, item=item) if line.item_id]
        best_before = rng.choice((None, "2026-09-01"))
        if what == "in":
            pantry.receive_stock(book, [pantry.Units(item=item, units=units, best_before=best_before)], at=at)
        elif what == "count":
            pantry.count_stock(book, [pantry.Units(item=item, units=units, best_before=best_before)], at=at)
        elif lots:
            pantry.throw_away(book, rng.choice(lots), shelf, units, "spoiled", at=at)


@pytest.mark.parametrize("seed", range(5))
def test_a_card_of_any_life_ends_at_what_is_on_hand_from_either_end_in_any_pages(
    book: Book, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311 - a story, not a key
    items = [pantry.add_item(book, name).id for name in ("Beans", "Black beans", "Oil")]
    _live(book, rng, items)
    same.link(book, "item", items[0], items[1])
    on_hand = {line.id: line.on_hand for line in item_lines(book)}
    assert len(on_hand) == 2
    for item, there in on_hand.items():
        up = whole(book, item, oldest_first=True, most=1000)
        assert up[-1].balance == there
        balance = 0
        for line in up:
            balance += line.change
            assert line.balance == balance
        for most in (1, 7):
            assert whole(book, item, oldest_first=True, most=most) == up
            assert whole(book, item, oldest_first=False, most=most) == up[::-1]
        by_month = months(book, item, until=day(0), most=3)
        assert sum(month.came - month.went for month in by_month) == there == by_month[-1].on_hand
        last: dict[str, int] = defaultdict(int)
        for line in up:
            last[clock.day_of(line.at)[:7]] = line.balance
        assert all(last[month.month] == month.on_hand for month in by_month if month.month in last)


def test_in_and_out_are_summed_by_month_a_move_between_shelves_is_neither(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    take_in(book, beans, 50, 60)
    hand_out(book, beans, 20, 30)
    cellar = places.add_place(book, "Cellar").id
    lot = stock_lines(book)[0].lot
    places.move_units(
        book, [places.Units(lot, special_place(book.identity.site, SHELF), 10)], cellar, at=noon(1)
    )
    assert [(m.month, m.came, m.went, m.on_hand) for m in months(book, beans, until=day(0), most=4)] == [
        ("2026-03", 0, 0, 0), ("2026-04", 50, 0, 50), ("2026-05", 0, 20, 30), ("2026-06", 0, 0, 30),
    ]  # fmt: skip


def test_what_is_due_is_told_by_7_30_and_90_days_and_what_is_past(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    for ahead in (-1, 0, 7, 8, 30, 31, 90, 91):
        take_in(book, beans, 10, 20, best_before=day(-ahead))
    take_in(book, beans, 10, 20)
    found = [(each.days, each.within) for each in due(book, day(0))]
    assert found == [(-1, PAST), (0, 7), (7, 7), (8, 30), (30, 30), (31, 90), (90, 90)]
    assert [each.days for each in due(book, day(0), days=7)] == [-1, 0, 7]
    row = row_of(book, beans)
    assert (row.due_within(7), row.due_within(30), row.due_within(90), row.held) == (20, 40, 60, 10)


def test_days_of_supply_come_from_what_was_really_handed_out(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    take_in(book, beans, 1000, 300)
    for back in (0, 7, 14, 200):
        hand_out(book, beans, 28, back)
    used = use(book, day(0))[beans]
    assert (used.units, used.days) == (84, 56)
    assert used.lasts(888) == 888 * 56 // 84
    assert use(book, day(0), weeks=2)[beans].units == 56


def test_an_item_that_is_new_is_reckoned_over_the_days_since_it_came(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    take_in(book, beans, 100, 13)
    hand_out(book, beans, 28, 1)
    assert use(book, day(0))[beans].days == 14
    assert row_of(book, beans).lasts == 36


def test_what_lacks_is_told_by_units_and_by_days_and_held_units_do_not_help(book: Book) -> None:
    beans = pantry.add_item(book, "Beans", least=50, supply_days=28).id
    take_in(book, beans, 100, 300)
    assert row_of(book, beans).lacks == 0
    hand_out(book, beans, 56, 7)  # one a day
    assert (row_of(book, beans).usable, row_of(book, beans).lacks) == (44, 6)
    pantry.edit_item(book, beans, supply_days=60)
    assert row_of(book, beans).lacks == 16
    take_in(book, beans, 40, 5, best_before=day(1))
    assert (row_of(book, beans).line.on_hand, row_of(book, beans).lacks) == (84, 16)
    assert row_of(book, beans).fits("least")


def test_linked_items_have_one_row_with_the_figures_of_both(book: Book) -> None:
    beans, again = (pantry.add_item(book, name).id for name in ("Beans", "Black beans"))
    for item in (beans, again):
        take_in(book, item, 20, 100, best_before=day(-3))
        hand_out(book, item, 5, 3)
    same.link(book, "item", beans, again)
    (row,) = stock_table(book, day(0))
    assert (row.line.on_hand, row.due_within(7), row.use and row.use.units) == (30, 30, 10)
    (tile,) = tiles([row])
    assert (tile.items, tile.here, tile.due) == (1, 1, 1)


@pytest.mark.parametrize("turned", [False, True])
def test_use_of_linked_items_is_reckoned_since_the_first_of_them_came(book: Book, *, turned: bool) -> None:
    days = (12, 30) if turned else (30, 12)
    beans, again = (pantry.add_item(book, name).id for name in ("Beans", "Black beans"))
    for item, back in ((beans, days[0]), (again, days[1])):
        take_in(book, item, 20, back)
        hand_out(book, item, 5, 3)
    same.link(book, "item", beans, again)
    (used,) = use(book, day(0)).values()
    assert (used.units, used.days) == (10, 31)


def test_units_below_zero_say_what_was_known_to_come_and_what_went(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    take_in(book, beans, 10, 9)
    pantry.count_stock(book, [pantry.Units(item=beans, units=4)], at=noon(5))
    take_in(book, beans, 3, 4)
    lot, shelf = stock_lines(book)[0].lot, special_place(book.identity.site, SHELF)
    pantry.throw_away(book, lot, shelf, 9, "spoiled", at=noon(3))
    (below,) = below_zero(book, beans)
    assert (below.counted, below.came, below.went, below.line.quantity) == (4, 3, 9, -2)
    assert row_of(book, beans).fits("below")


def test_a_receipt_of_200_lines_is_one_commit(book: Book) -> None:
    items = [pantry.add_item(book, f"Item {n}").id for n in range(200)]
    ran: list[str] = []
    book.connection.set_trace_callback(ran.append)
    pantry.receive_stock(book, [pantry.Units(item=item, units=24) for item in items])
    book.connection.set_trace_callback(None)
    assert sum(statement.upper().startswith("COMMIT") for statement in ran) == 1
    assert len(stock_lines(book)) == 200
