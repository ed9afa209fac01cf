"""What the pantry knows of items, packs, places, lots and sources, money and weight, and what is being typed in."""

from aidbook.store.connection import Connection

NAME = "0012 pantry"

_RECORD = "id TEXT PRIMARY KEY, home TEXT, kept INTEGER"

COLUMNS = {
    "item": (
        "name_en TEXT", "name_es TEXT", "name_fr TEXT", "name_ht TEXT", "weight_mg INTEGER", "least INTEGER",
        "supply_days INTEGER", "allergens TEXT", "diet TEXT", "storage TEXT", "date_kind TEXT", "grace_days INTEGER",
        "formula INTEGER",
    ),
    "pack": ("weight_mg INTEGER",),
    "source": ("kind TEXT", "site TEXT", "language TEXT", "note TEXT"),
    "place": ("kind TEXT", "storage TEXT"),
    "lot": ("date_kind TEXT", "held INTEGER", "held_why TEXT", "opened_on TEXT"),
    "movement": ("unit_mg INTEGER", "cost INTEGER", "value INTEGER"),
    "count": ("session TEXT",),
    "delivery": ('"on" TEXT', "weights TEXT", "cost INTEGER", "value INTEGER", "note TEXT"),
    "settings": ("pictures INTEGER",),
}  # fmt: skip

STATEMENTS = (
    f"CREATE TABLE picture ({_RECORD}, item TEXT, jpeg TEXT) STRICT",
    "CREATE INDEX picture_by_item ON picture (item)",
    f"CREATE TABLE fair_value ({_RECORD}, from_on TEXT, cents_per_lb INTEGER, why TEXT) STRICT",
    "CREATE TABLE draft (form TEXT NOT NULL, line INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (form, line)) STRICT",
)


def apply(connection: Connection) -> None:
    """Add the columns and tables."""
    for table, columns in COLUMNS.items():
        for column in columns:
            connection.execute(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    for statement in STATEMENTS:
        connection.execute(statement)
