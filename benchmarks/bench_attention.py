"""What needs attention, in a book of a million entries beside one of ten thousand."""

from aidbook.store.attention import concerns, pairs
from aidbook.store.distributions import left_open
from benchmarks.bench_million import LARGE, SMALL, opened
from benchmarks.measure import Measured, measure


def bench_million_attention() -> Measured:
    """All that needs attention at 1,000,000 entries against the same at 10,000, the days left open aside."""
    with opened(LARGE) as large, opened(SMALL) as small:
        today = min(day.on for day in left_open(small, "9999-12-31"))
        for book in (large, small):
            concerns(book, today)  # what came since somebody last looked is taken note of once
            pairs.compare_all(book)  # as a job does, once
        return measure(lambda: concerns(large, today), lambda: concerns(small, today))
