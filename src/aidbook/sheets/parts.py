"""What sheets are put together from besides tables: sections, figures, lines to write on."""

from collections.abc import Sequence
from itertools import starmap

from aidbook.sheets.page import Block, Layout
from aidbook.sheets.pen import MM, SECOND, TEXT, Pen, stacked
from aidbook.sheets.text import LEADING, Line, line_width, wrap
from aidbook.sheets.values import Words

_FIGURE = 26.0
_LINE = 10 * MM


def space(height: float) -> Block:
    """Return white."""
    return Block(height, lambda _pen, _top: None)


def section(layout: Layout, words: Words) -> Block:
    """Return the title of a part of the sheet; what follows stands with it."""
    lines = stacked(words, layout.frame.room, SECOND, bold=True)
    height = 6 * MM + len(lines) * SECOND * LEADING + 3

    def draw(pen: Pen, top: float) -> None:
        pen.stack(lines, layout.frame.left, top - 6 * MM - SECOND, SECOND)

    return Block(height, draw, keep=40 * MM)


def paragraph(layout: Layout, words: Words, *, size: float = TEXT) -> list[Block]:
    """Return a text line by line, the second language below the first; a long one may go on on the next page."""

    def block(line: Line, gray: float) -> Block:
        return Block(
            size * LEADING, lambda pen, top: pen.line(line, layout.frame.left, top - size, size, gray)
        )

    return [*starmap(block, stacked(words, layout.frame.room, size)), space(4)]


def figures(layout: Layout, figures: Sequence[tuple[Words, str]], columns: int) -> list[Block]:
    """Return large figures with what they count below them, `columns` to a line."""
    return [_figure_line(layout, figures[n : n + columns], columns) for n in range(0, len(figures), columns)]


def _figure_line(layout: Layout, figures: Sequence[tuple[Words, str]], columns: int) -> Block:
    wide = layout.frame.room / columns
    labels = [stacked(words, wide - 4 * MM, TEXT) for words, _figure in figures]
    height = _FIGURE * 1.08 + max(map(len, labels)) * TEXT * LEADING + 3 * MM

    def draw(pen: Pen, top: float) -> None:
        for number, (_words, figure) in enumerate(figures):
            left = layout.frame.left + number * wide
            pen.lines(wrap(figure, wide, _FIGURE, bold=True), left, top - _FIGURE, _FIGURE)
            pen.stack(labels[number], left, top - _FIGURE * 1.08 - TEXT, TEXT)

    return Block(height, draw)


def ruled(layout: Layout, before: Sequence[Block], least: int, most: int) -> list[Block]:
    """Return lines to write on: as many as the page has room for below what stands `before`, in those bounds."""
    left = layout.room - sum(block.height for block in before)
    rows = max(least, min(most, int(left / _LINE)))

    def draw(pen: Pen, top: float) -> None:
        pen.rule(layout.frame.left, layout.frame.right, top - _LINE)

    return [Block(_LINE, draw)] * rows


def blank(layout: Layout, words: Words) -> Block:
    """Return a word with a line behind it to write on: "Date ______"."""
    lines = wrap(" / ".join(words), layout.frame.room / 2, SECOND, bold=True)

    def draw(pen: Pen, top: float) -> None:
        pen.lines(lines, layout.frame.left, top - _LINE + 4, SECOND)
        after = layout.frame.left + max(line_width(line, SECOND) for line in lines) + 3 * MM
        pen.rule(after, layout.frame.right, top - _LINE)

    return Block(_LINE + 2 * MM + (len(lines) - 1) * SECOND * LEADING, draw)
