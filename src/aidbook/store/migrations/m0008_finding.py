"""Search finds words with a slip in them, or begun in their middle."""

from aidbook.store.connection import Connection

NAME = "0008 finding"

TABLES = """
CREATE TABLE word (text TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE word_part (
  part TEXT NOT NULL, how INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (part, how, word)
) STRICT, WITHOUT ROWID;
"""


def apply(connection: Connection) -> None:
    """Make the tables; the fold fills them."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
