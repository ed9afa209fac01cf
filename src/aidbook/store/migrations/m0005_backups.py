"""A book says when it was put back to a backup."""

from aidbook.store.connection import Connection

NAME = "0005 backups"

TABLE = """
CREATE TABLE restored (
  id TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, written INTEGER NOT NULL, action TEXT NOT NULL,
  site TEXT NOT NULL, stands INTEGER NOT NULL, made INTEGER, position INTEGER, lost INTEGER
) STRICT
"""


def apply(connection: Connection) -> None:
    """Make the table."""
    connection.execute(TABLE)
