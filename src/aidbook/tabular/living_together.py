"""Which rows of a file live together, and whom their households count beside them without a name."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from aidbook import clock
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.folding import fold
from aidbook.domain.imports import MemberRow, RowKey
from aidbook.domain.members import BANDS, NOT_ASKED, age_on
from aidbook.i18n import _
from aidbook.tabular.cells import Cells


def told_apart(members: list[MemberRow]) -> list[MemberRow]:
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


def with_counted(
    cells: Cells, members: list[MemberRow], sizes: dict[int, int], ages: dict[int, dict[str, int]]
) -> Iterator[MemberRow]:
    """Yield the members; the contact person of each household, or its first, carries the people without a name."""
    households: dict[str | int, list[MemberRow]] = defaultdict(list)
    for member in members:
        households[member.household_key or member.row].append(member)
    counted: dict[RowKey, dict[str, int]] = {}
    for people in households.values():
        each = _each_once(people)
        unnamed = _unnamed(cells, each, sizes)
        by_age = _unnamed_by_age(each, ages)
        if more := unnamed - sum(by_age.values()):
            by_age = {**by_age, NOT_ASKED: more} if more > 0 else by_age
        if by_age or any(one.row in sizes or one.row in ages for one in people):
            counted[next((one for one in people if one.is_contact), people[0]).key] = by_age
    for member in members:
        told = counted.get(member.key)
        yield member if told is None else replace(member, counted=told, is_counted=True)


def _each_once(people: list[MemberRow]) -> list[MemberRow]:
    """Return the people of a household without the rows that say somebody a second time."""
    return list({(fold(one.name), one.birth, one.own_number): one for one in reversed(people)}.values())[::-1]


def _unnamed_by_age(people: list[MemberRow], ages: dict[int, dict[str, int]]) -> dict[str, int]:
    """Return {age band: people} of a household's counts without those who have a row; one of no age is a grown-up."""
    left = dict(next((ages[one.row] for one in people if one.row in ages), {}))
    only_children = set(left) == {"0-17"}  # "4 kids" says nothing of whoever is named beside
    for one in people:
        band = _own_band(one)
        among = [band] if band else [] if only_children else list(_LIKELIEST)
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
        if other != size and not cells.ours:  # somebody who moves there brings the size of where they were
            why = _("Row {row} gives this household {n} people. The rest of the row is read in.")
            cells.complain("household_size", why.format(row=first_row, n=size), row)
    if size < len(people):
        why = _("{n} people of this household have a row of their own. The rest of the row is read in.")
        cells.complain("household_size", why.format(n=len(people)), first_row)
    return max(0, size - len(people))
