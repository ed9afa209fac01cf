"""Queries on actions: what was done, what each was made of, and what came of it since."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aidbook.domain.catalog import KINDS
from aidbook.domain.corrections import Correction
from aidbook.domain.declare import Id, kind_of
from aidbook.domain.sites import Undo
from aidbook.store import claims, identity, stock
from aidbook.store.body import Body, Named, decode
from aidbook.store.book import Book
from aidbook.store.columns import load, select_list
from aidbook.store.connection import rehearsal
from aidbook.store.rows import marks, things
from aidbook.store.taking_back import is_taken_back

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action: when it was written, by whom, at which site, and whether it was taken back or put right since."""

    id: Id
    written: int
    site: Id
    site_name: str
    by: Id
    by_label: str
    undone: bool
    corrected: bool


class Reading(Book):
    """A book that is read for many sentences at once: what was got once is remembered.

    It lives as long as one page of a list or one search, and does not see what changes meanwhile.
    """

    def __init__(self, book: Book) -> None:
        vars(self).update(vars(book))  # the same connection and the same person, not a second one
        self._got: dict[tuple[type, Id | None, bool], object] = {}

    def get(self, cls: type[_T], id_: Id | None) -> _T | None:
        """Return a kept record or a standing fact by its id, or None."""
        key = (cls, id_, True)
        if key not in self._got:
            self._got[key] = super().get(cls, id_)
        return self._got[key]  # type: ignore[return-value] # it was got as a cls

    def ever(self, cls: type[_T], id_: Id | None) -> _T | None:
        """Return a record or fact by its id, kept or not: what is no longer here still has its name."""
        key = (cls, id_, False)
        if key not in self._got:
            self._got[key] = _ever(self, cls, id_)
        return self._got[key]  # type: ignore[return-value] # it was got as a cls


def ever(book: Book, cls: type[_T], id_: Id | None) -> _T | None:
    """Return a record or fact by its id, kept or not; None where it was never here. Of the erased nothing is left."""
    return book.ever(cls, id_) if isinstance(book, Reading) else _ever(book, cls, id_)


def _ever(book: Book, cls: type[_T], id_: Id | None) -> _T | None:
    if not book.sees(cls):
        return None
    kind = kind_of(cls)
    row = book.connection.execute(
        f'SELECT {select_list(kind.name)} FROM "{kind.name}" WHERE id = ?', (id_,)
    ).fetchone()
    return book.seen(load(kind, row)) if row else None


# Actions


def action_ids(book: Book, *, site: Id | None = None) -> list[Id]:
    """Return every action, the latest first."""
    # Without a site the index answers alone: 100,000 actions in 50 ms.
    where, values = ("WHERE site = ?", (site,)) if site else ("", ())
    rows = book.connection.execute(f"SELECT id FROM action {where} ORDER BY written DESC, id DESC", values)
    return [row[0] for row in rows]


def several_writers(book: Book) -> bool:
    """Tell whether more than one person may open the book, or once might."""
    row = book.connection.execute("SELECT count(*) FROM user").fetchone()
    return bool(row[0] > 1)


def actions_beginning(book: Book, text: str, most: int = 10) -> list[Id]:
    """Return the actions whose id begins with `text`."""
    rows = book.connection.execute(
        "SELECT id FROM action WHERE id >= ? AND id < ? LIMIT ?", (text.lower(), text.lower() + "g", most)
    )
    return [row[0] for row in rows]


def _out(action: str) -> str:
    """Return SQL for whether an action is taken back. A bundle comes in again with a later one, and goes out with one before."""
    return (
        f"CASE WHEN EXISTS (SELECT 1 FROM arrival r WHERE r.action = {action}) THEN EXISTS"
        " (SELECT 1 FROM arrival r JOIN held_back h ON h.origin = r.origin AND h.chapter = r.chapter"
        f"  WHERE r.action = {action} AND h.after < r.upto)"
        f" ELSE EXISTS (SELECT 1 FROM undo u WHERE u.undone = {action} AND u.stands = 1) END"
    )


