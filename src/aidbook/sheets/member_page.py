"""A member's own page, for them to keep: what I gave, what I received, and what the book knows of me.

Two lists side by side in dignity: neither is summed up, and nothing is held against the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import paragraph, ruled, section, space
from aidbook.sheets.pen import MM, TITLE
from aidbook.sheets.table import Column, Grid
from aidbook.sheets.values import Asked, Look, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.gifts import GiftLine, ReceivedLine
from aidbook.store.member_known import Known, known_of
from aidbook.store.member_story import Line, gift_line, gifts, visit_line, visits
from aidbook.store.members import household_page

_TO_WRITE = 3


@dataclass(frozen=True, slots=True)
class MemberPage:
    """What the sheet shows of one member: `size` is how many people their household has, `others` names those in it."""

    stamp: Stamp
    member: Id
    name: str
    number: str | None
    others: tuple[str, ...]
    size: int
    since: str | None
    until: str | None
    gave: tuple[GiftLine, ...]
    received: tuple[ReceivedLine, ...]
    known: tuple[Known, ...]

    @property
    def members(self) -> tuple[Id, ...]:
        """Return whose the sheet is."""
        return (self.member,)


def collect(book: Book, asked: Asked) -> MemberPage:
    """Return a member's page over a period; raises UserError where nobody is chosen."""
    record = book.get(Member, asked.people.members[0] if asked.people.members else None)
    if record is None:
        raise UserError(_("Whose page this is, is not chosen yet."), _("Choose a member."))
    page = household_page(book, record.household) if record.household else None
    return MemberPage(
        stamp=stamp_of(book, asked.number),
        member=record.id,
        name=record.name,
        number=record.number,
        others=tuple(one.name for one in page.members if one.id != record.id) if page else (),
        size=page.size if page else 1,
        since=asked.people.since,
        until=asked.people.until,
        gave=tuple(gifts(book, record.id, asked.people.since, asked.people.until)),
        received=tuple(visits(book, record.id, asked.people.since, asked.people.until)),
        known=tuple(known_of(book, record)),
    )


def draw(values: MemberPage, look: Look) -> bytes:
    """Return the page as PDF."""
    heading = Heading(
        title=look.say(lambda: _("My page")),
        about=look.say(lambda: period_words(values.since, values.until)),
        totals=(values.number,) if values.number else (),
    )
    layout = Layout(heading, values.stamp, look)
    return layout.compose(list(_blocks(values, layout)))


def _blocks(values: MemberPage, layout: Layout) -> Iterator[Block]:
    look = layout.look
    # Not in the heading: what the file says of itself names nobody.
    yield from _whose(layout, values)
    yield section(layout, look.say(lambda: _("I gave")))
    yield from _lines(layout, [gift_line(gift) for gift in values.gave])
    yield section(layout, look.say(lambda: _("I received")))
    yield from _lines(layout, [visit_line(visit) for visit in values.received])
    yield section(layout, look.say(lambda: _("What the book knows of me")))
    yield from _known(layout, values)
    yield space(3 * MM)
    said = look.say(
        lambda: _("This page is yours. You may have anything in it corrected or cleared, at any time.")
    )
    yield from paragraph(layout, said)
    yield from paragraph(layout, look.say(lambda: _("To be corrected:")))
    yield from ruled(layout, (), _TO_WRITE, _TO_WRITE)


def _whose(layout: Layout, values: MemberPage) -> list[Block]:
    return paragraph(layout, (" · ".join(filter(None, (values.name, values.number))),), size=TITLE)


def _lines(layout: Layout, lines: list[Line]) -> Iterator[Block]:
    if not lines:
        yield from paragraph(layout, layout.look.say(lambda: _("Nothing is written down.")))
        return
    cells = [(format_date(line.on, "long"), line.text) for line in lines]
    columns = (Column(layout.look.say(lambda: _("Date")), least=42 * MM), Column(("",), share=1))
    yield from Grid(layout, columns, cells).rows(cells)


def _known(layout: Layout, values: MemberPage) -> Iterator[Block]:
    cells = list(_known_cells(values))
    columns = (Column(("",), share=1), Column(("",), share=2))
    yield from Grid(layout, columns, cells).rows(cells)


def _known_cells(values: MemberPage) -> Iterator[tuple[str, str]]:
    yield _("Name"), values.name
    if values.number:
        yield _("Number"), values.number
    yield _("Household"), household_words(values.others, values.size)
    for known in values.known:
        yield known.label, known.words


def household_words(others: tuple[str, ...], size: int) -> str:
    """Return how many people a household has, and the names of the others in it."""
    people = ngettext("{n} person", "{n} people", size).format(n=format_number(size))
    return f"{people}: {', '.join(others)}" if others else people


def period_words(since: str | None, until: str | None) -> str:
    """Return a period in the language in use."""
    if since and until:
        first, last = format_date(since, "long"), format_date(until, "long")
        return _("{first} to {last}").format(first=first, last=last)
    if since:
        return _("since {date}").format(date=format_date(since, "long"))
    return _("until {date}").format(date=format_date(until, "long")) if until else _("from the beginning")


def table(values: MemberPage) -> Table:
    """Return both lists as a table."""
    said = [(_("I gave"), gift_line(gift)) for gift in values.gave]
    said += [(_("I received"), visit_line(visit)) for visit in values.received]
    rows = tuple((which, line.on, line.text) for which, line in said)
    return Table(("", _("Date"), _("What")), rows)
