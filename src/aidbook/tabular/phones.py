"""Phones in any writing: as they stand, several from one cell, and when two writings are one number."""

import re
import unicodedata

from aidbook.i18n import _
from aidbook.tabular.errors import Unreadable

_BETWEEN = re.compile(r"[/;,|\n]|(?<=\d)\s+(?:or|and|o|y|ou|et|oswa|ak)\s+(?=[+(\d])", re.IGNORECASE)
_SHORTENED = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)
_DECIMALS = re.compile(r"(\d{5,})\.0+")
_WORD_BEFORE = re.compile(
    r"\b(?:tel(?:ephone|éfono|efono)?|phone|cell?(?:ular)?|mobile|mob|movil|móvil|whatsapp|wa|home|work|t|m|h|w|c)\s*[.:]\s*(?=[+(\d])",
    re.IGNORECASE,
)
_USUAL = re.compile(r"\+?[0-9][0-9 ()-]*")
"""One number without a word; most are."""
_FEWEST_DIGITS = 5


def read_phones(text: str) -> tuple[str, ...]:
    """Return the phones of a cell in the order they stand; what has no digits is one answer, such as "through Ana".

    Raises Unreadable for a number that a spreadsheet has shortened to 5.55E+09.
    """
    if _USUAL.fullmatch(text):
        return (" ".join(text.split()),)
    plain = text if text.isascii() else "".join(map(_western, text))
    if _SHORTENED.fullmatch(plain.strip()):
        raise Unreadable(
            _("A spreadsheet has shortened this phone to {text}: its digits are lost.").format(text=text)
        )
    parts = [part.strip() for part in _BETWEEN.split(plain)]
    if any(_digits(part) < _FEWEST_DIGITS for part in parts):  # "555-0101/2", "ask for Ana, 555 0101"
        parts = [plain]
    return tuple(dict.fromkeys(_one(part) for part in parts if part.strip()))


def _one(part: str) -> str:
    decimals = _DECIMALS.fullmatch(part.strip())
    return decimals[1] if decimals else " ".join(_WORD_BEFORE.sub("", part).split())


def _western(letter: str) -> str:
    """Return a digit of any script as 0 to 9, any blank as a blank, and a full-width plus as a plus."""
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    return "+" if letter == "＋" else " " if letter.isspace() and letter != "\n" else letter


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))
