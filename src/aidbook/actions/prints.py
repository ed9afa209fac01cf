"""Noting that a sheet leaves for paper or a file."""

from aidbook.domain.declare import Id, new_id
from aidbook.domain.sites import Printed
from aidbook.store.attention.printed import figures_to_print
from aidbook.store.book import Book


def note_print(book: Book, sheet: str, about: Id | None) -> int:
    """Note that a sheet is printed now, about a distribution or nothing; return the number to print on it.

    Called in one transaction with the drawing and the writing of it, nothing is noted of a sheet that never was.
    """
    with book.transaction():
        number = book.next_number("print")
        # The sheet is drawn after this entry is written, and bears the position with it.
        position = book.position + 1
        figures = figures_to_print(book, about) if sheet == "day" and about is not None else None
        book.record(
            Printed(id=new_id(), sheet=sheet, about=about, number=number, position=position, figures=figures)
        )
        return number
