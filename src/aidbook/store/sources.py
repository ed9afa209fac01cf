"""What each source gave: deliveries, their lines and what was put right since, weights, costs and values."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.members import Member, Tie
from aidbook.domain.pantry import OUTSIDE, Delivery, FairValue, Source, special_place
from aidbook.domain.weights import worth
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.gifts import GiftLine
from aidbook.store.pantry import sources
from aidbook.store.rows import marks, things

CORRECTION = "correction"
NOBODY = "nobody"
"""Stands for whoever gave and was not named; no id is so short."""


@dataclass(frozen=True, slots=True)
class Came:
    """Units that came in, below zero where they went back or were put right, with what is known of them.

    `mg`, `cost` and `value` are of all of them; `by_weight`: the value is the fair one of a pound, nobody's own word.
    `written` is when the day's entry was made, in ms.
    """

    movement: Id
    delivery: Id | None
    at: int
    item: Id
    name: str
    names: tuple[tuple[str, str], ...]
    unit: str
    category: str | None
    lot: Id
    place: Id
    best_before: str | None
    source: Id | None
    units: int
    mg: int | None
    cost: int | None
    value: int | None
    reason: str
    by_weight: bool = False

    @property
    def is_correction(self) -> bool:
        """Tell whether it puts right what was written before."""
        return self.reason == CORRECTION

    @property
    def on(self) -> str:
        """Return the local ISO date on which it counts."""
        return clock.day_of(self.at)


@dataclass(frozen=True, slots=True)
class CameLot:
    """One lot of a delivery: its `first` line, how many `units` came of it as known by now, how many were `written`."""

    first: Came
    units: int
    written: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was only weighed: a category and its milligrams."""

    category: str
    mg: int
    value: int | None


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery as lists show one: `at` its moment; `mg`, `value` and `cost` of all its lines as they are by now."""

    delivery: Delivery
    at: int
    source: str
    came: tuple[Came, ...]
    weighed: tuple[Weighed, ...] = ()

    @property
    def id(self) -> Id:
        """Return the delivery's id."""
        return self.delivery.id

    @property
    def on(self) -> str:
        """Return its local ISO date."""
        return self.delivery.on or clock.day_of(self.at)

    @property
    def lines(self) -> int:
        """Return how many lines it has, corrections apart."""
        return sum(not came.is_correction for came in self.came)

    def by_lot(self) -> list[CameLot]:
        """Return what it comes to by now, lot by lot, with how much was written at first."""
        lots: dict[Id, list[Came]] = {}
        for came in self.came:
            lots.setdefault(came.lot, []).append(came)
        return [
            CameLot(
                parts[0],
                sum(part.units for part in parts),
                sum(part.units for part in parts if not part.is_correction),
            )
            for parts in lots.values()
        ]

    @property
    def corrected_on(self) -> str | None:
        """Return the last day on which it was put right, or None."""
        return max((came.on for came in self.came if came.is_correction), default=None)

    @property
    def mg(self) -> int:
        """Return what all of it weighs, as far as weights are known."""
        return sum(came.mg or 0 for came in self.came) + sum(each.mg for each in self.weighed)

    @property
    def is_weighed_whole(self) -> bool:
        """Tell whether every line of it has a weight."""
        return all(came.mg is not None for came in self.came)

    @property
    def cost(self) -> int | None:
        """Return what was paid for it."""
        parts = [self.delivery.cost, *(came.cost for came in self.came)]
        return _total(parts)

    @property
    def value(self) -> int | None:
        """Return what it was worth: as was said of the whole, else the sum over its lines."""
        if self.delivery.value is not None:
            return self.delivery.value
        return _total([*(came.value for came in self.came), *(each.value for each in self.weighed)])


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


