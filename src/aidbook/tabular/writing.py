"""Tables going out: CSV and XLSX whose cells say what the book says, and do nothing when they are opened."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | None

# A spreadsheet would run such a cell as a formula; full-width signs too. It goes out behind an apostrophe, and so does
# what already stands behind one, so that what comes back in is the same; a phone with its "+" too, which would come
# back as a number without it.
ESCAPED = re.compile(r"\s*'*\s*[=+\-@\t\r＝＋－＠]")
_BELOW_ZERO = re.compile(r"-\d+([.,]\d+)?")

_LONGEST_CELL = 32_767  # Excel's bound
_EXACT_INTEGERS = 10**15
_WIDEST = 60
_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_NAME = 31
_NO_MOMENT = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same file for the same content


def csv_bytes(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: UTF-8 with its mark, commas, one line for the titles; no text leaves as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_harmless(title) for title in titles])
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    return f"'{cell}" if ESCAPED.match(cell) and not _BELOW_ZERO.fullmatch(cell) else cell


def xlsx_bytes(sheet_title: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return an XLSX file of one sheet: texts stay texts with their leading zeros; the same content, the same bytes."""
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "constant_memory": False})
    book.set_properties({"created": _NO_MOMENT})
    sheet = book.add_worksheet(_sheet_name(sheet_title))
    bold = book.add_format({"bold": True, "bottom": 1})
    kept = [list(row) for row in rows]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
        longest = max(
            (len(str(row[column])) for row in kept if column < len(row) and row[column] is not None),
            default=0,
        )
        sheet.set_column(column, column, min(max(longest, len(title)) + 2, _WIDEST))
    for number, row in enumerate(kept, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    sheet.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def _write(sheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(
            row, column, cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL - 1] + "…"
        )
    elif isinstance(cell, int) and abs(cell) >= _EXACT_INTEGERS:
        sheet.write_string(row, column, str(cell))
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _sheet_name(title: str) -> str:
    name = _FORBIDDEN_IN_SHEET_NAMES.sub(" ", title).strip()[:_LONGEST_SHEET_NAME].strip("' ")
    # Excel keeps the name "History" for itself.
    return "AidBook" if not name or name.lower() == "history" else name
