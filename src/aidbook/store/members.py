"""Queries on members and households."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aidbook.domain.declare import Id
from aidbook.domain.members import Household, Member, Tie, whole_name
from aidbook.domain.roles import may_see_field
from aidbook.store import linked_households, local, same
from aidbook.store.book import Book
from aidbook.store.finding import find
from aidbook.store.profiles import fields_on
from aidbook.store.rows import home, marks, things


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member as lists show one; `also` are the numbers, or names, of those linked with it and shown as one."""

    id: Id
    name: str
    number: str | None
    household: Id | None
    household_label: str
    household_size: int
    phone: str | None
    left: str | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household as lists show one: its label is its contact person's name; `also` as with members."""

    id: Id
    label: str
    number: str | None
    size: int
    names: tuple[str, ...]
    zone: str | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """A household with all its named members (contact person first) and the people only counted."""

    household: Household
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """Return how many people it has."""
        return len(self.members) + sum(self.household.counted.values())

    @property
    def contact(self) -> Member | None:
        """Return the member one speaks to."""
        return self.members[0] if self.members else None

    @property
    def label(self) -> str:
        """Return what to call it."""
        return self.members[0].name if self.members else self.household.name or ""


def member_ids(book: Book, text: str = "", *, site: Id | None = None, gone: bool = False) -> list[Id]:
    """Return the ids of a site's members by name, or those found by `text`, the best first; linked ones once.

    Who left or died stands in no list; they are found by `text`, and listed with `gone`.
    """
    if not book.sees(Member):
        return []
    if text.strip():
        found = _not_by_phone(book, text, find(book.connection, "member", text, home(book, site)))
        return same.as_one(book, "member", found, site=home(book, site))
    rows = book.connection.execute(
        f"SELECT id FROM member WHERE home = ? AND kept = 1 AND (?2 OR {_HERE}) ORDER BY name COLLATE NOCASE, id",
        (home(book, site), int(gone)),
    )
    of = same.one_of(book, "member", site=home(book, site))
    return [id_ for (id_,) in rows if of.get(id_, id_) == id_]


def _not_by_phone(book: Book, text: str, found: list[Id]) -> list[Id]:
    """Leave out whom only a phone found, for a role that sees none: digits must be the member number's."""
    digits = [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word.isdigit()]
    if not digits or may_see_field(book.role, "member", "phone"):
        return found
    rows = book.connection.execute(
        f"SELECT id, number FROM member WHERE id IN ({marks(found)})", found
    ).fetchall()
    numbers = {id_: number or "" for id_, number in rows}
    return [id_ for id_ in found if all(word in numbers[id_] for word in digits)]


_HERE = "coalesce(left, '') IN ('', 'paused')"
_SIZE = (
    "(SELECT count(*) FROM member x WHERE x.household = h.id AND x.kept = 1 AND coalesce(x.left, '') IN ('', 'paused'))"
    " + coalesce((SELECT sum(value) FROM json_each(coalesce(h.counted, '{}'))), 0)"
)


def member_lines(book: Book, ids: Sequence[Id]) -> list[MemberLine]:
    """Return a line for each of the ids, in their order."""
    phones, families = (_is_told(book, field) for field in ("phone", "family_name"))
    rows = book.connection.execute(
        "SELECT m.id, m.name, m.family_name, m.number, m.household, coalesce(c.name, h.name, m.name), "
        "CASE WHEN c.name IS NULL THEN NULL ELSE c.family_name END, "
        f"CASE WHEN h.id IS NULL THEN 1 ELSE {_SIZE} END, m.phone, m.left FROM member m "
        "LEFT JOIN household h ON h.id = m.household LEFT JOIN member c ON c.id = h.contact "
        f"WHERE m.id IN ({marks(ids)})",
        list(ids),
    )
    lines = [
        MemberLine(id_, whole_name(name, family if families else None), number, household,
                   whole_name(label, label_family if families else None), size, phone, left)
        for id_, name, family, number, household, label, label_family, size, phone, left in rows
    ]  # fmt: skip
    whole = linked_households.sizes(book, {line.household for line in lines if line.household})
    also = also_known_as(book, ids)
    if whole or also:
        lines = [_with_linked(line, also, whole) for line in lines]
    return _in_order(ids, lines if phones else (replace(line, phone=None) for line in lines))


def _is_told(book: Book, field: str) -> bool:
    return may_see_field(book.role, "member", field) and field in fields_on(book)


