"""The first start, set-up, the lock before a book, and the practice book."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aidbook.i18n import language
from aidbook.paths import config_dir, data_dir, default_book
from aidbook.store.book import MIN_PASSPHRASE, Book
from aidbook.ui import jobs, settings, strength
from aidbook.ui.shell import Shell
from aidbook.ui.unlock import Unlock
from aidbook.ui.welcome import SetUp, Welcome

PASSPHRASE = "four words on paper"
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[Shell]:
    made = Shell()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    jobs.stop_all()
    made.close()


def now(shell: Shell, kind: type[W]) -> W:
    screen = shell.currentWidget()
    assert isinstance(screen, kind)
    return screen


def press(shell: Shell, words: str) -> None:
    buttons = [one for one in shell.findChildren(QPushButton) if one.isVisible() and one.text() == words]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def make_ours() -> None:
    Book.create(default_book(), PASSPHRASE, site_name="Eastside").close()


def fill(screen: SetUp, site: str, first: str, second: str) -> None:
    screen.site.edit().setText(site)
    screen.first.edit().setText(first)
    screen.second.edit().setText(second)


def test_a_first_start_offers_our_book_and_a_practice_book(shell: Shell) -> None:
    shell.begin()
    words = [one.text() for one in now(shell, Welcome).findChildren(QPushButton)]
    assert words[:2] == ["Start our book", "Open a practice book, with pretend people"]


def test_our_book_is_started_with_a_site_and_a_passphrase_typed_twice(qtbot: QtBot, shell: Shell) -> None:
    shell.begin()
    press(shell, "Start our book")
    fill(now(shell, SetUp), "Eastside", PASSPHRASE, PASSPHRASE)
    press(shell, "Start our book")
    qtbot.waitUntil(lambda: shell.main is not None)
    assert shell.main is not None
    assert shell.main.session.book.site.name == "Eastside"
    shell.close()
    Book.open(default_book(), PASSPHRASE).close()


@pytest.mark.parametrize(
    ("site", "first", "second", "where"),
    [
        ("", PASSPHRASE, PASSPHRASE, "site"),
        ("Eastside", "", "", "first"),
        ("Eastside", PASSPHRASE, PASSPHRASE.upper(), "second"),
        ("Eastside", "short", "short", "first"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_no_book_is_made(
    qtbot: QtBot, shell: Shell, site: str, first: str, second: str, where: str
) -> None:
    shell.set_up()
    screen = now(shell, SetUp)
    fill(screen, site, first, second)
    screen.check()
    qtbot.waitUntil(lambda: bool(getattr(screen, where).error()))
    qtbot.waitUntil(lambda: not jobs.any_running())
    assert not default_book().exists()


def test_set_up_says_what_happens_if_every_passphrase_is_lost(shell: Shell) -> None:
    shell.set_up()
    said = " ".join(one.text() for one in now(shell, SetUp).findChildren(QLabel))
    assert "the book is gone" in said


def test_the_language_changes_at_once_and_is_remembered(shell: Shell) -> None:
    shell.set_up("Lakay")
    screen = now(shell, SetUp)
    screen.language.box().setCurrentIndex(3)
    screen.language.box().activated.emit(3)
    assert language() == "ht"
    assert now(shell, SetUp) is not screen
    assert now(shell, SetUp).site.edit().text() == "Lakay"
    assert settings.load().language == "ht"


def test_a_later_start_asks_for_the_passphrase_of_our_book(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    shell.begin()
    screen = now(shell, Unlock)
    QTest.keyClicks(screen.field.edit(), "something else")
    QTest.keyClick(screen.field.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "does not open the book" in screen.field.error())
    screen.field.set_value(PASSPHRASE)
    QTest.keyClick(screen.field.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.main is not None)


def test_a_book_that_is_open_elsewhere_says_so(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    with Book.open(default_book(), PASSPHRASE):
        shell.begin()
        screen = now(shell, Unlock)
        screen.field.set_value(PASSPHRASE)
        screen.check()
        qtbot.waitUntil(lambda: "open in another window" in screen.field.error())


def test_a_book_file_that_was_clicked_on_is_the_one_that_is_opened(
    shell: Shell, make_book: Callable[..., Book]
) -> None:
    path = make_book("Westside").path
    shell.begin(path)
    assert "westside" in [one.text() for one in now(shell, Unlock).findChildren(QLabel)]


def test_the_practice_book_opens_without_a_question_and_again_the_next_time(
    qtbot: QtBot, shell: Shell
) -> None:
    Book.create(data_dir() / "practice.aidbook", "practice book", site_name="Pretend", practice=True).close()
    shell.begin()
    press(shell, "Open a practice book, with pretend people")
    qtbot.waitUntil(lambda: shell.main is not None)
    assert shell.main is not None
    assert shell.main.session.book.practice


def test_from_an_empty_page_one_gets_to_pretend_people_and_back(qtbot: QtBot, shell: Shell) -> None:
    make_ours()
    Book.create(data_dir() / "practice.aidbook", "practice book", site_name="Pretend", practice=True).close()
    shell.enter(Book.open(default_book(), PASSPHRASE))
    assert shell.main is not None
    shell.main.session.open_practice()
    qtbot.waitUntil(lambda: shell.main is not None and shell.main.session.book.practice)
    shell.main.frame.commands.other_book.trigger()
    press(shell, "Open our book")
    assert now(shell, Unlock)


def test_closing_the_window_gives_the_book_free(shell: Shell) -> None:
    make_ours()
    shell.enter(Book.open(default_book(), PASSPHRASE))
    shell.close()
    Book.open(default_book(), PASSPHRASE).close()


def test_what_this_machine_remembers_survives_a_damaged_file() -> None:
    kept = settings.keep(language="es", look="dark")
    assert settings.load() == kept
    next(config_dir().iterdir()).write_text("[]")
    assert settings.load().look == "system"


def test_the_hint_knows_weak_from_strong() -> None:
    assert strength.MIN_PASSPHRASE == MIN_PASSPHRASE
    assert strength.hint("beans")[1] == "plain"
    assert strength.hint("aaaaaaaaaaaaaaaa")[1] == "heed"
    assert strength.hint("password")[1] == "heed"
    assert strength.hint("kettle orchard violin seven marsh rope")[1] == "good"
