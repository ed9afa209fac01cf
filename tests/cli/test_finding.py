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
