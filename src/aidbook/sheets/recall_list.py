"""The contact list of a recall: who is still to be told, the certain ones apart, with no more than telling them takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from aidbook import clock
from aidbook.domain.closed_lists import LANGUAGES, shown_words
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.recalls import Recall
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import paragraph, space
from aidbook.sheets.pen import MM
from aidbook.sheets.table import Column, Grid
from aidbook.sheets.values import Asked, Look, Stamp, Table, Words, households_count
from aidbook.store.book import Book
from aidbook.store.member_known import Known
from aidbook.store.recall_trace import Reached, RecalledLot, households_of, recalled
from aidbook.store.recalls import recalls

_ROW = 11 * MM
_MOST_LOTS = 6


@dataclass(frozen=True, slots=True)
class ToTell:
    """A household that is to be told: `how` it likes to be reached (as kept), with what that takes; `last` is a day."""

    number: str
    name: str
    how: tuple[str, ...]
    phone: str
    languages: tuple[str, ...]
    last: str
    certain: bool


@dataclass(frozen=True, slots=True)
class RecallList:
    """What the list shows. `told` households are not on it; `unnamed` visits are nobody's, the certain ones first."""

    stamp: Stamp
    why: str
    on: str
    lots: tuple[RecalledLot, ...]
    rows: tuple[ToTell, ...]
    told: int
    unnamed: tuple[int, int]

    @property
    def certain(self) -> tuple[ToTell, ...]:
        """Return those who got some of these lots."""
        return tuple(row for row in self.rows if row.certain)

    @property
    def possible(self) -> tuple[ToTell, ...]:
        """Return those who may have."""
        return tuple(row for row in self.rows if not row.certain)


def collect(book: Book, asked: Asked) -> RecallList:
    """Return who is to be told of a recall (`asked.distribution`), or of the latest; raises UserError without one."""
    found = _recall(book, asked.distribution)
    people = households_of(book, found)
    reached = (*people.certain, *people.possible)
    rows = sorted((_to_tell(one) for one in reached if not one.told), key=lambda row: fold(row.name))
    return RecallList(
        stamp_of(book, asked.number),
        found.why,
        found.on,
        _meant(book, found),
        tuple(rows),
        sum(one.told for one in reached),
        (people.unnamed, people.unnamed_possible),
    )


def _recall(book: Book, asked: Id | None) -> Recall:
    found = book.get(Recall, asked) if asked else next(iter(recalls(book)), None)
    if found is None:
        raise UserError(
            _("Nothing is recalled."), _("The contact list of a recall is here once there is one.")
        )
    return found


def _meant(book: Book, recall: Recall) -> tuple[RecalledLot, ...]:
    """Return the lots to look for; of a recall of every lot of an item only the item."""
    lots = recalled(book, recall)
    if recall.lots or recall.lot_codes:
        return tuple(lots)
    return tuple(dict.fromkeys(RecalledLot(lot.name, None, None) for lot in lots))


def _to_tell(one: Reached) -> ToTell:
    needed = {"in person": one.address, "email": one.email}.get(one.reach_by or "")
    how = tuple(part for part in (one.reach_by, needed, one.reach_note) if part)
    last = clock.day_of(one.last)
    return ToTell(one.number or "", one.label, how, one.phone or "", one.languages, last, one.certain)


def draw(values: RecallList, look: Look) -> bytes:
    """Return the list as PDF: what is recalled, who has some, who may have some."""
    heading = Heading(
        title=look.say(lambda: _("Recall: {why}").format(why=values.why)),
        about=look.say(lambda: _("Since {day}").format(day=format_date(values.on, "long"))),
        totals=look.say(lambda: totals(values)),
        named=True,
        kind=look.say(lambda: _("Contact list of a recall")),
        on=values.on,
    )
    layout = Layout(heading, values.stamp, look, landscape=True)
    return layout.compose(list(_blocks(values, layout)))


