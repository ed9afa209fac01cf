"""The count sheet: every line of the store room once, on as many pages as it takes."""

import re

import pytest

from aidbook.actions import counting, pantry, places
from aidbook.i18n import LANGUAGES
from aidbook.sheets import catalog, count_sheet
from aidbook.sheets.count_sheet import FOUND, CountRow, CountSheet
from aidbook.sheets.values import Asked, Look
from aidbook.store.book import Book
from tests.sheets.pretend import joined, read, stamp

LINES = 470
ITEMS = (
    "Beans, black, low sodium, 15.5 oz can",
    "Rice",
    "Blanket, family size, 80x90 (Rose Brand)",
    "Pañales para bebé, talla 4, paquete económico de noventa y seis piezas",
)


def _sheet(lines: int, *, blind: bool = False) -> CountSheet:
    rows = (
        CountRow(
            n,
            f"Shelf {1 + (n - 1) * 7 // lines}",
            ITEMS[n % len(ITEMS)],
            "2027-03-31" if n % 3 else None,
            f"L-{n} · Food bank" if n % 5 else "",
            ("case of 24", "pallet of 960") if n % 2 else (),
            "can",
            None if blind else n * 3,
        )
        for n in range(1, lines + 1)
    )
    return CountSheet(stamp(), None, blind, tuple(rows))


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_470_lines_come_out_as_470_with_blank_rows_after_them(language: str, *, blind: bool) -> None:
    pdf = catalog.draw("count", _sheet(LINES, blind=blind), Look((language,)))
    pages = read(pdf)
    text = "\n".join(page.text for page in pages)
    rows = [int(found) for found in re.findall(r"^(\d{1,3})(?= |$)", text, re.MULTILINE)]
    for row in range(1, LINES + FOUND + 1):
        assert rows.count(row) >= 1, row
    lots = re.findall(r"L-(\d+)", text)
    assert len(lots) == len(set(lots)) == LINES - LINES // 5


def test_a_blind_sheet_holds_no_figure_of_the_book() -> None:
    seen, blind = (joined(catalog.draw("count", _sheet(40, blind=hides), Look())) for hides in (False, True))
    assert re.search(r"\bBook\b", seen)
    assert not re.search(r"\bBook\b", blind)
    assert catalog.table("count", _sheet(3, blind=True), "en").rows[2][7] is None


def test_the_sheet_of_a_count_lists_its_places_with_packs_and_dates(book: Book) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    cellar = places.add_place(book, "Cellar").id
    lines = [
        pantry.Units(item=beans, units=48, best_before="2031-03-31"),
        pantry.Units(item=beans, units=7, place=cellar, lot_code="B2"),
    ]
    pantry.receive_stock(book, lines, source_name="Food bank")
    session = counting.begin_count(book, places=[cellar], blind=True).id
    values = catalog.values(book, "count", distribution=session, number=3)
    assert [(row.row, row.place, row.item, row.lot, row.units) for row in values.rows] == [
        (1, "Cellar", "Beans", "B2 · Food bank", None)
    ]
    everything = count_sheet.collect(book, Asked(None, 4))
    assert [row.units for row in everything.rows] == [7, 48]
