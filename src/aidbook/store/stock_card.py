"""The stock card of an item: each movement and what counts differed by, with what was on the shelves after it.

Linked items have one card. It is read a page at a time from either end, so that it costs what is shown. What moved
between two shelves, or where no shelf was, changes nothing and stands there all the same.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from operator import attrgetter
from typing import Any

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import SHELF
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.counted import Difference, differences
from aidbook.store.pantry import StockLine, stock_lines
from aidbook.store.rows import home, marks

PAGE = 50
_NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a card: its role, and its name where it is a shelf."""

    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """What happened at an hour (ms): `change` on the shelves, and `balance` after it.

    `units` are those that moved. Of a count they are those counted, `is_count` is set and `reason` says why it differed.
    """

    id: Id
    at: int
    units: int
    change: int
    balance: int
    reason: str
    lot: Id
    best_before: str | None
    lot_code: str | None
    source: str | None
    from_spot: Spot | None
    to_spot: Spot | None
    of: Id | None = None
    is_count: bool = False

    @property
    def turn(self) -> tuple[int, bool, Id]:
        """Return what cards are sorted by: a count comes after what moved at its hour."""
        return self.at, self.is_count, self.id


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page of a card begins: after `turn`, with what was on the shelves there."""

    turn: tuple[int, bool, Id]
    balance: int


@dataclass(frozen=True, slots=True)
class CardPage:
    """Some lines of a card; `after` asks for the next ones, None at the end."""

    lines: tuple[CardLine, ...]
    after: Cursor | None


def card(
    book: Book,
    item: Id,
    *,
    oldest_first: bool = False,
    after: Cursor | None = None,
    most: int = PAGE,
    site: Id | None = None,
) -> CardPage:
    """Return a page of the card of an item, and of what is shown as it, at a site; the newest first unless asked."""
    own, items = home(book, site), same.all_of(book, "item", [item])
    reader = _Reader(book, own, oldest_first=oldest_first)
    streams = [reader.movements(each, after, most + 1) for each in items]
    moved = list(islice(_merged(streams, oldest_first=oldest_first), most + 1))
    counted = reader.counted(items, after, moved[-1].at if len(moved) > most else None)
    found = list(islice(_merged([moved, counted], oldest_first=oldest_first), most + 1))
    start = after.balance if after else 0 if oldest_first else on_hand(book, items, site=own)
    lines, balance = _balanced(found[:most], start, oldest_first=oldest_first)
    more = len(found) > most
    return CardPage(lines, Cursor(lines[-1].turn, balance) if more else None)


def _merged(streams: Iterable[Iterable[CardLine]], *, oldest_first: bool) -> Iterable[CardLine]:
    return heapq.merge(*streams, key=attrgetter("turn"), reverse=not oldest_first)


def _balanced(found: list[CardLine], balance: int, *, oldest_first: bool) -> tuple[tuple[CardLine, ...], int]:
    """Return the lines with their balances, and what the next line begins with."""
    lines = []
    for line in found:
        shown = balance + line.change if oldest_first else balance
        lines.append(_with_balance(line, shown))
        balance = shown if oldest_first else balance - line.change
    return tuple(lines), balance


def _with_balance(line: CardLine, balance: int) -> CardLine:
    return CardLine(
        line.id, line.at, line.units, line.change, balance, line.reason, line.lot, line.best_before, line.lot_code,
        line.source, line.from_spot, line.to_spot, line.of, line.is_count,
    )  # fmt: skip


def on_hand(book: Book, items: Iterable[Id], *, site: Id | None = None) -> int:
    """Return the units of some items on a site's shelves."""
    wanted = list(items)
    row = book.connection.execute(
        "SELECT coalesce(sum(s.units), 0) FROM place p CROSS JOIN stock s ON s.place = p.id AND s.site = p.home"
        f" CROSS JOIN lot l ON l.id = s.lot WHERE p.role = 'shelf' AND s.site = ? AND l.item IN ({marks(wanted)})",
        (home(book, site), *wanted),
    ).fetchone()
    return int(row[0])


