"""Who may open a book, on the command line; and what each role may not do there."""

from pathlib import Path

import pytest

from aidbook.actions import people_who_open
from aidbook.cli.parser import build
from aidbook.domain.roles import ROLES, may_run
from aidbook.store.book import Book
from aidbook.store.slots import WrongPassphrase
from tests.cli.conftest import PASSPHRASE, Run

MARIES = "seven kettles in an orchard"


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the passphrase that somebody takes."""
    monkeypatch.setenv("AIDBOOK_NEW_PASSPHRASE", MARIES)
    return MARIES


def test_a_person_is_added_given_a_role_and_removed(run: Run, east: Path, other: str) -> None:
    assert run("people", "add", "Marie", "--role", "door", "--book", east).status == 0
    listed = run("people", "--book", east, "--json").json
    assert [(one["label"], one["role"], one["opens_here"]) for one in listed["people"]] == [
        ("", "coordinator", True),
        ("Marie", "door", True),
    ]
    assert listed["recovery"] == "none"
    assert run("people", "role", "Marie", "--role", "shelf", "--book", east).status == 0
    with Book.open(east, other) as hers:
        assert hers.role == "shelf"
    removed = run("people", "remove", "marie", "--book", east)
    assert "open this book no more" in removed.out
    assert "Copies elsewhere" in removed.out
    assert "Marie" not in run("people", "--book", east).out


def test_who_is_meant_and_which_role_must_be_said(run: Run, east: Path, other: str) -> None:
    run("people", "add", "Marie", "--book", east)
    assert "Which role" in run("people", "role", "Marie", "--book", east).err
    ended = run("people", "remove", "Jo", "--book", east)
    assert (ended.status, "Marie" in ended.err) == (1, True)
    assert other


def test_a_forgotten_passphrase_is_set_anew_with_the_code(
    run: Run, east: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Book.open(east, PASSPHRASE) as book:
        code = people_who_open.make_recovery(book)
    monkeypatch.setenv("AIDBOOK_RECOVERY_CODE", code)
    assert run("recover", east).status == 0
    with pytest.raises(WrongPassphrase):
        Book.open(east, PASSPHRASE)
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", other)  # the book is looked at with it in the end


def test_no_passphrase_and_no_code_is_an_argument() -> None:
    def words_of(parser: object) -> list[str]:
        return [option for action in parser._actions for option in (*action.option_strings, action.dest)]  # type: ignore[attr-defined] # argparse's own

    commands = build()._subparsers._group_actions[0].choices  # type: ignore[union-attr] # argparse's own
    for name in ("people", "recover"):
        said = words_of(commands[name])  # type: ignore[index] # a dict of parsers
        assert not any(word in option for option in said for word in ("passphrase", "code", "key"))


def test_each_role_runs_its_own_commands_and_no_other(
    run: Run, east: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("people", "add", "Marie", "--role", "door", "--book", east)
    run("gift", "--hours", "2", "--book", east)
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", other)
    for words in (
        ("export", "members", "-o", east.with_suffix(".csv")),
        ("list", "stock"),
        ("gift", "--hours", "2"),
        ("send", "--passphrase", east.parent),
    ):
        ended = run(words[0], "--book", east, *words[1:])
        assert (words, ended.status, "role “door”" in ended.err) == (words, 1, True)
    assert run("list", "members", "--book", east, "--json").json == []
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)


def test_everybody_takes_another_passphrase_for_themselves_alone(
    run: Run, east: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("people", "add", "Marie", "--role", "shelf", "--book", east)
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", other)
    monkeypatch.setenv("AIDBOOK_NEW_PASSPHRASE", "ribbon tractor lemon stairs")
    assert run("people", "passphrase", "--book", east).status == 0
    Book.open(east, "ribbon tractor lemon stairs").close()
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)


def test_a_new_command_is_the_coordinators_until_somebody_opens_it() -> None:
    assert [role for role in ROLES if may_run(role, "some new command")] == ["coordinator"]
