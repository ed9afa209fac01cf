"""What is on a shelf now is found by the shelf, however many lots have left it in ten years."""

from aidbook.store.connection import Connection

NAME = "0010 stock by place"


def apply(connection: Connection) -> None:
    """Make the index."""
    connection.execute("CREATE INDEX stock_by_place ON stock (place, site, units)")
