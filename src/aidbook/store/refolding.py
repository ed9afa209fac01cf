"""What the ledger says, folded beside the book: to hold it against what the book shows, without writing in the book.

The views are folded into a scratch file that has the book's tables, empty. The ledger is read where it lies, through
views over the book opened for reading only, so that others go on writing meanwhile. The scratch file is encrypted
with a key that nobody keeps, and is gone afterwards.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from aidbook.store.book import Book
from aidbook.store.connection import Connection, connect
from aidbook.store.fold import VIEW_TABLES
from aidbook.store.progress import Progress
from aidbook.store.refold import fold_all

BOOK = "book"
"""The name under which the scratch connection has the book."""

_FOLDED_TOO = {
    "search",
    "word",
    "word_part",
    "possible_pair",
    "noticed",
    "local",
    "waiting",
    "waiting_run",
    "unclaimed",
}
"""Tables beside the views that a fold may write in; all others are read where they lie."""
_OF_FTS = ("_data", "_idx", "_content", "_docsize", "_config")


@contextmanager
def folded_beside(book: Book, progress: Progress) -> Iterator[Connection]:
    """Give a connection on which the tables of the views hold what the ledger says, and `book` has the book's own."""
    scratch = book.path.with_name(f"{book.path.name}.{os.getpid()}-{secrets.token_hex(4)}.scratch")
    connection = connect(scratch, secrets.token_bytes(32))
    try:
        scratch.chmod(0o600)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        _attach(connection, book)
        connection.execute("BEGIN")
        _make_tables(connection)
        _look_through(connection)
        fold_all(connection, progress)
        yield connection
    finally:
        connection.close()
        _remove(scratch)


def dropped(connection: Connection) -> int:
    """Return how many bodies the fold would have let go of: entries about somebody erased that are still here."""
    count: int = connection.execute("SELECT count(*) FROM let_go").fetchone()[0]
    return count


def _attach(connection: Connection, book: Book) -> None:
    name = f"file:{quote(str(book.path.absolute()))}?mode=ro"
    connection.execute(f"ATTACH DATABASE ? AS {BOOK} KEY ?", (name, f"x'{book.key.hex()}'"))


def _make_tables(connection: Connection) -> None:
    """Make the tables that a fold writes in, with their indexes, empty; what the file keeps to itself it may read."""
    rows = connection.execute(
        f"SELECT tbl_name, sql FROM {BOOK}.sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
        " ORDER BY type = 'index', rowid"
    ).fetchall()
    for table, sql in rows:
        if table in {*VIEW_TABLES, *_FOLDED_TOO}:
            connection.execute(sql)
    connection.execute(f"INSERT INTO local SELECT * FROM {BOOK}.local")


def _look_through(connection: Connection) -> None:
    """Let the fold read all else under its own name. What it deletes in the ledger is only noted."""
    connection.execute("CREATE TABLE let_go (hash BLOB PRIMARY KEY) WITHOUT ROWID")
    made = {name for (name,) in connection.execute("SELECT name FROM main.sqlite_master")}
    inner = {f"{name}{suffix}" for name in made for suffix in _OF_FTS}
    others = connection.execute(
        f"SELECT name FROM {BOOK}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    for (table,) in others:
        if table not in {*made, *inner, "body"}:
            connection.execute(f'CREATE TEMP VIEW "{table}" AS SELECT * FROM {BOOK}."{table}"')
    connection.execute(
        f"CREATE TEMP VIEW body AS SELECT * FROM {BOOK}.body WHERE hash NOT IN (SELECT hash FROM main.let_go)"
    )
    connection.execute(
        "CREATE TEMP TRIGGER let_go_of INSTEAD OF DELETE ON body BEGIN INSERT OR IGNORE INTO let_go VALUES (old.hash); END"
    )


def _remove(scratch: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        scratch.with_name(scratch.name + suffix).unlink(missing_ok=True)
