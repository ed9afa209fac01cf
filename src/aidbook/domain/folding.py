"""Folding of words for search and comparison: accents, case, and letters that carry no accent."""

import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
     "ə": "e", "ª": "a", "º": "o", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
     "ʿ": "", "ʾ": "", "ʻ": "", "’": "", "'": "", "ʼ": "", "`": ""}
)  # fmt: skip
_LATIN = _LETTERS | dict.fromkeys(c for c in range(0x300, 0x370) if unicodedata.combining(chr(c)))
"""For texts of which nothing but Latin letters is left: their accents go in one step."""
_PLAIN = bytes(c if chr(c).isalnum() else 0x20 for c in bytes(range(128)).lower()) + bytes(128)
_APOSTROPHES = b"'`"


def fold(text: str) -> str:
    """Return `text` in lower case without accents, letters only letters, words parted by one blank."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text).casefold().translate(_LATIN)
    if not plain.isascii():
        return fold_any(text)
    return b" ".join(plain.encode().translate(_PLAIN, _APOSTROPHES).split()).decode()


def fold_any(text: str) -> str:
    """Return what `fold` does, for any letters; it is slower."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(unicodedata.normalize("NFKD", spread.casefold()).translate(_KEPT).split())


class _Kept(dict[int, str]):
    """What becomes of each sign, looked up once: a letter or digit stays, accents go, anything else is a blank."""

    def __missing__(self, sign: int) -> str:
        """Return what becomes of a sign and remember it."""
        letters = _LETTERS.get(sign, chr(sign))
        kept = self[sign] = "".join(_kept(letter) for letter in letters if not unicodedata.combining(letter))
        return kept


def _kept(letter: str) -> str:
    """Return a letter or digit, a blank for anything else; signs that are words of their own stand apart."""
    if "\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff":
        return f" {letter} "
    return letter if letter.isalnum() else " "


_KEPT = _Kept()
