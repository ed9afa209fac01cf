"""Recalls: which lots they hold, and where the units of those went."""

import json

from aidbook.domain.declare import Id
from aidbook.domain.recalls import Recall
from aidbook.store.book import Book
from aidbook.store.rows import things


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
    """Return the lots that fit a recall, and those that were filled from them; ended or not."""
    found = book.connection.execute(
        "WITH RECURSIVE fitting (id) AS ("
        " SELECT l.id FROM lot l WHERE l.kept = 1 AND (l.id IN (SELECT value FROM json_each(:lots))"
        "  OR ((:item IS NOT NULL OR :codes <> '[]' OR :lot_codes <> '[]')"
        "   AND (:lot_codes = '[]' OR l.code IN (SELECT value FROM json_each(:lot_codes)))"
        "   AND ((:item IS NULL AND :codes = '[]') OR l.item = :item OR l.item IN (SELECT o.id FROM shown_as s JOIN"
        "    shown_as o ON o.kind = 'item' AND o.shown = s.shown WHERE s.kind = 'item' AND s.id = :item)"
        "    OR l.item IN (SELECT id FROM item WHERE code IN (SELECT value FROM json_each(:codes))"
        "     UNION SELECT item FROM barcode WHERE kept = 1 AND code IN (SELECT value FROM json_each(:codes))))))"
        " UNION SELECT filled.lot FROM fitting f JOIN movement opened ON opened.lot = f.id AND opened.stands = 1"
        "  AND opened.reason = 'repacked' AND opened.of IS NOT NULL"
        "  JOIN movement filled ON filled.of = opened.of AND filled.stands = 1 AND filled.reason = 'repacked'"
        "  AND filled.from_place = opened.to_place)"
        " SELECT id FROM fitting WHERE id IS NOT NULL ORDER BY id",
        {
            "lots": json.dumps(recall.lots),
            "item": recall.item,
            "codes": json.dumps(recall.codes),
            "lot_codes": json.dumps(recall.lot_codes),
        },
    )
    return [lot for (lot,) in found]
