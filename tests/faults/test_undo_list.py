"""Who is erased stands in no undo list, no banner, no search and on no page of the window in which it was done."""

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, erasing, gifts, members
from aidbook.actions.sentences import sentence
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store import history as query
from aidbook.store.history import action_ids
from aidbook.ui import jobs
from aidbook.ui.main_window import MainWindow
from tests.attention.conftest import household_of

NAME, LATER, PHONE, STREET = "Xochiquetzalli", "Quetzalpapalotl", "907-555-8361", "Bramblethwaite Lane 7731"
MARKS = ("xochiq", "quetzal", "907-555", "9075558361", "bramble", "lane 77")
"""What is in each of them and nowhere else."""


def betrayed(*texts: str) -> set[str]:
    """Return the marks that stand in texts."""
    return {mark for mark in MARKS for text in texts if mark in text.lower()}


def texts(window: QWidget) -> list[str]:
    """Return all that a window says: what is seen, what is read aloud, what stands in lists, its title."""
    said = [window.windowTitle()]
    for one in filter(
        QWidget.isVisible, window.findChildren(QWidget)
    ):  # a page that is not shown reads again first
        said += [one.accessibleName(), one.accessibleDescription(), one.toolTip(), one.windowTitle()]
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            said.append(one.text())
        elif isinstance(one, QPlainTextEdit):
            said.append(one.toPlainText())
        elif isinstance(one, QAbstractItemView):
            said += cells(one)
    return said


def cells(view: QAbstractItemView) -> list[str]:
    """Return what stands in a list."""
    model, roles = view.model(), (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    if model is None:
        return []
    top = QModelIndex()
    return [
        str(model.index(row, column).data(role))
        for row in range(model.rowCount(top))
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(top))
        for role in (*roles, Qt.ItemDataRole.AccessibleTextRole)
    ]


@pytest.fixture
def her(window: MainWindow) -> Id:
    """Let her be written in, changed, undone and checked in, all in this window; return her."""
    session = window.session
    made = session.attempt(members.add_member, NAME, phone=PHONE, note=f"lives in {STREET}")
    her = made.id
    session.attempt(members.edit_household, household_of(session.book, her), address=STREET)
    day = session.attempt(distributions.plan_distribution, "2026-03-28", {}).id
    session.attempt(distributions.check_in, day, household_of(session.book, her))
    session.attempt(gifts.add_gift, "hours", member=her, minutes=90)
    session.attempt(members.edit_member, her, name=LATER, phone=f"1 {PHONE}")
    session.undo()
    session.attempt(members.add_member, "Kwame Mensah")
    return her


def seen(qtbot: QtBot, window: MainWindow) -> set[str]:
    """Return the marks that stand anywhere, on any page, as somebody goes through all of them."""
    found = set()
    for key in window.frame.page_keys():
        window.frame.show_page(key)
        qtbot.waitUntil(lambda: not jobs.any_running(), timeout=20000)
        found |= betrayed(*texts(window))
    return found


def test_nothing_of_her_is_left_on_any_page_of_the_window(qtbot: QtBot, window: MainWindow, her: Id) -> None:
    assert seen(qtbot, window) >= {"xochiq", "907-555"}, "she must have been there, or nothing is shown"
    with qtbot.waitSignal(window.session.changed):
        window.session.attempt(erasing.erase, her)
    assert seen(qtbot, window) == set()


def test_the_undo_list_does_not_name_her_and_goes_on_around_her(
    qtbot: QtBot, window: MainWindow, her: Id
) -> None:
    session, said = window.session, list[str]()
    session.happened.connect(lambda sentence, _undoable: said.append(sentence))
    session.refused.connect(lambda error: said.append(str(error)))
    before = [sentence(session.book, action) for action in session._undoable]
    assert betrayed(*before)
    session.attempt(erasing.erase, her)
    assert (
        betrayed(*(sentence(session.book, action) for action in [*session._undoable, *session._redoable]))
        == set()
    )
    assert betrayed(*(sentence(session.book, action) for action in action_ids(session.book))) == set()
    for _press in range(12):
        session.undo()
        session.redo()
        session.undo()
    assert session.book.get(Member, her) is None
    assert betrayed(*said) == set()
    assert seen(qtbot, window) == set()


def test_her_actions_are_looked_at_one_by_one_without_her(window: MainWindow, her: Id) -> None:
    """Before and after, in the history: none of the values that were hers."""
    book = window.session.book
    window.session.attempt(erasing.erase, her)
    for action in action_ids(book):
        bodies = [repr(named.body) for named in query.bodies_of(book, action)]
        assert betrayed(sentence(book, action), *bodies) == set()
