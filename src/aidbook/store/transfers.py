"""Goods between sites: what was sent, what came, what is still on the way or asks somebody to say where it is.

A receipt counts only where it was written by the site that its transfer was sent to, and only for what it took off the
sender's place on the way; every figure here comes from movements.
"""

import json
from dataclasses import dataclass
from typing import Any

from aidbook.domain.declare import Id
from aidbook.domain.pantry import TRANSIT, special_place
from aidbook.store.book import Book


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One lot of a transfer, in units of its item. `way`: `sent` less `came` and what somebody `settled` since.

    `said`: how many the receiver said did not come, and `why`.
    """

    item: Id
    name: str
    unit: str
    lot: Id
    best_before: str | None
    lot_code: str | None
    sent: int
    came: int
    settled: int
    said: int | None = None
    why: str | None = None

    @property
    def way(self) -> int:
        """Return the units on the way; below zero, more came than was written down."""
        return self.sent - self.came - self.settled


@dataclass(frozen=True, slots=True)
class TransferPage:
    """A transfer with its lines. `receipt` is when its receipt was written (ms), None while nobody has said it came."""

    transfer: Id
    site: Id
    site_name: str
    to: Id
    to_name: str
    at: int
    note: str | None
    receipt: int | None
    receipt_note: str | None
    lines: tuple[TransferLine, ...]

    @property
    def way(self) -> int:
        """Return how many units of all kinds are on the way still, or came without being written down."""
        return sum(abs(line.way) for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Tell whether units are on the way, or a difference waits for somebody."""
        return any(line.way for line in self.lines)


def sent_transfers(book: Book, *, site: Id | None = None) -> list[TransferPage]:
    """Return what a site, the book's own without one, has sent, the latest first."""
    return _pages(book, "t.site = ?", site or book.identity.site)


def arriving(book: Book) -> list[TransferPage]:
    """Return what other sites have sent here and nobody has received yet, the earliest first."""
    pages = _pages(book, 't."to" = ?', book.identity.site)
    return [page for page in reversed(pages) if page.receipt is None]


def received_transfers(book: Book) -> list[TransferPage]:
    """Return what came here from other sites and was received, the latest first."""
    return [page for page in _pages(book, 't."to" = ?', book.identity.site) if page.receipt is not None]


def transfer_page(book: Book, transfer: Id) -> TransferPage | None:
    """Return one transfer, or None where it does not stand."""
    return next(iter(_pages(book, "t.id = ?", transfer)), None)


def on_the_way(book: Book, *, site: Id | None = None, item: Id | None = None) -> dict[Id, int]:
    """Return {lot: units} that left a site and of which nothing has been said yet: they belong to its report."""
    found: dict[Id, int] = {}
    for page in sent_transfers(book, site=site):
        for line in page.lines:
            if line.way and item in (None, line.item):
                found[line.lot] = found.get(line.lot, 0) + line.way
    return {lot: units for lot, units in found.items() if units}


def sent_on(book: Book, *, site: Id | None = None, item: Id | None = None) -> dict[Id, int]:
    """Return {lot: units} that left a site and came where they were sent."""
    found: dict[Id, int] = {}
    for page in sent_transfers(book, site=site):
        for line in page.lines:
            if line.came and item in (None, line.item):
                found[line.lot] = found.get(line.lot, 0) + line.came
    return found


def _pages(book: Book, where: str, value: Id) -> list[TransferPage]:
    rows = book.connection.execute(
        "SELECT t.id, t.site, coalesce(f.name, ''), t.\"to\", coalesce(o.name, ''), t.at, t.note FROM transfer t"
        ' LEFT JOIN site f ON f.id = t.site LEFT JOIN site o ON o.id = t."to"'
        f" WHERE t.stands = 1 AND {where} ORDER BY t.at DESC, t.written DESC, t.id",
        (value,),
    ).fetchall()
    return [_page(book, row) for row in rows]


def _page(book: Book, row: tuple[Id, Id, str, Id, str, int, str | None]) -> TransferPage:
    transfer, site, _site_name, to, *_rest = row
    receipts = book.connection.execute(
        "SELECT written, note, short, why FROM transfer_receipt WHERE transfer = ? AND site = ? AND stands = 1"
        " ORDER BY written, hash",
        (transfer, to),
    ).fetchall()
    said = _said(receipts)
    lines = tuple(
        TransferLine(*line, *said.get(line[3], (None, None))) for line in _lines(book, transfer, site, to)
    )
    first = receipts[0] if receipts else (None, None)
    return TransferPage(*row, first[0], first[1], lines)


def _said(receipts: list[tuple[int, str | None, str | None, str | None]]) -> dict[Id, tuple[int, str | None]]:
    """Return {lot: (units that did not come, why)} as the receiver said it."""
    found: dict[Id, tuple[int, str | None]] = {}
    for _written, _note, short, why in receipts:
        reasons = dict(text.split(" ", 1) for text in json.loads(why or "[]") if " " in text)
        for lot, units in json.loads(short or "{}").items():
            found[lot] = (units, reasons.get(lot))
    return found


def _lines(book: Book, transfer: Id, site: Id, to: Id) -> list[tuple[Any, ...]]:
    """Return each lot of a transfer with what was sent, what came, and what somebody settled since.

    What the sender moves off the way to where it was is less that is sent; anywhere else it is settled.
    """
    rows = book.connection.execute(
        "WITH moves AS (SELECT m.lot, m.item, m.units, CASE WHEN m.to_place = :way AND m.site = :site THEN 'sent'"
        " WHEN m.site = :site THEN 'settled' ELSE 'came' END AS how FROM movement m WHERE m.stands = 1"
        " AND (m.to_place = :way OR m.from_place = :way) AND ((m.site = :site AND m.of = :transfer) OR (m.site = :to"
        " AND m.from_place = :way AND m.of IN (SELECT id FROM transfer_receipt WHERE transfer = :transfer"
        " AND site = :to AND stands = 1))))"
        " SELECT min(m.item), coalesce(min(i.name), ''), coalesce(min(i.unit), 'pcs'), m.lot, min(l.best_before),"
        " min(l.code), sum(CASE WHEN how = 'sent' THEN units ELSE 0 END), sum(CASE WHEN how = 'came' THEN units ELSE 0"
        " END), sum(CASE WHEN how = 'settled' THEN units ELSE 0 END) FROM moves m LEFT JOIN lot l ON l.id = m.lot"
        " LEFT JOIN item i ON i.id = m.item GROUP BY m.lot ORDER BY 2, 5, 4",
        {"transfer": transfer, "site": site, "to": to, "way": special_place(site, TRANSIT)},
    )
    return list(rows)
