"""One Saturday from a spreadsheet to a stick, through the window; and every figure the same wherever it stands."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aidbook.domain.declare import Id
from aidbook.exchange import cards
from aidbook.exchange.receiving import open_bundle, receive
from aidbook.store.book import Book
from aidbook.store.distributions import visit_lines
from aidbook.store.members import household_ids, household_lines, member_count
from aidbook.store.pantry import item_lines, stock_lines
from aidbook.store.reports import day_report
from aidbook.store.sites import known_sites
from aidbook.ui.distributions.door_page import DoorPage
from aidbook.ui.distributions.page import DistributionsPage
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.page import MembersPage
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.reading_in.reading import ReadingIn
from aidbook.ui.sheets.page import SheetsPage
from aidbook.ui.stick import drives
from aidbook.ui.stick.page import StickPage
from aidbook.ui.stick.readers import Reader
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.ask_passphrase import AskPassphrase
from tests.conftest import PASSPHRASE

REAL = Path(__file__).parents[1] / "data" / "real"
ON = "2026-11-28"
TOWEL, BLANKET = "Bath Towel", "Blanket, family size, 80x90 (Rose Brand)"

P = TypeVar("P", bound=QWidget)


class Coordinator:
    """Somebody at the keyboard of one window."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.book: Book = window.session.book
        self._now_ms = 1_000_000

    def go(self, key: str, kind: type[P]) -> P:
        """Go to a page."""
        page = self.window.page(key)
        assert isinstance(page, kind)
        return page

    def read_in(self, reading: ReadingIn, name: str, kind: str) -> None:
        """Read a file in: columns, preview, confirm."""
        reading.begin(kind)  # type: ignore[arg-type] # one of the kinds
        reading.turned.emit()
        reading.read_file(REAL / name)
        self.qtbot.waitUntil(lambda: reading.currentWidget() is reading.columns, timeout=30_000)
        reading.next()
        self.qtbot.waitUntil(lambda: reading.currentWidget() is reading.look, timeout=30_000)
        reading.next()
        self.qtbot.waitUntil(lambda: not reading.is_under_way(), timeout=30_000)

    def scan(self, text: str) -> None:
        """Let a scanner type: fast, with Enter at the end."""
        for letter in text:
            self._press(letter, 0, 5)
        self._press("\r", Qt.Key.Key_Return, 5)

    def enter(self) -> None:
        """Press Enter as a person does, after a look."""
        self._press("\r", Qt.Key.Key_Return, 4_000)

    def _press(self, text: str, key: int, after_ms: int) -> None:
        self._now_ms += after_ms
        focused = self.window.focusWidget()
        assert focused is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._now_ms)
            QApplication.sendEvent(focused, event)


@pytest.fixture
def coordinator(window: MainWindow, qtbot: QtBot) -> Coordinator:
    return Coordinator(window, qtbot)


def _words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def _plan(who: Coordinator) -> Id:
    days = who.go("distributions", DistributionsPage)
    days.plan_day()
    days.plan.field("on").show_value(ON)
    items = {line.name: line.id for line in item_lines(who.book)}
    for name, units in ((TOWEL, 2), (BLANKET, 1)):
        days.plan.box.add(items[name])
        days.plan.box.rows()[-1].units.set_value(units)
    days.plan.sizes.show_sizes({1: 1, 3: 2})
    days.plan.add()
    return days.side.day


def _sign_up(who: Coordinator, labels: tuple[str, ...]) -> None:
    days = who.go("distributions", DistributionsPage)
    days.do("sign-up")
    households = {line.label: line.id for line in household_lines(who.book, household_ids(who.book))}
    for name in labels:
        days.sign_ups.add(households[name])


