"""The line that searches everything shows what it has found while it goes on, and lets nobody lose their place."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aidbook.ui.finder import Finder, Hit
from aidbook.ui.main_window import MainWindow


class Slow:
    """A book in which the first is found soon, and the second when it may be."""

    def __init__(self) -> None:
        self.may, self.done = False, list[str]()

    def hit(self, title: str) -> Hit:
        """Return a line that notes that it was chosen."""
        return Hit(QIcon(), title, "", lambda: self.done.append(title))

    def things(self, _text: str) -> Iterator[list[Hit]]:
        """Yield Rosa, then nothing for as long as it takes, then Rosalind."""
        yield [self.hit("Rosa")]
        while not self.may:
            yield []
        yield [self.hit("Rosalind")]

    def commands(self) -> list[Hit]:
        """Return two commands, of which one fits what is typed here."""
        return [self.hit("Roster"), self.hit("Lock")]


@pytest.fixture
def slow() -> Slow:
    """Give the slow book."""
    return Slow()


@pytest.fixture
def finder(window: MainWindow, slow: Slow) -> Finder:
    """Give the line, open over the window, with "ros" typed."""
    made = Finder(window, slow.commands, slow.things, iter([None] * 5))
    made.open()
    QTest.keyClicks(made.box, "ros")
    return made


def _shown(finder: Finder) -> list[str]:
    return [finder.list.item(at).text() for at in range(finder.list.count())]


def test_what_is_found_is_shown_while_the_rest_is_looked_for(
    finder: Finder, slow: Slow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: _shown(finder) == ["Rosa", "Roster"])
    slow.may = True
    qtbot.waitUntil(lambda: _shown(finder) == ["Rosa", "Rosalind", "Roster"])


def test_who_moved_stays_where_they_are_when_more_is_found(finder: Finder, slow: Slow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: _shown(finder) == ["Rosa", "Roster"])
    QTest.keyClick(finder.box, Qt.Key.Key_Down)
    slow.may = True
    qtbot.waitUntil(lambda: len(_shown(finder)) == 3)
    QTest.keyClick(finder.box, Qt.Key.Key_Return)
    assert slow.done == ["Roster"]


def test_enter_waits_for_all_that_fits_and_the_arrow_runs_nothing(finder: Finder, slow: Slow) -> None:
    QTest.keyClick(finder.box, Qt.Key.Key_Down)
    assert slow.done == []
    slow.may = True
    finder.box.clear()
    QTest.keyClicks(finder.box, "ros")
    QTest.keyClick(finder.box, Qt.Key.Key_Return)
    assert slow.done == ["Rosa"]
