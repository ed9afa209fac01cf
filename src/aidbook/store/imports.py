"""Queries that reading files in compares with: everything of a kind, in one go."""

from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.imports import OUR_SEPARATOR
from aidbook.domain.members import Household, Member
from aidbook.domain.pantry import Barcode, Item, Pack
from aidbook.store.book import Book
from aidbook.store.rows import things


@dataclass(frozen=True, slots=True)
class LotLevel:
    """Units of a lot at one of the book's own shelves, with what tells the lot apart."""

    item: Id
    place: Id
    lot: Id
    best_before: str | None
    source: Id | None
    code: str | None
    units: int


def all_members(book: Book) -> list[Member]:
    """Return every member of the book's own site."""
    return things(book, Member, "home = ?", (book.identity.site,))


def all_households(book: Book) -> list[Household]:
    """Return every household of the book's own site."""
    return things(book, Household, "home = ?", (book.identity.site,))


def proxy_names(book: Book) -> dict[Id, set[str]]:
    """Return {household: folded names of who may pick up for it}, members by their own names; a name's parts too."""
    found: dict[Id, set[str]] = {}
    rows = book.connection.execute(
        "SELECT p.household, coalesce(m.name, p.name) FROM proxy p LEFT JOIN member m ON m.id = p.member AND m.kept = 1"
        " WHERE p.kept = 1"
    )
    for household, name in rows:
        parts = (name or "").split(OUR_SEPARATOR.strip())
        found.setdefault(household, set()).update(map(fold, (name or "", *parts)))
    return found


def all_items(book: Book) -> list[Item]:
    """Return every item, the site's own first."""
    items = things(book, Item, "home = ?", (book.identity.site,))
    return [*items, *things(book, Item, "home <> ?", (book.identity.site,))]


def all_barcodes(book: Book) -> dict[str, Barcode]:
    """Return {code: what it means}."""
    return {barcode.code: barcode for barcode in things(book, Barcode)}


def all_pack_ids(book: Book) -> set[Id]:
    """Return the ids of every pack."""
    return {pack.id for pack in things(book, Pack)}


def lot_levels(book: Book) -> list[LotLevel]:
    """Return the level of every lot on the book's own shelves, those counted as none too."""
    rows = book.connection.execute(
        "SELECT l.item, s.place, s.lot, l.best_before, l.source, l.code, s.units FROM stock s "
        "JOIN lot l ON l.id = s.lot JOIN place p ON p.id = s.place AND p.role = 'shelf' AND p.home = s.site "
        "WHERE s.site = ? ORDER BY s.lot",
        (book.identity.site,),
    )
    return [LotLevel(*row) for row in rows]


def delivery_read_on(book: Book, digest: str) -> str | None:
    """Return the local date on which a delivery note of this content was read in, or None."""
    row = book.connection.execute(
        "SELECT max(written) FROM delivery WHERE note_digest = ? AND stands = 1", (digest,)
    ).fetchone()
    return clock.day_of(row[0]) if row[0] else None
