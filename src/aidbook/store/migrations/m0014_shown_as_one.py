"""Members, items and sources that are linked are looked up as the one they are shown as."""

from aidbook.store.connection import Connection

NAME = "0014 shown as one"


def apply(connection: Connection) -> None:
    """Make the table; the fold fills it."""
    connection.execute(
        "CREATE TABLE shown_as (kind TEXT NOT NULL, id TEXT NOT NULL, shown TEXT NOT NULL, rank INTEGER NOT NULL,"
        " PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX shown_as_by_shown ON shown_as (kind, shown, rank)")
