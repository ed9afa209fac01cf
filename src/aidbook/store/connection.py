"""The one module that knows which SQLite this is, and the settings every connection has.

sqlite-utils looks for `pysqlite3` first: that name is pointed at SQLCipher before its first import, or
`INSERT … RETURNING` raises and leaves a transaction open.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

from aidbook.store import faults

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

Connection = Any
DatabaseError: type[Exception] = dbapi2.DatabaseError
OperationalError: type[Exception] = dbapi2.OperationalError

SETTINGS = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    # KiB: each page that has to be read again is deciphered again. With the 2 MB of the default a rebuild of 100,000
    # entries took twice as long.
    "PRAGMA cache_size = -65536",
)

_STATEMENTS = 1_000
"""A fold speaks some hundred different statements; with the 128 that are kept by default it took twice as long."""


def connect(path: Path, key: bytes) -> Connection:
    """Return a connection to the file at `path` under a raw 32-byte key, with every setting made.

    Raises DatabaseError if the key does not open it.
    """
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # or it writes on our standard error
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in SETTINGS:
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def in_memory() -> Connection:
    """Return a connection to a database of its own that is nowhere but in memory."""
    return dbapi2.connect(":memory:", isolation_level=None, cached_statements=_STATEMENTS)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Make all that happens inside one durable commit, or nothing. Inside another, be part of that one."""
    if connection.in_transaction:
        yield
        return
    with faults.told(connection):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Let all reads inside see the file as it is now, whatever others write meanwhile."""
    if connection.in_transaction:
        yield
        return
    with faults.told(connection):
        connection.execute("BEGIN")
        try:
            yield
        finally:
            _roll_back(connection)


@contextmanager
def rehearsal(connection: Connection) -> Iterator[None]:
    """Write, look at what came of it, and leave the file as it was."""
    within = connection.in_transaction
    with faults.told(connection):
        connection.execute("SAVEPOINT rehearsal" if within else "BEGIN IMMEDIATE")
        try:
            yield
        finally:
            if not within:
                _roll_back(connection)
            elif connection.in_transaction:
                connection.execute("ROLLBACK TO rehearsal")
                connection.execute("RELEASE rehearsal")


def _roll_back(connection: Connection) -> None:
    """Undo the transaction; SQLite has done so by itself where the disk failed."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
