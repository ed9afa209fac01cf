"""Computers that each have a home folder and a book, for stories in which books are copied and restored."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aidbook.domain.pantry import Item
from aidbook.store import tokens
from aidbook.store.book import Book
from aidbook.store.rows import things
from tests.conftest import PASSPHRASE


class Machine:
    """A computer: its program's home, and where its book lies."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, home: Path | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "our.aidbook"
        self.home = home or folder / "home"
        self._monkeypatch = monkeypatch

    def sit_down(self) -> None:
        """Let the program take this computer's folders for its own."""
        self._monkeypatch.setenv("AIDBOOK_HOME", str(self.home))

    def create(self, site: str) -> Book:
        """Make a site's book here and return it open."""
        self.sit_down()
        return Book.create(self.path, PASSPHRASE, site_name=site)

    def open(self) -> Book:
        """Return the book here, open."""
        self.sit_down()
        return Book.open(self.path, PASSPHRASE)

    @contextmanager
    def killed(self) -> Iterator[Book]:
        """Give the book open, and in the end let the program be killed: nothing is signed, and nothing noted."""
        book = self.open()
        yield book
        tokens._held.pop(book.path).let_go()
        book.connection.close()
        assert book._guard is not None
        book._guard.release()

    def origin(self) -> bytes:
        """Return who the book here is when it is opened."""
        with self.open() as book:
            return book.identity.origin

    def tokens(self) -> list[Path]:
        """Return the tokens that this computer has."""
        return list((self.home / "state" / "origins").glob("*.json"))

    def token_of(self, origin: bytes) -> Path:
        """Return where an origin's token lies."""
        return self.home / "state" / "origins" / f"{origin.hex()}.json"

    def keep(self, folder: Path) -> Path:
        """Copy the book into a folder, as a backup by hand; return the folder."""
        folder.mkdir()
        _copy(self.path, folder / self.path.name)
        return folder

    def put_back(self, folder: Path) -> None:
        """Put a kept book in place of the one here."""
        _copy(folder / self.path.name, self.path)

    def twin(self, folder: Path) -> "Machine":
        """Return a copy of the book in another folder of the same computer."""
        twin = Machine(folder, self._monkeypatch, home=self.home)
        _copy(self.path, twin.path)
        return twin


def copy_book(one: Machine, other: Machine) -> None:
    """Copy a book to another computer with a file manager."""
    _copy(one.path, other.path)


def _copy(one: Path, other: Path) -> None:
    for suffix in ("", ".keys", ".erased"):
        source, target = (path.with_name(path.name + suffix) for path in (one, other))
        if source.exists():
            shutil.copy(source, target)
    for suffix in ("-wal", "-shm"):
        other.with_name(other.name + suffix).unlink(missing_ok=True)


def item_names(book: Book) -> set[str]:
    """Return the names of the items in a book."""
    return {item.name for item in things(book, Item)}
