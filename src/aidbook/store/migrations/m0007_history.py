"""History is asked by person, thing, day and writer, taken back at the cost of what it takes back, and seen as it was."""

from aidbook.store.connection import Connection

NAME = "0007 history"

# Places have long ids and stand twice in every movement: their beginnings lead to them and take a quarter of the room.
TABLES = """
CREATE TABLE correction (
  id TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, written INTEGER NOT NULL, action TEXT NOT NULL,
  site TEXT NOT NULL, stands INTEGER NOT NULL, corrected TEXT, of TEXT, distribution TEXT, households INTEGER,
  people INTEGER, boxes INTEGER
) STRICT;
CREATE INDEX correction_by_corrected ON correction (corrected);
CREATE INDEX correction_by_distribution ON correction (distribution);
CREATE INDEX correction_by_of ON correction (of);
DROP INDEX body_by_action;
CREATE INDEX body_by_action ON body (action, kind);
CREATE INDEX movement_by_at ON movement (at);
CREATE INDEX movement_by_from ON movement (substr(from_place, 1, 8));
CREATE INDEX movement_by_to ON movement (substr(to_place, 1, 8));
CREATE INDEX count_by_at ON count (at);
CREATE INDEX count_by_item ON count (item);
CREATE INDEX count_by_place ON count (place);
CREATE INDEX visit_by_at ON visit (at);
CREATE INDEX gift_by_item ON gift (item);
CREATE INDEX lot_by_source ON lot (source);
CREATE INDEX delivery_by_source ON delivery (source);
CREATE INDEX barcode_by_pack ON barcode (pack);
CREATE INDEX distribution_by_box ON distribution (box)
"""


def apply(connection: Connection) -> None:
    """Make the table of corrections, and the indexes."""
    for statement in TABLES.split(";\n"):
        connection.execute(statement)
