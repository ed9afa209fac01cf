"""Queries on places and what is in them: lots with why they are held, boxes made ahead, what is lent."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Box
from aidbook.domain.holding import Hold
from aidbook.domain.making import BOXES
from aidbook.domain.members import Member
from aidbook.domain.pantry import LENT, Place, special_place
from aidbook.store.book import Book
from aidbook.store.members import ties_of
from aidbook.store.pantry import StockLine, held_stock, shelves, stock_lines
from aidbook.store.rows import things
from aidbook.store.turned_lots import turned_into


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place of the site: how many lots of how many items are in it."""

    place: Place
    items: int
    lots: int


def place_lines(book: Book) -> list[PlaceLine]:
    """Return the site's own places, the first one first."""
    rows = book.connection.execute(
        # From the shelves, which are few: other places keep a line of every lot there ever was.
        "SELECT s.place, count(DISTINCT l.item), count(*) FROM place p CROSS JOIN stock s ON s.place = p.id"
        " AND s.site = p.home CROSS JOIN lot l ON l.id = s.lot WHERE p.role = 'shelf' AND s.site = ? AND s.units <> 0"
        " GROUP BY s.place",
        (book.identity.site,),
    )
    held = {place: (items, lots) for place, items, lots in rows}
    return [PlaceLine(place, *held.get(place.id, (0, 0))) for place in shelves(book, boxes=True)]


def lines_at(book: Book, place: Id) -> list[StockLine]:
    """Return what is at one of the site's places, by item and date."""
    return stock_lines(book, place=place)


def holds(book: Book, *, item: Id | None = None, on: str | None = None) -> dict[Id, Hold]:
    """Return {lot: why it is not given} of what is on the shelves, on an ISO date or today."""
    return {stock.lot: why for stock, why in held_stock(book, on or clock.today(), item=item)}


# Boxes made ahead


@dataclass(frozen=True, slots=True)
class MadeAhead:
    """Whole boxes of a recipe at a place, and what is in one; `loose`: units there that make no whole box."""

    box: Id
    name: str
    place: Id
    boxes: int
    contents: dict[Id, int]
    loose: int


def made_ahead(book: Book) -> list[MadeAhead]:
    """Return the boxes that are made ahead and not handed out yet, by name."""
    rows = book.connection.execute(
        "SELECT p.id, p.name, m.box, m.contents FROM place p JOIN making m ON m.place = p.id AND m.stands = 1"
        " WHERE p.home = ?1 AND p.kind = ?2 AND p.kept = 1 AND m.hash = (SELECT n.hash FROM making n"
        " WHERE n.place = p.id AND n.stands = 1 AND n.boxes > 0 ORDER BY n.at DESC, n.written DESC, n.hash DESC LIMIT 1)"
        " ORDER BY p.name, p.id",
        (book.identity.site, BOXES),
    ).fetchall()
    found = []
    for place, name, box, contents in rows:
        recipe = {item: units for item, units in json.loads(contents or "{}").items() if units > 0}
        here = items_at(book, place)
        whole = min((max(0, here.get(item, 0)) // units for item, units in recipe.items()), default=0)
        loose = sum(here.values()) - whole * sum(recipe.values())
        if whole or loose:
            found.append(MadeAhead(box or "", name, place, whole, recipe, loose))
    return found


def items_at(book: Book, place: Id) -> dict[Id, int]:
    """Return {item: units} at one of the site's own places."""
    rows = book.connection.execute(
        "SELECT l.item, sum(s.units) FROM stock s JOIN lot l ON l.id = s.lot WHERE s.site = ? AND s.place = ?"
        " GROUP BY l.item HAVING sum(s.units) <> 0",
        (book.identity.site, place),
    )
    return dict(rows.fetchall())


def recipes(book: Book) -> list[tuple[Box, str | None]]:
    """Return the boxes that are planned, each with the date of its last distribution; the latest first."""
    rows = book.connection.execute(
        'SELECT box, max("on") FROM distribution WHERE kept = 1 AND box IS NOT NULL GROUP BY box'
    )
    days = dict(rows.fetchall())
    boxes = [box for box in things(book, Box) if box.contents]
    return sorted(((box, days.get(box.id)) for box in boxes), key=lambda each: each[1] or "", reverse=True)


# Lent


@dataclass(frozen=True, slots=True)
class OpenLoan:
    """Units that are out `since` an ISO date; `who` is a member's name, where one was named and may be seen."""

    loan: Id
    item: Id
    name: str
    unit: str
    units: int
    since: str
    due: str | None
    note: str | None
    who: str | None


def open_loans(book: Book) -> list[OpenLoan]:
    """Return what is lent and has not come back, what is wanted back first before all."""
    rows = book.connection.execute(
        "SELECT n.id, n.item, i.name, i.unit, n.units - coalesce((SELECT sum(r.units + r.lost) FROM loan_return r"
        " WHERE r.loan = n.id AND r.stands = 1), 0) AS out, n.at, n.due, n.note FROM loan n LEFT JOIN item i"
        " ON i.id = n.item WHERE n.stands = 1 AND n.site = ? AND out > 0 ORDER BY n.due IS NULL, n.due, n.at, n.id",
        (book.identity.site,),
    ).fetchall()
    return [
        OpenLoan(
            id_, item, name or "", unit or "pcs", units, clock.day_of(at), due, note, _borrower(book, id_)
        )
        for id_, item, name, unit, units, at, due, note in rows
    ]


def _borrower(book: Book, loan: Id) -> str | None:
    member = next((tie.member for tie in ties_of(book, loan) if tie.member), None)
    record = book.get(Member, member) if member else None
    return record.name if record else None


def lots_out(book: Book, loan: Id) -> list[tuple[Id, int]]:
    """Return (lot, units) of a loan that are still out; of the lot that they were said to be of since, where they were."""
    lent = special_place(book.identity.site, LENT)
    out = dict(
        book.connection.execute(
            "SELECT lot, sum(CASE WHEN to_place = ?2 THEN units ELSE -units END) AS out FROM movement WHERE stands = 1"
            " AND (of = ?1 OR of IN (SELECT id FROM loan_return WHERE loan = ?1 AND stands = 1))"
            " AND (to_place = ?2 OR from_place = ?2) GROUP BY lot HAVING out <> 0 ORDER BY lot",
            (loan, lent),
        )
    )
    alike = set(out)
    while more := turned_into(book, alike, "") - alike:
        alike |= more
    if alike == set(out) and min(out.values(), default=0) >= 0:
        return list(out.items())
    return _shared_out(
        sum(out.values()), sorted(alike, key=lambda lot: (lot not in out, lot)), _at(book, lent)
    )


def _at(book: Book, place: Id) -> dict[Id, int]:
    """Return {lot: units} of what is at a place of the site."""
    rows = book.connection.execute(
        "SELECT lot, units FROM stock WHERE place = ? AND site = ? AND units > 0",
        (place, book.identity.site),
    )
    return dict(rows.fetchall())


def _shared_out(units: int, lots: Sequence[Id], there: Mapping[Id, int]) -> list[tuple[Id, int]]:
    """Return (lot, units) that give so many: of each lot what is there of it, the first one with what lacks."""
    found: dict[Id, int] = {}
    for lot in lots:
        found[lot] = min(units - sum(found.values()), there.get(lot, 0))
    found[lots[0]] += units - sum(found.values())
    return [(lot, some) for lot, some in found.items() if some > 0]
