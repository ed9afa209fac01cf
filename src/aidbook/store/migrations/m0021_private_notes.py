"""What only coordinators read of a member is a record of its own: the member's page may travel, it does not."""

from aidbook.store.connection import Connection

NAME = "0021 private notes"

STATEMENTS = (
    "ALTER TABLE member DROP COLUMN private_note",
    "CREATE TABLE private_note (id TEXT PRIMARY KEY, home TEXT, kept INTEGER, member TEXT, note TEXT) STRICT",
    "CREATE INDEX private_note_by_member ON private_note (member)",
    "CREATE INDEX body_of_private_notes ON body (kind, subject) WHERE kind = 'private_note'",
)


def apply(connection: Connection) -> None:
    """Make the table; the fold fills it."""
    for statement in STATEMENTS:
        connection.execute(statement)
