"""Recalls: which lots they hold, and where the units of those went."""

import json
from collections.abc import Collection

from aidbook.domain.declare import Id
from aidbook.domain.recalls import Recall
from aidbook.store.book import Book
from aidbook.store.rows import things
from aidbook.store.same import all_of
from aidbook.store.turned_lots import turned_into, wholly_turned


def recalls(book: Book, *, ended: bool = True) -> list[Recall]:
    """Return the recalls, the latest first; without those that have ended if asked."""
    return things(book, Recall, "1" if ended else "ended_on IS NULL", (), '"on" DESC, id')


def recalled_lots(book: Book) -> frozenset[Id]:
    """Return the lots that a recall holds now, whichever site's they are."""
    if not book.connection.execute(
        "SELECT 1 FROM recall WHERE kept = 1 AND ended_on IS NULL LIMIT 1"
    ).fetchone():
        return frozenset()
    return frozenset(lot for recall in recalls(book, ended=False) for lot in lots_of_recall(book, recall))


def lots_of_recall(book: Book, recall: Recall) -> list[Id]:
    """Return the lots that fit a recall, those that are the same goods, and those filled from them; ended or not.

    The same goods are what was said, since the recall, to have come from another source; and a lot of which nothing
    is left once all of it was said to be of these.
    """
    meant = {*recall.lots, *_told_by_codes(book, recall)}
    found = _filled_from(book, meant)
    while more := (turned_into(book, found, recall.on) | wholly_turned(book, found)) - meant:
        meant |= more
        found = _filled_from(book, found | more)
    return sorted(found)


def _filled_from(book: Book, lots: Collection[Id]) -> set[Id]:
    """Return those of these lots that there are, and what was filled from them."""
    found = book.connection.execute(
        "WITH RECURSIVE fitting (id) AS (SELECT id FROM lot WHERE id IN (SELECT value FROM json_each(?)) AND kept = 1"
        " UNION SELECT filled.lot FROM fitting f JOIN movement opened ON opened.lot = f.id AND opened.stands = 1"
        " AND opened.reason = 'repacked' AND opened.of IS NOT NULL"
        " JOIN movement filled ON filled.of = opened.of AND filled.stands = 1 AND filled.reason = 'repacked'"
        " AND filled.from_place = opened.to_place)"
        " SELECT id FROM fitting WHERE id IS NOT NULL",
        (json.dumps(sorted(lots)),),
    )
    return {lot for (lot,) in found}


def _told_by_codes(book: Book, recall: Recall) -> list[Id]:
    """Return the lots of a recall's item, or of its codes, that have one of its lot codes if it names any."""
    items = _items(book, recall)
    if not recall.lot_codes and not items:
        return []
    where, values = [], list[str]()
    if recall.lot_codes:
        # A lot code is read off a lid: how its letters are written tells no two apart.
        written = sorted({way for code in recall.lot_codes for way in (code, code.upper(), code.lower())})
        where.append("code IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(written))
    if items is not None:
        where.append("item IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(items))
    rows = book.connection.execute(f"SELECT id FROM lot WHERE {' AND '.join(where)}", values)
    return [lot for (lot,) in rows]


def _items(book: Book, recall: Recall) -> list[Id] | None:
    """Return the items that a recall names, by themselves or by codes; None where it names none."""
    if not recall.item and not recall.codes:
        return None
    rows = book.connection.execute(
        "SELECT id FROM item WHERE code IN (SELECT value FROM json_each(?1)) UNION SELECT item FROM barcode"
        " WHERE kept = 1 AND code IN (SELECT value FROM json_each(?1))",
        (json.dumps(recall.codes),),
    )
    named = [recall.item] if recall.item else []
    return all_of(book, "item", [*named, *(item for (item,) in rows if item)])
