"""Whose a body is. It must not depend on what arrived first, or a relay could take over what others wrote.

A body names its site, and counts only where an origin of that site has an entry for it: another's entry for it is kept,
passed on as a stub, and means nothing. A body that came without such an entry waits in `unclaimed`. The bodies of
AidBook 0.1 name no site: theirs is the site that they say a new record belongs to, or else one of those that have an
entry for it, always the same one. Those that were here when this program opened the book for the first time stay whose
they were: no site that has an entry for them later takes them over.
"""

from collections.abc import Iterator

from aidbook.domain.declare import Id
from aidbook.store import local
from aidbook.store.body import Body, decode
from aidbook.store.connection import Connection
from aidbook.store.erased import withheld
from aidbook.store.fold import Named
from aidbook.store.ledger import Ledger

_SETTLED = "authors settled"
"""Up to which body it is settled whose each is, in a book of before."""


def settle(connection: Connection) -> None:
    """Let every body that is here stay whose it is now."""
    (last,) = connection.execute("SELECT coalesce(max(n), 0) FROM body").fetchone()
    local.put(connection, _SETTLED, str(last).encode())


class Authors:
    """Takes bodies on one connection, and says who wrote them. `moved`: some that were folded changed their author."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ledger = Ledger(connection)
        self._own = (local.get(connection, "site") or b"").decode()
        self._settled = int(local.get(connection, _SETTLED) or b"0")
        self.moved = False

    def stands(self, name: bytes, raw: bytes | None, site: Id) -> Iterator[Named]:
        """Take note that an origin of a site now has an entry, with its body or without; yield what is to be folded."""
        body = decode(raw) if raw is not None else None
        if (
            raw is not None and body is not None and body.site == site
        ):  # the ordinary case, at no further question
            yield from self._put(name, raw, body, site)
            return
        row = self._connection.execute("SELECT site, bytes, n FROM body WHERE hash = ?", (name,)).fetchone()
        if row is None:
            yield from self._claim(name, raw or self._unclaimed(name))
        elif row[0] != site and row[2] > self._settled:
            self._move(name, row[0], decode(row[1]))

    def offer(self, name: bytes, raw: bytes) -> Iterator[Named]:
        """Take a body from anyone; yield what is to be folded."""
        if self._connection.execute("SELECT 1 FROM body WHERE hash = ?", (name,)).fetchone() is None:
            yield from self._claim(name, raw)

    def _claim(self, name: bytes, raw: bytes | None) -> Iterator[Named]:
        if raw is None:
            return
        body = decode(raw)
        site = self._author(name, body)
        if site is None and withheld(self._connection, "people", raw) is None:
            return
        if site is None:
            self._connection.execute("INSERT OR IGNORE INTO unclaimed VALUES (?, ?)", (name, raw))
            return
        yield from self._put(name, raw, body, site)

    def _put(self, name: bytes, raw: bytes, body: Body | None, site: Id) -> Iterator[Named]:
        self._connection.execute("DELETE FROM unclaimed WHERE hash = ?", (name,))
        if self._ledger.put_body(name, raw, body, site) and body is not None:
            yield Named(name, body, site)

    def _unclaimed(self, name: bytes) -> bytes | None:
        row = self._connection.execute("SELECT bytes FROM unclaimed WHERE hash = ?", (name,)).fetchone()
        return row[0] if row else None

    def _author(self, name: bytes, body: Body | None) -> Id | None:
        """Return the site whose body it is; None where none that could be it has an entry for it."""
        rows = self._connection.execute(
            "SELECT DISTINCT o.site FROM standing s JOIN origin o ON o.n = s.origin WHERE s.hash = ?", (name,)
        )
        sites = {site for (site,) in rows}
        if body is not None and body.site:
            return body.site if body.site in sites else None
        home = (body.set or {}).get("home") if body is not None else None
        if isinstance(home, str) and home in sites:
            return home
        return self._own if self._own in sites else min(sites, default=None)

    def _move(self, name: bytes, site: Id, body: Body | None) -> None:
        author = self._author(name, body)
        if author not in (None, site):
            self._connection.execute("UPDATE body SET site = ? WHERE hash = ?", (author, name))
            self.moved = self.moved or body is not None
