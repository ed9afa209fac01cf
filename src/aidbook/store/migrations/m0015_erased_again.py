"""Somebody erased is known again when next month's spreadsheet brings them, and a lost card says so quickly."""

from aidbook.store.connection import Connection

NAME = "0015 erased again"

TABLES = """
CREATE TABLE fingerprint (id TEXT PRIMARY KEY, home TEXT, kept INTEGER, "on" TEXT, marks TEXT) STRICT;
CREATE INDEX member_lost_cards ON member (old_numbers) WHERE old_numbers IS NOT NULL
"""


def apply(connection: Connection) -> None:
    """Make the table, and the index of lost cards."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
