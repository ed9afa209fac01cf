"""Reading members in: who is new, who is there already, and which households they make."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aidbook import clock
from aidbook.actions.imports.preview import LEAVE_OUT, Reading
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.homes import new_id_at
from aidbook.domain.imports import MemberRow
from aidbook.domain.members import Household, Member
from aidbook.domain.writes import change
from aidbook.i18n import _
from aidbook.store import imports as query
from aidbook.store.book import Book

_MEMBER_FIELDS = (
    "name", "family_name", "other_number", "birth", "age_band", "phone", "email", "languages", "note", "since", "left",
)  # fmt: skip
NEW, SAME_PERSON = "new", "same person"


@dataclass(slots=True)
class _Family:
    """The rows of one household of the file, with the members they turned out to be."""

    rows: list[MemberRow] = field(default_factory=list)
    known: dict[int, Member] = field(default_factory=dict)
    new: dict[int, Id] = field(default_factory=dict)


class _Known:
    """The book's own members, found by number elsewhere or by name; each can be found by one row only."""

    def __init__(self, book: Book) -> None:
        self._by_other: dict[str, Member] = {}
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_own: dict[str, Member] = {}
        self._taken: set[Id] = set()
        for member in query.all_members(book):
            if member.other_number:
                self._by_other[member.other_number] = member
            if member.number:
                self._by_own[member.number] = member
            self._by_name[fold(member.name)].append(member)

    def by_number(self, row: MemberRow) -> Member | None:
        """Return the member who has the row's number here, or in the other system."""
        member = self._by_own.get(row.own_number or "") or self._by_other.get(row.other_number or "")
        return member if member and member.id not in self._taken else None

    def alike(self, row: MemberRow) -> list[Member]:
        """Return the members whom the row's name could mean and whom no number or birth tells apart from it."""
        named = [m for m in self._by_name.get(fold(row.name), []) if m.id not in self._taken]
        named = [
            m
            for m in named
            if not (m.other_number and row.other_number and m.other_number != row.other_number)
        ]
        return [m for m in named if not (m.birth and row.birth and _other_birth(m.birth, row.birth))]

    def take(self, member: Member) -> None:
        """Let no other row find this member."""
        self._taken.add(member.id)


def _alike(one: object, other: object) -> bool:
    """Tell whether two values say the same, blanks aside."""
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()
    return one == other


def _other_birth(one: str, other: str) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] != other[:shared]


def read(book: Book, rows: list[MemberRow], reading: Reading) -> None:
    """Compare the rows with the book's members; add the lines and writes to `reading`."""
    known = _Known(book)
    matched = {row.row: member for row in rows if (member := known.by_number(row))}
    for member in matched.values():
        known.take(member)
    families: dict[str, _Family] = defaultdict(_Family)
    for row in rows:
        family = families[row.household_key or f"\n{row.row}"]
        member = matched.get(row.row)
        if member is None:
            alike = known.alike(row)
            answer = _decided(reading, row, alike)
            if answer == LEAVE_OUT:
                continue
            member = alike[0] if answer == SAME_PERSON else None
        family.rows.append(row)
        if member:
            known.take(member)
            family.known[row.row] = member
        else:
            family.new[row.row] = new_id_at(book.identity.site)
    _Writer(book, reading).write(list(families.values()))


def _decided(reading: Reading, row: MemberRow, alike: list[Member]) -> str:
    """Return whether the row is new, the one person alike, or left out until somebody decides."""
    if not alike:
        return NEW
    sure = len(alike) == 1 and (not row.birth or not alike[0].birth or row.birth == alike[0].birth)
    if sure and not (
        row.other_number and not alike[0].other_number and alike[0].phone and row.phone != alike[0].phone
    ):
        return SAME_PERSON
    what = _("{name} is in the book already ({number}). Is this the same person?").format(
        name=row.name, number=", ".join(member.number or "–" for member in alike)
    )
    choices = (
        (
            SAME_PERSON,
            _("The same person as {name}").format(name=f"{alike[0].name} {alike[0].number or ''}".strip()),
        ),
        (NEW, _("Somebody else of that name")),
        (LEAVE_OUT, _("Leave this row out")),
    )
    return reading.ask(row.row, what, choices) or LEAVE_OUT


class _Writer:
    """Turns families into writes: households first, then their members."""

    def __init__(self, book: Book, reading: Reading) -> None:
        self._book = book
        self._reading = reading

    def write(self, families: list[_Family]) -> None:
        """Write every family."""
        for family in families:
            if family.rows:
                self._write_family(family)

    def _write_family(self, family: _Family) -> None:
        there = next((m.household for m in family.known.values() if m.household), None)
        household = there or new_id_at(self._book.identity.site)
        gone = all(
            row.own_number and not row.household_key for row in family.rows
        )  # who left has none in our own
        changed = None if gone else self._write_household(family, household, is_new=there is None)
        for row in family.rows:
            member = family.known.get(row.row)
            if member is None:
                self._add(row, family.new[row.row], household)
            else:
                self._correct(row, member, household_changed=changed == row.row)

    def _write_household(self, family: _Family, household: Id, *, is_new: bool) -> int | None:
        """Write the household's own fields; return the row that changed one that was there."""
        contact_row = next((row for row in family.rows if row.is_contact), family.rows[0])
        counted: dict[str, int] = defaultdict(int)
        for row in family.rows:
            for band, people in row.counted.items():
                counted[band] += people
        said: dict[str, Any] = {
            "address": next((row.address for row in family.rows if row.address), None),
            "zone": next((row.zone for row in family.rows if row.zone), None),
            "counted": {band: people for band, people in counted.items() if people},
        }
        emptied = {name: None for name in ("address", "zone") if name in contact_row.emptied}
        said = {name: value for name, value in said.items() if value} | emptied
        if contact_row.own_number:  # our own spreadsheet counts everybody, also when nobody is left to count
            said.setdefault("counted", {})
        if is_new:
            known = family.known.get(contact_row.row)
            contact = known.id if known else family.new[contact_row.row]
            on = clock.today() if "counted" in said else None
            self._reading.writes.append(Household(id=household, contact=contact, counted_on=on, **said))
            return None
        present = self._book.get(Household, household)
        other = {name: value for name, value in said.items() if present and getattr(present, name) != value}
        if other:
            if "counted" in other:
                other["counted_on"] = clock.today()
            self._reading.writes.append(change(Household, household, **other))
            return contact_row.row
        return None

    def _add(self, row: MemberRow, id_: Id, household: Id) -> None:
        said = {name: getattr(row, name) for name in _MEMBER_FIELDS}
        self._reading.writes.append(Member(id=id_, household=household, **said))
        self._reading.say(row.row, "new", _("{name} is new").format(name=row.name))

    def _correct(self, row: MemberRow, member: Member, *, household_changed: bool) -> None:
        other = {
            name: value
            for name in _MEMBER_FIELDS
            if (value := getattr(row, name)) and not _alike(value, getattr(member, name))
        }
        other |= {name: None for name in row.emptied & set(_MEMBER_FIELDS) if getattr(member, name)}
        if "languages" in other:
            other["languages"] = row.languages
        if row.left == "" and member.left:
            other["left"] = ""
        if not row.own_number and fold(row.name) == fold(member.name):
            other.pop("name", None)
        if other:
            self._reading.writes.append(change(Member, member.id, **other))
        if other or household_changed:
            self._reading.say(row.row, "changed", _("{name} changes").format(name=member.name))
        else:
            self._reading.say(row.row, "same", _("{name} is there already").format(name=member.name))
