"""Next month's file is read as this month's was: its columns, and what was decided about its rows, are remembered."""

from aidbook.store.connection import Connection

NAME = "0019 moving in"

_RECORD = "id TEXT PRIMARY KEY, home TEXT, kept INTEGER"

STATEMENTS = (
    f"CREATE TABLE file_shape ({_RECORD}, what TEXT, titles TEXT, columns TEXT, orders TEXT, sheet TEXT) STRICT",
    f"CREATE TABLE row_answer ({_RECORD}, shape TEXT, mark TEXT, answer TEXT, member TEXT) STRICT",
    "CREATE INDEX row_answer_by_shape ON row_answer (shape)",
    "CREATE INDEX row_answer_by_member ON row_answer (member)",
    "CREATE INDEX body_of_answers ON body (kind, subject) WHERE kind = 'row_answer'",
    f"CREATE TABLE line_answer ({_RECORD}, shape TEXT, mark TEXT, answer TEXT) STRICT",
    "CREATE INDEX line_answer_by_shape ON line_answer (shape)",
)


def apply(connection: Connection) -> None:
    """Make the tables; the fold fills them."""
    for statement in STATEMENTS:
        connection.execute(statement)
