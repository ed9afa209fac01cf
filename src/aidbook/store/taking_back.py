"""Taking back a bundle: what it brought, and what came after, stays in the ledger and is not folded. For this file alone.

A body that stands also elsewhere is folded all the same. Reading the bundle again, or a later one, lifts it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id, Kind, new_id
from aidbook.domain.done import Done
from aidbook.domain.sites import Undo
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import local
from aidbook.store.body import Body, Named, decode, hash_in, only_hands_over
from aidbook.store.book import Book
from aidbook.store.connection import Connection
from aidbook.store.fold import fold, refold, refold_actions

Stream = tuple[bytes, Chapter]


class BuiltUpon(UserError):  # noqa: N818 - errors name the situation
    """Entries of our own build on what a bundle brought; `actions` are those that wrote them."""

    def __init__(self, actions: tuple[Id, ...]) -> None:
        super().__init__(
            _("What was written here since builds on this bundle."),
            _("Take that back first; History shows it."),
        )
        self.actions = actions


# What came with which bundle


def note(
    connection: Connection, action: Id, before: Mapping[Stream, int], after: Mapping[Stream, int]
) -> None:
    """Remember what an action read in: where each stream stood before it and after."""
    for (origin, chapter), seq in after.items():
        if (
            seq > before.get((origin, chapter), 0)
            and chapter != "book"
            and origin != local.get(connection, "origin")
        ):
            connection.execute(
                "INSERT OR REPLACE INTO arrival (action, origin, chapter, before, upto)"
                " SELECT ?, n, ?, ?, ? FROM origin WHERE id = ?",
                (action, chapter, before.get((origin, chapter), 0), seq, origin),
            )


def can_take_back(connection: Connection, action: Id) -> bool:
    """Tell whether it is known what an action read in, and that was not taken back."""
    return bool(_marks(connection, action)) and not is_taken_back(connection, action)


def is_taken_back(connection: Connection, action: Id) -> bool:
    """Tell whether what an action read in is held back."""
    row = connection.execute(
        "SELECT 1 FROM arrival a JOIN held_back h ON h.origin = a.origin AND h.chapter = a.chapter"
        " WHERE a.action = ? AND h.after < a.upto LIMIT 1",
        (action,),
    ).fetchone()
    return row is not None


def _marks(connection: Connection, action: Id) -> list[tuple[int, str, int]]:
    rows: list[tuple[int, str, int]] = connection.execute(
        "SELECT origin, chapter, before FROM arrival WHERE action = ? ORDER BY origin, chapter", (action,)
    ).fetchall()
    return rows


# Taking it back


def take_back_bundle(book: Book, action: Id) -> Done:
    """Fold the origins that a bundle brought (`action` read it in) only up to where they stood before it.

    Raises UserError where it is not known what came, BuiltUpon where own entries build on it; then nothing changed.
    """
    with book.transaction():
        marks = _marks(book.connection, action)
        if not can_take_back(book.connection, action):
            raise UserError(_("This bundle cannot be taken back."), _("Nothing was changed."))
        _must_be_let_go(book, _Held(book.connection, marks))
        for origin, chapter, before in marks:
            book.connection.execute(
                "INSERT INTO held_back (origin, chapter, after) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET after = min(after, excluded.after)",
                (origin, chapter, before),
            )
        kinds = _fold_again(book.connection, marks)
        done = book.record(Undo(id=new_id(), undone=action), made=action)
        return Done(done.action, done.kinds | kinds, done.id)


def put_back_bundle(book: Book, action: Id) -> Done:
    """Fold again what an action read in and was taken back. Raises UserError where it was not."""
    with book.transaction():
        if not is_taken_back(book.connection, action):
            raise UserError(_("This was not taken back."), _("There is nothing to bring back."))
        rows = book.connection.execute(
            "SELECT o.id, a.chapter, a.upto FROM arrival a JOIN origin o ON o.n = a.origin WHERE a.action = ?",
            (action,),
        ).fetchall()
        kinds = lift(book.connection, rows)
        return Done(action, frozenset(kinds), action)


def lift(connection: Connection, runs: Iterable[tuple[bytes, str, int]]) -> set[str]:
    """Fold what was held back of these streams (origin, chapter, up to), for it was read in again."""
    changed: set[str] = set()
    for origin, chapter, upto in runs:
        row = connection.execute(
            "SELECT h.origin, h.after, (SELECT max(seq) FROM standing e WHERE e.origin = h.origin AND e.chapter = h.chapter)"
            " FROM held_back h JOIN origin o ON o.n = h.origin WHERE o.id = ? AND h.chapter = ? AND h.after < ?",
            (origin, chapter, upto),
        ).fetchone()
        if row is None:
            continue
        number, after, tip = row
        connection.execute("DELETE FROM held_back WHERE origin = ? AND chapter = ?", (number, chapter))
        if upto < tip:
            connection.execute("INSERT INTO held_back VALUES (?, ?, ?)", (number, chapter, upto))
        changed |= _fold_again(connection, [(number, chapter, after)])
    return changed


def _fold_again(connection: Connection, marks: Iterable[tuple[int, str, int]]) -> set[str]:
    subjects: set[Id] = set()
    actions: set[Id] = set()
    for mark in marks:
        for subject, action in connection.execute(
            "SELECT b.subject, b.action FROM standing e JOIN body b ON b.hash = e.hash"
            " WHERE e.origin = ? AND e.chapter = ? AND e.seq > ? AND b.kind <> ''",
            mark,
        ):
            subjects.add(subject)
            actions.add(action)
    kinds = refold(connection, subjects)
    refold_actions(connection, actions)
    connection.execute("DELETE FROM report_looked")  # what was printed is held against the book as it is now
    return kinds | fold(connection, [])


# What stands in the way


@dataclass(frozen=True, slots=True)
class _Held:
    """What would be held back."""

    connection: Connection
    marks: list[tuple[int, str, int]]

    def bodies(self) -> Iterator[tuple[bytes, Body]]:
        """Yield each body above the marks that stands nowhere else."""
        for origin, chapter, after in self.marks:
            rows = self.connection.execute(
                "SELECT b.hash, b.bytes FROM standing e JOIN body b ON b.hash = e.hash"
                " WHERE e.origin = ? AND e.chapter = ? AND e.seq > ?",
                (origin, chapter, after),
            )
            for name, raw in rows:
                body = decode(raw)
                if body is not None and not self._stands_elsewhere(name):
                    yield name, body

    def _stands_elsewhere(self, name: bytes) -> bool:
        above = {(origin, chapter): after for origin, chapter, after in self.marks}
        rows = self.connection.execute("SELECT origin, chapter, seq FROM standing WHERE hash = ?", (name,))
        return any(seq <= above.get((origin, chapter), seq) for origin, chapter, seq in rows)


def _must_be_let_go(book: Book, held: _Held) -> None:
    bodies = list(held.bodies())
    if any(body.kind == "erasure" or only_hands_over(body) for _name, body in bodies):
        raise UserError(
            _("This bundle erased somebody, or handed something over: it cannot be taken back."),
            _("Take back what it brought one by one; History shows it."),
        )
    names = {name for name, _body in bodies}
    things = {(body.kind, body.subject) for _name, body in bodies}
    building = sorted(set(_changes_upon(book, names, things)) | set(_refers_to(book, names, things)))
    if building:
        raise BuiltUpon(tuple(building))


def _own_bodies(book: Book, subject: Id, names: set[bytes]) -> list[Named]:
    """Return what this site wrote about a subject, but for what would be held back."""
    rows = book.connection.execute(
        "SELECT hash, bytes, site FROM body WHERE subject = ? AND site = ?", (subject, book.identity.site)
    )
    read = ((name, decode(raw), site) for name, raw, site in rows.fetchall() if name not in names)
    return [Named(name, body, site) for name, body, site in read if body is not None]


def _changes_upon(book: Book, names: set[bytes], things: set[tuple[str, Id]]) -> Iterator[Id]:
    """Yield the actions that replaced what would be held back, or changed what only it made."""
    for kind, subject in things:
        made_here = _is_only_there(book.connection, subject, names)
        for named in _own_bodies(book, subject, names):
            over = {hash_in(name) for each in (named.body.over or {}).values() for name in each}
            if named.body.kind == kind and (over & names or made_here):
                yield named.body.action


def _is_only_there(connection: Connection, subject: Id, names: set[bytes]) -> bool:
    """Tell whether nothing else makes a record or states a fact: no entry that stays does."""
    rows = connection.execute("SELECT hash, bytes FROM body WHERE subject = ?", (subject,)).fetchall()
    staying = (decode(raw) for name, raw in rows if name not in names)
    return not any(body and (body.fact is not None or "home" in (body.set or {})) for body in staying)


def _refers_to(book: Book, names: set[bytes], things: set[tuple[str, Id]]) -> Iterator[Id]:
    """Yield the actions by which this site refers to what would no longer be here."""
    connection = book.connection
    gone = {subject for _kind, subject in things if _is_only_there(connection, subject, names)}
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS going (id TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.execute("DELETE FROM going")
    connection.executemany("INSERT INTO going (id) VALUES (?)", [(id_,) for id_ in gone])
    kinds = {kind for kind, _subject in things}
    for kind in KINDS.values():
        for field in _pointing(kind, kinds):
            state = "kept" if kind.shape == "record" else "stands"
            rows = connection.execute(
                f'SELECT id FROM "{kind.name}" WHERE "{field}" IN (SELECT id FROM going) AND {state} = 1'
                " AND id NOT IN (SELECT id FROM going)"
            ).fetchall()
            for (id_,) in rows:
                yield from (named.body.action for named in _own_bodies(book, id_, names))
    connection.execute("DELETE FROM going")


def _pointing(kind: Kind, kinds: set[str]) -> list[str]:
    """Return the fields of a kind that may hold the id of something of these kinds."""
    said = {field.name for field in kind.fields}
    return [field for field, target in kind.refs.items() if target in kinds] + sorted({"of"} & said)
