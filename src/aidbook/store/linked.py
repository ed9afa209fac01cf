"""The view `shown_as`: which members, items or sources are shown as one, kept by the fold.

Each kept thing that is linked with another kept one has a row: what it is `shown` as (the one of them written down
first) and its `rank` among them, 0 for that one. What is linked with nothing has no row, so that a book without links
pays nothing. Only the groups that are touched are reckoned anew.
"""

import json
from collections.abc import Iterable

from aidbook.domain.declare import Id
from aidbook.domain.same import SAME, same_id
from aidbook.store.connection import Connection

Thing = tuple[str, Id]

_KIND_OF_LINK = {f"same_{kind}": kind for kind in SAME}
KINDS = tuple(_KIND_OF_LINK)
"""The kinds of the links."""
_MANY = 500


def ends_of(connection: Connection, things: Iterable[Thing]) -> set[Thing]:
    """Return what the links among these name, as they stand now."""
    ends: set[Thing] = set()
    for kind, id_ in things:
        if kind in _KIND_OF_LINK:
            rows = connection.execute(f"SELECT a, b FROM {kind} WHERE id = ?", (id_,)).fetchall()
            ends |= {(_KIND_OF_LINK[kind], end) for row in rows for end in row if end}
    return ends


def touched(connection: Connection, things: Iterable[Thing]) -> set[Thing]:
    """Return the members, items and sources whose groups may change with these records and links."""
    things = list(things)
    ends = ends_of(connection, things)
    for kind in SAME:
        ids = [id_ for name, id_ in things if name == kind]
        ends |= {(kind, id_) for id_ in _linked(connection, kind, ids)} if ids else set()
    return ends


def _linked(connection: Connection, kind: str, ids: list[Id]) -> set[Id]:
    """Return those of the ids that any link names; no more is asked where there is no link."""
    table = f"same_{kind}"
    (many,) = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT ?)", (_MANY,)).fetchone()
    if not many:
        return set()
    if many < _MANY:
        named = {end for row in connection.execute(f"SELECT a, b FROM {table}") for end in row}
        return named.intersection(ids)
    rows = connection.execute(
        f"SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM {table} WHERE a = value)"
        f" OR EXISTS (SELECT 1 FROM {table} WHERE b = value)",
        (json.dumps(ids),),
    )
    return {id_ for (id_,) in rows}


def regroup(connection: Connection, ends: Iterable[Thing]) -> None:
    """Reckon anew what these, and all that was or is one with them, are shown as."""
    waiting: dict[str, set[Id]] = {}
    for kind, id_ in ends:
        waiting.setdefault(kind, set()).add(id_)
    for kind, ids in waiting.items():
        together = ids.union(*(_with_it(connection, kind, id_) for id_ in ids))
        done: set[Id] = set()
        for id_ in sorted(together):
            if id_ not in done:
                done |= _show(connection, kind, id_)


def _with_it(connection: Connection, kind: str, id_: Id) -> set[Id]:
    """Return what is shown as one with a thing until now."""
    rows = connection.execute(
        "SELECT o.id FROM shown_as s JOIN shown_as o ON o.kind = s.kind AND o.shown = s.shown"
        " WHERE s.kind = ? AND s.id = ?",
        (kind, id_),
    )
    return {other for (other,) in rows}


def _show(connection: Connection, kind: str, id_: Id) -> set[Id]:
    """Write the rows of everything that is one with a thing; return it."""
    group = closure(connection, kind, id_, to_show=True)
    listed = json.dumps(sorted(group))
    connection.execute(
        "DELETE FROM shown_as WHERE kind = ? AND id IN (SELECT value FROM json_each(?))", (kind, listed)
    )
    if len(group) == 1:
        return group
    rows = connection.execute(
        f"SELECT t.id FROM {kind} t WHERE t.kept = 1 AND t.id IN (SELECT value FROM json_each(?1)) ORDER BY"
        " (SELECT min(written) FROM setting s WHERE s.subject = t.id AND s.kind = ?2), t.id",
        (listed, kind),
    ).fetchall()
    if len(rows) > 1:
        connection.executemany(
            "INSERT INTO shown_as (kind, id, shown, rank) VALUES (?, ?, ?, ?)",
            [(kind, member, rows[0][0], rank) for rank, (member,) in enumerate(rows)],
        )
    return group


def closure(connection: Connection, kind: str, id_: Id, *, to_show: bool = False) -> set[Id]:
    """Return everything that a yes leads to from a thing, over however many others; itself too.

    `to_show`: items that are counted in different units have no sum, and a yes between them leads nowhere.
    """
    group, waiting = {id_}, [id_]
    while waiting:
        one = waiting.pop()
        new = _neighbours(connection, kind, one) - group
        if to_show and kind == "item":
            new = {other for other in new if _same_unit(connection, one, other)}
        group |= new
        waiting += new
    return group


def _neighbours(connection: Connection, kind: str, id_: Id) -> set[Id]:
    rows = connection.execute(
        f"SELECT id, b FROM same_{kind} WHERE a = ?1 AND same = 1 AND kept = 1"
        f" UNION SELECT id, a FROM same_{kind} WHERE b = ?1 AND same = 1 AND kept = 1",
        (id_,),
    )
    # A link under another id than its two ends give was forged.
    return {other for link, other in rows if other and link == same_id(id_, other)}


def _same_unit(connection: Connection, one: Id, other: Id) -> bool:
    units = connection.execute("SELECT unit FROM item WHERE id IN (?, ?)", (one, other)).fetchall()
    return len(units) < 2 or (units[0][0] or "").casefold() == (units[1][0] or "").casefold()  # noqa: PLR2004 - a pair
