"""A distribution day as a book knew it at an earlier moment: its entries of then, folded apart, in memory."""

import copy

from aidbook.domain.declare import Id
from aidbook.store.body import Named, decode
from aidbook.store.book import Book
from aidbook.store.connection import Connection, in_memory
from aidbook.store.fold import empty_views, fold
from aidbook.store.ledger import Ledger

_OF_THE_DAY = (
    "WITH came AS (SELECT id FROM visit WHERE distribution = :day) SELECT :day UNION SELECT id FROM came"
    " UNION SELECT id FROM movement WHERE of IN (SELECT id FROM came)"
    " UNION SELECT id FROM gift WHERE distribution = :day UNION SELECT id FROM closing WHERE distribution = :day"
    " UNION SELECT id FROM sign_up WHERE distribution = :day UNION SELECT id FROM correction WHERE distribution = :day"
    " UNION SELECT id FROM place"
)
"""Whose entries make a day's figures; the places say who may take back a movement."""
_INNER = ("search_data", "search_idx", "search_content", "search_docsize", "search_config")


class Then:
    """Folds a day's earlier entries of a book, one day at a time."""

    def __init__(self, book: Book) -> None:
        self._here = book.connection
        self._apart = _empty_like(book.connection)
        self._book = copy.copy(book)
        self._book.connection, self._book.ledger = self._apart, Ledger(self._apart)

    def with_day(self, day: Id, before: str, mark: int) -> Book:
        """Return a book that holds the entries of a day for which a condition on `body` holds, and nothing else."""
        empty_views(self._apart)
        rows = self._here.execute(
            f"SELECT hash, bytes, site FROM body WHERE subject IN ({_OF_THE_DAY}) AND {before.replace('?', ':mark')}"
            " ORDER BY n",
            {"day": day, "mark": mark},
        ).fetchall()
        bodies = ((name, decode(raw), site) for name, raw, site in rows)
        fold(self._apart, [Named(name, body, site) for name, body, site in bodies if body is not None])
        return self._book


def _empty_like(connection: Connection) -> Connection:
    """Return a connection to a database in memory that has the tables of another, empty."""
    made = in_memory()
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " ORDER BY type <> 'table', type = 'index', rowid"
    ).fetchall()
    for name, sql in rows:
        if name not in _INNER:
            made.execute(sql)
    return made
