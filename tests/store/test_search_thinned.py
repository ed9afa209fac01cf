"""Where very many rows leave the search index at once, it is written anew: the same is found, nothing stays behind."""

import pytest

from aidbook.actions import history
from aidbook.domain.declare import Id, new_id
from aidbook.domain.members import Household, Member
from aidbook.store import search
from aidbook.store.book import Book
from aidbook.store.check import rebuild
from aidbook.store.finding import find
from aidbook.store.members import member_ids
from aidbook.store.progress import Progress

NAMES = ("Xochiquetzalli", "Wojciechowskaja", "Quetzalpapalotl")


@pytest.fixture
def many_is_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take three rows for very many."""
    monkeypatch.setattr(search, "MANY", len(NAMES))


def _read_in(book: Book) -> Id:
    writes: list[object] = []
    for name in NAMES:
        home, member = new_id(), new_id()
        writes += [Household(id=home, contact=member), Member(id=member, name=name, household=home)]
    return book.record(*writes).action


def _index(book: Book) -> dict[str, list[tuple[object, ...]]]:
    return {
        "search": book.connection.execute("SELECT text FROM search ORDER BY text").fetchall(),
        "word": book.connection.execute("SELECT * FROM word ORDER BY text").fetchall(),
        "word_part": book.connection.execute("SELECT * FROM word_part ORDER BY part, how, word").fetchall(),
    }


@pytest.mark.usefixtures("many_is_few")
def test_what_was_read_in_and_taken_back_is_found_no_more_and_found_again_when_it_is_back(book: Book) -> None:
    before = _index(book)
    action = _read_in(book)
    there = _index(book)
    history.undo(book, action)
    assert _index(book) == before
    assert [find(book.connection, "member", name, None) for name in NAMES] == [[], [], []]
    history.redo(book, action)
    assert _index(book) == there
    assert [len(member_ids(book, name)) for name in NAMES] == [1, 1, 1]
    rebuild(book)
    assert _index(book) == there


@pytest.mark.usefixtures("many_is_few")
def test_an_index_that_was_written_anew_keeps_no_letter_of_who_went(book: Book) -> None:
    _read_in(book)
    # The index alone: the names still stand in the ledger.
    things = [(kind, id_) for kind, id_ in book.connection.execute("SELECT kind, id FROM search_row")]
    with book.transaction():
        book.connection.execute("UPDATE member SET kept = 0")
        search.index(book.connection, set(things))
    kept = b"".join(
        bytes(row[0]) for row in book.connection.execute("SELECT block FROM search_data").fetchall()
    )
    assert not any(name.lower().encode()[:6] in kept for name in NAMES)
    with book.transaction():
        book.connection.execute("UPDATE member SET kept = 1")
        search.index(book.connection, set(things))
    assert [len(member_ids(book, name)) for name in NAMES] == [1, 1, 1]


@pytest.mark.usefixtures("many_is_few")
def test_stopped_in_the_middle_it_goes_on_cutting_out_single_rows(book: Book) -> None:
    _read_in(book)
    things = {(kind, id_) for kind, id_ in book.connection.execute("SELECT kind, id FROM search_row")}

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _without_members(book, things, stop)
    assert _secure(book) == 1
    assert [len(member_ids(book, name)) for name in NAMES] == [1, 1, 1]


def _without_members(book: Book, things: set[tuple[str, Id]], progress: Progress) -> None:
    with book.transaction():
        book.connection.execute("UPDATE member SET kept = 0")
        search.index(book.connection, things, progress)


def _secure(book: Book) -> int:
    row = book.connection.execute("SELECT v FROM search_config WHERE k = 'secure-delete'").fetchone()
    return int(row[0])
