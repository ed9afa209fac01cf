"""Members who may be one are kept pair by pair, as they are found; the simple rule's digests go."""

from aidbook.store.connection import Connection

NAME = "0020 pairs"

TABLES = """
DROP TABLE alike;
DELETE FROM noticed WHERE what = 'alike';
CREATE TABLE possible_pair (a TEXT NOT NULL, b TEXT NOT NULL, confidence REAL NOT NULL, why TEXT NOT NULL, PRIMARY KEY (a, b))
  STRICT, WITHOUT ROWID;
CREATE INDEX possible_pair_by_b ON possible_pair (b)
"""


def apply(connection: Connection) -> None:
    """Change the tables; `possible_pair` is this file's own and fills as somebody asks."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
