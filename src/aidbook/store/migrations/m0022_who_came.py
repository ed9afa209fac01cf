"""Who came on a day is found by the day and who it was in one index, where there were two of them."""

from aidbook.store.connection import Connection

NAME = "0022 who came"

_STEPS = (
    "DROP INDEX visit_by_party",
    "DROP INDEX visit_by_distribution",
    "CREATE INDEX visit_by_party ON visit (distribution, party)",
)


def apply(connection: Connection) -> None:
    """Put the one in place of both."""
    for step in _STEPS:
        connection.execute(step)
