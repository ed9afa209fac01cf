"""Which members, items or sources are shown as one."""

from aidbook.domain.declare import Id
from aidbook.domain.same import SAME
from aidbook.store.connection import Connection


def same_as(connection: Connection, kind: str, id_: Id) -> frozenset[Id]:
    """Return everything that is shown as one with a member, an item or a source, itself included."""
    table = _table(kind)
    rows = connection.execute(
        f"WITH RECURSIVE one (id) AS (SELECT ? UNION SELECT CASE WHEN s.a = one.id THEN s.b ELSE s.a END"
        f" FROM one JOIN {table} s ON (s.a = one.id OR s.b = one.id) AND s.same = 1 AND s.kept = 1)"
        " SELECT id FROM one WHERE id IS NOT NULL",
        (id_,),
    )
    return frozenset(found for (found,) in rows)


def links_among(connection: Connection, kind: str, ids: frozenset[Id]) -> list[tuple[Id, Id]]:
    """Return every yes between two of these."""
    rows = connection.execute(f"SELECT a, b FROM {_table(kind)} WHERE same = 1 AND kept = 1 ORDER BY id")
    return [(a, b) for a, b in rows if a in ids and b in ids]


def _table(kind: str) -> str:
    if kind not in SAME:
        raise ValueError(kind)
    return f"same_{kind}"
