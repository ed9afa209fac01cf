"""A print carries the figures of its report; what came of comparing it with the book is kept beside it."""

from aidbook.store.connection import Connection

NAME = "0017 reports"

TABLES = """
ALTER TABLE printed ADD COLUMN figures TEXT;
CREATE INDEX printed_by_about ON printed (about) WHERE sheet = 'day';
DROP TABLE printed_figures;
CREATE TABLE report_looked (hash BLOB PRIMARY KEY, n INTEGER NOT NULL, differs TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE report_then (hash BLOB PRIMARY KEY, figures TEXT NOT NULL) STRICT, WITHOUT ROWID
"""


def apply(connection: Connection) -> None:
    """Change the tables; what older prints said is reckoned from the ledger when somebody asks."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
