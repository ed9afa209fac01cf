"""A check and a rebuild of a large book: how much memory, how far, and stopped anywhere."""

import gc
import tracemalloc
from collections.abc import Callable
from itertools import pairwise

import pytest

from aidbook.domain.homes import new_id_at
from aidbook.domain.members import Household, Member
from aidbook.store import views
from aidbook.store.book import Book
from aidbook.store.check import check, rebuild, view_digests
from aidbook.store.progress import Progress

WORK = pytest.mark.parametrize("work", [check, rebuild])
Work = Callable[[Book, Progress], object]


class StoppedError(Exception):
    """Somebody stopped it."""


def peopled(book: Book, count: int) -> Book:
    """Put so many members into a book, each in a household."""
    site = book.identity.site
    homes = [Household(id=new_id_at(site)) for _each in range(count)]
    book.record(
        *homes,
        *(Member(id=new_id_at(site), name=f"Person {n}", household=home.id) for n, home in enumerate(homes)),
    )
    return book


def _peak(book: Book, work: Work) -> int:
    gc.collect()
    tracemalloc.start()
    work(book, lambda _done, _total: None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.behind_the_ledger  # nothing is amiss: it is checked in the test
@WORK
def test_a_book_ten_times_as_large_takes_no_more_memory(
    make_book: Callable[..., Book], work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_AT_ONCE", 50)
    peaks = []
    for name, count in (("Small", 200), ("Large", 2_000)):
        book = peopled(make_book(name), count)
        work(book, lambda _done, _total: None)  # what is kept for ever, as statements are, is kept now
        peaks.append(_peak(book, work))
    assert peaks[1] < 2 * peaks[0], peaks  # a peak moves by a quarter with what words come together


@WORK
def test_it_tells_how_far_it_is_in_small_steps_that_never_go_back(
    book: Book, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_AT_ONCE", 50)
    peopled(book, 800)
    parts: list[float] = []
    work(book, lambda done, total: parts.append(done / total if total else 0))
    assert parts == sorted(parts)
    assert parts[0] < 0.05
    assert parts[-1] > 0.95
    steps = [after - before for before, after in pairwise(parts)]
    assert max(steps) < 0.15


@pytest.mark.parametrize("share", [0.1, 0.45, 0.85])
@WORK
def test_it_stops_wherever_it_is_and_leaves_the_book_as_it_was(book: Book, work: Work, share: float) -> None:
    before = view_digests(peopled(book, 300).connection)

    def stop(done: int, total: int) -> None:
        if total and done / total >= share:
            raise StoppedError

    with pytest.raises(StoppedError):
        work(book, stop)
    assert view_digests(book.connection) == before
    assert not list(book.path.parent.glob("*.scratch*"))
    assert check(book) == ()
