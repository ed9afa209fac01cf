"""The shelves as they were at the end of a day, lot by lot, with who belonged and who came: as known today about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from aidbook import clock
from aidbook.domain.goods_words import unit_name
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import N_, _, format_date, format_number
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.lot_rows import ROW, items_and_lots, lot_cells, lot_columns
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import figures, paragraph, section, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import whole_table
from aidbook.sheets.values import Asked, Look, Stamp, Table
from aidbook.store.as_of import CountsThen, counts_as_of, stock_as_of
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine

_DAY_LENGTH = len("2026-03-28")


@dataclass(frozen=True, slots=True)
class AsItWas:
    """What the sheet shows. `counts` is None for a role that sees no people."""

    stamp: Stamp
    on: str
    lines: tuple[StockLine, ...]
    counts: CountsThen | None

    @property
    def items(self) -> int:
        """Return of how many items there was something."""
        return len({line.item_id for line in self.lines})


def collect(book: Book, asked: Asked) -> AsItWas:
    """Return the shelves at the end of a day: `asked.distribution` is its ISO date; without one, of today.

    Raises UserError for what is no day that has been.
    """
    on = asked.distribution or clock.today()
    if len(on) != _DAY_LENGTH or on > clock.today():
        raise UserError(
            _("The shelves are shown as they were on a day that has been."), _("Choose such a day.")
        )
    counts = counts_as_of(book, on) if book.sees(Member) else None
    return AsItWas(stamp_of(book, asked.number), on, tuple(stock_as_of(book, on)), counts)


def draw(values: AsItWas, look: Look) -> bytes:
    """Return the sheet as PDF: the figures of the day, then a row for each lot, item by item."""
    heading = Heading(
        title=look.say(lambda: _("The shelves as they were")),
        about=look.say(lambda: " · ".join((format_date(values.on), _("at the end of the day")))),
        totals=look.say(lambda: totals(values)),
        notes=(look.say(basis),),
        on=values.on,
    )
    layout = Layout(heading, values.stamp, look, landscape=True)
    return layout.compose(list(_blocks(values, layout)))


def totals(values: AsItWas) -> str:
    """Return "12 items · 31 lots" in the language in use."""
    return items_and_lots(values.items, len(values.lines))


def basis() -> str:
    """Return on what the figures rest."""
    return _(
        "As known today about that day: what was written down later is in it, what was taken back since is not."
    )


def _blocks(values: AsItWas, layout: Layout) -> Iterator[Block]:
    say = layout.look.say
    if values.counts:
        yield from figures(
            layout, [(say(partial(_, word)), format_number(n)) for word, n in _figures(values)], 5
        )
    yield section(layout, say(lambda: _("On the shelves")))
    if not values.lines:
        yield from paragraph(layout, say(lambda: _("Nothing was on the shelves.")))
        return
    groups = [tuple(part) for _id, part in groupby(values.lines, key=lambda line: line.item_id)]
    cells = [row for group in groups for row in _rows(group)]
    yield from whole_table(layout, lot_columns(layout.look), cells, high=ROW)
    yield space(3 * MM)
    yield from paragraph(layout, say(lambda: _("End of the list: {lines}").format(lines=totals(values))))


def _figures(values: AsItWas) -> list[tuple[str, int]]:
    counts = values.counts
    if counts is None:
        return []
    return [
        (N_("Members"), counts.members),
        (N_("Households"), counts.households),
        (N_("Visits that day"), counts.visits),
        (N_("People"), counts.people),
        (N_("Boxes"), counts.boxes),
    ]


def _rows(group: tuple[StockLine, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an item: its lots and, where they are several, what they make together."""
    for line in group:
        yield lot_cells(line)
    if len(group) > 1:
        total = sum(line.quantity for line in group)
        yield (
            _("{item}, together").format(item=group[0].item),
            format_number(total),
            unit_name(group[0].unit),
            "",
            "",
            "",
        )


def table(values: AsItWas) -> Table:
    """Return the sheet as a table, a row for each lot at its place."""
    titles = (_("Item"), _("Quantity"), _("Unit"), _("Best before"), _("Place"), _("Source"), _("Lot"))
    rows = tuple(
        (line.item, line.quantity, line.unit, line.best_before, line.place, line.source, line.lot_code)
        for line in values.lines
    )
    return Table(titles, rows)
