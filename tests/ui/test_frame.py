"""The frame around the pages: going about, searching, undo, the banner, the lock."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions.members import add_member
from aidbook.domain.declare import Id
from aidbook.i18n import N_
from aidbook.store.book import Book
from aidbook.store.members import member_ids, member_lines
from aidbook.ui import pages
from aidbook.ui.finder import Finder
from aidbook.ui.main_window import MainWindow
from aidbook.ui.page import Found, Page
from aidbook.ui.session import Session
from aidbook.ui.shortcuts import Shortcuts
from aidbook.ui.unlock import Unlock
from aidbook.ui.widgets.basics import LineEdit, column
from aidbook.ui.widgets.list_table import Column, ListTable


class PeoplePage(Page):
    """A page as small as a page can be: names, and a line that is half typed."""

    kinds = frozenset({"member"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.refreshed = 0
        self.opened: Id = ""
        self.in_panel = True
        self.main_action = self.command("New member", "new", "plus", "Ctrl+N")
        self.main_action.triggered.connect(lambda: session.run(add_member, "Rosa"))
        self.draft = LineEdit()
        self.draft.setAccessibleName("Draft")
        self.table = ListTable(
            "People", [Column("Name", lambda line: line.name)], lambda ids: member_lines(session.book, ids)
        )
        lines = column(self)
        lines.addWidget(self.draft)
        lines.addWidget(self.table)

    def title(self) -> str:
        return "People"

    def search_hint(self) -> str:
        return "Name"

    def refresh(self) -> None:
        self.refreshed += 1
        self.search("")

    def search(self, text: str) -> None:
        ids = member_ids(self.session.book, text)
        self.table.show_ids(ids)
        self.counted.emit(f"{len(ids)} people")

    def search_entered(self) -> None:
        self.table.choose_first()
        self.table.setFocus()

    def find_things(self, text: str) -> list[Found]:
        ids = member_ids(self.session.book, text)
        return [Found(line.name, "member", line.id) for line in member_lines(self.session.book, ids)]

    def open(self, thing: Id) -> None:
        self.opened = thing

    def back(self) -> bool:
        was, self.in_panel = self.in_panel, False
        return was

    def keep(self) -> dict[str, object]:
        return {"draft": self.draft.text()}

    def take(self, kept: dict[str, object]) -> None:
        self.draft.setText(str(kept["draft"]))


class QuietPage(Page):
    """A page without search and without a button."""

    def title(self) -> str:
        return "Quiet"


@pytest.fixture(autouse=True)
def two_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put these two in the bar."""
    here = (
        pages.Registered("people", "users", N_("Members"), __name__, "PeoplePage"),
        pages.Registered("quiet", "sun", N_("Today"), __name__, "QuietPage"),
    )
    monkeypatch.setattr(pages, "PAGES", here)


@pytest.fixture
def people(window: MainWindow) -> PeoplePage:
    page = window.page("people")
    assert isinstance(page, PeoplePage)
    return page


def texts(window: QWidget, kind: type[QWidget] = QPushButton) -> list[str]:
    return [one.accessibleName() for one in window.findChildren(kind) if one.isVisible()]


def names(page: PeoplePage) -> list[str]:
    return [page.table.texts(number)[0] for number in range(len(page.table.ids()))]


def test_alt_and_a_digit_goes_to_a_page(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.frame.current_key() == "quiet"
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.frame.current_key() == "people"


def test_the_window_s_title_names_the_page_and_neither_site_nor_person(
    window: MainWindow, book: Book
) -> None:
    assert window.windowTitle() == "People – AidBook"
    assert book.site.name not in window.windowTitle()


def test_what_was_done_stands_in_the_banner_and_ctrl_z_takes_it_back(
    qtbot: QtBot, window: MainWindow, people: PeoplePage
) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(people) == ["Rosa"])
    assert "Rosa" in window.frame.banner.text()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(people) == [])


def test_what_was_taken_back_can_be_done_again_and_taken_back_again(
    qtbot: QtBot, people: PeoplePage, session: Session
) -> None:
    session.run(add_member, "Rosa")
    for _round in range(2):
        session.undo()
        assert session.can_redo
        assert not session.can_undo
        session.redo()
        assert session.can_undo
    qtbot.waitUntil(lambda: names(people) == ["Rosa"])


