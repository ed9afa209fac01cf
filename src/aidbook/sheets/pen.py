"""The pen: draws lines of text, rules and boxes on one page, and knows the sizes and grays of every sheet.

Everything is measured in points from the lower left corner of the page, as PDF does.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from aidbook.sheets.text import LEADING, Line, scaled, width, wrap
from aidbook.sheets.values import Words

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4

INK, SOFT, HAIR = 0.0, 0.32, 0.55
"""Grays: what is read, what is read second, hairlines. All hold on a printer low on toner."""

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

    def stack(self, lines: Sequence[tuple[Line, float]], x: float, y: float, size: float) -> None:
        """Set lines with their grays one below the other, the first one's baseline at y."""
        for number, (line, gray) in enumerate(lines):
            self.line(line, x, y - number * size * LEADING, size, gray)

    def right(self, text: str, right: float, y: float, size: float, *, bold: bool = False) -> None:
        """Set a text on one line that ends at `right`."""
        wide = width(text, size, bold=bold)
        self.lines(wrap(text, wide + 1, size, bold=bold), right - wide, y, size)

    def rule(self, left: float, right: float, y: float, *, thick: float = 0.5, gray: float = HAIR) -> None:
        """Draw a line across."""
        self._stroke_with(thick, gray)
        self._canvas.line(left, y, right, y)

    def upright(self, bottom: float, top: float, x: float, *, thick: float = 0.5, gray: float = HAIR) -> None:
        """Draw a line from the bottom up."""
        self._stroke_with(thick, gray)
        self._canvas.line(x, bottom, x, top)

    def tick_box(self, x: float, y: float, side: float) -> None:
        """Draw a box to tick, its lower left corner at x, y."""
        self.outline(x, y, side, side)

    def outline(self, x: float, y: float, wide: float, high: float) -> None:
        """Draw the outline of a rectangle, its lower left corner at x, y."""
        self._stroke_with(0.9, INK)
        self._canvas.rect(x, y, wide, high)

    def fill(self, x: float, y: float, wide: float, high: float) -> None:
        """Fill a rectangle with ink, its lower left corner at x, y."""
        self._canvas.setFillGray(INK)
        self._canvas.rect(x, y, wide, high, stroke=0, fill=1)

    def fill_all(
        self, boxes: Iterable[tuple[int, int, int, float]], x: float, y: float, wide: float, high: float
    ) -> None:
        """Fill many boxes with ink at once: (column, row, columns, rows) of each, on a grid of `wide` by `high` from x, y up.

        Whole numbers on a grid of their own are written ten times as fast as points, and are a third as long.
        """
        self._canvas.saveState()
        self._canvas.setFillGray(INK)
        self._canvas.transform(wide, 0, 0, high, x, y)
        self._canvas.addLiteral(" ".join([f"{at} {up} {across} {rows} re" for at, up, across, rows in boxes]))
        self._canvas.addLiteral("f")
        self._canvas.restoreState()

    def _stroke_with(self, thick: float, gray: float) -> None:
        if self._stroke != (thick, gray):
            self._canvas.setLineWidth(thick)
            self._canvas.setStrokeGray(gray)
            self._stroke = (thick, gray)

    def done(self) -> None:
        """Put the gathered text on the page."""
        self._canvas.drawText(self._text)


def stacked(words: Words, room: float, size: float, *, bold: bool = False) -> list[tuple[Line, float]]:
    """Return the lines of words with their grays: a second language stands below the first, lighter in both ways."""
    first, *second = words
    lines = [(line, INK) for line in wrap(first, room, size, bold=bold)]
    return lines + [(line, SOFT) for one in second for line in wrap(one, room, size)]
