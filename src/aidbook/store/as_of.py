"""The book as it was: stock, and counts of people and days, as of the end of a past day.

It is what is known today about that day: every fact that stands now and happened by then, whenever it was written.
Stock goes back from the levels of now over what moved since, or forward from the beginning over what had moved,
whichever is less; a lot that was counted since is reckoned from its last count before.
"""

import json
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.store import linked_households, same
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
        f"LEFT JOIN item i ON i.id = {same.shown('item', 'l.item')} "
        f"LEFT JOIN source o ON o.id = {same.shown('source', 'l.source')}"
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
    then = {"site": home(book, site), "end": clock.end_ms(day)}
    (much_since,) = book.connection.execute(
        "SELECT (SELECT count(*) FROM movement WHERE at >= :end) > (SELECT count(*) FROM movement WHERE at < :end)",
        then,
    ).fetchone()
    return _forward(book, then) if much_since else _back(book, then)


def _forward(book: Book, then: dict[str, object]) -> dict[_Level, int]:
    """Return the levels that everything made which moved before a moment, the counts before it heeded."""
    levels = _moved(book, then, "at < :end")
    levels.update(_counted(book, then, "at < :end"))
    return levels


def _back(book: Book, then: dict[str, object]) -> dict[_Level, int]:
    """Return the levels of now without what moved since; those that were counted since are reckoned anew."""
    rows = book.connection.execute(
        f"SELECT lot, place, units FROM stock WHERE site = :site AND place IN ({_SHELVES})", then
    )
    levels = {(row[0], row[1]): row[2] for row in rows}
    for level, units in _moved(book, then, "at >= :end").items():
        levels[level] = levels.get(level, 0) - units
    levels.update(_counted(book, then, "at >= :end"))
    return levels


_SHELVES = "SELECT id FROM place WHERE role = 'shelf' AND home = :site"


def _moved(book: Book, then: dict[str, object], when: str) -> dict[_Level, int]:
    """Return {(lot, shelf): units} that movements brought, less what they took, in one pass over them."""
    shelves = {row[0] for row in book.connection.execute(_SHELVES, {"site": then["site"]})}
    rows = book.connection.execute(
        f"SELECT lot, from_place, to_place, sum(units) FROM movement WHERE {when} AND stands = 1 AND site = :site "
        "AND lot IS NOT NULL GROUP BY lot, from_place, to_place",
        then,
    )
    levels: dict[_Level, int] = {}
    for lot, source, target, units in rows:
        for place, delta in ((source, -units), (target, units)):
            if place in shelves:
                levels[lot, place] = levels.get((lot, place), 0) + delta
    return levels


def _counted(book: Book, then: dict[str, object], when: str) -> dict[_Level, int]:
    """Return the levels at a moment of what was counted then: the last count before it, and what moved after that."""
    # A lot that goes from a shelf to itself has not moved: its two sides cancel out.
    rows = book.connection.execute(
        "WITH wanted AS (SELECT DISTINCT lot, place FROM count WHERE "
        f"{when} AND stands = 1 AND site = :site AND lot IS NOT NULL AND place IN ({_SHELVES})), "
        "last AS MATERIALIZED (SELECT w.lot, w.place, c.at, c.units FROM wanted w LEFT JOIN count c ON c.hash = "
        "(SELECT hash FROM count WHERE lot = w.lot AND place = w.place AND at < :end AND stands = 1 AND site = :site "
        "ORDER BY at DESC, written DESC, hash DESC LIMIT 1) AND c.lot = w.lot AND c.place = w.place) "
        "SELECT l.lot, l.place, coalesce(l.units, 0) + coalesce((SELECT sum(CASE WHEN m.from_place = m.to_place THEN 0 "
        "WHEN m.to_place = l.place THEN m.units ELSE -m.units END) FROM movement m WHERE m.lot = l.lot "
        "AND m.at > coalesce(l.at, -9007199254740992) AND m.at < :end AND m.stands = 1 AND m.site = :site "
        "AND (m.to_place = l.place OR m.from_place = l.place)), 0) FROM last l",
        then,
    )
    return {(row[0], row[1]): row[2] for row in rows}


def counts_as_of(book: Book, day: str, *, site: Id | None = None) -> CountsThen:
    """Return a site's members and households at the end of an ISO date, and what happened on that day.

    Somebody belongs from the day they are said to have joined, or were written down, until it was written that they
    left or died. Those forgotten since are not counted. Who is linked today counts once.
    """
    values = {"site": home(book, site), "day": day, "start": clock.start_ms(day), "end": clock.end_ms(day)}
    members, households = book.connection.execute(
        f"SELECT count(*), count(DISTINCT m.household) {_BELONGED}", values
    ).fetchone()
    twice, homes_twice = _counted_twice(book, values)
    visits, people, boxes, days = book.connection.execute(
        "SELECT count(*), coalesce(sum(people), 0), coalesce(sum(boxes), 0), count(DISTINCT distribution) FROM visit "
        "WHERE at >= :start AND at < :end AND stands = 1 AND site = :site",
        values,
    ).fetchone()
    return CountsThen(members - twice, households - homes_twice, days, visits, people, boxes)


_SAID = "m.since GLOB '[0-9][0-9][0-9][0-9]-*'"
"""Whether a day is said that they joined; that they would rather not say is none."""
_BELONGED = (
    "FROM member m WHERE m.home = :site AND m.kept = 1 "
    f"AND CASE WHEN {_SAID} THEN m.since <= :day ELSE (SELECT min(b.written) FROM body b "
    "WHERE b.subject = m.id) < :end END AND NOT (coalesce(m.left, '') IN ('left', 'died') AND EXISTS (SELECT 1 "
    "FROM setting s WHERE s.subject = m.id AND s.field = 'left' AND s.kind = 'member' AND s.written < :end))"
)


def _counted_twice(book: Book, values: dict[str, object]) -> tuple[int, int]:
    """Return how many members and households too many are counted, because linked ones are one."""
    of, homes = same.one_of(book, "member"), linked_households.one_of(book)
    if not of:
        return 0, 0
    rows = book.connection.execute(
        f"SELECT m.id, m.household {_BELONGED} AND (m.id IN (SELECT id FROM shown_as WHERE kind = 'member')"
        " OR m.household IN (SELECT value FROM json_each(:homes)))",
        values | {"homes": json.dumps(list(homes))},
    ).fetchall()
    people = [of[id_] for id_, _home in rows if id_ in of]
    found = {home for _id, home in rows if home in homes}
    return len(people) - len(set(people)), len(found) - len({homes[home] for home in found})
