"""Everything that moved units or money, in the order of its hours: what a plain-text accounting journal is made from.

A side of a movement works only where the place's own site wrote it, or where it takes off another site's way what that
site had sent here; as everywhere in the book. A count stands here as what it differed from the book by.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aidbook.domain.declare import Id
from aidbook.domain.pantry import OUTSIDE, SHELF, TRANSIT, Source
from aidbook.store.book import Book
from aidbook.store.counted import differences
from aidbook.store.delivery_heads import head_changes, weighed_off
from aidbook.store.turned_lots import TURNED

COUNTED = "counted"
"""The role of where units come from that a count found, and go to that it missed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where units are: a place of a site, or COUNTED. `role` is the place's; `name` only a shelf's."""

    site: Id
    role: str
    place: Id
    name: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Units of a lot went from one spot to another; None is a side that does not count.

    `cost` and `value` are in the smallest coin. `source` is who they came from, where that is no member.
    """

    at: int
    item: Id
    lot: Id
    units: int
    reason: str
    from_spot: Spot | None
    to_spot: Spot | None
    source: str | None = None
    cost: int | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Money given to a site (`gift`) or paid by it for goods, in the smallest coin of a currency; below zero is put right."""

    at: int
    site: Id
    cents: int
    currency: str
    gift: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """What came in and nobody counted: {category: mg}, below zero where it is put right."""

    at: int
    site: Id
    source: str | None
    weights: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CameOn:
    """A delivery was said to have come on an ISO date `first`, and came on another: nothing moves by that."""

    at: int
    first: str
    on: str


Happened = Moved | Paid | Weighed | CameOn


def items(book: Book) -> dict[Id, tuple[str, str]]:
    """Return {item: its name and its unit}, of all that ever moved."""
    rows = book.connection.execute("SELECT id, coalesce(name, ''), coalesce(unit, '') FROM item")
    return {id_: (name, unit) for id_, name, unit in rows}


def lots(book: Book) -> dict[Id, str]:
    """Return {lot: its date, or an empty text}."""
    return dict(book.connection.execute("SELECT id, coalesce(best_before, '') FROM lot").fetchall())


def sites(book: Book) -> dict[Id, str]:
    """Return {site: its name}."""
    return dict(book.connection.execute("SELECT id, coalesce(name, '') FROM site").fetchall())


def movements(book: Book) -> Iterator[Moved]:
    """Give the movements that stand, by their hours, each read as it is wanted."""
    places = _places(book)
    rows = book.connection.execute(
        "SELECT m.at, m.item, m.lot, m.units, m.reason, m.site, m.from_place, m.to_place, m.cost, m.value,"
        " t.site, t.\"to\", CASE WHEN s.kind IS NOT 'member' THEN s.name END FROM movement m"
        " LEFT JOIN transfer_receipt r ON r.id = m.of AND r.stands = 1 LEFT JOIN transfer t ON t.id = r.transfer"
        " AND t.stands = 1 LEFT JOIN lot l ON l.id = m.lot LEFT JOIN source s ON s.id = l.source"
        " WHERE m.stands = 1 AND m.units IS NOT NULL AND m.lot IS NOT NULL ORDER BY m.at, m.written, m.id"
    )
    for row in rows:
        yield _moved(places, row)


def _moved(places: dict[Id, Spot], row: tuple[Any, ...]) -> Moved:
    at, item, lot, units, reason, site, from_place, to_place, cost, value, sender, receiver, source = row
    off_the_way = sender if receiver == site else None
    sides = []
    for place in (from_place, to_place):
        spot = places.get(place)
        counts = spot and (spot.site == site or (spot.role == TRANSIT and spot.site == off_the_way))
        sides.append(spot if counts else None)
    named = source if sides[0] and sides[0].role == OUTSIDE else None
    return Moved(at, item, lot, units, reason or "", sides[0], sides[1], named, cost, value)


def _places(book: Book) -> dict[Id, Spot]:
    rows = book.connection.execute(
        "SELECT id, coalesce(home, ''), coalesce(role, ''), coalesce(name, '') FROM place"
    )
    return {id_: Spot(home, role, id_, name if role == SHELF else "") for id_, home, role, name in rows}


def counted(book: Book) -> list[Moved]:
    """Return by what counts differed, as units that came onto a shelf or left it."""
    places = _places(book)
    found = []
    for site in sites(book):
        nowhere = Spot(site, COUNTED, "")
        for one in differences(book, site=site):
            shelf = places.get(one.place)
            sides = (nowhere, shelf) if one.off > 0 else (shelf, nowhere)
            found.append(Moved(one.at, one.item, one.lot, abs(one.off), one.why or "", *sides))
    return sorted(found, key=lambda one: one.at)


def money(book: Book) -> list[Paid]:
    """Return gifts of money, and what was paid for goods, for a delivery or line by line, and was put right of it since."""
    currency = book.settings.currency
    rows = book.connection.execute(
        "SELECT at, site, cents, coalesce(currency, ?1), 1 FROM gift WHERE stands = 1 AND cents IS NOT NULL"
        " UNION ALL SELECT at, site, cost, ?1, 0 FROM delivery WHERE stands = 1 AND cost IS NOT NULL"
        " AND coalesce(lines, 0) >= 0"
        " UNION ALL SELECT m.at, m.site, CASE WHEN p.id IS NULL THEN m.cost ELSE -m.cost END, ?1, 0 FROM movement m"
        " LEFT JOIN place p ON p.id = m.to_place AND p.role = ?2"
        " WHERE m.stands = 1 AND m.cost IS NOT NULL AND m.reason <> ?3",
        (currency, OUTSIDE, TURNED),
    )
    found = [Paid(at, site, cents, unit, bool(gift)) for at, site, cents, unit, gift in rows]
    found += [
        Paid(change.at, site, off, currency, gift=False)
        for site in sites(book)
        for change in head_changes(book, site=site)
        if (off := (change.after.cost or 0) - (change.before.cost or 0))
    ]
    return sorted(found, key=lambda one: one.at)


def weighed(book: Book) -> list[Weighed]:
    """Return what deliveries brought that was only weighed, and what of it was put right since."""
    rows = book.connection.execute(
        "SELECT d.at, d.site, CASE WHEN s.kind IS NOT 'member' THEN s.name END, d.weights FROM delivery d"
        " LEFT JOIN source s ON s.id = d.source WHERE d.stands = 1 AND coalesce(d.weights, '{}') <> '{}'"
        " AND coalesce(d.lines, 0) >= 0 ORDER BY d.at"
    )
    found = [Weighed(at, site, source, json.loads(weights)) for at, site, source, weights in rows]
    for site in sites(book):
        for change in head_changes(book, site=site):
            off, on = weighed_off(change)
            for source, weights in (
                (change.before.source, {category: -mg for category, mg in off.items()}),
                (change.after.source, on),
            ):
                if weights:
                    found.append(Weighed(change.at, site, _giver(book, source), weights))
    return sorted(found, key=lambda one: one.at)


def _giver(book: Book, source: Id | None) -> str | None:
    record = book.get(Source, source)
    return record.name if record and record.kind != "member" else None


def days_put_right(book: Book) -> list[CameOn]:
    """Return the deliveries that came on another day than was written, when that was found."""
    changes = [change for site in sites(book) for change in head_changes(book, site=site)]
    found = [
        CameOn(change.at, change.before.on or "", change.after.on or "")
        for change in changes
        if change.before.on != change.after.on
    ]
    return sorted(found, key=lambda one: one.at)
