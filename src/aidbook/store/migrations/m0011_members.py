"""Members with all that is asked of them, proxies, consents, and the profile that says what is asked."""

from aidbook.store.connection import Connection

NAME = "0011 members"

_RECORD = "id TEXT PRIMARY KEY, home TEXT, kept INTEGER"
_FACT = (
    "id TEXT PRIMARY KEY, hash BLOB NOT NULL, at INTEGER NOT NULL, written INTEGER NOT NULL, action TEXT NOT NULL,"
    " site TEXT NOT NULL, stands INTEGER NOT NULL"
)

STATEMENTS = (
    *(
        f"ALTER TABLE member ADD COLUMN {name} TEXT"
        for name in (
            "other_phones", "reach_by", "reach_note", "reads", "access_needs", "skills", "private_note", "left_on",
            "household_since", "old_numbers",
        )
    ),
    "ALTER TABLE member ADD COLUMN may_drive INTEGER",
    "ALTER TABLE household ADD COLUMN basis TEXT",
    "ALTER TABLE settings ADD COLUMN profile TEXT",
    f"CREATE TABLE proxy ({_RECORD}, household TEXT, member TEXT, name TEXT, phone TEXT, until TEXT, note TEXT) STRICT",
    "CREATE INDEX proxy_by_household ON proxy (household)",
    "CREATE INDEX proxy_by_member ON proxy (member)",
    f'CREATE TABLE consent ({_RECORD}, member TEXT, purpose TEXT, given INTEGER, "on" TEXT, until TEXT, witness TEXT) STRICT',
    "CREATE INDEX consent_by_member ON consent (member)",
    f"CREATE TABLE profile ({_RECORD}, name TEXT, fields TEXT, why TEXT, agreed_by TEXT, agreed_on TEXT) STRICT",
    f'CREATE TABLE clearing ({_FACT}, members INTEGER, "values" INTEGER) STRICT',
    "CREATE INDEX body_about_somebody ON body (kind, subject) WHERE kind IN ('consent', 'proxy')",
)  # fmt: skip


def apply(connection: Connection) -> None:
    """Make the columns and tables; the fold fills them."""
    for statement in STATEMENTS:
        connection.execute(statement)
