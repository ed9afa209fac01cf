"""Backups on the command line."""

import sys
from pathlib import Path

import pytest

from aidbook.cli import opening
from aidbook.store import backup
from aidbook.store.book import Book
from tests.cli.conftest import PASSPHRASE, Run


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def kept(run: Run, east: Path, stick: Path) -> Path:
    """Give a backup of Eastside's book, to which two members were added since."""
    assert run("backup", "--book", east, stick).status == 0
    (file,) = stick.glob("*.aidbackup")
    people = stick / "people.csv"
    people.write_text("Name\nAna Ruiz\nBen Li\n", encoding="utf-8")
    assert run("import", "members", people, "--book", east).status == 0
    return file


def test_a_backup_in_a_folder_says_where_it_is(run: Run, east: Path, stick: Path) -> None:
    ended = run("backup", "--book", east, stick)
    (file,) = stick.glob("*.aidbackup")
    assert ended.status == 0
    assert str(file) in ended.out


def test_a_folder_that_is_not_there_gets_one_sentence(run: Run, east: Path, stick: Path) -> None:
    ended = run("backup", "--book", east, stick / "gone")
    assert ended.status == 1
    assert ended.err.startswith("There is no folder ")
    assert len(ended.err.splitlines()) == 1


def test_restoring_says_what_would_be_lost_and_wants_a_yes(run: Run, east: Path, kept: Path) -> None:
    asked = run("restore", kept, east)
    assert asked.status == 1
    assert "1 thing that was done since would be lost." in asked.out
    assert "New: 2 members, 2 households." in asked.out
    assert "--yes" in asked.err
    assert run("list", "members", "--book", east, "--json").json


def test_with_yes_the_book_is_as_it_was(run: Run, east: Path, kept: Path) -> None:
    assert run("restore", kept, east, "--yes").status == 0
    assert run("list", "members", "--book", east, "--json").json == []


def test_a_backup_is_not_put_in_its_own_place(run: Run, kept: Path, stick: Path) -> None:
    before = sorted(stick.iterdir())
    for target in (kept, stick, stick / "people.csv"):
        ended = run("restore", kept, target, "--yes")
        assert ended.status == 1
        assert "nothing was changed" in ended.err
        assert len(ended.err.splitlines()) == 1
    assert sorted(stick.iterdir()) == before


@pytest.mark.parametrize(("answer", "status", "left"), [("yes", 0, 0), ("no", 1, 2), ("", 1, 2)])
def test_at_a_terminal_it_asks(
    run: Run,
    east: Path,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    status: int,
    left: int,
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _prompt: answer)
    assert run("restore", kept, east).status == status
    assert len(run("list", "members", "--book", east, "--json").json) == left
    assert not list(east.parent.glob("*.restoring*"))


def test_a_new_book_is_made_where_there_is_none(run: Run, kept: Path, tmp_path: Path) -> None:
    assert run("restore", kept, tmp_path / "new.aidbook", "--yes").status == 0
    assert run("check", tmp_path / "new.aidbook").status == 0


def test_a_wrong_passphrase_and_a_damaged_file_get_one_sentence(
    run: Run, east: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", "not the passphrase")
    wrong = run("restore", kept, east, "--yes")
    assert (wrong.status, len(wrong.err.splitlines())) == (1, 1)
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)
    kept.write_bytes(kept.read_bytes()[:-900])
    cut = run("restore", kept, east, "--yes")
    assert (cut.status, len(cut.err.splitlines())) == (1, 1)
    assert "damaged or was cut short" in cut.err
    assert len(run("list", "members", "--book", east, "--json").json) == 2


def test_the_passphrase_of_then_is_asked_for(
    run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AIDBOOK_PASSPHRASE")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    asked: list[str] = []

    def type_it(prompt: str) -> str:
        asked.append(prompt)
        return PASSPHRASE

    monkeypatch.setattr(opening, "getpass", type_it)
    monkeypatch.setattr("builtins.input", lambda _prompt: "yes")
    assert run("restore", kept, tmp_path / "new.aidbook").status == 0
    assert asked == [f"Passphrase of {kept.name}: "]


def test_reading_a_file_in_makes_a_backup_first(run: Run, east: Path, stick: Path) -> None:
    people = stick / "people.csv"
    people.write_text("Name\nAna Ruiz\n", encoding="utf-8")
    assert run("import", "members", people, "--book", east, "--preview").status == 0
    with Book.open(east, PASSPHRASE) as book:
        assert backup.list_backups(book) == []
        position = book.position
    assert run("import", "members", people, "--book", east).status == 0
    with Book.open(east, PASSPHRASE) as book:
        (made,) = backup.list_backups(book)
    assert (made.why, made.position) == ("import", position)


def test_reading_a_bundle_in_makes_a_backup_first(run: Run, east: Path, stick: Path, tmp_path: Path) -> None:
    west = tmp_path / "west.aidbook"
    assert run("new", west, "--site", "Westside").status == 0
    assert run("send", "--passphrase", "--book", west, stick).status == 0
    (bundle,) = stick.glob("*.aidbundle")
    assert run("receive", bundle, "--book", east).status == 0
    with Book.open(east, PASSPHRASE) as book:
        assert [one.why for one in backup.list_backups(book)] == ["merge"]
