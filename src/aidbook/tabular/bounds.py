"""How much of a file is read at most. A group's list is a thousand times smaller; a laptop of 4 GB must survive the rest."""

from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.tabular.errors import too_large

FILE_BYTES = 50 * 1024 * 1024
UNPACKED_BYTES = 160 * 1024 * 1024
TEXT_BYTES = 100 * 1024 * 1024
AT_ONCE = 1024 * 1024  # bytes unpacked before their sum is looked at again
ROWS = 1_000_000
COLUMNS = 10_000
CELLS = 2_000_000
CELL_CHARACTERS = 100_000


def check_extent(name: str, rows: int, columns: int) -> None:
    """Raise UserError for a table with more rows, columns or cells than we read."""
    if rows > ROWS:
        raise too_many_rows(name)
    if columns > COLUMNS:
        raise too_large(name, _("more than {n} columns").format(n=format_number(COLUMNS)))
    if rows * columns > CELLS:
        raise too_large(name, _("more than {n} cells").format(n=format_number(CELLS)))


def too_many_rows(name: str) -> UserError:
    """Return the error for too many rows."""
    return too_large(name, _("more than {n} rows").format(n=format_number(ROWS)))


def giant_cell(name: str, row: int) -> UserError:
    """Return the error for one cell that holds a whole book."""
    return too_large(
        name,
        _("a cell of row {row} holds more than {n} characters").format(
            row=row, n=format_number(CELL_CHARACTERS)
        ),
    )


def too_heavy(name: str) -> UserError:
    """Return the error for a file that unpacks to more than it should."""
    return too_large(name, _("unpacked it would fill this computer's memory"))
