"""Every control of every page has a name, and the keyboard reaches it: what a screen reader would find."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aidbook.i18n import set_language
from aidbook.ui import pages
from aidbook.ui.main_window import MainWindow
from aidbook.ui.theme import ROW
from aidbook.ui.unlock import Unlock
from aidbook.ui.welcome import SetUp, Welcome
from aidbook.ui.widgets.tab_order import stops

KEYS = [page.key for page in pages.registered()]


def walk(found: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield found
    for number in range(found.childCount()):
        child = found.child(number)
        if child is not None and child.isValid():
            yield from walk(child)


def nameless(widget: QWidget) -> list[str]:
    """Return what can have the keyboard and says nothing of itself; a list's cells speak for themselves."""
    bad = []
    for found in walk(QAccessible.queryAccessibleInterface(widget)):
        state = found.state()
        if not state.focusable or state.invisible or found.role() in _CELLS:
            continue
        if not found.text(QAccessible.Text.Name).strip():
            what = found.object()
            bad.append(
                f"{type(what).__name__} {found.role()} in {type(what.parent() if what else None).__name__}"
            )
    return bad


_CELLS = {
    QAccessible.Role.Cell,
    QAccessible.Role.ListItem,
    QAccessible.Role.ColumnHeader,
    QAccessible.Role.RowHeader,
}


def small(widget: QWidget) -> list[str]:
    """Return the buttons and fields in sight that are lower than a finger or a shaking hand wants."""
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    return [
        f"{one.accessibleName()} is {one.height()} high"
        for kind in kinds
        for one in widget.findChildren(kind)
        if one.isVisible() and one.height() < ROW and not isinstance(one.parent(), QLineEdit | QComboBox)
    ]


def test_a_control_without_a_name_is_found(qtbot: QtBot) -> None:
    screen = SetUp()
    qtbot.addWidget(screen)
    screen.show()
    screen.site.edit().setAccessibleName("")
    screen.site.edit().setPlaceholderText("")
    screen.site.label().setBuddy(None)  # type: ignore[arg-type] # Qt takes none
    assert len(nameless(screen)) == 1


def cut(widget: QWidget) -> list[str]:
    """Return the words in sight that have less room than they need."""
    bad = []
    for one in widget.findChildren(QWidget):
        if not one.isVisible() or not isinstance(one, QLabel | QPushButton) or not one.text():
            continue
        wraps = isinstance(one, QLabel) and one.wordWrap()
        needs = one.heightForWidth(one.width()) if wraps else one.minimumSizeHint().height()
        if one.height() < needs or (not wraps and one.width() < one.minimumSizeHint().width()):
            bad.append(f"{one.text()!r} has {one.size().toTuple()}")
    return bad


def _wait_until_laid_out(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.waitUntil(lambda: cut(widget) == [])


SIZES = [(1366, 768), (1024, 600), (683, 384)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", KEYS)
def test_no_words_of_a_page_are_cut_or_pressed_together(
    qtbot: QtBot, window: MainWindow, key: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    for code in ("en", "fr"):
        window.speak(code)
        window.page(key)
        _wait_until_laid_out(qtbot, window)
        assert window.size().toTuple() == size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", ["en", "ht"])
def test_no_words_of_the_first_screens_are_cut_or_pressed_together(
    qtbot: QtBot, size: tuple[int, int], code: str
) -> None:
    set_language(code)
    for screen in (Welcome([]), SetUp(), Unlock("Our book", "A sentence that says why.", str)):
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        _wait_until_laid_out(qtbot, screen)


@pytest.mark.parametrize("key", KEYS)
def test_every_control_of_a_page_has_a_name(window: MainWindow, key: str) -> None:
    window.page(key)
    assert nameless(window) == []


@pytest.mark.parametrize("key", KEYS)
def test_every_target_of_a_page_is_large_enough(qtbot: QtBot, window: MainWindow, key: str) -> None:
    window.page(key)
    qtbot.wait(1)
    assert small(window) == []


@pytest.mark.parametrize("key", KEYS)
def test_tab_goes_round_a_page_as_the_eye_does_and_back_to_where_it_began(
    window: MainWindow, key: str
) -> None:
    page = window.page(key)
    window.frame.focus_page()
    seen: list[QWidget | None] = []
    while window.focusWidget() not in seen and len(seen) < 300:
        seen.append(window.focusWidget())
        window.focusNextChild()
    assert len(seen) < 300
    assert any(one is not None and page.isAncestorOf(one) for one in seen)
    laid_out = [one for one in stops(window) if one in seen]
    begun = laid_out.index(seen[0])  # type: ignore[arg-type] # a window in front has the keyboard somewhere
    assert seen == laid_out[begun:] + laid_out[:begun]


def test_welcome_and_set_up_have_names_for_all_they_ask(qtbot: QtBot) -> None:
    for screen in (Welcome([]), SetUp()):
        qtbot.addWidget(screen)
        screen.show()
        assert nameless(screen) == []
        assert small(screen) == []
