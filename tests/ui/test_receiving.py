"""Taking in with the scanner alone: real keys at a scanner's pace, wherever the focus is."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import items, pantry
from aidbook.actions.members import add_member
from aidbook.actions.sources import add_member_source
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Delivery, Item
from aidbook.store import drafts
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import item_lines, stock_lines
from aidbook.store.rows import things
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.pantry.receiving import ReceivingPage
from aidbook.ui.pantry.receiving_forms import CodeForm, NewHere
from aidbook.ui.widgets.basics import Button

CAN, CASE, UNKNOWN = "036000291452", "10614141007346", "5901234123457"
NEXT = int(clock.today()[2:4]) + 1
MARCH = f"20{NEXT}-03-31"
FAST, SLOW = 5, 250


@dataclass
class Room:
    """A store room with a scanner, a keypad and a clock that the test moves."""

    page: PantryPage
    receiving: ReceivingPage
    now: list[float]

    def scan(self, text: str, end: str = "\r", *, prefix: str = "") -> None:
        self.now[0] += SLOW
        for letter in prefix + text + end:
            self.now[0] += FAST
            self.press(letter)
        self.now[0] += SLOW

    def type(self, text: str) -> None:
        for letter in text:
            self.now[0] += SLOW
            self.press(letter)

    def press(self, letter: str) -> None:
        key, text, held = Qt.Key.Key_unknown, letter, Qt.KeyboardModifier.NoModifier
        if letter in "\r\t":
            key = Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_Tab
        elif letter == "\x1d":
            key, held = Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier
        window = self.receiving.window()
        to: QWidget = QApplication.activePopupWidget() or window.focusWidget() or window
        QApplication.sendEvent(to, QKeyEvent(QEvent.Type.KeyPress, key, held, text))

    def said(self) -> list[tuple[int, int, str | None]]:
        return [(line.number, line.each, line.best_before) for line in self.receiving.desk.lines.values()]


@pytest.fixture
def beans(book: Book) -> Id:
    made = pantry.add_item(book, "Black beans", unit="can").id
    items.learn_code(book, CAN, made)
    items.add_pack(book, made, "case of 24", 24, code=CASE)
    return made


@pytest.fixture
def room(window: MainWindow, beans: Id, qtbot: QtBot) -> Iterator[Room]:
    page = window.frame.show_page("pantry")
    assert isinstance(page, PantryPage)
    assert beans
    now = [1_000_000.0]
    page.receiving._keys._now_ms = lambda: now[0]
    page.do("receive")
    qtbot.waitUntil(page.receiving.isVisible)
    yield Room(page, page.receiving, now)
    page.receiving.hide()


def test_a_truck_is_taken_in_with_the_scanner_digits_and_enter_alone(
    room: Room, book: Book, beans: Id
) -> None:
    room.scan(CASE)
    room.type(f"20\r03{NEXT}\r")
    room.scan(CAN)
    room.scan(CAN)
    room.scan(CAN)
    room.type("\r\r")  # three of them, without a date
    assert room.said() == [(20, 24, MARCH), (3, 1, None)]
    assert stock_lines(book) == []
    room.type("\r")
    assert "Enter once more books them" in room.receiving.asks.text()
    assert stock_lines(book) == []
    room.type("\r")
    assert [(line.quantity, line.best_before) for line in stock_lines(book, item=beans)] == [
        (480, MARCH),
        (3, None),
    ]
    assert len(things(book, Delivery)) == 1


@pytest.mark.parametrize(
    ("prefix", "end"),
    [("", "\r"), ("", "\t"), ("]E0", "\r"), ("\x02", "\x03\r"), ("]C1", "\t"), ("", "\r\r")],
)
def test_whatever_the_scanner_sends_before_and_after(room: Room, prefix: str, end: str) -> None:
    code = f"01{CASE}" if prefix == "]C1" else CAN
    room.scan(code, end, prefix=prefix)
    assert len(room.said()) == 1
    assert room.receiving.entry.text() == ""


def test_a_scanner_that_sends_nothing_after_the_code_is_heard_when_it_falls_silent(
    room: Room, qtbot: QtBot
) -> None:
    room.scan(CAN, "")
    qtbot.waitUntil(lambda: room.said() == [(1, 1, None)])
    assert room.receiving.entry.text() == ""


def test_a_gs1_code_keeps_its_separator(room: Room) -> None:
    room.scan(f"01{CASE}10L7\x1d17{NEXT}0331")
    line = room.receiving.desk.line
    assert line is not None
    assert (line.each, line.lot_code, line.best_before) == (24, "L7", MARCH)


def test_a_scan_works_wherever_the_focus_is_and_leaves_no_digit_there(room: Room, book: Book) -> None:
    for field in (
        room.receiving.head.source,
        room.receiving.head.note,
        room.receiving.head.weights["produce"],
    ):
        field.setFocus()
        room.type("12" if field is room.receiving.head.weights["produce"] else "Co-op")
        room.scan(CAN)
    room.receiving.list.setFocus()
    room.scan(CAN)
    nav = room.page.window().findChildren(Button)[0]
    nav.setFocus()
    room.scan(CAN)
    assert room.said() == [(5, 1, None)]
    assert room.receiving.head.source.edit().text() == "Co-op"
    assert room.receiving.head.note.value() == "Co-op"
    assert room.receiving.head.weights["produce"].edit().text() == "12 lb"
    assert stock_lines(book) == []


def test_digits_typed_on_the_list_go_to_the_entry(room: Room) -> None:
    room.scan(CAN)
    room.receiving.list.setFocus()
    room.type("20\r")
    assert room.said() == [(20, 1, None)]


def test_a_code_that_is_not_known_stops_nobody_and_is_asked_before_booking(
    room: Room, book: Book, beans: Id, qtbot: QtBot
) -> None:
    room.scan(UNKNOWN)
    room.type("5\r\r")
    room.scan(CAN)
    room.type("7\r\r\r\r")
    form = room.receiving.code
    assert isinstance(form, CodeForm)
    room.scan(CAN)  # the same thing: its single can is known
    qtbot.wait(1)  # as the window goes on, nothing takes the keyboard back
    assert form.window().focusWidget() is form.units.edit()
    room.type("12\r")
    assert room.receiving.code is None
    (meant,) = meant_by(book, (UNKNOWN,))
    assert (meant.item.id, meant.units) == (beans, 12)
    room.receiving.book()
    assert sum(line.quantity for line in stock_lines(book, item=beans)) == 5 * 12 + 7


def test_a_misread_code_says_so_and_adds_nothing(room: Room) -> None:
    room.scan("036000291453")
    assert "not read right" in room.receiving.asks.text()
    assert room.said() == []


def test_a_name_is_found_by_a_few_letters_and_one_that_is_new_is_added_on_the_way(
    room: Room, book: Book, beans: Id
) -> None:
    room.type("bla\r")
    room.type("10\r")
    assert [line.item for line in room.receiving.desk.lines.values()] == [beans]
    room.type("Quinoa\r")
    form = room.receiving.code
    assert isinstance(form, NewHere)
    assert form.name.value() == "Quinoa"
    room.receiving.book()  # Ctrl+Enter ends the form first
    room.receiving.entry.setFocus()
    room.type("6\r")
    room.receiving.book()
    assert [(line.name, line.on_hand) for line in item_lines(book)] == [("Black beans", 10), ("Quinoa", 6)]


def test_ctrl_z_takes_back_what_was_said_last_and_not_what_was_booked(
    room: Room, book: Book, window: MainWindow
) -> None:
    pantry.add_item(book, "Rice")
    room.scan(CAN)
    room.type("20\r")
    for _time in range(2):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a")
        QApplication.sendEvent(window.focusWidget() or window, press)
    assert room.said() == []
    assert len(things(book, Item)) == 2
    room.scan(CAN)
    room.receiving.book()
    claim = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a")
    claim.ignore()
    QApplication.sendEvent(window.focusWidget() or window, claim)
    assert not claim.isAccepted()  # it is the window's again, and takes the delivery back


def test_the_delivery_is_there_again_when_the_book_is_opened_again(room: Room, book: Book) -> None:
    room.scan(CAN)
    room.type("20\r")
    room.receiving.head.source.set_value("")
    room.receiving.head.source.setFocus()
    room.type("Co-op\t")
    again = PantryPage(room.page.session)
    assert again.receiving.count() == "Co-op · 1 line"
    assert [(line.number, line.each) for line in again.receiving.desk.lines.values()] == [(20, 1)]
    assert again.receiving.head.source.value() == "Co-op"
    assert stock_lines(book) == []
    again.deleteLater()


def test_a_member_who_gives_is_picked_by_name_and_no_name_is_kept(room: Room, book: Book) -> None:
    rosa, paul = (add_member(book, name).id for name in ("Rosa Luz", "Paul Brun"))
    sources = [add_member_source(book, member).id for member in (rosa, paul)]
    room.scan(CAN)
    room.receiving.head.source.setFocus()
    room.type("Rosa Luz\t")
    assert room.receiving.desk.head.source == sources[0]
    assert room.receiving.count() == "Rosa Luz · 1 line"
    assert "Rosa" not in room.page.window().windowTitle()
    assert "Rosa" not in "".join(drafts.lines(book, "delivery").values())
    room.receiving.book()
    (fact,) = things(book, Delivery)
    assert fact.source == sources[0]


def test_a_line_is_put_right_beside_the_list(room: Room) -> None:
    room.scan(CASE)
    room.type("20\r")
    room.receiving.open_line("1")
    line = room.receiving.line
    assert line is not None
    line.number.edit().setText("24")
    line.best_before.edit().setText(f"3{NEXT}")
    line.number.leave()
    line.best_before.leave()
    line.pack.set_value(None)
    line.pack.leave()
    assert room.said() == [(24, 24, MARCH)]
    line.pack.box().setCurrentIndex(0)
    line.pack.box().activated.emit(0)
    room.receiving._line_done()
    assert room.receiving.line is None


def test_a_delivery_that_waits_says_so_on_the_shelves_and_goes_on_from_there(room: Room) -> None:
    assert room.page.taking.waiting.isHidden()
    room.scan(CAN)
    room.type("20\r")
    room.receiving.left.emit()
    assert room.page.taking.waiting.isVisible()
    assert "not booked yet: 1 line" in room.page.taking.waiting.text()
    assert room.page.title() == "Pantry"
    room.page.do("receive")
    assert room.receiving.isVisible()
    room.receiving.book()
    room.receiving.left.emit()
    assert room.page.taking.waiting.isHidden()
