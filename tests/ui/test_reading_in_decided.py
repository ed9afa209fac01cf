"""Deciding about the rows of a file by keyboard, wide and narrow."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.page import MembersPage
from aidbook.ui.reading_in.choice import broken
from aidbook.ui.reading_in.look import LookStep
from aidbook.ui.reading_in.words import from_the_left

ROWS = """Name,Born,Phone
Rosa Delgado,1980-03-04,555 0142
Roza Delgado,1980-03-04,555 0142
Samuel Murphy,1951-08-07,555 0177
Samul Murphy,1951-08-07,555 0177
Ana Okafor,1991-02-03,555 0188
Ana Okafr,1991-02-03,555 0188
Noah Kim,soon,555 0199
"""


@pytest.fixture
def look(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> LookStep:
    """Give a file that was looked over: three rows may be the ones before them, and a cell is wrong."""
    page = window.frame.show_page("members")
    assert isinstance(page, MembersPage)
    path = tmp_path / "list.csv"
    path.write_text(ROWS, encoding="utf-8")
    reading = page.reading
    reading.begin("members")
    reading.turned.emit()
    reading.read_file(path)
    qtbot.waitUntil(lambda: reading.currentWidget() is reading.columns)
    reading.next()
    qtbot.waitUntil(lambda: reading.currentWidget() is reading.look)
    with qtbot.waitActive(window):
        window.activateWindow()
    return reading.look


@pytest.fixture
def press(window: MainWindow) -> Callable[..., None]:
    """Give what presses a key wherever the keyboard is."""

    def pressed(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)
        QApplication.processEvents()

    return pressed


def _asked(look: LookStep) -> int:
    return look.list.ids().index(look.list.current_id())


def test_two_rows_of_a_file_stand_side_by_side(look: LookStep) -> None:
    inside = look.deciding.inside()
    assert inside is not None
    words = [one.text() for one in inside.findChildren(QLabel)]
    at = words.index("Field")
    assert words[at : at + 6] == ["Field", "Row 2", "Row 3", "Name", "Rosa Delgado", "Roza Delgado"]


def test_who_decided_goes_on_with_the_next_row_and_in_the_end_with_those_left(
    look: LookStep, press: Callable[..., None], qtbot: QtBot
) -> None:
    look.list.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    for now_asked, left in ((2, 2), (0, 1)):
        press(Qt.Key.Key_Space)
        qtbot.waitUntil(lambda n=left: look.count("decide") == n)  # type: ignore[misc] # mypy infers no default
        assert _asked(look) == now_asked


def test_each_sort_has_its_key_and_esc_goes_back_one_step(
    look: LookStep, press: Callable[..., None], qtbot: QtBot
) -> None:
    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: look.sort == "wrong")
    assert len(look.wrong.ids()) == 1
    press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: look.sort == "decide")
    look.list.setFocus()
    press(Qt.Key.Key_Return)
    assert next(iter(look.deciding.buttons.values())).hasFocus()
    press(Qt.Key.Key_Escape)
    assert look.list.hasFocus()
    assert look.isVisible()


def test_in_a_narrow_window_another_sort_shows_its_list(
    look: LookStep, press: Callable[..., None], window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(683, 384)
    QApplication.processEvents()
    look.list.setFocus()
    press(Qt.Key.Key_Return)
    assert not look.list.isVisible()
    press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(look.wrong.isVisible)
    look.wrong.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert look.wrong.hasFocus()


def test_a_long_choice_is_broken_between_its_words() -> None:
    assert broken("the same person as Rosa Delgado", 12, len) == ["the same", "person as", "Rosa Delgado"]
    assert broken("on row 1855\u00a0; once", 12, len) == ["on row", "1855\u00a0; once"]
    assert broken("Wolfeschlegelstein of row 2", 12, len) == ["Wolfeschlegelstein", "of row 2"]


@pytest.mark.parametrize("name", ["مريم عثمان", "(רחל)"])
def test_a_sentence_that_begins_with_an_arabic_name_begins_at_the_left(name: str) -> None:
    assert from_the_left(f"{name} is new").startswith("\u200e")
    assert from_the_left(f"Rosa may be {name}.") == f"Rosa may be {name}."


def test_no_choice_is_wider_than_its_panel(look: LookStep) -> None:
    for made in look.deciding.buttons.values():
        lines = made.text().split("\n")
        assert all(made.fontMetrics().horizontalAdvance(line) < made.width() for line in lines)
