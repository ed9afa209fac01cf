"""Opening and making books, off the window's thread. What it needs is imported there, while somebody waits anyway."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from aidbook.i18n import _
from aidbook.paths import data_dir

if TYPE_CHECKING:
    from aidbook.store.book import Book

PRACTICE_NAME = "practice.aidbook"
PRACTICE_PASSPHRASE = "practice book"  # noqa: S105 - it guards nobody: its people are pretend people


def open_book(path: Path, passphrase: str) -> "Book":
    """Return the book at `path`, open. Raises UserError."""
    from aidbook.store.book import Book

    book = Book.open(path, passphrase)
    _warm()
    return book


def recover_book(path: Path, code: str) -> "Book":
    """Return the book at `path`, opened with the code of its recovery sheet. Raises UserError."""
    from aidbook.actions.people_who_open import recover

    book = recover(path, code)
    _warm()
    return book


def create_book(path: Path, passphrase: str, site_name: str, language: str) -> "Book":
    """Return a new book, open. Raises UserError; then nothing was written."""
    from aidbook.store.book import Book

    book = Book.create(path, passphrase, site_name=site_name, language=language)
    _warm()
    return book


def make_practice(path: Path, progress: Callable[[int, int], None]) -> "Book":
    """Return a new book of pretend people. Raises UserError, or what `progress` raises to stop; then none is left."""
    from aidbook.actions.practice import make_practice_book
    from aidbook.store.book import remove

    try:
        book = make_practice_book(path, PRACTICE_PASSPHRASE, progress=progress)
    except BaseException:
        remove(path)
        raise
    _warm()
    return book


def practice_hint(book: "Book") -> str:
    """Return what the passphrase is, for the practice book that this program made; "" for every other."""
    ours = book.practice and book.path == data_dir() / PRACTICE_NAME
    return (
        _("The passphrase of the practice book is: {words}").format(words=PRACTICE_PASSPHRASE) if ours else ""
    )


def _warm() -> None:
    """Import the window here, in the job's thread."""
    import aidbook.ui.main_window
    import aidbook.ui.today.page  # noqa: F401
