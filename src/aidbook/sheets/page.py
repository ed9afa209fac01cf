"""Pages: blocks of a known height set one below the other, with a heading and a foot that prove each page whole.

A block is never split. A block that begins a page may ask for its table's header to be drawn above it again.
Everything is measured in points from the lower left corner of the page, as PDF does.
"""

import io
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from aidbook.i18n import _, format_number
from aidbook.sheets.text import CAP_HEIGHT, LEADING, Line, base_font, fit, line_width, scaled, width, wrap
from aidbook.sheets.values import Look, Stamp, Words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
PAPERS = {"A4": (210 * MM, 297 * MM), "Letter": (8.5 * 72, 11 * 72)}
SIDE, TOP, BOTTOM = 15 * MM, 13 * MM, 12 * MM
"""The margins; ordinary printers reach to 5 mm from the edge."""

INK, SOFT, HAIR = 0.0, 0.32, 0.55
"""Grays: what is read, what is read second, hairlines. All hold on a printer low on toner."""
_PRACTICE_GRAY = 0.86
_PDF_VERSION = (1, 7)

TITLE, SECOND, TEXT, FOOT = 20.0, 13.0, 12.0, 10.0
"""Sizes: the sheet's title, its second language, what people read at a table, the foot."""


class Pen:
    """Draws on one page. Text is gathered and set in one go: a page has many short ones."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._text = canvas.beginText()
        self._font: tuple[str, float] | None = None
        self._gray = INK
        self._stroke: tuple[float, float] | None = None

    def line(self, line: Line, x: float, y: float, size: float, gray: float = INK) -> None:
        """Set a line with its baseline's left end at x, y."""
        if gray != self._gray:
            self._text.setFillGray(gray)
            self._gray = gray
        self._text.setTextOrigin(x, y)
        last = len(line) - 1
        for number, (font, piece) in enumerate(line):
            if (font, size) != self._font:
                self._text.setFont(font, scaled(font, size))
                self._font = (font, size)
            # What ends a line need not be measured again, and most lines are one piece.
            (self._text.textOut if number < last else self._text.textLine)(piece)

    def lines(self, lines: Sequence[Line], x: float, y: float, size: float, gray: float = INK) -> None:
        """Set lines one below the other, the first one's baseline at y."""
        for number, line in enumerate(lines):
            self.line(line, x, y - number * size * LEADING, size, gray)

    def right(self, text: str, right: float, y: float, size: float, *, bold: bool = False) -> None:
        """Set a text on one line that ends at `right`."""
        wide = width(text, size, bold=bold)
        self.lines(wrap(text, wide + 1, size, bold=bold), right - wide, y, size)

    def rule(self, left: float, right: float, y: float, *, thick: float = 0.5, gray: float = HAIR) -> None:
        """Draw a line across."""
        self._stroke_with(thick, gray)
        self._canvas.line(left, y, right, y)

    def tick_box(self, x: float, y: float, side: float) -> None:
        """Draw a box to tick, its lower left corner at x, y."""
        self._stroke_with(0.9, INK)
        self._canvas.rect(x, y, side, side)

    def _stroke_with(self, thick: float, gray: float) -> None:
        if self._stroke != (thick, gray):
            self._canvas.setLineWidth(thick)
            self._canvas.setStrokeGray(gray)
            self._stroke = (thick, gray)

    def done(self) -> None:
        """Put the gathered text on the page."""
        self._canvas.drawText(self._text)


