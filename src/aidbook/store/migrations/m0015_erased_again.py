"""Somebody erased is known again when next month's spreadsheet brings them, and a lost card says so quickly."""

from aidbook.store.connection import Connection

NAME = "0015 erased again"

TABLES = """
CREATE TABLE fingerprint (id TEXT PRIMARY KEY, home TEXT, kept INTEGER, "on" TEXT, marks TEXT) STRICT
"""


def apply(connection: Connection) -> None:
    """Make the table."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
