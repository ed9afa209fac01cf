"""Somebody erased is known again when a spreadsheet brings them; the number of a lost card is found quickly."""

from aidbook.store.connection import Connection

NAME = "0015 erased again"

TABLES = """
CREATE TABLE fingerprint (id TEXT PRIMARY KEY, home TEXT, kept INTEGER, "on" TEXT, marks TEXT) STRICT;
CREATE INDEX member_lost_cards ON member (old_numbers) WHERE old_numbers IS NOT NULL
"""


def apply(connection: Connection) -> None:
    """Make the table and the index."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
