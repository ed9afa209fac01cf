"""Lots that are the same goods: what was written as one source's, and was said since to have come from another."""

import json
from collections.abc import Collection

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import OUTSIDE, REPACKED, TRANSIT
from aidbook.store.book import Book

TURNED = "source put right"
"""The reason of units that came from somebody else than was written: no more of them, nor less."""

_PAIRS = (
    "SELECT DISTINCT gone.lot, came.lot, gone.at FROM movement gone JOIN movement came ON came.of = gone.of"
    " AND came.action = gone.action AND came.from_place = gone.to_place AND came.to_place = gone.from_place"
    f" AND +came.item = gone.item AND came.units = gone.units AND came.reason = '{TURNED}' AND came.stands = 1"
    " JOIN lot a ON a.id = gone.lot JOIN lot b ON b.id = came.lot AND b.id <> a.id AND b.code IS a.code"
    " AND b.best_before IS a.best_before AND b.date_kind IS a.date_kind"
    f" JOIN place p ON p.id = gone.to_place AND p.role = '{OUTSIDE}'"
    f" WHERE gone.reason = '{TURNED}' AND gone.stands = 1"
)


def turned_into(book: Book, lots: Collection[Id], since: str) -> set[Id]:
    """Return the lots that units of these were said to be of, since an ISO date: whoever has them, they are the same."""
    return {right for _wrong, right, at in _pairs(book, lots) if clock.day_of(at) >= since}


def turned_from(book: Book, lots: Collection[Id]) -> set[Id]:
    """Return the lots that units of these were said to be of at first."""
    asked = json.dumps(sorted(lots))
    rows = book.connection.execute(
        f"{_PAIRS} AND gone.of IN (SELECT of FROM movement WHERE reason = '{TURNED}' AND stands = 1"
        " AND lot IN (SELECT value FROM json_each(?1))) AND came.lot IN (SELECT value FROM json_each(?1))",
        (asked,),
    )
    return {wrong for wrong, _right, _at in rows}


def wholly_turned(book: Book, lots: Collection[Id]) -> set[Id]:
    """Return the lots whose every unit was said since to be of one of these: who got some then has these for certain."""
    into: dict[Id, set[Id]] = {}
    for wrong, right, _at in _pairs(book, turned_from(book, lots)):
        into.setdefault(wrong, set()).add(right)
    return {wrong for wrong, rights in into.items() if rights <= set(lots) and _is_empty(book, wrong)}


def _pairs(book: Book, lots: Collection[Id]) -> list[tuple[Id, Id, int]]:
    """Return (lot, the lot that units of it were said to be of since, when in ms) of these lots."""
    if not lots:
        return []
    asked = json.dumps(sorted(lots))
    rows = book.connection.execute(f"{_PAIRS} AND gone.lot IN (SELECT value FROM json_each(?))", (asked,))
    return [(wrong, right, at) for wrong, right, at in rows]


def _is_empty(book: Book, lot: Id) -> bool:
    """Tell whether nothing is left that came of a lot: from outside, or from a larger pack, or from another site.

    Units that the site which turned them had sent on are the same goods there.
    """
    net, other = book.connection.execute(
        "SELECT coalesce(sum(m.units * ((f.role IS ?2) - (t.role IS ?2))), 0),"
        " coalesce(max((f.role IS ?3 AND m.reason IS NOT ?5) OR (f.role IS ?4 AND f.home <> m.site AND m.site IN"
        " (SELECT site FROM movement WHERE lot = ?1 AND reason = ?5 AND stands = 1))), 0) FROM movement m"
        " LEFT JOIN place f ON f.id = m.from_place LEFT JOIN place t ON t.id = m.to_place"
        " WHERE m.lot = ?1 AND m.stands = 1",
        (lot, OUTSIDE, REPACKED, TRANSIT, TURNED),
    ).fetchone()
    return net == 0 and not other
