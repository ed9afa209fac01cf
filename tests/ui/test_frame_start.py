"""Starting the program: what it does without a screen, and what it leaves unimported until it is needed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aidbook import __main__

HEAVY = (
    "babel",
    "reportlab",
    "sqlcipher3",
    "sqlite_utils",
    "nacl",
    "pyrage",
    "xlsxwriter",
    "pypdfium2",
    "zstandard",
)


def start(*words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    blank = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    return subprocess.run(
        [sys.executable, "-m", "aidbook", *words],
        env=os.environ | blank | surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux knows of no screen")
def test_without_a_screen_it_says_so_in_a_sentence() -> None:
    ended = start()
    assert ended.returncode == 1
    assert ended.stderr.startswith("AidBook cannot open its window here")
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux knows of no screen")
def test_where_qt_would_abort_it_says_the_same_sentence() -> None:
    ended = start(DISPLAY=":7654", QT_QPA_PLATFORM="xcb")
    assert ended.returncode == 1
    assert "AidBook cannot open its window here" in ended.stderr


def test_the_first_window_needs_nothing_heavy() -> None:
    code = (
        "import sys; from aidbook.ui import app, shell; from PySide6.QtWidgets import QApplication;"
        "a = QApplication([]); s = shell.Shell(); s.begin(); s.show();"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip() == "[]"


def test_only_an_existing_book_file_is_opened_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "x.aidbook"
    assert __main__.only_book([str(path)]) is None
    path.touch()
    assert __main__.only_book([str(path)]) == path
    assert __main__.only_book([str(path), "check"]) is None
    assert __main__.only_book(["list"]) is None
