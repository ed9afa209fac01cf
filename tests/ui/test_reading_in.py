"""Reading a file in through the window: its columns, what it would do, and one undo for all of it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aidbook.actions import profiles
from aidbook.actions.members import add_member
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.members import member_count, member_ids, member_lines
from aidbook.store.pantry import barcodes, item_lines
from aidbook.store.rows import things
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.page import MembersPage
from aidbook.ui.members.saving import save_list
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.reading_in import saving
from aidbook.ui.reading_in.reading import ReadingIn
from aidbook.ui.widgets.basics import Button
from aidbook.ui.widgets.dialog import Dialog
from aidbook.ui.widgets.notice import Notice

REAL = Path(__file__).parents[1] / "data" / "real"


@pytest.fixture
def members(window: MainWindow) -> MembersPage:
    """Give the page of members in the window."""
    page = window.frame.show_page("members")
    assert isinstance(page, MembersPage)
    return page


@pytest.fixture
def pantry(window: MainWindow) -> PantryPage:
    """Give the pantry's page in the window."""
    page = window.frame.show_page("pantry")
    assert isinstance(page, PantryPage)
    return page


def _read(reading: ReadingIn, path: Path, kind: str, qtbot: QtBot) -> None:
    reading.begin(kind)  # type: ignore[arg-type] # one of the kinds
    reading.turned.emit()
    reading.read_file(path)
    qtbot.waitUntil(lambda: reading.currentWidget() is reading.columns)


def _look_over(reading: ReadingIn, qtbot: QtBot) -> None:
    reading.next()
    qtbot.waitUntil(lambda: reading.currentWidget() is reading.look)


def test_a_file_is_read_in_looked_over_and_one_undo_takes_it_back(
    members: MembersPage, window: MainWindow, book: Book, qtbot: QtBot
) -> None:
    reading = members.reading
    _read(reading, REAL / "sahana-shelter-people.csv", "members", qtbot)
    _look_over(reading, qtbot)
    assert reading.look.count("new") == 9
    assert reading.go_on.text() == "Read in 9 rows"
    assert member_count(book) == 0  # nothing before the last step
    reading.next()
    qtbot.waitUntil(lambda: not reading.is_under_way())
    assert member_count(book) == 9
    assert members.title() == "Members"
    assert len(members.list.ids()) == 9
    window.session.undo()
    assert member_count(book) == 0


def test_what_is_wrong_says_row_and_column(pantry: PantryPage, book: Book, qtbot: QtBot) -> None:
    reading = pantry.reading
    _read(reading, REAL / "diaper-barcodes.csv", "codes", qtbot)
    _look_over(reading, qtbot)
    reading.look.choose("wrong")
    assert reading.look.wrong.texts(0)[:2] == ["21", "column 1"]
    assert "3700086357" in reading.look.wrong.texts(0)[2]
    reading.next()
    qtbot.waitUntil(lambda: not reading.is_under_way())
    assert len(barcodes(book)) == 71


