"""Queries on what a coordinator should look at today, and on how far a new book has come."""

from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.rows import things


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What a book holds already: any members, items, distributions of its own."""

    members: bool
    items: bool
    distributions: bool


@dataclass(frozen=True, slots=True)
class PastDate:
    """An item with `units` on the site's shelves that are past their date."""

    item: Id
    name: str
    unit: str
    units: int


def beginnings(book: Book) -> Beginnings:
    """Return whether there are members, items and distributions yet."""
    row = book.connection.execute(
        "SELECT EXISTS (SELECT 1 FROM member WHERE kept = 1), EXISTS (SELECT 1 FROM item WHERE kept = 1), "
        "EXISTS (SELECT 1 FROM distribution WHERE kept = 1 AND home = ?)",
        (book.identity.site,),
    ).fetchone()
    return Beginnings(*(bool(cell) for cell in row))


def days_without_gifts(book: Book, since: str, until: str) -> list[Distribution]:
    """Return the book's own closed distributions between two ISO dates for which nobody noted a gift."""
    return things(
        book,
        Distribution,
        '"on" BETWEEN ? AND ? AND home = ? AND id IN (SELECT distribution FROM closing WHERE stands = 1) '
        "AND id NOT IN (SELECT distribution FROM gift WHERE stands = 1 AND distribution IS NOT NULL)",
        (since, until, book.identity.site),
        '"on" DESC, id',
    )


def past_date(book: Book, today: str) -> list[PastDate]:
    """Return the items of which something on the site's shelves is past its date, the days of grace over, by name."""
    rows = book.connection.execute(
        "SELECT i.id, i.name, i.unit, sum(s.units) FROM place p CROSS JOIN stock s INDEXED BY stock_on_hand "
        "ON s.site = p.home AND s.place = p.id JOIN lot l ON l.id = s.lot "
        f"JOIN item i ON i.id = {same.shown('item', 'l.item')} "
        "JOIN item own ON own.id = l.item "
        "WHERE p.role = 'shelf' AND p.home = ?1 AND s.units > 0 AND l.best_before < ?2 AND (coalesce(own.formula, 0) = 1 "
        "OR coalesce(l.date_kind, own.date_kind, '') = 'use by' OR coalesce(own.grace_days, 0) <= 0 "
        "OR coalesce(date(l.best_before, '+' || own.grace_days || ' days'), '') < ?2) "
        "GROUP BY i.id ORDER BY i.name COLLATE NOCASE, i.id",
        (book.identity.site, today),
    )
    return [PastDate(*row) for row in rows]
