"""What is half typed in the store room and at the delivery is there again after the language was changed."""

from typing import Any, TypeVar

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aidbook.actions import pantry, places
from aidbook.actions.counting import begin_count
from aidbook.actions.receiving import Head, Line, receive
from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.counted import found_in
from aidbook.store.pantry import stock_lines
from aidbook.ui import jobs
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.between_sites import SendForm
from aidbook.ui.pantry.counting import CountingRoom, NewCount, OneLine, Unlisted
from aidbook.ui.pantry.deliveries import PutRightForm
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.pantry.places import MoveForm
from aidbook.ui.pantry.receiving_forms import CodeForm, LineForm
from aidbook.ui.pantry.rooms import Room
from aidbook.ui.pantry.sources import NewSource

_T = TypeVar("_T")


@pytest.fixture
def beans(book: Book) -> Id:
    return pantry.add_item(book, "Black beans", unit="can").id


@pytest.fixture
def came(book: Book, beans: Id) -> Id:
    lines = [Line(item=beans, number=48, best_before=day) for day in ("2030-01-31", "2031-01-31")]
    return receive(book, Head(source_name="Food bank"), lines).id


def _read() -> None:
    while jobs.any_running():
        QTest.qWait(2)


def _page(window: MainWindow) -> PantryPage:
    page = window.frame.show_page("pantry")
    assert isinstance(page, PantryPage)
    return page


def _room(window: MainWindow, way: str) -> Room[Any]:
    page = _page(window)
    page.do(way)
    return _shown(window)


def _shown(window: MainWindow) -> Room[Any]:
    _read()
    ways = _page(window).ways
    assert ways.room is not None
    assert ways.is_shown()
    room = ways.room.current()
    assert room is not None
    return room


def _form(room: Room[Any], kind: type[_T]) -> _T:
    assert room.panel.inside() is room.form
    inside: object = room.panel.inside()
    assert isinstance(inside, kind)
    return inside


def test_a_new_source_is_half_typed_in_another_language_too(window: MainWindow, came: Id) -> None:
    assert came
    room = _room(window, "sources")
    room.ask(NewSource(room.session))
    form = _form(room, NewSource)
    form.fields["name"].edit().setText("Corner shop")  # type: ignore[attr-defined] # a text field
    form.fields["kind"].set_value("shop")
    form.fields["note"].show_value("Tuesdays")
    window.speak("fr")
    again = _form(_shown(window), NewSource)
    assert again is not form
    assert again.fields["name"].title() == "Nom"
    assert [again.fields[name].value() for name in ("name", "note")] == ["Corner shop", "Tuesdays"]


def test_which_units_are_moved_where_stays(window: MainWindow, book: Book, beans: Id, came: Id) -> None:
    assert came
    cellar = places.add_place(book, "Cellar").id
    room = _room(window, "move")
    form = _form(room, MoveForm)
    form.what.item.edit().setText("bla")
    form.what.item.take_first()
    later = next(line for line in stock_lines(book, item=beans) if line.best_before == "2031-01-31")
    form.what.lot.box().setCurrentIndex(1)
    form.what.lot.typed.emit()
    form.what.units.edit().setText("12")
    form.to.set_value(cellar)
    window.speak("es")
    again = _form(_shown(window), MoveForm)
    assert again.what.line().lot == later.lot
    assert again.what.units.value() == 12
    again.write()
    assert {line.place_id: line.quantity for line in stock_lines(book) if line.lot == later.lot}[cellar] == 12


def test_a_delivery_that_is_being_put_right_keeps_its_day_and_numbers(window: MainWindow, came: Id) -> None:
    page = _page(window)
    page.do("sources")
    assert page.ways.room is not None
    page.ways.room.show_room("deliveries", came)
    room = _shown(window)
    room.ask(PutRightForm(room.session, room.rows[came]))
    form = _form(room, PutRightForm)
    form.on.edit().setText("2026-01-05")
    form.on.leave()
    form.units[1].edit().setText("4 x 10")
    form.source.edit().setText("Bak")
    window.speak("ht")
    again = _form(_shown(window), PutRightForm)
    assert (again.on.value(), again.units[1].value(), again.source.value()) == ("2026-01-05", 40, "Bak")
    assert again.units[0].value() is None


