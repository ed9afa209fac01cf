"""Small helpers that every query module shares: kept records and standing facts as their declared types."""

from collections.abc import Sequence
from typing import Any, TypeVar

from aidbook.domain.declare import Id, kind_of
from aidbook.store.book import Book
from aidbook.store.columns import load, select_list

_T = TypeVar("_T")


def things(
    book: Book, cls: type[_T], where: str = "1", values: Sequence[Any] = (), order: str = "id"
) -> list[_T]:
    """Return the kept records or standing facts that fit a condition, as the role of who opened the book sees them."""
    if not book.sees(cls):
        return []
    kind = kind_of(cls)
    state = "kept" if kind.shape == "record" else "stands"
    rows = book.connection.execute(
        f'SELECT {select_list(kind.name)} FROM "{kind.name}" WHERE {state} = 1 AND ({where}) ORDER BY {order}',
        values,
    )
    return [book.seen(load(kind, row)) for row in rows]


def home(book: Book, site: Id | None) -> Id:
    """Return the site whose records are asked for: the given one, or the book's own."""
    return site or book.identity.site


def marks(values: Sequence[Any]) -> str:
    """Return "?, ?, …" for an IN list."""
    return ", ".join("?" * len(values))
