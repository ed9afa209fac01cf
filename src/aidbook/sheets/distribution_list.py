"""The distribution list: the door's own, one row for each expected household, then rows for walk-ins."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from aidbook.domain.closed_lists import ALLERGENS, DIETS, shown_words
from aidbook.domain.distributions import Distribution
from aidbook.domain.pantry import Item
from aidbook.i18n import _, format_number
from aidbook.sheets.days import (
    Day,
    about,
    day_of,
    distribution_asked,
    listed_name,
    order_words,
    short_name,
    sort_key,
    stamp_of,
    totals,
)
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import paragraph, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, Grid
from aidbook.sheets.values import Asked, Look, Order, Stamp, Table, households_count
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.distributions import Expected, box_of, expected
from aidbook.store.profiles import fields_on

WALK_INS = 20
"""Blank rows for households that nobody expected."""
_WALK_IN_ROW = 9 * MM


@dataclass(frozen=True, slots=True)
class ListRow:
    """A household; `row` is what is keyed back, `name` begins with what lists are sorted by, `pick_up` who else may."""

    row: int
    number: str
    name: str
    people: int
    boxes: int
    diet: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    pick_up: tuple[str, ...] = ()
    slot: str | None = None
    meets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DistributionList:
    """What the list shows: expected households in their `order`, then those on the wait list.

    `box` is what is in one box: (item, units). `asks_food` and `by_family`: the site asks
    what people eat, so there is a column for it, and family names, so rows are sorted by them.
    """

    stamp: Stamp
    day: Day
    order: Order
    rows: tuple[ListRow, ...]
    waiting: tuple[ListRow, ...] = ()
    box: tuple[tuple[str, int], ...] = ()
    asks_food: bool = True
    by_family: bool = True


def collect(book: Book, asked: Asked) -> DistributionList:
    """Return the list of a distribution as the book has it now."""
    day = distribution_asked(book, asked.distribution)
    order = asked.order or "name"
    found = sorted_households(book, day, order)
    rows = [_list_row(number, name, one) for number, (name, one) in enumerate(found, start=1)]
    coming = sum(not one.waiting for _name, one in found)
    return DistributionList(
        stamp=stamp_of(book, asked.number),
        day=day_of(day),
        order=order,
        rows=tuple(rows[:coming]),
        waiting=tuple(rows[coming:]),
        box=_box_items(book, day),
        asks_food=not fields_on(book).isdisjoint({"diet", "allergens"}),
        by_family=lists_by_family(book),
    )


def sorted_households(book: Book, day: Distribution, order: Order) -> list[tuple[str, Expected]]:
    """Return (name as listed, household): those expected in their order, after them those on the wait list."""
    by_family = lists_by_family(book)
    named = [
        (listed_name(one.label, one.family_name if by_family else None), one) for one in expected(book, day)
    ]
    return sorted(
        named,
        key=lambda pair: (
            pair[1].waiting,
            sort_key(order, day.slots, pair[1].slot, pair[0]),
            pair[1].household,
        ),
    )


def lists_by_family(book: Book) -> bool:
    """Tell whether lists are sorted by family names: where the site asks them."""
    return "family_name" in fields_on(book)


def _list_row(row: int, name: str, one: Expected) -> ListRow:
    others = tuple(short_name(other, one.family_name) for other in one.may_pick_up if other != one.label)
    numbers = ", ".join(filter(None, (one.number, *one.also)))
    also = (*others, *one.proxies)
    return ListRow(
        row, numbers, name, one.people, one.boxes, one.diet, one.allergens, also, one.slot, one.meets
    )


def _box_items(book: Book, day: Distribution) -> tuple[tuple[str, int], ...]:
    contents = same.summed(book, "item", box_of(book, day).contents)
    items = ((book.get(Item, item), units) for item, units in contents.items())
    return tuple(sorted((item.name, units) for item, units in items if item))


def draw(values: DistributionList, look: Look) -> bytes:
    """Return the list as PDF, for the table at the door."""
    heading = Heading(
        title=look.say(lambda: _("Distribution list")),
        about=look.say(
            lambda: f"{about(values.day)} · {order_words(values.order, by_family=values.by_family)}"
        ),
        totals=look.say(lambda: sum_up(values.rows)),
        named=True,
        on=values.day.on,
    )
    layout = Layout(heading, values.stamp, look, landscape=True)
    return layout.compose(list(_blocks(values, layout)))


def sum_up(rows: Sequence[ListRow]) -> str:
    """Return the totals of rows in words, in the language in use."""
    return totals(len(rows), sum(row.people for row in rows), sum(row.boxes for row in rows))


def _blocks(values: DistributionList, layout: Layout) -> Iterator[Block]:
    rows = values.rows + values.waiting
    by_slot = values.order == "slot" and any(row.slot for row in values.rows)
    with_time = any(row.slot for row in (values.waiting if by_slot else rows))
    food = values.asks_food
    cells = [_cells(row, with_time=with_time, food=food) for row in rows]
    grid = Grid(layout, _columns(layout.look, with_time=with_time, food=food), cells)
    if values.box:
        yield from paragraph(layout, layout.look.say(partial(_box_words, values.box)))
        yield space(2 * MM)
    yield grid.header
    for title, part in _parts(values, by_slot=by_slot):
        group = grid.group(layout.look.say(title)) if title else None
        if group:
            yield group.first
        yield from grid.rows((cells[row.row - 1] for row in part), group=group)
    yield space(3 * MM)
    yield from paragraph(layout, layout.look.say(partial(_end_words, values.rows)))
    yield from _walk_ins(layout, grid, len(cells))


def _parts(
    values: DistributionList, *, by_slot: bool
) -> Iterator[tuple[Callable[[], str] | None, tuple[ListRow, ...]]]:
    """Yield the rows that stand together with what they are called: slot by slot, or all; then the wait list."""
    if not by_slot:
        yield None, values.rows
    else:
        for slot, rows in groupby(values.rows, key=lambda row: row.slot):
            part = tuple(rows)
            yield partial(_slot_words, slot, part), part
    if values.waiting:
        yield partial(_wait_words, len(values.waiting)), values.waiting


def _walk_ins(layout: Layout, grid: Grid, after: int) -> Iterator[Block]:
    """Yield blank rows, numbered on from the list's last one."""
    blank = Grid(layout, grid.columns, grid.cells, high=_WALK_IN_ROW, parted=True)
    group = blank.group(layout.look.say(lambda: _("Walk-ins")))
    yield group.first
    empty = ("",) * (len(grid.columns) - 1)
    yield from blank.rows(((str(after + n), *empty) for n in range(1, WALK_INS + 1)), group=group)


