"""A bundle is taken back and brought back from the history like anything else, unless something of ours needs it."""

from pathlib import Path

import pytest

from aidbook.actions import distributions, history, pantry
from aidbook.actions.history import InTheWay, sentence
from aidbook.errors import UserError
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.pantry import item_lines
from tests.exchange.conftest import live, send, take


def received(book: Book) -> str:
    """Return the action that read the last bundle in."""
    return next(id_ for id_ in query.action_ids(book) if "received" in query.kinds_of(book, [id_])[id_])


def items(book: Book, of: Book) -> list[str]:
    """Return what a book knows of another site's items."""
    return [line.name for line in item_lines(book, site=of.identity.site)]


def test_a_bundle_taken_back_is_gone_and_comes_back(east: Book, west: Book, stick: Path) -> None:
    live(east)
    take(west, send(east, west, stick))
    action = received(west)
    assert not history.stays(west, action)
    undone = history.undo(west, action)
    assert items(west, east) == []
    assert sentence(west, undone.action).startswith("Took back: Received bundle 1 from Eastside")
    with pytest.raises(UserError, match="already"):
        history.undo(west, action)
    history.redo(west, action)
    assert items(west, east) == ["Beans"]
    assert not history.is_taken_back(west, action)
    assert check(west) == ()


def test_what_we_built_on_a_bundle_stands_in_the_way_of_taking_it_back(
    east: Book, west: Book, stick: Path
) -> None:
    life = live(east)
    take(west, send(east, west, stick))
    ours = distributions.edit_distribution(west, life.day, title="Shared")
    with pytest.raises(InTheWay) as raised:
        history.undo(west, received(west))
    assert raised.value.obstacles[0].actions == (ours.action,)


def lines(book: Book) -> dict[str, bool]:
    """Return {what was done: whether the history says that it was taken back} of the bundles that were read in."""
    found = query.action_lines(book, query.action_ids(book))
    said = {sentence(book, line.id).split(" from ")[0]: line.undone for line in found}
    return {words: undone for words, undone in said.items() if words.startswith("Received")}


def test_a_bundle_that_came_in_again_with_the_next_one_is_not_taken_back(
    east: Book, west: Book, stick: Path
) -> None:
    live(east)
    take(west, send(east, west, stick))
    first = received(west)
    history.undo(west, first)
    assert lines(west) == {"Received bundle 1": True}
    pantry.add_item(east, "Oats")
    take(west, send(east, west, stick))
    assert items(west, east) == ["Beans", "Oats"]
    assert lines(west) == {"Received bundle 1": False, "Received bundle 2": False}
    with pytest.raises(UserError, match="not taken back"):
        history.redo(west, first)
    history.undo(west, first)
    assert items(west, east) == []
    history.redo(west, first)
    assert items(west, east) == ["Beans"]
    assert lines(west) == {"Received bundle 1": False, "Received bundle 2": True}
    history.redo(west, received(west))
    assert items(west, east) == ["Beans", "Oats"]
    assert lines(west) == {"Received bundle 1": False, "Received bundle 2": False}
    assert check(west) == ()


def test_a_bundle_that_went_out_with_the_one_before_says_so_and_comes_back(
    east: Book, west: Book, stick: Path
) -> None:
    live(east)
    take(west, send(east, west, stick))
    first = received(west)
    pantry.add_item(east, "Oats")
    take(west, send(east, west, stick))
    second = received(west)
    history.undo(west, first)
    assert items(west, east) == []
    assert lines(west) == {"Received bundle 1": True, "Received bundle 2": True}
    with pytest.raises(UserError, match="already"):
        history.undo(west, second)
    history.redo(west, second)
    assert items(west, east) == ["Beans", "Oats"]
    assert west.connection.execute("SELECT * FROM held_back").fetchall() == []
    assert lines(west) == {"Received bundle 1": False, "Received bundle 2": False}
    assert check(west) == ()
