"""Long work: on its own connection, with progress, stopped with nothing half done, errors brought back."""

import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from aidbook.actions.members import add_member
from aidbook.domain.done import Done
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.members import member_ids
from aidbook.ui import jobs
from aidbook.ui.jobs import Progress
from aidbook.ui.main_window import MainWindow
from aidbook.ui.session import Session
from aidbook.ui.unlock import Unlock
from aidbook.ui.widgets.dialog import Dialog
from aidbook.ui.widgets.progress_panel import ProgressPanel
from tests.conftest import PASSPHRASE


@pytest.fixture
def here(window: MainWindow) -> MainWindow:
    return window


def test_what_a_job_did_is_shown_and_can_be_taken_back(
    qtbot: QtBot, here: MainWindow, session: Session, book: Book
) -> None:
    told: list[Done] = []

    def work(other: Book, progress: Progress) -> Done:
        progress(1, 2)
        return add_member(other, "Rosa")

    session.job(here, "Reading the file", work, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert len(member_ids(book)) == 1
    assert "Rosa" in here.frame.banner.text()
    session.undo()
    assert member_ids(book) == []


def test_the_panel_says_what_is_done_and_how_far(qtbot: QtBot, here: MainWindow, session: Session) -> None:
    go_on = threading.Event()

    def work(_book: Book, progress: Progress) -> None:
        progress(3, 4, "Reading row 3")
        go_on.wait(5)

    session.job(here, "Reading the file", work)
    panel = here.findChild(ProgressPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: panel.bar.value() == 3)
    assert panel.bar.maximum() == 4
    go_on.set()
    with qtbot.waitSignal(panel.finished):
        pass


def test_stopping_leaves_nothing_half_done(
    qtbot: QtBot, here: MainWindow, session: Session, book: Book
) -> None:
    begun = threading.Event()

    def work(other: Book, progress: Progress) -> None:
        with other.transaction():
            add_member(other, "Rosa")
            begun.set()
            for step in range(5000):
                threading.Event().wait(0.001)
                progress(step, 5000)

    session.job(here, "Reading the file", work)
    panel = here.findChild(ProgressPanel)
    assert panel is not None
    assert begun.wait(5)
    panel.reject()
    qtbot.waitUntil(lambda: not jobs.any_running())
    assert member_ids(book) == []
    assert "Nothing was changed" in here.frame.banner.text()


def test_what_a_job_cannot_do_is_said_in_the_banner(qtbot: QtBot, here: MainWindow, session: Session) -> None:
    def work(_book: Book, _progress: Progress) -> None:
        raise UserError("The file is gone.", "Plug the stick in again.")

    session.job(here, "Reading the file", work)
    qtbot.waitUntil(here.frame.banner.isVisible)
    assert here.frame.banner.text() == "The file is gone. Plug the stick in again."


def test_an_error_of_our_own_in_a_job_reaches_the_crash_dialog(
    qtbot: QtBot, here: MainWindow, session: Session
) -> None:
    def work(_book: Book, _progress: Progress) -> None:
        raise ZeroDivisionError

    with capture_exceptions() as caught:
        session.job(here, "Reading the file", work)
        qtbot.waitUntil(lambda: not jobs.any_running())
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_closing_the_book_ends_its_work_and_calls_nobody_back(
    qtbot: QtBot, here: MainWindow, session: Session
) -> None:
    begun, told = threading.Event(), list[int]()

    def work(_book: Book, progress: Progress) -> int:
        begun.set()
        for step in range(5000):
            threading.Event().wait(0.001)
            progress(step, 5000)
        return 1

    session.job(here, "Reading the file", work, told.append)
    assert begun.wait(5)
    jobs.stop_all()
    assert not jobs.any_running()
    qtbot.wait(20)
    assert told == []
    assert not here.findChildren(ProgressPanel)


def test_a_reading_whose_page_is_gone_is_dropped(qtbot: QtBot, session: Session) -> None:
    from PySide6.QtWidgets import QWidget

    asker, told = QWidget(), list[list[str]]()
    session.read(asker, member_ids, told.append)
    asker.deleteLater()
    del asker
    qtbot.waitUntil(lambda: not jobs.any_running())
    assert told == []


def test_a_dialog_that_ends_behind_the_lock_is_not_missed(
    qtbot: QtBot, here: MainWindow, session: Session
) -> None:
    go_on, told = threading.Event(), list[bool]()
    session.job(here, "Reading the file", lambda _book, _progress: go_on.wait(5), told.append)
    panel = here.window().findChild(ProgressPanel)
    assert panel is not None
    qtbot.waitUntil(panel.isVisible)
    over = Dialog(here, "A question over it")
    over.open()
    here.lock()
    assert not panel.isVisible()
    assert not over.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: here.findChild(ProgressPanel) is None)
    lock = here.currentWidget()
    assert isinstance(lock, Unlock)
    lock.field.set_value(PASSPHRASE)
    with capture_exceptions() as raised:
        lock.check()
        qtbot.waitUntil(lambda: not here.is_locked())
    assert raised == []
    assert over.isVisible()
    over.reject()
