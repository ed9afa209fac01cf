"""Books in memory for properties: made once, and after each example as they were."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from aidbook.store import identity, schema
from aidbook.store.book import Book, _Door
from aidbook.store.check import rebuild, view_digests
from aidbook.store.connection import connect, rehearsal
from aidbook.store.identity import SiteSecrets
from aidbook.store.ledger import Ledger


def book_in_memory(site: str, secrets: SiteSecrets | None = None) -> Book:
    """Return a book that is nowhere on a disk, of a site by its id."""
    path, key = Path(":memory:"), bytes(32)
    connection = connect(path, key)
    schema.bring_up_to_date(connection)
    who = identity.settle(connection, site, secrets or identity.new_secrets())
    return Book(connection, _Door(path, key, "a" * 32), who, None)


@contextmanager
def as_they_were(*books: Book) -> Iterator[None]:
    """Undo in the end all that is done to the books."""
    with ExitStack() as stack:
        for book in books:
            stack.enter_context(rehearsal(book.connection))
            book.ledger = Ledger(book.connection)  # it remembers origins that the last example undid
        yield


def must_show_the_same(*books: Book) -> None:
    """Assert that all views of all books are equal, and equal to what a rebuild shows."""
    shown = view_digests(books[0].connection)
    for book in books:
        assert _other(view_digests(book.connection), shown) == []
        with rehearsal(book.connection):
            rebuild(book)
            assert _other(view_digests(book.connection), shown) == []


def _other(digests: dict[str, str], shown: dict[str, str]) -> list[str]:
    return [view for view in shown if digests[view] != shown[view]]
