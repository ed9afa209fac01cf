"""Queries on items, lots, places and stock."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from aidbook.domain.declare import Id, kind_of
from aidbook.domain.folding import fold
from aidbook.domain.holding import Hold, LotStock, hold_of
from aidbook.domain.pantry import (
    SHELF,
    Barcode,
    Item,
    Lot,
    Movement,
    Pack,
    Place,
    Source,
    special_place,
)
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.columns import load, select_list
from aidbook.store.finding import find
from aidbook.store.recalls import recalled_lots
from aidbook.store.rows import home, marks, things


@dataclass(frozen=True, slots=True)
class StockLine:
    """Units of a lot at a place. `quantity` is in the item's base unit and may be below zero.

    `item_id`, `item` and `source` are what the lot's own are shown as.
    """

    item_id: Id
    item: str
    unit: str
    lot: Id
    lot_code: str | None
    best_before: str | None
    place_id: Id
    place: str
    quantity: int
    source: str | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item as lists show one: on hand over all shelves, and the next date among its lots.

    `also` names those linked with it: their units are in `on_hand`.
    """

    id: Id
    name: str
    unit: str
    category: str | None
    code: str | None
    on_hand: int
    next_date: str | None
    also: tuple[str, ...] = ()


_ON_SHELVES = (  # in this order: shelves are few, and lots that have left them many
    " FROM place p CROSS JOIN stock s ON s.place = p.id AND s.site = p.home CROSS JOIN lot l ON l.id = s.lot"
    " AND p.role = 'shelf'"
)


def stock_lines(
    book: Book, *, site: Id | None = None, item: Id | None = None, place: Id | None = None
) -> list[StockLine]:
    """Return what is on a site's shelves, or at one place, by item, date and place, and what was counted as none there.

    Lots that were handed out to the last unit are left out. Lots of linked items stand together.
    """
    wanted = same.all_of(book, "item", [item]) if item else []
    rows = book.connection.execute(
        "SELECT i.id, i.name, i.unit, l.id, l.code, l.best_before, p.id, p.name, s.units, o.name"
        f"{_ON_SHELVES} JOIN item i ON i.id = {same.shown('item', 'l.item')}"
        f" LEFT JOIN source o ON o.id = {same.shown('source', 'l.source')} "
        f"WHERE s.site = ? AND {f'l.item IN ({marks(wanted)})' if item else '1'} AND {'p.id = ?' if place else '1'}"
        " AND (s.units <> 0 OR EXISTS (SELECT 1 FROM count c "
        "WHERE c.lot = s.lot AND c.place = s.place AND c.at = s.counted_at AND c.stands = 1 AND c.units = 0)) "
        "ORDER BY i.name COLLATE NOCASE, i.id, l.best_before IS NULL, l.best_before, p.name, l.id",
        (home(book, site), *wanted, *([place] if place else [])),
    )
    return [StockLine(*row) for row in rows]


def item_lines(book: Book, text: str = "", *, site: Id | None = None) -> list[ItemLine]:
    """Return items by name, or those found by `text`, the best first, with what is on hand at a site.

    Linked items have one line.
    """
    found = find(book.connection, "item", text, None) if text.strip() else []
    found = same.all_of(book, "item", found)
    where = f"i.kept = 1 AND i.id IN ({marks(found)})" if text.strip() else "i.kept = 1"
    rows = book.connection.execute(
        f"WITH here AS (SELECT l.item, sum(s.units) AS units, min(CASE WHEN s.units > 0 THEN l.best_before END) AS due"
        f"{_ON_SHELVES} WHERE s.site = ?1 GROUP BY l.item) "
        "SELECT i.id, i.name, i.unit, i.category, i.code, coalesce(h.units, 0), h.due "
        f"FROM item i LEFT JOIN here h ON h.item = i.id WHERE {where} ORDER BY i.name COLLATE NOCASE, i.id",
        [home(book, site), *found],
    )
    lines = _linked_as_one(book, [ItemLine(*row) for row in rows], home(book, site))
    turn = {id_: at for at, id_ in enumerate(same.as_one(book, "item", found, site=home(book, site)))}
    return sorted(lines, key=lambda line: turn[line.id]) if found else lines


