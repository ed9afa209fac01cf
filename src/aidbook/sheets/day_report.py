"""The day report: how a distribution went, in figures. It names nobody."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from aidbook.domain.corrections import off_words
from aidbook.domain.gifts import GIFTS
from aidbook.domain.members import NOT_ASKED
from aidbook.i18n import N_, _, format_date, format_money, format_number
from aidbook.sheets.days import Day, about, day_of, distribution_asked, stamp_of, totals
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import figures, paragraph, ruled, section
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, Grid
from aidbook.sheets.values import Asked, Cell, Look, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.gifts import GiftLine
from aidbook.store.member_story import amount_words
from aidbook.store.reports import DayReport, Off, day_report

_NOTE_LINES = (2, 8)
"""How few and how many lines there are for notes by hand."""
_ROW = 7.5 * MM
_KINDS: dict[str, int] = {what: place for place, what in enumerate(GIFTS)}
_GIFT_WORDS = {
    "hours": N_("Hours"),
    "goods": N_("Goods"),
    "money": N_("Money"),
    "ride": N_("Rides"),
    "care": N_("Care"),
}


@dataclass(frozen=True, slots=True)
class GiftSum:
    """All gifts of one kind together: `amount` is in minutes, smallest coins or units; `times` how often."""

    what: str
    amount: int
    times: int
    currency: str | None = None
    item: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class DaySheet:
    """What the report shows: the day's figures, without whose gifts they were, and the gifts summed."""

    stamp: Stamp
    day: Day
    report: DayReport
    gifts: tuple[GiftSum, ...]


def collect(book: Book, asked: Asked) -> DaySheet:
    """Return a distribution's figures as the book has them now."""
    day = distribution_asked(book, asked.distribution)
    report = day_report(book, day.id)
    assert report is not None  # noqa: S101 - the distribution is there
    gifts = sum_gifts(report.gifts)
    return DaySheet(stamp_of(book, asked.number), day_of(day), replace(report, gifts=()), gifts)


def sum_gifts(gifts: Iterable[GiftLine]) -> tuple[GiftSum, ...]:
    """Return gifts of the same kind, item or currency together, in the order in which kinds are always shown."""
    sums: dict[tuple[str, str, str, str], GiftSum] = {}
    for gift in gifts:
        key = (gift.what, gift.item or "", gift.unit or "", gift.currency or "")
        before = sums.get(key) or GiftSum(gift.what, 0, 0, gift.currency, gift.item, gift.unit)
        sums[key] = replace(before, amount=before.amount + _amount_of(gift), times=before.times + 1)
    return tuple(sums[key] for key in sorted(sums, key=lambda key: (_KINDS.get(key[0], len(_KINDS)), key)))


def _amount_of(gift: GiftLine) -> int:
    amounts = {"hours": gift.minutes, "money": gift.cents, "goods": gift.units}
    return amounts.get(gift.what) or 0


def draw(values: DaySheet, look: Look) -> bytes:
    """Return the report as PDF."""
    report = values.report
    heading = Heading(
        title=look.say(lambda: _("Day report")),
        about=look.say(lambda: _about(values)),
        totals=look.say(lambda: totals(report.households, report.people, report.boxes)),
        notes=() if report.closed else (look.say(lambda: _("Not closed yet: figures as they stand now.")),),
        on=values.day.on,
    )
    layout = Layout(heading, values.stamp, look)
    blocks = list(_blocks(values, layout))
    return layout.compose([*blocks, *ruled(layout, blocks, *_NOTE_LINES)])


def _about(values: DaySheet) -> str:
    """Return the day, and whose it was where it was another site's."""
    elsewhere = values.report.site if values.report.site != values.stamp.site else ""
    return " · ".join(filter(None, (about(values.day), elsewhere)))


def _blocks(values: DaySheet, layout: Layout) -> Iterator[Block]:
    say = layout.look.say
    yield from figures(layout, [(say(words), number) for words, number in _figures(values.report)], 4)
    yield section(layout, say(lambda: _("People by age")))
    ages = [(say(partial(band_words, band)), str(n)) for band, n in values.report.by_age.items()]
    yield from figures(layout, ages, 4)
    yield section(layout, say(lambda: _("Items out")))
    yield from _items(values, layout)
    yield section(layout, say(lambda: _("Gifts")))
    yield from _gifts(values, layout)
    yield section(layout, say(lambda: _("Notes")))
    for off in values.report.corrections:
        yield from paragraph(layout, say(partial(_off_words, off)))
    for reason in values.report.reasons:
        yield from paragraph(layout, (reason,))