def _total(parts: Sequence[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


# Names


def source_name(book: Book, source: Source | None, nobody: str = "") -> str:
    """Return what a source is called: a member by their name where the role sees it."""
    if source is None:
        return nobody
    member = member_of(book, source.id)
    return (member.name if member else "") or source.name


def sources_by_name(book: Book) -> dict[str, Source]:
    """Return {what it is called: source}, linked ones once; members by their names where the role sees them."""
    found: dict[str, Source] = {}
    for source in sources(book):
        name = source_name(book, source)
        if source.kind != "member" or name != source.name:
            found.setdefault(name, source)
    return found


def member_of(book: Book, source: Id) -> Member | None:
    """Return the member that a source is, or None; nothing of it is seen by who sees no members."""
    ties = things(book, Tie, "of = ? AND about = 'source'", (source,))
    return book.get(Member, ties[0].member) if ties and ties[0].member else None


def goods_of(book: Book, member: Id) -> list[GiftLine]:
    """Return the goods that came in from a member as a source, lot by lot as known by now, the latest first."""
    everyone = same.all_of(book, "member", [member])
    ties = things(book, Tie, f"about = 'source' AND member IN ({marks(everyone)})", everyone)
    lines = {line.id: line for tie in ties for line in deliveries(book, source=tie.of)}
    return [
        _as_gift(line, lot, member)
        for line in sorted(lines.values(), key=lambda line: -line.at)
        for lot in line.by_lot()
        if lot.units > 0
    ]


def _as_gift(line: DeliveryLine, lot: CameLot, member: Id) -> GiftLine:
    return GiftLine(
        id=lot.first.movement, action="", at=line.at, what="goods", minutes=None, cents=None, currency=None,
        item=lot.first.name, unit=lot.first.unit, units=lot.units, note=None, distribution=None, member=member, who="",
    )  # fmt: skip


# What came


_NAMES = ("en", "es", "fr", "ht")


def came_in(
    book: Book, *, since: str | None = None, until: str | None = None, source: Id | None = None,
    deliveries: Sequence[Id] = (),
) -> list[Came]:  # fmt: skip
    """Return what came from outside and what went back there, in ISO dates both included, in the order of time.

    With a `source` only its own, linked ones with it; with `deliveries` only theirs.
    """
    where, values = _wanted(book, since, until, source, deliveries)
    outside = special_place(book.identity.site, OUTSIDE)
    rows = book.connection.execute(
        "SELECT m.id, m.of, m.at, m.item, i.name, i.name_en, i.name_es, i.name_fr, i.name_ht, i.unit, i.category,"
        " m.lot, CASE WHEN m.from_place = ?1 THEN m.to_place ELSE m.from_place END, l.best_before, l.source,"
        " CASE WHEN m.from_place = ?1 THEN m.units ELSE -m.units END, m.unit_mg, i.weight_mg, m.cost, m.value, m.reason"
        " FROM movement m JOIN item i ON i.id = m.item LEFT JOIN lot l ON l.id = m.lot"
        f" WHERE m.stands = 1 AND m.site = ?2 AND (m.from_place = ?1) <> (m.to_place = ?1) AND {where}"
        " ORDER BY m.at, m.written, m.rowid",
        (outside, book.identity.site, *values),
    ).fetchall()
    fair = fair_values(book)
    return [_with_value(_came(row), fair) for row in rows]


def _wanted(
    book: Book, since: str | None, until: str | None, source: Id | None, deliveries: Sequence[Id]
) -> tuple[str, list[Any]]:
    parts, values = ["1"], list[Any]()
    if since:
        values.append(clock.start_ms(since))
        parts.append(f"m.at >= ?{len(values) + 2}")
    if until:
        values.append(clock.end_ms(until))
        parts.append(f"m.at < ?{len(values) + 2}")
    if source:
        alike = same.all_of(book, "source", [source])
        numbers = ", ".join(f"?{len(values) + 3 + n}" for n in range(len(alike)))
        values += alike
        parts.append(f"m.lot IN (SELECT id FROM lot WHERE source IN ({numbers}))")
    if deliveries:
        numbers = ", ".join(f"?{len(values) + 3 + n}" for n in range(len(deliveries)))
        values += deliveries
        parts.append(f"m.of IN ({numbers})")
    return " AND ".join(parts), values


def _came(row: tuple[Any, ...]) -> Came:
    units, unit_mg = row[15], row[16] or row[17]
    sign = -1 if units < 0 else 1
    names = tuple((code, name) for code, name in zip(_NAMES, row[5:9], strict=True) if name)
    return Came(
        movement=row[0], delivery=row[1], at=row[2], item=row[3], name=row[4] or "", names=names, unit=row[9] or "pcs",
        category=row[10], lot=row[11], place=row[12], best_before=row[13], source=row[14], units=units,
        mg=units * unit_mg if unit_mg else None,
        cost=None if row[18] is None else sign * row[18],
        value=None if row[19] is None else sign * row[19],
        reason=row[20] or "",
    )  # fmt: skip


def _with_value(came: Came, fair: Sequence[FairValue]) -> Came:
    """Return it with the fair value of its weight, where nobody said another and nothing was paid."""
    each = fair_on(fair, came.on)
    if came.value is not None or came.mg is None or came.cost is not None or each is None:
        return came
    return replace(came, value=worth(came.mg, each.cents_per_lb), by_weight=True)


# Deliveries


def deliveries(
    book: Book, *, since: str | None = None, until: str | None = None, source: Id | None = None,
    one: Id | None = None, most: int = -1,
) -> list[DeliveryLine]:  # fmt: skip
    """Return deliveries, the latest first: of a period, of a source with those linked to it, or `one` alone.

    At most so many, where `most` is not below zero.
    """
    where, values = ["d.stands = 1", "d.site = ?"], list[Any]((book.identity.site,))
    if one:
        where.append("d.id = ?")
        values.append(one)
    if since:
        where.append("d.at >= ?")
        values.append(clock.start_ms(since))
    if until:
        where.append("d.at < ?")
        values.append(clock.end_ms(until))
    if source == NOBODY:
        where.append(
            "d.source IS NULL AND NOT EXISTS (SELECT 1 FROM movement m JOIN lot l ON l.id = m.lot"
            " WHERE m.of = d.id AND l.source IS NOT NULL)"
        )
    elif source:
        alike = same.all_of(book, "source", [source])
        where.append(
            f"(d.source IN ({marks(alike)}) OR EXISTS (SELECT 1 FROM movement m JOIN lot l ON l.id = m.lot"
            f" WHERE m.of = d.id AND l.source IN ({marks(alike)})))"
        )
        values += [*alike, *alike]
    rows = book.connection.execute(
        f"SELECT d.id, d.at FROM delivery d WHERE {' AND '.join(where)} ORDER BY d.at DESC, d.written DESC, d.id LIMIT ?",
        (*values, most),
    ).fetchall()
    lines = _delivery_lines(book, rows)
    if not source:
        return lines
    own = {None} if source == NOBODY else set(same.all_of(book, "source", [source]))
    return [_only(line, own) for line in lines]


def _only(line: DeliveryLine, own: Collection[Id | None]) -> DeliveryLine:
    """Return what a delivery holds of some sources: a note may have brought the gifts of several."""
    if line.delivery.source in own and all(came.source in own for came in line.came):
        return line
    of_whole = line.delivery.source in own
    said = line.delivery if of_whole else replace(line.delivery, cost=None, value=None)
    came = tuple(each for each in line.came if each.source in own)
    return replace(line, delivery=said, came=came, weighed=line.weighed if of_whole else ())


def _delivery_lines(book: Book, rows: Sequence[tuple[Id, int]]) -> list[DeliveryLine]:
    facts = {fact.id: fact for id_, _at in rows if (fact := book.get(Delivery, id_)) is not None}
    came: dict[Id, list[Came]] = {}
    for each in came_in(book, deliveries=list(facts)) if facts else ():
        came.setdefault(each.delivery or "", []).append(each)
    fair = fair_values(book)
    return [
        DeliveryLine(
            facts[id_],
            at,
            source_name(book, book.get(Source, facts[id_].source)),
            tuple(came.get(id_, ())),
            _weighed(facts[id_], at, fair),
        )
        for id_, at in rows
        if id_ in facts
    ]


def _weighed(delivery: Delivery, at: int, fair: Sequence[FairValue]) -> tuple[Weighed, ...]:
    each = fair_on(fair, clock.day_of(at)) if delivery.cost is None else None
    return tuple(
        Weighed(category, mg, worth(mg, each.cents_per_lb) if each else None)
        for category, mg in delivery.weights.items()
    )


def delivery(book: Book, id_: Id) -> DeliveryLine | None:
    """Return one delivery, or None where it does not stand."""
    found = deliveries(book, one=id_)
    return found[0] if found else None


# Sources


@dataclass(slots=True)
class _Sum:
    """What a source gave over a period: the last moment (ms), how often, what all of it weighs."""

    times: int = 0
    mg: int = 0
    last: int = 0

    def line(self, id_: Id, name: str, kind: str | None, also: tuple[str, ...] = ()) -> SourceLine:
        """Return it as a line of the list."""
        last_on = clock.day_of(self.last) if self.last else None
        return SourceLine(id_, name, kind, self.times, self.mg, last_on, also)


def _sums(book: Book, since: str | None, until: str | None) -> dict[Id | None, _Sum]:
    """Return {source as shown: what came from it} of all that was counted."""
    site = book.identity.site
    bounds = (clock.start_ms(since) if since else None, clock.end_ms(until) if until else None)
    shown = same.one_of(book, "source")
    sums: dict[Id | None, _Sum] = {}
    # Lot by lot first: lots are few, and each tells its item and source once.
    weights = book.connection.execute(
        "WITH came AS (SELECT m.lot, m.item, sum(CASE WHEN m.from_place = ?1 THEN m.units ELSE -m.units END"
        " * m.unit_mg) AS mg, sum(CASE WHEN m.unit_mg IS NOT NULL THEN 0 WHEN m.from_place = ?1 THEN m.units"
        " ELSE -m.units END) AS units FROM movement m WHERE m.stands = 1 AND m.site = ?2"
        " AND (m.from_place = ?1) <> (m.to_place = ?1) AND (?3 IS NULL OR m.at >= ?3) AND (?4 IS NULL OR m.at < ?4)"
        " GROUP BY m.lot) SELECT l.source, sum(coalesce(c.mg, 0) + c.units * coalesce(i.weight_mg, 0))"
        " FROM came c LEFT JOIN lot l ON l.id = c.lot LEFT JOIN item i ON i.id = c.item GROUP BY 1",
        (special_place(site, OUTSIDE), site, *bounds),
    )
    for source, mg in weights:
        sums.setdefault(shown.get(source or "", source), _Sum()).mg += mg or 0
    times = book.connection.execute(
        "SELECT source, count(*), max(at) FROM delivery WHERE stands = 1 AND site = ?1 AND source IS NOT NULL"
        " AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3) GROUP BY 1 UNION ALL "
        "SELECT l.source, count(DISTINCT d.id), max(d.at) FROM delivery d LEFT JOIN movement m ON m.of = d.id"
        " AND m.stands = 1 LEFT JOIN lot l ON l.id = m.lot WHERE d.stands = 1 AND d.site = ?1 AND d.source IS NULL"
        " AND (?2 IS NULL OR d.at >= ?2) AND (?3 IS NULL OR d.at < ?3) GROUP BY 1",
        (site, *bounds),
    )
    for source, many, last in times:
        total = sums.setdefault(shown.get(source or "", source), _Sum())
        total.times, total.last = total.times + many, max(total.last, last)
    return sums


def _add_weighed(book: Book, sums: dict[Id | None, _Sum], since: str | None, until: str | None) -> None:
    """Add what was only weighed."""
    shown = same.one_of(book, "source")
    bounds = (clock.start_ms(since) if since else None, clock.end_ms(until) if until else None)
    rows = book.connection.execute(
        "SELECT source, weights FROM delivery WHERE stands = 1 AND site = ?1 AND weights <> '{}' AND weights <> ''"
        " AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3)",
        (book.identity.site, *bounds),
    )
    for source, weights in rows:
        sums.setdefault(shown.get(source or "", source), _Sum()).mg += sum(json.loads(weights).values())


def source_lines(book: Book, *, since: str | None = None, until: str | None = None) -> list[SourceLine]:
    """Return every source with what it gave over a period, those shown as one together, who gave last first.

    What came from nobody named has a line of its own, without a name.
    """
    sums = _sums(book, since, until)
    _add_weighed(book, sums, since, until)
    named = {source.id: source for source in things(book, Source)}
    shown = same.one_of(book, "source")
    also = same.also(book, "source", list(named)) if shown else {}
    lines = []
    for id_, source in named.items():
        if shown.get(id_, id_) == id_:
            others = tuple(named[other].name for other in also.get(id_, ()) if other in named)
            total = sums.get(id_, _Sum())
            lines.append(total.line(id_, source_name(book, source), source.kind, others))
    if (nobody := sums.get(None)) and nobody.times:
        lines.append(nobody.line(NOBODY, "", None))
    return sorted(
        lines, key=lambda line: (-(int((line.last_on or "0").replace("-", ""))), line.name.casefold())
    )


# What a pound is worth


def fair_values(book: Book) -> list[FairValue]:
    """Return what a pound was worth from when on, the earliest first."""
    return things(book, FairValue, order="from_on, id")


def fair_on(fair: Sequence[FairValue], on: str) -> FairValue | None:
    """Return what holds on an ISO date, or None before the first."""
    return next((each for each in reversed(fair) if each.from_on <= on), None)


def counted_since(book: Book, lot: Id, place: Id, at: int) -> bool:
    """Tell whether a lot was counted at a place after a moment: its level no longer rests on what came before."""
    row = book.connection.execute(
        "SELECT 1 FROM count WHERE lot = ? AND place = ? AND at >= ? AND stands = 1 AND site = ? LIMIT 1",
        (lot, place, at, book.identity.site),
    ).fetchone()
    return row is not None
