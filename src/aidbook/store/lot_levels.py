"""Where the units of one lot are by now."""

from aidbook.domain.declare import Id
from aidbook.domain.pantry import HANDED_OUT, LENT, REPACKED, SHELF, special_place
from aidbook.store.book import Book


def levels_of(book: Book, lot: Id) -> dict[Id, int]:
    """Return {place: units} of a lot at this site: shelves, the most first; handed out; lent; filled into other items."""
    site = book.identity.site
    rows = book.connection.execute(
        "SELECT s.place, s.units, p.role FROM stock s LEFT JOIN place p ON p.id = s.place"
        " WHERE s.lot = ? AND s.site = ? AND s.units > 0 ORDER BY s.units DESC, s.place",
        (lot, site),
    ).fetchall()
    there = {place: units for place, units, _role in rows}
    shelves = {place: units for place, units, role in rows if role == SHELF}
    gone = (special_place(site, role) for role in (HANDED_OUT, LENT, REPACKED))
    return shelves | {place: there[place] for place in gone if place in there}
