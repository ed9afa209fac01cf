"""Rows of cells from a spreadsheet file: XLSX and ODS, by python-calamine, weighed before it is opened."""

import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.tabular import bounds
from aidbook.tabular.errors import broken, empty, not_a_table, old_excel, protected
from aidbook.tabular.weighing import weigh_ods, weigh_xlsx

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # how such a file names an XLSX behind a password

_Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_T = TypeVar("_T")
_NEEDED = (".xml", ".rels", "mimetype")
_ZIP_ENTRY, _MOST_PARTS = b"PK\x01\x02", 20_000
_WHOLE_NUMBERS = 1e15  # from here on a spreadsheet's numbers are no longer exact


class Sheet(NamedTuple):
    """One sheet: its rows from the top, every cell as text; its name and those of all sheets that are shown."""

    rows: list[list[str]]
    name: str
    names: tuple[str, ...]


def sheet_of(content: bytes, name: str, wanted: str | None) -> Sheet:
    """Return the wanted sheet of a spreadsheet file, or its first one with content.

    Raises UserError for what is damaged, protected, too large, no spreadsheet, or has no such sheet.
    """
    book = _opened(content, name)
    shown = _shown_sheets(book)
    if wanted is not None and wanted not in book.sheet_names:
        raise UserError(
            _("“{file}” has no sheet named “{sheet}”.").format(file=name, sheet=wanted),
            _("Its sheets are: {sheets}.").format(sheets=", ".join(shown)),
        )
    for sheet_name in shown if wanted is None else (wanted,):
        rows = _rows_of_sheet(book, sheet_name, name)
        if any(map(any, rows)):
            return Sheet(rows, sheet_name, shown)
    raise empty(name)


def _opened(content: bytes, name: str) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook

    if content.startswith(OLE_MARK):
        raise protected(name) if _ENCRYPTED in content else old_excel(name)
    if content.count(_ZIP_ENTRY) > _MOST_PARTS:
        raise bounds.too_heavy(name)
    repacked = _repacked(content, name)
    return _calm(name, lambda: CalamineWorkbook.from_filelike(repacked))


def _shown_sheets(book: "CalamineWorkbook") -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    shown = [sheet for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
    return tuple(sheet.name for sheet in shown or tables)


def _rows_of_sheet(book: "CalamineWorkbook", sheet_name: str, name: str) -> list[list[str]]:
    sheet = _calm(name, lambda: book.get_sheet_by_name(sheet_name))
    last_row, last_column = sheet.end or (0, 0)
    bounds.check_extent(name, last_row + 1, last_column + 1)
    rows = _calm(name, lambda: list(_text_rows(sheet)))
    for number, row in enumerate(rows, start=1):
        if row and max(map(len, row)) > bounds.CELL_CHARACTERS:
            raise bounds.giant_cell(name, number)
    return rows


def _text_rows(sheet: "CalamineSheet") -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [cell if isinstance(cell, str) else _text(cell) for cell in row]


def _text(cell: _Cell) -> str:
    """Return a cell as it would stand in a plain file: dates ISO, numbers without exponent or stray decimals."""
    match cell:
        case bool():
            text = "true" if cell else "false"
        case float():
            exact = cell.is_integer() and abs(cell) < _WHOLE_NUMBERS
            text = str(int(cell)) if exact else format(cell, ".15g")
        case dt.datetime() if cell.time() == dt.time():
            text = cell.date().isoformat()
        case dt.datetime():
            text = cell.isoformat(sep=" ", timespec="seconds")
        case dt.date() | dt.time():
            text = cell.isoformat()
        case _:
            text = str(cell)
    return text


def _repacked(content: bytes, name: str) -> io.BytesIO:
    """Return the parts of a zipped spreadsheet that are read, unpacked within bounds and weighed.

    What is opened is this copy, whose sizes are true: a file that lies about them cannot fill the memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            needed = [part for part in packed.infolist() if part.filename.lower().endswith(_NEEDED)]
            if sum(part.file_size for part in needed) > bounds.UNPACKED_BYTES:
                raise bounds.too_heavy(name)
            parts = dict(_unpacked(packed, needed, name))
            _look_at_kind(packed.namelist(), parts, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise broken(name) from None
    except RuntimeError:  # how zipfile says that a part wants a password
        raise protected(name) from None
    return _stored(parts)


def _unpacked(
    packed: zipfile.ZipFile, needed: list[zipfile.ZipInfo], name: str
) -> Iterator[tuple[str, bytes]]:
    """Yield each part's name and content, a piece at a time: one that unpacks to more than it says is left early."""
    total = 0
    for part in needed:
        pieces = []
        with packed.open(part) as content:
            while piece := content.read(bounds.AT_ONCE):
                pieces.append(piece)
                total += len(piece)
                if total > bounds.UNPACKED_BYTES:
                    raise bounds.too_heavy(name)
        yield part.filename, b"".join(pieces)


def _look_at_kind(names: list[str], parts: dict[str, bytes], name: str) -> None:
    """Weigh a spreadsheet as its kind wants; raise UserError for what is none, or too heavy."""
    if "xl/workbook.bin" in names:
        raise not_a_table(name, _("a binary workbook (.xlsb)"))
    if any(part.endswith(".iwa") for part in names):
        raise not_a_table(name, _("a Numbers document; export it from Numbers as Excel or CSV"))
    if b"spreadsheetml" in parts.get("[Content_Types].xml", b"") and "word/document.xml" not in parts:
        weigh_xlsx(parts, name)
    elif b"spreadsheet" in parts.get("mimetype", b"") and "content.xml" in parts:
        manifest = parts.get("META-INF/manifest.xml", b"")
        if b"encryption-data" in manifest:
            raise protected(name)
        weigh_ods(parts["content.xml"], manifest, name)
    else:
        raise not_a_table(name, _("a packed file or a text document"))


def _stored(parts: dict[str, bytes]) -> io.BytesIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as plain:
        for part_name, part in parts.items():
            plain.writestr(zipfile.ZipInfo(part_name), part)
    copy.seek(0)
    return copy


def _calm(name: str, read: Callable[[], _T]) -> _T:
    """Return what `read` reads; what goes wrong inside the reader becomes a sentence about the file."""
    try:
        return read()
    except BaseException as error:
        # A damaged file can make the reader panic, and its panic is no Exception; all else goes on its way.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise broken(name) from None
        raise
