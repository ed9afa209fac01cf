"""Sources beside what they gave: receipts, thanks, what is put right, what a pound is worth."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import pantry
from aidbook.actions.members import add_member
from aidbook.actions.putting_right import Anew, put_right
from aidbook.actions.receiving import Head, Line, receive
from aidbook.actions.sources import add_member_source, add_source, edit_source, set_fair_value
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Source
from aidbook.sheets.values import Goods
from aidbook.store.book import Book
from aidbook.store.member_story import gave
from aidbook.store.pantry import item_lines
from aidbook.store.source_figures import source_lines
from aidbook.store.sources import NOBODY, deliveries, fair_values
from aidbook.ui import jobs
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.deliveries import DeliveriesRoom, PutRightForm
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.pantry.pantry_settings import SettingsForm
from aidbook.ui.pantry.rooms import PanelForm, Room
from aidbook.ui.pantry.sources import EditSource, NewSource, SourcesRoom
from aidbook.ui.session import Session
from aidbook.ui.sheets import making
from aidbook.ui.sheets.page import SheetsPage
from aidbook.ui.widgets import choose_file


@pytest.fixture
def beans(book: Book) -> Id:
    return pantry.add_item(book, "Beans", unit="can", weight_mg=439_418, category="dry").id


@pytest.fixture
def came(book: Book, beans: Id) -> Id:
    head = Head(source_name="Food bank", weights={"bakery": 4_535_924})
    return receive(book, head, [Line(item=beans, number=48)]).id


@pytest.fixture
def page(window: MainWindow, came: Id) -> PantryPage:
    made = window.frame.show_page("pantry")
    assert isinstance(made, PantryPage)
    assert came
    return made


@pytest.fixture
def room(page: PantryPage) -> SourcesRoom:
    page.do("sources")
    assert page.ways.room is not None
    shown = page.ways.room.current()
    assert isinstance(shown, SourcesRoom)
    _read()
    return shown


def _read() -> None:
    """Wait until what a list reads in the background is there."""
    while jobs.any_running():
        QTest.qWait(2)


def _written(form: PanelForm) -> None:
    form.write()
    _read()


def _again(room: Room[Any]) -> None:
    room.refresh()
    _read()


def _deliveries(page: PantryPage, thing: Id) -> DeliveriesRoom:
    assert page.ways.room is not None
    page.ways.room.show_room("deliveries", thing)
    shown = page.ways.room.current()
    assert isinstance(shown, DeliveriesRoom)
    _read()
    return shown


def test_each_source_shows_how_often_it_gave_and_what_that_weighs(room: SourcesRoom) -> None:
    texts = room.list.texts(0)
    assert texts[0] == "Food bank"
    assert texts[2] == "1"
    assert texts[3] == "56.5\u00a0lb"
    room.period.which.set_value("between")
    room.period.last.set_value("2020-12-31")
    _again(room)
    assert room.list.texts(0)[2:4] == ["", ""]


def test_what_nobody_named_gave_has_a_line_of_its_own(
    page: PantryPage, room: SourcesRoom, book: Book, beans: Id
) -> None:
    receive(book, Head(), [Line(item=beans, number=2)])
    _again(room)
    assert [line.name or "?" for line in room.rows.values()] == ["?", "Food bank"]
    room.list.choose(NOBODY)
    assert room.list.texts(0)[0] == "nobody named"
    shown = _deliveries(page, NOBODY)
    assert [line.lines for line in shown.rows.values()] == [1]


def test_a_note_with_the_gifts_of_two_shows_each_their_own(
    page: PantryPage, room: SourcesRoom, book: Book, beans: Id
) -> None:
    lines = [
        pantry.Units(item=beans, units=n, source=add_source(book, name).id)
        for name, n in (("Rosa’s shop", 5), ("Paul’s shop", 7))
    ]
    pantry.receive_stock(book, lines)
    _again(room)
    for name, n in (("Rosa’s shop", 5), ("Paul’s shop", 7)):
        source = next(line for line in room.rows.values() if line.name == name)
        (line,) = _deliveries(page, source.id).rows.values()
        assert [lot.units for lot in line.by_lot()] == [n]
        assert line.mg == source.mg == n * 439_418


def test_a_source_is_added_and_its_fields_saved_as_typed(room: SourcesRoom, book: Book) -> None:
    form = NewSource(room.session)
    room.ask(form)
    form.fields["name"].set_value("Corner shop")
    form.fields["kind"].set_value("shop")
    _written(form)
    made = next(line for line in source_lines(book) if line.name == "Corner shop")
    assert made.kind == "shop"
    edit = EditSource(room.session, made.id)
    room.ask(edit)
    edit.fields["language"].set_value("en")
    edit.fields["note"].show_value("Tuesdays")
    edit.fields["note"].leave()
    record = book.get(Source, made.id)
    assert record is not None
    assert record.note == "Tuesdays"


def test_a_member_who_gives_is_named_by_a_tie_alone(room: SourcesRoom, book: Book, beans: Id) -> None:
    rosa = add_member(book, "Rosa Luz").id
    source = add_member_source(book, rosa).id
    receive(book, Head(source=source), [Line(item=beans, number=3)])
    _again(room)
    assert "Rosa Luz" in [line.name for line in room.rows.values()]
    bodies = book.connection.execute("SELECT bytes FROM body WHERE kind IN ('source', 'delivery', 'lot')")
    assert not any(b"Rosa" in row[0] for row in bodies.fetchall())
    assert [line.text for line in gave(book, rosa)] == ["3 × Beans"]  # on their own page, too


def _sheet(window: MainWindow, qtbot: QtBot, sheet: str) -> SheetsPage:
    page = window.frame.current()
    assert isinstance(page, SheetsPage)
    assert page.sheet() == sheet
    qtbot.waitUntil(lambda: page.made is not None and page.made.answers.sheet == sheet)
    return page


def _press(room: Room[Any], words: str) -> None:
    next(each for each in room.panel.findChildren(QAbstractButton) if each.text() == words).click()


def test_a_receipt_is_saved_with_a_number_of_its_own(
    window: MainWindow, page: PantryPage, room: SourcesRoom, came: Id, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    book = room.session.book
    shown = _deliveries(page, came)
    assert shown.list.current_id() == came
    _press(shown, "Receipt")
    sheets = _sheet(window, qtbot, "receipt")
    assert sheets.questions.goods.about() == came
    monkeypatch.setattr(choose_file, "save_file", lambda *_a, **_k: tmp_path / "r")
    sheets.do("save")
    qtbot.waitUntil((tmp_path / "r.pdf").exists)
    qtbot.waitUntil(lambda: book.connection.execute("SELECT count(*) FROM printed").fetchone()[0] == 1)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


def test_a_receipt_with_values_is_no_other_receipt_and_one_put_right_is(
    window: MainWindow, came: Id, book: Book, qtbot: QtBot
) -> None:
    set_fair_value(book, "2020-01-01", 193)
    sheets = window.frame.show_page("sheets")
    assert isinstance(sheets, SheetsPage)
    sheets.choose("receipt")
    _sheet(window, qtbot, "receipt")
    plain = sheets.questions.answers()
    assert plain is not None
    making.numbered(book, plain)
    shown = making.preview(book, replace(plain, goods=Goods(with_values=True)))
    assert isinstance(shown, making.Made)
    assert not shown.is_outdated
    put_right(book, came, {}, anew=Anew(source_name="Corner shop"))
    shown = making.preview(book, plain)
    assert isinstance(shown, making.Made)
    assert shown.is_outdated


def test_thanks_of_the_period_are_in_the_source_s_language(
    window: MainWindow, room: SourcesRoom, book: Book, came: Id, qtbot: QtBot
) -> None:
    assert came
    source = source_lines(book)[0].id
    edit_source(book, source, language="es")
    _again(room)
    _press(room, "Thank and list")
    sheets = _sheet(window, qtbot, "thanks")
    answers = sheets.questions.answers()
    assert answers is not None
    assert (answers.distribution, answers.language) == (source, "es")
    assert answers.goods.since == f"{clock.today()[:4]}-01-01"
    sheets.choose("stock")
    assert sheets.questions.language.value() == book.settings.language
    sheets.choose("thanks")
    sheets.questions.goods.period.which.set_value("between")
    sheets.questions.goods.period.last.set_value("2020-01-01")
    sheets.questions.answered.emit()
    qtbot.waitUntil(lambda: "Nothing came in this time." in _refusal(sheets))
    assert sheets.made is None


def _refusal(sheets: SheetsPage) -> str:
    return " ".join(each.text() for each in sheets.paper.refusal.findChildren(QLabel))


def test_who_keeps_the_shelves_prints_receipts_and_labels(
    session: Session, book: Book, came: Id, qtbot: QtBot
) -> None:
    book._role = "shelf"
    window = MainWindow(session)
    qtbot.addWidget(window)
    sheets = window.frame.show_page("sheets")
    assert isinstance(sheets, SheetsPage)
    assert "member-page" not in sheets._names
    sheets.open(f"receipt {came}")
    _sheet(window, qtbot, "receipt")
    sheets.choose("labels")
    assert sheets.sheet() == "labels"


def test_a_wrong_delivery_is_put_right_beside_it_and_says_so(
    page: PantryPage, room: SourcesRoom, book: Book, came: Id
) -> None:
    assert room
    shown = _deliveries(page, came)
    form = PutRightForm(shown.session, shown.rows[came])
    shown.ask(form)
    form.units[0].edit().setText("2 cases of 20")
    _written(form)
    assert [line.on_hand for line in item_lines(book)] == [40]
    line = shown.rows[came]
    assert line.corrected_on == clock.today()
    assert [(lot.written, lot.units) for lot in line.by_lot()] == [(48, 40)]


def test_esc_leads_from_a_delivery_to_its_source_and_to_the_shelves(
    page: PantryPage, room: SourcesRoom
) -> None:
    source = room.list.current_id()
    _deliveries(page, source)
    page.back()
    _read()
    assert page.ways.room is not None
    assert page.ways.room.current() is room
    assert room.list.current_id() == source
    page.back()
    assert page.title() == "Pantry"


def test_what_a_pound_is_worth_is_added_from_a_day_on(room: SourcesRoom, book: Book) -> None:
    set_fair_value(book, "2020-01-01", 167)
    form = SettingsForm(room.session)
    room.ask(form)
    form.cents.edit().setText("1.93")
    form.from_on.edit().setText("2024-01-01")
    _written(form)
    assert [(each.from_on, each.cents_per_lb) for each in fair_values(book)] == [
        ("2020-01-01", 167),
        ("2024-01-01", 193),
    ]
    form.cents.edit().setText("")
    _written(form)
    assert "1.93" in form.cents.error()
    form.unit.box().setCurrentIndex(1)
    form.unit.box().activated.emit(1)
    assert book.settings.weight_unit == "kg"


def test_the_receipt_is_offered_right_after_booking(page: PantryPage, book: Book, beans: Id) -> None:
    page.do("receive")
    page.receiving.desk.pick(beans)
    page.receiving.book()
    newest = book.connection.execute("SELECT id FROM delivery ORDER BY written DESC LIMIT 1").fetchone()[0]
    page.receiving.receipt_wanted.emit(newest)
    assert page.ways.room is not None
    shown = page.ways.room.current()
    assert isinstance(shown, DeliveriesRoom)
    _read()
    assert shown.list.current_id() == newest


def test_a_delivery_of_somebody_else_on_another_day_is_put_right_with_its_weights(
    page: PantryPage, room: SourcesRoom, came: Id
) -> None:
    assert room
    shown = _deliveries(page, came)
    form = PutRightForm(shown.session, shown.rows[came])
    shown.ask(form)
    assert form.source.edit().text() == "Food bank"
    yesterday = (date.fromisoformat(clock.today()) - timedelta(days=1)).isoformat()
    form.source.edit().setText("Corner shop")
    form.on.edit().setText(yesterday)
    form.weights["bakery"].edit().setText("5 lb")
    _written(form)
    line = shown.rows[came]
    assert (line.source, line.on, line.first_on) == ("Corner shop", yesterday, clock.today())
    assert [each.mg for each in line.weighed] == [2_267_962]
    said = [each.text() for each in shown.panel.findChildren(QLabel)]
    assert "First written as from Food bank." in said
    assert any(text.startswith("First written on ") for text in said)


def test_what_was_paid_for_a_delivery_and_its_worth_are_put_right_beside_it(
    page: PantryPage, room: SourcesRoom, book: Book, beans: Id
) -> None:
    assert room
    made = receive(book, Head(source_name="Corner shop", value=4000), [Line(item=beans, number=9, cost=500)])
    shown = _deliveries(page, made.id)
    form = PutRightForm(shown.session, shown.rows[made.id])
    shown.ask(form)
    assert (form.cost.edit().text(), form.value.edit().text()) == ("5.00", "40.00")
    form.cost.edit().setText("6.50")
    form.value.edit().setText("")
    _written(form)
    line = shown.rows[made.id]
    assert (line.cost, line.delivery.value) == (650, None)
    said = [each.text() for each in shown.panel.findChildren(QLabel)]
    assert "First written as paid $5.00." in said
    assert "First written as worth $40.00." in said


def test_a_delivery_whose_source_is_cleared_is_from_nobody_named(
    page: PantryPage, room: SourcesRoom, book: Book, came: Id
) -> None:
    assert room
    shown = _deliveries(page, came)
    form = PutRightForm(shown.session, shown.rows[came])
    shown.ask(form)
    assert form.source.edit().accessibleDescription() == "Empty for nobody named."
    form.source.edit().setText("")
    form.units[0].edit().setText("40")
    _written(form)
    line = shown.rows[came]
    assert (line.source, line.delivery.source, line.corrected_on) == ("", None, clock.today())
    assert [each.id for each in deliveries(book, source=NOBODY)] == [came]
    said = [each.text() for each in shown.panel.findChildren(QLabel)]
    assert "First written as from Food bank." in said


def test_who_keeps_the_shelves_puts_units_right_and_not_who_gave(
    page: PantryPage, room: SourcesRoom, book: Book, came: Id
) -> None:
    assert room
    book._role = "shelf"
    shown = _deliveries(page, came)
    form = PutRightForm(shown.session, shown.rows[came])
    shown.ask(form)
    assert not form.source.isVisibleTo(form)
    assert not form.cost.isVisibleTo(form)
    form.units[0].edit().setText("40")
    _written(form)
    assert [line.on_hand for line in item_lines(book)] == [40]


def test_what_a_source_gave_stands_beside_it_once_it_is_read(room: SourcesRoom, qtbot: QtBot) -> None:
    def said() -> list[str]:
        return [each.text() for each in room.panel.findChildren(QLabel)]

    qtbot.waitUntil(lambda: "By category" in said())
    assert {"46.5\u00a0lb", "10\u00a0lb"} <= set(said())


def test_a_form_of_another_face_stays_open_while_the_sources_are_read(
    page: PantryPage, room: SourcesRoom
) -> None:
    room.refresh()
    form = NewSource(room.session)
    room.ask(form)
    form.fields["name"].edit().setText("Corner")  # type: ignore[attr-defined] # a text field
    _read()
    assert room.form is form
    assert room.panel.inside() is form
    assert page.title() == "Sources"