def _with_linked(line: MemberLine, also: dict[Id, tuple[str, ...]], whole: dict[Id, int]) -> MemberLine:
    size = whole.get(line.household or "", line.household_size)
    return replace(line, also=also.get(line.id, ()), household_size=size)


def also_known_as(book: Book, members: Sequence[Id]) -> dict[Id, tuple[str, ...]]:
    """Return {member: the numbers, or names, of those linked with it} of those that are shown as one with others."""
    others = same.also(book, "member", members)
    ids = [other for group in others.values() for other in group]
    rows = book.connection.execute(
        f"SELECT id, coalesce(number, name, '') FROM member WHERE id IN ({marks(ids)})", ids
    )
    called = dict(rows.fetchall()) if ids else {}
    return {id_: tuple(called[other] for other in group if other in called) for id_, group in others.items()}


def household_ids(book: Book, text: str = "", *, site: Id | None = None) -> list[Id]:
    """Return the ids of households of which some member is found by `text`; all without, by contact's name.

    Those whose contact persons are linked are one.
    """
    if not book.sees(Household):
        return []
    if text.strip():
        found = _not_by_phone(book, text, find(book.connection, "member", text, home(book, site)))
        return _households_of(book, found)
    rows = book.connection.execute(
        "SELECT h.id FROM household h LEFT JOIN member c ON c.id = h.contact WHERE h.kept = 1 AND h.home = ? "
        f"AND {_SIZE} > 0 ORDER BY coalesce(c.name, h.name) COLLATE NOCASE, h.id",
        (home(book, site),),
    )
    return linked_households.as_one(book, [row[0] for row in rows])


def _households_of(book: Book, members: Sequence[Id]) -> list[Id]:
    rows = book.connection.execute(
        f"SELECT id, household FROM member WHERE id IN ({marks(members)})", list(members)
    )
    of = dict(rows.fetchall())
    return linked_households.as_one(book, [of[member] for member in members if of.get(member)])


def household_lines(book: Book, ids: Sequence[Id]) -> list[HouseholdLine]:
    """Return a line for each of the ids, in their order."""
    rows = book.connection.execute(
        "SELECT h.id, coalesce(c.name, h.name, ''), CASE WHEN c.name IS NULL THEN NULL ELSE c.family_name END, "
        f"c.number, {_SIZE}, "
        "(SELECT group_concat(x.name, char(10)) FROM member x WHERE x.household = h.id AND x.kept = 1), h.zone "
        f"FROM household h LEFT JOIN member c ON c.id = h.contact WHERE h.id IN ({marks(ids)})",
        list(ids),
    )
    families = _is_told(book, "family_name")
    lines = [
        HouseholdLine(id_, whole_name(label, family if families else None), number, size,
                      tuple((names or "").split("\n")), zone)
        for id_, label, family, number, size, names, zone in rows
    ]  # fmt: skip
    whole = linked_households.sizes(book, ids)
    if whole:
        lines = [_whole_line(book, line, whole) for line in lines]
    if not may_see_field(book.role, "household", "zone") or "zone" not in fields_on(book):
        lines = [replace(line, zone=None) for line in lines]
    return _in_order(ids, lines)


def _whole_line(book: Book, line: HouseholdLine, whole: dict[Id, int]) -> HouseholdLine:
    """Return a line with what is linked with the household: everybody once, and the others' numbers."""
    page = whole_household(book, line.id) if line.id in whole else None
    if page is None or page.contact is None:
        return line
    also = also_known_as(book, [page.contact.id]).get(page.contact.id, ())
    names = tuple(member.name for member in page.members)
    family = page.contact.family_name if _is_told(book, "family_name") else None
    label = whole_name(page.contact.name, family)
    return replace(line, label=label, number=page.contact.number, size=page.size, names=names, also=also)


def _in_order(ids: Sequence[Id], lines: Iterable[MemberLine] | Iterable[HouseholdLine]) -> list:  # type: ignore[type-arg] # the caller's lines
    found = {line.id: line for line in lines}
    return [found[id_] for id_ in ids if id_ in found]


def household_sizes(book: Book) -> dict[Id, int]:
    """Return {household: people} of the site's households in which somebody is neither gone nor away for a while."""
    rows = book.connection.execute(
        f"SELECT h.id, {_SIZE} FROM household h WHERE h.kept = 1 AND h.id IN "
        "(SELECT household FROM member WHERE kept = 1 AND home = ? AND coalesce(left, '') = '')",
        (book.identity.site,),
    )
    found = dict(rows.fetchall())
    found |= {id_: size for id_, size in linked_households.sizes(book).items() if id_ in found}
    kept = set(linked_households.as_one(book, list(found)))
    return {id_: size for id_, size in found.items() if id_ in kept}


