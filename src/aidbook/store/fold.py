"""The fold: bodies become the views. It never fails on what a body says, and does not depend on arrival.

What comes about somebody erased is dropped, what was taken back stays out, and an erasure that binds by what came lets
go of all that is here. Only the things that are touched are folded.
"""

from collections.abc import Iterable, Iterator, Sized

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.store import erased, held, search, views
from aidbook.store.body import Named, decode, hash_in
from aidbook.store.connection import Connection
from aidbook.store.progress import Progress, silent
from aidbook.store.views import VIEW_TABLES, Thing, empty_views, fold_action, fold_in, forget

__all__ = [
    "VIEW_TABLES",
    "Named",
    "Thing",
    "empty_views",
    "fold",
    "fold_whole",
    "hash_in",
    "let_go",
    "refold",
    "refold_actions",
]


def fold(connection: Connection, bodies: Iterable[Named], progress: Progress = silent) -> set[str]:
    """Fold bodies that were not folded before; return the kinds that changed. `progress` stops it by raising."""
    total = len(bodies) if isinstance(bodies, Sized) else 0
    gate = _Gate(connection)
    things = fold_in(connection, gate.through(bodies), total, progress)
    erased.drop(connection, gate.dropped)
    return {kind for kind, _subject in things} | _erase_what_binds(connection)


def fold_whole(connection: Connection, bodies: Iterable[Named], progress: Progress = silent) -> None:
    """Fold the whole ledger into views that are empty. `progress` stops it by raising."""
    total = len(bodies) if isinstance(bodies, Sized) else 0
    gate = _Gate(connection)
    views.fold_whole(connection, gate.through(bodies), total, progress)
    erased.drop(connection, gate.dropped)
    _erase_what_binds(connection)


class _Gate:
    """Lets bodies through to the views, but for those about somebody erased and those that were taken back."""

    def __init__(self, connection: Connection) -> None:
        self.dropped: list[bytes] = []
        self._connection = connection
        self._erased = erased.any_erased(connection)
        self._held = held.any_held(connection)

    def through(self, bodies: Iterable[Named]) -> Iterable[Named]:
        return self._filtered(bodies) if self._erased or self._held else bodies

    def _filtered(self, bodies: Iterable[Named]) -> Iterator[Named]:
        for named in bodies:
            if self._erased and erased.must_go(self._connection, named):
                self.dropped.append(named.hash)
            elif not self._held or not held.is_held(self._connection, named.hash, named.body):
                yield named


def _erase_what_binds(connection: Connection) -> set[str]:
    """Drop all about those whose erasure binds since now; return the kinds that changed."""
    bound = erased.bind(connection)
    return let_go(connection, bound) if bound else set()


def let_go(connection: Connection, ids: Iterable[Id]) -> set[str]:
    """Drop all about members and households that are erased; return the kinds that changed."""
    subjects = set(ids)
    purged = erased.purge(connection, subjects)
    refold(connection, subjects | {subject for _kind, subject in purged.things}, purged.things)
    refold_actions(connection, purged.actions)
    return {kind for kind, _subject in purged.things}


def refold(connection: Connection, subjects: Iterable[Id], things: Iterable[Thing] = ()) -> set[str]:
    """Fold all that is here about these subjects anew, and only that; return the kinds that changed.

    `things` are (kind, subject) of which no body may be left to tell that they were here.
    """
    wanted = set(subjects)
    found: set[Thing] = set(things)
    for subject in wanted:
        rows = connection.execute("SELECT DISTINCT kind FROM body WHERE subject = ?", (subject,))
        found |= {(kind, subject) for (kind,) in rows}
    forget(connection, sorted(found))
    bodies = [named for subject in sorted(wanted) for named in _bodies_here(connection, "subject", subject)]
    fold_in(connection, bodies, len(bodies), silent)
    known = {thing for thing in found if thing[0] in KINDS}
    search.index(connection, known)
    return {kind for kind, _subject in known}


def refold_actions(connection: Connection, actions: Iterable[Id]) -> None:
    """Let these actions be told anew by what is here of them."""
    for action in actions:
        connection.execute("DELETE FROM action WHERE id = ?", (action,))
        for named in _bodies_here(connection, "action", action):
            fold_action(connection, named)


def _bodies_here(connection: Connection, by: str, id_: Id) -> Iterator[Named]:
    """Yield the bodies of a subject or an action that are not held back."""
    rows = connection.execute(f"SELECT hash, bytes, site FROM body WHERE {by} = ? ORDER BY n", (id_,))
    some_held = held.any_held(connection)
    for name, raw, site in rows.fetchall():
        body = decode(raw)
        if body is not None and not (some_held and held.is_held(connection, name, body)):
            yield Named(name, body, site)
