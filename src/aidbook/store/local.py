"""What this one file keeps to itself: who it is, its private keys, its running numbers. Never shared."""

from aidbook.store.connection import Connection

LAST_NUMBER = "last member number"
"""The last running number that this file's origin gave to a member."""


def get(connection: Connection, name: str) -> bytes | None:
    """Return a local value or None."""
    row = connection.execute("SELECT value FROM local WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def put(connection: Connection, name: str, value: bytes) -> None:
    """Set a local value."""
    connection.execute("INSERT OR REPLACE INTO local (name, value) VALUES (?, ?)", (name, value))


def drop(connection: Connection, name: str) -> None:
    """Forget a local value."""
    connection.execute("DELETE FROM local WHERE name = ?", (name,))


def next_number(connection: Connection, name: str) -> int:
    """Return the next of a running number that starts at 1, and keep it."""
    number = int(get(connection, name) or b"0") + 1
    put(connection, name, str(number).encode())
    return number
