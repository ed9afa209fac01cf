"""The count sheet: what to count place by place, with dates and pack sizes, and rows for what nobody had listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from aidbook.domain.counting import CountSession
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import blank, paragraph, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, Grid
from aidbook.sheets.values import Asked, Look, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.counted import to_count
from aidbook.store.pantry import StockLine, packs_of

FOUND = 12
"""Blank rows for what lies there and is on no list."""
_ROW = 9 * MM


@dataclass(frozen=True, slots=True)
class CountRow:
    """A lot at a place; `row` is what is keyed back. `units` is None on a blind sheet."""

    row: int
    place: str
    item: str
    best_before: str | None
    lot: str
    packs: tuple[str, ...]
    unit: str
    units: int | None


@dataclass(frozen=True, slots=True)
class CountSheet:
    """What the sheet shows. `name` is the count's, if it has one."""

    stamp: Stamp
    name: str | None
    blind: bool
    rows: tuple[CountRow, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """Return the places in their order."""
        return tuple(dict.fromkeys(row.place for row in self.rows))


def collect(book: Book, asked: Asked) -> CountSheet:
    """Return the sheet of a count (`asked.distribution` is its session), or of everything with the book's figures."""
    session = book.get(CountSession, asked.distribution) or CountSession(id="")
    lines = to_count(book, session)
    packs: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.item_id not in packs:
            packs[line.item_id] = tuple(pack.name for pack in packs_of(book, line.item_id))
    rows = (
        _row(number, line, packs[line.item_id], blind=session.blind)
        for number, line in enumerate(lines, start=1)
    )
    return CountSheet(stamp_of(book, asked.number), session.name, session.blind, tuple(rows))


def _row(number: int, line: StockLine, packs: tuple[str, ...], *, blind: bool) -> CountRow:
    lot = " · ".join(part for part in (line.lot_code, line.source) if part)
    units = None if blind else line.quantity
    return CountRow(number, line.place, line.item, line.best_before, lot, packs, line.unit, units)


def draw(values: CountSheet, look: Look) -> bytes:
    """Return the sheet as PDF: a part for each place, then rows for what is found."""
    heading = Heading(
        title=look.say(lambda: _("Count sheet")),
        about=look.say(lambda: values.name or ", ".join(values.places) or _("Nothing is listed yet")),
        totals=look.say(lambda: _lines(len(values.rows))),
        notes=(
            look.say(
                lambda: _("Count what is there, packs and loose. Write 0 where there is none; leave empty what you did not count.")
            ),
        ),
    )  # fmt: skip
    layout = Layout(heading, values.stamp, look)
    return layout.compose(list(_blocks(values, layout)))


def _lines(n: int) -> str:
    return ngettext("{n} line", "{n} lines", n).format(n=format_number(n))


def _blocks(values: CountSheet, layout: Layout) -> Iterator[Block]:
    say = layout.look.say
    yield blank(layout, say(lambda: _("Counted by")))
    yield blank(layout, say(lambda: _("Day, and from when to when")))
    cells = [_cells(row) for row in values.rows]
    grid = Grid(layout, _columns(layout.look, blind=values.blind), cells, high=_ROW)
    first = True
    for place, part in groupby(values.rows, key=lambda row: row.place):
        rows = tuple(part)
        group = grid.group(say(partial(_place_words, place, len(rows))))
        if first:
            yield grid.header
        first = False
        yield group.first
        yield from grid.rows((cells[row.row - 1] for row in rows), group=group)
    yield space(3 * MM)
    if values.rows:
        yield from paragraph(
            layout, say(lambda: _("End of the list: {lines}").format(lines=_lines(len(values.rows))))
        )
    yield from _found(layout, grid, len(cells))


def _place_words(place: str, lines: int) -> str:
    return f"{place} · {_lines(lines)}"


def _found(layout: Layout, grid: Grid, after: int) -> Iterator[Block]:
    """Yield blank rows, numbered on from the list's last one."""
    ruled = Grid(layout, grid.columns, grid.cells, high=_ROW, parted=True)
    group = ruled.group(layout.look.say(lambda: _("Found and on no list")))
    if not after:
        yield ruled.header
    yield group.first
    empty = ("",) * (len(grid.columns) - 1)
    yield from ruled.rows(((str(after + n), *empty) for n in range(1, FOUND + 1)), group=group)


def _columns(look: Look, *, blind: bool) -> tuple[Column, ...]:
    figure = () if blind else (Column(look.say(lambda: _("Book")), kind="right"),)
    return (
        Column(look.say(lambda: _("Row")), kind="right"),
        Column(look.say(lambda: _("Item")), share=3),
        Column(look.say(lambda: _("Best before")), least=27 * MM),
        Column(look.say(lambda: _("Lot, source")), share=1.5),
        *figure,
        Column(look.say(lambda: _("Counted")), least=30 * MM),
    )


def _cells(row: CountRow) -> tuple[str, ...]:
    date = format_date(row.best_before, "long") if row.best_before else ""
    figure = () if row.units is None else (format_number(row.units),)
    item = " · ".join((row.item, *row.packs))
    return (str(row.row), item, date, row.lot, *figure, "")


def table(values: CountSheet) -> Table:
    """Return the sheet as a table, a row for each lot at its place, with an empty column to count in."""
    titles = (
        _("Row"), _("Place"), _("Item"), _("Best before"), _("Lot, source"), _("Packs"), _("Unit"), _("In the book"),
        _("Counted"),
    )  # fmt: skip
    rows = tuple(
        (
            row.row,
            row.place,
            row.item,
            row.best_before,
            row.lot,
            ", ".join(row.packs),
            row.unit,
            row.units,
            None,
        )
        for row in values.rows
    )
    return Table(titles, rows)
