"""Deliveries: whom they came from, their lines and what was put right since, weights, costs and values."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.members import Member, Tie
from aidbook.domain.pantry import OUTSIDE, Delivery, FairValue, Source, special_place
from aidbook.domain.weights import worth
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.delivery_heads import HeadChange, by_delivery, head_changes
from aidbook.store.gifts import GiftLine
from aidbook.store.pantry import sources
from aidbook.store.rows import marks, things
from aidbook.store.turned_lots import TURNED

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
        return self.reason in (CORRECTION, TURNED)

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
    """A delivery as lists show one: `at` its moment; `mg`, `value` and `cost` of all its lines as they are by now.

    `delivery` is how it is known by now, `changes` what was put right of whom it came from, its date and its whole.
    """

    delivery: Delivery
    at: int
    source: str
    came: tuple[Came, ...]
    weighed: tuple[Weighed, ...] = ()
    changes: tuple[HeadChange, ...] = ()

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
        turned: dict[Id, int] = {}
        for came in self.came:
            if came.reason == TURNED:
                turned[came.lot] = turned.get(came.lot, 0) + came.units
        written = sum(not came.is_correction and turned.get(came.lot, 0) >= 0 for came in self.came)
        return written + sum(units > 0 for units in turned.values())

    def by_lot(self) -> list[CameLot]:
        """Return what it comes to by now, lot by lot, with how much was written at first, whoever it was said to be from."""
        lots: dict[Id, list[Came]] = {}
        for came in self.came:
            lots.setdefault(came.lot, []).append(came)
        found = [
            CameLot(
                parts[0],
                sum(part.units for part in parts),
                sum(part.units for part in parts if part.reason != CORRECTION),
            )
            for parts in lots.values()
        ]
        turned = {came.lot for came in self.came if came.reason == TURNED}
        return [lot for lot in found if lot.units or lot.written or lot.first.lot not in turned]

    @property
    def first(self) -> Delivery:
        """Return what was said of it when it was written."""
        return self.changes[0].before if self.changes else self.delivery

    @property
    def first_on(self) -> str:
        """Return the local ISO date that it had when it was written."""
        return self.first.on or clock.day_of(self.at)

    @property
    def first_cost(self) -> int | None:
        """Return what was paid for it as it was written."""
        return known_total([self.first.cost, *(came.cost for came in self.came if not came.is_correction)])

    @property
    def corrected_on(self) -> str | None:
        """Return the last day on which it was put right, or None."""
        days = [came.on for came in self.came if came.is_correction]
        return max([*days, *(clock.day_of(change.at) for change in self.changes)], default=None)

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
        return known_total(parts)

    @property
    def value(self) -> int | None:
        """Return what it was worth: as was said of the whole, else the sum over its lines."""
        if self.delivery.value is not None:
            return self.delivery.value
        return known_total([*(came.value for came in self.came), *(each.value for each in self.weighed)])


def known_total(parts: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None where nothing is."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None


# Names


def source_name(book: Book, source: Source | None, nobody: str = "") -> str:
    """Return what a source is called: a member by their name where the role sees it."""
    if source is None:
        return nobody
    member = member_of(book, source.id)
    return (member.name if member else "") or source.name


def names_of(book: Book, wanted: Iterable[Source]) -> dict[Id, str]:
    """Return {source: what it is called}, read in one go: a member by their name where the role sees it."""
    wanted = list(wanted)
    asked = json.dumps([source.id for source in wanted])
    tied = things(book, Tie, "about = 'source' AND of IN (SELECT value FROM json_each(?))", (asked,))
    ties = {tie.of: tie.member for tie in tied}
    members = {id_: book.get(Member, id_) for id_ in set(ties.values()) if id_}
    found = {}
    for source in wanted:
        member = members.get(ties.get(source.id) or "")
        found[source.id] = (member.name if member else "") or source.name
    return found


def sources_by_name(book: Book) -> dict[str, Source]:
    """Return {what it is called: source}, linked ones once; members by their names where the role sees them."""
    found: dict[str, Source] = {}
    every = sources(book)
    names = names_of(book, every)
    for source in every:
        name = names[source.id]
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
_NEVER = 1 << 62


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
        " CASE WHEN m.from_place = ?1 THEN m.units ELSE -m.units END, m.unit_mg, i.weight_mg, m.cost, m.value, m.reason,"
        " d.at FROM movement m JOIN item i ON i.id = m.item LEFT JOIN lot l ON l.id = m.lot"
        " LEFT JOIN delivery d ON d.id = m.of"
        f" WHERE m.stands = 1 AND m.site = ?2 AND (m.from_place = ?1) <> (m.to_place = ?1) AND {where}"
        " ORDER BY m.at, m.written, m.rowid",
        (outside, book.identity.site, *values),
    ).fetchall()
    fair = fair_values(book)
    return [_with_value(_came(row), fair, row[21] or row[2]) for row in rows]


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
    if source == NOBODY:
        parts.append("l.source IS NULL")
    elif source:
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


def _with_value(came: Came, fair: Sequence[FairValue], at: int) -> Came:
    """Return it with the fair value of its weight when it came, where nobody said another and nothing was paid."""
    each = fair_on(fair, clock.day_of(at)) if fair else None
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
    changes = head_changes(book)
    last = {change.delivery: change for change in changes}
    where, values = (
        ["d.stands = 1", "d.site = ?", "coalesce(d.lines, 0) >= 0"],
        list[Any]((book.identity.site,)),
    )
    if one:
        where.append("d.id = ?")
        values.append(one)
    if since or until:
        moved = {id_: _is_between(each.after.on, since, until) for id_, each in last.items()}
        where.append(
            "(d.at >= ? AND d.at < ? AND d.id NOT IN (SELECT value FROM json_each(?))"
            " OR d.id IN (SELECT value FROM json_each(?)))"
        )
        values += [clock.start_ms(since) if since else 0, clock.end_ms(until) if until else _NEVER]
        values += [json.dumps(list(moved)), json.dumps([id_ for id_, fits in moved.items() if fits])]
    if source == NOBODY:
        theirs = [id_ for id_, each in last.items() if each.after.source is None]
        where.append(
            "(d.source IS NULL AND NOT EXISTS (SELECT 1 FROM movement m JOIN lot l ON l.id = m.lot"
            " WHERE m.of = d.id AND l.source IS NOT NULL)"
            " OR d.source IS NOT NULL AND d.id IN (SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps(theirs))
    elif source:
        alike = same.all_of(book, "source", [source])
        theirs = [id_ for id_, each in last.items() if each.after.source in alike]
        where.append(
            f"(d.source IN ({marks(alike)}) OR EXISTS (SELECT 1 FROM movement m JOIN lot l ON l.id = m.lot"
            f" WHERE m.of = d.id AND l.source IN ({marks(alike)})) OR d.id IN (SELECT value FROM json_each(?)))"
        )
        values += [*alike, *alike, json.dumps(theirs)]
    rows = book.connection.execute(
        f"SELECT d.id, d.at FROM delivery d WHERE {' AND '.join(where)} ORDER BY d.at DESC, d.written DESC, d.id LIMIT ?",
        (*values, most),
    ).fetchall()
    lines = _delivery_lines(book, rows, by_delivery(changes))
    if changes:
        lines.sort(key=lambda line: line.on, reverse=True)
    if not source:
        return lines
    own = {None} if source == NOBODY else set(same.all_of(book, "source", [source]))
    return [_only(line, own) for line in lines]


def _is_between(on: str | None, since: str | None, until: str | None) -> bool:
    return (not since or (on or "") >= since) and (not until or (on or "") <= until)


def _only(line: DeliveryLine, own: Collection[Id | None]) -> DeliveryLine:
    """Return what a delivery holds of some sources: a note may have brought the gifts of several."""
    if line.delivery.source in own and all(came.source in own for came in line.came):
        return line
    of_whole = line.delivery.source in own
    said = line.delivery if of_whole else replace(line.delivery, cost=None, value=None)
    came = tuple(each for each in line.came if each.source in own)
    return replace(line, delivery=said, came=came, weighed=line.weighed if of_whole else ())


def _delivery_lines(
    book: Book, rows: Sequence[tuple[Id, int]], changes: Mapping[Id, Sequence[HeadChange]]
) -> list[DeliveryLine]:
    facts = {fact.id: fact for id_, _at in rows if (fact := book.get(Delivery, id_)) is not None}
    facts |= {id_: of_it[-1].after for id_, of_it in changes.items() if id_ in facts}
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
            tuple(changes.get(id_, ())),
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
