"""Counts: what a session is to count, what its counters found, and by how much counts differed from the book.

A difference is never kept. It is the count less everything at or before its hour, so what is keyed in late for an
earlier hour changes it, and the count still says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aidbook.domain.counting import CountSession, Tally
from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine, stock_lines
from aidbook.store.rows import home, things

Key = tuple[Id, str, Id]
"""What is counted once: an item; its lot, or "date/code" of one nobody had listed; the place."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A tally with the hour (ms) when it was counted."""

    tally: Tally
    at: int

    @property
    def key(self) -> Key:
        """Return what was counted."""
        tally = self.tally
        lot = tally.lot or f"{tally.best_before or ''}/{tally.lot_code or ''}"
        return tally.item, lot, tally.place


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as lists show one: how many lots at places were counted, whether and when it was booked (ms)."""

    session: CountSession
    began: int
    counted: int
    booked_at: int | None


def sessions(book: Book) -> list[SessionLine]:
    """Return the site's sessions, the latest first."""
    rows = book.connection.execute(
        "SELECT s.id, (SELECT min(b.written) FROM body b WHERE b.subject = s.id), (SELECT count(DISTINCT t.item || "
        "coalesce(t.lot, coalesce(t.best_before, '') || '/' || coalesce(t.lot_code, '')) || t.place) FROM tally t"
        " WHERE t.session = s.id AND t.stands = 1), (SELECT max(c.written) FROM count c WHERE c.session = s.id"
        " AND c.stands = 1) FROM count_session s WHERE s.kept = 1 AND s.home = ? ORDER BY 2 DESC, s.id",
        (book.identity.site,),
    ).fetchall()
    found = {session.id: session for session in things(book, CountSession)}
    return [SessionLine(found[id_], began or 0, counted, booked) for id_, began, counted, booked in rows]


def is_booked(book: Book, session: Id) -> bool:
    """Tell whether counts of a session stand."""
    row = book.connection.execute(
        "SELECT 1 FROM count WHERE session = ? AND stands = 1 LIMIT 1", (session,)
    ).fetchone()
    return row is not None


def to_count(book: Book, session: CountSession) -> list[StockLine]:
    """Return what the book has at the places or of the items of a session, by place, item and date."""
    places, items = set(session.places), set(session.items)
    lines = [
        line
        for line in stock_lines(book)
        if (not places or line.place_id in places) and (not items or line.item_id in items)
    ]
    return sorted(lines, key=lambda line: (line.place.casefold(), line.place_id))


def tallies(book: Book, session: Id) -> list[Counted]:
    """Return what counters found, in the order of their hours; of one counter only the last of each lot and place."""
    rows = book.connection.execute(
        "SELECT id, at FROM tally WHERE session = ? AND stands = 1 ORDER BY at, written, hash", (session,)
    ).fetchall()
    found = {tally.id: tally for tally in things(book, Tally, "session = ?", (session,))}
    last: dict[tuple[Key, str, bool], Counted] = {}
    for id_, at in rows:
        counted = Counted(found[id_], at)
        who = (counted.key, (counted.tally.who or "").casefold(), counted.tally.decides)
        last.pop(who, None)
        last[who] = counted
    return list(last.values())


@dataclass(frozen=True, slots=True)
class Found:
    """What a session found of a lot at a place: `units` as of `at`, or None while its counters differ.

    `book` is what the book has of it as of that hour; `by` what each counter found.
    """

    key: Key
    tally: Tally
    at: int
    units: int | None
    book: int
    by: tuple[Counted, ...]

    @property
    def difference(self) -> int:
        """Return by how many units the book is off; 0 while nothing is settled."""
        return 0 if self.units is None else self.units - self.book


def found_in(book: Book, session: Id) -> list[Found]:
    """Return what a session found, beside what the book has as of each hour."""
    by_key: dict[Key, list[Counted]] = {}
    for counted in tallies(book, session):
        by_key.setdefault(counted.key, []).append(counted)
    return [_found(book, key, all_) for key, all_ in by_key.items()]


