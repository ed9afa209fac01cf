"""What somebody looked at and let be is remembered; what needs attention is found without reading the whole book."""

from aidbook.store.connection import Connection

NAME = "0006 attention"

TABLES = """
CREATE TABLE dismissal (id TEXT PRIMARY KEY, home TEXT, kept INTEGER, concern TEXT) STRICT;
CREATE TABLE noticed (what TEXT NOT NULL, subject TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (what, subject))
  STRICT, WITHOUT ROWID;
CREATE TABLE alike (key BLOB NOT NULL, member TEXT NOT NULL, PRIMARY KEY (key, member)) STRICT, WITHOUT ROWID;
CREATE INDEX alike_by_member ON alike (member);
CREATE TABLE printed_figures (
  distribution TEXT PRIMARY KEY, n INTEGER NOT NULL, number INTEGER NOT NULL, figures TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_party ON visit (party);
CREATE INDEX stock_below_zero ON stock (site, lot, place) WHERE units < 0;
CREATE INDEX stock_on_hand ON stock (site, place, lot) WHERE units > 0
"""


def apply(connection: Connection) -> None:
    """Make the tables; `noticed` and `alike` are this file's own and fill as somebody asks."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
