"""What looking over a file of 20,000 people costs, in processor time, and writing them, beside only reading the same file.

The aim is two seconds' worth of work on one core, from the file to the preview, and fifteen to write it. Each figure is a ratio against the
plainest reading of the same file: csv for text, python-calamine for a spreadsheet.
"""

import csv
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from aidbook.actions import imports
from aidbook.domain.imports import ImportFile
from aidbook.store import slots
from aidbook.store.book import Book
from aidbook.store.in_one_go import in_one_go
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of
from aidbook.tabular.writing import Cell, xlsx_bytes
from benchmarks.measure import Measured

PEOPLE = 20_000
_TITLES = [
    "Household",
    "First name",
    "Last name",
    "Date of birth",
    "Phone",
    "Address",
    "Language",
    "Head of household",
]
_FIRST = "Mar Ros Jer Lu An Jo Pet Wil Sam Fel Kar Nor El Dar Cla Vic Hug Ber Tom Ing Abd Yus Chi Lin Mei Oku Zah Raf Sol Pau"
_LAST = "Del Mur Lop San Gar Jean Pier Noel Mo Kim Nguy Okaf Sch Wal Fern Dub Lef Tre Ols Bro Ham Sil Cos Mor Rod Vas Ade Bal Cha"
_ENDS = "ia a ome cas na seph er son uel ix en isa io ra tor o ta rid uf ka nda ael ange gado phy ez baptiste re reau ura ois evre"
_ROUNDS = 3


def bench_reading_in_new() -> Measured:
    """A CSV of 20,000 new people read, mapped and compared with an empty book, against csv reading it."""
    with tempfile.TemporaryDirectory() as folder:
        path = _csv(Path(folder))
        with _book(Path(folder)) as book:
            return _measured(lambda: _looked_over(book, path), lambda: _plain_csv(path))


def bench_reading_in_again() -> Measured:
    """The same CSV once it is in the book, so that nothing changes, against csv reading it."""
    with tempfile.TemporaryDirectory() as folder:
        path = _csv(Path(folder))
        with _book(Path(folder)) as book:
            imports.read_in(book, _file(path))
            return _measured(lambda: _looked_over(book, path), lambda: _plain_csv(path))


def bench_reading_in_xlsx() -> Measured:
    """An XLSX of 20,000 new people looked over, against python-calamine reading it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        rows: list[list[Cell]] = [[*row] for row in _rows()]
        path.write_bytes(xlsx_bytes("List", _TITLES, rows))
        with _book(Path(folder)) as book:
            return _measured(lambda: _looked_over(book, path), lambda: _plain_xlsx(path))


def bench_reading_in_written() -> Measured:
    """The CSV of 20,000 new people written into an empty book in one action, once, against csv reading it."""
    with tempfile.TemporaryDirectory() as folder:
        path = _csv(Path(folder))
        with _book(Path(folder)) as book:
            file = _file(path)
            return Measured(_seconds(lambda: imports.read_in(book, file)), _seconds(lambda: _plain_csv(path)))


def _measured(work: Callable[[], object], baseline: Callable[[], object]) -> Measured:
    """Return the least processor seconds of both: other programs cost none of ours."""
    rounds = [(_seconds(work), _seconds(baseline)) for _round in range(_ROUNDS)]
    works, baselines = zip(*rounds, strict=True)
    return Measured(min(works), min(baselines))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _book(folder: Path) -> Book:
    return Book.create(folder / "b.aidbook", "a good passphrase", site_name="Eastside", cost=slots.PRACTICE)


def _file(path: Path) -> ImportFile:
    table = read_table(path)
    return rows_of(table, propose(table, "members"), "members")


def _looked_over(book: Book, path: Path) -> object:
    with in_one_go():  # as the window does
        return imports.look_over(book, _file(path))


def _plain_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _plain_xlsx(path: Path) -> object:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def _csv(folder: Path) -> Path:
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_TITLES, *_rows()])
    return path


def _rows() -> list[list[str]]:
    """Return people in households of one to five; those of one share a name, a street and a phone."""
    dice = random.Random(4)  # noqa: S311 - the same people each time
    first, last, ends = _FIRST.split(), _LAST.split(), _ENDS.split()
    rows: list[list[str]] = []
    household = 0
    while len(rows) < PEOPLE:
        household += 1
        family = dice.choice(last) + dice.choice(ends)
        phone, street = (
            f"+1 555 {dice.randrange(10**7):07d}",
            f"{dice.randint(1, 9999)} {dice.choice(last)} St",
        )
        for number in range(min(dice.randint(1, 5), PEOPLE - len(rows))):
            name = " ".join(dice.choice(first) + dice.choice(ends) for _word in range(dice.randint(1, 2)))
            born = f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/{dice.randint(1930, 2024)}"
            head = "yes" if number == 0 else ""
            rows.append(
                [
                    str(household),
                    name,
                    family,
                    born,
                    phone if head else "",
                    street,
                    dice.choice(["en", "es", "fr", "ht"]),
                    head,
                ]
            )
    return rows
