"""Folding again what was touched, and only that: the views are as after folding everything."""

from collections.abc import Callable

import pytest

from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.members import Member
from aidbook.domain.pantry import SHELF, Movement, special_place
from aidbook.domain.writes import change
from aidbook.store.book import Book
from aidbook.store.check import view_digests
from aidbook.store.pantry import level, lot_stock
from aidbook.store.refold import fold_all, refold, refold_actions
from aidbook.store.rows import things


class StoppedError(Exception):
    """Somebody stopped it."""


def _lived_in(book: Book) -> Book:
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    rosa = members.add_member(book, "Rosa", phone="555-0142").id
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2}).id
    household = book.get(Member, rosa)
    assert household is not None
    came = distributions.check_in(book, day, str(household.household))
    history.undo(book, came.action)
    distributions.check_in(book, day, str(household.household))
    members.edit_member(book, rosa, phone="555-0143")
    return book


def test_every_subject_folds_to_what_it_was(book: Book) -> None:
    before = view_digests(_lived_in(book).connection)
    for (subject,) in book.connection.execute("SELECT DISTINCT subject FROM body").fetchall():
        refold(book.connection, {subject})
    for (action,) in book.connection.execute("SELECT id FROM action").fetchall():
        refold_actions(book.connection, {action})
    assert view_digests(book.connection) == before


def test_all_at_once_too(book: Book) -> None:
    before = view_digests(_lived_in(book).connection)
    subjects = [subject for (subject,) in book.connection.execute("SELECT DISTINCT subject FROM body")]
    refold(book.connection, subjects)
    assert view_digests(book.connection) == before


@pytest.mark.behind_the_ledger
def test_a_fact_whose_body_is_gone_gives_back_what_it_moved(book: Book) -> None:
    _lived_in(book)
    received = things(book, Movement, "reason = 'received'")[0]
    shelf = special_place(book.identity.site, SHELF)
    assert lot_stock(book, received.item)
    book.connection.execute("DELETE FROM body WHERE subject = ?", (received.id,))
    before = level(book, received.lot, shelf)
    refold(book.connection, {received.id}, {("movement", received.id)})
    assert level(book, received.lot, shelf) == before - 48


def test_folding_all_tells_how_far_it_is_and_can_be_stopped(book: Book) -> None:
    before = view_digests(_lived_in(book).connection)
    told: list[tuple[int, int]] = []
    with book.transaction():
        fold_all(book.connection, lambda done, total: told.append((done, total)))
    assert told[0][0] == 0
    assert all(done <= total for done, total in told)

    def stop(done: int, _total: int) -> None:
        if done:
            raise StoppedError

    with pytest.raises(StoppedError), book.transaction():
        fold_all(book.connection, stop)
    assert view_digests(book.connection) == before


def test_a_change_reads_only_what_it_touches(book: Book) -> None:
    _lived_in(book)
    rosa = things(book, Member)[0].id
    counted = _steps(book, lambda: book.record(change(Member, rosa, phone="1")))
    for n in range(60):
        members.add_member(book, f"Somebody {n}")
    assert _steps(book, lambda: book.record(change(Member, rosa, phone="2"))) < 1.5 * counted


def _steps(book: Book, do: Callable[[], object]) -> int:
    """Return how many thousands of SQLite's steps something takes."""
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return 0

    book.connection.set_progress_handler(tick, 10)
    do()
    book.connection.set_progress_handler(None, 0)
    return ticks
