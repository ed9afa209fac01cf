"""Labels: gathered for one sheet, begun anywhere on it; what has no code gets one."""

import io
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aidbook.actions import items, pantry
from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import codes_of
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.labels import GatherForm, LabelsRoom
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.sheets.page import SheetsPage
from aidbook.ui.widgets import choose_file


@pytest.fixture
def beans(book: Book) -> Id:
    made = pantry.add_item(book, "Loose beans", unit="bag", name_es="Frijoles").id
    items.add_pack(book, made, "flat", 12, code="10614141007346")
    pantry.receive_stock(book, [pantry.Units(item=made, units=24, best_before="2031-03-31")])
    return made


@pytest.fixture
def room(window: MainWindow, beans: Id) -> LabelsRoom:
    page = window.frame.show_page("pantry")
    assert isinstance(page, PantryPage)
    page.open(beans)
    page.do("labels")
    assert page.ways.room is not None
    shown = page.ways.room.current()
    assert isinstance(shown, LabelsRoom)
    return shown


def test_the_item_one_came_from_is_chosen(room: LabelsRoom, beans: Id) -> None:
    assert room.list.current_id() == beans
    assert [row.words() for row in room.rows.values()] == ["Loose beans", "Loose beans · flat", "Shelves"]


def _sheets(window: MainWindow, room: LabelsRoom) -> SheetsPage:
    room.ask_sheet()
    page = window.frame.current()
    assert isinstance(page, SheetsPage)
    assert page.sheet() == "labels"
    return page


def test_labels_are_gathered_and_leave_on_one_sheet_that_begins_anywhere(
    window: MainWindow, room: LabelsRoom, book: Book, beans: Id, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    form = GatherForm(room, room.rows[beans])
    room.ask(form)
    form.fields.number.set_value(3)
    form.fields.day.set_value("2031-03-31")
    form.fields.names.show_value(value=True)
    form.fields.numbered.show_value(value=True)
    form.write()
    (code,) = [each.code for each in codes_of(book, beans) if each.pack is None]
    assert items.is_own_code(code)
    assert [each.item.id for each in meant_by(book, (code,))] == [beans]
    room.ask(shelf := GatherForm(room, list(room.rows.values())[-1]))
    shelf.write()
    assert room.words() == "4 labels for Loose beans, Shelves"
    page = _sheets(window, room)
    asked = page.questions.labels
    asked.sheet.set_value("L7160")
    asked.start.set_value(20)
    page.questions.answered.emit()
    qtbot.waitUntil(lambda: page.made is not None and page.made.answers.goods.start == 20)
    monkeypatch.setattr(choose_file, "save_file", lambda *_a, **_k: tmp_path / "labels.pdf")
    page.do("save")
    qtbot.waitUntil((tmp_path / "labels.pdf").exists)
    document = pypdfium2.PdfDocument(io.BytesIO((tmp_path / "labels.pdf").read_bytes()))
    texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) == 2  # 20 and 21 on the first sheet, two more on the next
    assert code in texts[0]
    assert "1 of 3" in texts[0]
    assert "Frijoles" in texts[0]
    assert "Shelves" in texts[1]


def test_a_start_that_the_sheet_has_not_is_refused_with_what_it_has(
    window: MainWindow, room: LabelsRoom, book: Book, beans: Id, qtbot: QtBot
) -> None:
    form = GatherForm(room, room.rows[beans])
    room.ask(form)
    form.write()
    page = _sheets(window, room)
    page.questions.labels.sheet.set_value("5163")
    page.questions.labels.start.set_value(11)
    page.questions.answered.emit()
    qtbot.waitUntil(lambda: "labels 1 to 10" in _refusal(page))
    assert page.made is None
    assert book.connection.execute("SELECT count(*) FROM printed").fetchone()[0] == 0


def _refusal(page: SheetsPage) -> str:
    return " ".join(each.text() for each in page.paper.refusal.findChildren(QLabel))


def test_labels_are_asked_for_on_the_sheets_as_well_and_survive_another_language(
    window: MainWindow, beans: Id, qtbot: QtBot
) -> None:
    assert beans
    page = window.frame.show_page("sheets")
    assert isinstance(page, SheetsPage)
    page.choose("labels")
    qtbot.waitUntil(lambda: "nothing to print" in _refusal(page))
    asked = page.questions.labels
    QTest.keyClicks(asked.what.edit(), "loose fl")
    QTest.keyClick(asked.what.edit(), Qt.Key.Key_Return)
    asked.fields.number.set_value(12)
    asked.add()
    assert [each.number for each in asked.gathered] == [12]
    assert "12 labels for Loose beans · flat" in [each.text() for each in asked.findChildren(QLabel)]
    qtbot.waitUntil(lambda: page.made is not None and page.made.answers.sheet == "labels")
    kept = page.keep()
    asked.drop()
    page.take(kept)
    assert [each.number for each in page.questions.labels.gathered] == [12]
