"""The book as it was: stock, and counts of people and days, as of the end of a past day.

It is what is known today about that day: every fact that stands now and happened by then, whenever it was written.
Stock goes back from the levels of now over what moved since, or forward from the beginning over what had moved,
whichever is less; a lot that was counted since is reckoned from its last count before.
"""

import json
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine
from aidbook.store.rows import home

_Level = tuple[Id, Id]


@dataclass(frozen=True, slots=True)
class CountsThen:
    """Members and households of a site at the end of a day, and what happened on it."""

    members: int
    households: int
    distributions: int
    visits: int
    people: int
    boxes: int


def stock_as_of(book: Book, day: str, *, site: Id | None = None) -> list[StockLine]:
    """Return what was on a site's shelves at the end of an ISO date, by item, date and place, without empty lots."""
    there = {level: units for level, units in levels_as_of(book, day, site=site).items() if units}
    rows = book.connection.execute(
        "SELECT p.id, p.name FROM place p WHERE p.role = 'shelf' AND p.home = ?", (home(book, site),)
    )
    places = dict(rows.fetchall())
    lots = book.connection.execute(
        "SELECT l.id, i.id, coalesce(i.name, ''), coalesce(i.unit, ''), l.code, l.best_before, o.name FROM lot l "
        "LEFT JOIN item i ON i.id = l.item LEFT JOIN source o ON o.id = l.source"
    )
    by_lot = {row[0]: row for row in lots} if there else {}
    lines = [
        _line(by_lot[lot], place, places.get(place) or "", units)
        for (lot, place), units in there.items()
        if lot in by_lot
    ]
    return sorted(lines, key=lambda line: (line.item.casefold(), line.item_id, line.best_before or "9999",
                                           line.place, line.lot))  # fmt: skip


def _line(lot: tuple[str, ...], place: Id, name: str, units: int) -> StockLine:
    lot_id, item, item_name, unit, code, best_before, source = lot
    return StockLine(item, item_name, unit, lot_id, code, best_before, place, name, units, source)


def levels_as_of(book: Book, day: str, *, site: Id | None = None) -> dict[_Level, int]:
    """Return {(lot, place): units} on a site's shelves at the end of an ISO date."""
    of_site, end = home(book, site), clock.end_ms(day)
    rows = book.connection.execute(
        "SELECT (SELECT count(*) FROM movement WHERE at >= ?1) < (SELECT count(*) FROM movement WHERE at < ?1)",
        (end,),
    )
    return _back(book, of_site, end) if rows.fetchone()[0] else _forward(book, of_site, end)


_SHELVES = "SELECT id FROM place WHERE role = 'shelf' AND home = :site"

_MOVED = f"""
SELECT lot, to_place AS place, at, units AS delta FROM movement
  WHERE {{when}} AND stands = 1 AND site = :site AND lot IS NOT NULL AND from_place <> to_place AND to_place IN ({_SHELVES})
UNION ALL
SELECT lot, from_place, at, -units FROM movement
  WHERE {{when}} AND stands = 1 AND site = :site AND lot IS NOT NULL AND from_place <> to_place AND from_place IN ({_SHELVES})
"""

_LAST_COUNT = f"""
SELECT lot, place, at, units FROM (
  SELECT lot, place, at, units, row_number() OVER (PARTITION BY lot, place ORDER BY at DESC, written DESC, hash DESC) AS n
  FROM count WHERE {{which}} AND at < :end AND stands = 1 AND site = :site AND lot IS NOT NULL AND place IN ({_SHELVES})
) WHERE n = 1
"""


def _forward(book: Book, site: Id, end: int, lots: list[Id] | None = None) -> dict[_Level, int]:
    """Return levels from the last count before a moment, or from nothing, and what moved after that; of some lots or all."""
    which = "1" if lots is None else "lot IN (SELECT value FROM json_each(:lots))"
    rows = book.connection.execute(
        f"WITH last AS MATERIALIZED ({_LAST_COUNT.format(which=which)}), "
        f"moved AS ({_MOVED.format(when=f'{which} AND at < :end')}), "
        "net AS (SELECT m.lot, m.place, sum(m.delta) AS delta FROM moved m LEFT JOIN last c ON c.lot = m.lot "
        "AND c.place = m.place WHERE c.at IS NULL OR m.at > c.at GROUP BY m.lot, m.place) "
        "SELECT lot, place, sum(units) FROM (SELECT lot, place, units FROM last UNION ALL SELECT lot, place, delta FROM net) "
        "GROUP BY lot, place",
        {"site": site, "end": end, "lots": json.dumps(lots or [])},
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _back(book: Book, site: Id, end: int) -> dict[_Level, int]:
    """Return the levels of now without what moved since; those that were counted since are reckoned forward."""
    values = {"site": site, "end": end}
    rows = book.connection.execute(
        f"SELECT lot, place, units FROM stock WHERE site = :site AND place IN ({_SHELVES})", values
    )
    levels = {(row[0], row[1]): row[2] for row in rows}
    moved = book.connection.execute(
        f"SELECT lot, place, sum(delta) FROM ({_MOVED.format(when='at >= :end')}) GROUP BY lot, place", values
    )
    for lot, place, delta in moved:
        levels[lot, place] = levels.get((lot, place), 0) - delta
    counted = book.connection.execute(
        "SELECT DISTINCT lot, place FROM count WHERE at >= :end AND stands = 1 AND site = :site AND lot IS NOT NULL "
        f"AND place IN ({_SHELVES})",
        values,
    ).fetchall()
    if counted:
        then = _forward(book, site, end, sorted({lot for lot, _place in counted}))
        levels.update({(lot, place): then.get((lot, place), 0) for lot, place in counted})
    return levels


def counts_as_of(book: Book, day: str, *, site: Id | None = None) -> CountsThen:
    """Return a site's members and households at the end of an ISO date, and what happened on that day.

    Somebody belongs from the day they are said to have joined, or were written down, until it was written that they
    left or died. Those forgotten since are not counted.
    """
    values = {"site": home(book, site), "day": day, "start": clock.start_ms(day), "end": clock.end_ms(day)}
    members, households = book.connection.execute(
        "SELECT count(*), count(DISTINCT m.household) FROM member m WHERE m.home = :site AND m.kept = 1 "
        "AND coalesce(m.since, '') <= :day AND (m.since IS NOT NULL OR (SELECT min(b.written) FROM body b "
        "WHERE b.subject = m.id) < :end) AND NOT (coalesce(m.left, '') IN ('left', 'died') AND EXISTS (SELECT 1 "
        "FROM setting s WHERE s.subject = m.id AND s.field = 'left' AND s.kind = 'member' AND s.written < :end))",
        values,
    ).fetchone()
    visits, people, boxes, days = book.connection.execute(
        "SELECT count(*), coalesce(sum(people), 0), coalesce(sum(boxes), 0), count(DISTINCT distribution) FROM visit "
        "WHERE at >= :start AND at < :end AND stands = 1 AND site = :site",
        values,
    ).fetchone()
    return CountsThen(members, households, days, visits, people, boxes)
