"""Text on paper: which font has the letters, Arabic joined and turned, how wide it is, where its lines break.

A `Line` is what stands on one line, from left to right: pieces of one font each. Whatever people write comes out whole:
a text may take more lines or a smaller size, but no letter of it is left out.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby

from aidbook.resources import resource

Line = tuple[tuple[str, str], ...]
"""(font, text) pieces from left to right."""

LEADING = 1.28
"""The height of a line, in sizes of its letters."""
CAP_HEIGHT = 0.668
"""The height of Atkinson Hyperlegible's capitals, in sizes: what looks centred is centred by these."""

_LATIN, _ARABIC, _WIDE = "AtkinsonHyperlegible", "NotoNaskhArabic", "DejaVuSans"
_FILES = {
    (_LATIN, False): "AtkinsonHyperlegible-Regular.ttf",
    (_LATIN, True): "AtkinsonHyperlegible-Bold.ttf",
    (_ARABIC, False): "NotoNaskhArabic-Regular.ttf",
    (_ARABIC, True): "NotoNaskhArabic-Bold.ttf",
    (_WIDE, False): "DejaVuSans.ttf",
    (_WIDE, True): "DejaVuSans-Bold.ttf",
}
# Naskh letters are drawn small: at a quarter more they read like the Latin ones beside them.
_SCALE = {_LATIN: 1.0, _ARABIC: 1.25, _WIDE: 1.0}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_ARABIC_LETTER = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")
# A no-break space is no place to break, nor one to fold.
_BLANKS = re.compile(r"[^\S\u00a0]+")
_PIECE = re.compile(r"[^\S\u00a0]+|(?:[^\s-]|\u00a0)*-+(?=\S)|(?:\S|\u00a0)+")
_JOINER_OFF = "\u200c"


class _Setting(dict[str, tuple[str, float]]):
    """{letter: (font it is set in, width in sizes)} of a text set in `family`; letters are looked up once."""

    def __init__(self, family: str, *, bold: bool) -> None:
        super().__init__()
        self._families = (family, _WIDE, _ARABIC)
        self._bold = bold

    def __missing__(self, letter: str) -> tuple[str, float]:
        families = (_ARABIC, _WIDE) if _ARABIC_LETTER.match(letter) else self._families
        having = (one for one in families if ord(letter) in _widths(one, self._bold))
        # Where no font has it, the wide font's empty box says that a letter stands here.
        family = next(having, _WIDE)
        widths = _widths(family, self._bold)
        wide = widths.get(ord(letter), widths[0]) / 1000 * _SCALE[family]
        self[letter] = found = (_name(family, self._bold), wide)
        return found


def _name(family: str, bold: bool) -> str:  # noqa: FBT001 - half of a font's key
    return f"{family}-Bold" if bold else family


@cache
def _widths(family: str, bold: bool) -> dict[int, float]:  # noqa: FBT001 - half of a font's key
    """Return {code: width in thousandths of the size} of a font, registered for drawing on its first use."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(_name(family, bold), str(resource("fonts", _FILES[family, bold])))
    pdfmetrics.registerFont(font)
    return {0: font.face.defaultWidth} | {
        code: font.face.getCharWidth(code) for code in font.face.charToGlyph
    }


@cache
def _setting(family: str, bold: bool) -> _Setting:  # noqa: FBT001 - half of a font's key
    return _Setting(family, bold=bold)


@cache
def _plain(bold: bool) -> dict[str, float]:  # noqa: FBT001 - half of a font's key
    """Return {letter: width in sizes} of those that the text font has and that need no other care."""
    letters = ((chr(code), wide / 1000) for code, wide in _widths(_LATIN, bold).items())
    return {c: wide for c, wide in letters if unicodedata.category(c) not in ("Cc", "Cf", "Mn")}


def _plain_width(text: str, *, bold: bool) -> float | None:
    """Return how many sizes wide a text is that the text font sets alone, else None. Nearly every text is one."""
    try:
        return sum(map(_plain(bold).__getitem__, text))
    except KeyError:
        return None


def base_font() -> str:
    """Return the name of the text font; a page begins with it, so that no foreign one stands in the file."""
    _widths(_LATIN, bold=False)
    return _name(_LATIN, bold=False)


def clean(text: str) -> str:
    """Return `text` on one line, composed, without signs that cannot be seen."""
    spaced = _BLANKS.sub(" ", text.replace("\u202f", "\u00a0"))
    seen = (c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs") or c == _JOINER_OFF)
    return unicodedata.normalize("NFC", _BLANKS.sub(" ", "".join(seen)).strip(" "))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is on one line, in points."""
    plain = _plain_width(text, bold=bold)
    if plain is not None:
        return plain * size
    joined = _joined(clean(text))
    setting = _setting(_family(joined, bold=bold), bold)
    return sum(setting[letter][1] for letter in joined) * size


