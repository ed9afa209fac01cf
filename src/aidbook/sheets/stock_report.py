"""The stock report: what is on hand by item, lot and place, dates, days of supply, and what is below what is wanted."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.goods_words import category_word, unit_name
from aidbook.i18n import _, format_date, format_number
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.lot_rows import ROW, items_and_lots, lot_cells, lot_columns
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import figures, paragraph, section, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, whole_table
from aidbook.sheets.values import Asked, Cell, Look, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine, stock_lines
from aidbook.store.stock_table import DUE, SOON, Narrowed, StockRow, stock_table


@dataclass(frozen=True, slots=True)
class StockReport:
    """What the report shows: each item, and its lots with their places."""

    stamp: Stamp
    on: str
    rows: tuple[StockRow, ...]
    lots: dict[Id, tuple[StockLine, ...]]

    def count(self, narrowed: Narrowed) -> int:
        """Return how many items are like that."""
        return sum(row.fits(narrowed) for row in self.rows)


def collect(book: Book, asked: Asked) -> StockReport:
    """Return the shelves as they are now."""
    on = clock.today()
    lots: dict[Id, list[StockLine]] = {}
    for line in stock_lines(book):
        lots.setdefault(line.item_id, []).append(line)
    rows = tuple(stock_table(book, on))
    return StockReport(
        stamp_of(book, asked.number), on, rows, {id_: tuple(found) for id_, found in lots.items()}
    )


def draw(values: StockReport, look: Look) -> bytes:
    """Return the report as PDF: figures, a row for each item, then its lots by place."""
    heading = Heading(
        title=look.say(lambda: _("Stock report")),
        about=look.say(lambda: format_date(values.on)),
        totals=look.say(lambda: totals(values)),
        notes=(look.say(basis),),
        on=values.on,
    )
    layout = Layout(heading, values.stamp, look, landscape=True)
    return layout.compose(list(_blocks(values, layout)))


def totals(values: StockReport) -> str:
    """Return "12 items · 31 lots" in the language in use."""
    return items_and_lots(len(values.rows), sum(map(len, values.lots.values())))


def basis() -> str:
    """Return on what days of supply and what lacks rest."""
    return _(
        "Days of supply come from what was handed out in the last 8 weeks; held units are not counted in."
    )


def _blocks(values: StockReport, layout: Layout) -> Iterator[Block]:
    say = layout.look.say
    yield from figures(
        layout,
        [
            (say(lambda: _("past their date")), format_number(values.count("past"))),
            *(
                (say(partial(_due_words, days)), format_number(values.count(due)))
                for due, days in DUE.items()
            ),
            (say(lambda: _("below what is wanted")), format_number(values.count("least"))),
            (say(lambda: _("none left")), format_number(values.count("out"))),
            (say(lambda: _("below zero")), format_number(values.count("below"))),
        ],
        7,
    )
    yield section(layout, say(lambda: _("By item")))
    items = [_item_cells(row) for row in values.rows]
    yield from whole_table(layout, _item_columns(layout.look), items, high=ROW)
    yield section(layout, say(lambda: _("By lot and place")))
    lots = [lot_cells(line) for row in values.rows for line in values.lots.get(row.id, ())]
    yield from whole_table(layout, lot_columns(layout.look), lots, high=ROW)
    yield space(3 * MM)
    yield from paragraph(layout, say(lambda: _("End of the list: {lines}").format(lines=totals(values))))


def _due_words(days: int) -> str:
    return _("due in {n} days").format(n=format_number(days))


def _item_columns(look: Look) -> tuple[Column, ...]:
    return (
        Column(look.say(lambda: _("Item")), share=3),
        Column(look.say(lambda: _("Category")), share=1.5),
        Column(look.say(lambda: _("On hand")), kind="right", least=18 * MM),
        Column(look.say(lambda: _("Unit"))),
        Column(look.say(lambda: _("Held")), kind="right"),
        Column(look.say(lambda: _("Due in 30 days")), kind="right", least=28 * MM),
        Column(look.say(lambda: _("Days of supply")), kind="right", least=18 * MM),
        Column(look.say(lambda: _("Lacks")), kind="right", least=18 * MM),
    )


def _item_cells(row: StockRow) -> tuple[str, ...]:
    numbers = (row.held, row.due_within(SOON), row.lasts, row.lacks or None)
    held, due, lasts, lacks = ("" if n is None else format_number(n) for n in numbers)
    line = row.line
    name = ", ".join((line.name, *line.also))
    return (
        name, category_word(line.category), format_number(line.on_hand), unit_name(line.unit), held, due, lasts, lacks,
    )  # fmt: skip


def table(values: StockReport) -> Table:
    """Return the report as a table, a row for each lot with its item's figures; for an item without lots, one."""
    titles = (
        _("Item"), _("Category"), _("Unit"), _("On hand"), _("Held"), _("Due in 30 days"), _("Days of supply"),
        _("Lacks"), _("Quantity"), _("Best before"), _("Place"), _("Source"), _("Lot"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for row in values.rows:
        line = row.line
        item = (
            line.name, category_word(line.category), line.unit, line.on_hand, row.held, row.due_within(SOON),
            row.lasts, row.lacks,
        )  # fmt: skip
        lots: list[tuple[Cell, ...]] = [
            (lot.quantity, lot.best_before, lot.place, lot.source, lot.lot_code)
            for lot in values.lots.get(row.id, ())
        ]
        rows += [(*item, *lot) for lot in lots or [(None, None, None, None, None)]]
    return Table(titles, tuple(rows))
