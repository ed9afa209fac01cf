"""What is written for the rows of people: households first, then their members."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aidbook import clock
from aidbook.actions.cell_words import counted_words, shown_words_of
from aidbook.actions.imports.differences import (
    HOUSEHOLD_FIELDS,
    MEMBER_FIELDS,
    cells_of,
    fields_of,
    household_change,
    member_changes,
    private_note_change,
)
from aidbook.actions.imports.matching import Known
from aidbook.actions.imports.preview import Cell, Reading
from aidbook.actions.members import noted
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.homes import new_id_at
from aidbook.domain.imports import MemberRow, RowKey
from aidbook.domain.members import GONE, Household, Member, Proxy
from aidbook.domain.writes import Change, change
from aidbook.i18n import _
from aidbook.store import imports as query
from aidbook.store.book import Book

_NAMES = {field: name for name, field in HOUSEHOLD_FIELDS.items()}


@dataclass(slots=True)
class Family:
    """The rows of one household of the file, with the members they turned out to be."""

    rows: list[MemberRow] = field(default_factory=list)
    known: dict[RowKey, Member] = field(default_factory=dict)
    new: dict[RowKey, Id] = field(default_factory=dict)
    renamed: set[RowKey] = field(default_factory=set)


class Writer:
    """Turns families into writes."""

    def __init__(self, book: Book, reading: Reading, known: Known) -> None:
        self._book, self._reading, self._known = book, reading, known
        self._site = book.identity.site
        self._proxies: dict[Id, set[str]] | None = None
        self._cells: dict[RowKey, list[Cell]] = defaultdict(list)
        self._is_new, self._is_there = _("{name} is new"), _("{name} is there already")
        self.made: dict[RowKey, Id] = {}

    def write(self, families: Iterable[Family]) -> None:
        """Write every family."""
        for family in families:
            self._write_family(family)

    def _write_family(self, family: Family) -> None:
        household, is_new = self._household_of(family)
        gone = all(
            row.own_number and not row.household_key for row in family.rows
        )  # who left has none in our own
        if is_new:
            if not self._reading.look:
                self._add_household(family, household)
        elif not gone:
            self._change_household(family, household)
        if not gone:
            self._add_proxies(family, household)
        for row in family.rows:
            member = family.known.get(row.key)
            if member is None:
                self._add(row, family.new[row.key], household)
            else:
                self._correct(
                    row, member, household if row.household_key else None, renamed=row.key in family.renamed
                )

    # Households

    def _household_of(self, family: Family) -> tuple[Id, bool]:
        """Return the household of a family of the file, and whether it is new to the book."""
        named = next((self._known.numbered(row.household_key) for row in family.rows if row.own_number), None)
        among = [named] if named else []
        among += [family.known[row.key] for row in family.rows if row.key in family.known]
        there = next((one.household for one in among if one.household), None)
        return there or new_id_at(self._site), there is None

    def _add_household(self, family: Family, household: Id) -> None:
        contact = _contact_row(family)
        known = family.known.get(contact.key)
        said = self._said(family, None)
        counted = _counted(family)
        self._reading.writes.append(
            Household(
                id=household,
                contact=known.id if known else family.new[contact.key],
                counted=counted,
                counted_on=clock.today() if counted else None,
                **said,
            )
        )

    def _change_household(self, family: Family, household: Id) -> None:
        settled, present = _settled(family, household), self._known.household(household)
        contact = _contact_row(settled)
        changes = self._said(settled, present)
        self._cells[contact.key] += cells_of(changes, present, _NAMES)
        counted = _counted(settled)
        told = counted or (contact.own_number and any(row.is_counted for row in settled.rows))
        if present and told and settled is family and counted != _people(present.counted):
            changes |= {"counted": counted, "counted_on": clock.today()}
            was, becomes = counted_words(present.counted), counted_words(counted)
            self._cells[contact.key].append(Cell("household_size", was, becomes))
        member = family.known.get(contact.key)
        if present and contact.own_number and contact.is_contact and member and present.contact != member.id:
            changes["contact"] = member.id
            self._cells[contact.key].append(Cell("contact", _("no"), _("yes")))
        if changes:
            self._reading.writes.append(change(Household, household, **changes))

    def _said(self, family: Family, present: Household | None) -> dict[str, Any]:
        """Return what the rows say of their household, the first that says something of each field."""
        contact = _contact_row(family)
        speaks = {
            name: next((row for row in (contact, *family.rows) if getattr(row, name)), contact)
            for name in HOUSEHOLD_FIELDS
        }
        return {
            HOUSEHOLD_FIELDS[name]: value
            for name, row in speaks.items()
            for value in household_change(name, row, present)
        }

    def _add_proxies(self, family: Family, household: Id) -> None:
        wanted = [(row, name) for row in family.rows for name in row.proxies]
        if not wanted:
            return
        if self._proxies is None:
            self._proxies = query.proxy_names(self._book)
        there = self._proxies.setdefault(household, set())
        for row, name in wanted:
            if fold(name) not in there:
                there.add(fold(name))
                self._reading.writes.append(Proxy(id=new_id_at(self._site), household=household, name=name))
                self._cells[row.key].append(Cell("proxies", "", name))

    # Members

    def _add(self, row: MemberRow, id_: Id, household: Id) -> None:
        if not self._reading.look:
            said = dict(zip(MEMBER_FIELDS, fields_of(row), strict=True))
            self._reading.writes.append(Member(id=id_, household=household, **said))
            if row.private_note:
                self._reading.writes += noted(self._book, id_, row.private_note)
        self.made[row.key] = id_
        self._reading.say(row.row, "new", self._is_new.format(name=row.name))

    def _correct(self, row: MemberRow, member: Member, household: Id | None, *, renamed: bool) -> None:
        changes = member_changes(row, member, renamed=renamed)
        if "left" in changes and "left_on" not in changes:
            changes["left_on"] = clock.today() if changes["left"] else None
        cells = [*self._cells.pop(row.key, ()), *cells_of(changes, member)]
        there = self._known.private_note(member.id)
        for note in private_note_change(row, there):
            self._reading.writes += noted(self._book, member.id, note)
            words = (shown_words_of("private_note", one) for one in (there, note))
            cells.append(Cell("private_note", *words))
        if household and not member.household:
            changes["household"] = household
        elif household and row.own_number and household != member.household:
            changes |= {"household": household, "household_since": clock.today()}
            cells.append(Cell("household", self._called(member.household), self._called(household)))
            self._leave(member)
        if changes:
            self._reading.writes.append(change(Member, member.id, **changes))
        if cells:
            self._reading.say(row.row, "changed", _("{name} changes").format(name=member.name), tuple(cells))
        else:
            self._reading.say(row.row, "same", self._is_there.format(name=member.name))

    def _called(self, household: Id | None) -> str:
        """Return the number of a household's contact person, as our own spreadsheet names households."""
        present = self._known.household(household)
        contact = self._known.members.get(present.contact or "") if present else None
        return contact.number or contact.name if contact else ""

    def _leave(self, member: Member) -> None:
        """Let somebody else be spoken to in a household that its contact person leaves; an empty one ends."""
        present = self._known.household(member.household)
        if present is None or present.contact != member.id:
            return
        left = [
            one for one in self._known.members.values() if one.household == present.id and one.id != member.id
        ]
        here = [one for one in left if one.left not in GONE]
        if here or left or present.counted:
            self._reading.writes.append(change(Household, present.id, contact=here[0].id if here else None))
        else:
            self._reading.writes.append(Change("household", present.id, {"kept": False}))


def _settled(family: Family, household: Id) -> Family:
    """Return a family without those who only move there in a spreadsheet of our own: their cells speak of where they were."""
    rows = [
        row
        for row in family.rows
        if not (row.own_number and row.key in family.known and family.known[row.key].household != household)
    ]
    return family if len(rows) in {0, len(family.rows)} else Family(rows, family.known, family.new)


def _contact_row(family: Family) -> MemberRow:
    return next((row for row in family.rows if row.is_contact), family.rows[0])


def _counted(family: Family) -> dict[str, int]:
    counted: dict[str, int] = defaultdict(int)
    for row in family.rows:
        for band, people in row.counted.items():
            counted[band] += people
    return _people(counted)


def _people(counted: Mapping[str, int]) -> dict[str, int]:
    return {band: people for band, people in counted.items() if people}
