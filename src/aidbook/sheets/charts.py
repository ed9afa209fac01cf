"""Charts, drawn for the screen: bars whose fill and outline tell them apart where colours don't."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_AXIS = 18
_TOP = 16
_LEAST = 6
_CLIP = re.compile(r'<clipPath.*?</clipPath>|clip-path="[^"]*"', re.DOTALL)


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


def pairs_svg(pairs: Sequence[Pair], colors: Colors, family: str, size: tuple[int, int]) -> bytes:
    """Return bars in pairs as SVG, the first of each filled and the second hollow; the highest has its figure."""
    from reportlab.graphics import renderSVG
    from reportlab.graphics.shapes import Drawing, Line, Rect, String
    from reportlab.lib.colors import HexColor

    wide, high = size
    ink, first, second = (HexColor(color) for color in (colors.ink, colors.first, colors.second))
    drawing = Drawing(wide, high)
    most = max((max(pair.first, pair.second) for pair in pairs), default=0)
    step = wide / max(_LEAST, len(pairs))
    bar = step * 0.36
    for number, pair in enumerate(pairs):
        left = number * step + step * 0.12
        for at, units in ((left, pair.first), (left + bar + 1, pair.second)):
            tall = (high - _AXIS - _TOP) * units / most if most else 0
            fill, edge = (first, first) if at == left else (None, second)
            drawing.add(
                Rect(at, _AXIS, bar, tall, fillColor=fill, strokeColor=edge, strokeWidth=1.5 if tall else 0)
            )
        drawing.add(
            String(
                left + bar,
                4,
                pair.label,
                fontName="Helvetica",
                fontSize=12,
                fillColor=ink,
                textAnchor="middle",
            )
        )
    drawing.add(Line(0, _AXIS, wide, _AXIS, strokeColor=ink, strokeWidth=0.75))
    text: str = renderSVG.drawToString(drawing)
    # Not every reader knows that a clip is only a clip: nothing here needs one.
    return _CLIP.sub("", text).replace("Helvetica", family).encode()