def action_lines(book: Book, ids: Sequence[Id]) -> list[ActionLine]:
    """Return a line for each of the ids, in their order."""
    rows = book.connection.execute(
        "SELECT a.id, a.written, a.site, coalesce(s.name, ''), a.by_user, coalesce(w.label, ''), "
        f"{_out('a.id')}, EXISTS (SELECT 1 FROM correction c WHERE c.corrected = a.id AND c.stands = 1) "
        "FROM action a LEFT JOIN site s ON s.id = a.site LEFT JOIN user w ON w.id = a.by_user "
        f"WHERE a.id IN ({marks(ids)})",
        list(ids),
    )
    found = {row[0]: ActionLine(*row[:6], *map(bool, row[6:])) for row in rows}
    return [found[id_] for id_ in ids if id_ in found]


def bodies_of(book: Book, action: Id) -> list[Named]:
    """Return what an action wrote, in order."""
    return book.ledger.bodies_of(action)


def first_bodies(book: Book, action: Id, most: int) -> tuple[list[Named], int]:
    """Return the first of what an action wrote, and how much it wrote in all: an import wrote 30,000 entries."""
    rows = book.connection.execute(
        "SELECT hash, bytes, site FROM body WHERE action = ? ORDER BY n LIMIT ?", (action, most)
    )
    decoded = ((name, decode(raw), site) for name, raw, site in rows.fetchall())
    return [Named(name, body, site) for name, body, site in decoded if body is not None], size(book, action)


def size(book: Book, action: Id) -> int:
    """Return how many entries an action wrote."""
    row = book.connection.execute("SELECT count(*) FROM body WHERE action = ?", (action,)).fetchone()
    return int(row[0])


def kinds_of(book: Book, actions: Sequence[Id]) -> dict[Id, set[str]]:
    """Return which kinds each of these actions wrote; an index alone answers."""
    found: dict[Id, set[str]] = {action: set() for action in actions}
    rows = book.connection.execute(
        f"SELECT DISTINCT action, kind FROM body WHERE action IN ({marks(actions)})", list(actions)
    )
    for action, kind in rows:
        found[action].add(kind)
    return found


def bodies_of_kinds(book: Book, actions: Sequence[Id], kinds: Iterable[str]) -> dict[Id, list[Body]]:
    """Return what each of these actions wrote of some kinds, in order."""
    wanted = list(kinds)
    found: dict[Id, list[Body]] = {action: [] for action in actions}
    rows = book.connection.execute(
        f"SELECT bytes FROM body WHERE action IN ({marks(actions)}) AND kind IN ({marks(wanted)}) ORDER BY n",
        [*actions, *wanted],
    )
    for (raw,) in rows:
        body = decode(raw)
        if body is not None:
            found[body.action].append(body)
    return found


# What came of them


def undo_of(book: Book, action: Id) -> Undo | None:
    """Return the standing undo of an action, or None. That of a bundle which came in again since undoes nothing."""
    found = things(book, Undo, "undone = ?", (action,))
    return found[-1] if found and is_out(book, action) else None


def standing_undos(book: Book, action: Id) -> list[Id]:
    """Return every undo of an action that stands: one of each laptop that took it back by itself."""
    rows = book.connection.execute(
        "SELECT id FROM undo WHERE undone = ? AND stands = 1 ORDER BY id", (action,)
    )
    return [mark for (mark,) in rows]


def is_out(book: Book, action: Id) -> bool:
    """Tell whether an action is taken back, or the bundle that it read in is."""
    row = book.connection.execute(f"SELECT {_out('?1')}", (action,)).fetchone()
    return bool(row[0])


def undone_by(book: Book, undo: Id) -> Id | None:
    """Return the action that an undo took back, whether the undo still stands or not."""
    row = book.connection.execute("SELECT undone FROM undo WHERE id = ?", (undo,)).fetchone()
    return row[0] if row else None


