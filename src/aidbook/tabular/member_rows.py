"""Members from a table: their names, what is said about them, and which of them live together."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold
from aidbook.domain.imports import MemberRow
from aidbook.i18n import _
from aidbook.tabular.cells import Cells
from aidbook.tabular.living_together import told_apart, with_counted
from aidbook.tabular.makeup import Named, read_makeup, read_people
from aidbook.tabular.member_fields import FIELDS, LONGEST_LIST, age_in_place_of_birth, as_it_stands
from aidbook.tabular.quantities import read_count
from aidbook.tabular.values import even, is_no, read_yes
from aidbook.tabular.words import WORDS


def member_rows(cells: Cells) -> list[MemberRow]:
    """Return a row for each person with a name; the people of a household who are only counted stand on one of its rows."""
    sizes: dict[int, int] = {}
    ages: dict[int, dict[str, int]] = {}
    members: list[MemberRow] = []
    readers = _readers(cells)
    for row in cells.rows():
        named = [Named(_name(cells, readers), None, None)]
        others = cells.leave_out("household_people", lambda: _others(cells)) if readers.others else ()
        if not named[0].name and others and not readers.has_name:
            named, others = [others[0]], others[1:]
        if not named[0].name:
            cells.complain(readers.name_field, _("There is no name to call them by."))
            continue
        members += _people(cells, readers, named[0], others or ())
        if readers.counts:
            size, by_age = _makeup(cells)
            if size is not None:
                sizes[row] = size
            if by_age:
                ages[row] = by_age
    together = members if cells.ours else told_apart(members)
    return list(with_counted(cells, together, sizes, ages)) if sizes or ages else together


@dataclass(frozen=True, slots=True)
class _Column:
    """What reads a field from one column or several, which are `taken` from a row; the same cells are read once."""

    field: str
    read: Callable[[Cells], object]
    taken: Callable[[tuple[str, ...]], object]
    known: dict[object, object]


@dataclass(frozen=True, slots=True)
class _Readers:
    """What there is to read in a file: readers of the fields that have a column, and how its names are written."""

    columns: tuple[_Column, ...]
    name_parts: tuple[str, ...]
    has_name: bool
    name_field: str
    turned: bool
    others: bool
    counts: bool
    may_be_emptied: tuple[str, ...]


def _readers(cells: Cells) -> _Readers:
    names = [field for field in ("name", "first_name", "family_name") if cells.has(field)]
    return _Readers(
        tuple(_columns(cells)),
        tuple(field for field in ("first_name", "middle_name", "family_name") if cells.has(field)),
        bool(names),
        (names or ["household_people"])[0],
        not cells.ours and cells.has("name") and not cells.has("first_name") and _family_first(cells),
        cells.has("household_people"),
        any(cells.has(field) for field in ("household_size", *_COUNTED)),
        tuple(name for name in _MAY_BE_EMPTIED if cells.has("own_number") and cells.has(name)),
    )


_SEVERAL = {"reach_note": ("reach_note", "reach_by"), "address": ("address", "postcode", "city")}
"""{field: the fields of the columns that it is read from}, where they are several."""


def _columns(cells: Cells) -> Iterator[_Column]:
    for field, read in _FIELDS.items():
        indexes = [cells.mapping.columns[name] for name in _SEVERAL.get(field, (field,)) if cells.has(name)]
        if field == "note":
            indexes += cells.mapping.further_notes
        if indexes:
            yield _Column(field, read, itemgetter(*indexes), {})


_TURNED = re.compile(r"[^,\d]+,\s*[^,\d]+")
_MOST = 0.8


def _family_first(cells: Cells) -> bool:
    """Tell whether the names are written "Luz, Rosa"."""
    sample = cells.sample("name")
    return bool(sample) and sum(bool(_TURNED.fullmatch(cell)) for cell in sample) >= _MOST * len(sample)


def _name(cells: Cells, readers: _Readers) -> str:
    name = cells.plain("name")
    if readers.turned and "," in name:
        family, _comma, first = name.partition(",")
        name = even(f"{first} {family}")
    if name:
        return name
    return " ".join(filter(None, (_part(cells, field) for field in readers.name_parts)))


def _part(cells: Cells, field: str) -> str:
    """Return a part of a name; a family name that somebody prefers not to say is none."""
    refused = field == "family_name" and cells.text(field) == PREFERS_NOT
    return "" if refused else cells.plain(field)


def _others(cells: Cells) -> tuple[Named, ...]:
    return cells.read("household_people", read_people, LONGEST_LIST) or ()


def _people(cells: Cells, readers: _Readers, named: Named, others: Sequence[Named]) -> list[MemberRow]:
    """Return the row's own person, and those whom one of its cells names beside."""
    said, own = _said(cells, readers), cells.own_key()
    household = said.pop("household", None) or ""
    said["age_band"] = said.pop("age", None)
    if "birth" in said and said["birth"] is None and (band := age_in_place_of_birth(cells)):
        said["age_band"] = band
    said["birth"] = said.get("birth") or named.birth
    said["age_band"] = None if said["birth"] else said["age_band"] or named.age_band
    phones = said.pop("phone", None) or ()
    more = (*phones[1:], *said.pop("other_phones", ()))
    first = MemberRow(
        row=cells.row,
        name=named.name,
        emptied=_emptied(cells, readers) if readers.may_be_emptied else frozenset(),
        household_key=household or own,
        is_contact=said.pop("contact", False) or bool(own and not household) or bool(others),
        phone=phones[0] if phones else None,
        other_phones=more,
        **said,
    )
    if not others:
        return [first]
    kept = [one for one in others if fold(one.name) != fold(named.name)]
    return [first, *(_beside(first, one, at) for at, one in enumerate(kept, start=1))]


