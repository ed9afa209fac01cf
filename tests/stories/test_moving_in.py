"""A group that lives in a spreadsheet moves in over lunch: repeats, a 31 February, an interruption; and again next month."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aidbook.actions.exporting import member_fields, member_rows
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.members import household_ids, household_lines, member_count
from aidbook.store.rows import things
from aidbook.tabular.mapping import our_title
from aidbook.tabular.reading import Pasted
from aidbook.tabular.writing import xlsx_bytes
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.page import MembersPage
from tests.conftest import PASSPHRASE
from tests.stories.moving import file_of

if TYPE_CHECKING:
    from aidbook.ui.reading_in.reading import ReadingIn

ROOT = Path(__file__).resolve().parents[2]
MARCH = """\
Household;Name;Date of birth;Mobile;Household size;Street;Languages;Remarks
1;Rosa Delgado;03/04/1980;+1 (555) 010-1234;2 adults, 3 kids;12 Elm St, 01234 Springfield;Español, Kreyòl;comes by the blue house
1;Ana Delgado;05/06/2012;;;;Español;
2;Łukasz Nowak;1985-02-31;555-0142 / 555-0143;1;4 Oak Ave;Polish;=no doorbell
3;Joe Murphy;07/08/1951;555-0199;4;9 Hill Rd;English;
3;Joe Murphy;07/08/1951;555-0199;4;9 Hill Rd;English;
4;Jo Murphey;07/08/1951;555-0199;4;9 Hill Rd;English;
5;Wozlin;;;me + 2;;Kreyòl;-
;;;;;;;a line that somebody forgot
"""
APRIL = MARCH.replace("555-0142 / 555-0143", "555-0177").replace("1985-02-31", "1985-02-28")


class Coordinator:
    """Somebody at the keyboard who moves a group in."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.book: Book = window.session.book
        page = window.page("members")
        assert isinstance(page, MembersPage)
        self.page = page
        self.reading: ReadingIn = page.reading

    def open(self, source: Path | Pasted) -> None:
        """Read a file, or what was copied, as far as its columns."""
        self.reading.begin("members")
        self.reading.turned.emit()
        if isinstance(source, Pasted):
            QApplication.clipboard().setText(source.text)
            self.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        else:
            self.reading.read_file(source)
        self.wait(lambda: self.reading.currentWidget() is self.reading.columns)

    def look_over(self) -> None:
        """Go on to what it would do."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: self.reading.currentWidget() is self.reading.look)

    def confirm(self) -> None:
        """Read it in."""
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.wait(lambda: not self.reading.is_under_way())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.window.activateWindow()  # a screen that is none forgets that the panel of the work has gone
        self.wait(self.window.isActiveWindow)
        where = QApplication.focusWidget() or self.window
        QTest.keyClick(where, key, modifiers)

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait as a person does."""
        self.qtbot.waitUntil(until, timeout=30_000)

    def counts(self) -> dict[str, int]:
        """Return what the preview counts."""
        return {sort: self.reading.look.count(sort) for sort in ("new", "same", "changed", "decide", "wrong")}


@pytest.fixture
def coordinator(window: MainWindow, qtbot: QtBot) -> Coordinator:
    return Coordinator(window, qtbot)


