"""A command line in process: what was said, and how it ended."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aidbook.cli import main

PASSPHRASE = "four words on paper"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - what a command prints has its own shape
        """Return what it printed for scripts."""
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs a command with the passphrase set, and returns how it ended."""
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)

    def run_words(*words: object) -> Ended:
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return Ended(status, said.out, said.err)

    return run_words


@pytest.fixture
def east(run: Run, tmp_path: Path) -> Iterator[Path]:
    """Give the path of Eastside's book, closed; in the end it must check."""
    path = tmp_path / "east.aidbook"
    assert run("new", path, "--site", "Eastside").status == 0
    yield path
    assert run("check", path).status == 0


@pytest.fixture
def saturday(run: Run, east: Path) -> str:
    """Give the id of a distribution in Eastside's book: two cans of beans a box, two boxes from three people on."""
    planned = run(
        "plan", "2026-03-28", "--book", east, "--box", "beans=2", "--boxes-by-size", "1=1,3=2", "--json"
    )
    return str(planned.json["distribution"])
