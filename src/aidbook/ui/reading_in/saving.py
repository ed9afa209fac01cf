"""A list saved as a table that other programs open."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.tabular.writing import Cell, csv_bytes, xlsx_bytes
from aidbook.ui.jobs import Progress
from aidbook.ui.session import Session
from aidbook.ui.widgets.choose_file import save_file

Rows = list[Sequence[Cell]]


def save_table(
    parent: QWidget,
    session: Session,
    name: str,
    titles: Sequence[str],
    rows: Callable[[Book, Progress], Rows],
) -> None:
    """Ask where to, and write the rows there as a spreadsheet, or as CSV where the name ends so."""
    kinds = f"{_('Spreadsheet')} (*.xlsx);;CSV (*.csv)"
    path = save_file(parent, _("Save as a table"), kinds, f"{name}.xlsx")
    if path is None:
        return

    def work(book: Book, progress: Progress) -> Path:
        found = rows(book, progress)
        is_csv = path.suffix.lower() == ".csv"
        _write(path, csv_bytes(titles, found) if is_csv else xlsx_bytes(name, titles, found))
        return path

    session.job(
        parent,
        _("Saving the table"),
        work,
        lambda saved: session.said(_("Saved as {file}.").format(file=saved.name)),
    )


def _write(path: Path, content: bytes) -> None:
    half = path.with_name(f"{path.name}.part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise UserError(
            _("The table could not be saved there."),
            _("Look whether the folder can be written and has room, or choose another."),
        ) from None
