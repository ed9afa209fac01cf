"""Members as rows of a spreadsheet that may come home: changed there, it is read back as differences."""

from collections.abc import Iterator
from typing import Any

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import BANDS, NOT_ASKED, Household, Member, band_of
from aidbook.i18n import _
from aidbook.store import imports as query
from aidbook.store.book import Book

MEMBER_FIELDS = (
    "own_number", "name", "family_name", "phone", "email", "address", "zone", "household", "contact", "household_size",
    "children", "adults", "seniors", "birth", "age", "languages", "since", "left", "other_number", "note",
)  # fmt: skip
_COUNTED = dict(zip(("children", "adults", "seniors"), (name for name, _low, _high in BANDS), strict=True))
_GROWN = "18-59"


def member_rows(book: Book) -> Iterator[dict[str, str | int]]:
    """Yield {field: what its cell says} for each member of the site, those of one household together."""
    members = query.all_members(book)
    households = {one.id: one for one in query.all_households(book)}
    together: dict[Id, list[Member]] = {}
    for member in members:
        together.setdefault(member.household or member.id, []).append(member)
    for key, people in sorted(together.items(), key=lambda one: (_first_name(one[1]), one[0])):
        yield from _household_rows(households.get(key), people)


def _first_name(people: list[Member]) -> str:
    return min(member.name.casefold() for member in people)


def _household_rows(household: Household | None, people: list[Member]) -> Iterator[dict[str, str | int]]:
    contact = household.contact if household else None
    people = sorted(people, key=lambda one: (one.id != contact, one.name.casefold(), one.id))
    here = [member for member in people if member.left not in {"left", "died"}]
    key = next((member.number for member in here if member.number), "") or ""
    for member in people:
        row: dict[str, str | int] = {**_own(member)}
        if household is not None and member in here:
            row |= {"household": key, "contact": _("yes") if member.id == contact else ""}
            row |= {"address": _cell(household.address), "zone": _cell(household.zone)}
            if member is here[0]:
                row |= _sizes(household, here)
        yield {name: cell for name, cell in row.items() if cell != ""}


def _own(member: Member) -> dict[str, str]:
    said: dict[str, Any] = {name: getattr(member, name) for name in MEMBER_FIELDS if hasattr(member, name)}
    said.pop("household")
    return {name: _cell(value) for name, value in said.items()} | {
        "own_number": _cell(member.number),
        "age": "" if member.birth else _cell(member.age_band),
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return _("prefers not to say") if value == PREFERS_NOT else str(value)


def _sizes(household: Household, here: list[Member]) -> dict[str, str | int]:
    """Return a household's figures with the named among them, one of no known age as a grown-up."""
    bands = {band: household.counted.get(band, 0) for band in _COUNTED.values()}
    for member in here:
        band = band_of(member, clock.today())
        bands[band if band in bands else _GROWN] += 1
    everybody = sum(bands.values()) + household.counted.get(NOT_ASKED, 0)
    return {"household_size": everybody, **{field: bands[band] for field, band in _COUNTED.items()}}
