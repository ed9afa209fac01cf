"""Stock: units of a lot at a place, as movements and counts make it.

A count sets a level as of its hour; the movements after that hour move it. The difference is never kept: what was
there at or before the hour is in the count. Only movements and counts of one site make its level; the place's home
site decides at reading whose level is shown.
"""

from aidbook.domain.declare import Id
from aidbook.store.connection import Connection


def apply(connection: Connection, kind: str, fact: Id, sign: int) -> None:
    """Let a movement or a count that begins to stand (`sign` 1) or ends to (-1) work on the levels."""
    if kind == "movement":
        _move(connection, fact, sign)
    elif kind == "count":
        site, lot, place = connection.execute(
            "SELECT site, lot, place FROM count WHERE id = ?", (fact,)
        ).fetchone()
        if lot and place:
            _count_again(connection, site, lot, place)


def _move(connection: Connection, fact: Id, sign: int) -> None:
    site, lot, at, units, from_place, to_place = connection.execute(
        "SELECT site, lot, at, units, from_place, to_place FROM movement WHERE id = ?", (fact,)
    ).fetchone()
    for place, delta in (
        (from_place, -units * sign if units else 0),
        (to_place, units * sign if units else 0),
    ):
        if lot and place:
            connection.execute(
                "INSERT INTO stock (site, lot, place, units) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET units = units + excluded.units WHERE counted_at IS NULL OR counted_at < ?",
                (site, lot, place, delta, at),
            )
            _forget_nothing(connection, site, lot, place)


def _count_again(connection: Connection, site: Id, lot: Id, place: Id) -> None:
    last = connection.execute(
        "SELECT at, units FROM count WHERE lot = ? AND place = ? AND site = ? AND stands = 1 "
        "ORDER BY at DESC, written DESC, hash DESC LIMIT 1",
        (lot, place, site),
    ).fetchone()
    counted_at, units = last or (None, 0)
    (moved,) = connection.execute(
        "SELECT coalesce(sum(CASE WHEN from_place = to_place THEN 0 WHEN to_place = ?1 THEN units ELSE -units END), 0)"
        " FROM movement WHERE lot = ?2 AND site = ?3 AND stands = 1 AND (to_place = ?1 OR from_place = ?1)"
        " AND (?4 IS NULL OR at > ?4)",
        (place, lot, site, counted_at),
    ).fetchone()
    connection.execute(
        "INSERT INTO stock (site, lot, place, units, counted_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET units = excluded.units, counted_at = excluded.counted_at",
        (site, lot, place, (units or 0) + moved, counted_at),
    )
    _forget_nothing(connection, site, lot, place)


def _forget_nothing(connection: Connection, site: Id, lot: Id, place: Id) -> None:
    """Keep no row that says nothing, so that taken back is as never there."""
    connection.execute(
        "DELETE FROM stock WHERE site = ? AND lot = ? AND place = ? AND units = 0 AND counted_at IS NULL",
        (site, lot, place),
    )
