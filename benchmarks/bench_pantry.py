"""What looking at the shelves costs after a million movements, beside bare SELECTs of the same rows and beside hledger.

The book is built once through the real ledger and fold, and kept in a cache folder: `AIDBOOK_BENCH`, or the system's
folder for what may go. `AIDBOOK_BENCH_MOVEMENTS` makes it smaller, to see that all this runs.
"""

import hashlib
import inspect
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aidbook import clock
from aidbook.actions import pantry
from aidbook.actions.journal import journal_lines
from aidbook.domain.declare import Id, new_id
from aidbook.domain.pantry import (
    HANDED_OUT,
    OUTSIDE,
    RETAIL_GROUPS,
    SHELF,
    Count,
    Item,
    Lot,
    Movement,
    special_place,
)
from aidbook.store import schema, slots
from aidbook.store.book import Book
from aidbook.store.connection import Connection
from aidbook.store.due import due
from aidbook.store.pantry import stock_lines
from aidbook.store.stock_card import card, months
from aidbook.store.stock_table import stock_table
from benchmarks.measure import Measured, measure

PASSPHRASE = "a good passphrase"
MOVEMENTS = int(os.environ.get("AIDBOOK_BENCH_MOVEMENTS", "1000000"))
ITEMS, LOTS_ON_SHELVES, LINES = 1_000, 5_000, 200
WEEKS, KEPT_WEEKS, A_COMMIT = 520, 50, 26
DAY_MS = 86_400_000


def _book() -> Path:
    """Return where the book lies; it is built where it is not there yet."""
    steps = [step.NAME for step in schema._STEPS]  # noqa: SLF001 - another step makes another book
    stamp = hashlib.blake2b(
        repr((steps, *(inspect.getsource(part) for part in (_build, _week, _Pantry.move)))).encode(),
        digest_size=6,
    ).hexdigest()
    folder = Path(os.environ.get("AIDBOOK_BENCH", tempfile.gettempdir())) / "aidbook-bench-pantry"
    folder = folder / f"{stamp}-{MOVEMENTS}"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begun = time.perf_counter()
        _build(folder / "b.aidbook")
        print(f"  built a book of {MOVEMENTS:,} movements in {time.perf_counter() - begun:.0f} s", flush=True)
        (folder / "done").touch()
    return folder / "b.aidbook"


def _build(path: Path) -> None:
    """Let lots come in week by week over ten years, be handed out and at last leave: those of 50 weeks are there.

    Half a year is one commit that no power cut can touch, with room in memory for the pages in hand: what is written is
    the same, only sooner there.
    """
    with Book.create(path, PASSPHRASE, site_name="Eastside", cost=slots.PRACTICE) as book:
        book.connection.execute("PRAGMA synchronous = OFF")
        book.connection.execute("PRAGMA cache_size = -1048576")
        begin = clock.now_ms() - WEEKS * 7 * DAY_MS
        items = [Item(id=new_id(), name=f"Item {n:04d}", least=20, category=RETAIL_GROUPS[n % len(RETAIL_GROUPS)])
                 for n in range(ITEMS)]  # fmt: skip
        book.record(*items, at=begin)
        pantry = _Pantry(book, [item.id for item in items], [])
        for half_year in range(0, WEEKS, A_COMMIT):
            with book.transaction():
                for week in range(half_year, min(WEEKS, half_year + A_COMMIT)):
                    _week(pantry, week, begin + week * 7 * DAY_MS)


@dataclass
class _Pantry:
    """A pantry that fills: its items, and by week the lots of which something is left."""

    book: Book
    items: list[Id]
    left: list[list[Lot]]

    def move(self, lot: Lot, units: int, *way: str, reason: str) -> Movement:
        """Return a movement of a lot from one of the special places to another."""
        one, other = (special_place(self.book.identity.site, role) for role in way)
        return Movement(id=new_id(), item=lot.item, lot=lot.id, from_place=one, to_place=other, units=units,
                        reason=reason)  # fmt: skip


