"""The log and the report of a crash hold what mends the program, and nobody's data."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from aidbook import __version__, log, paths
from aidbook.actions import members
from aidbook.cli import main
from aidbook.errors import DiskFull
from aidbook.store.book import Book
from aidbook.ui import crash
from aidbook.ui.main_window import MainWindow
from aidbook.ui.widgets.dialog import Refusal
from tests.conftest import PASSPHRASE

MARK = "Zephyrine"


def read() -> str:
    return "".join(file.read_text() for file in paths.log_dir().iterdir())


def fail_over(who: str) -> None:
    try:
        int(who)
    except ValueError as error:
        raise RuntimeError(f"cannot greet {who}") from error


@pytest.fixture
def failure() -> Iterator[Exception]:
    try:
        fail_over(MARK)
    except RuntimeError as error:
        yield error


def test_an_error_is_noted_by_its_kind_and_its_place_in_the_code(failure: Exception) -> None:
    log.failure("our own error", failure)
    first, second = read().splitlines()
    assert f" {__version__} our own error: builtins.RuntimeError test_log.py:" in first
    assert "fail_over" in first
    assert "builtins.ValueError" in second
    assert MARK not in first + second
    assert str(Path.home()) not in first + second


def test_a_word_that_is_not_the_programs_own_is_left_out() -> None:
    log.event("command", "check-in", f"{MARK} Baptiste", "/home/rosa/our.aidbook")
    assert read().rstrip().endswith(f"{__version__} command check-in - -")


def test_a_log_that_has_grown_turns_over_and_stays_small() -> None:
    for _line in range(200):
        log.event("command", *["check-in"] * 900)
    sizes = {file.name: file.stat().st_size for file in paths.log_dir().iterdir()}
    assert sorted(sizes) == ["aidbook.log", "aidbook.log.1", "aidbook.log.2", "aidbook.log.3"]
    assert sum(sizes.values()) < 900_000


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AIDBOOK_HOME", str(tmp_path / "file"))
    log.event("window")


def test_an_error_of_ours_on_the_command_line_is_a_report_and_not_a_traceback(
    book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    members.add_member(book, MARK)
    book.close()
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr("aidbook.store.check.check_and_remember", lambda *_: fail_over(MARK))
    assert main(["check", str(book.path)]) == 1
    said = capsys.readouterr()
    assert "Your records are safe" in said.err
    assert "RuntimeError" in said.err
    for text in (said.err, said.out, read()):
        assert MARK not in text
        assert str(book.path) not in text


def test_a_crash_is_noted_and_told_with_a_report_that_holds_no_data(
    qtbot: QtBot, window: MainWindow, failure: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    members.add_member(window.session.book, MARK)
    crash.show(type(failure), failure, failure.__traceback__)
    qtbot.waitUntil(lambda: bool(window.findChildren(crash.Crash)))
    dialog = window.findChildren(crash.Crash)[0]
    shown = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    assert "fail_over" in shown
    words = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "Your records are safe" in words
    said = capsys.readouterr().err
    assert not [text for text in (shown, words, said, read()) if MARK in text or str(Path.home()) in text]
    dialog.reject()


def test_a_failure_of_the_world_that_nobody_caught_is_told_as_such(qtbot: QtBot, window: MainWindow) -> None:
    error = OSError(28, "No space left on device", f"/home/{MARK}/our.aidbook")
    crash.show(type(error), error, None)
    qtbot.waitUntil(lambda: bool(window.findChildren(Refusal)))
    dialog = window.findChildren(Refusal)[0]
    assert DiskFull().what in {one.text() for one in dialog.findChildren(QLabel)}
    assert not window.findChildren(crash.Crash)
    assert MARK not in read()
    dialog.reject()
