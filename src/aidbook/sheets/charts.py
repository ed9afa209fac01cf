"""Charts, the same on the screen and on paper: bars whose fill and outline tell them apart where colours don't."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from aidbook.i18n import _, format_number
from aidbook.store.stock_card import Month

if TYPE_CHECKING:
    from aidbook.sheets.page import Block, Layout
    from aidbook.sheets.pen import Pen

_AXIS, _TOP, _LETTERS = 18.0, 18.0, 12.0
_LEAST = 6
_DIGIT = 0.6
"""How wide a figure is at most, beside its height."""


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of a chart as "#rrggbb": what is written, and two kinds of bars."""

    ink: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What two bars beside each other show, and what stands below them."""

    label: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class _Bar:
    left: float
    wide: float
    tall: float
    hollow: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """Words about a middle; `y` is their baseline."""

    middle: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class _Chart:
    """What is drawn, measured from the lower left corner."""

    wide: float
    high: float
    bars: tuple[_Bar, ...]
    words: tuple[_Words, ...]


def since_first(months: Sequence[Month]) -> Sequence[Month]:
    """Return the months from the first in which there was something; the last one where there never was."""
    used = [n for n, month in enumerate(months) if month.came or month.went or month.on_hand]
    return months[used[0] if used else -1 :]


def in_and_out(months: Sequence[Month]) -> list[Pair]:
    """Return what came in and went out by month, as bars."""
    return [Pair(month.month[5:], month.came, month.went) for month in months]


def legend() -> str:
    """Return which bars are which, in the language in use."""
    return _("filled: came in · hollow: went out")


def pairs_svg(pairs: Sequence[Pair], colors: Colors, family: str, size: tuple[int, int]) -> bytes:
    """Return bars in pairs as SVG, the first of each filled and the second hollow; the highest has its figure."""
    chart = _chart(pairs, *size)
    drawn = [_bar_svg(bar, chart.high, colors) for bar in chart.bars]
    drawn += [
        f'<text x="{each.middle:g}" y="{chart.high - each.y:g}" text-anchor="middle">{escape(each.text)}</text>'
        for each in chart.words
    ]
    floor = chart.high - _AXIS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.wide:g} {chart.high:g}"'
        f' font-family="{escape(family)}" font-size="{_LETTERS:g}" fill="{colors.ink}">{"".join(drawn)}'
        f'<path d="M0 {floor:g}H{chart.wide:g}" stroke="{colors.ink}" stroke-width="0.75"/></svg>'
    ).encode()


def _bar_svg(bar: _Bar, high: float, colors: Colors) -> str:
    fill, edge = ("none", colors.second) if bar.hollow else (colors.first, colors.first)
    return (
        f'<rect x="{bar.left:g}" y="{high - _AXIS - bar.tall:g}" width="{bar.wide:g}" height="{bar.tall:g}"'
        f' fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
    )


def pairs_block(layout: "Layout", pairs: Sequence[Pair], high: float) -> "Block":
    """Return the same bars as wide as a sheet's contents, and `high`."""
    from aidbook.sheets.page import Block

    chart = _chart(pairs, layout.frame.room, high)
    return Block(high, lambda pen, top: _draw(chart, pen, layout.frame.left, top - high))


def _draw(chart: _Chart, pen: "Pen", left: float, bottom: float) -> None:
    from aidbook.sheets.text import width, wrap

    for bar in chart.bars:
        draw = pen.outline if bar.hollow else pen.fill
        draw(left + bar.left, bottom + _AXIS, bar.wide, bar.tall)
    for each in chart.words:
        wide = width(each.text, _LETTERS)
        pen.lines(
            wrap(each.text, wide + 1, _LETTERS), left + each.middle - wide / 2, bottom + each.y, _LETTERS
        )
    pen.rule(left, left + chart.wide, bottom + _AXIS, thick=0.75, gray=0)


def _chart(pairs: Sequence[Pair], wide: float, high: float) -> _Chart:
    step = wide / max(_LEAST, len(pairs))
    bar = step * 0.36
    most = max((max(pair.first, pair.second) for pair in pairs), default=0)
    scale = (high - _AXIS - _TOP) / most if most > 0 else 0
    bars, words = list[_Bar](), list[_Words]()
    for number, pair in enumerate(pairs):
        left = number * step + step * 0.12
        words.append(_Words(left + bar, 4, pair.label))
        for units, at, hollow in ((pair.first, left, False), (pair.second, left + bar + 1, True)):
            if units * scale > 0:
                bars.append(_Bar(at, bar, units * scale, hollow))
    if bars:
        highest = max(bars, key=lambda one: one.tall)
        figure = format_number(most)
        half = len(figure) * _LETTERS * _DIGIT / 2
        middle = min(max(highest.left + bar / 2, half), wide - half)
        words.append(_Words(middle, _AXIS + highest.tall + 4, figure))
    return _Chart(wide, high, tuple(bars), tuple(words))
