"""Members from a table: their names, what is said about them, and which of them live together."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold
from aidbook.domain.imports import MemberRow
from aidbook.domain.members import BANDS, NOT_ASKED, age_on
from aidbook.i18n import _
from aidbook.tabular.cells import Cells
from aidbook.tabular.quantities import read_count, read_size
from aidbook.tabular.values import is_no, read_band, read_languages, read_status, read_yes
from aidbook.tabular.words import WORDS


def member_rows(cells: Cells) -> list[MemberRow]:
    """Return a row for each person with a name; the people of a household who are only counted stand on one of its rows."""
    sizes: dict[int, int] = {}
    ages: dict[int, dict[str, int]] = {}
    members: list[MemberRow] = []
    for _row in cells.rows():
        member = _member(cells)
        if member:
            members.append(member)
            size = cells.leave_out("household_size", lambda: cells.read("household_size", read_size))
            if size is not None:
                sizes[member.row] = size
            if by_age := _by_age(cells):
                ages[member.row] = by_age
    together = _told_apart(members)
    return list(_with_counted(cells, together, sizes, ages)) if sizes or ages else together


_COUNTED = {"children": "0-17", "adults": "18-59", "seniors": "60+"}


def _by_age(cells: Cells) -> dict[str, int]:
    """Return {age band: people} as the row counts its household, the named among them."""
    counts = {
        band: cells.leave_out(field, lambda field=field: cells.read(field, read_count))  # type: ignore[misc] # bound now
        for field, band in _COUNTED.items()
    }
    return {band: people for band, people in counts.items() if people}


def _member(cells: Cells) -> MemberRow | None:
    family = cells.plain("family_name")
    parts = (cells.plain("first_name"), cells.plain("middle_name"), family)
    name = cells.plain("name") or " ".join(filter(None, parts))
    if not name:
        named = next(
            field for field in ("name", "first_name", "family_name") if field in cells.mapping.columns
        )
        cells.complain(named, _("There is no name to call them by."))
        return None
    birth = cells.leave_out("birth", lambda: cells.day("birth", "keep", past=True))
    household, own = cells.same("household") or "", cells.own_key()
    return MemberRow(
        row=cells.row,
        name=name,
        family_name=family or None,
        own_number=cells.text("own_number"),
        emptied=_emptied(cells),
        other_number=cells.text("other_number"),
        household_key=household or own,
        is_contact=read_yes(cells.raw("contact")) or bool(own and not household),
        birth=birth,
        age_band=None if birth else cells.leave_out("age", lambda: _band(cells)),
        phone=cells.text("phone"),
        email=cells.text("email"),
        address=_address(cells),
        zone=cells.same("zone"),
        languages=cells.read("languages", read_languages) or (),
        note=_note(cells),
        since=cells.leave_out("since", lambda: cells.day("since", "first", past=False)),
        left=cells.leave_out(
            "left", lambda: cells.read("left", lambda text: read_status(text, cells.words.get("left", {})))
        ),
    )


_MAY_BE_EMPTIED = (
    "family_name", "phone", "email", "birth", "languages", "since", "other_number", "note", "address", "zone",
)  # fmt: skip


def _emptied(cells: Cells) -> frozenset[str]:
    """Return the fields that a spreadsheet of our own has a column for, and no more anything in it."""
    if not cells.raw("own_number"):
        return frozenset()
    return frozenset(
        name for name in _MAY_BE_EMPTIED if name in cells.mapping.columns and not cells.raw(name)
    )


def _band(cells: Cells) -> str | None:
    """Return the age band, or the answer "prefers not to say"."""
    return PREFERS_NOT if cells.text("age") == PREFERS_NOT else cells.read("age", read_band)


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
    lines = [(index, cells.raw("note"))] if index is not None and cells.text("note") else []
    lines += [(at, text) for at, text in cells.further_notes() if not is_no(text)]
    return "\n".join(f"{_heading(cells, at)}{text}" for at, text in lines) or None


def _heading(cells: Cells, index: int) -> str:
    title = cells.title(index)
    return "" if not title or fold(title) in WORDS["members"]["note"] else f"{title.rstrip(' :?')}: "


def _told_apart(members: list[MemberRow]) -> list[MemberRow]:
    """Return the members with two families of one name told apart: two contact persons who live at two addresses."""
    contacts = defaultdict(set)
    for member in members:
        if member.is_contact and member.household_key:
            contacts[member.household_key].add(fold(member.address or ""))
    several = {key for key, addresses in contacts.items() if len(addresses) > 1}
    return [
        replace(member, household_key=f"{member.household_key} · {member.address}")
        if member.household_key in several and member.address
        else member
        for member in members
    ]


def _with_counted(
    cells: Cells, members: list[MemberRow], sizes: dict[int, int], ages: dict[int, dict[str, int]]
) -> Iterator[MemberRow]:
    """Yield the members; the contact person of each household, or its first, carries the people without a name."""
    households: dict[str | int, list[MemberRow]] = defaultdict(list)
    for member in members:
        households[member.household_key or member.row].append(member)
    counted: dict[int, dict[str, int]] = {}
    for people in households.values():
        unnamed = _unnamed(cells, people, sizes)
        by_age = _unnamed_by_age(people, ages)
        if more := unnamed - sum(by_age.values()):
            by_age = {**by_age, NOT_ASKED: more} if more > 0 else by_age
        if by_age:
            counted[next((one for one in people if one.is_contact), people[0]).row] = by_age
    for member in members:
        by_age = counted.get(member.row, {})
        yield replace(member, counted=by_age) if by_age else member


def _unnamed_by_age(people: list[MemberRow], ages: dict[int, dict[str, int]]) -> dict[str, int]:
    """Return {age band: people} of a household's counts without those who have a row; one of no age is a grown-up."""
    left = dict(next((ages[one.row] for one in people if one.row in ages), {}))
    for one in people:
        band = _own_band(one)
        among = [band] if band else list(_LIKELIEST)
        taken = next((name for name in among if left.get(name)), None)
        if taken:
            left[taken] -= 1
    return {band: count for band, count in left.items() if count}


_LIKELIEST = ("18-59", "60+", "0-17")


def _own_band(member: MemberRow) -> str | None:
    if member.age_band and member.age_band != PREFERS_NOT:
        return member.age_band
    age = age_on(member.birth, clock.today()) if member.birth else None
    return next((name for name, low, high in BANDS if age is not None and low <= age <= high), None)


def _unnamed(cells: Cells, people: list[MemberRow], sizes: dict[int, int]) -> int:
    """Return how many people of a household have no row of their own; its size counts those who have."""
    told = [(one.row, sizes[one.row]) for one in people if one.row in sizes]
    if not told:
        return 0
    first_row, size = told[0]
    for row, other in told[1:]:
        if other != size:
            why = _("Row {row} gives this household {n} people. The rest of the row is read in.")
            cells.complain("household_size", why.format(row=first_row, n=size), row)
    if size < len(people):
        why = _("{n} people of this household have a row of their own. The rest of the row is read in.")
        cells.complain("household_size", why.format(n=len(people)), first_row)
    return max(0, size - len(people))
