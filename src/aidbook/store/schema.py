"""Which schema a file has, and bringing it to the one this program knows."""

from sqlite_utils import Database, Migrations

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.connection import Connection
from aidbook.store.migrations import m0001_first_book

MIGRATIONS = Migrations("aidbook")


@MIGRATIONS(name="0001 first book")
def _first_book(db: Database) -> None:
    for statement in m0001_first_book.STATEMENTS:
        db.conn.execute(statement)


def bring_up_to_date(connection: Connection) -> None:
    """Apply what is missing. Raises UserError if the file was written by a newer program."""
    db = Database(connection)
    known = {migration.name for migration in MIGRATIONS._migrations}  # noqa: SLF001 - no public list
    if any(applied.name not in known for applied in MIGRATIONS.applied(db)):
        raise UserError(
            _("This book was written by a newer AidBook."),
            _("Install the newest AidBook on this computer, then open it."),
        )
    MIGRATIONS.apply(db)