def totals(values: RecallList) -> str:
    """Return "12 households to tell · 3 told already" in the language in use."""
    n = len(values.rows)
    left = ngettext("{n} household to tell", "{n} households to tell", n).format(n=format_number(n))
    told = _("{n} told already").format(n=format_number(values.told)) if values.told else ""
    return " · ".join(filter(None, (left, told)))


def _blocks(values: RecallList, layout: Layout) -> Iterator[Block]:
    say = layout.look.say
    yield from paragraph(layout, say(partial(_which, values.lots)))
    yield space(2 * MM)
    grid = Grid(layout, _columns(layout.look), [_cells(row) for row in values.rows], high=_ROW)
    certain, possible = values.unnamed
    yield grid.header
    yield from _part(grid, say(partial(_certain, len(values.certain))), values.certain, certain)
    yield from _part(grid, say(partial(_possible, len(values.possible))), values.possible, possible)
    yield space(3 * MM)
    yield from paragraph(layout, say(lambda: _("End of the list: {totals}").format(totals=totals(values))))


def _part(grid: Grid, title: Words, rows: Sequence[ToTell], unnamed: int) -> Iterator[Block]:
    """Yield the households that stand together, and how many visits there were beside whose nobody knows."""
    group = grid.group(title)
    yield group.first
    yield from grid.rows((_cells(row) for row in rows), group=group)
    if unnamed:
        yield space(2 * MM)
        yield from paragraph(grid.layout, grid.layout.look.say(partial(_unnamed, unnamed)))


def _certain(households: int) -> str:
    return f"{_('Has some for certain')} · {households_count(households)}"


def _possible(households: int) -> str:
    return f"{_('May have some')} · {households_count(households)}"


def _which(lots: Sequence[RecalledLot]) -> str:
    """Return what to look for: "Beans: date 31 March 2027 · lot L-0417, date …; Rice"."""
    by_item: dict[str, list[str]] = {}
    for lot in lots[:_MOST_LOTS]:
        by_item.setdefault(lot.name, []).append(_lot(lot))
    said = [
        ": ".join(filter(None, (name, ", ".join(filter(None, those))))) for name, those in by_item.items()
    ]
    more = len(lots) - _MOST_LOTS
    if more > 0:
        said.append(ngettext("and {n} more", "and {n} more", more).format(n=format_number(more)))
    return "; ".join(said)


def _lot(lot: RecalledLot) -> str:
    date = _("date {date}").format(date=format_date(lot.best_before, "long")) if lot.best_before else ""
    code = _("lot {code}").format(code=lot.lot_code) if lot.lot_code else ""
    return " · ".join(filter(None, (date, code)))


def _unnamed(visits: int) -> str:
    words = ngettext("and {n} visit without a name", "and {n} visits without a name", visits)
    return words.format(n=format_number(visits))


def _columns(look: Look) -> tuple[Column, ...]:
    return (
        Column(look.say(lambda: _("Told")), kind="tick"),
        Column(look.say(lambda: _("Number")), least=24 * MM),
        Column(look.say(lambda: _("Name")), share=2),
        Column(look.say(lambda: _("Best reached by")), share=2),
        Column(look.say(lambda: _("Phone")), least=34 * MM),
        Column(look.say(lambda: _("Languages")), share=1.2),
        Column(look.say(lambda: _("Last visit")), least=26 * MM),
    )


def _cells(row: ToTell) -> tuple[str, ...]:
    last = format_date(row.last, "short")
    return "", row.number, row.name, _how(row), row.phone, _spoken(row), last


def _how(row: ToTell) -> str:
    return Known("reach", row.how).words if row.how else ""


def _spoken(row: ToTell) -> str:
    return ", ".join(shown_words(row.languages, LANGUAGES))


def table(values: RecallList) -> Table:
    """Return the list as a table, a row for each household."""
    titles = (
        _("Number"), _("Name"), _("Best reached by"), _("Phone"), _("Languages"), _("Last visit"), _("For certain"),
    )  # fmt: skip
    rows = tuple(
        (row.number, row.name, _how(row), row.phone, _spoken(row), row.last, _("yes") if row.certain else _("no"))
        for row in values.rows
    )  # fmt: skip
    return Table(titles, rows)
