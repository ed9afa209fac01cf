"""What sort of thing a column holds, judged by its cells alone: for files without titles, and to doubt titles."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from aidbook.tabular.days import looks_like_day
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.makeup import read_makeup
from aidbook.tabular.quantities import read_count, read_quantity
from aidbook.tabular.reading import Table
from aidbook.tabular.values import is_barcode, is_language, is_status, is_yes_or_no

_SAMPLE = 300
_LONGEST = 200  # what is longer is a text, whatever it begins with
_MOST = 0.8
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"\+?[\d\s().\-/]{7,20}")
_FEWEST_PHONE_DIGITS, _MOST_PHONE_DIGITS = 7, 15


@dataclass(frozen=True)
class Column:
    """A sample of a column's filled cells, spread over the file, and what they look like."""

    index: int
    cells: tuple[str, ...]

    def mostly(self, looks: Callable[[str], bool]) -> bool:
        """Return whether nearly all filled cells look so; an empty column looks like nothing."""
        return bool(self.cells) and sum(map(looks, self.cells)) >= _MOST * len(self.cells)

    @cached_property
    def is_text(self) -> bool:
        """Words, rather than figures or marks."""
        return self.mostly(lambda cell: sum(map(str.isalpha, cell)) * 2 >= len(cell.replace(" ", "")))

    @cached_property
    def words(self) -> float:
        """Return how many words a cell has on average."""
        return sum(len(cell.split()) for cell in self.cells) / (len(self.cells) or 1)

    @cached_property
    def variety(self) -> float:
        """Return which share of the cells is different from the others."""
        return len(set(self.cells)) / (len(self.cells) or 1)


def columns_of(table: Table) -> tuple[Column, ...]:
    """Return every column of a table with its sample."""
    step = max(1, len(table.rows) // _SAMPLE)
    rows = table.rows[::step]
    return tuple(
        Column(index, tuple(row[index][:_LONGEST] for row in rows if row[index]))
        for index in range(table.width)
    )


def is_quantity(cell: str) -> bool:
    """Return whether a cell says how many, rightly or wrongly: "1,200", "2 cases of 24", "-3"."""
    return _readable(read_quantity, cell.lstrip("-−( ").rstrip(")")) or bool(
        re.fullmatch(r"-?\d+[.,]\d+", cell)
    )


def is_size(cell: str) -> bool:
    """Return whether a cell could be the size of a household."""
    return _readable(read_makeup, cell)


def is_count(cell: str) -> bool:
    """Return whether a cell says how many people, perhaps none: "4", "4 kids", "2 adults, 1 child"."""
    return _readable(read_count, cell) or _readable(read_makeup, cell)


def is_email(cell: str) -> bool:
    """Return whether a cell is an e-mail address."""
    return bool(_EMAIL.fullmatch(cell))


def is_phone(cell: str) -> bool:
    """Return whether a cell is a phone number, and no date."""
    digits = sum(map(str.isdecimal, cell))
    in_bounds = _FEWEST_PHONE_DIGITS <= digits <= _MOST_PHONE_DIGITS
    return in_bounds and bool(_PHONE.fullmatch(cell)) and not looks_like_day(cell)


def _readable(read: Callable[[str], object], cell: str) -> bool:
    try:
        read(cell)
    except Unreadable:
        return False
    return True


LOOKS: dict[str, Callable[[str], bool]] = {
    "birth": lambda cell: looks_like_day(cell) or bool(re.fullmatch(r"(19|20)\d{2}", cell)),
    "since": lambda cell: looks_like_day(cell) or bool(re.fullmatch(r"(19|20)\d{2}", cell)),
    "best_before": looks_like_day,
    "email": is_email,
    "phone": lambda cell: sum(map(str.isdecimal, cell)) >= _FEWEST_PHONE_DIGITS - 2,
    "household_size": is_size,
    "children": is_count,
    "adults": is_count,
    "seniors": is_count,
    "household_people": lambda cell: any(map(str.isalpha, cell)) and not is_count(cell),
    "contact": is_yes_or_no,
    "may_drive": is_yes_or_no,
    "reads": is_language,
    "left_on": looks_like_day,
    "left": is_status,
    "languages": is_language,
    "units": is_quantity,
    "pack_units": is_quantity,
    "unit": lambda cell: not is_quantity(cell),
    "code": lambda cell: " " not in cell or is_barcode(cell.replace(" ", "")),
}
"""What the cells of a field look like. A title is not believed where nearly none of its cells do."""