def _week(pantry: _Pantry, week: int, at: int) -> None:
    """Take a hundred lots in, hand most of each out, and the rest of those that came 50 weeks ago; count some."""
    a_week = LOTS_ON_SHELVES // KEPT_WEEKS
    each = max(1, MOVEMENTS // WEEKS // a_week - 2)
    lots = [Lot(id=new_id(), item=pantry.items[(week * a_week + n) % ITEMS],
                best_before=clock.day_of(at + (300 + 7 * n) * DAY_MS)) for n in range(a_week)]  # fmt: skip
    pantry.left.append(lots)
    came = [pantry.move(lot, 2 * each + 6, OUTSIDE, SHELF, reason="received") for lot in lots]
    gone = [pantry.move(lot, 2, SHELF, HANDED_OUT, reason="handed out") for lot in lots for _n in range(each)]
    old = pantry.left[-1 - KEPT_WEEKS] if week >= KEPT_WEEKS else []
    rest = [pantry.move(lot, 6, SHELF, HANDED_OUT, reason="handed out") for lot in old]
    shelf = special_place(pantry.book.identity.site, SHELF)
    counted = [Count(id=new_id(), item=lot.item, lot=lot.id, place=shelf, units=6) for lot in lots[::10]]
    pantry.book.record(*lots, *came, at=at)
    for hour, first in enumerate(range(0, len(gone), LINES), start=1):
        pantry.book.record(*gone[first : first + LINES], at=at + hour * 60_000)
    pantry.book.record(*rest, *counted, at=at + DAY_MS)


@contextmanager
def _opened() -> Iterator[Book]:
    """Give a copy of the book, away from the person's own folders."""
    built, before = _book(), os.environ.get("AIDBOOK_HOME")
    with tempfile.TemporaryDirectory(dir=built.parent) as folder:
        os.environ["AIDBOOK_HOME"] = str(Path(folder) / "home")
        try:
            for suffix in ("", ".keys"):
                shutil.copy(built.with_name(built.name + suffix), folder)
            with Book.open(Path(folder) / built.name, PASSPHRASE) as book:
                yield book
        finally:
            os.environ.pop("AIDBOOK_HOME")
            if before is not None:
                os.environ["AIDBOOK_HOME"] = before


def _looked(work: Callable[[], object], bare: Callable[[], object]) -> Measured:
    """Measure, and print the processor's time too: a machine that does other things besides has that one as well."""
    measured = measure(work, bare)
    times = []
    for _round in range(9):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    print(f"  {1000 * statistics.median(times):.0f} ms of the processor's time", flush=True)
    return measured


def _rows(connection: Connection, query: str, *values: object) -> Callable[[], object]:
    return lambda: connection.execute(query, values).fetchall()


def bench_pantry_stock_table() -> Measured:
    """The stock table after 1,000,000 movements, against a SELECT of its items and of the lots on the shelves."""
    with _opened() as book:
        shelf = special_place(book.identity.site, SHELF)
        items = _rows(book.connection, "SELECT * FROM item")
        lots = _rows(
            book.connection,
            "SELECT * FROM stock JOIN lot ON lot.id = stock.lot WHERE place = ? AND units <> 0",
            shelf,
        )
        return _looked(lambda: stock_table(book, clock.today()), lambda: (items(), lots()))


def bench_pantry_stock_card() -> Measured:
    """An item's stock card and its months after 1,000,000 movements, against a SELECT of the same movements."""
    with _opened() as book:
        item = _an_item(book)
        since = clock.start_ms(f"{months(book, item, until=clock.today())[0].month}-01")
        bare = _rows(book.connection, "SELECT * FROM movement WHERE item = ? AND at >= ?", item, since)
        return _looked(lambda: (card(book, item), months(book, item, until=clock.today())), bare)


def _an_item(book: Book) -> Id:
    return stock_lines(book)[-1].item_id


def bench_pantry_due() -> Measured:
    """What is due within 90 days after 1,000,000 movements, against a SELECT of the same lots on the shelves."""
    with _opened() as book:
        shelf, last = special_place(book.identity.site, SHELF), clock.day_of(clock.now_ms() + 90 * DAY_MS)
        bare = _rows(
            book.connection,
            "SELECT * FROM stock JOIN lot ON lot.id = stock.lot WHERE place = ? AND units > 0 AND best_before <= ?",
            shelf,
            last,
        )
        return _looked(lambda: due(book, clock.today()), bare)


def bench_pantry_receipt() -> Measured:
    """Booking a receipt of 200 lines after 1,000,000 movements, against one of a single line: each is one commit."""
    with _opened() as book:
        items = [id_ for (id_,) in book.connection.execute("SELECT id FROM item ORDER BY id")]
        lines = [pantry.Units(item=items[n % len(items)], units=24) for n in range(LINES)]
        return measure(
            lambda: pantry.receive_stock(book, lines), lambda: pantry.receive_stock(book, lines[:1]), repeat=5
        )


def bench_pantry_hledger() -> Measured:
    """Stock on hand after 1,000,000 movements, against hledger's balance of the same journal."""
    hledger = shutil.which("hledger")
    with _opened() as book, tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        here = sum(line.quantity for line in stock_lines(book))
        took = time.perf_counter() - begun
        if hledger is None:
            print("  hledger is not installed here: stock on hand is measured beside nothing", flush=True)
            return Measured(took, took)
        journal = Path(folder) / "b.journal"
        with journal.open("w") as file:
            file.writelines(f"{line}\n" for line in journal_lines(book))
        begun = time.perf_counter()
        said = _balance(hledger, journal)
        theirs = time.perf_counter() - begun
        assert said == here, f"hledger says {said} and the book {here}"
        return Measured(took, theirs)


def _balance(hledger: str, journal: Path) -> int:
    """Return the units on hand over all items that hledger reckons."""
    command = [hledger, "-f", str(journal), "bal", "on hand", "--layout=tidy", "--flat", "-O", "csv"]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = said.stdout.splitlines()
    return sum(_amount(row) for row in rows[1:])


@cache
def _amount(row: str) -> int:
    import csv

    return int(float(next(csv.reader([row]))[-1]))
