"""What each page begins with: site, title, what the sheet is about, its totals, and which print it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from aidbook.sheets.pen import INK, MM, SECOND, SOFT, TEXT, TITLE, Pen
from aidbook.sheets.text import LEADING, Line, fit, line_width, width
from aidbook.sheets.values import Words

_APART = 8 * MM
"""The white between what stands on one line at the left and at the right."""
_BELOW = 4 * MM


@dataclass(frozen=True, slots=True)
class Heading:
    """The words above on each page: the sheet's title, the day and place it is about, the totals, what to know.

    `scale` enlarges it for what is read from a wall. `named`: people's names are on the sheet. `kind` and `on`, an ISO
    date, are what the file says of itself; `kind` is the title without what somebody typed, where that is in it.
    """

    title: Words
    about: Words = ()
    totals: Words = ()
    notes: tuple[Words, ...] = ()
    scale: float = 1.0
    named: bool = False
    kind: Words = ()
    on: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one size at the left or right edge, and how far the next row is below them."""

    lines: tuple[Line, ...]
    size: float
    gray: float
    step: float
    right: bool = False

    @property
    def wide(self) -> float:
        return sum(line_width(line, self.size) for line in self.lines)


@dataclass(frozen=True)
class Head:
    """A heading set in `room` points: what is long takes more lines, and smaller letters before too many."""

    words: Heading
    site: str
    print_number: str
    room: float

    @cached_property
    def height(self) -> float:
        """Return how high it is, with the white below it."""
        return sum(row.step for row in self._rows) + _BELOW

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draw it below `top`, beginning at `left`."""
        pen.right(self.print_number, left + self.room, top - TEXT, TEXT, bold=True)
        for row in self._rows:
            x = left + self.room - row.wide if row.right else left
            pen.lines(row.lines, x, top - row.size, row.size, row.gray)
            top -= row.step

    @cached_property
    def _rows(self) -> tuple[_Row, ...]:
        beside = self.room - width(self.print_number, TEXT, bold=True) - _APART
        size, site = fit(self.site, beside, TEXT, lines=2)
        first, *second = self.words.title
        return (
            _Row(site, size, SOFT, len(site) * size * LEADING + 4),
            self._row(first, TITLE, bold=True),
            *(self._row(one, SECOND, second=True) for one in second),
            *self._about_and_totals(),
            *(self._row(one, TEXT, second=n > 0) for note in self.words.notes for n, one in enumerate(note)),
        )

    def _about_and_totals(self) -> Iterator[_Row]:
        """Yield what the sheet is about and its totals: on one line where there is room for both, else below."""
        abouts = [self._row(one, SECOND, second=n > 0) for n, one in enumerate(self.words.about)]
        totals = [
            self._row(one, SECOND, second=n > 0, bold=n == 0) for n, one in enumerate(self.words.totals)
        ]
        pairs = list(zip_longest(abouts, totals))
        if not abouts or not all(self._beside(*pair) for pair in pairs):
            yield from abouts + totals
            return
        for left, right in pairs:
            if left:
                yield replace(left, step=0) if right else left
            if right:
                yield replace(right, right=True)

    def _beside(self, *rows: _Row | None) -> bool:
        """Tell whether rows of one line each fit on the same line."""
        found = [row for row in rows if row]
        return (
            all(len(row.lines) == 1 for row in found) and sum(row.wide for row in found) + _APART <= self.room
        )

    def _row(self, words: str, size: float, *, second: bool = False, bold: bool = False) -> _Row:
        size, lines = fit(words, self.room, size * self.words.scale, bold=bold, lines=4)
        return _Row(lines, size, SOFT if second else INK, len(lines) * size * LEADING + 2)
