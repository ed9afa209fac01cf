"""Which members, items or sources are shown as one. Nothing is merged away; what is linked only shows together.

How to use it, where something is listed, found, counted or summed:

- `as_one(book, kind, ids)` for a list of ids: each linked one gives way to the one it is shown as, once;
- `also(book, kind, ids)` for what to write beside a row: {shown id: the others that it stands for};
- `all_of(book, kind, ids)` for what belongs to a thing (visits, gifts, lots, history): ask by all of these ids;
- `differences(book, kind, id)` for the page of one, which says of all what they say;
- `summed(book, kind, {id: number})` for what is added up outside SQL;
- `one_of(book, kind)` or, within SQL, `shown(kind, column)` to group by: what is not linked is itself;
- `linked_households` for households, which are one where their contact persons are.

A book without links pays one look into an empty table.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.same import SAME
from aidbook.store import linked
from aidbook.store.book import Book
from aidbook.store.connection import Connection


def same_as(connection: Connection, kind: str, id_: Id) -> frozenset[Id]:
    """Return everything that is linked with a member, an item or a source, itself included, kept or not."""
    _known(kind)
    return frozenset(linked.closure(connection, kind, id_))


def links_among(connection: Connection, kind: str, ids: frozenset[Id]) -> list[tuple[Id, Id]]:
    """Return every yes between two of these."""
    rows = connection.execute(
        f"SELECT a, b FROM same_{_known(kind)} WHERE same = 1 AND kept = 1"
        " AND a IN (SELECT value FROM json_each(?1)) ORDER BY id",
        (json.dumps(sorted(ids)),),
    )
    return [(a, b) for a, b in rows if a in ids and b in ids]


def any_linked(book: Book, kind: str) -> bool:
    """Tell whether anything of a kind is shown as one with something."""
    row = book.connection.execute("SELECT 1 FROM shown_as WHERE kind = ? LIMIT 1", (_known(kind),)).fetchone()
    return row is not None


def shown(kind: str, column: str) -> str:
    """Return the SQL of what a thing, whose id stands in `column`, is shown as: itself, or the first of those linked."""
    return f"coalesce((SELECT one.shown FROM shown_as one WHERE one.kind = '{_known(kind)}' AND one.id = {column}), {column})"


def one_of(book: Book, kind: str, ids: Iterable[Id] | None = None, *, site: Id | None = None) -> dict[Id, Id]:
    """Return {id: what it is shown as} of what is linked, among `ids` and what is one with them, or of all.

    What is not in it is itself. With a `site`, only that site's own stand for others where there are any.
    """
    if not any_linked(book, kind):
        return {}
    some = " AND s.shown IN (SELECT shown FROM shown_as WHERE kind = ?2 AND id IN (SELECT value FROM json_each(?3)))"
    rows = book.connection.execute(
        f"SELECT s.id, s.shown, t.home = ?1 FROM shown_as s JOIN {kind} t ON t.id = s.id WHERE s.kind = ?2"
        f"{'' if ids is None else some} ORDER BY s.shown, s.rank",
        (site or "", kind) if ids is None else (site or "", kind, json.dumps(list(ids))),
    ).fetchall()
    own: dict[Id, Id] = {}
    for id_, first, is_own in rows:
        if site and is_own:
            own.setdefault(first, id_)
    return {id_: own.get(first, first) for id_, first, _is_own in rows}


def as_one(book: Book, kind: str, ids: Sequence[Id], *, site: Id | None = None) -> list[Id]:
    """Return the ids in their order, what is linked only once: as the one that it is shown as."""
    of = one_of(book, kind, ids, site=site) if ids else {}
    return list(dict.fromkeys(of.get(id_, id_) for id_ in ids)) if of else list(ids)


def also(book: Book, kind: str, ids: Iterable[Id]) -> dict[Id, tuple[Id, ...]]:
    """Return {id: the others shown as one with it} of those among the ids that are linked."""
    found: dict[Id, list[Id]] = {}
    for id_, other in _pairs(book, kind, ids):
        if id_ != other:
            found.setdefault(id_, []).append(other)
    return {id_: tuple(others) for id_, others in found.items()}


def all_of(book: Book, kind: str, ids: Iterable[Id]) -> list[Id]:
    """Return the ids with everything that is shown as one with any of them, each once, the given ones first."""
    ids = list(ids)
    return list(dict.fromkeys([*ids, *(other for _id, other in _pairs(book, kind, ids))]))


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that linked records fill in differently: (record, its value) of each, the one asked about first."""

    field: str
    said: tuple[tuple[Id, object], ...]


def differences(book: Book, kind: str, id_: Id) -> list[Differing]:
    """Return the fields in which a record and those linked with it differ, as the role sees them."""
    cls = KINDS[kind].type
    records = [
        (one, record) for one in all_of(book, kind, [id_]) if (record := book.get(cls, one)) is not None
    ]
    found = []
    for field in KINDS[kind].fields:
        said = tuple((one, getattr(record, field.name)) for one, record in records)
        if any(value != said[0][1] and value not in _EMPTY for _one, value in said[1:]):
            found.append(Differing(field.name, said))
    return found


_EMPTY: tuple[object, ...] = (None, "", (), {})


def summed(book: Book, kind: str, numbers: Mapping[Id, int]) -> dict[Id, int]:
    """Return {what each is shown as: the sum of its numbers}."""
    of, found = one_of(book, kind, numbers), dict[Id, int]()
    for id_, number in numbers.items():
        found[of.get(id_, id_)] = found.get(of.get(id_, id_), 0) + number
    return found


def _pairs(book: Book, kind: str, ids: Iterable[Id]) -> list[tuple[Id, Id]]:
    if not any_linked(book, kind):
        return []
    rows = book.connection.execute(
        "SELECT s.id, o.id FROM shown_as s JOIN shown_as o ON o.kind = s.kind AND o.shown = s.shown"
        " WHERE s.kind = ? AND s.id IN (SELECT value FROM json_each(?)) ORDER BY s.id, o.rank",
        (kind, json.dumps(list(ids))),
    )
    return [(id_, other) for id_, other in rows]


def _known(kind: str) -> str:
    if kind not in SAME:
        raise ValueError(kind)
    return kind
