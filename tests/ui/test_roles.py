"""Every role on every page, doing everything that is offered: it sees only what is its own, and nothing breaks."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import distributions, gifts, members, pantry, people_who_open
from aidbook.domain import roles
from aidbook.domain.roles import ROLES, Role, may_do, may_see
from aidbook.store.book import Book
from aidbook.store.distributions import distributions_on
from aidbook.ui import jobs, pages
from aidbook.ui.everything import command_hits, named, thing_hits
from aidbook.ui.main_window import MainWindow
from aidbook.ui.page import Withheld
from aidbook.ui.session import Session
from tests.conftest import PASSPHRASE

OTHERS = "seven kettles in an orchard"
NAMES = ("Quizet", "Zorélia")
HIDDEN = (
    "555 0199",
    "1980",
    "secretknee",
    "Rue Cachée",
    "quiet@example.org",
    "ruelle-nord",
    "blue gate",
    "gaveword",
)


@pytest.fixture
def lived(book: Book) -> Book:
    """Give a book with a household, stock, a gift and a day, all of whose private words can be told apart."""
    rosa = members.add_member(
        book, "Zorélia Quizet", phone="555 0199", birth="1980-03-04", note="secretknee", email="quiet@example.org",
        counted={"0-17": 2}, diet=("halal",),
    ).id  # fmt: skip
    household = members.household_of(book, members.find_member(book, "Quizet"))
    members.edit_household(book, household, address="12 Rue Cachée", zone="ruelle-nord", note="blue gate")
    beans = pantry.add_item(book, "Beans").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=40)])
    day = distributions.plan_distribution(book, clock.today(), contents={beans: 2}).id
    distributions.sign_up(book, day, household)
    gifts.add_gift(book, "hours", member=rosa, minutes=120, note="gaveword")
    return book


def window_of(book: Book, role: Role, qtbot: QtBot) -> MainWindow:
    """Return the window of a person with this role."""
    if role != "coordinator":
        people_who_open.add_person(book, "Marie", role, OTHERS)
    book.close()
    theirs = Book.open(book.path, PASSPHRASE if role == "coordinator" else OTHERS)
    session = Session(theirs)
    made = MainWindow(session)
    session.setParent(made)
    qtbot.addWidget(made, before_close_func=lambda _window: end(theirs))
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def end(book: Book) -> None:
    jobs.stop_all()
    book.close()


def words(widget: QWidget) -> Iterator[str]:
    """Yield everything in sight that can be read, tables and tooltips too."""
    for one in widget.findChildren(QWidget):
        if not one.isVisibleTo(widget):
            continue
        yield one.toolTip()
        yield one.accessibleName()
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            yield one.text()
        elif isinstance(one, QPlainTextEdit):
            yield one.toPlainText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        elif isinstance(one, QListWidget):
            yield from (one.item(at).text() for at in range(one.count()))
        elif isinstance(one, QTableView) and (model := one.model()) is not None:
            for line in range(model.rowCount()):
                yield from (str(model.index(line, at).data() or "") for at in range(model.columnCount()))


def not_for(role: Role) -> tuple[str, ...]:
    return {"coordinator": (), "door": HIDDEN, "shelf": (*HIDDEN, *NAMES)}[role]


def leaks(window: MainWindow, role: Role) -> list[str]:
    said = [text for one in (window, *QApplication.topLevelWidgets()) for text in words(one)]
    return [
        f"{word}: {text}" for word in not_for(role) for text in said if word.casefold() in text.casefold()
    ]


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Let jobs end, and leave what opened over the window."""
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=20_000)
    qtbot.wait(1)
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible():
            one.reject()
    window.session.leave_full()
    for _step in range(4):
        window.frame.current().back()


@pytest.fixture
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer every question of the system with nothing."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args, **_kwargs: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args, **_kwargs: "")
    monkeypatch.setattr("aidbook.ui.sheets.printing.has_printer", lambda: False)


