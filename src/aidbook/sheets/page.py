"""Pages: blocks of a known height set one below the other, with a heading and a foot that prove each page whole.

A block is never split. A block that begins a page may ask for its table's header to be drawn above it again.
"""

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from aidbook.i18n import _, format_date, format_number
from aidbook.sheets.heading import Head, Heading
from aidbook.sheets.pen import FOOT, MM, SOFT, Pen
from aidbook.sheets.text import CAP_HEIGHT, base_font, fit, width, wrap
from aidbook.sheets.values import Look, Stamp, Words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PAPERS = {"A4": (210 * MM, 297 * MM), "Letter": (8.5 * 72, 11 * 72)}
SIDE, TOP, BOTTOM = 15 * MM, 13 * MM, 12 * MM
"""The margins; ordinary printers reach to 5 mm from the edge."""

_PRACTICE_GRAY = 0.86
_PDF_VERSION = (1, 7)


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
        return self.frame.high - TOP - self._head.height - BOTTOM - FOOT * 2

    def compose(self, blocks: Sequence[Block]) -> bytes:
        """Return the PDF: the blocks on as many pages as they take, each with heading, foot and "page n of m"."""
        pages = paginate(blocks, self.room)
        return self.draw_pages(
            len(pages), lambda pen, number: self._draw_page(pen, pages[number], number + 1, len(pages))
        )

    def draw_pages(self, pages: int, draw: Callable[[Pen, int], None]) -> bytes:
        """Return the PDF of so many pages, each drawn by `draw(pen, number from 0)` alone, as on paper cut beforehand."""
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
        for number in range(pages):
            if self.stamp.practice:
                self._mark_practice(canvas)
            pen = Pen(canvas)
            draw(pen, number)
            pen.done()
            canvas.showPage()
        canvas.save()
        return data.getvalue()

    def _describe(self, canvas: "Canvas") -> None:
        """Say in the file itself what it is; viewers show it, and nothing that somebody typed about anybody is in it."""
        on = self.heading.on
        dates = self.look.say(lambda: format_date(on))[:1] if on else ()
        canvas.setTitle(" · ".join((*(self.heading.kind or self.heading.title)[:1], *dates)))
        canvas.setAuthor(self.stamp.site)
        canvas.setCreator("AidBook")
        canvas.setProducer("AidBook")
        canvas.setSubject("")
        canvas.setViewerPreference("DisplayDocTitle", "true")

    def _draw_page(self, pen: Pen, page: Sequence[Block], number: int, pages: int) -> None:
        top = self.frame.high - TOP
        self._head.draw(pen, self.frame.left, top)
        top -= self._head.height
        for block in page:
            block.draw(pen, top)
            top -= block.height
        self.draw_foot(pen, number, pages)

    @cached_property
    def _head(self) -> Head:
        said = self.look.say(lambda: _print_words(self.stamp.number))
        return Head(self.heading, self.stamp.site, " / ".join(said), self.frame.room)

    @cached_property
    def _position(self) -> str:
        n = self.stamp.position
        said = self.look.say(
            lambda: _("As of entry {position} of the book").format(position=format_number(n))
        )
        return " · ".join((" / ".join(said), *self._names_stand_here()))

    def _names_stand_here(self) -> Words:
        """Return what whoever holds a sheet with names should do with it."""
        words = self.look.say(lambda: _("Names stand here: keep it in the group, then shred it."))
        return words[:1] if self.heading.named else ()

    def draw_foot(self, pen: Pen, number: int, pages: int, y: float = BOTTOM) -> None:
        """Draw which page of how many this is, and what the ledger held when it was printed."""
        paged = self.look.say(
            lambda: _("Page {page} of {pages}").format(page=format_number(number), pages=format_number(pages))
        )
        page = " / ".join(paged)
        room = self.frame.room - width(page, FOOT, bold=True) - 6 * MM
        size, lines = fit(self._position, room, FOOT)
        pen.lines(lines, self.frame.left, y, size, SOFT)
        pen.right(page, self.frame.right, y, FOOT, bold=True)

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


def _print_words(number: int) -> str:
    """Return what tells this print from others; one that is only looked at has no number yet."""
    return _("Sheet {number}").format(number=format_number(number)) if number else _("Preview")