def _save(who: Coordinator, sheet: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Save a sheet as PDF and return what it says."""
    monkeypatch.setattr(choose_file, "save_file", lambda *_words: path)
    page = who.go("sheets", SheetsPage)
    page.choose(sheet)
    with who.qtbot.waitSignal(page.paper.preview.drawn, timeout=30_000):
        page.refresh()
    saving = next(action for action in page.actions() if action.objectName() == "save")
    who.qtbot.waitUntil(saving.isEnabled, timeout=30_000)
    with who.qtbot.waitSignal(page.session.happened, timeout=30_000):
        page.do("save")
    return _words(path)


def _number(book: Book, label: str) -> str:
    lines = {line.label: line.number for line in household_lines(book, household_ids(book))}
    return str(lines[label])


def _at_the_door(who: Coordinator) -> None:
    """Two pick up by card, one slip is taken back, three people come without a name."""
    who.go("distributions", DistributionsPage).do("door")
    door = who.window.currentWidget()
    assert isinstance(door, DoorPage)
    day = door.desk.day.id
    door.field.setFocus()
    who.scan(_number(who.book, "Alibrahim Malik"))
    assert visit_lines(who.book, day) == []  # a scan only finds
    who.enter()
    assert len(visit_lines(who.book, day)) == 1
    who.scan(_number(who.book, "Zaynab Aziz"))  # a slip: it was Mahmoud
    who.enter()
    who.qtbot.waitUntil(lambda: len(door.view.just_now.rows()) == 2)
    door.view.just_now.rows()[0].undo.click()
    who.scan(_number(who.book, "Mahmoud Assi"))
    who.enter()
    door.begin_unnamed()
    door.view.unnamed.people.setText("4")
    door.book_unnamed()
    assert [line.label for line in visit_lines(who.book, day)] == ["", "Mahmoud Assi", "Alibrahim Malik"]
    door.leave()
    (asked,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, AskPassphrase))
    asked.field.show_value(PASSPHRASE)
    asked.check()
    who.qtbot.waitUntil(lambda: who.window.currentWidget() is who.window.frame)


def test_one_saturday_from_a_spreadsheet_to_a_stick(
    coordinator: Coordinator,
    make_book: Callable[..., Book],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    who = coordinator
    monkeypatch.setattr("aidbook.clock.today", lambda: "2026-11-23")

    who.read_in(who.go("members", MembersPage).reading, "sahana-shelter-people.csv", "members")
    who.read_in(who.go("pantry", PantryPage).reading, "sahana-warehouse-stock.csv", "stock")
    assert member_count(who.book) == 9
    assert sum(line.quantity for line in stock_lines(who.book)) == 1_918_696

    day = _plan(who)
    _sign_up(who, ("Alibrahim Malik", "Ali Mohammed", "Ahmed Hamed"))
    wall = _save(who, "sign-up", tmp_path / "wall.pdf", monkeypatch)
    assert "Malik" not in wall
    assert "3 signed up" in wall
    at_the_door = _save(who, "list", tmp_path / "list.pdf", monkeypatch)
    assert all(name in at_the_door for name in ("Malik", "Mohammed", "Hamed"))

    _at_the_door(who)

    days = who.go("distributions", DistributionsPage)
    days.open(day)
    days.do("close")
    days.report.close_now()
    report = day_report(who.book, day)
    assert report is not None
    assert (report.households, report.people, report.boxes) == (3, 8, 5)
    assert (report.no_shows, report.walk_ins) == (2, 2)
    assert report.items_out == {TOWEL: 10, BLANKET: 5}
    on_screen = days.report.figures()
    assert [on_screen[line] for line in ("Households that picked up", "People", "Boxes handed out")] == [
        "3",
        "8",
        "5",
    ]
    assert [on_screen[line] for line in ("Didn't come", "Walk-ins", TOWEL, BLANKET)] == [
        "2",
        "2",
        "10 pieces",
        "5 pieces",
    ]

    who.go("sheets", SheetsPage).open(day)
    printed = _save(who, "day", tmp_path / "report.pdf", monkeypatch)
    for line in (
        "3 Households",
        "8 People",
        "5 Boxes",
        "2 Didn't come",
        "2 Walk-ins",
        f"{TOWEL} 10 pcs",
        f"{BLANKET} 5 pcs",
    ):
        assert line in " ".join(printed.split())

    west = make_book("Westside")
    cards.pair(who.book, cards.card_of(west))
    cards.pair(west, cards.card_of(who.book))
    stick = tmp_path / "STICK"
    stick.mkdir()
    _carry(who, west, stick, monkeypatch)
    there = day_report(west, day)
    assert there is not None
    assert there == report


def _carry(who: Coordinator, west: Book, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the stick at Eastside and read it at Westside."""
    monkeypatch.setattr(drives, "sticks", lambda: [(stick, "STICK")])
    page = who.go("stick", StickPage)
    page.refresh()
    card = page.writing
    card.reader.set_value(Reader("site", known_sites(who.book)[0]))
    card.reader.left.emit()
    card.start()
    who.qtbot.waitUntil(lambda: not card.outcome.isHidden(), timeout=30_000)
    (bundle,) = stick.iterdir()
    receive(west, open_bundle(west, bundle))