def _off_words(off: Off) -> str:
    """Return what was put right after the day was closed; the figures above stay as they were reported."""
    given = amount_words(off.gift) if off.gift else ""
    return _("Put right on {day}: {off}.").format(
        day=format_date(off.on, "long"), off=off_words(off.households, off.people, off.boxes, given)
    )


def _figures(report: DayReport) -> tuple[tuple[Callable[[], str], str], ...]:
    """Return the day's large figures with what they count."""
    return (
        (lambda: _("Households"), format_number(report.households)),
        (lambda: _("People"), format_number(report.people)),
        (lambda: _("Boxes"), format_number(report.boxes)),
        (lambda: _("Hours given"), hours(report.minutes_given)),
        (lambda: _("Expected"), format_number(report.expected)),
        (lambda: _("Didn't come"), format_number(report.no_shows)),
        (lambda: _("Walk-ins"), format_number(report.walk_ins)),
    )


def _items(values: DaySheet, layout: Layout) -> Iterator[Block]:
    report = values.report
    rows = [(item, format_number(n), report.units.get(item, "")) for item, n in report.items_out.items()]
    yield from _amounts(layout, lambda: _("Item"), rows)


def _gifts(values: DaySheet, layout: Layout) -> Iterator[Block]:
    rows = [(gift_words(gift), *amount(gift)) for gift in values.gifts]
    yield from _amounts(layout, lambda: _("Gift"), rows)


def _amounts(layout: Layout, what: Callable[[], str], rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
    """Yield a table narrow enough for the eye to stay on the line, or that there is nothing in it."""
    say = layout.look.say
    if not rows:
        yield from paragraph(layout, say(lambda: _("None")))
        return
    columns = (
        Column(say(what), share=1),
        Column(say(lambda: _("Quantity")), kind="right"),
        Column(say(lambda: _("Unit")), least=24 * MM),
    )
    grid = Grid(layout, columns, rows, high=_ROW, wide=0.7)
    yield grid.header
    yield from grid.rows(rows)


def band_words(band: str) -> str:
    """Return an age band as people read it."""
    return _("not asked") if band == NOT_ASKED else band.replace("-", "–")


def gift_words(gift: GiftSum) -> str:
    """Return what kind of gift it was: "Hours", "Beans"."""
    return gift.item or _(_GIFT_WORDS.get(gift.what, gift.what))


def amount(gift: GiftSum) -> tuple[str, str]:
    """Return how much was given in all, as people write it, and its unit; how often for what is only counted."""
    if gift.what == "hours":
        return hours(gift.amount), _("hours")
    if gift.what == "money":
        return format_money(gift.amount, gift.currency or "USD"), ""
    return (
        (format_number(gift.amount), gift.unit or "")
        if gift.what == "goods"
        else (format_number(gift.times), "")
    )


def hours(minutes: int) -> str:
    """Return minutes as hours with at most two decimals."""
    return format_number(Decimal(minutes) / 60)


def table(values: DaySheet) -> Table:
    """Return the report as a table, a row for each figure."""
    report = values.report
    rows: list[tuple[Cell, ...]] = [
        (_("Households"), "", report.households, ""),
        (_("Expected"), "", report.expected, ""),
        (_("Didn't come"), "", report.no_shows, ""),
        (_("Walk-ins"), "", report.walk_ins, ""),
        (_("People"), "", report.people, ""),
        *((_("People by age"), band_words(band), n, "") for band, n in report.by_age.items()),
        (_("Boxes"), "", report.boxes, ""),
        *((_("Items out"), item, n, report.units.get(item, "")) for item, n in report.items_out.items()),
        *((_("Gifts"), gift_words(gift), *_exact(gift)) for gift in values.gifts),
        *((_("Put right"), _off_words(off), None, "") for off in report.corrections),
        *((_("Notes"), reason, None, "") for reason in report.reasons),
    ]
    return Table((_("Figure"), _("Of"), _("Quantity"), _("Unit")), tuple(rows))


def _exact(gift: GiftSum) -> tuple[Cell, str]:
    """Return a gift's amount and unit without loss, for a spreadsheet to reckon with."""
    if gift.what == "hours":
        return gift.amount / 60, _("hours")
    if gift.what == "money":
        return gift.amount / 100, gift.currency or ""
    return (gift.amount, gift.unit or "") if gift.what == "goods" else (gift.times, "")