def _found(book: Book, key: Key, counted: Sequence[Counted]) -> Found:
    decided = [each for each in counted if each.tally.decides]
    by = tuple(each for each in counted if not each.tally.decides)
    last = (decided or list(counted))[-1]
    # Whoever counts after something was decided asks the question again.
    if decided and by and by[-1].at > decided[-1].at:
        decided, last = [], by[-1]
    agree = decided or len({each.tally.units for each in by}) == 1
    lot = last.tally.lot
    there = level_at(book, lot, last.tally.place, last.at) if lot else 0
    return Found(key, last.tally, last.at, last.tally.units if agree else None, there, by)


def level_at(book: Book, lot: Id, place: Id, at: int, *, site: Id | None = None) -> int:
    """Return the units of a lot at a place as of a moment (ms), everything at that moment included."""
    values = {"lot": lot, "place": place, "at": at, "site": home(book, site)}
    last = book.connection.execute(
        "SELECT at, units FROM count WHERE lot = :lot AND place = :place AND site = :site AND stands = 1"
        " AND at <= :at ORDER BY at DESC, written DESC, hash DESC LIMIT 1",
        values,
    ).fetchone()
    since, units = last or (None, 0)
    return (units or 0) + _moved(book, values | {"since": since})


def _moved(book: Book, values: dict[str, object]) -> int:
    row = book.connection.execute(
        "SELECT coalesce(sum(CASE WHEN from_place = to_place THEN 0 WHEN to_place = :place THEN units ELSE -units END),"
        " 0) FROM movement WHERE lot = :lot AND site = :site AND stands = 1 AND at <= :at"
        " AND (:since IS NULL OR at > :since) AND (to_place = :place OR from_place = :place)",
        values,
    ).fetchone()
    return int(row[0])


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a count that stands differed from the book as of its hour: `units` counted, `book` expected."""

    count: Id
    at: int
    item: Id
    lot: Id
    place: Id
    units: int
    book: int
    why: str | None
    session: Id | None

    @property
    def off(self) -> int:
        """Return how many more were there than the book had; below zero, how many were missing."""
        return self.units - self.book


def differences(
    book: Book,
    *,
    since: int | None = None,
    until: int | None = None,
    item: Id | None = None,
    lot: Id | None = None,
    site: Id | None = None,
) -> list[Difference]:
    """Return the counts of a site that differed, in the order of their hours, from `since` to before `until` (ms)."""
    values = {"site": home(book, site), "since": since, "until": until, "item": item, "lot": lot}
    rows = book.connection.execute(
        "SELECT c.id, c.at, c.item, c.lot, c.place, c.units, c.why, c.session, (SELECT p.hash FROM count p"
        " WHERE p.lot = c.lot AND p.place = c.place AND p.site = c.site AND p.stands = 1"
        " AND (p.at, p.written, p.hash) < (c.at, c.written, c.hash)"
        " ORDER BY p.at DESC, p.written DESC, p.hash DESC LIMIT 1) FROM count c JOIN place h ON h.id = c.place"
        " AND h.home = c.site WHERE c.stands = 1 AND c.site = :site AND (:since IS NULL OR c.at >= :since)"
        " AND (:until IS NULL OR c.at < :until) AND (:item IS NULL OR c.item = :item) AND (:lot IS NULL OR c.lot = :lot)"
        " ORDER BY c.at, c.written, c.hash",
        values,
    ).fetchall()
    found = []
    for id_, at, item_, lot_, place, units, why, session, before in rows:
        expected = _expected(book, lot_, place, at, before, values["site"])
        if units != expected:
            found.append(Difference(id_, at, item_, lot_, place, units or 0, expected, why, session))
    return found


def _expected(book: Book, lot: Id, place: Id, at: int, before: bytes | None, site: object) -> int:
    since, units = None, 0
    if before is not None:
        since, units = book.connection.execute(
            "SELECT at, units FROM count WHERE lot = ? AND place = ? AND hash = ?", (lot, place, before)
        ).fetchone()
    return (units or 0) + _moved(book, {"lot": lot, "place": place, "at": at, "site": site, "since": since})
