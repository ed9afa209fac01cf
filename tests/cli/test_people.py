"""Who may open a book, on the command line; and what each role may not do there."""

from pathlib import Path

import pytest

from aidbook.actions import people_who_open
from aidbook.actions.pantry import Units, find_item, receive_stock
from aidbook.cli.parser import build
from aidbook.domain.roles import ROLES, Role, may_print, may_run
from aidbook.i18n import LANGUAGES
from aidbook.sheets.catalog import SHEETS
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


def test_whoever_began_the_book_is_called_the_first_coordinator_and_meant_by_it(
    run: Run, east: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The first coordinator  coordinator" in run("people", "--book", east).out
    run("people", "add", "Marie", "--role", "coordinator", "--book", east)
    with Book.open(east, PASSPHRASE) as book:
        monkeypatch.setenv("AIDBOOK_RECOVERY_CODE", people_who_open.make_recovery(book))
    monkeypatch.setenv("AIDBOOK_NEW_PASSPHRASE", "ribbon tractor lemon stairs")
    ended = run("recover", east)
    assert (ended.status, "one of these: The first coordinator, Marie." in ended.err) == (1, True)
    assert run("recover", east, "--who", "the first coordinator").status == 0
    Book.open(east, "ribbon tractor lemon stairs").close()
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", other)


@pytest.mark.parametrize(
    "words",
    [
        ("add", "--book", "BOOK", "--role", "shelf", "Marie"),
        ("add", "--role", "shelf", "Marie", "--book", "BOOK"),
        ("--book", "BOOK", "add", "--role", "shelf", "Marie"),
        ("--book", "BOOK", "--role", "shelf", "add", "Marie"),
        ("add", "Marie", "--role", "shelf", "--book", "BOOK"),
    ],
)
def test_options_stand_before_between_and_after_the_words(
    run: Run, east: Path, other: str, words: tuple[str, ...]
) -> None:
    assert run("people", *(east if word == "BOOK" else word for word in words)).status == 0
    with Book.open(east, other) as hers:
        assert hers.role == "shelf"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_too_much_or_missing_is_said_with_the_whole_usage(
    run: Run, east: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    usage = run("people", "--help").out.split("\n\n")[0]
    assert "aidbook people [-h]" in usage
    for words in (("add", "Marie"), ("give", "--book", east)):
        ended = run("people", *words)
        assert (ended.status, usage in ended.err) == (2, True)
    assert run("people", "add", "Marie", "Jo", "--book", east).status == 2


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


@pytest.mark.parametrize("role", ["door", "shelf"])
def test_each_role_prints_the_sheets_that_it_prints_in_the_window_and_no_other(
    run: Run, east: Path, saturday: str, other: str, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    run("people", "add", "Marie", "--role", role, "--book", east)
    with Book.open(east, PASSPHRASE) as book:
        beans = find_item(book, "beans")
        assert beans
        receive_stock(book, [Units(item=beans.id, units=5)], source_name="Food Bank")
    abouts: dict[str, tuple[str, ...]] = {"stock-card": ("--item", "beans"), "labels": ("--item", "beans")}
    abouts |= {"thanks": ("--source", "Food Bank"), "member-page": ("--who", "nobody at all")}
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", other)
    for name, sheet in SHEETS.items():
        about = ("--distribution", saturday) if sheet.of == "distribution" else abouts.get(name, ())
        paper = east.with_name(f"{name}.pdf")
        ended = run("print", name, *about, "--book", east, "-o", paper)
        may = may_print(role, name)
        assert (name, ended.status, f"role “{role}”" in ended.err) == (name, 0 if may else 1, not may)
        assert paper.exists() == may
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)


def test_the_shelf_reads_in_goods_and_is_not_told_who_is_known(
    run: Run, east: Path, other: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run("people", "add", "Marie", "--role", "shelf", "--book", east)
    people, stock = tmp_path / "people.csv", tmp_path / "stock.csv"
    people.write_text("Name,Phone\nRosa Luz,555-0142\n")
    stock.write_text("Item,Quantity\nBeans,12\n")
    assert run("import", "members", people, "--book", east).status == 0
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", other)
    for also in (("--preview",), ()):
        ended = run("import", "members", people, "--book", east, *also)
        assert (ended.status, ended.out, "role “shelf”" in ended.err) == (1, "", True)
        assert run("import", "stock", stock, "--book", east, *also).status == 0
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
