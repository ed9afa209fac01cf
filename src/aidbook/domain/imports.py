"""Rows read from other systems' files, in our words, before anything is compared with the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from aidbook.domain.declare import YesNo
from aidbook.domain.profiles import ALWAYS
from aidbook.domain.profiles import FIELDS as ASKED
from aidbook.i18n import N_

ImportKind = Literal["members", "stock", "delivery", "codes"]

RowKey = int | str
"""What names a row to whoever decides about it: its number, or "7/2" for the second one named in one cell of row 7."""


LEFT_WORDS = {"left": N_("left"), "paused": N_("paused"), "died": N_("died")}
REACH_WORDS = {
    "call": N_("by a call"),
    "text": N_("by a text (SMS)"),
    "message": N_("by another message"),
    "email": N_("by email"),
    "in person": N_("in person"),
    "through someone": N_("through somebody"),
}
"""How a spreadsheet of our own says who has left, and how somebody likes to be reached."""

OUR_SEPARATOR = "; "
"""What stands between the things that a cell of a spreadsheet of our own lists."""


_PROFILE_KEYS = {
    "name": "name", "first_name": "name", "middle_name": "name", "city": "address", "postcode": "address", "age": "age_band",
    "other_phones": "phone", "reach_by": "reach", "reach_note": "reach", "household_size": "counted", "children": "counted",
    "adults": "counted", "seniors": "counted",
}  # fmt: skip
"""{field of a file: key of a profile's field}, where they differ."""


def is_asked(name: str, on: frozenset[str] | None) -> bool:
    """Return whether a site that asks these keys of its members reads a field; what no profile switches is read."""
    key = _PROFILE_KEYS.get(name, name)
    return on is None or key in ALWAYS or key not in ASKED or key in on


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be read: its row as the spreadsheet counts, its column's title, and why."""

    row: int
    column: str
    why: str


@dataclass(
    kw_only=True, slots=True
)  # not frozen: past the freeze its many fields take five times as long to set
class MemberRow:
    """One person of a file. `household_key` is the same for people of one household and "" for one alone.

    Where the file counts the household at all, `is_counted` is true of one of its rows, and `counted` holds there those
    who have none of their own. `among` counts the people that one cell of the row names beside the row's own person, who is 0. `proxies` are names
    of who may pick up for the household. A spreadsheet of our own that came home gives the member's `own_number`, and in
    `emptied` the fields that have a column and an empty cell there.
    """

    row: int
    name: str
    among: int = 0
    own_number: str | None = None
    emptied: frozenset[str] = frozenset()
    family_name: str | None = None
    other_number: str | None = None
    household_key: str = ""
    is_contact: bool = False
    counted: dict[str, int] = field(default_factory=dict)
    is_counted: bool = False
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
    other_names: tuple[str, ...] = ()
    pronouns: str | None = None
    other_phones: tuple[str, ...] = ()
    reach_by: str | None = None
    reach_note: str | None = None
    reads: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    allergens: tuple[str, ...] = ()
    access_needs: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    may_drive: YesNo | None = None
    private_note: str | None = None
    left_on: str | None = None
    household_note: str | None = None
    basis: str | None = None
    proxies: tuple[str, ...] = ()

    @property
    def key(self) -> RowKey:
        """Return what names this person to whoever decides about it."""
        return f"{self.row}/{self.among}" if self.among else self.row


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
class Head:
    """What tells the files of one source, and how this one is read.

    `labels` name its columns in their order, `signs` what another file of the source has too: its titles, or the shape of
    its cells where it has none. `columns` are {field: column from 0}, None where somebody left it out; `orders` are
    {field of days: "day first" or "month first"} where they were asked for.
    """

    labels: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    columns: Mapping[str, int | None] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class ImportFile:
    """All that a file says, read whole: its rows in our words, its wrong cells, and a digest of its content.

    `off` names the fields that the file has and this site does not ask, which stay outside.
    """

    kind: ImportKind
    digest: str
    rows: tuple[ImportRow, ...]
    wrong: tuple[Wrong, ...]
    off: tuple[str, ...] = ()
    head: Head | None = None
