"""What a check-in costs beside the least that any durable write could."""

import tempfile
from itertools import count
from pathlib import Path

from aidbook.actions import distributions, members, pantry
from aidbook.domain.declare import Id
from aidbook.store import slots
from aidbook.store.book import Book
from aidbook.store.connection import connect, transaction
from aidbook.store.members import household_ids
from benchmarks.measure import Measured, measure

HOUSEHOLDS = 400


def bench_check_in() -> Measured:
    """A check-in of a household with a box of three items, against a bare one-row durable commit, same settings."""
    with tempfile.TemporaryDirectory() as folder:
        book, day = _busy_day(Path(folder))
        households = iter(household_ids(book))
        bare = connect(Path(folder) / "bare.db", bytes(32))
        bare.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, text TEXT) STRICT")
        numbers = count()

        def one_row() -> None:
            with transaction(bare):
                bare.execute("INSERT INTO line (n, text) VALUES (?, ?)", (next(numbers), "picked up 2 boxes"))

        measured = measure(lambda: distributions.check_in(book, day, next(households)), one_row, repeat=200)
        bare.close()
        book.close()
    return measured


def _busy_day(folder: Path) -> tuple[Book, Id]:
    book = Book.create(folder / "b.aidbook", "a good passphrase", site_name="Eastside", cost=slots.PRACTICE)
    items = [pantry.add_item(book, name).id for name in ("Beans", "Rice", "Oil")]
    pantry.count_stock(
        book, [pantry.Units(item=item, units=5_000, best_before="2099-12-31") for item in items]
    )
    for number in range(HOUSEHOLDS):
        members.add_member(book, f"Member {number}", counted={"0-17": number % 5})
    day = distributions.plan_distribution(book, "2026-03-28", dict.fromkeys(items, 2), by_size={1: 1, 3: 2})
    return book, day.id
