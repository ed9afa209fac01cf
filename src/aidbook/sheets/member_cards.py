"""Member cards: ten to a page, each with a number of its own as text, QR and Code 128, and nothing about anybody.

They stand where ready-cut sheets of cards have them (A4: 85 x 54 mm, as Avery L7415; Letter: 3.5 x 2 in, as Avery
5371) and have lines to cut along on plain paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.sheets.codes import draw_code128, draw_qr
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Layout
from aidbook.sheets.pen import FOOT, HAIR, INK, MM, SOFT, TEXT, Pen, stacked
from aidbook.sheets.text import LEADING, fit
from aidbook.sheets.values import Asked, Look, PaperName, Stamp, Table
from aidbook.store.book import Book
from aidbook.store.cards import without_card
from aidbook.store.members import member_ids
from aidbook.store.rows import marks, things

ACROSS, DOWN = 2, 5
A_PAGE = ACROSS * DOWN
_INCH = 72.0
_CARD: dict[PaperName, tuple[float, float]] = {"A4": (85 * MM, 54 * MM), "Letter": (3.5 * _INCH, 2 * _INCH)}
_INSIDE = 5 * MM
_QR = 22 * MM
_BARS = 11 * MM
_NUMBER = 21.0
_ABOVE, _FOOT = 9 * MM, 6.5 * MM
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MemberCards:
    """What the cards show: a number each, in the order of the members' names. `members` is whose they are."""

    stamp: Stamp
    numbers: tuple[str, ...]
    members: tuple[Id, ...]


def collect(book: Book, asked: Asked) -> MemberCards:
    """Return the numbers of the members asked for; raises UserError where there is nobody."""
    ids = _wanted(book, asked)
    numbered = [(number, id_) for id_, number in _numbers(book, ids) if number]
    if not numbered:
        raise UserError(
            _("Nobody needs a card now."), _("Choose members, or print the cards of everybody again.")
        )
    stamp = stamp_of(book, asked.number)
    return MemberCards(stamp, tuple(one for one, _id in numbered), tuple(id_ for _one, id_ in numbered))


def _wanted(book: Book, asked: Asked) -> Sequence[Id]:
    if asked.people.which == "without":
        return without_card(book)
    return member_ids(book) if asked.people.which == "all" else asked.people.members


def _numbers(book: Book, ids: Sequence[Id]) -> list[tuple[Id, str | None]]:
    """Return each member with the number, but for those who left or died unless they were chosen by name."""
    found: dict[Id, Member] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        found |= {one.id: one for one in things(book, Member, f"id IN ({marks(some)})", some)}
    chosen = len(ids) == 1
    here = (found[id_] for id_ in ids if id_ in found)
    return [(one.id, one.number) for one in here if chosen or (one.left or "") in ("", "paused")]


def draw(values: MemberCards, look: Look) -> bytes:
    """Return the cards as PDF."""
    layout = Layout(Heading(title=look.say(lambda: _("Member cards"))), values.stamp, look)
    pages = [values.numbers[at : at + A_PAGE] for at in range(0, len(values.numbers), A_PAGE)]

    def page(pen: Pen, number: int) -> None:
        _draw_above(pen, layout, len(values.numbers))
        _draw_cards(pen, layout, pages[number])
        layout.draw_foot(pen, number + 1, len(pages), _FOOT)

    return layout.draw_pages(len(pages), page)


def _draw_above(pen: Pen, layout: Layout, cards: int) -> None:
    """Draw what proves the pages whole into the margin, where no card is."""
    stamp, frame = layout.stamp, layout.frame
    said = " / ".join(layout.look.say(partial(cards_count, cards)))
    title = layout.heading.title[0]
    sheet = _("Sheet {number}").format(number=format_number(stamp.number)) if stamp.number else _("Preview")
    y = frame.high - _ABOVE
    pen.right(sheet, frame.right, y, FOOT, bold=True)
    size, lines = fit(f"{stamp.site} · {title} · {said}", frame.room - 45 * MM, FOOT)
    pen.lines(lines, frame.left, y, size, SOFT)


def _draw_cards(pen: Pen, layout: Layout, numbers: Sequence[str]) -> None:
    wide, high = _CARD[layout.look.paper]
    left, bottom = (layout.frame.wide - ACROSS * wide) / 2, (layout.frame.high - DOWN * high) / 2
    for at, number in enumerate(numbers):
        row, column = divmod(at, ACROSS)
        x, y = left + column * wide, bottom + (DOWN - 1 - row) * high
        _cut_lines(pen, x, y, wide, high)
        _draw_card(pen, layout, number, x, y)


def _cut_lines(pen: Pen, x: float, y: float, wide: float, high: float) -> None:
    for at in (y, y + high):
        pen.rule(x, x + wide, at, thick=0.3, gray=HAIR)
    for at in (x, x + wide):
        pen.upright(y, y + high, at, thick=0.3, gray=HAIR)


def _draw_card(pen: Pen, layout: Layout, number: str, x: float, y: float) -> None:
    wide, high = _CARD[layout.look.paper]
    left, top = x + _INSIDE, y + high - _INSIDE
    room = wide - 2 * _INSIDE - _QR - 4 * MM
    draw_qr(pen, number, x + wide - _INSIDE - _QR, top - _QR, _QR)
    size, lines = fit(layout.stamp.site, room, TEXT, lines=2)
    pen.lines(lines, left, top - size, size, SOFT)
    size, lines = fit(number, room, _NUMBER, bold=True)
    pen.lines(lines, left, top - 17 * MM, size, INK)
    draw_code128(pen, number, left - 3 * MM, y + 7.5 * MM, wide - _INSIDE, _BARS)
    if layout.stamp.practice:  # the word across the page is cut apart
        pen.right(layout.look.say(lambda: _("PRACTICE"))[0], x + wide - _INSIDE, y + 8 * MM, FOOT, bold=True)
    words = layout.look.say(lambda: _("Show it when you come. No name is in it."))
    said = stacked(words[:1], wide - 2 * _INSIDE, FOOT)
    pen.stack(said, left, y + 3 * MM + (len(said) - 1) * FOOT * LEADING, FOOT)


def cards_count(n: int) -> str:
    """Return "12 cards" in the language in use."""
    return ngettext("{n} card", "{n} cards", n).format(n=format_number(n))


def table(values: MemberCards) -> Table:
    """Return the numbers as a table."""
    return Table((_("Number"),), tuple((number,) for number in values.numbers))
