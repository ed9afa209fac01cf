"""The page of members: finding, adding, correcting, and noting what somebody gave."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from aidbook.actions import history
from aidbook.actions.members import add_member
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.gifts import gave
from aidbook.store.members import MemberLine, member_count, member_ids, member_lines
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members import page as page_module
from aidbook.ui.members.page import MembersPage

MANY = 10_000


@pytest.fixture
def page(window: MainWindow) -> MembersPage:
    """Give the page in the window."""
    made = window.frame.show_page("members")
    assert isinstance(made, MembersPage)
    return made


@pytest.fixture
def rosa(book: Book, page: MembersPage) -> Id:
    """Give a member who is shown."""
    member = add_member(book, "Rosa Luz", phone="555-0142").id
    page.refresh()
    page.open(member)
    return member


def _key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClick(where, key, modifier)


def _type(text: str) -> None:
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClicks(where, text)


def _kept(book: Book, member: Id) -> Member:
    found = book.get(Member, member)
    assert found is not None
    return found


def test_a_new_member_needs_only_a_name(page: MembersPage, book: Book, qtbot: QtBot) -> None:
    page.do("new")
    page.side.new.add()
    assert member_count(book) == 0
    assert page.side.new._fields["name"].error() == "A member needs a name."
    _type("Ti Jo")
    _key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: member_count(book) == 1)
    assert [line.name for line in member_lines(book, member_ids(book))] == ["Ti Jo"]
    assert _kept(book, page.side.member).name == "Ti Jo"


def test_a_half_typed_new_member_survives_a_look_at_another(page: MembersPage, rosa: Id) -> None:
    page.do("new")
    page.back()
    page.do("new")
    assert page.side.new._fields["name"].error() == ""
    _type("Ti J")
    page.back()
    page.open(rosa)
    page.do("new")
    assert page.side.new._fields["name"].value() == "Ti J"
    page.back()


def test_an_edit_is_written_when_its_field_is_left_and_ctrl_z_takes_it_back(
    page: MembersPage, book: Book, rosa: Id, qtbot: QtBot
) -> None:
    page.do("edit")
    assert page.side._edit is not None
    page.side._edit.sections["reach"].heading.click()
    phone = page.side._edit._fields["phone"]
    assert page.side._edit._fields["name"].value() == "Rosa Luz"
    phone.setFocus()
    _key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    _type("555-0199")
    assert _kept(book, rosa).phone == "555-0142"
    _key(Qt.Key.Key_Tab)
    assert _kept(book, rosa).phone == "555-0199"
    qtbot.waitUntil(lambda: phone.value() == "555-0199")
    _key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: phone.value() == "555-0142")
    assert _kept(book, rosa).phone == "555-0142"


def test_a_gift_takes_two_keys_from_the_member_s_page(page: MembersPage, book: Book, rosa: Id) -> None:
    page.do("gift")  # Ctrl+G
    _type("3")
    _key(Qt.Key.Key_Return)
    assert [(gift.what, gift.minutes) for gift in gave(book, rosa)] == [("hours", 180)]
    assert page.side.is_at_rest()


def test_a_gift_of_nobody_named_is_noted(page: MembersPage, book: Book, qtbot: QtBot) -> None:
    page.do("gift")
    page.side._gift.choose("money")
    page.side._gift._cents.setFocus()
    _type("12.50")
    _key(Qt.Key.Key_Return)
    rows = book.connection.execute("SELECT what, cents FROM gift").fetchall()
    assert [tuple(row) for row in rows] == [("money", 1250)]
    qtbot.waitUntil(page.side.is_at_rest)


def test_search_among_10000_members_fetches_only_the_rows_in_sight(
    window: MainWindow, make_many: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_many(MANY)
    fetched: list[int] = []

    def counting(book: Book, ids: Sequence[Id]) -> list[MemberLine]:
        fetched.append(len(ids))
        return member_lines(book, ids)

    monkeypatch.setattr(page_module, "member_lines", counting)
    page = window.frame.show_page("members")
    assert isinstance(page, MembersPage)
    page.grab()
    assert len(page.list.ids()) == MANY
    assert 0 < sum(fetched) <= 256
    fetched.clear()
    page.search("ana 77")
    page.grab()
    assert 0 < len(page.list.ids()) < MANY
    assert sum(fetched) <= 256


@pytest.fixture
def make_many(book: Book) -> Callable[[int], None]:
    """Give a function that writes so many members in one action."""

    def make(count: int) -> None:
        book.record(*(Member(id=f"{n:032x}", name=f"Ana {n}") for n in range(count)))

    return make


def test_a_search_that_finds_nobody_offers_to_add_them(page: MembersPage, rosa: Id, book: Book) -> None:
    page.search("Wilner Charles")
    assert page.nothing.is_empty()
    assert page.nothing.add.text() == "Add Wilner Charles"
    page.nothing.add.click()
    page.side.new.add()
    assert member_count(book) == 2
    page.search("555 9999")
    assert page.nothing.is_empty()
    assert page.nothing.add.isHidden()
    page.search("rosa")
    assert not page.nothing.is_empty()
    assert page.list.ids() == [rosa]


def test_in_a_small_window_a_page_scrolls_in_one_place(
    page: MembersPage, rosa: Id, window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(683, 384)
    page.open(rosa)
    qtbot.waitUntil(page.side.view.isVisible)
    area = page.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    assert area is not None
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)


def test_esc_goes_back_one_step_at_a_time(page: MembersPage, rosa: Id) -> None:
    page.do("gift")
    assert page.back()
    assert page.side.is_at_rest()
    assert page.side.member == rosa
    page.back()
    assert page.list.hasFocus()


def test_who_left_is_marked_and_can_be_brought_back(
    page: MembersPage, window: MainWindow, book: Book, rosa: Id
) -> None:
    page.do("leave")
    assert _kept(book, rosa).left == "left"
    history.undo(book, window.session._undoable[-1])
    page.refresh()
    assert not _kept(book, rosa).left


def test_very_many_are_listed_and_counted_while_the_window_goes_on_and_a_search_waits_for_neither(
    window: MainWindow, book: Book, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "_AT_ONCE", 2)
    rosa, *_others = [add_member(book, name).id for name in ("Rosa Luz", "Ti Jo", "Ana")]
    page = window.frame.show_page("members")
    assert isinstance(page, MembersPage)
    said: list[str] = []
    page.counted.connect(said.append)
    assert not page.list.ids()
    page.search("rosa")
    assert page.list.ids() == [rosa]
    qtbot.waitUntil(lambda: said[-1:] == ["1 of 3"])
    page.search("")
    qtbot.waitUntil(lambda: len(page.list.ids()) == 3)
    assert said[-1] == "3"
    add_member(book, "Kwame")
    page.refresh()
    qtbot.waitUntil(lambda: said[-1] == "4")


def test_forms_are_made_when_they_are_first_wanted(page: MembersPage, rosa: Id) -> None:
    other = MembersPage(page.session)
    other.refresh()
    assert [other.side._view, other.side._new, other.side._giving, other._reading] == [None] * 4
    assert other.keep() == {}
    assert other.side.is_at_rest()
    other.open(rosa)
    assert other.side.view.member == rosa
    assert other.side._new is None
