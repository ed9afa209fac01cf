"""Killed at any moment, a real encrypted book has everything that was confirmed, and is whole."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.faults import cut_off
from tests.conftest import PASSPHRASE

ROOT = Path(__file__).resolve().parents[2]


class Writer:
    """The program that writes on, and what it has confirmed."""

    def __init__(self) -> None:
        source = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writing_on"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": source},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def write_until_killed(self, path: Path, seconds: float) -> list[str]:
        """Let it write for so long from its first confirmed action on, kill it, and return what it confirmed."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(f"{path}\n")
        self._program.stdin.flush()
        confirmed: list[str] = []
        pid, clock = 0, None
        for line in self._program.stdout:
            word = line.strip()
            if word == "gone":
                break
            if word.startswith("pid "):
                pid = int(word[4:])
            else:
                confirmed.append(word)
            if pid and confirmed and clock is None:
                clock = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
                clock.start()
        return confirmed

    def end(self) -> None:
        """Let it go; it writes nothing by now."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.wait(10)
        self._program.stdout.close()


def test_a_program_killed_at_any_moment_loses_nothing_confirmed(tmp_path: Path, soak: bool) -> None:  # noqa: FBT001 - a fixture
    path = tmp_path / "east.aidbook"
    Book.create(path, PASSPHRASE, site_name="Eastside").close()
    dice = random.Random(9)  # noqa: S311 - the same throws each time
    confirmed: list[str] = []
    writer = Writer()
    for _kill in range(160 if soak else 15):
        confirmed += writer.write_until_killed(path, dice.random() * 0.2)
        with Book.open(path, PASSPHRASE) as book:
            there = {id_ for (id_,) in book.connection.execute("SELECT id FROM action")}
            assert set(confirmed) <= there
            # Between the two writes of a last page it also says that something was cut off, as it was.
            assert set(check(book)) <= ({cut_off()} if book.was_cut_off else set())
    writer.end()
    assert len(confirmed) > 5 * (160 if soak else 15)