@pytest.mark.usefixtures("nothing_chosen")
@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_its_pages_does_its_actions_and_reads_nothing_else(
    qtbot: QtBot, lived: Book, role: Role
) -> None:
    window = window_of(lived, role, qtbot)
    assert set(window.frame.page_keys()) == {page.key for page in pages.PAGES if may_see(role, page.key)}
    for key in window.frame.page_keys():
        page = window.page(key)
        assert not any(isinstance(action, Withheld) for action in page.actions())
        for name in [action.objectName() for action in named(page)]:
            assert may_do(role, key, name), f"{role} has {name} on {key}"
            window.page(key).do(name)
            settle(qtbot, window)
            assert leaks(window, role) == [], f"after {name} on {key}"
            if window.frame.current_key() not in window.frame.page_keys():
                window.page(key)


@pytest.mark.parametrize("role", ["door", "shelf"])
def test_what_is_withheld_is_offered_nowhere_and_done_from_nowhere(
    qtbot: QtBot, lived: Book, role: Role
) -> None:
    window = window_of(lived, role, qtbot)
    offered = {hit.title for hit in command_hits(window.frame)}
    coordinators = {
        "members": ("gift", "import", "save_table", "move", "died"), "distributions": ("plan", "close", "report", "edit"),
        "stick": ("send", "read", "pair"), "history": ("take-back",), "book": ("add-person", "recovery", "check"),
        "attention": ("",), "pantry": ("receive", "new", "import"),
    }  # fmt: skip
    before = window.session.book.position
    for key, commands in coordinators.items():
        for name in commands:
            if not may_do(role, key, name):
                window.session.go(key, command=name)
                settle(qtbot, window)
    assert window.session.book.position == before
    assert not offered & {
        "Add gift",
        "Plan a distribution",
        "Write a bundle",
        "Let somebody else open the book",
    }


@pytest.mark.parametrize(("role", "found"), [("door", True), ("shelf", False)])
def test_the_finder_finds_what_the_role_sees(qtbot: QtBot, lived: Book, role: Role, found: bool) -> None:  # noqa: FBT001 - a case
    window = window_of(lived, role, qtbot)
    command_hits(window.frame)
    assert bool(thing_hits(window.frame, "Quizet")) is found
    assert thing_hits(window.frame, "0199") == []
    assert thing_hits(window.frame, "555 0199") == []


def test_the_door_edits_a_name_and_the_phone_behind_it_stays(qtbot: QtBot, lived: Book) -> None:
    window = window_of(lived, "door", qtbot)
    page = window.page("members")
    settle(qtbot, window)
    page.open(members.find_member(window.session.book, "Quizet").id)
    page.do("edit")
    edit = page.side._edit  # type: ignore[attr-defined] # the page of members
    assert {"phone", "birth", "note", "email", "since", "may_share", "left"} & set(edit._fields) == set()
    assert edit.household.fields == {}
    edit._fields["name"].edit().setText("Zorélia Q.")
    edit._fields["name"].leave()
    with window.session.book.unblanked():
        whole = members.find_member(window.session.book, "Zorélia")
    assert (whole.name, whole.phone) == ("Zorélia Q.", "555 0199")


def test_a_check_in_at_the_door_counts_ages_that_the_door_does_not_see(qtbot: QtBot, lived: Book) -> None:
    window = window_of(lived, "door", qtbot)
    book = window.session.book
    day = distributions_on(book, clock.today())[0].id
    household = members.household_of(book, members.find_member(book, "Quizet"))
    visit = distributions.check_in(book, day, household).id
    row = book.connection.execute("SELECT by_age FROM visit WHERE id = ?", (visit,)).fetchone()
    assert row == ('{"0-17": 2, "18-59": 1}',)


def test_who_gets_another_role_sees_other_pages_at_once(qtbot: QtBot, lived: Book) -> None:
    window = window_of(lived, "coordinator", qtbot)
    book = window.session.book
    marie = people_who_open.add_person(book, "Marie", "coordinator", OTHERS)
    people_who_open.give_passphrase(book, marie.id, OTHERS)
    done = people_who_open.change_role(book, book.user, "shelf")
    window.session.changed.emit(done.kinds)
    shelf = {page.key for page in pages.PAGES if may_see("shelf", page.key)}
    qtbot.waitUntil(lambda: set(window.frame.page_keys()) == shelf)


def test_no_title_of_a_window_names_a_person(qtbot: QtBot, lived: Book) -> None:
    window = window_of(lived, "door", qtbot)
    for key in window.frame.page_keys():
        window.page(key)
        assert "Marie" not in window.windowTitle()
    window.lock()
    assert window.windowTitle() == "AidBook"
    assert roles.role_word("door") == "door"
