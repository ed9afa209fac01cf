"""Noting that a sheet leaves for paper or a file."""

from collections.abc import Collection

from aidbook.domain.declare import Id, new_id
from aidbook.domain.members import tie_member
from aidbook.domain.sites import Printed
from aidbook.store.attention.printed import figures_to_print
from aidbook.store.book import Book
from aidbook.store.cards import CARD, PRINT


def note_print(book: Book, sheet: str, about: Id | None, *, members: Collection[Id] = ()) -> int:
    """Note that a sheet is printed now, about a distribution or nothing; return the number to print on it.

    Whose cards or page it is stand in ties: the print itself names nobody.
    Called in one transaction with the drawing and the writing of it, nothing is noted of a sheet that never was.
    """
    with book.transaction():
        number = book.next_number("print")
        # The sheet is drawn after these entries are written, and bears the position with them.
        position = book.position + 1 + len(members)
        figures = figures_to_print(book, about) if sheet == "day" and about is not None else None
        printed = Printed(
            id=new_id(), sheet=sheet, about=about, number=number, position=position, figures=figures
        )
        of = CARD if sheet == "cards" else PRINT
        book.record(printed, *(tie_member(of, printed.id, member) for member in members))
        return number
