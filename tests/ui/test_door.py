"""The door: what a scanner's keys and a person's do there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, members, pantry
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.distributions import VisitLine, visit_lines
from aidbook.ui.distributions.door_page import DoorPage
from aidbook.ui.main_window import MainWindow
from aidbook.ui.session import Session
from aidbook.ui.widgets.ask_passphrase import AskPassphrase


@dataclass
class Door:
    """A door with a clock that a test moves."""

    page: DoorPage
    book: Book
    day: Id
    now: list[float]
    people: dict[str, Member] = field(default_factory=dict)

    def scan(self, text: str) -> None:
        for letter in text:
            self.now[0] += 5
            self.press(letter)
        self.now[0] += 5
        self.press("\r")

    def enter(self) -> None:
        self.now[0] += 1000
        self.press("\r")

    def type(self, text: str) -> None:
        for letter in text:
            self.now[0] += 200
            self.press(letter)
        self.page.find_now()

    def press(self, text: str) -> None:
        # QTest's keys bear no moment of their own, so that the door goes by the test's clock.
        key = Qt.Key.Key_Return if text == "\r" else Qt.Key.Key_unknown
        to: QWidget = self.page.window().focusWidget() or self.page.field
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(to, QKeyEvent(QEvent.Type.KeyPress, key, none, text))

    def visits(self) -> list[VisitLine]:
        return visit_lines(self.book, self.day)

    def number(self, name: str) -> str:
        return self.people[name].number or ""


@pytest.fixture
def door(window: MainWindow, session: Session, book: Book, qtbot: QtBot) -> Iterator[Door]:
    beans = pantry.add_item(book, "Beans").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 1}, everyone=True).id
    people = {}
    for name in ("Rosa Luz", "Rosario Paz", "Paul Brun"):
        person = book.get(Member, members.add_member(book, name).id)
        assert person
        people[name] = person
    now = [1_000_000.0]
    page = DoorPage(session, day, lambda: now[0])
    session.show_full(page)
    assert page.window() is window
    qtbot.waitUntil(page.isVisible)
    page.field.setFocus()
    yield Door(page, book, day, now, people)
    session.leave_full()


def test_the_keys_of_a_scanner_find_and_do_not_book(door: Door) -> None:
    door.scan(door.number("Rosa Luz"))
    here = door.page.household()
    assert here
    assert here.label == "Rosa Luz"
    assert door.visits() == []


def test_a_second_scan_of_the_same_card_books(door: Door) -> None:
    door.scan(door.number("Rosa Luz"))
    door.now[0] += 1500
    door.scan(door.number("Rosa Luz"))
    assert [line.label for line in door.visits()] == ["Rosa Luz"]


def test_a_separate_enter_books(door: Door) -> None:
    door.scan(door.number("Rosa Luz"))
    door.enter()
    assert [line.label for line in door.visits()] == ["Rosa Luz"]


def test_a_repeat_within_three_seconds_does_nothing(door: Door) -> None:
    door.scan(door.number("Rosa Luz"))
    door.enter()
    door.now[0] += 500
    door.scan(door.number("Rosa Luz"))
    assert door.page.household() is None
    assert "Nothing was written twice" in door.page.view.said.text()
    door.enter()
    assert len(door.visits()) == 1


def test_several_that_match_are_never_booked_before_one_is_shown(door: Door) -> None:
    door.type("ros")
    door.enter()
    assert door.visits() == []
    assert door.page.household()
    door.enter()
    assert len(door.visits()) == 1


def test_a_household_that_was_here_already_needs_a_reason(door: Door) -> None:
    home = door.people["Rosa Luz"].household or ""
    distributions.check_in(door.book, door.day, home)
    door.scan(door.number("Rosa Luz"))
    door.enter()
    assert len(door.visits()) == 1
    QTest.keyClicks(door.page.view.household.reason, "for a neighbour")
    door.enter()
    assert [line.reason for line in door.visits()] == ["for a neighbour", None]


def test_people_without_a_name_pick_up(door: Door) -> None:
    door.page.begin_unnamed()
    door.page.view.unnamed.people.setText("3")
    door.enter()
    assert [(line.label, line.people) for line in door.visits()] == [("", 3)]


def test_each_of_the_last_ten_lines_can_be_taken_back(door: Door) -> None:
    for people in range(1, 12):
        distributions.check_in_unnamed(door.book, door.day, people, at=people)
    door.page.refresh()
    rows = door.page.view.just_now.rows()
    assert [line.line.people for line in rows] == list(range(11, 1, -1))
    for line in list(rows):
        line.undo.click()
        door.page.session.changed.emit(frozenset({"visit"}))
    assert {line.people for line in door.visits()} == {1}


def test_a_swap_gives_the_boxes_to_the_household_that_it_was(door: Door) -> None:
    distributions.check_in(door.book, door.day, door.people["Rosa Luz"].household or "")
    door.page.refresh()
    door.page.view.just_now.rows()[0].swap.click()
    door.scan(door.number("Paul Brun"))
    door.enter()
    assert [line.label for line in door.visits()] == ["Paul Brun"]


def test_an_unknown_code_says_so_and_books_nothing(door: Door) -> None:
    door.scan("ZZZZZZ")
    assert door.page.household() is None
    assert "ZZZZZZ" in door.page.view.words.title()
    door.enter()
    assert door.visits() == []


def test_leaving_the_door_asks_for_the_passphrase(door: Door, qtbot: QtBot) -> None:
    door.page.leave()
    asked = door.page.window().findChild(AskPassphrase)
    assert asked is not None
    assert door.page.isVisible()
    asked.field.edit().setText("wrong words")
    asked.check()
    qtbot.waitUntil(lambda: bool(asked.field.error()))
    assert door.page.isVisible()
    asked.reject()