def _linked_as_one(book: Book, lines: list[ItemLine], site: Id) -> list[ItemLine]:
    """Return the lines with those of linked items added up in the one that they are shown as."""
    of = same.one_of(book, "item", site=site)
    if not of:
        return lines
    groups: dict[Id, list[ItemLine]] = {}
    for line in lines:
        groups.setdefault(of.get(line.id, line.id), []).append(line)
    return [_added_up(line, groups[line.id]) for line in lines if of.get(line.id, line.id) == line.id]


def _added_up(line: ItemLine, group: list[ItemLine]) -> ItemLine:
    if len(group) == 1:
        return line
    return replace(
        line,
        on_hand=sum(each.on_hand for each in group),
        next_date=min((each.next_date for each in group if each.next_date), default=None),
        also=tuple(each.name for each in group if each.id != line.id),
    )


def lot_of(book: Book, lot: Id) -> Lot | None:
    """Return a lot that the book knows, kept or not: units of one that was taken back may be on a shelf all the same."""
    row = book.connection.execute(f"SELECT {select_list('lot')} FROM lot WHERE id = ?", (lot,)).fetchone()
    return load(kind_of(Lot), row) if row else None


def lot_stock(book: Book, item: Id) -> list[LotStock]:
    """Return each lot of an item, or of one shown as it, of which something is on the book's own shelves, for picking."""
    items = same.all_of(book, "item", [item])
    # From what is there now: shelves hold few lots at a time, and of an item many have gone in ten years.
    some = " UNION ALL ".join(
        f"SELECT {_PICKED_BY}{_ON_SHELVES} JOIN item i ON i.id = l.item WHERE s.site = ?1 AND s.units {sign} 0"
        f" AND l.item IN ({', '.join(f'?{n}' for n in range(2, len(items) + 2))})"
        for sign in (">", "<")
    )
    rows = book.connection.execute(some, (book.identity.site, *items)).fetchall()
    recalled = recalled_lots(book) if rows else frozenset()
    return [_stock_of(row, recalled) for row in rows]


_PICKED_BY = (
    "l.item, s.lot, s.place, l.best_before, s.units, coalesce(l.date_kind, i.date_kind), coalesce(i.grace_days, 0),"
    " coalesce(i.formula, 0), coalesce(l.held, 0), l.opened_on, coalesce(p.kind, '') = 'boxes'"
)


def _stock_of(row: Sequence[Any], recalled: frozenset[Id]) -> LotStock:
    item, lot, place, best_before, units, date_kind, grace, formula, held, opened_on, packed = row
    return LotStock(
        item=item,
        lot=lot,
        place=place,
        best_before=best_before,
        units=units,
        date_kind=date_kind,
        grace_days=grace,
        formula=bool(formula),
        held=bool(held),
        recalled=lot in recalled,
        opened_on=opened_on,
        packed=bool(packed),
    )


def lot_as_stock(book: Book, lot: Id, place: Id) -> LotStock | None:
    """Return what decides when a lot is picked, none of it at a place; None for one that is not here."""
    row = book.connection.execute(
        "SELECT l.item, l.id, p.id, l.best_before, 0, coalesce(l.date_kind, i.date_kind), coalesce(i.grace_days, 0),"
        " coalesce(i.formula, 0), coalesce(l.held, 0), l.opened_on, coalesce(p.kind, '') = 'boxes'"
        " FROM lot l JOIN place p ON p.id = ?2 LEFT JOIN item i ON i.id = l.item WHERE l.id = ?1",
        (lot, place),
    ).fetchone()
    return _stock_of(row, recalled_lots(book)) if row else None


def held_stock(book: Book, on: str, *, item: Id | None = None) -> list[tuple[LotStock, Hold]]:
    """Return what is on the book's own shelves, of an item if one is given, and is not picked on an ISO date, and why."""
    stock = lot_stock(book, item) if item is not None else _may_be_held(book, on)
    return [(each, why) for each in stock if each.units > 0 and (why := hold_of(each, on)) is not None]


def _may_be_held(book: Book, on: str) -> list[LotStock]:
    """Return what is on the shelves and held by hand, recalled or past its date; `hold_of` says which of it is held."""
    recalled = recalled_lots(book)
    rows = book.connection.execute(
        f"SELECT {_PICKED_BY}{_ON_SHELVES} JOIN item i ON i.id = l.item WHERE s.site = ? AND s.units > 0"
        " AND (l.held = 1 OR l.best_before < ? OR l.id IN (SELECT value FROM json_each(?)))",
        (book.identity.site, on, json.dumps(sorted(recalled))),
    ).fetchall()
    return [_stock_of(row, recalled) for row in rows]


