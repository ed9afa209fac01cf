"""Needs attention: queries over the views, never rows that the fold wrote. The gravest first."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from aidbook import clock
from aidbook.domain.attention import dismissal_id
from aidbook.domain.roles import Role
from aidbook.errors import Fault
from aidbook.store.attention import days, goods, kept, of_book, people, printed
from aidbook.store.attention.noticed import Found, candidates, keep_up
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.rows import marks

_Query = Callable[[Book, Found, str], Iterable[Concern]]

_QUERIES: tuple[tuple[_Query, frozenset[Role]], ...] = (
    (lambda book, _found, _today: of_book.damage(book), frozenset()),
    (lambda book, _found, _today: of_book.backup_overdue(book), frozenset()),
    (lambda book, _found, _today: of_book.copies(book), frozenset()),
    (lambda book, _found, _today: of_book.forked(book), frozenset()),
    (lambda book, _found, _today: of_book.erasures_asked(book), frozenset()),
    (lambda book, _found, _today: people.conflicts(book), frozenset()),
    (lambda book, _found, _today: goods.recalled_here(book), frozenset({"shelf"})),
    (lambda book, _found, _today: days.below_zero(book), frozenset({"shelf"})),
    (lambda book, found, _today: people.visited_twice(book, found), frozenset({"door"})),
    (lambda book, found, _today: people.number_clashes(book, found), frozenset()),
    (lambda book, _found, _today: of_book.awaited(book), frozenset()),
    (lambda book, _found, _today: of_book.incomplete_chapters(book), frozenset()),
    (lambda book, _found, _today: of_book.uncounted(book), frozenset()),
    (lambda book, _found, _today: of_book.not_handed_over(book), frozenset()),
    (lambda book, _found, _today: of_book.clocks(book), frozenset({"door", "shelf"})),
    (lambda book, found, _today: printed.late_reports(book, found), frozenset()),
    (lambda book, _found, today: days.days_left_open(book, today), frozenset()),
    (lambda book, _found, today: days.past_date(book, today), frozenset({"shelf"})),
    (lambda book, _found, _today: goods.goods_arriving(book), frozenset({"shelf"})),
    (lambda book, _found, _today: goods.goods_not_come(book), frozenset({"shelf"})),
    (lambda book, _found, today: goods.out_too_long(book, today), frozenset({"shelf"})),
    (lambda book, _found, _today: of_book.recovery(book), frozenset()),
    (lambda book, _found, today: kept.kept_too_long(book, today), frozenset()),
    (lambda book, _found, _today: people.alike(book), frozenset()),
    (lambda book, _found, today: days.days_without_gifts(book, today), frozenset()),
)
"""Every concern in the order of its gravity, and which roles beside the coordinator can do something about it."""


def concerns(book: Book, today: str = "") -> list[Concern]:
    """Return what needs attention now, the gravest first, without what somebody let be.

    It keeps notes of its own about what was stored since it was last asked, in this file alone.
    """
    with suppress(Fault):  # somebody writes for long, or the disk is full: what is kept only saves time
        keep_up(book.connection)
    found, day = candidates(book.connection), today or clock.today()
    here = [
        concern
        for query, others in _QUERIES
        if book.role == "coordinator" or book.role in others
        for concern in query(book, found, day)
    ]
    resting = _resting(book, [dismissal_id(concern.key) for concern in here if concern.may_rest])
    return [concern for concern in here if dismissal_id(concern.key) not in resting]


def _resting(book: Book, ids: list[str]) -> set[str]:
    if not ids:
        return set()
    rows = book.connection.execute(f"SELECT id FROM dismissal WHERE kept = 1 AND id IN ({marks(ids)})", ids)
    return {row[0] for row in rows.fetchall()}
