"""A print carries the figures of its report; who made the records whose ids do not tell is remembered."""

from aidbook.store.connection import Connection

NAME = "0017 reports"

TABLES = """
ALTER TABLE printed ADD COLUMN figures TEXT;
CREATE INDEX printed_by_about ON printed (about) WHERE sheet = 'day';
DROP TABLE printed_figures;
CREATE TABLE report_looked (hash BLOB PRIMARY KEY, n INTEGER NOT NULL, differs TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE report_then (hash BLOB PRIMARY KEY, figures TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE made_before (kind TEXT NOT NULL, id TEXT NOT NULL, site TEXT NOT NULL, PRIMARY KEY (kind, id))
  STRICT, WITHOUT ROWID
"""


def apply(connection: Connection) -> None:
    """Change the tables; what older prints said is reckoned when somebody asks, who made what once it is folded."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
