"""Saving what is on the shelves as a table that other programs open, and that reads in again as a stock list."""

from PySide6.QtWidgets import QWidget

from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.pantry import stock_lines
from aidbook.ui.jobs import Progress
from aidbook.ui.reading_in.saving import Rows, save_table
from aidbook.ui.session import Session


def save_stock(parent: QWidget, session: Session) -> None:
    """Ask where to, and save every lot with its place, date and quantity."""
    titles = (_("Item"), _("Quantity"), _("Unit"), _("Best before"), _("Place"), _("Source"), _("Lot"))
    save_table(parent, session, _("Pantry"), titles, _rows)


def _rows(book: Book, _progress: Progress) -> Rows:
    return [
        (line.item, line.quantity, line.unit, line.best_before, line.place, line.source, line.lot_code)
        for line in stock_lines(book)
    ]
