"""What the whole book hangs on stands twice: each index holds all of its small table, on a page of its own.

So one damaged page never takes the site's keys, its writers or their signatures; salvage reads whichever is whole.
"""

from aidbook.store.connection import Connection

NAME = "0009 second copies"

STATEMENTS = (
    "CREATE INDEX local_again ON local (value, name)",
    "CREATE INDEX origin_again ON origin (id, key, site, certificate)",
    "CREATE INDEX signed_again ON signed (signature, head, seq, origin, chapter)",
    "CREATE INDEX forked_again ON forked (before, hash)",
    "CREATE INDEX forked_head_again ON forked_head (signature)",
)


def apply(connection: Connection) -> None:
    """Make the indexes."""
    for statement in STATEMENTS:
        connection.execute(statement)