class _Reader:
    """Reads lines of a card in one direction."""

    def __init__(self, book: Book, site: Id, *, oldest_first: bool) -> None:
        self._book, self._site, self._oldest_first = book, site, oldest_first
        rows = book.connection.execute(
            "SELECT id, coalesce(role, ''), coalesce(name, ''), home = ? FROM place", (site,)
        )
        places = rows.fetchall()
        self._spots = {id_: Spot(role, name if role == SHELF else "") for id_, role, name, _own in places}
        self._shelves = {id_ for id_, role, _name, own in places if own and role == SHELF}

    def movements(self, item: Id, after: Cursor | None, most: int) -> list[CardLine]:
        """Return the next movements of one item."""
        at, is_count, id_ = (
            after.turn if after else (-_NEVER, False, "") if self._oldest_first else (_NEVER, True, "")
        )
        # At the cursor's own hour counts come last: after one, no movement of that hour is left when going on.
        if self._oldest_first:
            where = "m.at > ?3" if is_count else "(m.at, m.id) > (?3, ?4) AND m.at >= ?3"
        else:
            where = "m.at <= ?3" if is_count else "(m.at, m.id) < (?3, ?4) AND m.at <= ?3"
        turn = "" if self._oldest_first else " DESC"
        rows = self._book.connection.execute(
            "SELECT m.id, m.at, m.units, m.reason, m.lot, m.from_place, m.to_place, m.of, l.best_before, l.code,"
            f" o.name FROM movement m LEFT JOIN lot l ON l.id = m.lot LEFT JOIN source o"
            f" ON o.id = {same.shown('source', 'l.source')} WHERE m.item = ?1 AND m.site = ?2 AND m.stands = 1"
            f" AND m.lot IS NOT NULL AND m.units IS NOT NULL AND {where}"
            f" ORDER BY m.at{turn}, m.id{turn} LIMIT ?5",
            (item, self._site, at, id_, most),
        )
        return [self._moved(row) for row in rows]

    def _moved(self, row: tuple[Any, ...]) -> CardLine:
        id_, at, units, reason, lot, from_place, to_place, of, best_before, code, source = row
        change = units * ((to_place in self._shelves) - (from_place in self._shelves))
        from_spot, to_spot = self._spots.get(from_place), self._spots.get(to_place)
        return CardLine(
            id_, at, units, change, 0, reason or "", lot, best_before, code, source, from_spot, to_spot, of
        )

    def counted(self, items: list[Id], after: Cursor | None, until: int | None) -> list[CardLine]:
        """Return what counts differed by from the cursor on, up to the hour `until` that the movements reach."""
        begin, end = after.turn[0] if after else None, until
        since, before = (begin, end) if self._oldest_first else (end, begin)
        found = [
            one
            for item in items
            for one in differences(
                self._book,
                since=since,
                until=None if before is None else before + 1,
                item=item,
                site=self._site,
            )
        ]
        known = {row[0]: row[1:] for row in self._lots([one.lot for one in found])}
        lines = [self._counted(one, known) for one in found]
        if after:
            lines = [
                one
                for one in lines
                if (one.turn > after.turn) == self._oldest_first and one.turn != after.turn
            ]
        return sorted(lines, key=attrgetter("turn"), reverse=not self._oldest_first)

    def _counted(self, one: Difference, known: dict[Id, tuple[Any, ...]]) -> CardLine:
        best_before, code, source = known.get(one.lot, (None, None, None))
        change = one.off if one.place in self._shelves else 0
        return CardLine(
            one.count, one.at, one.units, change, 0, one.why or "", one.lot, best_before, code, source,
            None, self._spots.get(one.place), one.session, is_count=True,
        )  # fmt: skip

    def _lots(self, lots: list[Id]) -> list[tuple[Any, ...]]:
        rows = self._book.connection.execute(
            "SELECT l.id, l.best_before, l.code, o.name FROM lot l LEFT JOIN source o"
            f" ON o.id = {same.shown('source', 'l.source')} WHERE l.id IN ({marks(lots)})",
            lots,
        )
        return list(rows)


# In and out by month


@dataclass(frozen=True, slots=True)
class Month:
    """What came onto the shelves and left them in a month ("2026-03"), counts among it, and what was there at its end."""

    month: str
    came: int
    went: int
    on_hand: int


