"""Where the ledger stands is known without reading it: a book of ten years answers like one of a week."""

import os
from collections.abc import Callable

import pytest

from aidbook.store.book import Book


def _fill(book: Book, upto: int) -> None:
    """Let a book seem to have so many entries in one chapter."""
    number = book.ledger.number_of(book.identity.origin)
    (last,) = book.connection.execute(
        "SELECT coalesce(max(seq), 0) FROM entry WHERE chapter = 'fund'"
    ).fetchone()
    rows = ((number, "fund", seq, os.urandom(32), os.urandom(32)) for seq in range(last + 1, upto + 1))
    with book.transaction():
        book.connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", rows)


def _steps(book: Book, ask: Callable[[], object]) -> int:
    """Return how many steps SQLite takes to answer."""
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    book.connection.set_progress_handler(count, 1)
    try:
        ask()
    finally:
        book.connection.set_progress_handler(None, 0)
    return taken[0]


@pytest.mark.behind_the_ledger
def test_tip_position_and_what_is_had_cost_the_same_in_a_large_book(book: Book) -> None:
    asked = (book.ledger.have, book.ledger.position, lambda: book.ledger.tip(book.identity.origin, "fund"))
    _fill(book, 100)
    small = [_steps(book, ask) for ask in asked]
    _fill(book, 50_000)
    assert [_steps(book, ask) for ask in asked] == small
