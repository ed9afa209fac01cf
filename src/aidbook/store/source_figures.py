"""What each source gave over a time: how often, its weight, cost and value, each correction on the day when it was made."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import OUTSIDE, Delivery, FairValue, Source, special_place
from aidbook.domain.weights import worth
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.delivery_heads import HeadChange, by_delivery, head_changes, weighed_off, within
from aidbook.store.rows import marks, things
from aidbook.store.sources import NOBODY, came_in, fair_on, fair_values, known_total, names_of
from aidbook.store.turned_lots import TURNED


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as lists show one: how often it gave over a period, what that weighs, and the last day."""

    id: Id
    name: str
    kind: str | None
    deliveries: int
    mg: int
    last_on: str | None
    also: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Gave:
    """What a source gave over a period: its weight in mg by category, its value and cost in the smallest coin."""

    by_category: dict[str, int]
    value: int | None
    cost: int | None


@dataclass(slots=True)
class _Sum:
    """What a source gave over a period: the last ISO day, how often, what all of it weighs."""

    times: int = 0
    mg: int = 0
    last: str = ""

    def line(self, id_: Id, name: str, kind: str | None, also: tuple[str, ...] = ()) -> SourceLine:
        """Return it as a line of the list."""
        return SourceLine(id_, name, kind, self.times, self.mg, self.last or None, also)


class _Sums:
    """What came over a period, by the source that its source is shown as."""

    def __init__(self, book: Book, since: str | None, until: str | None) -> None:
        self.of: dict[Id | None, _Sum] = {}
        self._book = book
        self._bounds = (clock.start_ms(since) if since else None, clock.end_ms(until) if until else None)
        self._shown = same.one_of(book, "source")
        self._changes = within(head_changes(book), since, until)
        self._weigh()
        self._count()
        self._add_weighed()
        self._put_right()

    def sum(self, source: Id | None) -> _Sum:
        """Return the sum of a source."""
        return self.of.setdefault(self._shown.get(source or "", source), _Sum())

    def _weigh(self) -> None:
        # Lot by lot first: lots are few, and each tells its item and source once.
        site = self._book.identity.site
        rows = self._book.connection.execute(
            "WITH came AS (SELECT m.lot, m.item, sum(CASE WHEN m.from_place = ?1 THEN m.units ELSE -m.units END"
            " * m.unit_mg) AS mg, sum(CASE WHEN m.unit_mg IS NOT NULL THEN 0 WHEN m.from_place = ?1 THEN m.units"
            " ELSE -m.units END) AS units FROM movement m WHERE m.stands = 1 AND m.site = ?2"
            " AND (m.from_place = ?1) <> (m.to_place = ?1) AND (?3 IS NULL OR m.at >= ?3) AND (?4 IS NULL OR m.at < ?4)"
            " GROUP BY m.lot) SELECT l.source, sum(coalesce(c.mg, 0) + c.units * coalesce(i.weight_mg, 0))"
            " FROM came c LEFT JOIN lot l ON l.id = c.lot LEFT JOIN item i ON i.id = c.item GROUP BY 1",
            (special_place(site, OUTSIDE), site, *self._bounds),
        )
        for source, mg in rows:
            self.sum(source).mg += mg or 0

    def _count(self) -> None:
        moved = json.dumps([change.delivery for change in self._changes])
        last = "max(CASE WHEN d.id NOT IN (SELECT value FROM json_each(?4)) THEN d.at END)"
        stands = (
            "d.stands = 1 AND d.site = ?1 AND coalesce(d.lines, 0) >= 0 AND (?2 IS NULL OR d.at >= ?2)"
            " AND (?3 IS NULL OR d.at < ?3)"
        )
        rows = self._book.connection.execute(
            f"SELECT d.source, count(*), {last} FROM delivery d WHERE {stands} AND d.source IS NOT NULL GROUP BY 1"
            f" UNION ALL SELECT l.source, count(DISTINCT d.id), {last} FROM delivery d LEFT JOIN movement m ON m.of = d.id"
            f" AND m.stands = 1 AND m.reason <> '{TURNED}' LEFT JOIN lot l ON l.id = m.lot"
            f" WHERE {stands} AND d.source IS NULL GROUP BY 1",
            (self._book.identity.site, *self._bounds, moved),
        )
        for source, many, at in rows:
            total = self.sum(source)
            total.times += many
            total.last = max(total.last, clock.day_of(at) if at else "")

    def _add_weighed(self) -> None:
        rows = self._book.connection.execute(
            "SELECT source, weights FROM delivery WHERE stands = 1 AND site = ?1 AND weights <> '{}' AND weights <> ''"
            " AND coalesce(lines, 0) >= 0 AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3)",
            (self._book.identity.site, *self._bounds),
        )
        for source, weights in rows:
            self.sum(source).mg += sum(json.loads(weights).values())

    def _put_right(self) -> None:
        for change in self._changes:
            off, on = weighed_off(change)
            before, after = self.sum(change.before.source), self.sum(change.after.source)
            before.mg -= sum(off.values())
            after.mg += sum(on.values())
            if change.turns_source:
                before.times -= 1
                after.times += 1
        for change in {each.delivery: each for each in self._changes}.values():
            total = self.sum(change.after.source)
            total.last = max(total.last, change.after.on or "")


