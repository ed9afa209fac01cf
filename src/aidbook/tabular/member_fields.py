"""The fields of a member's row that are one column each, and how each is read."""

import re
from collections.abc import Callable
from functools import partial

from aidbook.domain.closed_lists import says_prefers_not
from aidbook.domain.declare import PREFERS_NOT
from aidbook.tabular.cells import Cells
from aidbook.tabular.days import Partial
from aidbook.tabular.phones import read_phones
from aidbook.tabular.values import (
    CLOSED_LISTS,
    even,
    read_band,
    read_languages,
    read_may_drive,
    read_reach,
    read_status,
    read_words,
)


def _band(cells: Cells) -> str | None:
    """Return the age band, or the answer "prefers not to say"."""
    return PREFERS_NOT if cells.text("age") == PREFERS_NOT else cells.read("age", read_band)


_AGE_ALONE = re.compile(r"\d{1,3}")
LONGEST_LIST = 1_000


def age_in_place_of_birth(cells: Cells) -> str | None:
    """Return the age band where a column of births holds an age."""
    text = cells.text("birth")
    if text is None or not _AGE_ALONE.fullmatch(text):
        return None
    return cells.leave_out("birth", lambda: read_band(text))


def _birth(cells: Cells) -> str | None:
    text = cells.text("birth")
    if text is None or _AGE_ALONE.fullmatch(text):
        return None
    return cells.leave_out("birth", lambda: cells.day("birth", "keep", past=True))


def _status(cells: Cells) -> str | None:
    words = cells.words.get("left", {})
    return cells.leave_out("left", lambda: cells.read("left", lambda text: read_status(text, words)))


def _phones(field: str) -> Callable[[Cells], tuple[str, ...]]:
    def read(cells: Cells) -> tuple[str, ...]:
        text = cells.text(field)
        if text is None or text == PREFERS_NOT or (cells.ours and field == "phone"):
            return (text,) if text else ()
        if cells.ours:
            return read_words(text, ours=True)
        return cells.leave_out(field, lambda: cells.read(field, read_phones, LONGEST_LIST)) or ()

    return read


def _words(field: str) -> Callable[[Cells], tuple[str, ...]]:
    known = field if field in CLOSED_LISTS else ""

    def read(cells: Cells) -> tuple[str, ...]:
        ours, longest = cells.ours, LONGEST_LIST * 5
        listed = partial(cells.read, field, lambda text: read_words(text, known, ours=ours), longest)
        return cells.leave_out(field, listed) or ()

    return read


def _day(field: str, partial: Partial) -> Callable[[Cells], str | None]:
    return lambda cells: cells.leave_out(field, lambda: cells.day(field, partial, past=False))


def _text(field: str) -> Callable[[Cells], str | None]:
    return lambda cells: cells.text(field)


def _languages(field: str) -> Callable[[Cells], tuple[str, ...]]:
    return lambda cells: cells.leave_out(field, lambda: cells.read(field, read_languages)) or ()


def _lines(field: str) -> Callable[[Cells], str | None]:
    """Read a text with its lines as they stand, or the answer "prefers not to say"."""
    return lambda cells: as_it_stands(cells, field) if cells.text(field) else None


def as_it_stands(cells: Cells, field: str) -> str:
    """Return a cell to the letter, but for the answer "prefers not to say"; in a file of our own only as we write it."""
    raw = cells.raw(field)
    refused = says_prefers_not(raw) if cells.ours else cells.text(field) == PREFERS_NOT
    return PREFERS_NOT if refused else raw


def _reach(cells: Cells) -> str | None:
    return cells.leave_out("reach_by", lambda: cells.read("reach_by", read_reach))


def _reach_note(cells: Cells) -> str | None:
    """Return when to reach somebody, or how, where that is none of the usual ways."""
    note = cells.text("reach_note")
    way = cells.text("reach_by")
    other = way if way and not cells.ours and read_reach(way) is None else None
    return ", ".join(filter(None, (other, note))) or None


FIELDS: dict[str, Callable[[Cells], object]] = {
    "family_name": lambda cells: even(as_it_stands(cells, "family_name")) or None,
    "own_number": _text("own_number"),
    "other_number": _text("other_number"),
    "birth": _birth,
    "age": lambda cells: cells.leave_out("age", lambda: _band(cells)),
    "phone": _phones("phone"),
    "other_phones": _phones("other_phones"),
    "email": _text("email"),
    "zone": lambda cells: cells.same("zone"),
    "languages": _languages("languages"),
    "reads": _languages("reads"),
    "since": _day("since", "first"),
    "left_on": _day("left_on", "first"),
    "left": _status,
    "pronouns": _text("pronouns"),
    "other_names": _words("other_names"),
    "reach_by": _reach,
    "reach_note": _reach_note,
    "diet": _words("diet"),
    "allergens": _words("allergens"),
    "access_needs": _words("access_needs"),
    "skills": _words("skills"),
    "may_drive": lambda cells: cells.leave_out("may_drive", lambda: cells.read("may_drive", read_may_drive)),
    "private_note": _lines("private_note"),
    "household_note": _lines("household_note"),
    "basis": _text("basis"),
    "proxies": _words("proxies"),
}
"""How the fields of a row are read that are one column each; "age" becomes the age band."""
