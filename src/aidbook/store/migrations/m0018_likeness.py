"""Members are found by their birth, and words by how they sound: who may be in the book twice is looked up."""

from aidbook.store.connection import Connection

NAME = "0018 likeness"


def apply(connection: Connection) -> None:
    """Make the index; the fold fills in how words sound."""
    connection.execute("CREATE INDEX member_by_birth ON member (birth)")
