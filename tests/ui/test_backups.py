"""Backups in the window: made by themselves and by hand, and gone back to, by keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions.members import add_member
from aidbook.paths import default_book
from aidbook.store import backup, backup_places
from aidbook.store.book import Book
from aidbook.ui import jobs
from aidbook.ui.backing_up import CHANGED, DailyBackup
from aidbook.ui.book.backups import BackupsSection
from aidbook.ui.main_window import MainWindow
from aidbook.ui.restoring import RestoreScreen
from aidbook.ui.session import Session
from aidbook.ui.shell import Shell
from aidbook.ui.unlock import Unlock
from aidbook.ui.welcome import Welcome
from aidbook.ui.widgets import choose_file

PASSPHRASE = "four words on paper"
WAIT_MS = 15_000
DAY_MS = 86_400_000


def words(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def press(widget: QWidget, text: str) -> None:
    (found,) = (one for one in widget.findChildren(QPushButton) if one.isVisible() and one.text() == text)
    found.click()


# On the page of the book


@pytest.fixture
def section(qtbot: QtBot, window: MainWindow) -> BackupsSection:
    made = BackupsSection(window.session)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_book_without_a_backup_says_so(section: BackupsSection) -> None:
    assert section.last.text() == "There is no good backup of this book yet."


def test_back_up_now_makes_one_and_says_that_it_is_good(
    qtbot: QtBot, section: BackupsSection, book: Book
) -> None:
    press(section, "Back up now")
    qtbot.waitUntil(lambda: "whole and was checked" in section.outcome.text(), timeout=WAIT_MS)
    assert len(backup.list_backups(book)) == 1
    assert section.last.text().startswith("The last good backup was made on ")
    qtbot.waitUntil(lambda: "made by hand" in words(section), timeout=WAIT_MS)


def test_onto_a_stick_says_when_it_is_safe_to_pull(
    qtbot: QtBot, section: BackupsSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(choose_file, "folder", lambda *_args: stick)
    press(section, "Onto a stick")
    qtbot.waitUntil(lambda: "safe to pull" in section.outcome.text(), timeout=WAIT_MS)
    assert len(list(stick.glob("*.aidbackup"))) == 1


def test_a_stick_that_is_gone_is_said_beside_the_button(
    qtbot: QtBot, section: BackupsSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose_file, "folder", lambda *_args: tmp_path / "gone")
    press(section, "Onto a stick")
    qtbot.waitUntil(lambda: "There is no folder" in section.outcome.text(), timeout=WAIT_MS)


def test_each_days_backup_goes_to_a_second_place_too(
    qtbot: QtBot, section: BackupsSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, book: Book
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setattr(choose_file, "folder", lambda *_args: disk)
    press(section, "Choose a folder or stick")
    qtbot.waitUntil(lambda: len(list(disk.glob("*.aidbackup"))) == 1, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=WAIT_MS)
    assert str(disk) in words(section)
    press(section, "No second copy")
    assert backup_places.second_place(book.identity.site) is None


# By itself


def daily(qtbot: QtBot, session: Session) -> DailyBackup:
    made = DailyBackup(session)
    made.look()
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=WAIT_MS)
    return made


def test_a_backup_is_made_by_itself_once_a_day(
    qtbot: QtBot, session: Session, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(session.changed, check_params_cb=lambda kinds: kinds == CHANGED, timeout=WAIT_MS):
        by_itself = daily(qtbot, session)
    by_itself.look()
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=WAIT_MS)
    assert len(backup.list_backups(book)) == 1
    moment = clock.now_ms() + DAY_MS
    monkeypatch.setattr(clock, "now_ms", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: clock.day_of(moment))
    by_itself.look()
    qtbot.waitUntil(lambda: len(backup.list_backups(book)) == 2, timeout=WAIT_MS)


def test_one_works_on_while_it_is_made(qtbot: QtBot, session: Session, book: Book) -> None:
    by_itself = DailyBackup(session)
    by_itself.look()
    while jobs.any_running():
        add_member(book, "Meanwhile")
        qtbot.wait(1)
    assert len(backup.list_backups(book)) == 1


def test_what_stands_in_its_way_is_said_once(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    said: list[object] = []
    session.refused.connect(said.append)
    by_itself = daily(qtbot, session)
    by_itself.look()
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=WAIT_MS)
    assert len(said) == 1
    assert "not enough room" in str(said[0])


def test_a_second_place_gets_todays_backup_as_soon_as_it_is_in(
    qtbot: QtBot, session: Session, book: Book, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    backup_places.choose_second_place(book.identity.site, stick)
    by_itself = daily(qtbot, session)
    assert len(backup.list_backups(book)) == 1
    stick.mkdir()
    by_itself.look()
    qtbot.waitUntil(lambda: len(list(stick.glob("*.aidbackup"))) == 1, timeout=WAIT_MS)


# Going back


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[Shell]:
    made = Shell()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    jobs.stop_all()
    made.close()


def make_ours() -> Path:
    """Make our book with Ana, a backup of it, and then Ben; return the backup."""
    with Book.create(default_book(), PASSPHRASE, site_name="Eastside") as book:
        add_member(book, "Ana")
        made = backup.make(book)
        add_member(book, "Ben")
    return made.path


def look(qtbot: QtBot, screen: RestoreScreen, passphrase: str = PASSPHRASE) -> None:
    screen.asking.field.edit().setText(passphrase)
    QTest.keyClick(screen.asking.field.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=WAIT_MS)


def screen_of(widget: QWidget | None) -> RestoreScreen:
    assert isinstance(widget, RestoreScreen)
    return widget


def names(shell: Shell) -> list[str]:
    assert shell.main is not None
    rows = shell.main.session.book.connection.execute("SELECT name FROM member WHERE kept = 1 ORDER BY name")
    return [name for (name,) in rows]


def test_from_the_open_book_one_sees_what_would_be_lost_and_goes_back(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    shell.enter(Book.open(default_book(), PASSPHRASE))
    assert shell.main is not None
    section = BackupsSection(shell.main.session)
    qtbot.addWidget(section)
    section.begin_restoring()
    screen = screen_of(shell.main.currentWidget())
    QTest.keyClick(screen.choosing.list, Qt.Key.Key_Return)
    look(qtbot, screen)
    assert "1 thing that was done since would be lost." in words(screen.telling)
    assert "Added Ben" in words(screen.telling)
    assert names(shell) == ["Ana", "Ben"]
    before = shell.main
    press(screen, "Restore")
    qtbot.waitUntil(lambda: shell.main is not None and shell.main is not before, timeout=WAIT_MS)
    assert names(shell) == ["Ana"]


def test_going_back_step_by_step_changes_nothing(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    shell.enter(Book.open(default_book(), PASSPHRASE))
    assert shell.main is not None
    section = BackupsSection(shell.main.session)
    qtbot.addWidget(section)
    section.begin_restoring()
    screen = screen_of(shell.main.currentWidget())
    QTest.keyClick(screen.choosing.list, Qt.Key.Key_Return)
    look(qtbot, screen)
    for step in (screen.telling, screen.asking, screen.choosing):
        assert step.isVisible()
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert shell.main.currentWidget() is shell.main.frame
    assert names(shell) == ["Ana", "Ben"]
    assert not list(default_book().parent.glob("*.restoring*"))


def test_the_lock_hides_what_would_be_lost(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    shell.enter(Book.open(default_book(), PASSPHRASE))
    assert shell.main is not None
    section = BackupsSection(shell.main.session)
    qtbot.addWidget(section)
    section.begin_restoring()
    screen = screen_of(shell.main.currentWidget())
    QTest.keyClick(screen.choosing.list, Qt.Key.Key_Return)
    look(qtbot, screen)
    shell.main.lock()
    assert isinstance(shell.main.currentWidget(), Unlock)


def test_from_the_lock_a_damaged_book_is_replaced(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    default_book().write_bytes(b"\0" * 8192)
    shell.begin()
    press(shell, "Restore a backup")
    screen = screen_of(shell.currentWidget())
    QTest.keyClick(screen.choosing.list, Qt.Key.Key_Return)
    look(qtbot, screen)
    assert "cannot be read any more" in words(screen.telling)
    press(screen, "Restore")
    qtbot.waitUntil(lambda: shell.main is not None, timeout=WAIT_MS)
    assert names(shell) == ["Ana"]


def test_a_new_laptop_opens_a_backup_from_the_first_screen(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(shutil.move(make_ours(), tmp_path / "moved.aidbackup"))
    shutil.rmtree(default_book().parent)
    shell.begin()
    assert isinstance(shell.currentWidget(), Welcome)
    press(shell, "Open a backup")
    screen = screen_of(shell.currentWidget())
    assert "There is no backup on this computer." in words(screen)
    monkeypatch.setattr(choose_file, "open_file", lambda *_args: file)
    press(screen, "Choose a file, on a stick for instance")
    look(qtbot, screen)
    press(screen, "Restore")
    qtbot.waitUntil(lambda: shell.main is not None, timeout=WAIT_MS)
    assert names(shell) == ["Ana"]


def test_a_wrong_passphrase_is_said_and_can_be_typed_again(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    shell.open_backup(default_book())
    screen = screen_of(shell.currentWidget())
    QTest.keyClick(screen.choosing.list, Qt.Key.Key_Return)
    look(qtbot, screen, "not the passphrase")
    assert "does not open the book" in words(screen)
    look(qtbot, screen)
    assert screen.telling.isVisible()


def test_the_recovery_sheet_opens_a_backup_too(qtbot: QtBot, shell: Shell) -> None:
    from aidbook.actions.people_who_open import make_recovery
    from aidbook.ui.recovering import Recovering

    with Book.create(default_book(), PASSPHRASE, site_name="Eastside") as book:
        code = make_recovery(book)
        backup.make(book)
    shell.open_backup(default_book())
    screen = screen_of(shell.currentWidget())
    QTest.keyClick(screen.choosing.list, Qt.Key.Key_Return)
    press(screen, "I forgot it and have the recovery sheet")
    screen.asking.code.edit().setText(code)
    QTest.keyClick(screen.asking.code.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(screen.telling.isVisible, timeout=WAIT_MS)
    press(screen, "Restore")
    qtbot.waitUntil(lambda: isinstance(shell.currentWidget(), Recovering), timeout=WAIT_MS)