def months(book: Book, item: Id, *, until: str, most: int = 12, site: Id | None = None) -> list[Month]:
    """Return the in and out of an item, and of what is shown as it, in the months up to that of an ISO date."""
    own, items = home(book, site), same.all_of(book, "item", [item])
    firsts = _first_days(until, most + 1)
    edges = [clock.start_ms(day) for day in firsts]
    sums = [_in_and_out(book, items, own, since, end) for since, end in pairwise(edges)]
    later_in, later_out = _in_and_out(book, items, own, edges[-1], None)
    balance = on_hand(book, items, site=own) - later_in + later_out
    found = []
    for day, (came, went) in zip(reversed(firsts[:-1]), reversed(sums), strict=True):
        found.append(Month(day[:7], came, went, balance))
        balance += went - came
    return found[::-1]


def _first_days(until: str, most: int) -> list[str]:
    """Return the first days of so many months, the last one that after the month of a day."""
    last = date.fromisoformat(until)
    number = last.year * 12 + last.month  # of the month after
    return [date(n // 12, n % 12 + 1, 1).isoformat() for n in range(number - most + 1, number + 1)]


def _in_and_out(book: Book, items: list[Id], site: Id, since: int, end: int | None) -> tuple[int, int]:
    """Return what came onto the shelves and what left them from `since` to before `end` (ms)."""
    rows = book.connection.execute(
        "SELECT coalesce(sum(m.units * (t.id IS NOT NULL AND f.id IS NULL)), 0),"
        " coalesce(sum(m.units * (f.id IS NOT NULL AND t.id IS NULL)), 0) FROM movement m"
        " LEFT JOIN place t ON t.id = m.to_place AND t.role = 'shelf' AND t.home = m.site"
        " LEFT JOIN place f ON f.id = m.from_place AND f.role = 'shelf' AND f.home = m.site"
        f" WHERE m.item IN ({marks(items)}) AND m.at >= ? AND m.at < ? AND m.site = ? AND m.stands = 1"
        " AND m.lot IS NOT NULL",
        (*items, since, _NEVER if end is None else end, site),
    )
    came, went = rows.fetchone()
    shelves = {
        row[0]
        for row in book.connection.execute("SELECT id FROM place WHERE role = 'shelf' AND home = ?", (site,))
    }
    for item in items:
        for one in differences(book, since=since, until=end, item=item, site=site):
            if one.place in shelves:
                came, went = came + max(one.off, 0), went + max(-one.off, 0)
    return came, went


# Below zero


@dataclass(frozen=True, slots=True)
class BelowZero:
    """A lot at a place of which more left than was there: counted at first (None: never), came in and went out since."""

    line: StockLine
    counted: int | None
    counted_at: int | None
    came: int
    went: int


def below_zero(book: Book, item: Id) -> list[BelowZero]:
    """Return what of an item stands below zero on the book's own shelves, and how it came about."""
    site, found = book.identity.site, []
    for line in (line for line in stock_lines(book, item=item) if line.quantity < 0):
        at, units = book.connection.execute(
            "SELECT s.counted_at, (SELECT c.units FROM count c WHERE c.lot = s.lot AND c.place = s.place"
            " AND c.at = s.counted_at AND c.site = s.site AND c.stands = 1 ORDER BY c.written DESC, c.hash DESC LIMIT 1)"
            " FROM stock s WHERE s.site = ? AND s.lot = ? AND s.place = ?",
            (site, line.lot, line.place_id),
        ).fetchone()
        came, went = book.connection.execute(
            "SELECT coalesce(sum(CASE WHEN to_place = :place THEN units END), 0),"
            " coalesce(sum(CASE WHEN from_place = :place THEN units END), 0) FROM movement WHERE lot = :lot"
            " AND site = :site AND stands = 1 AND from_place IS NOT to_place AND (:at IS NULL OR at > :at)",
            {"place": line.place_id, "lot": line.lot, "site": site, "at": at},
        ).fetchone()
        found.append(BelowZero(line, units, at, came, went))
    return found
