"""Counting together, boxes made ahead, loans, goods between sites, recalls."""

from aidbook.store.connection import Connection

NAME = "0013 goods"

_RECORD = "id TEXT PRIMARY KEY, home TEXT, kept INTEGER"
_FACT = (
    "id TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, written INTEGER NOT NULL, action TEXT NOT NULL,"
    " site TEXT NOT NULL, stands INTEGER NOT NULL"
)

STATEMENTS = (
    "ALTER TABLE count ADD COLUMN why TEXT",
    "CREATE INDEX count_by_session ON count (session) WHERE session IS NOT NULL",
    "CREATE INDEX lot_by_code ON lot (code) WHERE code IS NOT NULL",
    f"CREATE TABLE count_session ({_RECORD}, name TEXT, places TEXT, items TEXT, blind INTEGER) STRICT",
    (f"CREATE TABLE tally ({_FACT}, session TEXT, item TEXT, place TEXT, lot TEXT, best_before TEXT, lot_code TEXT,"
    " units INTEGER, who TEXT, decides INTEGER) STRICT"),
    "CREATE INDEX tally_by_session ON tally (session)",
    f"CREATE TABLE making ({_FACT}, box TEXT, place TEXT, boxes INTEGER, contents TEXT) STRICT",
    f"CREATE TABLE repack ({_FACT}, opened TEXT, item TEXT, units_opened INTEGER, units INTEGER) STRICT",
    f"CREATE TABLE loan ({_FACT}, item TEXT, units INTEGER, due TEXT, note TEXT) STRICT",
    f"CREATE TABLE loan_return ({_FACT}, loan TEXT, units INTEGER, lost INTEGER) STRICT",
    "CREATE INDEX loan_return_by_loan ON loan_return (loan)",
    f'CREATE TABLE transfer ({_FACT}, "to" TEXT, lines INTEGER, note TEXT) STRICT',
    f"CREATE TABLE transfer_receipt ({_FACT}, transfer TEXT, lines INTEGER, short TEXT, why TEXT, note TEXT) STRICT",
    "CREATE INDEX transfer_receipt_by_transfer ON transfer_receipt (transfer)",
    (f'CREATE TABLE recall ({_RECORD}, why TEXT, "on" TEXT, lots TEXT, item TEXT, codes TEXT, lot_codes TEXT,'
    " ended_on TEXT, ended_why TEXT) STRICT"),
)  # fmt: skip


def apply(connection: Connection) -> None:
    """Add the tables and columns."""
    for statement in STATEMENTS:
        connection.execute(statement)