def movements_of(book: Book, fact: Id) -> list[Movement]:
    """Return the standing movements of a visit, delivery or gift."""
    return things(book, Movement, "of = ?", (fact,))


def level(book: Book, lot: Id, place: Id) -> int:
    """Return the units of a lot at one of the book's own places."""
    row = book.connection.execute(
        "SELECT units FROM stock WHERE site = ? AND lot = ? AND place = ?", (book.identity.site, lot, place)
    ).fetchone()
    return row[0] if row else 0


def negative_items(book: Book) -> list[tuple[Id, str, int]]:
    """Return (item, name, units) of what stands below zero on the site's shelves, lots set off against each other."""
    rows = book.connection.execute(
        f"SELECT i.id, i.name, sum(s.units) AS total{_ON_SHELVES}"
        f" JOIN item i ON i.id = {same.shown('item', 'l.item')} WHERE s.site = ? "
        "GROUP BY i.id, s.place HAVING total < 0 ORDER BY i.name",
        (book.identity.site,),
    )
    return [(row[0], row[1], row[2]) for row in rows]


def items_named(book: Book, text: str) -> list[Item]:
    """Return the items whose name, code or barcode is exactly `text`, accents and case aside; own ones if any."""
    by_code = things(
        book,
        Item,
        "code = ?1 OR id IN (SELECT item FROM barcode WHERE code = ?1 AND kept = 1)",
        (text.strip(),),
    )
    return _own_first(book, by_code or [i for i in items_found(book, text) if fold(i.name) == fold(text)])


def items_of_code(book: Book, codes: Sequence[str]) -> list[Item]:
    """Return the items that have one of these codes, on a pack or themselves; own ones if any."""
    where = f"code IN ({marks(codes)}) OR id IN (SELECT item FROM barcode WHERE code IN ({marks(codes)}) AND kept = 1)"
    return _own_first(book, things(book, Item, where, (*codes, *codes)))


def _own_first(book: Book, items: list[Item]) -> list[Item]:
    """Return the items of the book's own site; those of others only where there is none."""
    own = {
        row[0] for row in book.connection.execute("SELECT id FROM item WHERE home = ?", (book.identity.site,))
    }
    return _once(book, [item for item in items if item.id in own] or items)


def _once(book: Book, items: list[Item]) -> list[Item]:
    """Return of linked items only one: what they are shown as where it is among them."""
    of = same.one_of(book, "item", [item.id for item in items], site=book.identity.site)
    found: dict[Id, Item] = {}
    for item in items:
        shown = of.get(item.id, item.id)
        if shown not in found or item.id == shown:
            found[shown] = item
    return list(found.values())


def items_found(book: Book, text: str) -> list[Item]:
    """Return the items in which every word of `text` begins some word."""
    ids = find(book.connection, "item", text, None, loose=False)
    return _once(book, things(book, Item, f"id IN ({marks(ids)})", ids, "name, id"))


def lots_of(book: Book, item: Id) -> list[Lot]:
    """Return every lot of an item."""
    return things(book, Lot, "item = ?", (item,))


def packs_of(book: Book, item: Id) -> list[Pack]:
    """Return the packs of an item, smallest first."""
    return things(book, Pack, "item = ?", (item,), "units, id")


def barcodes(book: Book) -> list[Barcode]:
    """Return every known code."""
    return things(book, Barcode, order="code, id")


def codes_of(book: Book, item: Id) -> list[Barcode]:
    """Return the known codes of an item."""
    return things(book, Barcode, "item = ?", (item,), "code, id")


def shelves(book: Book, *, boxes: bool = False) -> list[Place]:
    """Return the book's own shelves, the first one first; those of boxes made ahead only where they are asked for."""
    where = "role = ? AND home = ? AND (? OR coalesce(kind, '') <> 'boxes')"
    own = things(book, Place, where, (SHELF, book.identity.site, boxes), "name, id")
    first = special_place(book.identity.site, SHELF)
    return sorted(own, key=lambda place: place.id != first)


def sources(book: Book, *, apart: bool = False) -> list[Source]:
    """Return every source by name; linked ones once, as the one that they are shown as, or each `apart`."""
    found = things(book, Source, order="name, id")
    of = {} if apart else same.one_of(book, "source", site=book.identity.site)
    return [source for source in found if of.get(source.id, source.id) == source.id]
