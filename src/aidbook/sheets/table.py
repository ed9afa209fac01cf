"""Tables on paper: columns as wide as they need, a header that returns on each page, rows that are never split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from aidbook.i18n import _
from aidbook.sheets.page import Block, Layout
from aidbook.sheets.pen import INK, MM, TEXT, Pen, stacked
from aidbook.sheets.text import CAP_HEIGHT, LEADING, Line, line_width, width, wrap
from aidbook.sheets.values import Words

GAP = 5 * MM
"""The white between two columns."""
ROW = 8.5 * MM
"""The least height of a row to read and tick."""
SIGN = 12 * MM
"""The height of a row to write on: 8 mm and more are free for a hand."""
_TICK = 4.6 * MM
_TIGHTER = 0.85

Row = Sequence[str]
_SetRow = Sequence[tuple[Line, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `share` of the width that is left when those with a share of 0 have what their cells need.

    A "tick" column has a box to tick in each row and no text. `least` is a width to write in.
    """

    title: Words = ("",)
    share: float = 0
    kind: Literal["left", "right", "tick"] = "left"
    least: float = 0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands."""

    column: Column
    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width

    def start(self, line: Line, size: float) -> float:
        """Return where a line begins in this column."""
        white = {"left": 0.0, "right": 1.0, "tick": 0.5}[self.column.kind]
        return self.left + white * (self.width - line_width(line, size)) if white else self.left


@dataclass(frozen=True, slots=True)
class Group:
    """The line that names some rows, and the one that says on their next pages that they go on."""

    first: Block
    again: Block


@dataclass(frozen=True)
class Grid:
    """A table's columns set on a sheet's pages. `cells` are all its rows: columns are as wide as these need.

    `parted`: each cell has its own rule to write on. `high` is the least height of a row, `size` that of its
    letters, `wide` how much of the page's width the table takes.
    """

    layout: Layout
    columns: tuple[Column, ...]
    cells: Sequence[Row] = ()
    high: float = ROW
    parted: bool = False
    size: float = TEXT
    wide: float = 1.0

    @property
    def left(self) -> float:
        """Return where the table begins."""
        return self.layout.frame.left

    @property
    def right(self) -> float:
        """Return where the table ends."""
        return self.left + self.layout.frame.room * self.wide

    @cached_property
    def places(self) -> tuple[_Place, ...]:
        """Return where the columns stand."""
        needed = [0.0 if column.share else self._needed(number) for number, column in enumerate(self.columns)]
        shares = sum(column.share for column in self.columns)
        rest = self.right - self.left - GAP * (len(self.columns) - 1) - sum(needed)
        left, found = self.left, []
        for column, own in zip(self.columns, needed, strict=True):
            found.append(_Place(column, left, own or rest * column.share / shares))
            left = found[-1].right + GAP
        return tuple(found)

    def _needed(self, number: int) -> float:
        """Return the width of a column's widest cell or word of its title, within a fifth of the table."""
        column = self.columns[number]
        words = (word for title in column.title for word in title.split(" "))
        widest = max(width(word, self.size, bold=True) for word in words)
        cells = max((width(row[number], self.size) for row in self.cells), default=0.0)
        own = _TICK if column.kind == "tick" else cells
        # A hair more than measured, or rounding would break the widest.
        return max(column.least, min(max(widest, own), (self.right - self.left) / 5)) + 0.1

    @cached_property
    def header(self) -> Block:
        """Return the titles above a heavier rule; a second language under the first."""
        columns = [stacked(place.column.title, place.width, self.size, bold=True) for place in self.places]
        leading = self.size * LEADING
        height = max(map(len, columns)) * leading + 4

        def draw(pen: Pen, top: float) -> None:
            for place, lines in zip(self.places, columns, strict=True):
                y = top - height + 5 + (len(lines) - 1) * leading
                for number, (line, gray) in enumerate(lines):
                    pen.line(line, place.start(line, self.size), y - number * leading, self.size, gray)
            pen.rule(self.left, self.right, top - height, thick=1, gray=INK)

        return Block(height, draw, keep=2 * self.high)

    def group(self, words: Words) -> Group:
        """Return a line that names the rows below it, such as "10:00 · 12 households"."""
        look = self.layout.look
        going_on = look.say(lambda: _("continued"))
        again = tuple(f"{one} · {on}" for one, on in zip(words, going_on, strict=False))
        return Group(self._group_line(words), self._group_line(again or words))

    def _group_line(self, words: Words) -> Block:
        lines = stacked(words, self.right - self.left, self.size, bold=True)
        leading = self.size * LEADING
        height = 6 * MM + len(lines) * leading

        def draw(pen: Pen, top: float) -> None:
            pen.stack(lines, self.left, top - height + 6 + (len(lines) - 1) * leading, self.size)
            pen.rule(self.left, self.right, top - height, thick=0.6, gray=INK)

        return Block(height, draw, (self.header,), keep=2 * self.high)

    def rows(self, cells: Iterable[Row], *, group: Group | None = None) -> list[Block]:
        """Return the rows. On each page that they begin the header stands above them, and their group's line."""
        head = (self.header, group.again) if group else (self.header,)
        most = self.layout.room - sum(block.height for block in head)
        return [self._row(row, head, most) for row in cells]

    def _row(self, cells: Row, head: tuple[Block, ...], most: float) -> Block:
        size = self.size
        lines = self._set(cells, size)
        # Only what would fill more than a page alone is set smaller: no row is split and nothing is cut off.
        while (height := self._height(lines, size)) > most:
            size *= _TIGHTER
            lines = self._set(cells, size)

        def draw(pen: Pen, top: float) -> None:
            self._draw_row(pen, top, height, size, lines)

        return Block(height, draw, head)

    def _set(self, cells: Row, size: float) -> _SetRow:
        return [wrap(cell, place.width, size) for cell, place in zip(cells, self.places, strict=True)]

    def _height(self, lines: _SetRow, size: float) -> float:
        # What a row of one line has above and below it, a row of more has too.
        air = min(self.high, ROW) - self.size * LEADING
        return max(self.high, max(1, *map(len, lines)) * size * LEADING + air)

    def _draw_row(self, pen: Pen, top: float, height: float, size: float, cells: _SetRow) -> None:
        """Draw a row: all cells begin on one baseline, and the tallest stands in the row's middle."""
        leading = size * LEADING
        middle = top - height / 2 + (max(1, *map(len, cells)) - 1) * leading / 2
        y = middle - size * CAP_HEIGHT / 2
        for place, lines in zip(self.places, cells, strict=True):
            for number, line in enumerate(lines):
                pen.line(line, place.start(line, size), y - number * leading, size)
            if place.column.kind == "tick":
                pen.tick_box(place.left, middle - _TICK / 2, _TICK)
            if self.parted:
                pen.rule(place.left, place.right, top - height)
        if not self.parted:
            pen.rule(self.left, self.right, top - height)


def whole_table(
    layout: Layout, columns: tuple[Column, ...], cells: Sequence[Row], *, high: float = ROW
) -> list[Block]:
    """Return a table with its header and all its rows."""
    grid = Grid(layout, columns, cells, high=high)
    return [grid.header, *grid.rows(cells)]