def bundle_put_out_by(book: Book, action: Id) -> Id | None:
    """Return the action that read in a bundle, where this one took that back and it is out still."""
    rows = book.connection.execute(
        "SELECT undone FROM undo WHERE action = ? AND stands = 1", (action,)
    ).fetchall()
    return next((undone for (undone,) in rows if is_taken_back(book.connection, undone)), None)


def bundles_under(book: Book, action: Id) -> list[Id]:
    """Return the actions that read in what the bundle of this one goes on from, the first one first."""
    rows = book.connection.execute(
        "SELECT DISTINCT u.action FROM arrival r JOIN arrival u ON u.origin = r.origin AND u.chapter = r.chapter"
        " AND u.upto <= r.before WHERE r.action = ? ORDER BY u.action",
        (action,),
    )
    return [one for (one,) in rows.fetchall()]


def previous_value(book: Book, over: Sequence[str], field: str) -> object:
    """Return what a field showed before an entry replaced the entries named in `over`: the latest of them."""
    bodies = [body for name in over if (body := book.ledger.body(bytes.fromhex(name)))]
    if not bodies:
        return None
    latest = max(bodies, key=lambda body: body.written)
    if latest.fact is not None:
        return True
    return (latest.set or {}).get(field)


def heads_now(book: Book, kind: str, subject: Id, field: str) -> list[tuple[bytes, object]]:
    """Return the values that a field has now, each with the hash of the entry that set it."""
    if field in claims.FIELDS:
        return list(claims.heads(book.connection, KINDS[kind], subject, field))
    rows = book.connection.execute(
        "SELECT hash, value FROM setting WHERE subject = ? AND kind = ? AND field = ?", (subject, kind, field)
    )
    return [(name, json.loads(value)) for name, value in rows]


def is_head(book: Book, named: Named, field: str) -> bool:
    """Tell whether an entry's value for a field was not replaced since."""
    row = book.connection.execute(
        "SELECT 1 FROM replaced WHERE subject = ? AND kind = ? AND field = ? AND hash = ?",
        (named.body.subject, named.body.kind, field, named.hash),
    ).fetchone()
    return row is None


@dataclass(frozen=True, slots=True)
class Upon:
    """Something standing that refers to a record: `kind` and `id` are its own, `record` what it refers to."""

    record: Id
    kind: str
    id: Id


_BY_BEGINNING = {("movement", "from_place"), ("movement", "to_place")}
"""Fields whose index holds the beginnings of ids."""


def built_upon(book: Book, kind: str, ids: Sequence[Id], action: Id, most: int = 200) -> list[Upon]:
    """Return what stands, refers to one of these records, and was not made by `action`; at most so many of each kind."""
    found: list[Upon] = []
    for other in KINDS.values():
        state = "kept" if other.shape == "record" else "stands"
        for field, target in other.refs.items():
            if target != kind:
                continue
            where = f't."{field}" IN (SELECT value FROM json_each(?))'
            values: list[object] = [json.dumps(list(ids))]
            if (other.name, field) in _BY_BEGINNING:
                where += f' AND substr(t."{field}", 1, 8) IN (SELECT value FROM json_each(?))'
                values.append(json.dumps([id_[:8] for id_ in ids]))
            rows = book.connection.execute(
                f'SELECT t."{field}", t.id FROM "{other.name}" t WHERE {where} AND t.{state} = 1 AND NOT EXISTS '
                "(SELECT 1 FROM body b WHERE b.subject = t.id AND b.action = ?) LIMIT ?",
                [*values, action, most],
            )
            found += [Upon(row[0], other.name, row[1]) for row in rows]
    return [*found, *_packed(book, ids, action, most)] if kind == "item" else found


