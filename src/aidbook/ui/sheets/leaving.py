"""How a sheet leaves: to the printer or into a file, each time with a print number of its own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.book import Book
from aidbook.ui.jobs import Progress, Stopped
from aidbook.ui.session import Session
from aidbook.ui.sheets import printing
from aidbook.ui.sheets.making import Answers, Made, file_name, numbered, pdf_bytes, save, table_bytes
from aidbook.ui.sheets.pdf import Pdf
from aidbook.ui.widgets import choose_file


def print_sheet(parent: QWidget, session: Session, made: Made) -> None:
    """Ask for the printer and print the sheet as it is now."""
    if not printing.has_printer():
        session.refused.emit(
            UserError(
                _("No printer is set up on this computer."),
                _("Choose “Save as PDF”, and print the file where there is one."),
            )
        )
        return
    printer = printing.ask_printer(parent, made.answers.paper, made.pdf)
    if printer is None:
        return
    wanted = printing.pages_of(printer, len(made.pdf))

    def work(book: Book, progress: Progress) -> tuple[int, int]:
        with book.transaction():
            number = numbered(book, made.answers)
            pdf = Pdf(pdf_bytes(book, made.answers, number))
        pages = [page for page in wanted if page < len(pdf)]
        try:
            printing.print_pages(printer, pdf, pages, progress)
        except Stopped:
            return number, 0
        return number, len(pages)

    session.job(parent, _("Sending the pages to the printer"), work, lambda done: _printed(session, *done))


def _printed(session: Session, number: int, pages: int) -> None:
    session.changed.emit(frozenset({"printed"}))
    if not pages:
        session.said(_("Stopped. Pages that were sent already may still come out of the printer."))
        return
    words = ngettext("Printed {n} page as sheet {number}.", "Printed {n} pages as sheet {number}.", pages)
    session.said(words.format(n=format_number(pages), number=format_number(number)))


def save_pdf(parent: QWidget, session: Session, made: Made) -> None:
    """Ask where to, and save the sheet as PDF."""
    _save_as(parent, session, made, _("Save as PDF"), {".pdf": _("PDF (*.pdf)")})


def save_table(parent: QWidget, session: Session, made: Made) -> None:
    """Ask where to, and save a report's figures as a spreadsheet or as CSV."""
    kinds = {".xlsx": _("Spreadsheet (*.xlsx)"), ".csv": _("CSV (*.csv)")}
    _save_as(parent, session, made, _("Save as table"), kinds)


def _save_as(parent: QWidget, session: Session, made: Made, title: str, kinds: dict[str, str]) -> None:
    answers, suffixes = made.answers, list(kinds)
    suggestion = file_name(session.book, answers, suffixes[0])
    path = choose_file.save_file(parent, title, ";;".join(kinds.values()), suggestion)
    if path is None:
        return
    if path.suffix.lower() not in kinds:
        path = path.with_name(path.name + suffixes[0])
    make = _maker(path.suffix.lower())
    session.job(
        parent,
        title,
        lambda book, _progress: save(book, answers, path, make),
        lambda number: _saved(session, path, number),
    )


def _maker(suffix: str) -> Callable[[Book, Answers, int], bytes]:
    if suffix == ".pdf":
        return pdf_bytes
    return lambda book, answers, number: table_bytes(book, answers, number, suffix)


def _saved(session: Session, path: Path, number: int) -> None:
    session.changed.emit(frozenset({"printed"}))
    session.said(_("Saved {name} as sheet {number}.").format(name=path.name, number=format_number(number)))
