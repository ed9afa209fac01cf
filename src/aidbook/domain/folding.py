"""Folding of words for search and comparison: accents, case, and letters that carry no accent."""

import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
     "ʿ": "", "ʾ": "", "’": "", "'": "", "ʼ": "", "`": ""}
)  # fmt: skip


def fold(text: str) -> str:
    """Return `text` in lower case without accents, letters only letters, words parted by one blank."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    lowered = unicodedata.normalize("NFKD", spread.casefold()).translate(_LETTERS)
    kept = "".join(c if c.isalnum() else " " for c in lowered if not unicodedata.combining(c))
    return " ".join(kept.split())
