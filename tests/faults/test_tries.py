"""A try at a passphrase: at every door it costs the same, right or wrong, and a wrong one leaves nothing behind."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from nacl import pwhash

from aidbook.actions.backups import look_at_backup
from aidbook.actions.people_who_open import make_recovery
from aidbook.cli import main
from aidbook.store import backup, slots
from aidbook.store.book import Book
from aidbook.store.salvage import salvage
from aidbook.store.slots import SlotKind, WrongPassphrase
from tests.conftest import PASSPHRASE

WRONG = "four words on papyrus"


@dataclass(frozen=True)
class Home:
    """A closed book, a backup of it, and the code of its recovery sheet."""

    path: Path
    backup: Path
    code: str

    def typed(self, kind: SlotKind, *, right: bool) -> str:
        """Return what is typed at a door."""
        if kind == "person":
            return PASSPHRASE if right else WRONG
        return self.code if right else self.code[::-1]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a closed book with a backup and a recovery sheet."""
    (tmp_path / "stick").mkdir()
    with Book.create(tmp_path / "ours.aidbook", PASSPHRASE, site_name="Eastside") as book:
        code = make_recovery(book)
        file = backup.make(book, tmp_path / "stick").path
    return Home(tmp_path / "ours.aidbook", file, code)


def _open(home: Home, typed: str, kind: SlotKind) -> None:
    Book.open(home.path, typed, kind).close()


def _salvage(home: Home, typed: str, kind: SlotKind) -> None:
    salvage(home.path, home.path.with_name("new.aidbook"), typed, kind=kind)


def _look_at_backup(home: Home, typed: str, kind: SlotKind) -> None:
    look_at_backup(home.backup, home.path, typed, kind=kind).discard()


Door = Callable[[Home, str, SlotKind], None]
DOORS = pytest.mark.parametrize("door", [_open, _salvage, _look_at_backup])
KINDS = pytest.mark.parametrize("kind", ["person", "recovery"])


class Stretchings:
    """Counts how often a passphrase is stretched, and at what cost."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.costs: list[tuple[int, int]] = []
        stretch = pwhash.argon2id.kdf

        def kdf(size: int, typed: bytes, salt: bytes, **cost: Any) -> bytes:
            self.costs.append((cost["opslimit"], cost["memlimit"]))
            return stretch(size, typed, salt, **cost)

        monkeypatch.setattr(pwhash.argon2id, "kdf", kdf)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file in a folder and what it holds, but for guards, which are empty."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@KINDS
@DOORS
def test_at_every_door_a_wrong_try_costs_what_a_right_one_does_and_leaves_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: Door, kind: SlotKind
) -> None:
    kept = Path(os.environ["AIDBOOK_HOME"])
    before = files(tmp_path), files(kept)
    tries = Stretchings(monkeypatch)
    with pytest.raises(WrongPassphrase):
        door(home, home.typed(kind, right=False), kind)
    assert (files(tmp_path), files(kept)) == before
    wrong = list(tries.costs)
    assert len(wrong) == (2 if door is _look_at_backup else 1)  # at the present book, and at the backup
    door(home, home.typed(kind, right=True), kind)
    assert tries.costs == wrong + wrong


@pytest.mark.parametrize("typed", [PASSPHRASE, WRONG])
def test_at_a_book_that_is_open_it_costs_the_same_too(
    home: Home, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    with Book.open(home.path, PASSPHRASE) as book:
        tries = Stretchings(monkeypatch)
        assert book.check_passphrase(typed) == (typed == PASSPHRASE)
        assert len(tries.costs) == 1


def test_by_the_clock_too_a_wrong_try_takes_as_long_as_a_right_one(tmp_path: Path) -> None:
    """With passphrases that cost enough for the opening itself to weigh little beside it."""
    path = tmp_path / "ours.aidbook"
    Book.create(path, PASSPHRASE, site_name="Eastside", cost=slots.Cost(3, 96 << 20)).close()

    def seconds(typed: str) -> float:
        began = time.process_time()
        with suppress(WrongPassphrase):
            Book.open(path, typed).close()
        return time.process_time() - began

    right, wrong = zip(*((seconds(PASSPHRASE), seconds(WRONG)) for _ in range(3)), strict=True)
    assert 0.5 < median(wrong) / median(right) < 1.5


def test_a_wrong_try_at_the_command_line_says_one_sentence_and_no_more(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for typed in (WRONG, "", "x" * 4000):
        monkeypatch.setenv("AIDBOOK_PASSPHRASE", typed or " ")
        assert main(["list", "members", "--book", str(home.path)]) == 1
        came = capsys.readouterr()
        said.append(came.err)
        assert came.out == ""
        assert not typed or typed not in came.err
    assert len(set(said)) == 1
