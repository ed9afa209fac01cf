"""What the pantry prints by itself: to the printer or into a file, each time with a print number of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aidbook.actions.prints import note_print
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.sheets.values import PaperName
from aidbook.store.book import Book
from aidbook.ui.jobs import Progress
from aidbook.ui.session import Session
from aidbook.ui.sheets import printing
from aidbook.ui.sheets.pdf import Pdf
from aidbook.ui.widgets import choose_file

Draw = Callable[[Book, int], bytes]
"""Draws a sheet of a book as the print of that number; 0 is what is only looked at."""


class Paper:
    """One sheet that may leave: its key, what it is about, its title, and how it is drawn."""

    def __init__(self, sheet: str, about: Id | None, title: str, draw: Draw) -> None:
        self.sheet, self.about, self.title, self.draw = sheet, about, title, draw

    def numbered(self, book: Book) -> tuple[int, bytes]:
        """Note that it leaves, and draw it with its number: both or neither."""
        with book.transaction():
            number = note_print(book, self.sheet, self.about)
            return number, self.draw(book, number)


def save_pdf(parent: QWidget, session: Session, paper: Paper) -> None:
    """Ask where to, and save it as PDF. Its suggested name holds nobody's name."""
    path = choose_file.save_file(parent, _("Save as PDF"), _("PDF (*.pdf)"), f"{paper.title}.pdf")
    if path is None:
        return
    path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    session.job(
        parent,
        _("Save as PDF"),
        lambda book, _progress: _saved(book, paper, path),
        lambda number: _said(
            session, _("Saved {name} as sheet {number}."), name=path.name, number=format_number(number)
        ),
    )


def _saved(book: Book, paper: Paper, path: Path) -> int:
    part = path.with_name(path.name + ".part")
    try:
        with book.transaction():
            number, pdf = paper.numbered(book)
            part.write_bytes(pdf)
            part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UserError(
            _("{name} could not be written there.").format(name=path.name),
            _("Choose another folder, and see that there is room and, on a stick, that it is in."),
        ) from error
    return number


def print_it(parent: QWidget, session: Session, paper: Paper, size: PaperName) -> None:
    """Ask for the printer and print it."""
    if not printing.has_printer():
        session.refused.emit(
            UserError(
                _("No printer is set up on this computer."),
                _("Choose “Save as PDF”, and print the file where there is one."),
            )
        )
        return
    try:
        looked = Pdf(paper.draw(session.book, 0))
    except UserError as error:
        session.refused.emit(error)
        return
    printer = printing.ask_printer(parent, size, looked)
    if printer is None:
        return
    wanted = printing.pages_of(printer, len(looked))

    def work(book: Book, progress: Progress) -> tuple[int, int]:
        number, drawn = paper.numbered(book)
        pdf = Pdf(drawn)
        pages = [page for page in wanted if page < len(pdf)]
        printing.print_pages(printer, pdf, pages, progress)
        return number, len(pages)

    def printed(done: tuple[int, int]) -> None:
        words = ngettext(
            "Printed {n} page as sheet {number}.", "Printed {n} pages as sheet {number}.", done[1]
        )
        _said(session, words, n=format_number(done[1]), number=format_number(done[0]))

    session.job(parent, _("Sending the pages to the printer"), work, printed)


def _said(session: Session, template: str, **values: str) -> None:
    session.changed.emit(frozenset({"printed"}))
    session.said(template.format(**values))