def test_another_column_is_chosen_and_what_has_none_is_asked(
    members: MembersPage, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Alpha,Phone\nRosa,555-0142\nTi Jo,555-0199\n", encoding="utf-8")
    reading = members.reading
    _read(reading, path, "members", qtbot)
    name = reading.columns.fields["name"]
    name.set_value(None)
    reading.columns._map("name", None)
    assert not reading.go_on.isEnabled()
    assert name.error() == "Say which column this is."
    reading.columns._map("name", 0)
    assert reading.go_on.isEnabled()
    _look_over(reading, qtbot)
    reading.next()
    qtbot.waitUntil(lambda: member_count(book) == 2)
    assert [line.name for line in member_lines(book, member_ids(book))] == ["Rosa", "Ti Jo"]


def test_a_delivery_note_that_was_read_before_asks(
    pantry: PantryPage, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "note.csv"
    path.write_text("Item,Quantity received\nBeans,48\nRice,10\n", encoding="utf-8")
    reading = pantry.reading
    for said in ("", "already"):
        _read(reading, path, "delivery", qtbot)
        _look_over(reading, qtbot)
        reading.next()
        qtbot.waitUntil(lambda: not reading.is_under_way() or bool(reading.look.trouble()))
        assert said in reading.look.trouble()
    assert reading.is_under_way()
    assert [line.on_hand for line in item_lines(book, "beans")] == [48]
    reading.look.again_wanted.emit()
    qtbot.waitUntil(lambda: not reading.is_under_way())
    assert [line.on_hand for line in item_lines(book, "beans")] == [96]


def test_the_same_stock_list_again_changes_nothing(pantry: PantryPage, book: Book, qtbot: QtBot) -> None:
    reading = pantry.reading
    for expected in ("new", "same"):
        _read(reading, REAL / "openboxes-inventory.csv", "stock", qtbot)
        _look_over(reading, qtbot)
        assert reading.look.count(expected) == 42
        if expected == "new":
            reading.next()
            qtbot.waitUntil(lambda: not reading.is_under_way())
    assert not reading.go_on.isEnabled()
    assert len(item_lines(book)) == 42


def test_a_file_that_cannot_be_read_says_so_where_it_was_chosen(
    members: MembersPage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "scan.csv"
    path.write_bytes(b"%PDF-1.7 nothing to read here")
    reading = members.reading
    reading.begin("members")
    reading.read_file(path)
    qtbot.waitUntil(lambda: bool(reading.choosing.trouble()))
    assert "scan.csv" in reading.choosing.trouble()
    assert reading.currentWidget() is reading.choosing


def test_a_change_of_language_keeps_the_file(members: MembersPage, window: MainWindow, qtbot: QtBot) -> None:
    _read(members.reading, REAL / "sahana-shelter-people.csv", "members", qtbot)
    window.speak("fr")
    page = window.frame.current()
    assert isinstance(page, MembersPage)
    assert page.reading.is_under_way()
    assert page.reading.currentWidget() is page.reading.columns
    window.speak("en")


def test_cells_copied_elsewhere_are_pasted_and_nothing_copied_says_so(
    members: MembersPage, book: Book, qtbot: QtBot
) -> None:
    reading = members.reading
    reading.begin("members")
    reading.turned.emit()
    QApplication.clipboard().setText(" \n")
    reading.choosing.paste.click()
    qtbot.waitUntil(lambda: bool(reading.choosing.trouble()))
    assert "no cells to paste" in reading.choosing.trouble()
    QApplication.clipboard().setText('Name\tNote\nRosa\t"two\nlines"\nTi Jo\t=1+1\n')
    reading.choosing.paste.click()
    qtbot.waitUntil(lambda: reading.currentWidget() is reading.columns)
    _look_over(reading, qtbot)
    reading.next()
    qtbot.waitUntil(lambda: not reading.is_under_way())
    assert {one.note for one in things(book, Member)} == {"two\nlines", "=1+1"}


def test_the_next_file_of_a_source_says_that_its_columns_are_known(
    members: MembersPage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "list.csv"
    reading = members.reading
    for month, said in (("Rosa", False), ("Ana", True)):
        path.write_text(f"Alpha,Beta\n{month},0042\n", encoding="utf-8")
        _read(reading, path, "members", qtbot)
        notices = [one.text() for one in reading.columns.findChildren(Notice) if not one.isHidden()]
        assert any("last such file" in text for text in notices) == said
        reading.columns._map("name", 0)
        _look_over(reading, qtbot)
        reading.next()
        qtbot.waitUntil(lambda: not reading.is_under_way())


def test_what_the_site_does_not_ask_is_said_and_stays_outside(
    members: MembersPage, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    profiles.choose(book, "our own shelf")
    path = tmp_path / "list.csv"
    path.write_text("Name,Phone,Household size\nRosa,0042,4\n", encoding="utf-8")
    reading = members.reading
    _read(reading, path, "members", qtbot)
    assert "phone" not in reading.columns.fields
    _look_over(reading, qtbot)
    assert "does not ask it: Phone" in reading.look._off.text()
    reading.next()
    qtbot.waitUntil(lambda: not reading.is_under_way())
    assert [one.phone for one in things(book, Member)] == [None]


def test_decisions_alone_are_remembered_by_the_main_button(
    members: MembersPage, book: Book, tmp_path: Path, qtbot: QtBot
) -> None:
    add_member(book, "Rosa Delgado", birth="1980-03-04", phone="555 0142")
    path = tmp_path / "list.csv"
    path.write_text("Name,Born,Phone\nRoza Delgado,1980-03-04,555 0142\n", encoding="utf-8")
    reading = members.reading
    _read(reading, path, "members", qtbot)
    _look_over(reading, qtbot)
    assert not reading.go_on.isEnabled()
    reading.look.deciding.answer("leave out")
    qtbot.waitUntil(reading.go_on.isEnabled)
    assert reading.go_on.text() == "Remember what was decided"
    reading.next()
    qtbot.waitUntil(lambda: not reading.is_under_way())
    _read(reading, path, "members", qtbot)
    _look_over(reading, qtbot)
    assert (reading.look.count("decide"), member_count(book)) == (0, 1)
    assert not reading.go_on.isEnabled()


def test_the_list_that_is_saved_comes_home_unchanged(
    window: MainWindow,
    members: MembersPage,
    book: Book,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    add_member(book, "Rosa", phone="+15550101", skills=("plumbing",), counted={"0-17": 2})
    add_member(book, "=1+1", left="left")
    path = tmp_path / "list.csv"
    monkeypatch.setattr(saving, "save_file", lambda *_words: path)
    save_list(members, window.session, member_ids(book))
    (dialog,) = (one for one in window.findChildren(Dialog) if one.isVisible())
    next(one for one in dialog.findChildren(Button) if one.text() == "Save it").click()
    qtbot.waitUntil(path.exists)
    _read(members.reading, path, "members", qtbot)
    _look_over(members.reading, qtbot)
    counts = [members.reading.look.count(sort) for sort in ("new", "changed", "decide", "wrong")]
    assert counts == [0, 0, 0, 0]