def _columns(look: Look, *, with_time: bool, food: bool) -> tuple[Column, ...]:
    time = (Column(look.say(lambda: _("Time"))),) if with_time else ()
    diet = (Column(look.say(lambda: _("Diet")), share=2.2),) if food else ()
    return (
        Column(look.say(lambda: _("Row")), kind="right"),
        Column(("✓",), kind="tick"),
        *time,
        Column(look.say(lambda: _("Number")), least=24 * MM),
        Column(look.say(lambda: _("Name")), share=2.3),
        Column(look.say(lambda: _("People")), kind="right"),
        Column(look.say(lambda: _("Boxes")), kind="right"),
        *diet,
        Column(look.say(lambda: _("May also pick up")), share=3),
    )


def _cells(row: ListRow, *, with_time: bool, food: bool) -> tuple[str, ...]:
    time = (row.slot or "",) if with_time else ()
    people, boxes = str(row.people), str(row.boxes)
    diet = (_diet(row),) if food else ()
    return (str(row.row), "", *time, row.number, row.name, people, boxes, *diet, ", ".join(row.pick_up))


def _diet(row: ListRow) -> str:
    """Return what the household eats and must not have: "no pork · allergy: peanuts · leave out: Peanut butter"."""
    never = ", ".join(shown_words(row.allergens, ALLERGENS))
    allergy = _("allergy: {things}").format(things=never) if never else ""
    meets = _("leave out: {items}").format(items=", ".join(row.meets)) if row.meets else ""
    return " · ".join(filter(None, (", ".join(shown_words(row.diet, DIETS)), allergy, meets)))


def _box_words(box: Sequence[tuple[str, int]]) -> str:
    parts = ", ".join(f"{format_number(units)} × {item}" for item, units in box)
    return _("In each box: {items}").format(items=parts)


def _slot_words(slot: str | None, rows: Sequence[ListRow]) -> str:
    return f"{slot or _('No time')} · {sum_up(rows)}"


def _end_words(rows: Sequence[ListRow]) -> str:
    return _("End of the list: {totals}").format(totals=sum_up(rows))


def _wait_words(households: int) -> str:
    return _("Wait list: {households}").format(households=households_count(households))


def table(values: DistributionList) -> Table:
    """Return the list as a table, a row for each household."""
    titles = (
        _("Row"),
        _("Number"),
        _("Name"),
        _("People"),
        _("Boxes"),
        _("Diet"),
        _("Allergens"),
        _("May also pick up"),
        _("Time"),
        _("Wait list"),
    )
    rows = [_table_row(row, waiting="") for row in values.rows]
    rows += [_table_row(row, waiting=_("yes")) for row in values.waiting]
    return Table(titles, tuple(rows))


def _table_row(row: ListRow, *, waiting: str) -> tuple[str | int, ...]:
    return (
        row.row,
        row.number,
        row.name,
        row.people,
        row.boxes,
        ", ".join(shown_words(row.diet, DIETS)),
        ", ".join(shown_words(row.allergens, ALLERGENS)),
        ", ".join(row.pick_up),
        row.slot or "",
        waiting,
    )
