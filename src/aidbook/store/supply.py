"""How long what is on the shelves will last: by what was really handed out, beside what the group wants there."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import HANDED_OUT, special_place
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.rows import home

WEEKS = 8
"""So many weeks back use is reckoned from."""
_WEEK = 7
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Use:
    """Units of an item that were handed out, less those brought back, in so many days."""

    units: int
    days: int

    def lasts(self, on_hand: int) -> int | None:
        """Return for how many whole days so many units last; None where nothing is used."""
        return None if self.units <= 0 else max(0, on_hand) * self.days // self.units

    @property
    def a_week(self) -> int:
        """Return the units used in a week, rounded up."""
        return -(-max(0, self.units) * _WEEK // self.days)


def use(book: Book, on: str, *, weeks: int = WEEKS, site: Id | None = None) -> dict[Id, Use]:
    """Return {item: its use at a site in the weeks up to an ISO date}; linked items as the one that they are shown as.

    An item that came in less long ago is reckoned over the days since, though over a week at least.
    """
    own, days = home(book, site), weeks * _WEEK
    begin = (date.fromisoformat(on) - timedelta(days=days - 1)).isoformat()
    since, end = clock.start_ms(begin), clock.end_ms(on)
    rows = book.connection.execute(
        "SELECT item, sum(CASE WHEN to_place = :out THEN units ELSE -units END) FROM movement"
        " WHERE at >= :since AND at < :end AND site = :site AND stands = 1 AND (to_place = :out) <> (from_place = :out)"
        " AND item IS NOT NULL GROUP BY item",
        {"out": special_place(own, HANDED_OUT), "since": since, "end": end, "site": own},
    )
    units = same.summed(book, "item", dict(rows.fetchall()))
    begun = _firsts(book, units, own)
    return {item: Use(used, _days_of(begun[item], since, end, days)) for item, used in units.items()}


def _days_of(first: int, since: int, end: int, most: int) -> int:
    """Return over how many days use is reckoned of what was first there at a moment (ms)."""
    here = -(-(end - max(since, first)) // _DAY_MS)
    return min(most, max(_WEEK, here))


def _firsts(book: Book, items: Collection[Id], site: Id) -> dict[Id, int]:
    """Return {item: when the first movement was (ms) of it, or of what is shown as it}."""
    rows = book.connection.execute(
        "SELECT i.value, (SELECT m.at FROM movement m WHERE m.item = i.value AND m.site = ? AND m.stands = 1"
        " ORDER BY m.at LIMIT 1) AS first FROM json_each(?) i WHERE first IS NOT NULL",
        (site, json.dumps(same.all_of(book, "item", items))),
    )
    of, found = same.one_of(book, "item", items), dict[Id, int]()
    for item, first in rows:
        shown = of.get(item, item)
        found[shown] = min(first, found.get(shown, first))
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the group wants to have of an item at least: units, or days that it lasts."""

    least: int | None = None
    days: int | None = None


def wanted(book: Book) -> Mapping[Id, Wanted]:
    """Return what is wanted of each item of which something is; of linked items the most that one of them says."""
    rows = book.connection.execute(
        f"SELECT {same.shown('item', 'item.id')}, max(least), max(supply_days) FROM item WHERE kept = 1"
        " AND (least IS NOT NULL OR supply_days IS NOT NULL) GROUP BY 1"
    )
    return {item: Wanted(least, days) for item, least, days in rows}