def test_a_number_that_is_half_typed_in_a_count_stays_at_its_line(
    window: MainWindow, book: Book, came: Id
) -> None:
    assert came
    count = begin_count(book).id
    room = _room(window, "count_places")
    room.went.emit("counting", count)
    room = _shown(window)
    later = list(room.rows)[1]
    room.list.choose(later)
    line = room.panel.inside()
    assert isinstance(line, OneLine)
    line.who.edit().setText("RB")
    line.hour.edit().setText("00:00")
    line.units.edit().setText("12")
    window.speak("fr")
    again = _shown(window)
    assert isinstance(again, CountingRoom)
    assert (again.thing, again.list.current_id()) == (count, later)
    form = again.panel.inside()
    assert isinstance(form, OneLine)
    assert (form.units.edit().text(), form.who.value(), form.hour.edit().text()) == ("12", "RB", "00:00")
    form.units.edit().setText("21")
    form.write()
    assert [found.units for found in found_in(book, count)] == [21]
    window.speak("es")
    line = _shown(window).panel.inside()
    assert isinstance(line, OneLine)
    assert (line.who.value(), line.units.edit().text()) == ("RB", "")  # who counts counts on


def test_what_is_half_typed_of_something_not_listed_stays_in_the_count(
    window: MainWindow, book: Book, beans: Id, came: Id
) -> None:
    assert came
    room = _room(window, "count_places")
    room.went.emit("counting", begin_count(book).id)
    counting = _shown(window)
    assert isinstance(counting, CountingRoom)
    counting.ask_unlisted()
    form = _form(counting, Unlisted)
    form.item.show_hit((beans, "Black beans"))
    form.units.edit().setText("7")
    window.speak("ht")
    again = _form(_shown(window), Unlisted)
    assert (again.item.value(), again.units.value()) == (beans, 7)


def test_what_is_on_the_list_to_be_sent_stays_on_it(window: MainWindow, beans: Id, came: Id) -> None:
    assert came
    room = _room(window, "sites")
    room.ask(SendForm(room.session, beans))
    form = _form(room, SendForm)
    form.what.units.edit().setText("5")
    form.add()
    form.note.edit().setText("by van")
    window.speak("fr")
    again = _form(_shown(window), SendForm)
    assert again.note.value() == "by van"
    assert "5" in again.listed.text()


def test_a_new_count_is_opened_once_it_is_written_after_all(window: MainWindow, came: Id) -> None:
    assert came
    room = _room(window, "count_places")
    if room.form is None:
        room.ask_again(NewCount(room.session))
    _form(room, NewCount).name.edit().setText("Before the holidays")
    window.speak("es")
    again = _form(_shown(window), NewCount)
    assert again.name.value() == "Before the holidays"
    again.write()
    assert "Before the holidays" in _shown(window).title()


def test_a_delivery_goes_on_where_it_was(window: MainWindow, beans: Id) -> None:
    page = _page(window)
    page.do("receive")
    page.receiving.desk.pick(beans)
    page.receiving.refresh()
    page.receiving.entry.setText("20")
    window.speak("fr")
    now = _page(window).receiving
    assert now is not page.receiving
    assert _page(window).taking.is_shown()
    assert (now.desk.current, now.desk.waits, now.entry.text()) == (1, "number", "20")
    now.entered()
    assert now.desk.lines[1].number == 20


def test_an_unknown_code_and_a_line_stay_open_with_what_is_typed(window: MainWindow, beans: Id) -> None:
    page = _page(window)
    page.do("receive")
    page.receiving.scanned("4006381333931")
    page.receiving.open_line("1")
    assert isinstance(page.receiving.code, CodeForm)
    page.receiving.code.item.edit().setText("Chick peas")
    page.receiving.code.units.edit().setText("24")
    window.speak("fr")
    now = _page(window).receiving
    assert isinstance(now.code, CodeForm)
    assert (now.code.item.text(), now.code.units.value()) == ("Chick peas", 24)
    now.desk.pick(beans)
    now.open_line("2")
    assert isinstance(now.line, LineForm)
    now.line.lot_code.edit().setText("B7")
    window.speak("es")
    last = _page(window).receiving
    assert isinstance(last.line, LineForm)
    assert last.line.line == 2
    assert last.line.lot_code.value() == "B7"


def test_who_looks_at_the_shelves_stays_there_though_a_delivery_waits(
    window: MainWindow, beans: Id, qtbot: QtBot
) -> None:
    page = _page(window)
    page.do("receive")
    page.receiving.desk.pick(beans)
    page.receiving.left.emit()
    window.speak("fr")
    again = _page(window)
    assert not again.taking.is_shown()
    qtbot.waitUntil(lambda: any("livraison" in each.text().casefold() for each in again.findChildren(QLabel)))
