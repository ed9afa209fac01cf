"""Codes that scanners read, drawn as rectangles: QR for phones and 2D scanners, Code 128 for plain ones."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby

from aidbook.sheets.pen import MM, Pen

_QUIET_MODULES = 10
"""White at each side of a Code 128, in modules (ISO/IEC 15417)."""
_WIDEST_MODULE = 0.4 * MM
_OVERLAP = 1.02
"""Rows of a QR code reach a hair into each other, or some readers draw white lines between them."""


_MASK = 0
"""Every reader reads every mask. Trying all eight takes six times as long; for numbers as ours this one is the best most
often, and never bad."""


@lru_cache(maxsize=2_000)  # what was looked at is printed next
def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark and light modules of a QR code, row by row from the top, without the white around it.

    A quarter of it may be dirty or scratched (level Q).
    """
    import segno

    made = segno.make(text, error="q", micro=False, boost_error=False, mask=_MASK)
    return tuple(tuple(map(bool, row)) for row in made.matrix)


def draw_qr(pen: Pen, text: str, left: float, bottom: float, side: float) -> None:
    """Draw a QR code with `side` from edge to edge, its lower left corner at left, bottom. White is left to others."""
    rows = qr_modules(text)
    boxes = (
        (at, len(rows) - number, length, _OVERLAP)
        for number, row in enumerate(rows, start=1)
        for at, length in _dark_runs(row)
    )
    pen.fill_all(boxes, left, bottom, side / len(rows), side / len(rows))


def _dark_runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where each dark run of a row begins and how long it is."""
    at = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield at, length
        at += length


def draw_code128(pen: Pen, text: str, left: float, bottom: float, wide: float, high: float) -> None:
    """Draw a Code 128 that takes at most `wide` with the white at both sides, which begins at `left`."""
    bars = code128_bars(text)
    module = min(_WIDEST_MODULE, wide / (sum(map(abs, bars)) + 2 * _QUIET_MODULES))
    ends = accumulate(map(abs, bars), initial=_QUIET_MODULES)
    boxes = ((at, 0, bar, 1) for at, bar in zip(ends, bars, strict=False) if bar > 0)
    pen.fill_all(boxes, left, bottom, module, high)


def code128_bars(text: str) -> list[int]:
    """Return how many modules wide each bar and each gap (below zero) of a Code 128 is, in turn."""
    from reportlab.graphics.barcode.code128 import Code128

    made = Code128(text, quiet=False)
    made.validate()
    made.encode()
    made.decompose()
    return [ord(c) - ord("A") + 1 if c.isupper() else ord("a") - ord(c) - 1 for c in made.decomposed]
