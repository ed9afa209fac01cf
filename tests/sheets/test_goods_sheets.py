"""Receipts, thanks and labels: what stands on them, in whose language, and where on the sheet."""

import io

import pypdfium2
import pytest

from aidbook import clock
from aidbook.actions import items, pantry, sources
from aidbook.actions.putting_right import put_right
from aidbook.actions.receiving import Head, Line, receive
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.sheets import catalog, labels, receipt
from aidbook.sheets.values import Look, Stamp
from aidbook.store.book import Book
from aidbook.store.pantry import sources as all_sources
from aidbook.store.pantry import stock_lines

STAMP = Stamp("Eastside", 3, 40)


def words(pdf: bytes) -> list[str]:
    """Return the text of each page, its blanks even."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [
        " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split()) for page in document
    ]


@pytest.fixture
def came(book: Book) -> Id:
    """Give a delivery of 126 cans, 100 lb of rice and some bread that was only weighed."""
    sources.set_fair_value(book, "2020-01-01", 193)
    beans = pantry.add_item(
        book, "Black beans", unit="can", weight_mg=439_418, category="dry", name_es="Frijoles negros"
    ).id
    rice = pantry.add_item(book, "Rice", unit="lb", category="dry").id
    head = Head(source_name="Food bank", weights={"bakery": 4_535_924}, note="Dock 3")
    return receive(book, head, [Line(item=beans, number=126), Line(item=rice, number=100)]).id


def test_a_receipt_says_all_of_it_with_values_or_without(book: Book, came: Id) -> None:
    plain = receipt.collect(book, came, number=1, with_values=False)
    (text,) = words(receipt.draw(plain, Look()))
    for said in (
        "Food bank",
        "Black beans",
        "126 cans",
        "100 lb",
        "Bakery",
        "232.06 lb",
        "3 lines",
        "Dock 3",
    ):
        assert said in text
    assert "$" not in text
    with_values = receipt.collect(book, came, number=1, with_values=True)
    (text,) = words(receipt.draw(with_values, Look()))
    assert "$193.00" in text  # the rice
    assert "$447.88" in text  # 232.06 lb at $1.93
    assert "a pound counts $1.93" in text
    assert with_values.value == 44_788


def test_what_the_source_says_it_is_worth_goes_before_the_pound(book: Book, came: Id) -> None:
    beans = stock_lines(book)[0].item_id
    said = receive(book, Head(source_name="Shop", value=12_345), [Line(item=beans, number=10)]).id
    bought = receive(book, Head(source_name="Shop", cost=5_000), [Line(item=beans, number=10)]).id
    assert receipt.collect(book, said, number=1, with_values=True).value == 12_345
    paid = receipt.collect(book, bought, number=1, with_values=True)
    (text,) = words(receipt.draw(paid, Look()))
    assert "Paid for it: $50.00" in text
    assert "Nothing was given in return" not in text
    assert came


def test_thanks_of_a_period_are_in_the_source_s_language(book: Book, came: Id) -> None:
    (source,) = all_sources(book)
    found = receipt.collect_period(
        book, source.id, since="2020-01-01", until=clock.today(), number=1, with_values=True
    )
    (text,) = words(receipt.draw(found, Look(("es",))))
    assert "Frijoles negros" in text
    with pytest.raises(UserError, match="Nothing came"):
        receipt.collect_period(
            book, source.id, since="2020-01-01", until="2020-01-31", number=1, with_values=True
        )
    assert came


def test_a_receipt_that_was_put_right_says_so(book: Book, came: Id) -> None:
    line = next(line for line in stock_lines(book) if line.item == "Black beans")
    put_right(book, came, {line.lot: 100})
    found = receipt.collect(book, came, number=1, with_values=False)
    (text,) = words(receipt.draw(found, Look()))
    assert "100 cans" in text
    assert "first written as 126" in text
    assert "an earlier receipt said otherwise" in text


def test_the_same_receipt_is_the_same_file(book: Book, came: Id) -> None:
    found = receipt.collect(book, came, number=1, with_values=True)
    assert receipt.draw(found, Look()) == receipt.draw(found, Look())


def test_its_table_has_a_row_for_each_line(book: Book, came: Id) -> None:
    found = receipt.table(receipt.collect(book, came, number=1, with_values=True))
    assert [row[1] for row in found.rows] == ["Black beans", "Rice", "Bakery"]
    assert len(found.titles) == len(found.rows[0])


@pytest.mark.parametrize(("sheet", "a_page"), [("5160", 30), ("5163", 10), ("L7160", 21), ("L7163", 14)])
def test_labels_fill_each_sheet_and_may_start_at_any_label(sheet: str, a_page: int) -> None:
    many = [labels.Label(f"Item {n}", ("24 cans",), "9123456785") for n in range(a_page)]
    assert len(words(labels.draw(labels.made(STAMP, many, sheet), Look()))) == 1
    two = words(labels.draw(labels.made(STAMP, many, sheet, 2), Look()))
    assert len(two) == 2
    assert f"Item {a_page - 1}" in two[1]
    assert "Item 0" in two[0]


def test_no_label_reaches_beyond_its_sheet() -> None:
    for name, sheet in labels.LABEL_SHEETS.items():
        wide, high = {"Letter": (612.0, 792.0), "A4": (595.3, 841.9)}[sheet.paper]
        assert sheet.left + (sheet.across - 1) * sheet.step_x + sheet.wide <= wide, name
        assert sheet.top + (sheet.down - 1) * sheet.step_y + sheet.high <= high, name
        assert sheet.wide <= sheet.step_x, name


@pytest.mark.parametrize("sheet", list(labels.LABEL_SHEETS))
def test_nothing_that_a_label_says_is_left_out(sheet: str) -> None:
    said = ("case of 24", "best before 31 March 2027", "Frijoles · Haricots · Pwa", "2 of 3")
    one = labels.Label("A long name of black beans in their own broth", said, "9123456785")
    (text,) = words(labels.draw(labels.made(Stamp("E", 1, 1, practice=True), [one], sheet), Look()))
    for part in (*said, "PRACTICE", "black beans in their own broth", "9123456785"):
        assert part in text


def test_a_label_s_code_is_the_item_s_own(book: Book) -> None:
    beans = pantry.add_item(book, "Loose beans", unit="bag").id
    code = items.own_code(book, beans).id
    (text,) = words(labels.draw(labels.made(STAMP, [labels.Label("Loose beans", (), code)], "L7163"), Look()))
    assert code in text


def test_boxes_say_which_of_how_many_they_are() -> None:
    three = labels.numbered(labels.Label("Box"), 3)
    assert [label.lines for label in three] == [("1 of 3",), ("2 of 3",), ("3 of 3",)]


@pytest.mark.parametrize(
    ("sheet", "start", "many"), [("5161", 1, 1), ("5160", 31, 1), ("5160", 0, 1), ("5160", 1, 0)]
)
def test_what_no_label_sheet_can_be_is_refused(sheet: str, start: int, many: int) -> None:
    with pytest.raises(UserError):
        labels.made(STAMP, [labels.Label("x")] * many, sheet, start)


def test_without_a_delivery_the_receipt_is_of_the_latest(book: Book) -> None:
    with pytest.raises(UserError, match="Nothing came in yet"):
        catalog.values(book, "receipt", distribution=None, number=0)
    corn = pantry.add_item(book, "Corn", unit="can").id
    receive(book, Head(source_name="Corner shop", on="2026-01-10"), [Line(item=corn, number=5)])
    receive(book, Head(source_name="Food bank", on="2026-01-03"), [Line(item=corn, number=7)])
    assert catalog.values(book, "receipt", distribution=None, number=0).source == "Corner shop"
