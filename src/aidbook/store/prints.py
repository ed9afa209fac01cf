"""Queries on prints: which was the last of a sheet, and whether the book says something else since."""

from collections.abc import Collection
from dataclasses import dataclass

from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.store import local
from aidbook.store.book import Book
from aidbook.store.rows import marks, things


@dataclass(frozen=True, slots=True)
class LastPrint:
    """The last print of a sheet: its number, when it was made, how many entries of its kinds were written since.

    `digest` is that of what it showed, "" where another machine or an older program printed it.
    """

    number: int
    at: int
    changes: int
    digest: str


def last_print(book: Book, sheet: str, about: Id | None, kinds: Collection[str]) -> LastPrint | None:
    """Return the last print of a sheet about a thing, or None; `kinds` are those that the sheet shows."""
    row = book.connection.execute(
        "SELECT p.number, p.at, b.n FROM printed p JOIN body b ON b.hash = p.hash "
        "WHERE p.sheet = ? AND p.about IS ? AND p.stands = 1 ORDER BY b.n DESC LIMIT 1",
        (sheet, about),
    ).fetchone()
    if row is None:
        return None
    number, at, stored = row
    (changes,) = book.connection.execute(
        f"SELECT count(*) FROM body WHERE n > ? AND kind IN ({marks(list(kinds))})", (stored, *kinds)
    ).fetchone()
    kept = (local.get(book.connection, _name(sheet, about)) or b"").decode().partition(" ")
    return LastPrint(number, at, changes, kept[2] if kept[0] == str(number) else "")


def keep_digest(book: Book, sheet: str, about: Id | None, number: int, digest: str) -> None:
    """Keep what print `number` of a sheet showed, in this file alone, to tell later whether that has changed."""
    with book.transaction():
        local.put(book.connection, _name(sheet, about), f"{number} {digest}".encode())


def _name(sheet: str, about: Id | None) -> str:
    return f"last print {sheet} {about or ''}"


def printable_days(book: Book) -> list[Distribution]:
    """Return the book's own distributions, the latest first: those that sheets can be about."""
    return things(book, Distribution, "home = ?", (book.identity.site,), '"on" DESC, id')
