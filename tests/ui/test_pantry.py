"""The pantry's page: what is on the shelves, taking in, counting, setting aside."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from aidbook import clock
from aidbook.actions import distributions, pantry
from aidbook.actions.items import picture_bytes
from aidbook.actions.members import add_member
from aidbook.actions.sources import set_pantry_settings
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item, Pack
from aidbook.i18n import format_date
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import StockLine, codes_of, packs_of, stock_lines
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.fields import read_month, read_units
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import TextField


@pytest.fixture
def beans(book: Book) -> Id:
    """Give an item of which nothing is on hand."""
    return pantry.add_item(book, "Black beans", unit="can", category="canned food").id


@pytest.fixture
def page(window: MainWindow, beans: Id) -> PantryPage:
    """Give the page in the window, the item shown."""
    made = window.frame.show_page("pantry")
    assert isinstance(made, PantryPage)
    made.open(beans)
    return made


def _stock(book: Book, item: Id) -> list[tuple[int, str | None, str]]:
    return [(line.quantity, line.best_before, line.place) for line in stock_lines(book, item=item)]


def _only(book: Book, item: Id) -> StockLine:
    (line,) = stock_lines(book, item=item)
    return line


def _type(field: object, text: str) -> None:
    edit = field.edit()  # type: ignore[attr-defined] # every field here has a line
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)


def test_units_are_taken_in_by_keys_with_date_source_and_place(
    page: PantryPage, book: Book, beans: Id
) -> None:
    page.do("receive_this")
    form = page.receiving
    assert form.entry.hasFocus()
    for text in ("2 cases of 24", "0331"):
        form.entry.setText(text)
        QTest.keyClick(form.entry, Qt.Key.Key_Return)
    _type(form.head.source, "Food bank")
    _type(form.head.place, "Cellar")
    page.do("book_delivery")
    assert _stock(book, beans) == [(48, "2031-03-31", "Cellar")]
    assert _only(book, beans).source == "Food bank"
    assert form.head.source.value() is None  # the next delivery may be from anybody


def test_each_lot_is_counted_and_what_is_left_empty_stays(page: PantryPage, book: Book, beans: Id) -> None:
    lines = [pantry.Units(item=beans, units=n, best_before=day) for n, day in ((5, "2031-01-01"), (7, None))]
    pantry.receive_stock(book, lines)
    page.refresh()
    page.do("count")
    form = page.side.counting
    assert form is not None
    _type(form.lots[0], "0")
    _type(form.other, "3")
    _type(form.best_before, "2032-02-02")
    form.write()
    assert sorted(_stock(book, beans), key=str) == sorted(
        [(0, "2031-01-01", "Shelves"), (3, "2032-02-02", "Shelves"), (7, None, "Shelves")], key=str
    )
    assert any("counted as none" in said for said in page.side.view.lots())


def test_a_half_typed_count_is_there_again(page: PantryPage, book: Book, beans: Id) -> None:
    pantry.receive_stock(book, [pantry.Units(item=beans, units=5)])
    page.refresh()
    page.do("count")
    assert page.side.counting is not None
    _type(page.side.counting.lots[0], "4")
    page.back()
    page.do("count")
    assert page.side.counting.lots[0].value() == 4


def test_units_are_set_aside_with_a_reason(page: PantryPage, book: Book, beans: Id) -> None:
    lines = [
        pantry.Units(item=beans, units=5, best_before="2031-01-01"),
        pantry.Units(item=beans, units=7, best_before="2020-01-01"),
    ]
    pantry.receive_stock(book, lines)
    page.refresh()
    page.do("aside")
    form = page.side.aside
    assert form is not None
    assert (form.units.value(), form.reason.value()) == (7, "expired")  # what is past its date comes first
    _type(form.units, "8")
    form.set_aside()
    assert "Only 7" in form.units.error()
    _type(form.units, "6")
    form.reason.set_value("damaged")
    form.set_aside()
    assert _stock(book, beans) == [(1, "2020-01-01", "Shelves"), (5, "2031-01-01", "Shelves")]
    reasons = [row[0] for row in book.connection.execute("SELECT reason FROM movement WHERE units = 6")]
    assert reasons == ["damaged"]


def test_what_is_past_its_date_says_so_in_a_word(page: PantryPage, book: Book, beans: Id) -> None:
    pantry.receive_stock(book, [pantry.Units(item=beans, units=7, best_before="2020-01-01")])
    page.refresh()
    assert page.list.texts(0)[3] == f"past: {format_date('2020-01-01', 'long')}"
    assert "past: 1 January 2020" in page.side.view.lots()[0]


def test_stock_below_zero_is_explained(page: PantryPage, book: Book, beans: Id) -> None:
    rosa = book.get(Member, add_member(book, "Rosa").id)
    assert rosa is not None
    assert rosa.household is not None
    day = distributions.plan_distribution(book, clock.today(), {beans: 2})
    distributions.check_in(book, day.id, rosa.household, reason="came along")
    page.refresh()
    assert page.list.texts(0)[1] == "-2"
    assert page.side.view.below.isVisible()
    assert "2 cans below zero" in page.side.view.below.text()
    assert "below zero" in page.side.view.lots()[0]


def test_an_item_s_edit_is_written_when_its_field_is_left(
    page: PantryPage, window: MainWindow, book: Book, beans: Id
) -> None:
    page.do("edit")
    assert page.side.edit is not None
    name = page.side.edit.fields["name"]
    assert isinstance(name, TextField)
    assert name.value() == "Black beans"
    assert page.side.edit.fields["unit"].value() == "can"
    _type(name, "Turtle beans")
    page.side.edit.fields["category"].setFocus()
    item = book.get(Item, beans)
    assert item is not None
    assert (item.name, item.unit) == ("Turtle beans", "can")
    window.session.undo()
    again = book.get(Item, beans)
    assert again is not None
    assert again.name == "Black beans"


def test_the_search_finds_by_word_and_by_barcode(page: PantryPage, book: Book, beans: Id) -> None:
    pantry.add_item(book, "Rice", code="4006381333931")
    page.search("bla bea")
    assert list(page.list.ids()) == [beans]
    page.search("4006381333931")
    assert [page.list.texts(0)[0]] == ["Rice"]


@pytest.mark.parametrize(
    ("text", "units"), [("48", 48), ("2 cases of 24", 48), ("2x24", 48), ("2 packs", 24), ("30 cans", 30)]
)
def test_units_are_read_as_people_write_them(text: str, units: int) -> None:
    assert read_units(text, "can", [Pack(id="p", item="i", name="pack of 12", units=12)]) == units


def test_another_unit_is_refused_rather_than_guessed() -> None:
    with pytest.raises(BadInput, match="can"):
        read_units("3 bottles", "can", [])


def test_a_month_is_its_last_day() -> None:
    assert read_month("02/2028") == read_month("2028-02") == read_month("February 2028") == "2028-02-29"
    assert read_month("13/2028") is None


def test_all_that_is_known_of_an_item_is_typed_beside_the_list(
    page: PantryPage, book: Book, beans: Id
) -> None:
    page.do("edit")
    edit = page.side.edit
    assert edit is not None
    for name, text in {
        "weight_mg": "15.5 oz",
        "name_es": "Frijoles negros",
        "least": "48",
        "supply_days": "14",
        "allergens": "soy, shrimp",
        "diet": "vegan, halal",
        "grace_days": "90",
        "category": "Dry and canned food",
    }.items():
        _type(edit.fields[name], text)
        edit.fields[name].leave()
    edit.fields["storage"].set_value("dry")
    edit.fields["storage"].set_value(None)
    item = book.get(Item, beans)
    assert item is not None
    assert (item.weight_mg, item.name_es, item.least, item.supply_days) == (
        439_418,
        "Frijoles negros",
        48,
        14,
    )
    assert (item.allergens, item.diet) == (("soy", "shrimp"), ("vegan", "halal"))
    assert (item.grace_days, item.category) == (90, "dry")
    page.back()
    page.do("edit")
    assert page.side.edit is not None
    assert page.side.edit.fields["weight_mg"].edit().text() == "15.5 oz"  # type: ignore[attr-defined] # a line
    assert page.side.edit.fields["category"].value() == "dry"


def test_the_unit_is_read_only_once_it_has_moved_and_says_why(
    page: PantryPage, book: Book, beans: Id
) -> None:
    page.do("edit")
    assert page.side.edit is not None
    assert not page.side.edit.fields["unit"].edit().isReadOnly()  # type: ignore[attr-defined] # a line
    page.back()
    pantry.receive_stock(book, [pantry.Units(item=beans, units=5)])
    page.refresh()
    page.do("edit")
    assert page.side.edit is not None
    assert page.side.edit.fields["unit"].edit().isReadOnly()  # type: ignore[attr-defined] # a line


def test_packs_and_codes_are_added_beside_the_list_and_a_code_of_one_s_own(
    page: PantryPage, book: Book, beans: Id
) -> None:
    page.do("edit")
    assert page.side.edit is not None
    packs = page.side.edit.packs
    _type(packs.pack, "flat")
    _type(packs.units, "12")
    packs.add()
    packs.of.set_value(packs_of(book, beans)[0].id)
    _type(packs.code, "036000291452")
    QTest.keyClick(packs.code.edit(), Qt.Key.Key_Return)
    (meant,) = meant_by(book, ("036000291452",))
    assert (meant.item.id, meant.units) == (beans, 12)
    _type(packs.code, "036000291453")
    packs.learn()
    assert packs.code.value() == "036000291453"  # misread: said beside it, and still there
    packs.of.set_value(None)
    packs.give_own()
    assert [len(code.code) for code in codes_of(book, beans)] == [12, 10]


def test_a_picture_is_asked_for_only_where_the_group_wants_pictures(
    page: PantryPage, book: Book, beans: Id, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.do("edit")
    assert page.side.edit is not None
    assert page.side.edit.picture is None
    page.back()
    set_pantry_settings(book, pictures=True)
    page.do("edit")
    assert page.side.edit is not None
    large = QImage(2000, 1500, QImage.Format.Format_RGB32)
    large.fill(Qt.GlobalColor.darkGreen)
    large.save(str(tmp_path / "beans.png"))
    monkeypatch.setattr(choose_file, "open_file", lambda *_a, **_k: tmp_path / "beans.png")
    assert page.side.edit.picture is not None
    page.side.edit.picture.choose()
    kept = QImage.fromData(picture_bytes(book, beans) or b"")
    assert (kept.width(), kept.height()) == (240, 180)
    page.back()
    assert page.side.view.picture.isVisible()
    set_pantry_settings(book, pictures=False)
    page.refresh()
    assert not page.side.view.picture.isVisible()


def test_forms_and_the_way_of_a_file_are_made_when_they_are_first_wanted(page: PantryPage, beans: Id) -> None:
    other = PantryPage(page.session)
    other.refresh()
    assert [other.side._new, other.side._card, other._reading] == [None] * 3
    assert other.keep() == {}
    other.back()
    other.open(beans)
    other.side.show_card()
    assert (other.side._new, other._reading) == (None, None)
    other.read_in()
    assert other._is_reading()
    assert other.title() == other.reading.title()
    other._begin(other.side.add_item)
    assert not other._is_reading()
    other.side.new.fields["name"].set_value("Corn")
    third = PantryPage(page.session)
    third.take(other.keep())
    assert third.side.new.fields["name"].value() == "Corn"
    assert third._reading is None
