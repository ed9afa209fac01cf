"""What a row says otherwise than the book: cell by cell.

A spreadsheet of our own that came home is believed to the letter, emptied cells too. Another system's file fills in what
the book does not know and brings what is newer there; it wipes nothing, and no other writing of the same is a change.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from aidbook.actions.cell_words import shown_words_of
from aidbook.actions.imports.preview import Cell
from aidbook.domain.closed_lists import says_prefers_not
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold
from aidbook.domain.imports import MemberRow
from aidbook.domain.members import Household, Member

MEMBER_FIELDS = (
    "name", "family_name", "other_names", "pronouns", "other_number", "birth", "age_band", "phone", "other_phones", "email",
    "reach_by", "reach_note", "languages", "reads", "diet", "allergens", "access_needs", "skills", "may_drive", "note",
    "since", "left", "left_on",
)  # fmt: skip
HOUSEHOLD_FIELDS = {"address": "address", "zone": "zone", "household_note": "note", "basis": "basis"}
"""{field of a row: field of its household}."""

fields_of = attrgetter(*MEMBER_FIELDS)
"""Return these fields of a row or a member, in this order."""
_FILE_FIELDS = {"age_band": "age"}
_NOTES = {"note", "private_note", "household_note"}
_ONLY_FILLED_IN = {"name", "family_name", "since", "left_on", "age_band", "other_number"}
_FEWEST_DIGITS = 5
_LONGEST_CELL = 32_767


def member_changes(row: MemberRow, member: Member, *, renamed: bool = False) -> dict[str, Any]:
    """Return {field of the member: value} of what the row says otherwise."""
    changes: dict[str, Any] = {}
    for name, said, there in zip(MEMBER_FIELDS, fields_of(row), fields_of(member), strict=True):
        if said in (None, ()) or said == there:
            continue
        if renamed and name in {"name", "family_name"}:
            changes[name] = said
        elif differs(name, said, there, row):
            changes[name] = merged(name, said, there, row)
    if row.left == "" and member.left:
        changes["left"] = ""
    if member.birth and not row.own_number:
        changes.pop("age_band", None)
    if row.emptied:
        changes |= _emptied(row, member)
    return changes


def _emptied(row: MemberRow, member: Member) -> dict[str, Any]:
    """Return the fields that somebody emptied in a spreadsheet of our own."""
    return {
        name: () if isinstance(getattr(member, name), tuple) else None
        for name in row.emptied & set(MEMBER_FIELDS)
        if getattr(member, name) not in (None, ())
    }


def household_change(name: str, row: MemberRow, household: Household | None) -> Iterator[Any]:
    """Yield the value of a field of the household that the row says otherwise; nothing where it says the same."""
    said, there = getattr(row, name), getattr(household, HOUSEHOLD_FIELDS[name]) if household else None
    if name in row.emptied and there is not None:
        yield None
    elif differs(name, said, there, row):
        yield merged(name, said, there, row)


def private_note_change(row: MemberRow, there: str | None) -> Iterator[str | None]:
    """Yield the private note on a member where the row says it otherwise; nothing where it says the same."""
    if "private_note" in row.emptied and there is not None:
        yield None
    elif differs("private_note", row.private_note, there, row):
        yield merged("private_note", row.private_note, there, row)


def differs(name: str, said: Any, there: Any, row: MemberRow) -> bool:  # noqa: ANN401 - a field's value
    """Tell whether what a row says of a field is to be written."""
    if said is None or said in ((), "") or said == there:
        return False
    if row.own_number:
        return not _same_text(said, there)
    if there is None or there == ():
        return True
    if PREFERS_NOT in (said, there) or (PREFERS_NOT,) in (said, there) or name in _ONLY_FILLED_IN:
        return False
    return not _says_already(name, said, there)


def _says_already(name: str, said: Any, there: Any) -> bool:  # noqa: ANN401 - a field's value
    """Tell whether a value says what another says, in another writing or less of it."""
    if isinstance(said, tuple):
        same = same_phone if name == "other_phones" else _same_words
        return all(any(same(one, other) for other in there) for one in said)
    if not isinstance(said, str):
        return bool(said == there)
    if name == "phone":
        return same_phone(said, there)
    if name == "birth":
        return bool(there.startswith(said))
    return fold(said) in fold(there) if name in _NOTES else _same_words(said, there)


def _same_words(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def merged(name: str, said: Any, there: Any, row: MemberRow) -> Any:  # noqa: ANN401 - a field's value
    """Return what is written of a field where both say something."""
    if row.own_number or not there or PREFERS_NOT in (there, *(there if isinstance(there, tuple) else ())):
        return said
    if name == "other_phones":
        return (*there, *(one for one in said if not any(same_phone(one, other) for other in there)))
    if isinstance(said, tuple):
        known = {fold(one) for one in there}
        return (*there, *(one for one in said if fold(one) not in known))
    return f"{there}\n{said}" if name in _NOTES else said


def _same_text(said: Any, there: Any) -> bool:  # noqa: ANN401 - a field's value
    """Tell whether a cell of our own says what it said when it left: blanks aside, cut where a cell ends."""
    if isinstance(said, tuple) and isinstance(there, tuple):
        return "; ".join(said).replace(";", " ").split() == "; ".join(there).replace(";", " ").split()
    if said == PREFERS_NOT and isinstance(there, str) and says_prefers_not(there):
        return True
    if isinstance(said, str) and isinstance(there, str):
        if len(said) == _LONGEST_CELL and said.endswith("…"):
            return there.startswith(said[:-1])
        return said.split() == there.split()
    return bool(said == there)


def same_phone(one: str, other: str) -> bool:
    """Tell whether two writings are one number: code of the country or a leading zero written or left out."""
    digits, others = _digits(one), _digits(other)
    if min(len(digits), len(others)) < _FEWEST_DIGITS:
        return one.split() == other.split()
    return digits.endswith(others) or others.endswith(digits)


def _digits(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isdecimal()).lstrip("0")


def cells_of(changes: dict[str, Any], record: object, names: dict[str, str] | None = None) -> Iterable[Cell]:
    """Yield each change as two cells; `names` are {field of the record: field of the file} where they differ."""
    for name, value in changes.items():
        field = (names or {}).get(name) or _FILE_FIELDS.get(name, name)
        yield Cell(field, shown_words_of(name, getattr(record, name, None)), shown_words_of(name, value))


def beside(
    row: MemberRow, member: Member, household: Household | None, private: str | None
) -> tuple[Cell, ...]:
    """Return what the book and the row say of a person, field by field, where either says something."""
    there: dict[str, Any] = dict(zip(MEMBER_FIELDS, fields_of(member), strict=True))
    there |= {name: getattr(household, field, None) for name, field in HOUSEHOLD_FIELDS.items()}
    return _beside(row, there | {"private_note": private})


def beside_row(row: MemberRow, other: MemberRow) -> tuple[Cell, ...]:
    """Return what another row and the row say of a person, field by field, where either says something."""
    names = (*MEMBER_FIELDS, *HOUSEHOLD_FIELDS, "private_note")
    return _beside(row, {name: getattr(other, name) for name in names})


def _beside(row: MemberRow, there: dict[str, Any]) -> tuple[Cell, ...]:
    nothing = (None, (), "")
    return tuple(
        Cell(_FILE_FIELDS.get(name, name), shown_words_of(field, other), shown_words_of(field, said))
        for name, other in there.items()
        if (said := getattr(row, name)) not in nothing or other not in nothing
        for field in (HOUSEHOLD_FIELDS.get(name, name),)
    )