def _packed(book: Book, ids: Sequence[Id], action: Id, most: int) -> list[Upon]:
    """Return the boxes that one of these items is planned to go into: a recipe names them by its keys."""
    rows = book.connection.execute(
        "SELECT c.key, t.id FROM box t, json_each(t.contents) c WHERE c.key IN (SELECT value FROM json_each(?))"
        " AND t.kept = 1 AND NOT EXISTS (SELECT 1 FROM body b WHERE b.subject = t.id AND b.action = ?) LIMIT ?",
        (json.dumps(list(ids)), action, most),
    )
    return [Upon(item, "box", box) for item, box in rows]


def last_actions_on(book: Book, subjects: Sequence[Id], but: Id) -> list[Id]:
    """Return the last action, other than `but`, that wrote about each of these, the latest first and each once."""
    rows = book.connection.execute(
        "SELECT action, max(n) FROM body WHERE subject IN (SELECT value FROM json_each(?)) AND action <> ? "
        "GROUP BY subject ORDER BY 2 DESC",
        (json.dumps(list(subjects)), but),
    )
    return list(dict.fromkeys(row[0] for row in rows))


def actions_of_bodies(book: Book, names: Sequence[bytes]) -> list[Id]:
    """Return the actions that wrote the entries of these hashes, each once."""
    rows = book.connection.execute(f"SELECT action FROM body WHERE hash IN ({marks(names)})", list(names))
    return list(dict.fromkeys(row[0] for row in rows))


Level = tuple[Id, Id]
"""A lot at a place."""


def levels_without(book: Book, facts: Iterable[tuple[str, Id]]) -> dict[Level, tuple[int, int]]:
    """Return {(lot, place): (units now, units without)} where these movements and counts make a difference."""
    facts = list(facts)
    keys = _levels_touched(book, facts)
    before = {key: _level(book, *key) for key in keys}
    with rehearsal(book.connection):
        for kind, id_ in facts:
            changed = book.connection.execute(
                f'UPDATE "{kind}" SET stands = 0 WHERE id = ? AND stands = 1', (id_,)
            )
            if changed.rowcount:
                stock.apply(book.connection, kind, id_, -1)
        after = {key: _level(book, *key) for key in keys}
    return {key: (before[key], after[key]) for key in sorted(keys) if before[key] != after[key]}


def _levels_touched(book: Book, facts: Sequence[tuple[str, Id]]) -> set[Level]:
    by_kind: dict[str, list[Id]] = defaultdict(list)
    for kind, id_ in facts:
        by_kind[kind].append(id_)
    sides = {"movement": ("from_place", "to_place"), "count": ("place",)}
    return {
        (row[0], row[1])
        for kind, ids in by_kind.items()
        for side in sides[kind]
        for row in book.connection.execute(
            f'SELECT lot, {side} FROM "{kind}" WHERE id IN (SELECT value FROM json_each(?)) AND lot IS NOT NULL '
            f"AND {side} IS NOT NULL",
            (json.dumps(ids),),
        )
    }


def _level(book: Book, lot: Id, place: Id) -> int:
    row = book.connection.execute(
        "SELECT units FROM stock WHERE site = ? AND lot = ? AND place = ?", (book.identity.site, lot, place)
    ).fetchone()
    return row[0] if row else 0


def left_since(book: Book, lot: Id, place: Id, but: Id, most: int = 20) -> list[Id]:
    """Return the latest actions, all written after `but`, that took units of a lot off a place."""
    rows = book.connection.execute(
        "SELECT action FROM movement WHERE lot = ?1 AND from_place = ?2 AND stands = 1 AND action <> ?3 "
        "AND written > (SELECT written FROM action WHERE id = ?3) ORDER BY at DESC, written DESC LIMIT ?4",
        (lot, place, but, most),
    )
    return list(dict.fromkeys(row[0] for row in rows))


OF_A_DAY = ("visit", "gift")
"""Kinds of facts that stand in the figures of a distribution."""


def closed_over(book: Book, facts: Iterable[tuple[str, Id]]) -> dict[Id, tuple[Id, Id]]:
    """Return {fact: (its distribution, the action that closed it)} of visits and gifts that a closing counted."""
    return dict(_closed(book, facts, "t.stands = 1 AND c.written > t.written"))


