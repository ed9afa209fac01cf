"""Stopping SQLite in the middle of one long statement."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from aidbook.store.book import Book
from aidbook.store.watching import watched

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let Ctrl+C stop what runs, as it does at a terminal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def test_what_the_look_raises_stops_the_statement_and_leaves(book: Book) -> None:
    def look() -> None:
        raise LookupError

    with pytest.raises(LookupError), watched(book.connection, look):
        book.connection.execute(ENDLESS).fetchall()


@pytest.mark.usefixtures("heeded")
def test_ctrl_c_in_the_middle_of_a_statement_is_not_lost(book: Book) -> None:
    works = threading.Event()

    def press() -> None:
        works.wait()
        os.kill(os.getpid(), signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    with pytest.raises(KeyboardInterrupt), watched(book.connection, works.set):
        book.connection.execute(ENDLESS).fetchall()
    pressing.join()
    assert book.connection.execute("SELECT 1").fetchone() == (1,)