@pytest.fixture
def march(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text(MARCH, encoding="utf-8")
    return path


def _names(book: Book) -> list[str]:
    return sorted(one.name for one in things(book, Member))


def _answer_days(who: Coordinator, order: str) -> None:
    (question,) = who.reading.reading.mapping.questions if who.reading.reading else ()
    assert "03/04/1980" in question.text
    who.reading.columns._answer("birth", order)  # type: ignore[arg-type] # one of both


def _move_in(who: Coordinator, march: Path) -> None:
    """Do everything up to the last step: the days are day first, and Jo Murphey is the Joe of row 5."""
    who.open(march)
    _answer_days(who, "day first")
    who.look_over()
    _decide(who)


def _decide(who: Coordinator) -> None:
    look = who.reading.look
    look.choose("decide")
    look.list.setFocus()
    who.key(Qt.Key.Key_Return)
    who.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    who.wait(lambda: look.count("decide") == 0 and look.count("same") == 2)


def test_a_group_moves_in_over_lunch(coordinator: Coordinator, march: Path) -> None:
    who, book = coordinator, coordinator.book
    who.open(march)
    _answer_days(who, "day first")
    who.look_over()
    assert who.counts() == {"new": 5, "same": 1, "changed": 0, "decide": 1, "wrong": 2}
    look = who.reading.look
    look.choose("wrong")
    wrong = {tuple(look.wrong.texts(at)[:2]): look.wrong.texts(at)[2] for at in range(2)}
    assert "1985-02-31 is not a day of the calendar" in wrong["4", "Date of birth"]
    assert "no name" in wrong["9", "Name"]
    look.choose("decide")
    (question,) = [look.list.texts(at)[1] for at in range(len(look.list.ids()))]
    assert "same phone" in question
    assert member_count(book) == 0  # nothing before Confirm
    _decide(who)
    who.confirm()
    assert _names(book) == ["Ana Delgado", "Joe Murphy", "Rosa Delgado", "Wozlin", "Łukasz Nowak"]
    sizes = {line.label: line.size for line in household_lines(book, household_ids(book))}
    assert sizes == {"Rosa Delgado": 5, "Łukasz Nowak": 1, "Joe Murphy": 4, "Wozlin": 3}
    (rosa,) = things(book, Member, "name = 'Rosa Delgado'")
    assert (rosa.birth, rosa.phone, rosa.languages) == ("1980-04-03", "+1 (555) 010-1234", ("es", "ht"))


def test_one_undo_takes_all_of_it_back_and_what_was_decided_too(
    coordinator: Coordinator, march: Path
) -> None:
    who = coordinator
    _move_in(who, march)
    who.confirm()
    who.window.session.undo()
    assert (member_count(who.book), household_ids(who.book)) == (0, [])
    who.open(march)
    assert not who.reading.reading or not who.reading.reading.is_remembered
    _answer_days(who, "month first")
    who.look_over()
    assert who.counts()["decide"] == 1


def test_the_same_file_again_changes_nothing_and_asks_nothing(coordinator: Coordinator, march: Path) -> None:
    who = coordinator
    _move_in(who, march)
    who.confirm()
    before = who.book.position
    who.open(march)
    assert who.reading.reading is not None
    assert who.reading.reading.mapping.questions == ()
    who.look_over()
    assert who.counts() == {"new": 0, "same": 7, "changed": 0, "decide": 0, "wrong": 2}
    assert not who.reading.go_on.isEnabled()
    assert who.book.position == before


def test_next_month_s_file_is_one_change_told_cell_by_cell(coordinator: Coordinator, march: Path) -> None:
    who = coordinator
    _move_in(who, march)
    who.confirm()
    who.open(Pasted(APRIL.replace(";", "\t")))
    who.look_over()
    assert who.counts() == {"new": 0, "same": 6, "changed": 1, "decide": 0, "wrong": 1}
    look = who.reading.look
    look.choose("changed")
    assert "Date of birth" in look.list.texts(0)[1]
    inside = look.deciding.inside()
    assert inside is not None
    said = {one.text() for one in inside.findChildren(type(look._said))}
    assert {"555-0142", "555-0177"} <= said
    assert any("1985" in text for text in said)
    who.confirm()
    (lukasz,) = things(who.book, Member, "name = 'Łukasz Nowak'")
    assert (lukasz.phone, lukasz.birth) == ("555-0177", "1985-02-28")


def test_a_spreadsheet_goes_out_and_comes_home_with_its_differences(
    coordinator: Coordinator, march: Path, tmp_path: Path
) -> None:
    who, book = coordinator, coordinator.book
    _move_in(who, march)
    who.confirm()
    fields = member_fields(book)
    rows = [[row.get(name) for name in fields] for row in member_rows(book)]
    path = tmp_path / "members.xlsx"
    path.write_bytes(xlsx_bytes("Members", [our_title(name) for name in fields], rows))
    who.open(path)
    who.look_over()
    assert who.counts() == {"new": 0, "same": 5, "changed": 0, "decide": 0, "wrong": 0}
    who.reading.leave()
    at = fields.index("phone")
    rows[next(n for n, row in enumerate(rows) if row[1] == "Wozlin")][at] = "+509 0042 0001"
    path.write_bytes(xlsx_bytes("Members", [our_title(name) for name in fields], rows))
    who.open(path)
    who.look_over()
    assert who.counts() == {"new": 0, "same": 4, "changed": 1, "decide": 0, "wrong": 0}
    who.confirm()
    (wozlin,) = things(book, Member, "name = 'Wozlin'")
    assert wozlin.phone == "+509 0042 0001"


@pytest.mark.parametrize(
    ("way", "moment"),
    [
        ("killed", 0),
        ("killed", 1),
        ("killed", 3),
        ("raised", 0),
        ("raised", 2),
        ("full", 0),
        ("full", 60),
        ("full", 200),
    ],
)
def test_an_interrupted_confirm_leaves_nothing_or_all(
    make_book: Callable[..., Book], tmp_path: Path, way: str, moment: int
) -> None:
    rows = [f"Person {n};Family {n};555 {n:04d};12 Elm St {n};{'word ' * 20}" for n in range(400)]
    march = tmp_path / "march.csv"
    march.write_text("\n".join(["Name;Family name;Phone;Address;Note", *rows]), encoding="utf-8")
    book = make_book()
    path, before = book.path, book.position
    book.close()
    words = [sys.executable, "-m", "tests.stories.moving", str(path), str(march), way, str(moment)]
    source = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    ran = subprocess.run(
        words,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": source},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in ran.stderr, ran.stderr
    assert (ran.returncode == 0) == (way != "killed")
    with Book.open(path, PASSPHRASE) as again:
        assert member_count(again) == 0
        assert again.position == before
        assert list(check(again)) == []
        moved = file_of(again, march)
        assert len(moved.rows) == 400
