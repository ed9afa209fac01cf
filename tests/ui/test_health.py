"""Whether the book is whole, as one sees it; and saving what can be read of a damaged one."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions.members import add_member
from aidbook.actions.people_who_open import make_recovery
from aidbook.paths import default_book
from aidbook.store.book import Book
from aidbook.store.pages import PAGE_BYTES
from aidbook.ui import jobs
from aidbook.ui.book.health import HealthSection
from aidbook.ui.main_window import MainWindow
from aidbook.ui.recovering import Recovering
from aidbook.ui.salvaging import SalvageScreen
from aidbook.ui.session import Session
from aidbook.ui.shell import Shell
from aidbook.ui.unlock import Unlock
from aidbook.ui.widgets.basics import Button
from tests.conftest import PASSPHRASE

W = TypeVar("W", bound=QWidget)
behind_the_ledger = pytest.mark.behind_the_ledger


def section(window: MainWindow) -> HealthSection:
    page = window.page("book")
    found: HealthSection | None = page.findChild(HealthSection)
    assert found is not None
    return found


def look(qtbot: QtBot, do: Callable[[], None]) -> None:
    do()
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=20000)
    qtbot.wait(1)


def test_a_whole_book_says_so_and_since_when(qtbot: QtBot, window: MainWindow) -> None:
    here = section(window)
    assert "Nobody has looked" in here.last.text()
    assert here.save.isHidden()
    look(qtbot, here.check)
    qtbot.waitUntil(lambda: "every entry, signature and figure" in here.last.text())
    assert here.anew.isHidden()


@behind_the_ledger
def test_what_is_wrong_is_told_and_made_anew(
    qtbot: QtBot, window: MainWindow, session: Session, book: Book
) -> None:
    add_member(book, "Rosa")
    book.connection.execute("UPDATE member SET name = 'Rose'")
    here = section(window)
    told: list[object] = []
    session.changed.connect(told.append)
    look(qtbot, here.check)
    qtbot.waitUntil(here.anew.isVisible)
    assert here.findings.text() == "What the book shows of members is not what its ledger says."
    look(qtbot, here.rebuild)
    qtbot.waitUntil(here.anew.isHidden)
    assert book.connection.execute("SELECT name FROM member").fetchall() == [("Rosa",)]
    assert any("member" in kinds for kinds in told if isinstance(kinds, frozenset))


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[Shell]:
    made = Shell()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def damaged() -> Path:
    """Give our book with a page in it that was written over."""
    return damage(default_book())[0]


@pytest.fixture
def damaged_with_a_sheet() -> tuple[Path, str]:
    """Give it, and the code of its recovery sheet."""
    return damage(default_book())


def damage(path: Path) -> tuple[Path, str]:
    """Make a book and write over a page of it; return it and the code of its recovery sheet."""
    with Book.create(path, PASSPHRASE, site_name="Eastside") as book:
        add_member(book, "Rosa")
        code = make_recovery(book)
        (page,) = book.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'user'").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE_BYTES)
        file.write(bytes([0xA5]) * PAGE_BYTES)
    return path, code


def screen(qtbot: QtBot, shell: Shell, kind: type[W]) -> W:
    qtbot.waitUntil(lambda: isinstance(shell.currentWidget(), kind), timeout=20000)
    found = shell.currentWidget()
    assert isinstance(found, kind)
    return found


def test_a_book_that_does_not_open_is_saved_from_the_lock_and_opens_again(
    qtbot: QtBot, shell: Shell, damaged: Path
) -> None:
    shell.begin()
    lock = screen(qtbot, shell, Unlock)
    assert not ways(lock, "Save what can be read of it")
    lock.field.set_value(PASSPHRASE)
    lock.check()
    qtbot.waitUntil(lambda: bool(ways(lock, "Save what can be read of it")), timeout=20000)
    assert "damaged" in lock.field.error()
    ways(lock, "Save what can be read of it")[0].click()

    saving = screen(qtbot, shell, SalvageScreen)
    saving.field.set_value("not the passphrase")
    saving.begin()
    qtbot.waitUntil(lambda: "does not open" in saving.field.error(), timeout=20000)
    saving.field.set_value(PASSPHRASE)
    saving.begin()
    qtbot.waitUntil(saving.words.isVisible, timeout=20000)
    assert "Nothing is lost." in saving.words.text()
    assert "our-damaged-1.aidbook" in saving.words.text()
    assert damaged.with_name("our-damaged-1.aidbook").is_file()
    saving.go.click()

    lock = screen(qtbot, shell, Unlock)
    lock.field.set_value(PASSPHRASE)
    lock.check()
    qtbot.waitUntil(lambda: shell.main is not None, timeout=20000)
    shell.close()
    with Book.open(damaged, PASSPHRASE) as book:
        assert book.connection.execute("SELECT name FROM member").fetchall() == [("Rosa",)]


def test_a_damaged_book_is_saved_with_the_recovery_sheet_alone(
    qtbot: QtBot, shell: Shell, damaged_with_a_sheet: tuple[Path, str]
) -> None:
    path, code = damaged_with_a_sheet
    shell.begin()
    lock = screen(qtbot, shell, Unlock)
    ways(lock, "I forgot it and have the recovery sheet")[0].click()
    recovering = screen(qtbot, shell, Recovering)
    recovering.code.set_value(code)
    recovering.check()
    qtbot.waitUntil(lambda: bool(ways(recovering, "Save what can be read of it")), timeout=20000)
    ways(recovering, "Save what can be read of it")[0].click()

    saving = screen(qtbot, shell, SalvageScreen)
    assert saving.code.isVisible()
    assert not saving.field.isVisible()
    saving.code.set_value(f"{code[:-1]}{'2' if code[-1] != '2' else '3'}")
    saving.begin()
    qtbot.waitUntil(lambda: bool(saving.code.error()), timeout=20000)
    saving.code.set_value(code)
    saving.begin()
    qtbot.waitUntil(saving.words.isVisible, timeout=20000)
    assert "Nothing is lost." in saving.words.text()
    saving.go.click()
    screen(qtbot, shell, Recovering)
    shell.close()
    with Book.open(path, code, "recovery") as book:
        assert book.connection.execute("SELECT name FROM member").fetchall() == [("Rosa",)]


def test_who_took_the_wrong_way_turns_between_the_passphrase_and_the_sheet(
    qtbot: QtBot, shell: Shell, damaged: Path
) -> None:
    shell.salvage(damaged)
    saving = screen(qtbot, shell, SalvageScreen)
    assert saving.field.isVisible()
    ways(saving, "I forgot it and have the recovery sheet")[0].click()
    assert saving.code.isVisible()
    assert saving.code.edit().hasFocus()
    saving.code.edit().clear()
    saving.begin()
    assert saving.code.error()
    ways(saving, "With the passphrase instead")[0].click()
    assert saving.field.isVisible()
    assert not saving.code.isVisible()
    saving.field.set_value(PASSPHRASE)
    saving.begin()
    qtbot.waitUntil(saving.words.isVisible, timeout=20000)
    shell.close()


def ways(lock: QWidget, words: str) -> list[Button]:
    return [one for one in lock.findChildren(Button) if one.text() == words]