def line_width(line: Line, size: float) -> float:
    """Return how wide a line is, in points."""
    return sum(_piece_width(font, piece) for font, piece in line) * size


def _piece_width(font: str, text: str) -> float:
    family = font.removesuffix("-Bold")
    setting = _setting(family, font != family)
    return sum(setting[letter][1] for letter in text)


def scaled(font: str, size: float) -> float:
    """Return the size at which a font's letters look like our text font's at `size`."""
    return size * _SCALE[font.removesuffix("-Bold")]


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[Line, ...]:
    """Return the lines a text takes in `room` points; a word wider than that breaks where it must."""
    if not text:
        return ()
    plain = _plain_width(text, bold=bold)
    if plain is not None and plain * size <= room:
        return (((_name(_LATIN, bold), text),),)
    return _wrapped(text, room, size, bold)


@lru_cache(maxsize=8192)
def _wrapped(text: str, room: float, size: float, bold: bool) -> tuple[Line, ...]:  # noqa: FBT001 - inner
    whole = _joined(clean(text))
    setting = _setting(_family(whole, bold=bold), bold)
    return tuple(_line(one, setting) for one in _broken(whole, room / size, setting))


def fit(
    text: str, room: float, size: float, *, bold: bool = False, lines: int = 1
) -> tuple[float, tuple[Line, ...]]:
    """Return the size, `size` or smaller, at which a text takes at most `lines` lines, and those lines."""
    found = wrap(text, room, size, bold=bold)
    while len(found) > lines:
        size *= 0.92
        found = wrap(text, room, size, bold=bold)
    return size, found


def _joined(text: str) -> str:
    """Return the text with Arabic letters in the forms they take beside each other."""
    return " ".join(map(_joined_word, text.split(" "))) if _ARABIC_LETTER.search(text) else text


@lru_cache(maxsize=8192)
def _joined_word(word: str) -> str:
    from arabic_reshaper import reshape

    return str(reshape(word)).replace(_JOINER_OFF, "")


def _family(text: str, *, bold: bool) -> str:
    """Return what sets the text: our font, or the wide one where ours lacks a letter (Vietnamese, Hausa, Russian).

    The whole text then, for a name in two fonts is hard to read. Signs such as ☐ change fonts alone.
    """
    ours = _widths(_LATIN, bold)
    strange = (c for c in text if ord(c) not in ours and not _ARABIC_LETTER.match(c))
    return _WIDE if any(unicodedata.category(c)[0] in "LM" for c in strange) else _LATIN


def _line(text: str, setting: _Setting) -> Line:
    """Return one line as it stands from left to right."""
    if _RIGHT_TO_LEFT.search(text):
        from bidi import get_display

        # Our languages run from left to right, and so does a list of names with an Arabic one in it.
        text = str(get_display(text, base_dir="L"))
    pieces = groupby(text, key=lambda letter: setting[letter][0])
    return tuple((font, "".join(letters)) for font, letters in pieces)


def _broken(text: str, room: float, setting: _Setting) -> Iterator[str]:
    """Yield the lines a text takes in `room` sizes: broken at blanks, else after hyphens, else between letters."""
    line, used = "", 0.0
    for piece in _PIECE.findall(text):
        wide = sum(setting[letter][1] for letter in piece)
        if line and not piece.isspace() and used + wide > room:
            yield line.rstrip(" ")
            line, used = "", 0.0
        if wide <= room:
            line, used = (line + piece, used + wide) if line or not piece.isspace() else ("", 0.0)
            continue
        *full, line = _cut(piece, room, setting)
        yield from full
        used = sum(setting[letter][1] for letter in line)
    if line.strip(" "):
        yield line.rstrip(" ")


def _cut(word: str, room: float, setting: _Setting) -> Iterator[str]:
    """Yield a word too wide for any line in parts that are not."""
    start, used = 0, 0.0
    for end, letter in enumerate(word):
        wide = setting[letter][1]
        if end > start and used + wide > room:
            yield word[start:end]
            start, used = end, 0.0
        used += wide
    yield word[start:]
