"""Spreadsheet files from inside: their cells as text, their sheets, and what would hang or fill a laptop."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from aidbook.errors import UserError
from aidbook.tabular import bounds
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of
from aidbook.tabular.writing import Cell, xlsx_bytes

_EVERYWHERE = '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
_MANY = "<c t='s'><v>2</v></c>" * 3_000
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_MIME = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(rows: str, beside: str = "") -> bytes:
    """Return an OpenDocument spreadsheet of one sheet with these rows, written as LibreOffice does."""
    names = " ".join(f'xmlns:{one}="{_OFFICE}{one}:1.0"' for one in ("office", "table", "text"))
    sheet = f'<table:table table:name="Lis la"><table:table-column/>{rows}</table:table>'
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>{sheet}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS_MIME}"/>'
        f"{beside}</manifest:manifest>"
    )
    return _zip({"mimetype": _ODS_MIME, "META-INF/manifest.xml": manifest, "content.xml": content})


def _row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def _cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _blank(times: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}"/>'


def _zip(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content.getvalue()


def _xlsx_with(changes: dict[str, tuple[str, str]]) -> bytes:
    """Return an XLSX file whose parts were tampered with: {part: (what stood there, what stands there now)}."""
    sound = xlsx_bytes("List", ["Name", "Phone"], [["Rosa", "0042"], ["Ti Jo", "0043"]])
    with zipfile.ZipFile(io.BytesIO(sound)) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    for part, (old, new) in changes.items():
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
    return _zip(parts)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _delivery_note(path: Path) -> Path:
    """Write a delivery note as a food bank's office does: letterhead, dates and numbers as such, a total below."""
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("Cover")
    sheet = book.add_worksheet("Delivery")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, "Community Food Bank")
    sheet.write(1, 0, "Delivery note 4711")
    for column, title in enumerate(["Description", "Cases", "Case size", "Best by", "UPC"]):
        sheet.write(3, column, title)
    for row, (item, cases, size) in enumerate([("Beans 400 g", 2, 24), ("Rice 1 kg", 10, 1)], start=4):
        sheet.write(row, 0, item)
        sheet.write(row, 1, cases)
        sheet.write(row, 2, size)
        sheet.write_datetime(row, 3, dt.datetime(2026, 12, 31, tzinfo=None), day)  # noqa: DTZ001 - a day
        sheet.write(row, 4, 37000862086)
    sheet.write(7, 0, "Total")
    sheet.write(7, 1, 12)
    book.close()
    return path


def test_a_delivery_note_is_read_below_its_letterhead_and_above_its_total(tmp_path: Path) -> None:
    table = read_table(_delivery_note(tmp_path / "note.xlsx"))
    assert (table.sheets, table.sheet, table.first_row) == (("Cover", "Delivery"), "Delivery", 5)
    assert table.rows[0] == ("Beans 400 g", "2", "24", "2026-12-31", "37000862086")
    beans, rice = rows_of(table, propose(table, "delivery"), "delivery").rows
    assert (beans.row, rice.row) == (5, 6)
    assert "units=48, unit='pcs', pack='case', pack_units=24, code='037000862086'" in repr(beans)
    assert "units=10" in repr(rice)
    assert "best_before='2026-12-31'" in repr(rice)


def test_the_wanted_sheet_is_read_and_one_that_is_not_there_names_the_others(tmp_path: Path) -> None:
    path = _delivery_note(tmp_path / "note.xlsx")
    assert read_table(path, sheet="Delivery").sheet == "Delivery"
    with pytest.raises(UserError, match="no sheet named “Stock”") as refused:
        read_table(path, sheet="Stock")
    assert "Cover, Delivery" in refused.value.remedy


def test_a_sheet_of_libreoffice_is_read_though_it_is_formatted_to_its_end(tmp_path: Path) -> None:
    far = _row(_blank(16384), repeated=1048570)
    rows = [_row(_blank(16384), repeated=2), _row(_cell("Non"), _cell("Telefòn"), _blank(16382))]
    rows += [_row(_cell("Wozlin"), _cell("0042"), _blank(16382)), far]
    table = read_table(_write(tmp_path / "lis.ods", _ods("".join(rows))))
    assert (table.titles, table.rows, table.first_row) == (("Non", "Telefòn"), (("Wozlin", "0042"),), 4)


_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_REFUSED = {
    "a cell at the far end": (_xlsx_with({_SHEET: ('r="B3"', 'r="XFD1048576"')}), "too large"),
    "more strings told than there are": (
        _xlsx_with({_STRINGS: ('uniqueCount="', 'uniqueCount="9999999')}),
        "too large",
    ),
    "a long text many times over": (
        _xlsx_with(
            {_STRINGS: ("Rosa", "R" * 80_000), _SHEET: ("</row></sheetData>", _MANY + "</row></sheetData>")}
        ),
        "too large",
    ),
    "a text in every place": (_ods(_row(_EVERYWHERE, repeated=1_048_576)), "too large"),
    "entities that swell": (
        _xlsx_with({_STRINGS: ("<sst", '<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst')}),
        "damaged",
    ),
    "cut in the middle of its XML": (
        _ods(_row(_cell("Rosa")) + "<table:table-row><table:table-cell>"),
        "damaged",
    ),
    "a sheet behind a password": (_ods("", "<manifest:encryption-data/>"), "protected with a password"),
    "a text document": (
        _zip({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}),
        "cannot be read as a table",
    ),
    "without a filled cell": (_ods(_row(_blank(3))), "is empty"),
}


@pytest.mark.parametrize("what", _REFUSED)
def test_a_spreadsheet_that_would_hang_or_fill_the_laptop_is_refused(tmp_path: Path, what: str) -> None:
    content, words = _REFUSED[what]
    with pytest.raises(UserError, match=words) as refused:
        read_table(_write(tmp_path / "list.xlsx", content))
    assert refused.value.remedy


def test_a_file_that_unpacks_to_far_more_than_it_is_is_refused_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "UNPACKED_BYTES", 2_000_000)
    bomb = _xlsx_with({_STRINGS: ("<t>Rosa", "<t>Rosa" + " " * 2_000_000)})
    assert len(bomb) < 20_000
    with pytest.raises(UserError, match="fill this computer's memory"):
        read_table(_write(tmp_path / "list.xlsx", bomb))


def test_texts_and_long_numbers_leave_as_they_are_and_the_same_rows_are_the_same_bytes(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [
        ["0042", 37000862086, 12345678901234567890, 2.5, None],
        ["=A1", -3, 0, 0.1, "x" * 40_000],
    ]
    content = xlsx_bytes("a/b: [stock] of a very long name indeed", ["A", "B", "C", "D", "E"], rows)
    assert content == xlsx_bytes("a/b: [stock] of a very long name indeed", ["A", "B", "C", "D", "E"], rows)
    table = read_table(_write(tmp_path / "list.xlsx", content))
    assert table.rows[0] == ("0042", "37000862086", "12345678901234567890", "2.5", "")
    assert table.rows[1][:4] == ("=A1", "-3", "0", "0.1")
    assert len(table.rows[1][4]) == 32_767
    assert table.sheet == "a b   stock  of a very long nam"
