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
from aidbook.store.progress import Progress
from aidbook.store.refold import fold_all

BOOK = "book"
"""The name under which the scratch connection has the book."""

_READ_WHERE_IT_LIES = ("origin", "entry", "erased_here", "held_back")
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
    """Make every table and index of the book in the scratch file, but for those that are read where they lie."""
    rows = connection.execute(
        f"SELECT type, name, tbl_name, sql FROM {BOOK}.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " ORDER BY type = 'index', rowid"
    ).fetchall()
    virtual = [name for _type, name, _table, sql in rows if sql.upper().startswith("CREATE VIRTUAL")]
    inner = {name + suffix for name in virtual for suffix in _OF_FTS}
    left_out = {*inner, *_READ_WHERE_IT_LIES, "body"}
    for _type, _name, table, sql in rows:
        if table not in left_out:
            connection.execute(sql)


def _look_through(connection: Connection) -> None:
    """Let the fold read the ledger under its own names. What it deletes there is only noted."""
    connection.execute("CREATE TABLE let_go (hash BLOB PRIMARY KEY) WITHOUT ROWID")
    for table in _READ_WHERE_IT_LIES:
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM {BOOK}.{table}")
    connection.execute(
        f"CREATE TEMP VIEW body AS SELECT * FROM {BOOK}.body WHERE hash NOT IN (SELECT hash FROM main.let_go)"
    )
    connection.execute(
        "CREATE TEMP TRIGGER let_go_of INSTEAD OF DELETE ON body BEGIN INSERT OR IGNORE INTO let_go VALUES (old.hash); END"
    )


def _remove(scratch: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        scratch.with_name(scratch.name + suffix).unlink(missing_ok=True)