def test_one_action_can_be_taken_back_from_under_later_ones(session: Session, book: Book) -> None:
    first = session.attempt(add_member, "Rosa")
    session.attempt(add_member, "Kwame")
    session.take_back(first.action)
    assert [line.name for line in member_lines(book, member_ids(book))] == ["Kwame"]
    session.undo()
    assert member_ids(book) == []


def test_a_refusal_says_what_and_what_to_do_now(window: MainWindow, session: Session) -> None:
    assert session.run(add_member, " ") is None
    banner = window.frame.banner
    assert banner.isVisible()
    assert banner.property("tone") == "stop"
    assert "Undo" not in texts(banner)
    assert len(banner.text().split(". ")) > 1


def test_ctrl_z_takes_back_typing_first_and_then_what_was_done(
    window: MainWindow, people: PeoplePage, session: Session
) -> None:
    session.run(add_member, "Rosa")
    people.draft.setFocus()
    QTest.keyClicks(people.draft, "half")
    QTest.keyClick(people.draft, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert people.draft.text() == ""
    assert session.can_undo
    QTest.keyClick(people.draft, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not session.can_undo
    assert window.frame.banner.isVisible()


def test_a_page_out_of_sight_is_read_again_when_one_comes_back(
    window: MainWindow, people: PeoplePage, session: Session
) -> None:
    before = people.refreshed
    window.page("quiet")
    session.run(add_member, "Rosa")
    window.frame.refresh_now()
    assert people.refreshed == before
    window.page("people")
    assert people.refreshed == before + 1
    assert names(people) == ["Rosa"]


def test_searching_narrows_the_list_and_is_still_there_when_one_comes_back(
    qtbot: QtBot, window: MainWindow, people: PeoplePage, session: Session
) -> None:
    for name in ("Rosa", "Kwame"):
        session.run(add_member, name)
    box = window.frame.top.search
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    QTest.keyClicks(box, "kwa")
    qtbot.waitUntil(lambda: names(people) == ["Kwame"])
    window.page("quiet")
    assert not box.isVisible()
    window.page("people")
    assert box.text() == "kwa"


def test_enter_in_the_search_box_goes_to_the_first_thing_found(
    window: MainWindow, people: PeoplePage, session: Session
) -> None:
    done = session.attempt(add_member, "Rosa")
    window.frame.refresh_now()
    box = window.frame.top.search
    QTest.keyClicks(box, "ro")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert people.table.hasFocus()
    assert people.table.current_id() == done.id


def test_esc_goes_back_one_step_at_a_time(window: MainWindow, people: PeoplePage, session: Session) -> None:
    session.run(add_member, "Rosa")
    people.table.setFocus()
    QTest.keyClick(people.table, Qt.Key.Key_Escape)
    assert not people.in_panel
    assert window.frame.banner.isVisible()
    QTest.keyClick(people.table, Qt.Key.Key_Escape)
    assert not window.frame.banner.isVisible()


def test_ctrl_k_finds_a_thing_and_enter_goes_there(
    window: MainWindow, people: PeoplePage, session: Session
) -> None:
    done = session.attempt(add_member, "Rosa")
    window.page("quiet")
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = window.findChild(Finder)
    assert finder is not None
    QTest.keyClicks(finder.box, "ros")
    QTest.keyClick(finder.box, Qt.Key.Key_Return)
    assert window.frame.current_key() == "people"
    assert people.opened == done.id


def test_ctrl_k_runs_a_command_of_another_page(window: MainWindow, people: PeoplePage) -> None:
    window.page("quiet")
    window.frame.commands.find.trigger()
    finder = window.findChild(Finder)
    assert finder is not None
    QTest.keyClicks(finder.box, "new mem")
    QTest.keyClick(finder.box, Qt.Key.Key_Return)
    assert people.isVisible()
    window.frame.refresh_now()
    assert names(people) == ["Rosa"]


def test_f1_lists_every_shortcut_of_page_and_window(window: MainWindow, people: PeoplePage) -> None:
    window.frame.commands.shortcuts.trigger()
    shown = window.findChild(Shortcuts)
    assert shown is not None
    said = {one.text() for one in shown.findChildren(QLabel)}
    for action in [*people.actions(), *window.frame.commands.all()]:
        assert not action.shortcuts() or action.text() in said


def test_the_menu_holds_every_command(window: MainWindow, people: PeoplePage) -> None:
    window.frame.fill_menu()
    menu = window.frame.menu
    held = set(menu.actions())
    for action in menu.actions():
        under = action.menu()
        held |= set(under.actions()) if isinstance(under, QMenu) else set()
    assert set(people.actions()) | set(window.frame.commands.all()) <= held


def test_another_language_is_spoken_at_once_and_loses_no_typing(
    qtbot: QtBot, window: MainWindow, people: PeoplePage
) -> None:
    people.draft.setText("half typed")
    window.speak("fr")
    again = window.page("people")
    assert isinstance(again, PeoplePage)
    assert again is not people
    assert again.draft.text() == "half typed"
    session = window.session
    session.run(add_member, "Rosa")
    qtbot.waitUntil(lambda: names(again) == ["Rosa"])


def test_going_dark_makes_the_window_anew_with_all_that_was_in_it(
    window: MainWindow, people: PeoplePage
) -> None:
    people.draft.setText("half typed")
    window.wear("dark")
    again = window.page("people")
    assert isinstance(again, PeoplePage)
    assert again.draft.text() == "half typed"
    window.wear("light")


def test_a_narrow_window_shows_icons_that_still_have_names(window: MainWindow) -> None:
    window.resize(683, 384)
    for button in window.frame.bar.findChildren(QPushButton):
        assert button.text() == ""
        assert button.accessibleName()
        assert button.toolTip()


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
@pytest.mark.parametrize("code", ["en", "fr"])
def test_nothing_of_the_frame_is_cut_off(
    qtbot: QtBot, window: MainWindow, session: Session, size: tuple[int, int], code: str
) -> None:
    window.speak(code)
    window.resize(*size)
    session.run(add_member, "Rosa")
    qtbot.wait(1)
    whole = window.rect()
    assert window.size().toTuple() == size
    for part in (window.frame.top, window.frame.banner):
        for child in part.findChildren(QWidget):
            if child.isVisible():
                corner = child.mapTo(window, child.rect().topLeft())
                assert whole.contains(child.rect().translated(corner)), child.accessibleName()


def test_a_practice_book_wears_a_stripe(qtbot: QtBot, window: MainWindow, make_book: object) -> None:
    assert "Practice book" not in " ".join(one.text() for one in window.findChildren(QLabel))
    assert callable(make_book)
    practice = MainWindow(Session(make_book("Pretend", practice=True)))
    qtbot.addWidget(practice)
    assert "Practice book" in " ".join(one.text() for one in practice.findChildren(QLabel))


def test_a_locked_book_shows_nothing_until_the_passphrase_is_given(
    qtbot: QtBot, window: MainWindow, people: PeoplePage
) -> None:
    people.draft.setText("half typed")
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not people.isVisible()
    assert window.windowTitle() == "AidBook"
    lock = window.currentWidget()
    assert isinstance(lock, Unlock)
    QTest.keyClicks(lock.field.edit(), "not it at all")
    QTest.keyClick(lock.field.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(lock.field.error()))
    assert not people.isVisible()
    lock.field.set_value("four words on paper")
    QTest.keyClick(lock.field.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(people.isVisible)
    assert people.draft.text() == "half typed"


def test_a_book_nobody_touches_locks_itself(qtbot: QtBot, window: MainWindow) -> None:
    window._idle._timer.setInterval(1)
    window._idle._timer.start()
    qtbot.waitUntil(window.is_locked)


def test_a_widget_can_have_the_whole_window_and_no_shortcut_leads_out_of_it(
    window: MainWindow, session: Session
) -> None:
    door = QWidget()
    session.show_full(door)
    assert door.isVisible()
    assert not window.frame.isVisible()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.frame.current_key() == "people"
    session.leave_full()
    assert window.frame.isVisible()


def test_going_to_a_page_opens_a_thing_and_does_a_command_there(
    window: MainWindow, people: PeoplePage, session: Session
) -> None:
    window.page("quiet")
    session.go("people", "0" * 32, "new")
    assert people.opened == "0" * 32
    assert session.can_undo


def test_the_field_one_is_in_is_left_before_the_book_is_locked(
    window: MainWindow, people: PeoplePage
) -> None:
    left: list[str] = []
    people.draft.editingFinished.connect(lambda: left.append(people.draft.text()))
    people.draft.setFocus()
    people.draft.setText("typed")
    assert QApplication.focusWidget() is people.draft
    window.lock()
    assert left == ["typed"]
