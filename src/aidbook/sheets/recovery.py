"""The recovery sheet: the code that lets a coordinator back in, what it is for, and where to keep it."""

from dataclasses import dataclass

from aidbook.i18n import _, format_date
from aidbook.sheets.days import stamp_of
from aidbook.sheets.heading import Heading
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.parts import blank, paragraph, section, space
from aidbook.sheets.pen import MM, SOFT, TEXT, Pen
from aidbook.sheets.text import LEADING, wrap
from aidbook.sheets.values import Look, Stamp
from aidbook.store.book import Book

_CODE = 24.0
_COLUMN = 50 * MM
_QR = 46 * MM


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What the sheet shows: the code in its groups, the day it was made (ISO), and the name of the book’s file."""

    stamp: Stamp
    groups: tuple[str, ...]
    on: str
    file_name: str


def collect(book: Book, code: str, on: str, number: int) -> RecoverySheet:
    """Return the sheet of a code that was made on an ISO date."""
    return RecoverySheet(stamp_of(book, number), tuple(code.split("-")), on, book.path.name)


def draw(values: RecoverySheet, look: Look) -> bytes:
    """Return the sheet as PDF, one page."""
    heading = Heading(
        title=look.say(lambda: _("Recovery sheet")),
        about=look.say(lambda: _("Made on {day}").format(day=format_date(values.on, "long"))),
        on=values.on,
    )
    layout = Layout(heading, values.stamp, look)
    said = [
        (
            lambda: _("What it is for"),
            lambda: _(
                "If every coordinator has forgotten the passphrase, this code opens the book once more and sets a new "
                "one. In the window that asks for the passphrase choose “I forgot it and have the recovery sheet”."
            ),
        ),
        (
            lambda: _("Where to keep it"),
            lambda: _(
                "In a closed envelope, locked away, in another building than the computer; not with a backup, and not "
                "as a photo. Whoever has this sheet and the book’s file or a backup reads everything in it."
            ),
        ),
        (
            lambda: _("When it is lost, or somebody saw it"),
            lambda: _("Make another in “This book”. From then on this one opens the book no more."),
        ),
    ]
    blocks: list[Block] = [space(4 * MM), _code(layout, values.groups), space(2 * MM)]
    blocks += paragraph(
        layout,
        look.say(lambda: _("Small and capital letters are the same. The code has no I, O, V, 0 or 1.")),
    )
    for title, words in said:
        blocks += [section(layout, look.say(title)), *paragraph(layout, look.say(words))]
    blocks += [
        section(layout, look.say(lambda: _("To write by hand"))),
        blank(layout, look.say(lambda: _("Kept by"))),
        blank(layout, look.say(lambda: _("Kept at"))),
    ]
    return layout.compose(blocks)


def _code(layout: Layout, groups: tuple[str, ...]) -> Block:
    """Return the code, two numbered groups to a line, and beside it the same for a scanner."""
    dark = _modules("-".join(groups))
    side, line = _QR / len(dark), _CODE * LEADING * 1.3

    def draw(pen: Pen, top: float) -> None:
        for at, group in enumerate(groups):
            left, base = layout.frame.left + at % 2 * _COLUMN, top - _CODE - at // 2 * line
            pen.lines(wrap(f"{at + 1}", _COLUMN, TEXT), left, base, TEXT, SOFT)
            pen.lines(wrap(group, _COLUMN, _CODE, bold=True), left + 6 * MM, base, _CODE)
        for row, cells in enumerate(dark):
            for at, length in _runs(cells):
                left = layout.frame.right - _QR + at * side
                pen.fill(left, top - (row + 1) * side, length * side, side)

    return Block(max(_QR, (len(groups) + 1) // 2 * line), draw)


def _modules(text: str) -> list[list[bool]]:
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    made = QRCode(None, QRErrorCorrectLevel.Q)
    made.addData(text)
    made.make()
    return [
        [bool(made.isDark(row, at)) for at in range(made.getModuleCount())]
        for row in range(made.getModuleCount())
    ]


def _runs(cells: list[bool]) -> list[tuple[int, int]]:
    """Return (where it begins, how long it is) of each dark run: drawn one by one, cells show hairs between them."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(cells):
        if dark and runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