def source_lines(book: Book, *, since: str | None = None, until: str | None = None) -> list[SourceLine]:
    """Return every source with what it gave over a period, those shown as one together, who gave last first.

    What came from nobody named has a line of its own, without a name.
    """
    sums = _Sums(book, since, until).of
    named = {source.id: source for source in things(book, Source)}
    shown = same.one_of(book, "source")
    also = same.also(book, "source", list(named)) if shown else {}
    names = names_of(book, named.values())
    lines = []
    for id_, source in named.items():
        if shown.get(id_, id_) == id_:
            others = tuple(named[other].name for other in also.get(id_, ()) if other in named)
            total = sums.get(id_, _Sum())
            lines.append(total.line(id_, names[id_], source.kind, others))
    if (nobody := sums.get(None)) and nobody.times:
        lines.append(nobody.line(NOBODY, "", None))
    return sorted(
        lines, key=lambda line: (-(int((line.last_on or "0").replace("-", ""))), line.name.casefold())
    )


def gave(book: Book, source: Id, *, since: str | None = None, until: str | None = None) -> Gave:
    """Return what a source gave over a period, in ISO dates both included, with those it is linked to."""
    own: set[Id | None] = {None} if source == NOBODY else set(same.all_of(book, "source", [source]))
    changes = head_changes(book)
    wholes, said = _wholes(book, own, changes, since, until), _Said(book, changes)
    by_category: dict[str, int] = {}
    values, costs = list[int | None](), list[int | None]()
    for came in came_in(book, since=since, until=until, source=source):
        by_category[came.category or ""] = by_category.get(came.category or "", 0) + (came.mg or 0)
        values.append(None if said.at(came.delivery, came.at) else came.value)
        costs.append(came.cost)
    values += [_lines_off(book, change, source) for change in within(changes, since, until)]
    fair = fair_values(book)
    for whole, sign, at in wholes:
        values.append(None if whole.value is None else sign * whole.value)
        costs.append(None if whole.cost is None else sign * whole.cost)
        for category, mg in whole.weights.items():
            by_category[category] = by_category.get(category, 0) + sign * mg
        if whole.value is None and whole.cost is None:
            values += [
                sign * worth(mg, pound) for mg in whole.weights.values() if (pound := _pound(fair, at))
            ]
    return Gave({key: mg for key, mg in by_category.items() if mg}, known_total(values), known_total(costs))


class _Said:
    """Of which deliveries it was said, by a moment, what all of it is worth: their lines have no value of their own then."""

    def __init__(self, book: Book, changes: Sequence[HeadChange]) -> None:
        rows = book.connection.execute(
            "SELECT id FROM delivery WHERE stands = 1 AND site = ? AND value IS NOT NULL AND coalesce(lines, 0) >= 0",
            (book.identity.site,),
        )
        self._first = {id_ for (id_,) in rows}
        self._changes = by_delivery(changes)

    def at(self, delivery: Id | None, moment: int) -> bool:
        """Tell whether it was said of a delivery by a moment (ms)."""
        since = [change.after for change in self._changes.get(delivery or "", ()) if change.at <= moment]
        return since[-1].value is not None if since else delivery in self._first


def _lines_off(book: Book, change: HeadChange, source: Id) -> int | None:
    """Return what lines of a source that counted by themselves no longer do once the whole has a value; or do again."""
    if (change.before.value is None) == (change.after.value is None):
        return None
    lines = came_in(book, source=source, deliveries=[change.delivery])
    counted = known_total(each.value for each in lines if each.at < change.at)
    return None if counted is None else counted if change.after.value is None else -counted


def _pound(fair: Sequence[FairValue], at: int) -> int:
    each = fair_on(fair, clock.day_of(at))
    return each.cents_per_lb if each else 0


def _wholes(
    book: Book,
    own: set[Id | None],
    changes: Sequence[HeadChange],
    since: str | None,
    until: str | None,
) -> list[tuple[Delivery, int, int]]:
    """Return what was said of whole deliveries of these sources: (what, 1 or -1 where it was taken off, when they came)."""
    bounds = (clock.start_ms(since) if since else None, clock.end_ms(until) if until else None)
    ids = [id_ for id_ in own if id_]
    theirs = f"source IN ({marks(ids)})" if ids else "source IS NULL"
    rows = book.connection.execute(
        "SELECT id, at FROM delivery WHERE stands = 1 AND site = ? AND coalesce(lines, 0) >= 0"
        " AND (? IS NULL OR at >= ?) AND (? IS NULL OR at < ?)"
        f" AND (coalesce(weights, '{{}}') <> '{{}}' OR cost IS NOT NULL OR value IS NOT NULL) AND {theirs}",
        (book.identity.site, bounds[0], bounds[0], bounds[1], bounds[1], *ids),
    ).fetchall()
    found = [(whole, 1, at) for id_, at in rows if (whole := book.get(Delivery, id_)) is not None]
    for change in within(changes, since, until):
        found += [(each, sign, at) for each, sign, at in _turned(book, change) if each.source in own]
    return found


def _turned(book: Book, change: HeadChange) -> list[tuple[Delivery, int, int]]:
    at = book.connection.execute("SELECT at FROM delivery WHERE id = ?", (change.delivery,)).fetchone()[0]
    return [(change.before, -1, at), (change.after, 1, at)]