@dataclass(frozen=True, slots=True)
class Block:
    """Something `height` points high; `draw(pen, top)` draws it below `top`.

    `head` is drawn above it again where it begins a page; `keep` is how much of what follows must stand with it.
    """

    height: float
    draw: Callable[[Pen, float], None]
    head: tuple["Block", ...] = ()
    keep: float = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper in use and where its contents stand."""

    wide: float
    high: float

    @property
    def left(self) -> float:
        """Return where contents begin."""
        return SIDE

    @property
    def right(self) -> float:
        """Return where contents end."""
        return self.wide - SIDE

    @property
    def room(self) -> float:
        """Return how wide contents may be."""
        return self.right - self.left


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above on each page: the sheet's title, the day and place it is about, the totals, what to know.

    `scale` enlarges it for what is read from a wall.
    """

    title: Words
    about: Words = ()
    totals: Words = ()
    notes: tuple[Words, ...] = ()
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one size in the heading, at the left or right edge, and how far the next row is below them."""

    lines: tuple[Line, ...]
    size: float
    gray: float
    step: float
    right: bool = False


@dataclass(frozen=True)
class Layout:
    """A sheet's pages: what stands on each of them, on which paper, in which languages."""

    heading: Heading
    stamp: Stamp
    look: Look
    landscape: bool = False

    @cached_property
    def frame(self) -> Frame:
        """Return the paper in use."""
        short, long = PAPERS[self.look.paper]
        return Frame(long, short) if self.landscape else Frame(short, long)

    @cached_property
    def room(self) -> float:
        """Return how high the blocks of one page may be together."""
        return self.frame.high - TOP - self._heading_height - BOTTOM - FOOT * 2

    def compose(self, blocks: Sequence[Block]) -> bytes:
        """Return the PDF: the blocks on as many pages as they take, each with heading, foot and "page n of m"."""
        from reportlab.pdfgen.canvas import Canvas

        data = io.BytesIO()
        canvas = Canvas(
            data,
            pagesize=(self.frame.wide, self.frame.high),
            pageCompression=1,
            invariant=1,
            lang=self.look.languages[0],
            initialFontName=base_font(),
            pdfVersion=_PDF_VERSION,
        )
        self._describe(canvas)
        pages = paginate(blocks, self.room)
        for number, page in enumerate(pages, start=1):
            self._draw_page(canvas, page, number, len(pages))
            canvas.showPage()
        canvas.save()
        return data.getvalue()

    def _describe(self, canvas: "Canvas") -> None:
        """Say in the file itself what it is; no person's name is in it."""
        canvas.setTitle(" · ".join((self.heading.title[0], *self.heading.about[:1])))
        canvas.setAuthor(self.stamp.site)
        canvas.setCreator("AidBook")
        canvas.setProducer("AidBook")
        canvas.setSubject("")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def _draw_page(self, canvas: "Canvas", page: Sequence[Block], number: int, pages: int) -> None:
        if self.stamp.practice:
            self._mark_practice(canvas)
        pen = Pen(canvas)
        top = self._draw_heading(pen)
        for block in page:
            block.draw(pen, top)
            top -= block.height
        self._draw_foot(pen, number, pages)
        pen.done()

    @cached_property
    def _print_number(self) -> str:
        return " / ".join(
            self.look.say(lambda: _("Sheet {number}").format(number=format_number(self.stamp.number)))
        )

    @cached_property
    def _position(self) -> str:
        n = self.stamp.position
        said = self.look.say(
            lambda: _("As of entry {position} of the book").format(position=format_number(n))
        )
        return " / ".join(said)

    @cached_property
    def _heading_rows(self) -> tuple[_Row, ...]:
        """Return the lines of the heading; what is long takes more lines, and smaller letters before too many."""
        heading, scale = self.heading, self.heading.scale
        beside = self.frame.room - width(self._print_number, TEXT, bold=True) - 8 * MM
        first, *second = heading.title
        return (
            self._row(self.stamp.site, TEXT, gray=SOFT, room=beside, most=2, gap=4),
            self._row(first, TITLE * scale, bold=True, most=2, gap=1),
            *(self._row(words, SECOND * scale, gray=SOFT, most=2, gap=1) for words in second),
            *self._about_rows(),
            *(self._row(words, TEXT * scale, gap=2) for note in heading.notes for words in note),
        )

    def _about_rows(self) -> Iterator[_Row]:
        """Yield what the sheet is about and its totals: on one line where there is room for both, else below."""
        size, heading = SECOND * self.heading.scale, self.heading
        abouts = [
            self._row(words, size, gray=SOFT if n else INK, gap=2) for n, words in enumerate(heading.about)
        ]
        sums = [
            self._row(words, size, bold=not n, gray=SOFT if n else INK, gap=2)
            for n, words in enumerate(heading.totals)
        ]
        pairs = list(zip_longest(abouts, sums))
        if abouts and all(self._beside(left, right) for left, right in pairs):
            for left, right in pairs:
                if left:
                    yield replace(left, step=0) if right else left
                if right:
                    yield replace(right, right=True)
        else:
            yield from abouts + sums

    def _beside(self, left: _Row | None, right: _Row | None) -> bool:
        """Tell whether two rows of one line each fit on the same line."""
        rows = [row for row in (left, right) if row]
        wide = sum(line_width(line, row.size) for row in rows for line in row.lines)
        return all(len(row.lines) == 1 for row in rows) and wide + 8 * MM <= self.frame.room

    def _row(
        self,
        words: str,
        size: float,
        *,
        bold: bool = False,
        gray: float = INK,
        room: float = 0,
        most: int = 4,
        gap: float,
    ) -> _Row:
        size, lines = fit(words, room or self.frame.room, size, bold=bold, lines=most)
        return _Row(lines, size, gray, step=len(lines) * size * LEADING + gap)

    @cached_property
    def _heading_height(self) -> float:
        return sum(row.step for row in self._heading_rows) + 4 * MM

    def _draw_heading(self, pen: Pen) -> float:
        """Draw what each page begins with; return where its contents begin."""
        top = self.frame.high - TOP
        pen.right(self._print_number, self.frame.right, top - TEXT, TEXT, bold=True)
        for row in self._heading_rows:
            left = self.frame.right - line_width(row.lines[0], row.size) if row.right else self.frame.left
            pen.lines(row.lines, left, top - row.size, row.size, row.gray)
            top -= row.step
        return self.frame.high - TOP - self._heading_height

    def _draw_foot(self, pen: Pen, number: int, pages: int) -> None:
        """Draw which page of how many this is, and what the ledger held when it was printed."""
        paged = self.look.say(
            lambda: _("Page {page} of {pages}").format(page=format_number(number), pages=format_number(pages))
        )
        page = " / ".join(paged)
        room = self.frame.room - width(page, FOOT, bold=True) - 6 * MM
        size, lines = fit(self._position, room, FOOT)
        pen.lines(lines, self.frame.left, BOTTOM, size, SOFT)
        pen.right(page, self.frame.right, BOTTOM, FOOT, bold=True)

    def _mark_practice(self, canvas: "Canvas") -> None:
        """Write PRACTICE across the page, under everything else and pale enough to read over."""
        word = self.look.say(lambda: _("PRACTICE"))[0]
        slant = math.hypot(self.frame.wide, self.frame.high)
        size = 0.7 * slant / width(word, 1, bold=True)
        canvas.saveState()
        canvas.translate(self.frame.wide / 2, self.frame.high / 2)
        canvas.rotate(math.degrees(math.atan2(self.frame.high, self.frame.wide)))
        pen = Pen(canvas)
        pen.lines(
            wrap(word, slant, size, bold=True), -0.35 * slant, -size * CAP_HEIGHT / 2, size, _PRACTICE_GRAY
        )
        pen.done()
        canvas.restoreState()


def paginate(blocks: Sequence[Block], room: float) -> list[list[Block]]:
    """Return the blocks page by page, with headers drawn again above those that begin one; at least one page."""
    pages: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks:
        if pages[-1] and used + block.height + block.keep > room:
            pages.append(list(block.head))
            used = sum(one.height for one in block.head)
        pages[-1].append(block)
        used += block.height
    return pages