def household_page(book: Book, household: Id) -> HouseholdPage | None:
    """Return a household with everybody in it who has not left or died, as written; `whole_household` as shown."""
    record = book.get(Household, household)
    if record is None:
        return None
    members = things(book, Member, f"household = ? AND {_HERE}", (household,), "name COLLATE NOCASE, id")
    members.sort(key=lambda m: m.id != record.contact)
    return HouseholdPage(record, tuple(members))


def whole_household(book: Book, household: Id) -> HouseholdPage | None:
    """Return a household as it is shown: with those of the households linked with it, linked people once.

    Of the people counted in several of them, so many as one of them has at most: they are the same.
    """
    page = household_page(book, household)
    if page is None or not same.any_linked(book, "member"):
        return page
    others = [household_page(book, other) for other in linked_households.group_of(book, household)]
    pages = [page, *(other for other in others if other and other.household.id != household)]
    everybody = [member for one in pages for member in one.members]
    of = same.one_of(book, "member", [member.id for member in everybody], site=book.identity.site)
    people: dict[Id, Member] = {}
    for member in everybody:
        shown = of.get(member.id, member.id)
        if shown == member.id or shown not in people:
            people[shown] = member
    counted = linked_households.most([one.household.counted for one in pages])
    return HouseholdPage(replace(page.household, counted=counted), tuple(people.values()))


def members_by_number(book: Book, number: str) -> list[Member]:
    """Return the members with a printed number."""
    return things(book, Member, "number = ?", (number,))


def members_by_name(book: Book, text: str) -> list[Member]:
    """Return the members in whom every word of `text` begins some word, the exact ones alone where there are any.

    Of those linked with each other only one: what they are shown as where it is among them.
    """
    ids = find(book.connection, "member", text, book.identity.site, 50, loose=False)
    found = things(book, Member, f"id IN ({marks(ids)})", ids, "name, id")
    exact = [member for member in found if member.name.casefold() == text.strip().casefold()]
    meant = exact or found
    of = same.one_of(book, "member", [member.id for member in meant], site=book.identity.site)
    once: dict[Id, Member] = {}
    for member in meant:
        shown = of.get(member.id, member.id)
        if shown not in once or member.id == shown:
            once[shown] = member
    return list(once.values())


def take_numbers(book: Book, many: int) -> int:
    """Return the first of `many` running member numbers that nobody gets again; part of the caller's transaction.

    Each origin counts on from its own last one, and begins 1,000 above the highest that it knows: two laptops of one
    site give no number twice. The site's first origin begins at 1.
    """
    last = local.get(book.connection, local.LAST_NUMBER)
    first = int(last) + 1 if last else _first_number(book)
    local.put(book.connection, local.LAST_NUMBER, str(first + many - 1).encode())
    return first


_ROOM_FOR_OTHERS = 1_000


def _first_number(book: Book) -> int:
    code = book.site.code
    (highest,) = book.connection.execute(
        "SELECT coalesce(max(CAST(substr(number, length(?1) + 2) AS INTEGER)), 0) FROM member "
        "WHERE number LIKE ?1 || '-%'",
        (code,),
    ).fetchone()
    alone = all(o.id == book.identity.origin for o in book.ledger.origins() if o.site == book.identity.site)
    return int(highest) + (1 if alone else _ROOM_FOR_OTHERS)


def ties_of(book: Book, of: Id) -> list[Tie]:
    """Return whom a fact or a sign-up was about."""
    return things(book, Tie, "of = ?", (of,))


def member_count(book: Book) -> int:
    """Return how many members the book's own site has, linked ones once."""
    row = book.connection.execute(
        "SELECT (SELECT count(*) FROM member WHERE kept = 1 AND home = ?1) - (SELECT count(*) - count(DISTINCT s.shown)"
        " FROM shown_as s CROSS JOIN member m ON m.id = s.id AND m.home = ?1 WHERE s.kind = 'member')",
        (book.identity.site,),
    ).fetchone()
    return int(row[0])


def has_more_members(book: Book, many: int) -> bool:
    """Tell whether the book's own site has more members than so many; counting very many takes longer than a look."""
    found = book.connection.execute(
        "SELECT 1 FROM member WHERE kept = 1 AND home = ? LIMIT 1 OFFSET ?", (book.identity.site, many)
    )
    return found.fetchone() is not None
