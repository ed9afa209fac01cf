"""The page of the book: people let in and removed, the recovery sheet, the passphrase, the lock and its PIN."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import people_who_open
from aidbook.domain import recovery
from aidbook.errors import UserError
from aidbook.paths import default_book
from aidbook.sheets import recovery as sheet
from aidbook.sheets.values import Look
from aidbook.store import keys
from aidbook.store import people as query
from aidbook.store.book import Book
from aidbook.store.slots import WrongPassphrase
from aidbook.ui import jobs
from aidbook.ui.book.locking import LockingSection
from aidbook.ui.book.page import BookPage
from aidbook.ui.book.passphrase import PassphraseSection
from aidbook.ui.book.people import PeopleSection
from aidbook.ui.book.recovery import RecoverySection
from aidbook.ui.book.removing import Removing, Waiting
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pin import SessionPin, WrongPin, could_be_pin
from aidbook.ui.recovering import Recovering
from aidbook.ui.sheets import printing
from aidbook.ui.sheets.pdf import Pdf
from aidbook.ui.shell import Shell
from aidbook.ui.unlock import Unlock
from tests.conftest import PASSPHRASE
from tests.ui.test_accessibility import SIZES, cut, nameless, small

MARIES = "seven kettles in an orchard"
THIRD = "ribbon tractor lemon stairs"


@pytest.fixture
def page(window: MainWindow) -> BookPage:
    """Give the page in the window."""
    made = window.page("book")
    assert isinstance(made, BookPage)
    return made


@pytest.fixture
def card(page: BookPage) -> PeopleSection:
    """Give the card of the people."""
    found = page.sections["people"]
    assert isinstance(found, PeopleSection)
    return found


def idle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=20_000)


def said(widget: QWidget) -> str:
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def add(card: PeopleSection, qtbot: QtBot, name: str, role: str, passphrase: str) -> None:
    card.begin_adding()
    card.label.edit().setText(name)
    card.role.set_value(role)  # type: ignore[arg-type] # one of the roles
    card.new.first.edit().setText(passphrase)
    card.new.second.edit().setText(passphrase)
    QTest.keyClick(card.new.second.edit(), Qt.Key.Key_Return)
    idle(qtbot)


# People


def test_a_person_is_let_in_with_the_keyboard_and_opens_the_book(
    qtbot: QtBot, page: BookPage, card: PeopleSection, book: Book
) -> None:
    page.do("add-person")
    assert card.is_asking()
    assert QApplication.focusWidget() is card.label.edit()
    QTest.keyClicks(card.label.edit(), "Marie")
    card.new.first.edit().setText(MARIES)
    card.new.second.edit().setText(MARIES)
    QTest.keyClick(card.new.second.edit(), Qt.Key.Key_Return)
    idle(qtbot)
    assert "Marie" in said(card)
    assert "own passphrase" in card.outcome.text()
    assert card.new.first.edit().text() == ""
    marie = next(line for line in query.people(book) if not line.is_me)
    assert (marie.role, keys.whose(book, MARIES)) == ("door", marie.id)


def test_what_is_missing_stands_beside_its_field(qtbot: QtBot, card: PeopleSection, book: Book) -> None:
    add(card, qtbot, "", "door", MARIES)
    assert card.label.error()
    add(card, qtbot, "Marie", "door", "short")
    assert "too short" in card.new.first.error()
    assert len(query.people(book)) == 1


def test_the_role_says_what_it_sees(card: PeopleSection) -> None:
    card.begin_adding()
    for role, word in (("shelf", "no people"), ("door", "no addresses"), ("coordinator", "everything")):
        card.role.set_value(role)  # type: ignore[arg-type] # one of the roles
        card.role.typed.emit()
        assert word in said(card.form)


def test_esc_leaves_the_form_and_forgets_what_was_typed(
    qtbot: QtBot, window: MainWindow, page: BookPage, card: PeopleSection
) -> None:
    card.begin_adding()
    card.new.first.edit().setText(MARIES)
    QTest.keyClick(window.frame, Qt.Key.Key_Escape)
    assert not card.is_asking()
    assert card.new.first.edit().text() == ""
    assert not page.back()
    idle(qtbot)


def test_somebody_is_called_otherwise_and_gets_another_role(
    qtbot: QtBot, card: PeopleSection, book: Book
) -> None:
    add(card, qtbot, "Marie", "door", MARIES)
    marie = next(line for line in query.people(book) if line.label == "Marie")
    card.begin_changing(marie)
    card.label.edit().setText("Marie C.")
    card.role.set_value("shelf")
    card.save()
    idle(qtbot)
    changed = next(line for line in query.people(book) if line.id == marie.id)
    assert (changed.label, changed.role) == ("Marie C.", "shelf")


def test_removing_asks_first_and_then_the_key_is_another(
    qtbot: QtBot, card: PeopleSection, book: Book
) -> None:
    add(card, qtbot, "Marie", "door", MARIES)
    before = book.key
    card.begin_changing(next(line for line in query.people(book) if not line.is_me))
    card.remove.click()
    asked = next(one for one in QApplication.topLevelWidgets() if isinstance(one, Removing))
    assert book.key == before
    assert "Marie" in said(asked)
    assert "Marie" not in asked.windowTitle()
    asked.go.click()
    idle(qtbot)
    qtbot.waitUntil(lambda: "no more" in card.outcome.text())
    assert book.key != before
    assert "Copies elsewhere" in card.outcome.text()
    assert "Marie" not in said(card)
    with pytest.raises(WrongPassphrase):
        people_who_open.change_passphrase(book, MARIES, THIRD)


def test_one_cannot_remove_oneself(card: PeopleSection, book: Book) -> None:
    card.begin_changing(query.people(book)[0])
    assert card.remove.isHidden()


def test_one_changes_one_s_own_passphrase(qtbot: QtBot, page: BookPage, book: Book) -> None:
    mine = page.sections["passphrase"]
    assert isinstance(mine, PassphraseSection)
    mine.begin()
    for present, error in ((MARIES, "does not open"), (PASSPHRASE, "")):
        mine.present.edit().setText(present)
        mine.new.first.edit().setText(THIRD)
        mine.new.second.edit().setText(THIRD)
        mine.save()
        idle(qtbot)
        assert error in mine.present.error()
    assert book.check_passphrase(THIRD)


def test_where_somebody_knows_the_old_passphrase_the_key_changes_too(
    qtbot: QtBot, page: BookPage, book: Book
) -> None:
    mine, before = page.sections["passphrase"], book.key
    assert isinstance(mine, PassphraseSection)
    mine.begin()
    mine.present.edit().setText(PASSPHRASE)
    mine.new.first.edit().setText(THIRD)
    mine.new.second.edit().setText(THIRD)
    mine.known.set_value(True)
    mine.save()
    qtbot.waitUntil(lambda: bool(mine.outcome.text()), timeout=20_000)
    assert book.key != before
    assert book.check_passphrase(THIRD)


# The recovery sheet


@pytest.fixture
def proving(qtbot: QtBot, page: BookPage) -> Iterator[RecoverySection]:
    """Give the card of the recovery sheet, its code made."""
    made = page.sections["recovery"]
    assert isinstance(made, RecoverySection)
    page.do("recovery")
    idle(qtbot)
    yield made
    made.back()


def test_the_sheet_is_made_typed_back_and_then_good(
    qtbot: QtBot, proving: RecoverySection, book: Book
) -> None:
    code = proving._code
    assert query.recovery_state(book) == "printed"
    proving.typed.edit().setText(recovery.new_code())
    proving.check()
    idle(qtbot)
    assert "another sheet" in proving.typed.error()
    proving.typed.edit().setText(code.lower())
    QTest.keyClick(proving.typed.edit(), Qt.Key.Key_Return)
    idle(qtbot)
    assert query.recovery_state(book) == "proved"
    assert code not in said(proving)
    assert proving._code == ""


def test_the_printed_sheet_says_the_code_what_it_is_for_and_where_to_keep_it(
    proving: RecoverySection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pdf = Pdf(proving.sheet(7))
    text = " ".join(pdf.text(0).split())
    assert len(pdf) == 1
    assert all(group in text for group in recovery.groups(proving._code))
    for words in ("Sheet 7", "What it is for", "Where to keep it", "Page 1 of 1"):
        assert words in text
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    proving.print_it()
    assert "by hand" in proving.outcome.text()
    assert not list(tmp_path.rglob("*.pdf"))


def test_the_sheet_is_the_same_bytes_for_the_same_code(book: Book) -> None:
    code = recovery.new_code()
    made = [sheet.draw(sheet.collect(book, code, "2026-03-28", 1), Look()) for _time in range(2)]
    assert made[0] == made[1]


def test_another_sheet_ends_the_one_before(qtbot: QtBot, proving: RecoverySection, book: Book) -> None:
    first, key = proving._code, book.key
    proving.back()
    proving.begin()
    qtbot.waitUntil(lambda: bool(proving._code), timeout=20_000)
    assert book.key != key
    with pytest.raises(UserError, match="another sheet"):
        people_who_open.prove_recovery(book, first)
    people_who_open.prove_recovery(book, proving._code)


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[Shell]:
    """Give the window before a book is open."""
    made = Shell()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    jobs.stop_all()
    made.close()


def press(shell: Shell, words: str) -> None:
    button = next(one for one in shell.findChildren(QPushButton) if one.isVisible() and one.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_forgotten_passphrase_is_set_anew_in_the_window(qtbot: QtBot, shell: Shell) -> None:
    with Book.create(default_book(), PASSPHRASE, site_name="Eastside") as book:
        code = people_who_open.make_recovery(book)
    shell.begin()
    press(shell, "I forgot it and have the recovery sheet")
    screen = shell.currentWidget()
    assert isinstance(screen, Recovering)
    screen.code.edit().setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    screen.check()
    idle(qtbot)
    assert "group 7" in screen.code.error()
    screen.code.edit().setText(code)
    QTest.keyClick(screen.code.edit(), Qt.Key.Key_Return)
    qtbot.waitUntil(screen.passphrase.isVisible, timeout=20_000)
    assert not screen.who.isVisible()
    screen.passphrase.first.edit().setText(THIRD)
    screen.passphrase.second.edit().setText(THIRD)
    screen.check()
    qtbot.waitUntil(lambda: shell.main is not None, timeout=20_000)
    assert shell.main is not None
    assert shell.main.session.book.role == "coordinator"
    shell.close()
    Book.open(default_book(), THIRD).close()


def test_going_back_from_the_recovery_sheet_closes_the_book(qtbot: QtBot, shell: Shell) -> None:
    with Book.create(default_book(), PASSPHRASE, site_name="Eastside") as book:
        code = people_who_open.make_recovery(book)
    shell.recover(default_book())
    screen = shell.currentWidget()
    assert isinstance(screen, Recovering)
    screen.code.edit().setText(code)
    screen.check()
    qtbot.waitUntil(screen.passphrase.isVisible, timeout=20_000)
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert isinstance(shell.currentWidget(), Unlock)
    Book.open(default_book(), PASSPHRASE).close()


# The lock and its PIN


def set_pin(page: BookPage, qtbot: QtBot, passphrase: str, pin: str) -> LockingSection:
    card = page.sections["locking"]
    assert isinstance(card, LockingSection)
    card.begin_pin()
    card.passphrase.edit().setText(passphrase)
    card.pin.edit().setText(pin)
    card.save_pin()
    idle(qtbot)
    return card


def unlock(window: MainWindow, qtbot: QtBot, typed: str) -> str:
    """Type into the lock, and return what it says is wrong."""
    lock = window._lock
    assert lock is not None
    lock.field.edit().setText(typed)
    QTest.keyClick(lock.field.edit(), Qt.Key.Key_Return)
    idle(qtbot)
    return lock.field.error() if window.is_locked() else ""


def test_a_pin_wants_the_passphrase_and_then_unlocks_the_session(
    qtbot: QtBot, window: MainWindow, page: BookPage
) -> None:
    card = set_pin(page, qtbot, MARIES, "2580")
    assert "does not open" in card.passphrase.error()
    assert not window.session.pin.is_set
    card = set_pin(page, qtbot, PASSPHRASE, "25")
    assert "no PIN" in card.pin.error()
    set_pin(page, qtbot, PASSPHRASE, "2580")
    window.lock()
    unlock(window, qtbot, "2580")
    assert not window.is_locked()


def test_three_wrong_pins_leave_the_passphrase_alone(
    qtbot: QtBot, window: MainWindow, page: BookPage
) -> None:
    set_pin(page, qtbot, PASSPHRASE, "2580")
    window.lock()
    said_each_time = [unlock(window, qtbot, typed) for typed in ("0000", "1111", "2222")]
    assert "2 tries are left" in said_each_time[0]
    assert "1 try is left" in said_each_time[1]
    assert "Only the passphrase" in said_each_time[2]
    assert unlock(window, qtbot, "2580")
    assert window.is_locked()
    unlock(window, qtbot, PASSPHRASE)
    assert not window.is_locked()
    assert not window.session.pin.is_set


def test_a_pin_opens_no_book_and_is_written_nowhere(
    qtbot: QtBot, page: BookPage, book: Book, tmp_path: Path
) -> None:
    set_pin(page, qtbot, PASSPHRASE, "7391846")
    assert not book.check_passphrase("7391846")
    assert not any(b"7391846" in one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())


def test_wrong_pins_are_counted_across_locks_and_not_after_a_right_one() -> None:
    pin = SessionPin()
    pin.set("2580")
    for _round in range(3):
        for _time in range(2):
            with pytest.raises(WrongPin):
                pin.must_be("0000")
        pin.must_be("2580")
        pin.begin_again()
    assert pin.is_set
    assert not any(map(could_be_pin, ("258", "12345678", "25a0", "")))


def test_another_persons_passphrase_does_not_unlock_this_session(
    qtbot: QtBot, window: MainWindow, book: Book
) -> None:
    people_who_open.add_person(book, "Marie", "shelf", MARIES)
    window.lock()
    assert "does not open" in unlock(window, qtbot, MARIES)
    assert window.is_locked()


def test_somebody_else_opens_the_book_from_the_lock(qtbot: QtBot, shell: Shell) -> None:
    with Book.create(default_book(), PASSPHRASE, site_name="Eastside") as book:
        people_who_open.add_person(book, "Marie", "shelf", MARIES)
    shell.enter(Book.open(default_book(), PASSPHRASE))
    assert shell.main is not None
    shell.main.lock()
    press(shell, "Somebody else opens the book")
    screen = shell.currentWidget()
    assert isinstance(screen, Unlock)
    assert "Marie" not in said(screen)
    screen.field.edit().setText(MARIES)
    screen.check()
    qtbot.waitUntil(lambda: shell.main is not None, timeout=20_000)
    assert shell.main.session.book.role == "shelf"


def test_the_book_locks_itself_after_as_long_as_was_set(
    qtbot: QtBot, window: MainWindow, page: BookPage, book: Book
) -> None:
    assert window._idle._timer.interval() == 15 * 60_000
    card = page.sections["locking"]
    assert isinstance(card, LockingSection)
    card.after.show_value(2)
    card.after.leave()
    assert query.lock_after_minutes(book) == 2
    assert window._idle._timer.interval() == 2 * 60_000
    idle(qtbot)


def test_who_types_in_a_dialog_is_not_idle(
    qtbot: QtBot, window: MainWindow, card: PeopleSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Removing(card, window.session, "f" * 32, "Marie", lambda _done: None)
    asked.open()
    qtbot.waitUntil(asked.isActiveWindow)
    counted: list[int] = []
    monkeypatch.setattr(window._idle, "count_anew", lambda: counted.append(1))
    QTest.keyClick(asked.windowHandle(), Qt.Key.Key_Tab)
    assert counted
    asked.reject()


# At every size, in a longer language, with a screen reader


def begin_form(page: BookPage, form: str) -> None:
    page.back()
    people = page.sections["people"]
    assert isinstance(people, PeopleSection)
    if form == "change":
        people.begin_changing(query.people(page.session.book)[1])
    else:
        page.do(form)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", ["add-person", "change", "passphrase", "pin", "recovery"])
def test_no_form_is_cut_and_every_field_has_a_name(
    qtbot: QtBot, window: MainWindow, book: Book, form: str, size: tuple[int, int]
) -> None:
    people_who_open.add_person(book, "Marie-Antoinette Desrosiers-Baptiste", "coordinator", MARIES)
    window.resize(*size)
    for code in ("en", "fr"):
        window.speak(code)
        page = window.page("book")
        assert isinstance(page, BookPage)
        begin_form(page, form)
        idle(qtbot)
        for dialog in (one for one in QApplication.topLevelWidgets() if isinstance(one, Waiting)):
            qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible(), timeout=20_000)  # type: ignore[misc] # a dialog
        qtbot.wait(1)
        assert (cut(window), nameless(window), small(window)) == ([], [], [])
        page.back()


@pytest.mark.parametrize("size", SIZES)
def test_the_screens_before_a_book_are_whole_and_named(
    qtbot: QtBot, shell: Shell, size: tuple[int, int]
) -> None:
    with Book.create(default_book(), PASSPHRASE, site_name="Eastside") as book:
        people_who_open.add_person(book, "Marie", "coordinator", MARIES)
        code = people_who_open.make_recovery(book)
    shell.resize(*size)
    shell.recover(default_book())
    screen = shell.currentWidget()
    assert isinstance(screen, Recovering)
    qtbot.wait(1)
    assert (cut(shell), nameless(shell), small(shell)) == ([], [], [])
    screen.code.edit().setText(code)
    screen.check()
    qtbot.waitUntil(screen.who.isVisible, timeout=20_000)
    qtbot.wait(1)
    assert (cut(shell), nameless(shell), small(shell)) == ([], [], [])
    screen.leave()
