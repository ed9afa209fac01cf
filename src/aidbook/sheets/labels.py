"""Labels on ordinary label sheets: words, and a Code 128 that every scanner reads. One may start at any label.

The sheets are those that every shop has: Avery 5160 and 5163 on Letter, L7160 and L7163 on A4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.sheets.codes import draw_code128
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Layout
from aidbook.sheets.pen import FOOT, INK, MM, SOFT, Pen
from aidbook.sheets.text import LEADING, fit
from aidbook.sheets.values import Look, PaperName, Stamp

_INCH = 72.0
_INSIDE = 2.5 * MM
_FOOT = 5 * MM
_MOST = 5000
_LOW, _LOW_BARS, _FIGURES, _SMALLEST = 90.0, 19.0, 7.0, 6.0
"""Below this height a label has lower bars and smaller figures, so that its title can be read."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A kind of label sheet, in points: so many across and down, each so wide and high, where the first stands.

    `step` is how far the next column and row begin from this one.
    """

    paper: PaperName
    across: int
    down: int
    wide: float
    high: float
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def a_page(self) -> int:
        """Return how many labels a page has."""
        return self.across * self.down


LABEL_SHEETS: dict[str, LabelSheet] = {
    "5160": LabelSheet(
        "Letter", 3, 10, 2.625 * _INCH, _INCH, 0.1875 * _INCH, 0.5 * _INCH, 2.75 * _INCH, _INCH
    ),
    "5163": LabelSheet(
        "Letter", 2, 5, 4 * _INCH, 2 * _INCH, 0.15625 * _INCH, 0.5 * _INCH, 4.1875 * _INCH, 2 * _INCH
    ),
    "L7160": LabelSheet("A4", 3, 7, 63.5 * MM, 38.1 * MM, 7.25 * MM, 15.15 * MM, 66.0 * MM, 38.1 * MM),
    "L7163": LabelSheet("A4", 2, 7, 99.1 * MM, 38.1 * MM, 4.65 * MM, 15.15 * MM, 101.6 * MM, 38.1 * MM),
}
"""The sheets by what their maker calls them."""


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says: a title, smaller lines under it, and the code below, "" for none."""

    title: str
    lines: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels in their order, and the place on the first sheet, from 1, at which they begin."""

    stamp: Stamp
    labels: tuple[Label, ...]
    sheet: str = "5160"
    start: int = 1


def made(stamp: Stamp, labels: Sequence[Label], sheet: str, start: int = 1) -> Labels:
    """Return labels to draw. Raises UserError for an unknown sheet, a start that it has not, none or too many labels."""
    found = LABEL_SHEETS.get(sheet)
    if found is None:
        raise UserError(
            _("There is no label sheet called “{name}”.").format(name=sheet),
            _("Choose one of these: {names}.").format(names=", ".join(LABEL_SHEETS)),
        )
    if not 1 <= start <= found.a_page:
        raise UserError(
            _("This sheet has labels 1 to {n}.").format(n=found.a_page),
            _("Count from the upper left, row by row."),
        )
    if not 0 < len(labels) <= _MOST:
        raise UserError(_("There is nothing to print."), _("Choose items, and how many labels of each."))
    return Labels(stamp, tuple(labels), sheet, start)


def numbered(label: Label, boxes: int) -> list[Label]:
    """Return a label for each of several boxes, each saying which it is: "2 of 3"."""
    return [
        Label(
            label.title,
            (*label.lines, _("{n} of {all}").format(n=format_number(n), all=format_number(boxes))),
            label.code,
        )
        for n in range(1, boxes + 1)
    ]


def draw(values: Labels, look: Look) -> bytes:
    """Return the labels as PDF, on the paper of their sheet."""
    sheet = LABEL_SHEETS[values.sheet]
    look = Look(look.languages, sheet.paper)
    layout = Layout(Heading(title=look.say(lambda: _("Labels"))), values.stamp, look)
    places = [None] * (values.start - 1) + list(values.labels)
    pages = [places[at : at + sheet.a_page] for at in range(0, len(places), sheet.a_page)]

    def page(pen: Pen, number: int) -> None:
        for at, label in enumerate(pages[number]):
            if label is not None:
                row, column = divmod(at, sheet.across)
                x = sheet.left + column * sheet.step_x
                y = layout.frame.high - sheet.top - row * sheet.step_y - sheet.high
                _draw_label(pen, label, x, y, sheet, practice=values.stamp.practice)
        _draw_edge(pen, layout, values, number + 1, len(pages))

    return layout.draw_pages(len(pages), page)


def _draw_edge(pen: Pen, layout: Layout, values: Labels, number: int, pages: int) -> None:
    """Draw what proves the sheets whole into the lower edge, where no label is."""
    stamp = values.stamp
    sheet = _("Sheet {number}").format(number=format_number(stamp.number)) if stamp.number else _("Preview")
    said = (stamp.site, labels_count(len(values.labels)), sheet, f"{number}/{pages}")
    size, lines = fit(" · ".join(said), layout.frame.room, FOOT - 2)
    pen.lines(lines, layout.frame.left, _FOOT, size, SOFT)


def _draw_label(pen: Pen, label: Label, x: float, y: float, sheet: LabelSheet, *, practice: bool) -> None:
    room = sheet.wide - 2 * _INSIDE
    top, bottom = y + sheet.high - _INSIDE, y + _INSIDE
    is_low = sheet.high < _LOW
    figures = _FIGURES if is_low else FOOT
    bars = (_LOW_BARS if is_low else 14 * MM) if label.code else 0.0
    words_room = top - bottom - (bars + figures * LEADING if label.code else 0)
    at = _draw_words(pen, label, x + _INSIDE, top, room, words_room, practice=practice)
    if label.code:
        high = bars if is_low else min(bars, at - bottom - figures * LEADING - 2 * MM)
        draw_code128(pen, label.code, x + _INSIDE, bottom + figures * LEADING, room, high)
        size, lines = fit(label.code, room, figures)
        pen.lines(lines, x + _INSIDE + 10, bottom + 1, size, INK)


def _draw_words(
    pen: Pen, label: Label, x: float, top: float, room: float, high: float, *, practice: bool
) -> float:
    """Draw a label's words below `top`, all of them within `high`; return where they end."""
    said = [*((_("PRACTICE"),) if practice else ()), *label.lines]
    title = min(16.0, high * (0.36 if len(said) > 1 else 0.45 if said else 0.7))
    size, lines = fit(label.title, room, title, bold=True, lines=1 if said or high < _LOW / 2 else 2)
    pen.lines(lines, x, top - size, size, INK)
    at = top - len(lines) * size * LEADING
    rest = high - (top - at)
    while len(said) > 1 and len(said) * _SMALLEST * LEADING > rest:
        at_two = min(range(len(said) - 1), key=lambda n: len(said[n]) + len(said[n + 1]))
        said[at_two : at_two + 2] = [f"{said[at_two]} · {said[at_two + 1]}"]
    small = min(title * 0.72, max(_SMALLEST, rest / (LEADING * max(len(said), 1))))
    for words in said:
        size, lines = fit(words, room, small)
        pen.lines(lines, x, at - size, size, SOFT)
        at -= small * LEADING
    return at


def labels_count(n: int) -> str:
    """Return "12 labels" in the language in use."""
    return ngettext("{n} label", "{n} labels", n).format(n=format_number(n))
