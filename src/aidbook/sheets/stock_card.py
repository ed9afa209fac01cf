"""The stock card of an item: in and out by month of a year, and every movement in it with what was there after it."""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.goods_words import quantity
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.sheets.card_words import change_words, month_cells, shelf_words, what_words
from aidbook.sheets.charts import in_and_out, legend, pairs_block, since_first
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.lot_rows import ROW
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import paragraph, section, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, whole_table
from aidbook.sheets.values import Asked, Cell, Look, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.stock_card import CardLine, Month, card, months

_CHART = 44 * MM
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class StockCard:
    """What the card shows of the months up to a day: what was there `before` them, and what happened since."""

    stamp: Stamp
    on: str
    item: str
    unit: str
    before: int
    months: tuple[Month, ...]
    lines: tuple[CardLine, ...]

    @property
    def on_hand(self) -> int:
        """Return what is there after the last line."""
        return self.lines[-1].balance if self.lines else self.before


def collect(book: Book, asked: Asked) -> StockCard:
    """Return the card of an item (`asked.distribution`) over the last twelve months; raises UserError without one."""
    item = book.get(Item, asked.distribution)
    if item is None:
        raise UserError(
            _("A stock card is about one item."),
            _("Choose the item in the pantry, show every movement and print from there."),
        )
    on = clock.today()
    by_month = tuple(months(book, item.id, until=on))
    since = clock.start_ms(f"{by_month[0].month}-01")
    lines = tuple(reversed(list(_since(book, item.id, since))))
    before = by_month[0].on_hand - by_month[0].came + by_month[0].went
    return StockCard(stamp_of(book, asked.number), on, item.name, item.unit, before, by_month, lines)


def _since(book: Book, item: str, since: int) -> Iterator[CardLine]:
    page = card(book, item, most=_AT_ONCE)
    while True:
        yield from (line for line in page.lines if line.at >= since)
        if page.after is None or page.lines[-1].at < since:
            return
        page = card(book, item, after=page.after, most=_AT_ONCE)


def draw(values: StockCard, look: Look) -> bytes:
    """Return the card as PDF: the months, then a row for each movement."""
    heading = Heading(
        title=look.say(lambda: _("Stock card: {item}").format(item=values.item)),
        about=look.say(lambda: format_date(values.on)),
        totals=look.say(lambda: totals(values)),
        kind=look.say(lambda: _("Stock card")),
        on=values.on,
    )
    layout = Layout(heading, values.stamp, look, landscape=True)
    return layout.compose(list(_blocks(values, layout)))


def totals(values: StockCard) -> str:
    """Return "120 movements · 48 cans on hand" in the language in use."""
    n = len(values.lines)
    moved = ngettext("{n} movement", "{n} movements", n).format(n=format_number(n))
    there = _("{units} on hand").format(units=quantity(values.on_hand, values.unit))
    return f"{moved} · {there}"


def _blocks(values: StockCard, layout: Layout) -> Iterator[Block]:
    look = layout.look
    yield section(layout, look.say(lambda: _("In and out by month")))
    shown = since_first(values.months)
    yield pairs_block(layout, in_and_out(shown), _CHART)
    yield from paragraph(layout, look.say(legend))
    monthly = [month_cells(month) for month in shown]
    yield from whole_table(layout, _month_columns(look), monthly, high=ROW)
    yield section(layout, look.say(lambda: _("Every movement")))
    first = format_date(f"{values.months[0].month}-01", "long")
    brought = (first, _("on hand before"), "", format_number(values.before), "", "")
    lines = [brought, *(_cells(line) for line in values.lines)]
    yield from whole_table(layout, _line_columns(look), lines, high=ROW)
    yield space(3 * MM)
    yield from paragraph(layout, look.say(lambda: _("End of the list: {lines}").format(lines=totals(values))))


def _month_columns(look: Look) -> tuple[Column, ...]:
    return (
        Column(look.say(lambda: _("Month")), share=2),
        Column(look.say(lambda: _("In")), kind="right", least=24 * MM),
        Column(look.say(lambda: _("Out")), kind="right", least=24 * MM),
        Column(look.say(lambda: _("On hand at its end")), kind="right", least=30 * MM),
    )


def _line_columns(look: Look) -> tuple[Column, ...]:
    return (
        Column(look.say(lambda: _("Date")), least=34 * MM),
        Column(look.say(lambda: _("What")), share=2),
        Column(look.say(lambda: _("Change")), kind="right", least=20 * MM),
        Column(look.say(lambda: _("On hand")), kind="right", least=20 * MM),
        Column(look.say(lambda: _("Place")), share=1.5),
        Column(look.say(lambda: _("Date and lot, source")), share=2),
    )


def _cells(line: CardLine) -> tuple[str, ...]:
    day = format_date(line.best_before, "long") if line.best_before else ""
    lot = " · ".join(part for part in (day, line.lot_code, line.source) if part)
    date = format_date(clock.day_of(line.at), "long")
    change, there = change_words(line.change), format_number(line.balance)
    return date, what_words(line), change, there, shelf_words(line), lot


def table(values: StockCard) -> Table:
    """Return the card as a table, a row for each movement, the earliest first."""
    titles = (
        _("Date"), _("What"), _("Units"), _("Change"), _("On hand"), _("Place"), _("Best before"), _("Lot"), _("Source"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            f"{values.months[0].month}-01",
            _("on hand before"),
            None,
            None,
            values.before,
            None,
            None,
            None,
            None,
        )
    ]
    rows += [
        (
            clock.day_of(line.at), what_words(line), line.units, line.change, line.balance, shelf_words(line),
            line.best_before, line.lot_code, line.source,
        )
        for line in values.lines
    ]  # fmt: skip
    return Table(titles, tuple(rows))
