"""Receipts and thanks: what a source gave, one delivery or all of a period, with or without what it is worth."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.goods_words import category_word, quantity
from aidbook.domain.pantry import Source
from aidbook.domain.weights import weight_word
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_money, format_number, language, ngettext, using
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import blank, paragraph, section, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, Grid
from aidbook.sheets.values import Asked, Cell, Look, Stamp, Table
from aidbook.store import sources as query
from aidbook.store.book import Book
from aidbook.store.deliveries_named import latest_deliveries
from aidbook.store.sources import CameLot, DeliveryLine, Weighed

_BEGINNING = "2000-01-01"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that came: its names by language, how many or only its weight, what it was worth, what was put right."""

    name: str
    names: tuple[tuple[str, str], ...]
    category: str | None
    units: int | None
    unit: str
    mg: int | None
    value: int | None
    by_weight: bool
    best_before: str | None = None
    written: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One delivery: its ISO date, its rows, what was paid and what was said of the whole."""

    on: str
    rows: tuple[Row, ...]
    cost: int | None
    value: int | None
    note: str | None
    corrected_on: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sheet shows. Of a period it has the ISO dates `since` and `until`, both included; else one part.

    `cents_per_lb` are what pounds were held to be worth in it, where `with_values`.
    """

    stamp: Stamp
    source: str
    parts: tuple[Part, ...]
    with_values: bool
    currency: str
    weighing: str
    since: str | None = None
    until: str | None = None
    cents_per_lb: tuple[int, ...] = ()

    @property
    def mg(self) -> int:
        """Return what all of it weighs, as far as weights are known."""
        return sum(row.mg or 0 for part in self.parts for row in part.rows)

    @property
    def value(self) -> int | None:
        """Return what all of it was worth; None where nobody said."""
        known = [part.value for part in self.parts if part.value is not None]
        return sum(known) if known else None

    @property
    def is_gift(self) -> bool:
        """Tell whether nothing was paid for any of it."""
        return all(part.cost is None for part in self.parts)


def collect(book: Book, delivery: Id, *, number: int, with_values: bool) -> Receipt:
    """Return the receipt of one delivery. Raises UserError where there is none."""
    line = query.delivery(book, delivery)
    if line is None:
        raise UserError(_("This delivery is not in the book."), _("Find it again among the sources."))
    return _receipt(book, [line], line.source, number, with_values=with_values)


def collect_period(
    book: Book, source: Id, *, since: str, until: str, number: int, with_values: bool
) -> Receipt:
    """Return what a source gave over a period, both ISO dates included. Raises UserError where that is nothing."""
    said = query.deliveries(book, since=since, until=until, source=source)
    lines = [line for line in said if line.by_lot() or line.weighed]  # others were somebody else's
    if not lines:
        raise UserError(_("Nothing came in this time."), _("Choose another time."))
    name = query.source_name(book, book.get(Source, source))
    found = _receipt(book, lines[::-1], name, number, with_values=with_values)
    return replace(found, since=max(since, lines[-1].on) if since == _BEGINNING else since, until=until)


def collect_asked(book: Book, asked: Asked) -> Receipt:
    """Return the receipt of the delivery that is asked about, or of the latest. Raises UserError where there is none."""
    latest = [] if asked.distribution else latest_deliveries(book, 1)
    if not (asked.distribution or latest):
        raise UserError(_("Nothing came in yet."), _("Take in a delivery; its receipt is here then."))
    of = asked.distribution or latest[0].id
    return collect(book, of, number=asked.number, with_values=asked.goods.with_values)


def collect_thanks(book: Book, asked: Asked) -> Receipt:
    """Return the thanks to the source that is asked about, over the period. Raises UserError where there is nothing."""
    if asked.distribution is None:
        raise UserError(_("It is not said yet whom to thank."), _("Type the name of a source and pick it."))
    goods = asked.goods
    return collect_period(
        book,
        asked.distribution,
        since=goods.since or _BEGINNING,
        until=min(goods.until or clock.today(), clock.today()),
        number=asked.number,
        with_values=goods.with_values,
    )


