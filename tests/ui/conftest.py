"""A window on a real book, without a screen."""

import gc
import os
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from aidbook.i18n import set_language
from aidbook.store.book import Book
from aidbook.ui import jobs, theme
from aidbook.ui.main_window import MainWindow
from aidbook.ui.session import Session


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Dress the program as a person sees it, in English; leave no work running behind a test."""
    set_language("en")
    if not qapp.styleSheet():
        theme.apply(qapp, "light")
    gc.disable()  # as in the program: on a thread of a job it would throw widgets away
    yield
    jobs.stop_all()
    qapp.processEvents()
    gc.enable()


@pytest.fixture
def session(book: Book) -> Session:
    """Give a session in an empty book."""
    return Session(book)


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> MainWindow:
    """Give the window on that book, as large as an old laptop's screen."""
    made = MainWindow(session)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made
