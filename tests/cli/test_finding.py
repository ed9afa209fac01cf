"""Finding somebody from the command line."""

from pathlib import Path

import pytest

from aidbook.actions import members
from aidbook.store.book import Book
from tests.cli.conftest import PASSPHRASE, Run


@pytest.mark.parametrize(
    ("typed", "first"), [("delgdo", "Rosa Delgado"), ("paul jer", "Jérémie Paul"), ("0102", "Jérémie Paul")]
)
def test_find_names_the_likeliest_first(run: Run, east: Path, typed: str, first: str) -> None:
    with Book.open(east, PASSPHRASE) as book:
        members.add_member(book, "Rosa Delgado")
        members.add_member(book, "Jérémie Paul", phone="+509 5550 102")
        members.add_member(book, "Paul Brun")
    assert run("find", typed, "--book", east, "--json").json[0]["name"] == first
    assert len(run("find", "paul", "--book", east, "--limit", "1", "--json").json) == 1
    assert first in run("find", typed, "--book", east).out


def test_members_go_out_and_come_home_with_nothing_changed(run: Run, east: Path, tmp_path: Path) -> None:
    with Book.open(east, PASSPHRASE) as book:
        members.add_member(book, "Rosa Delgado", phone="+1 555 0101", counted={"0-17": 2})
    for name in ("members.xlsx", "members.csv"):
        assert run("export", "members", "--book", east, "-o", tmp_path / name).status == 0
        read = run("import", "members", tmp_path / name, "--book", east, "--preview", "--json").json
        assert (read["new"], read["changed"], read["same"]) == (0, 0, 1)
    assert run("export", "members", "--book", east, "-o", tmp_path / "members.pdf").status == 1


def test_members_who_may_be_there_twice_are_listed_with_the_reason(run: Run, east: Path) -> None:
    with Book.open(east, PASSPHRASE) as book:
        members.add_member(book, "Rosa Delgado", birth="1980-03-04")
        members.add_member(book, "Roza Delgado", birth="1980-03-04")
        members.add_member(book, "Paul Brun")
    (pair,) = run("duplicates", "--book", east, "--json").json
    assert {pair["a"], pair["b"]} == {"E-0001-K", "E-0002-U"}
    assert pair["why"] == "name spelled alike, same birth date"
    assert 0.5 <= pair["confidence"] <= 1
