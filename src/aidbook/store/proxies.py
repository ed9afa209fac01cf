"""Queries on who may pick up for a household, and who was in it and is gone."""

from dataclasses import dataclass

from aidbook.domain.declare import Id
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
                    member.phone if member else proxy.phone,
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