def _receipt(
    book: Book,
    lines: Sequence[DeliveryLine],
    name: str,
    number: int,
    *,
    with_values: bool,
) -> Receipt:
    settings = book.settings
    fair = query.fair_values(book)
    used = {
        each.cents_per_lb for line in lines if (each := query.fair_on(fair, line.on)) and _is_by_weight(line)
    }
    return Receipt(
        stamp=stamp_of(book, number),
        source=name,
        parts=tuple(map(_part, lines)),
        with_values=with_values,
        currency=settings.currency,
        weighing=settings.weight_unit,
        cents_per_lb=tuple(sorted(used)) if with_values else (),
    )


def _is_by_weight(line: DeliveryLine) -> bool:
    if line.delivery.value is not None:
        return False
    return any(came.by_weight for came in line.came) or any(each.value is not None for each in line.weighed)


def _part(line: DeliveryLine) -> Part:
    rows = [*(_row(line, lot) for lot in line.by_lot()), *map(_weighed, line.weighed)]
    return Part(line.on, tuple(rows), line.cost, line.value, line.delivery.note, line.corrected_on)


def _row(line: DeliveryLine, lot: CameLot) -> Row:
    parts = [came for came in line.came if came.lot == lot.first.lot]
    first = lot.first
    return Row(
        name=first.name,
        names=first.names,
        category=first.category,
        units=lot.units,
        unit=first.unit,
        mg=query.known_total(came.mg for came in parts)
        if all(came.mg is not None for came in parts)
        else None,
        value=query.known_total(came.value for came in parts),
        by_weight=first.by_weight,
        best_before=first.best_before,
        written=lot.written if lot.written != lot.units else None,
    )


def _weighed(each: Weighed) -> Row:
    return Row("", (), each.category, None, "", each.mg, each.value, by_weight=True)


# On paper


def draw(values: Receipt, look: Look) -> bytes:
    """Return the sheet as PDF, in the language of the source."""
    with using(look.languages[0]):
        return _drawn(values, look)


def _drawn(values: Receipt, look: Look) -> bytes:
    say = look.say
    heading = Heading(
        title=say(lambda: _("Thank you") if values.since else _("Receipt for goods")),
        about=say(partial(_about, values)),
        totals=say(partial(_totals, values)),
        on=None if values.since else values.parts[0].on,
    )
    layout = Layout(heading, values.stamp, look)
    return layout.compose(list(_blocks(values, layout)))


def _about(values: Receipt) -> str:
    if values.since and values.until:
        since, until = format_date(values.since, "long"), format_date(values.until, "long")
        when = _("{since} to {until}").format(since=since, until=until)
    else:
        when = format_date(values.parts[0].on)
    return " · ".join(filter(None, (values.source, when)))


def _totals(values: Receipt) -> str:
    n = sum(len(part.rows) for part in values.parts)
    lines = ngettext("{n} line", "{n} lines", n).format(n=format_number(n))
    weight = weight_word(values.mg, values.weighing) if values.mg else ""
    worth = format_money(values.value, values.currency) if values.with_values and values.value else ""
    return " · ".join(filter(None, (lines, weight, worth)))


def _blocks(values: Receipt, layout: Layout) -> Iterator[Block]:
    say = layout.look.say
    yield from paragraph(layout, say(partial(_thanks, values)))
    yield space(2 * MM)
    parts = [(part, [_cells(values, row) for row in part.rows]) for part in values.parts]
    grid = Grid(layout, _columns(values, layout.look), [row for _part, rows in parts for row in rows])
    yield grid.header
    for part, rows in parts:
        group = grid.group(say(partial(_part_words, part))) if values.since else None
        if group:
            yield group.first
        yield from grid.rows(rows, group=group)
    if values.since:
        yield from _by_category(values, layout)
    yield space(3 * MM)
    for words in _notes(values):
        yield from paragraph(layout, say(words))
    yield blank(layout, say(lambda: _("Received by")))


def _thanks(values: Receipt) -> str:
    if not values.is_gift:
        return _("{site} received from {source}:").format(site=values.stamp.site, source=_who(values))
    return _("{site} thanks {source}. What you gave is shared among neighbours.").format(
        site=values.stamp.site, source=_who(values)
    )