def closed_without(book: Book, facts: Iterable[tuple[str, Id]]) -> dict[Id, tuple[Id, Id]]:
    """Return {fact: (its distribution, the action that closed it)} of visits and gifts that a closing did not count.

    They had been taken back before it, and are taken back still.
    """
    return dict(_closed(book, facts, "t.stands = 0 AND c.written > t.written"))


def _closed(book: Book, facts: Iterable[tuple[str, Id]], where: str) -> Iterator[tuple[Id, tuple[Id, Id]]]:
    by_kind: dict[str, list[Id]] = defaultdict(list)
    for kind, id_ in facts:
        by_kind[kind].append(id_)
    for kind in OF_A_DAY:
        rows = book.connection.execute(
            f"SELECT t.id, t.distribution, c.action FROM {kind} t JOIN closing c ON c.distribution = t.distribution "
            f"WHERE t.id IN (SELECT value FROM json_each(?)) AND {where} AND c.stands = 1 AND c.action <> t.action "
            "ORDER BY c.written",
            (json.dumps(by_kind[kind]),),
        )
        yield from ((id_, (day, action)) for id_, day, action in rows.fetchall())


def is_only_visit(book: Book, visit: Id) -> bool:
    """Tell whether nobody else of this visit's household picked up on its day."""
    row = book.connection.execute(
        "SELECT 1 FROM visit v JOIN visit o ON o.party = v.party AND o.distribution = v.distribution AND o.id <> v.id "
        "WHERE v.id = ? AND o.stands = 1 AND NOT EXISTS "
        "(SELECT 1 FROM correction c WHERE c.of = o.id AND c.stands = 1) LIMIT 1",
        (visit,),
    ).fetchone()
    return row is None


def correction_of(book: Book, action: Id) -> Correction | None:
    """Return the standing correction of an action, or None."""
    found = things(book, Correction, "corrected = ?", (action,), "written, id")
    return found[0] if found else None


def corrected_by(book: Book, correction: Id) -> Id | None:
    """Return the action that a correction is about, whether it still stands or not."""
    row = book.connection.execute("SELECT corrected FROM correction WHERE id = ?", (correction,)).fetchone()
    return row[0] if row else None


LASTING = frozenset({"user", "sent", "received", "printed", "erasure", "restored"})
"""Kinds whose actions stay: what left the house has left it."""


def latest_undoable(book: Book) -> Id | None:
    """Return the last action of this site that still can be taken back; undoing itself does not count.

    The last one is what this laptop stored last, whatever its clock said then; what others wrote follows after that.
    """
    staying = sorted({"undo", *LASTING})
    own = identity.origins_written(book.connection)
    by_this_file = (
        "AND EXISTS (SELECT 1 FROM standing s JOIN origin o ON o.n = s.origin"
        f" WHERE s.hash = d.hash AND o.id IN ({marks(own)})) "
    )
    for among, values in ((by_this_file, own), ("", ())):
        row = book.connection.execute(
            "SELECT d.action FROM body d NOT INDEXED WHERE d.site = ? "
            "AND EXISTS (SELECT 1 FROM action a WHERE a.id = d.action) "
            "AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.undone = d.action AND u.stands = 1) "
            "AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.corrected = d.action AND c.stands = 1) "
            f"AND NOT EXISTS (SELECT 1 FROM body b WHERE b.action = d.action AND b.kind IN ({marks(staying)})) "
            f"{among}ORDER BY d.n DESC LIMIT 1",
            (book.identity.site, *staying, *values),
        ).fetchone()
        if row:
            return str(row[0])
    return None


def action_of_fact(book: Book, kind: str, fact: Id) -> Id:
    """Return the action that wrote a fact."""
    action: Id = book.connection.execute(f'SELECT action FROM "{kind}" WHERE id = ?', (fact,)).fetchone()[0]
    return action
