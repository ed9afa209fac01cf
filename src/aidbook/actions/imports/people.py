"""Reading members in: who is new, who is there already, and what somebody must decide."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from aidbook.actions.duplicates import why_words
from aidbook.actions.fingerprints import Erased, Fingerprints
from aidbook.actions.imports.differences import beside, beside_row
from aidbook.actions.imports.likely import Chance, chances
from aidbook.actions.imports.matching import Known, Matched, repeated
from aidbook.actions.imports.people_writes import Family, Writer
from aidbook.actions.imports.preview import LEAVE_OUT, Cell, Choices, Decision, Reading
from aidbook.actions.imports.remembered import AGAIN, MEMBER, Kept
from aidbook.domain.declare import Id
from aidbook.domain.fingerprints import Fingerprint
from aidbook.domain.folding import fold
from aidbook.domain.homes import new_id_at
from aidbook.domain.imports import MemberRow, RowKey
from aidbook.domain.members import Member
from aidbook.domain.same import same_of
from aidbook.domain.writes import take_back
from aidbook.i18n import _, format_date
from aidbook.store.book import Book
from aidbook.store.progress import Progress, silent

NEW, SAME_PERSON, RENAMED, SAME_ROW = "new", "same person", "renamed", "same row"


def read(
    book: Book,
    rows: list[MemberRow],
    reading: Reading,
    progress: Progress = silent,
) -> None:
    """Compare the rows with the book's members; add the lines and writes to `reading`."""
    people = _People(book, rows, reading)
    people.find(progress)
    writer = Writer(book, reading, people.known)
    writer.write(people.families())
    people.remember(writer.made)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was decided about a row: a member, another row, somebody new, or nobody."""

    answer: str
    who: Member | MemberRow | None = None


class _People:
    """The rows of a file and who they are."""

    def __init__(self, book: Book, rows: list[MemberRow], reading: Reading) -> None:
        self._book, self._rows, self._reading = book, rows, reading
        self.known = Known(book)
        self._matched = Matched()
        self._out: set[RowKey] = set()
        self._answered: dict[RowKey, str] = {}
        self._others: dict[RowKey, list[Id]] = {}
        self._fingerprints = Fingerprints(book)

    def find(self, progress: Progress) -> None:
        """Find out who every row is, the surest ways first."""
        self._matched.twice = repeated(self._rows)
        rest = [row for row in self._rows if row.key not in self._matched.twice]
        for finding in self._findings():
            rest = [row for row in rest if not finding(row)]
        likely = chances(self._book, rest, self.known.members, progress) if rest else {}
        for row in rest:
            if row.key in likely:
                self._ask_likely(row, likely[row.key])

    def _findings(self) -> Iterator[Callable[[MemberRow], bool]]:
        """Yield the ways in which a row is settled, the surest first, as far as this book has anything to find."""
        remembers = self._reading.memory.any_kept()
        if remembers:
            yield self._left_out
            yield self._as_kept
        if self.known.members:
            yield self._by_number
            yield self._by_name
        if remembers:
            yield self._as_kept_again
        if self._fingerprints.any_kept():
            yield self._asked_of_erased

    @cached_property
    def _names(self) -> dict[RowKey, tuple[str, ...]]:
        return _names(self._rows)

    # Each says whether it settled the row

    def _by_number(self, row: MemberRow) -> bool:
        member = self.known.by_number(row)
        if member:
            self._is(row, member)
            return True
        other = self.known.otherwise_named(row)
        if other is None or self._kept_member(row):
            return False
        self._ask_renamed(row, other)
        return True

    def _left_out(self, row: MemberRow) -> bool:
        kept = self._kept_of(row)
        return kept is not None and kept.answer == LEAVE_OUT and not self._ask_again(row)

    def _as_kept(self, row: MemberRow) -> bool:
        return self._is_kept(row, MEMBER)

    def _as_kept_again(self, row: MemberRow) -> bool:
        return self._is_kept(row, AGAIN)

    def _is_kept(self, row: MemberRow, answer: str) -> bool:
        """Take a row for the member that it was said to be the last time, while nobody says otherwise."""
        kept = self._kept_of(row)
        member = self._kept_member(row)
        if kept is None or kept.answer != answer or member is None:
            return False
        self._is(row, member)
        return True

    def _by_name(self, row: MemberRow) -> bool:
        alike = [] if self._kept_member(row) else self.known.alike(row)
        if not alike:
            return False
        meant = self.known.meant(row, alike)
        if meant:
            self._is(row, meant)
        else:
            self._ask_named(row, alike)
        return True

    def _asked_of_erased(self, row: MemberRow) -> bool:
        phones = tuple(filter(None, (row.phone, *row.other_phones)))
        erased = self._fingerprints.seen(row.name, row.birth, phones)
        if erased is None:
            return False
        self._ask_erased(row, erased)
        return True

    # Questions

    def _ask_renamed(self, row: MemberRow, other: Member) -> None:
        what = _("Number {number} is {there} in the book and {name} here.").format(
            number=row.other_number, there=_called(other), name=row.name
        )
        choices = (
            (SAME_PERSON, _("The same person; the name stays {name}").format(name=other.name)),
            (RENAMED, _("The same person, now called {name}").format(name=row.name)),
            (NEW, _("Somebody else")),
            (LEAVE_OUT, _("Leave this row out")),
        )
        self._settle(row, self._ask(row, what, choices, other), other)

    def _ask_named(self, row: MemberRow, alike: list[Member]) -> None:
        what = _("{name} is in the book already ({number}). Is this the same person?").format(
            name=row.name, number=", ".join(member.number or "–" for member in alike)
        )
        choices = (
            *_same_as([Chance(member, ()) for member in alike[:3]]),
            (NEW, _("Somebody else of that name")),
            (LEAVE_OUT, _("Leave this row out")),
        )
        answer = self._ask(row, what, choices, alike[0])
        self._settle(row, answer, *alike[:3])

    def _ask_erased(self, row: MemberRow, erased: Erased) -> None:
        what = _("{name}: this row was erased on {day}.").format(
            name=row.name, day=format_date(erased.on, "long")
        )
        choices = (
            (LEAVE_OUT, _("Leave them out, as they asked")),
            (NEW, _("They came back and want to be in the book")),
        )
        answer = self._ask(row, what, choices, None)
        self._settle(row, answer)
        if answer == NEW:
            self._reading.writes.append(take_back(Fingerprint, erased.id))

    def _ask_likely(self, row: MemberRow, likely: list[Chance]) -> None:
        first = likely[0]
        what = _("{name} may be {other}: {why}.").format(
            name=row.name, other=_called(first.who), why=why_words(first.why)
        )
        choices = (
            *_same_as(likely),
            (NEW, _("Somebody else")),
            (LEAVE_OUT, _("Leave this row out")),
        )
        answer = self._ask(row, what, choices, first.who)
        self._settle(row, answer, *(one.who for one in likely))

    def _ask_again(self, row: MemberRow) -> bool:
        """Leave a row out as the last time, unless somebody says now that it is to be read in; return whether."""
        what = _("{name} was left out the last time.").format(name=row.name)
        choices = ((LEAVE_OUT, _("Leave this row out")), (NEW, _("Read it in")))
        answer = self._ask(row, what, choices, None)
        if answer != LEAVE_OUT:
            return True
        self._settle(row, answer)
        return False

    def _beside(self, row: MemberRow, who: Member | MemberRow | None) -> tuple[Cell, ...]:
        if who is None:
            return ()
        if isinstance(who, MemberRow):
            return beside_row(row, who)
        known = self.known
        return beside(row, who, known.household(who.household), known.private_note(who.id))

    def _ask(self, row: MemberRow, what: str, choices: Choices, who: Member | MemberRow | None) -> str | None:
        other = who.row if isinstance(who, MemberRow) else None
        kept = self._kept_of(row)
        out = LEAVE_OUT if kept and kept.answer == LEAVE_OUT else None
        asked = Decision(row.row, what, choices, row.key, beside=self._beside(row, who), other_row=other)
        answer = self._reading.ask(asked, out)
        if answer is not None:
            self._answered[row.key] = answer
        return answer

    def _settle(self, row: MemberRow, answer: str | None, *likely: Member | MemberRow) -> None:
        """Do with a row what was decided; `likely` are those of whom the choices spoke, in their order."""
        if answer in {None, LEAVE_OUT}:
            self._out.add(row.key)
            return
        if answer == NEW:
            self._others[row.key] = [one.id for one in likely if isinstance(one, Member)]
            return
        numbers = [_key_of(at, one) for at, one in enumerate(likely)]
        meant = likely[numbers.index(answer)] if answer in numbers else likely[0]
        if isinstance(meant, MemberRow):
            self._matched.twice[row.key] = meant
            return
        if answer == RENAMED:
            self._matched.renamed.add(row.key)
        self._is(row, meant)

    def _is(self, row: MemberRow, member: Member) -> None:
        earlier = self.known.taken_by(member.id)
        if earlier is not None and earlier.key != row.key:
            self._matched.twice[row.key] = earlier
            return
        self.known.take(member, row)
        self._matched.there[row.key] = member

    def _kept_member(self, row: MemberRow) -> Member | None:
        """Return the member that the row was said to be the last time, while nobody says otherwise."""
        kept = self._kept_of(row)
        if kept is None or kept.answer == LEAVE_OUT or row.key in self._reading.decisions:
            return None
        return self.known.members.get(kept.member or "")

    def _kept_of(self, row: MemberRow) -> Kept | None:
        return self._reading.memory.kept(self._mark(row)) if self._reading.memory.any_kept() else None

    def _mark(self, row: MemberRow) -> str:
        return self._reading.memory.mark("row", *self._names[row.key])

    # What comes of it

    def families(self) -> list[Family]:
        """Return the rows that are read in, by household."""
        found: dict[str, Family] = defaultdict(Family)
        site = self._book.identity.site
        for row in self._rows:
            if row.key in self._out:
                continue
            if row.key in self._matched.twice:
                self._say_twice(row)
                continue
            family = found[row.household_key or f"\n{row.row}"]
            family.rows.append(row)
            member = self._matched.there.get(row.key)
            if member:
                family.known[row.key] = member
            else:
                family.new[row.key] = new_id_at(site)
            if row.key in self._matched.renamed:
                family.renamed.add(row.key)
        return list(found.values())

    def _say_twice(self, row: MemberRow) -> None:
        first = self._matched.twice[row.key]
        what = _("{name} stands in row {row} too").format(name=row.name, row=first.row)
        self._reading.say(row.row, "same", what)

    def remember(self, made: dict[RowKey, Id]) -> None:
        """Note what was decided, so that next month's file asks it no more, nor the list of possible duplicates."""
        self._reading.writes += [
            same_of("member", made[key], other, same=False)
            for key, others in self._others.items()
            for other in others
            if key in made
        ]
        rows = {row.key: row for row in self._rows}
        for key, answer in self._answered.items():
            row, memory = rows[key], self._reading.memory
            if answer == LEAVE_OUT:
                memory.note(self._mark(row), LEAVE_OUT)
                continue
            first = self._matched.twice.get(key)
            meant = self._first_of(row)
            member = self._matched.there.get(meant.key)
            id_ = member.id if member else made.get(meant.key)
            if id_:
                memory.note(self._mark(row), AGAIN if first else MEMBER, id_)
            elif meant.key in self._out:
                memory.note(self._mark(row), LEAVE_OUT)

    def _first_of(self, row: MemberRow) -> MemberRow:
        """Return the row that is read in where several say the same person."""
        seen = {row.key}
        while (first := self._matched.twice.get(row.key)) is not None and first.key not in seen:
            row = first
            seen.add(row.key)
        return row


