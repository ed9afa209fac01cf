"""What on the shelves is past its date or soon will be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aidbook.domain.declare import Id
from aidbook.domain.pantry import BEST_BEFORE, USE_BY
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine
from aidbook.store.rows import home

WITHIN = (7, 30, 90)
"""In so many days lots are asked for; those past their date stand before all."""
PAST = 0


@dataclass(frozen=True, slots=True)
class DueLine:
    """Units of a lot at a place, and in how many days their date is: below zero, so long ago."""

    line: StockLine
    days: int
    date_kind: str

    @property
    def within(self) -> int:
        """Return `PAST`, or the first of `WITHIN` that it falls in."""
        return PAST if self.days < 0 else next((most for most in WITHIN if self.days <= most), WITHIN[-1])


def due(book: Book, on: str, *, days: int = WITHIN[-1], site: Id | None = None) -> list[DueLine]:
    """Return what is on a site's shelves and past its date on an ISO date, or `days` after; the first date first."""
    last = (date.fromisoformat(on) + timedelta(days=days)).isoformat()
    rows = book.connection.execute(
        "SELECT i.id, i.name, i.unit, l.id, l.code, l.best_before, p.id, p.name, s.units, o.name,"
        " CASE WHEN own.formula THEN ?3 ELSE coalesce(l.date_kind, own.date_kind, ?4) END"
        " FROM place p CROSS JOIN stock s ON s.place = p.id AND s.site = p.home CROSS JOIN lot l ON l.id = s.lot"
        f" JOIN item own ON own.id = l.item JOIN item i ON i.id = {same.shown('item', 'l.item')}"
        f" LEFT JOIN source o ON o.id = {same.shown('source', 'l.source')}"
        " WHERE p.role = 'shelf' AND s.site = ?1 AND s.units > 0 AND l.best_before <= ?2"
        " ORDER BY l.best_before, i.name COLLATE NOCASE, i.id, p.name, l.id",
        (home(book, site), last, USE_BY, BEST_BEFORE),
    )
    found = ((StockLine(*row[:10]), row[10]) for row in rows)
    return [
        DueLine(line, left, kind) for line, kind in found if (left := _days(on, line.best_before)) is not None
    ]


def _days(on: str, until: str | None) -> int | None:
    try:
        return (date.fromisoformat(until or "") - date.fromisoformat(on)).days
    except ValueError:  # what came from elsewhere may be no day at all
        return None


def by_item(lines: Iterable[DueLine]) -> dict[Id, dict[int, int]]:
    """Return {item: {`PAST` or one of `WITHIN`: units that fall in it and in none before}}."""
    found: dict[Id, dict[int, int]] = {}
    for each in lines:
        units = found.setdefault(each.line.item_id, {})
        units[each.within] = units.get(each.within, 0) + each.line.quantity
    return found