def _said(cells: Cells, readers: _Readers) -> dict[str, Any]:
    """Return {field: what the row says of it}. Cells that were read before are not read again, unless they were wrong."""
    said: dict[str, Any] = {}
    here, wrong = cells.here, cells.wrong
    for column in readers.columns:
        cell = column.taken(here)
        if cell in column.known:
            said[column.field] = column.known[cell]
            continue
        before = len(wrong)
        said[column.field] = value = column.read(cells)
        if len(wrong) == before:
            column.known[cell] = value
    return said


def _beside(first: MemberRow, named: Named, at: int) -> MemberRow:
    return MemberRow(
        row=first.row,
        among=at,
        name=named.name,
        household_key=first.household_key,
        birth=named.birth,
        age_band=named.age_band,
    )


_COUNTED = {"children": "0-17", "adults": "18-59", "seniors": "60+"}


def _makeup(cells: Cells) -> tuple[int | None, dict[str, int]]:
    """Return how many people the row gives its household, and how many of each age as far as it says."""
    told = cells.leave_out("household_size", lambda: cells.read("household_size", read_makeup))
    ages = dict(told.ages) if told else {}
    for field, band in _COUNTED.items():
        count = cells.leave_out(field, partial(cells.read, field, read_count)) if cells.has(field) else None
        if count is not None:
            ages[band] = count
    return told.size if told else None, ages


_MAY_BE_EMPTIED = (
    "family_name", "phone", "email", "birth", "languages", "since", "other_number", "note", "address", "zone", "other_names",
    "pronouns", "other_phones", "reach_by", "reach_note", "reads", "diet", "allergens", "access_needs", "skills", "may_drive",
    "private_note", "left_on", "household_note", "basis",
)  # fmt: skip


def _emptied(cells: Cells, readers: _Readers) -> frozenset[str]:
    """Return the fields that a spreadsheet of our own has a column for, and no more anything in it."""
    if not cells.raw("own_number"):
        return frozenset()
    return frozenset(name for name in readers.may_be_emptied if not cells.raw(name))


def _address(cells: Cells) -> str | None:
    """Return the address in one line: street, town and postcode where they stand apart."""
    street = cells.text("address")
    further = [part for field in ("postcode", "city") if (part := cells.text(field)) and part != PREFERS_NOT]
    if street == PREFERS_NOT or not further:
        return street
    known = fold(street or "")
    town = " ".join(part for part in further if fold(part) not in known)
    return ", ".join(filter(None, (street, town))) or None


def _note(cells: Cells) -> str | None:
    """Return the note, a line for each column that adds to it; a column's title goes before what it explains."""
    index = cells.mapping.columns.get("note")
    said = as_it_stands(cells, "note") if cells.text("note") else None
    lines = [(index, said)] if index is not None and said and said != PREFERS_NOT else []
    lines += [(at, text) for at, text in cells.further_notes() if not is_no(text)]
    return "\n".join(f"{_heading(cells, at)}{text}" for at, text in lines) or said


def _heading(cells: Cells, index: int) -> str:
    title = cells.title(index)
    return "" if not title or fold(title) in WORDS["members"]["note"] else f"{title.rstrip(' :?')}: "


_FIELDS: dict[str, Callable[[Cells], object]] = {
    **FIELDS,
    "household": lambda cells: cells.same("household"),
    "contact": lambda cells: read_yes(cells.raw("contact")),
    "address": _address,
    "note": _note,
}