def _who(values: Receipt) -> str:
    return values.source or _("whoever gave this")


def _part_words(part: Part) -> str:
    return format_date(part.on)


def _columns(values: Receipt, look: Look) -> tuple[Column, ...]:
    worth = (Column(look.say(lambda: _("Worth")), kind="right", least=22 * MM),) if values.with_values else ()
    return (
        Column(look.say(lambda: _("Item")), share=1),
        Column(look.say(lambda: _("Quantity")), kind="right", least=30 * MM),
        Column(look.say(lambda: _("Weight")), kind="right", least=24 * MM),
        *worth,
    )


def _cells(values: Receipt, row: Row) -> tuple[str, ...]:
    money = format_money(row.value, values.currency) if row.value is not None else "–"
    worth = (money,) if values.with_values else ()
    units = quantity(row.units, row.unit) if row.units is not None else _("weighed")
    weight = weight_word(row.mg, values.weighing) if row.mg is not None else "–"
    return (_named(row), units, weight, *worth)


def _named(row: Row) -> str:
    if row.units is None:
        return category_word(row.category)
    name = dict(row.names).get(language(), row.name)
    if row.written is not None:
        name += " · " + _("put right, first written as {n}").format(n=format_number(row.written))
    return name


def _by_category(values: Receipt, layout: Layout) -> Iterator[Block]:
    totals: dict[str, int] = {}
    for part in values.parts:
        for row in part.rows:
            totals[row.category or ""] = totals.get(row.category or "", 0) + (row.mg or 0)
    rows = [
        (category_word(key) or _("without a category"), weight_word(mg, values.weighing))
        for key, mg in sorted(totals.items(), key=lambda pair: -pair[1])
        if mg
    ]
    if not rows:
        return
    say = layout.look.say
    yield section(layout, say(lambda: _("By category")))
    columns = (
        Column(say(lambda: _("Category")), share=1),
        Column(say(lambda: _("Weight")), kind="right", least=30 * MM),
    )
    grid = Grid(layout, columns, rows, wide=0.7)
    yield grid.header
    yield from grid.rows(rows)


def _notes(values: Receipt) -> Iterator[Callable[[], str]]:
    """Yield what has to be known to read the figures."""
    if any(row.mg is None for part in values.parts for row in part.rows):
        yield lambda: _("The weight is of those lines that have one.")
    if values.cents_per_lb:
        yield partial(_fair_words, values)
    if not values.is_gift:
        yield partial(_paid_words, values)
    else:
        yield lambda: _("Nothing was given in return.")
    for part in values.parts:
        if part.corrected_on:
            yield partial(_corrected_words, part.corrected_on)
    for note in (part.note for part in values.parts if part.note):
        yield partial(str, note)


def _fair_words(values: Receipt) -> str:
    each = [format_money(cents, values.currency) for cents in values.cents_per_lb]
    return _("Where nobody said what it is worth, a pound counts {each}.").format(each=", ".join(each))


def _paid_words(values: Receipt) -> str:
    paid = sum(part.cost or 0 for part in values.parts)
    return _("Paid for it: {money}").format(money=format_money(paid, values.currency))


def _corrected_words(day: str) -> str:
    return _("Put right on {day}; an earlier receipt said otherwise.").format(day=format_date(day, "long"))


def table(values: Receipt) -> Table:
    """Return the sheet as a table, a row for each thing that came."""
    titles = (
        _("Date"),
        _("Item"),
        _("Category"),
        _("Quantity"),
        _("Unit"),
        _("Best before"),
        _("Weight (g)"),
    )
    worth = (_("Worth"),) if values.with_values else ()
    rows: list[tuple[Cell, ...]] = []
    for part in values.parts:
        for row in part.rows:
            cells = (
                part.on, _named(row), category_word(row.category), row.units, row.unit, row.best_before or "",
                None if row.mg is None else row.mg / 1000,
            )  # fmt: skip
            rows.append((*cells, *((None if row.value is None else row.value / 100,) if worth else ())))
    return Table((*titles, *worth), tuple(rows))
