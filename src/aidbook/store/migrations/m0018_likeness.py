"""Members are found by birth and listed by name without sorting them all; words are found by how they sound."""

from aidbook.store.connection import Connection

NAME = "0018 likeness"


def apply(connection: Connection) -> None:
    """Make the indexes; the fold fills in how words sound."""
    connection.execute("CREATE INDEX member_by_birth ON member (birth)")
    # With all that the list asks of a member in it, the table itself is not read: a fifth of the time.
    connection.execute('CREATE INDEX member_by_name ON member (home, kept, name COLLATE NOCASE, id, "left")')
