"""Other systems' files read as tables and as rows in our words, and our own tables going out and coming back."""

import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.domain.imports import CodeRow, ImportFile, ImportKind, MemberRow, StockRow
from aidbook.errors import UserError
from aidbook.tabular.mapping import propose
from aidbook.tabular.quantities import read_quantity
from aidbook.tabular.reading import Table, read_table
from aidbook.tabular.rows import rows_of
from aidbook.tabular.writing import csv_bytes, xlsx_bytes

REAL = Path(__file__).parents[1] / "data" / "real"
KINDS: tuple[ImportKind, ...] = ("members", "stock")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _read(path: Path, kind: ImportKind) -> ImportFile:
    table = read_table(path)
    return rows_of(table, propose(table, kind), kind)


def _members(file: ImportFile) -> list[MemberRow]:
    return [row for row in file.rows if isinstance(row, MemberRow)]


def _stock(file: ImportFile) -> list[StockRow]:
    return [row for row in file.rows if isinstance(row, StockRow)]


def _write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# Each real file gives what its README says


def test_the_meal_clients_have_no_titles_and_ten_members() -> None:
    rows = _members(_read(REAL / "sous-chef-clients.csv", "members"))
    assert len(rows) == 10
    assert (rows[0].name, rows[0].family_name, rows[0].birth) == ("Marie M. Bergman", "Bergman", "1930-12-16")
    assert rows[0].zone == "Centre-Ville / Downtown"
    assert [row.other_number for row in rows if row.left == "died"] == ["99"]


def test_the_shelter_s_people_are_nine_in_five_households() -> None:
    rows = _members(_read(REAL / "sahana-shelter-people.csv", "members"))
    alone = sum(not row.household_key for row in rows)
    assert (len(rows), alone + len({row.household_key for row in rows if row.household_key})) == (9, 5)


def test_the_warehouse_has_every_unit_in_four_places() -> None:
    rows = _stock(_read(REAL / "sahana-warehouse-stock.csv", "stock"))
    assert sum(row.units for row in rows) == 1_918_696
    assert (len(rows), len({row.place for row in rows})) == (152, 4)


def test_the_lots_have_their_dates_month_first() -> None:
    rows = _stock(_read(REAL / "openboxes-inventory.csv", "stock"))
    assert sum(row.units for row in rows) == 51_137
    assert rows[0].best_before == "2023-09-30"
    assert Counter(bool(row.best_before) for row in rows)[True] == 8
    assert sum(row.units == 0 for row in rows) == 8


def test_the_request_is_one_member_whose_household_counts_seven() -> None:
    (row,) = _members(_read(REAL / "mutual-aid-requests.csv", "members"))
    assert row.name == "MyFakeName"
    assert 1 + sum(row.counted.values()) == 7
    assert "pet care" in (row.note or "")


def test_the_codes_are_71_and_the_short_one_is_wrong_at_its_place() -> None:
    file = _read(REAL / "diaper-barcodes.csv", "codes")
    codes = [row for row in file.rows if isinstance(row, CodeRow)]
    assert len({row.code for row in codes if row.code}) == 71
    assert len({row.item for row in codes}) == 47
    assert [(wrong.row, wrong.column) for wrong in file.wrong] == [(21, "column 1")]


# Any usual way of writing a file

