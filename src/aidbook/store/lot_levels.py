"""Where the units of one lot are by now."""

from aidbook.domain.declare import Id
from aidbook.domain.pantry import HANDED_OUT, SHELF, special_place
from aidbook.store.book import Book


def levels_of(book: Book, lot: Id) -> tuple[dict[Id, int], int]:
    """Return ({shelf: units} of what this site has of a lot, the most first; how many were handed out)."""
    site = book.identity.site
    rows = book.connection.execute(
        "SELECT s.place, s.units, p.role FROM stock s LEFT JOIN place p ON p.id = s.place"
        " WHERE s.lot = ? AND s.site = ? AND s.units > 0 ORDER BY s.units DESC, s.place",
        (lot, site),
    ).fetchall()
    gone = special_place(site, HANDED_OUT)
    shelves = {place: units for place, units, role in rows if role == SHELF}
    return shelves, sum(units for place, units, _role in rows if place == gone)
