"""Rows read from other systems' files, in our words, before anything is compared with the book."""

from dataclasses import dataclass, field
from typing import Literal

ImportKind = Literal["members", "stock", "delivery", "codes"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be read: its row as the spreadsheet counts, its column's title, and why."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberRow:
    """One person of a file. `household_key` is the same for people of one household and "" for one alone.

    A spreadsheet of our own that came home gives the member's `own_number`, and in `emptied` the fields that have a
    column and an empty cell there.
    """

    row: int
    name: str
    own_number: str | None = None
    emptied: frozenset[str] = frozenset()
    family_name: str | None = None
    other_number: str | None = None
    household_key: str = ""
    is_contact: bool = False
    counted: dict[str, int] = field(default_factory=dict)
    birth: str | None = None
    age_band: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    zone: str | None = None
    languages: tuple[str, ...] = ()
    note: str | None = None
    since: str | None = None
    left: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StockRow:
    """One line of a stock list or a delivery note: units in all, and the pack they came in where the file names one."""

    row: int
    item: str
    units: int
    unit: str = "pcs"
    pack: str | None = None
    pack_units: int = 1
    code: str | None = None
    category: str | None = None
    place: str | None = None
    lot: str | None = None
    best_before: str | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeRow:
    """A known barcode: the item it means and how many base units are in the pack.

    `code` is "" where the file's code is wrong: the item is known all the same.
    """

    row: int
    code: str
    item: str
    units: int
    category: str | None = None
    unit: str = "pcs"


ImportRow = MemberRow | StockRow | CodeRow


@dataclass(frozen=True, slots=True)
class ImportFile:
    """All that a file says, read whole: its rows in our words, its wrong cells, and a digest of its content."""

    kind: ImportKind
    digest: str
    rows: tuple[ImportRow, ...]
    wrong: tuple[Wrong, ...]
