"""What only coordinators read of a member is a record of its own: the member's page may travel, it does not.

And who came when is read from indexes alone: rows lie anywhere in the file.
"""

from aidbook.store.connection import Connection

NAME = "0021 private notes"

STATEMENTS = (
    "ALTER TABLE member DROP COLUMN private_note",
    "CREATE TABLE private_note (id TEXT PRIMARY KEY, home TEXT, kept INTEGER, member TEXT, note TEXT) STRICT",
    "CREATE INDEX private_note_by_member ON private_note (member)",
    "CREATE INDEX body_of_private_notes ON body (kind, subject) WHERE kind = 'private_note'",
    "DROP INDEX visit_by_at",
    "CREATE INDEX visit_by_at ON visit (at, stands, id)",
    "DROP INDEX tie_by_of",
    "CREATE INDEX tie_by_of ON tie (of, kept, household)",
    "DROP INDEX tie_by_household",
    "CREATE INDEX tie_by_household ON tie (household, kept, about, of)",
)


def apply(connection: Connection) -> None:
    """Make the table and the indexes; the fold fills them."""
    for statement in STATEMENTS:
        connection.execute(statement)
