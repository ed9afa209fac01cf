"""What the kinds of files are, in words."""

import unicodedata

from aidbook.domain.imports import ImportKind
from aidbook.i18n import _, format_number, ngettext


def kind_words(kind: ImportKind) -> str:
    """Return what a kind of file does to the book."""
    words = {
        "members": _("People of the group"),
        "stock": _("A stock list: what is on the shelves now"),
        "delivery": _("A delivery note: what came in, added to the shelves"),
        "codes": _("Known barcodes: which item each means, no stock"),
    }
    return words[kind]


def title_words(kind: ImportKind) -> str:
    """Return the title over reading a kind of file in."""
    words = {
        "members": _("Read in people"),
        "stock": _("Read in a stock list"),
        "delivery": _("Read in a delivery note"),
        "codes": _("Read in barcodes"),
    }
    return words[kind]


def teaching_words(kind: ImportKind) -> str:
    """Return what happens to a kind of file, and what need not be done to it."""
    words = {
        "members": _(
            "A list of people from a spreadsheet or another program, as it is: any order of columns, with titles or "
            "without. Only a name is needed."
        ),
        "stock": _(
            "A list of what is on the shelves, as it is. It counts as a count of now: the same list again changes "
            "nothing, another figure is one change."
        ),
        "delivery": _("A list of what came in, as it is. What is on it is added to the shelves."),
        "codes": _("A list of barcodes and what they mean, as it is. It brings no stock."),
    }
    return words[kind]


def to_do_words(rows: int, answers: int) -> str:
    """Return what the main button does: reads so many rows in, or keeps what was decided for the next file."""
    if rows:
        return ngettext("Read in {n} row", "Read in {n} rows", rows).format(n=format_number(rows))
    return _("Remember what was decided") if answers else _("Nothing to read in")


_LEFT_TO_RIGHT = "\u200e"


def from_the_left(sentence: str) -> str:
    """Return a sentence of ours that is laid out from the left, also where an Arabic name begins it."""
    strong = (way for way in map(unicodedata.bidirectional, sentence) if way in {"L", "R", "AL"})
    return sentence if next(strong, "L") == "L" else f"{_LEFT_TO_RIGHT}{sentence}"
