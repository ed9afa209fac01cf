"""A whole delivery note, read from CSV and from a spreadsheet, with codes that are known."""

from pathlib import Path

import pytest
import xlsxwriter

from aidbook import clock
from aidbook.actions import imports, items, pantry
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Delivery
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import item_lines, movements_of, stock_lines
from aidbook.store.rows import things
from aidbook.store.sources import deliveries
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of

CASE, CAN = "10614141007346", "036000291452"
ROWS = [
    ("Item", "UPC", "Quantity received", "Best before", "Donor"),
    ("BEANS BLK 24/15.5OZ", CASE, "10", "2031-03-31", "Food bank"),
    ("Beans black", CAN, "7", "", "Food bank"),
    ("Quinoa", "", "6", "", "Food bank"),
]


@pytest.fixture
def beans(book: Book) -> Id:
    made = pantry.add_item(book, "Black beans", unit="can", weight_mg=439_418).id
    items.learn_code(book, CAN, made)
    items.add_pack(book, made, "case of 24", 24, code=CASE)
    return made


def _csv(folder: Path) -> Path:
    path = folder / "note.csv"
    path.write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    return path


def _xlsx(folder: Path) -> Path:
    path = folder / "note.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(ROWS):
            for at, cell in enumerate(row):
                if cell.isdigit() and at == 2:
                    sheet.write_number(number, at, int(cell))
                else:
                    sheet.write_string(number, at, cell)
    return path


@pytest.mark.parametrize("write", [_csv, _xlsx])
def test_a_delivery_note_is_one_delivery_and_a_case_s_code_is_its_cans(
    book: Book, beans: Id, tmp_path: Path, write: object
) -> None:
    table = read_table(write(tmp_path))  # type: ignore[operator] # one of the two above
    file = rows_of(table, propose(table, "delivery"), "delivery")
    preview = imports.look_over(book, file)
    assert (preview.new, len(preview.decide)) == (3, 0)
    assert imports.read_in(book, file) is not None
    assert {line.name: line.on_hand for line in item_lines(book)} == {"Black beans": 247, "Quinoa": 6}
    assert [(line.quantity, line.best_before) for line in stock_lines(book, item=beans)] == [
        (240, "2031-03-31"),
        (7, None),
    ]
    (fact,) = things(book, Delivery)
    assert (fact.lines, fact.on) == (3, clock.today())
    moved = {m.units: (m.pack, m.pack_units, m.unit_mg) for m in movements_of(book, fact.id)}
    assert moved[240] == ("case of 24", 24, 439_418)
    assert [line.source for line in deliveries(book)] == ["Food bank"]


def test_a_file_of_known_codes_teaches_them_and_the_scanner_knows_them_at_once(book: Book) -> None:
    table = read_table(Path(__file__).parents[1] / "data" / "real" / "diaper-barcodes.csv")
    assert imports.read_in(book, rows_of(table, propose(table, "codes"), "codes")) is not None
    (meant,) = meant_by(book, items.codes_in("037000862086"))
    assert "Pampers" in meant.item.name
    assert meant.units == 44