TEXT = "Name;Phone\nZoë Ñúñez;+509 3555 0142\nJérémie;0042\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    table = read_table(_write(tmp_path / "list.csv", TEXT.encode(encoding)))
    assert table.titles == ("Name", "Phone")
    assert table.rows == (("Zoë Ñúñez", "+509 3555 0142"), ("Jérémie", "0042"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    table = read_table(_write(tmp_path / "list.csv", TEXT.replace(";", delimiter)))
    assert table.titles == ("Name", "Phone")
    assert table.first_row == 2


def test_without_titles_the_columns_are_told_by_what_they_hold(tmp_path: Path) -> None:
    text = (
        "Rosa Luz;1980-03-04;555-014-2200\nTi Jo;1991-12-30;555-019-9000\nMarlène;2001-01-02;555-011-1000\n"
    )
    table = read_table(_write(tmp_path / "list.csv", text))
    assert table.titles is None
    mapping = propose(table, "members")
    assert (mapping.columns["name"], mapping.columns["birth"], mapping.columns["phone"]) == (0, 1, 2)


def test_a_column_s_own_days_settle_which_comes_first(tmp_path: Path) -> None:
    text = "Item,Quantity,Best before\nBeans,4,03/04/2031\nRice,5,25/12/2031\n"
    assert [r.best_before for r in _stock(_read(_write(tmp_path / "a.csv", text), "stock"))] == [
        "2031-04-03",
        "2031-12-25",
    ]
    text = text.replace("25/12/2031", "12/25/2031")
    assert [r.best_before for r in _stock(_read(_write(tmp_path / "b.csv", text), "stock"))] == [
        "2031-03-04",
        "2031-12-25",
    ]


def test_a_day_that_is_not_is_wrong_with_its_row_and_column(tmp_path: Path) -> None:
    text = "Item,Quantity,Best before\nBeans,4,2031-01-28\nRice,5,2031-02-31\n"
    file = _read(_write(tmp_path / "a.csv", text), "stock")
    assert [(wrong.row, wrong.column) for wrong in file.wrong] == [(3, "Best before")]


@pytest.mark.parametrize(
    ("text", "units"),
    [("2 cases of 24", 48), ("1,200", 1200), ("24 cans", 24), ("2x24", 48), ("3 dozen", 36)],
)
def test_quantities_are_read_as_people_write_them(text: str, units: int) -> None:
    assert read_quantity(text).units == units


def test_cases_of_cans_are_cans(tmp_path: Path) -> None:
    (row,) = _stock(_read(_write(tmp_path / "a.csv", "Item,Quantity\nBeans,2 cases of 24\n"), "stock"))
    assert (row.units, row.pack, row.pack_units) == (48, "case", 24)


# What cannot be read says why, in words


def _cut_xlsx() -> bytes:
    return xlsx_bytes("List", ["Name"], [["Rosa"]] * 50)[:400]


def _wide_csv() -> str:
    return ",".join(["x"] * 10_001) + "\n" + ",".join(["1"] * 10_001)


BROKEN: dict[str, tuple[bytes | str, str]] = {
    "empty": ("", "empty"),
    "blank": (" \n\n", "empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "cannot be read as a table"),
    "cut xlsx": (_cut_xlsx(), "damaged"),
    "old excel": (OLE + b"\x00" * 600, "is an old Excel file"),
    "old excel, damaged": (OLE + b"\xff\x01" * 900, "is an old Excel file"),
    "password": (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
    "too wide": (_wide_csv(), "too large"),
    "zip": (b"PK\x03\x04" + b"\x00" * 40, "damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_table_says_so_with_a_remedy(tmp_path: Path, name: str) -> None:
    content, words = BROKEN[name]
    with pytest.raises(UserError, match=words) as refused:
        read_table(_write(tmp_path / "list.csv", content))
    assert "list.csv" in refused.value.what
    assert refused.value.remedy


def test_a_folder_and_a_missing_file_say_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        read_table(tmp_path)
    with pytest.raises(UserError, match="no file"):
        read_table(tmp_path / "nothing.csv")


def test_an_old_excel_file_is_to_be_saved_as_xlsx(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        read_table(_write(tmp_path / "list.xls", OLE + b"\x00" * 600))
    assert ".xlsx" in refused.value.remedy


def test_a_quote_that_is_never_closed_swallows_no_rows_in_silence(tmp_path: Path) -> None:
    path = _write(tmp_path / "list.csv", 'Name,Note\nRosa,"all well\nTi Jo,fine\nMarlène,fine\n')
    try:
        rows = read_table(path).rows
    except UserError:
        return
    assert {row[0] for row in rows} >= {"Rosa", "Ti Jo", "Marlène"}


def test_a_packed_file_of_something_else_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("notes.txt", "hello")
    with pytest.raises(UserError, match="packed file"):
        read_table(path)


# Out and back in

CELLS = ["=1+1", "0042", "+509 3555 0142", "@here", "-", "'quoted", "Zoë, the “first”", "a;b", "-5 °C"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_goes_out_comes_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    rows = [[cell, f"n{number}"] for number, cell in enumerate(CELLS)]
    titles = ["Note", "Name"]
    content = csv_bytes(titles, rows) if suffix == "csv" else xlsx_bytes("List", titles, rows)
    table = read_table(_write(tmp_path / f"list.{suffix}", content), titled=True)
    assert [row[0] for row in table.rows] == CELLS
    assert table.titles == ("Note", "Name")


def test_no_cell_of_ours_runs_as_a_formula() -> None:
    assert b"\n'=1+1," in csv_bytes(["Note", "Name"], [["=1+1", "x"]]).replace(b"\r\n", b"\n")


def test_the_same_table_has_the_same_digest_in_either_format(tmp_path: Path) -> None:
    rows = [["Rosa", "0042"], ["Ti Jo", "0043"]]
    plain = read_table(_write(tmp_path / "a.csv", csv_bytes(["Name", "Number"], rows)))
    sheet = read_table(_write(tmp_path / "a.xlsx", xlsx_bytes("List", ["Name", "Number"], rows)))
    assert plain.digest == sheet.digest


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400)
    | st.text(alphabet="abÑ1;,\t\n\r\"'=", max_size=300).map(str.encode)
    | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail)
    | st.binary(max_size=200).map(lambda tail: OLE + tail)
)
def test_any_bytes_are_a_table_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    with suppress(UserError):
        table = read_table(_write(tmp_path / "any.csv", content))
        assert isinstance(table, Table)
        assert all(len(row) == table.width for row in table.rows)
        for kind in KINDS:
            with suppress(UserError):
                rows_of(table, propose(table, kind), kind)
