"""What nobody holds any more is thrown away on the window's thread, whoever makes new things meanwhile."""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aidbook.ui import collecting, jobs
from aidbook.ui.collecting import Collector


@pytest.fixture
def threads() -> Iterator[list[int]]:
    """Give the threads on which things are thrown away."""
    found: list[int] = []

    def note(phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            found.append(threading.get_ident())

    gc.enable()
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def in_circles(_progress: object) -> int:
    """Make many things that hold themselves, as a reading thread does."""
    for _n in range(50_000):
        one: list[object] = []
        one.append(one)
    return 0


def test_a_job_throws_nothing_away(
    qtbot: QtBot, qapp: QApplication, threads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "EVERY_MS", 1)
    parent = QObject(qapp)
    Collector(parent)
    threads.clear()
    with qtbot.waitCallback() as done:
        jobs.run_quietly(in_circles, done, done)
    qtbot.waitUntil(lambda: bool(threads))
    parent.deleteLater()
    assert set(threads) == {threading.get_ident()}


def test_the_program_runs_that_way(tmp_path: Path) -> None:
    code = (
        "import gc\nfrom PySide6.QtCore import QTimer\nfrom aidbook.ui import app\n"
        "def begin(shell, _book): QTimer.singleShot(0, lambda: (print(gc.isenabled()), shell.close()))\n"
        "app.Shell.begin = begin\napp.run()"
    )
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | home | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ended.stdout.strip() == "False"
