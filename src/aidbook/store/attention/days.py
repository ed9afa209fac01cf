"""Concerns about shelves and days: below zero, past date, left open, nothing noted."""

from collections.abc import Iterator
from datetime import date, timedelta

from aidbook.domain.attention import concern_key
from aidbook.domain.pantry import SHELF
from aidbook.store import same
from aidbook.store import today as query
from aidbook.store.attention.values import BelowZero, LeftOpen, NoGifts, PastDate
from aidbook.store.book import Book
from aidbook.store.distributions import left_open

_GIFT_DAYS = 14
"""For so many days after a distribution somebody may still say what people gave."""

# Shelves


def below_zero(book: Book) -> Iterator[BelowZero]:
    """Yield the items that stand below zero on a shelf, lots set off against each other, those of linked items too."""
    rows = book.connection.execute(
        "SELECT i.id, i.name, coalesce(i.unit, ''), p.name, sum(s.units) AS total FROM"
        f" (SELECT DISTINCT {same.shown('item', 'l.item')} AS item,"
        " s.place AS place FROM stock s INDEXED BY stock_below_zero JOIN lot l ON l.id = s.lot WHERE s.site = ?1"
        " AND s.units < 0) n JOIN place p ON p.id = n.place AND p.role = ?2 AND p.home = ?1 JOIN item i ON i.id = n.item"
        " JOIN lot l ON l.item IN (SELECT n.item UNION SELECT id FROM shown_as WHERE kind = 'item' AND shown = n.item)"
        " JOIN stock s ON s.site = ?1 AND s.lot = l.id AND s.place = n.place"
        " GROUP BY i.id, p.id HAVING total < 0 ORDER BY i.name COLLATE NOCASE, i.id, p.name",
        (book.identity.site, SHELF),
    )
    for item, name, unit, place, units in rows.fetchall():
        yield BelowZero(concern_key("below-zero", item, place, units), item, name or "", unit, place, units)


def past_date(book: Book, today: str) -> Iterator[PastDate]:
    """Yield the items of which something on the shelves is past its date."""
    for line in query.past_date(book, today):
        yield PastDate(concern_key("past-date", line.item), line.item, line.name, line.unit, line.units)


# Days


def days_left_open(book: Book, today: str) -> Iterator[LeftOpen]:
    """Yield the distributions before `today` that nobody closed."""
    for day in left_open(book, today):
        yield LeftOpen(concern_key("left-open", day.id), day.id, day.on, day.title)


def days_without_gifts(book: Book, today: str) -> Iterator[NoGifts]:
    """Yield the closed distributions of the last days for which nobody noted a gift."""
    since = (date.fromisoformat(today) - timedelta(days=_GIFT_DAYS)).isoformat()
    for day in query.days_without_gifts(book, since, today):
        yield NoGifts(concern_key("no-gifts", day.id), day.id, day.on)
