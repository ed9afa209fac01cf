"""What the history costs: taking back an import of ten thousand rows."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aidbook.actions import history
from aidbook.domain.declare import Id, new_id
from aidbook.domain.members import Household, Member, member_number
from aidbook.store import slots
from aidbook.store.book import Book
from benchmarks.measure import Measured, measure

ROWS = 10_000
_GIVEN = ("Rosa", "Marie", "Kwame", "Jérémie", "Ana", "Luis", "Nadège", "Amina", "Łukasz", "Thuy")
_LETTERS = "abdeiklmnoprstu"


def bench_undo_import() -> Measured:
    """Taking back an import of 10,000 members, against reading it in."""
    with _book() as book:
        imported: list[Id] = []

        def read_in() -> None:
            imported.append(book.record(*_rows(len(imported))).action)

        read_in()
        return measure(lambda: history.undo(book, imported.pop()), read_in, repeat=2)


@contextmanager
def _book() -> Iterator[Book]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.aidbook"
        book = Book.create(path, "a good passphrase", site_name="Eastside", cost=slots.PRACTICE)
        yield book
        book.close()


def _rows(seed: int) -> Iterator[Household | Member]:
    """Yield members with family names that hardly repeat, each with a household."""
    dice = random.Random(seed)  # noqa: S311 - the same pretend people each time
    for number in range(ROWS):
        family = "".join(dice.choices(_LETTERS, k=7)).capitalize()
        home, member = new_id(), new_id()
        yield Household(id=home, contact=member, counted={"0-17": number % 4})
        yield Member(
            id=member,
            name=f"{dice.choice(_GIVEN)} {family}",
            number=member_number("E", number + 1),
            household=home,
            phone=f"555-{dice.randint(1000, 9999)}",
        )
