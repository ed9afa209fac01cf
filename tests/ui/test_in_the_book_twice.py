"""Who may be there twice: said while somebody is being typed, and pair by pair on a page of its own."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from aidbook.actions.erasing import erase
from aidbook.actions.members import add_member
from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.duplicates import Described, find, like
from aidbook.store.members import member_count
from aidbook.store.same import same_as
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.alike import AlikePage
from aidbook.ui.members.already_here import AlreadyHere
from aidbook.ui.members.page import MembersPage
from aidbook.ui.widgets.basics import Button

ROSA = {"name": "Rosa Delgado", "birth": "1980-03-04", "phone": "+1 555 010 2233"}


@pytest.fixture
def rosa(book: Book) -> Id:
    """Give Rosa, who is in the book."""
    return add_member(book, **ROSA).id  # type: ignore[arg-type] # plain fields


@pytest.fixture
def page(window: MainWindow, rosa: Id) -> MembersPage:  # noqa: ARG001 - she is there before it reads
    """Give the page of members with the form for a new one."""
    made = window.frame.show_page("members")
    assert isinstance(made, MembersPage)
    made.new_member()
    return made


def _strip(page: MembersPage) -> AlreadyHere:
    found = page.side.new.findChild(AlreadyHere)
    assert isinstance(found, AlreadyHere)
    return found


def _type(text: str) -> None:
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClicks(where, text)


def _key(key: Qt.Key) -> None:
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClick(where, key)


# While typing


def test_who_may_be_meant_is_named_with_the_reason_while_a_name_is_typed(
    page: MembersPage, qtbot: QtBot
) -> None:
    strip = _strip(page)
    with qtbot.waitSignal(strip.looked):
        _type("Delgdo, Rosa")
    (one,) = strip.findChildren(Button)
    assert one.accessibleName() == "Rosa Delgado · E-0001-K"
    assert one.accessibleDescription() == "name spelled alike"


def test_the_family_name_tells_apart_those_who_are_called_alike(
    page: MembersPage, book: Book, qtbot: QtBot
) -> None:
    for family in ("Okafor", "Wysocka"):
        add_member(book, "Halszka", family_name=family)
    strip = _strip(page)
    with qtbot.waitSignal(strip.looked):
        _type("Halszka")
    assert sorted(strip.names()) == ["Halszka Okafor · E-0002-U", "Halszka Wysocka · E-0003-E"]


def test_arrow_down_and_enter_open_who_is_meant_and_the_typing_stays(
    page: MembersPage, rosa: Id, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(_strip(page).looked):
        _type("Rosa Delgado")
    _key(Qt.Key.Key_Down)
    with qtbot.waitSignal(page.side.person_wanted):
        _key(Qt.Key.Key_Return)
    assert page.side.member == rosa
    page.new_member()
    assert page.side.new.kept()["name"] == "Rosa Delgado"


def test_who_is_in_the_strip_when_others_are_found_stays_in_it_and_goes_back_when_nobody_is(
    page: MembersPage, book: Book, qtbot: QtBot
) -> None:
    strip = _strip(page)
    with qtbot.waitSignal(strip.looked):
        _type("Rosa Delgado")
    typed = QApplication.focusWidget()
    _key(Qt.Key.Key_Down)
    add_member(book, "Rosa Delgado", phone="555 0177")
    with qtbot.waitSignal(strip.looked):
        strip.look_now()
    assert len(strip.names()) == 2
    assert any(each.hasFocus() for each in strip.findChildren(Button))
    for member in (one.member for one in like(book, Described(name="Rosa Delgado"))):
        erase(book, member)
    with qtbot.waitSignal(strip.looked):
        strip.look_now()
    assert strip.names() == []
    assert QApplication.focusWidget() is typed


def test_nobody_is_kept_from_adding_another_of_that_name(page: MembersPage, book: Book, qtbot: QtBot) -> None:
    strip = _strip(page)
    with qtbot.waitSignal(strip.looked):
        _type("Rosa Delgado")
    assert strip.names()
    page.side.new.add()
    assert member_count(book) == 2
    assert strip.names() == []
    assert strip.isHidden()


def test_the_strip_goes_when_it_is_somebody_else(page: MembersPage, qtbot: QtBot) -> None:
    strip = _strip(page)
    with qtbot.waitSignal(strip.looked):
        _type("Rosa D")
    assert strip.names()
    with qtbot.waitSignal(strip.looked):
        _type("upont")
    assert strip.names() == []


# The page


@pytest.fixture
def roza(book: Book, rosa: Id) -> Id:  # noqa: ARG001 - after her
    """Give somebody who may be Rosa."""
    return add_member(book, "Roza Delgado", birth=ROSA["birth"]).id


@pytest.fixture
def alike(window: MainWindow, roza: Id, qtbot: QtBot) -> AlikePage:  # noqa: ARG001 - there before it looks
    """Give the page of those who may be there twice, once it has looked."""
    window.session.go("members", "", "twice")
    made = window.frame.current()
    assert isinstance(made, AlikePage)
    qtbot.waitUntil(lambda: len(made.table.ids()) == 1)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return made


def test_two_are_linked_by_the_keyboard_alone_and_undo_asks_again(
    alike: AlikePage, window: MainWindow, book: Book, rosa: Id, roza: Id, qtbot: QtBot
) -> None:
    alike.table.setFocus()
    _key(Qt.Key.Key_Return)
    assert alike.panel.same.hasFocus()
    QTest.keyClick(alike.panel.same, Qt.Key.Key_Space)
    assert same_as(book.connection, "member", rosa) == {rosa, roza}
    assert alike.table.ids() == []
    window.session.undo()
    qtbot.waitUntil(lambda: len(alike.table.ids()) == 1)
    assert same_as(book.connection, "member", rosa) == {rosa}


def test_two_people_are_asked_about_no_more_until_it_is_undone(
    alike: AlikePage, window: MainWindow, book: Book, qtbot: QtBot
) -> None:
    alike.panel.two.click()
    assert alike.table.ids() == []
    assert find(book) == []
    window.session.undo()
    qtbot.waitUntil(lambda: len(alike.table.ids()) == 1)


def test_what_both_say_stands_side_by_side(alike: AlikePage) -> None:
    said = [each.text() for each in alike.panel.findChildren(QLabel)]
    assert said.index("Birth date or year") < said.index("=") < len(said)
    assert "Alike: name spelled alike, same birth date" in " ".join(said)
    assert said.count("4 March 1980") == 2


def test_who_comes_later_is_found_by_itself(alike: AlikePage, window: MainWindow, qtbot: QtBot) -> None:
    window.session.run(add_member, "Rosa Delgado", phone=ROSA["phone"])
    qtbot.waitUntil(lambda: len(alike.table.ids()) >= 2)


def test_who_is_erased_is_compared_no_more(
    alike: AlikePage, window: MainWindow, roza: Id, qtbot: QtBot
) -> None:
    window.session.run(erase, roza)
    qtbot.waitUntil(lambda: alike.table.ids() == [])


def test_esc_leads_from_the_two_to_the_list_and_to_the_members(alike: AlikePage, window: MainWindow) -> None:
    alike.table.setFocus()
    _key(Qt.Key.Key_Return)
    assert alike.back()
    assert alike.table.hasFocus()
    assert alike.back()
    assert window.frame.current_key() == "members"
