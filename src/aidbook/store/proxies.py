"""Queries on who may pick up for a household, and who was in it and is gone."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, answered
from aidbook.domain.members import GONE, Member, Proxy
from aidbook.store.book import Book
from aidbook.store.rows import things


@dataclass(frozen=True, slots=True)
class ProxyLine:
    """Somebody who may pick up for a household: a member of the group, or a name alone."""

    id: Id
    name: str
    number: str | None
    member: Id | None
    phone: str | None
    until: str | None
    note: str | None

    def may(self, day: str) -> bool:
        """Tell whether they may pick up on an ISO date."""
        return self.until is None or self.until >= day


def proxies(book: Book, household: Id) -> list[ProxyLine]:
    """Return who may pick up for a household besides those in it, by name; those whose time is over too."""
    lines = []
    for proxy in things(book, Proxy, "household = ?", (household,)):
        member = book.get(Member, proxy.member) if proxy.member else None
        if member is not None and (member.left or "") in GONE:
            continue
        name = member.name if member else proxy.name
        if name:
            lines.append(
                ProxyLine(
                    proxy.id,
                    name,
                    member.number if member else None,
                    member.id if member else None,
                    answered(member.phone if member else proxy.phone),
                    proxy.until,
                    proxy.note,
                )
            )
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def gone_from(book: Book, household: Id) -> list[Member]:
    """Return who left a household's group or died and was in it, by name: kept, and off every list."""
    return things(
        book,
        Member,
        "household = ? AND NOT coalesce(left, '') IN ('', 'paused')",
        (household,),
        "name COLLATE NOCASE, id",
    )


def names_by_household(book: Book, day: str) -> dict[Id, tuple[str, ...]]:
    """Return {household: the names of those who may pick up for it on an ISO date}, by name."""
    rows = book.connection.execute(
        "SELECT p.household, coalesce(m.name, p.name) AS who FROM proxy p LEFT JOIN member m ON m.id = p.member"
        " WHERE p.kept = 1 AND (p.until IS NULL OR p.until >= ?) AND (p.member IS NULL OR (m.kept = 1"
        " AND coalesce(m.left, '') IN ('', 'paused'))) ORDER BY who COLLATE NOCASE",
        (day,),
    )
    found: dict[Id, tuple[str, ...]] = {}
    for household, name in rows if book.sees(Proxy) else ():
        if name:
            found[household] = (*found.get(household, ()), name)
    return found
