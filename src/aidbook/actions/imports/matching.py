"""Which member of the book a row of a file is: by number, by name and birth, by what was decided the last time."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from aidbook.domain.declare import Id, answered
from aidbook.domain.folding import fold
from aidbook.domain.imports import MemberRow, RowKey
from aidbook.domain.members import Household, Member
from aidbook.store import imports as query
from aidbook.store.book import Book
from aidbook.store.private_notes import private_notes


@dataclass(slots=True)
class Matched:
    """What the rows of a file turned out to be: members who are there, and rows that stand for another row."""

    there: dict[RowKey, Member] = field(default_factory=dict)
    twice: dict[RowKey, MemberRow] = field(default_factory=dict)
    renamed: set[RowKey] = field(default_factory=set)


class Known:
    """The book's own members, found by number or by name; each is found by one row only."""

    def __init__(self, book: Book) -> None:
        self.members = {member.id: member for member in query.all_members(book)}
        self._by_other: dict[str, list[Member]] = defaultdict(list)
        self._by_name: dict[str, list[Member]] = defaultdict(list)
        self._by_own: dict[str, Member] = {}
        self._taken: dict[Id, MemberRow] = {}
        self._households: dict[Id, Household] | None = None
        self._notes: dict[Id, str] | None = None
        self._book = book
        for member in self.members.values():
            if number := answered(member.other_number):
                self._by_other[number].append(member)
            for number in filter(None, (member.number, *member.old_numbers)):
                self._by_own.setdefault(number, member)
            self._by_name[fold(member.name)].append(member)

    def household(self, id_: Id | None) -> Household | None:
        """Return a household of the book."""
        if self._households is None:
            self._households = {one.id: one for one in query.all_households(self._book)}
        return self._households.get(id_ or "")

    def private_note(self, member: Id) -> str | None:
        """Return the private note on a member."""
        if self._notes is None:
            self._notes = private_notes(self._book)
        return self._notes.get(member)

    def numbered(self, number: str | None) -> Member | None:
        """Return the member who has a number of ours, on a card that they lost too."""
        return self._by_own.get(number or "")

    def by_number(self, row: MemberRow) -> Member | None:
        """Return the member who has the row's number, here or in the other system, and whom it names the same."""
        own = self.numbered(row.own_number)
        if own:
            return own
        same = [
            one for one in self._by_other.get(row.other_number or "", ()) if fold(one.name) == fold(row.name)
        ]
        return same[0] if same else None

    def otherwise_named(self, row: MemberRow) -> Member | None:
        """Return the one member who has the row's number of the other system under another name."""
        found = [one for one in self._by_other.get(row.other_number or "", ()) if one.id not in self._taken]
        return found[0] if len(found) == 1 and fold(found[0].name) != fold(row.name) else None

    def alike(self, row: MemberRow) -> list[Member]:
        """Return the members whom the row's name could mean and whom no number or birth tells apart from it."""
        named = [m for m in self._by_name.get(fold(row.name), []) if m.id not in self._taken]
        named = [
            m
            for m in named
            if not (
                answered(m.other_number) and answered(row.other_number) and m.other_number != row.other_number
            )
        ]
        return [m for m in named if not _other_birth(answered(m.birth), answered(row.birth))]

    def meant(self, row: MemberRow, alike: list[Member]) -> Member | None:
        """Return the one of several of the row's name who is meant without a doubt, or None.

        Of several it is the one who is described just so, as a row is that was read in before; or the one with whom
        the row has most in common.
        """
        if len(alike) == 1:
            elsewhere = answered(row.other_number) and not answered(alike[0].other_number)
            return None if elsewhere and alike[0].phone and row.phone != alike[0].phone else alike[0]
        said = _details(row, row.address)
        each = {one.id: _details(one, self._address(one)) for one in alike}
        exact = next((one for one in alike if each[one.id] == said), None)
        if exact:
            return exact
        shared = {one.id: sum(a == b != "" for a, b in zip(said, each[one.id], strict=True)) for one in alike}
        most = [one for one in alike if shared[one.id] == max(shared.values())]
        return most[0] if len(most) == 1 else None

    def _address(self, member: Member) -> str | None:
        household = self.household(member.household)
        return household.address if household else None

    def take(self, member: Member, row: MemberRow) -> None:
        """Let no other row find this member."""
        self._taken.setdefault(member.id, row)

    def taken_by(self, member: Id) -> MemberRow | None:
        """Return the row that found a member first."""
        return self._taken.get(member)


def _details(who: Member | MemberRow, address: str | None) -> tuple[str, ...]:
    """Return what tells somebody from another of the same name."""
    phone = "".join(filter(str.isdecimal, who.phone or ""))[-_PHONE_DIGITS:]
    # Who prefers not to say is not one person with all who do not.
    told = (answered(one) or "" for one in (who.birth, who.email, address, who.other_number))
    birth, email, where, number = told
    return (birth, phone, email.casefold(), fold(where), number)


_PHONE_DIGITS = 7


def _other_birth(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    shared = min(len(one), len(other))
    return one[:shared] != other[:shared]


# Rows that stand twice in a file


def repeated(rows: Iterable[MemberRow]) -> dict[RowKey, MemberRow]:
    """Return {row: the earlier row that says the same person}: one number and name, or all that tells somebody apart."""
    first: dict[object, MemberRow] = {}
    twice: dict[RowKey, MemberRow] = {}
    for row in rows:
        for names in _names_of_rows:
            name = names(row)
            if name is None:
                continue
            earlier = first.setdefault(name, row)
            if earlier is not row:
                twice.setdefault(row.key, earlier)
    return twice


def _by_own(row: MemberRow) -> object | None:
    return ("own", row.own_number) if row.own_number else None


def _by_other(row: MemberRow) -> object | None:
    return ("other", row.other_number, fold(row.name)) if answered(row.other_number) else None


def _by_all(row: MemberRow) -> object | None:
    """Return everything that tells somebody apart; None where a row says no more than a name."""
    if row.own_number or answered(row.other_number) or row.among:
        return None
    said = tuple(map(answered, (row.birth, row.phone, row.email, row.address)))
    return ("all", row.name, row.household_key, said) if any(said) else None


_names_of_rows: tuple[Callable[[MemberRow], object | None], ...] = (_by_own, _by_other, _by_all)
