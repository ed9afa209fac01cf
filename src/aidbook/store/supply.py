"""How long what is on the shelves will last: by what was really handed out, beside what the group wants there."""

from collections.abc import Iterable, Mapping
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
    found = {}
    for item, used in units.items():
        first = _first(book, same.all_of(book, "item", [item]), own)
        here = -(-(end - max(since, first)) // _DAY_MS)
        found[item] = Use(used, min(days, max(_WEEK, here)))
    return found


def _first(book: Book, items: Iterable[Id], site: Id) -> int:
    """Return when the first movement of some items was (ms)."""
    rows = (
        book.connection.execute(
            "SELECT at FROM movement WHERE item = ? AND site = ? AND stands = 1 ORDER BY at LIMIT 1",
            (item, site),
        ).fetchone()
        for item in items
    )
    return min(int(row[0]) for row in rows if row)


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