def _names(rows: list[MemberRow]) -> dict[RowKey, tuple[str, ...]]:
    """Return what names each row in next month's file too; of several that say the same, which of them it is."""
    seen: Counter[tuple[str, ...]] = Counter()
    names: dict[RowKey, tuple[str, ...]] = {}
    for row in rows:
        said = (row.other_number or "", fold(row.name), row.birth or "")
        names[row.key] = (*said, str(seen[said]))
        seen[said] += 1
    return names


def _called(who: Member | MemberRow) -> str:
    if isinstance(who, Member):
        return f"{who.name} {who.number or ''}".strip()
    if isinstance(who, MemberRow):
        return _("{name} of row {row}").format(name=who.name, row=who.row)
    assert_never(who)


def _key_of(at: int, who: Member | MemberRow) -> str:
    """Return the key of the choice that a row is somebody: the first member is the one that answers for all rows."""
    same = SAME_PERSON if isinstance(who, Member) else SAME_ROW
    return same if at == 0 else f"{same} {at}"


def _same_as(likely: list[Chance]) -> Choices:
    words = {Member: _("The same person as {name}"), MemberRow: _("The same person as {name}; read in once")}
    return tuple(
        (_key_of(at, one.who), words[type(one.who)].format(name=_called(one.who)))
        for at, one in enumerate(likely)
    )
