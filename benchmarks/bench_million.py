"""What a million entries cost beside ten thousand, and beside a bare SQLite that takes as many rows.

The books are built once through the real ledger and fold, and kept in a cache folder: `AIDBOOK_BENCH`, or the system's
folder for what may go. A book of a million entries is a site of 8,000 households after ten years of Saturdays.
"""

import hashlib
import inspect
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from aidbook.actions import distributions, history, pantry
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Box, Distribution, Visit, sign_up_id
from aidbook.domain.members import Household, Member, member_number, tie_household
from aidbook.domain.pantry import HANDED_OUT, OUTSIDE, SHELF, Item, Lot, Movement, special_place
from aidbook.domain.sites import User
from aidbook.exchange import receiving, sending
from aidbook.store import check, schema, slots
from aidbook.store.book import Book
from aidbook.store.connection import connect, transaction
from benchmarks.measure import Measured, measure

PASSPHRASE = "a good passphrase"
SMALL, LARGE = 10_000, 1_000_000
DAY_MS = 86_400_000
WEEK_MS = 7 * DAY_MS
FIRST_DAY_MS = 1_400_000_000_000
VISITS_A_DAY = 250
ITEMS = ("Beans", "Rice", "Oil")


# The books


@dataclass
class Filling:
    """A book that is being filled: whose it is, who comes, what is on the shelf."""

    book: Book
    items: list[Id]
    box: Id
    households: list[Id]


def book_of(entries: int) -> Path:
    """Return where a book of about so many entries lies; it is built where it is not there yet."""
    folder = _cache() / str(entries)
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        begun = time.perf_counter()
        _build(folder / "b.aidbook", entries)
        print(f"  built a book of {entries:,} entries in {time.perf_counter() - begun:.0f} s", flush=True)
        (folder / "done").touch()
    return folder / "b.aidbook"


def _cache() -> Path:
    """Return the folder of built books; another schema or another way to build has another one."""
    steps = [step.NAME for step in schema._STEPS]  # noqa: SLF001 - another step makes another book
    way = [inspect.getsource(part) for part in (_build, _founded, _people, _saturday)]
    stamp = hashlib.blake2b(repr((steps, way)).encode(), digest_size=6).hexdigest()
    folder = Path(os.environ.get("AIDBOOK_BENCH", tempfile.gettempdir())) / "aidbook-bench" / stamp
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build(path: Path, entries: int) -> None:
    with Book.create(path, PASSPHRASE, site_name="Eastside", cost=slots.PRACTICE) as book:
        site = _founded(book, households=max(VISITS_A_DAY, entries // 125))
        for week in count():
            if book.position >= entries:
                break
            _saturday(site, week)


def _founded(book: Book, households: int) -> Filling:
    items = [Item(id=new_id(), name=name) for name in ITEMS]
    box = Box(id=new_id(), contents={item.id: 2 for item in items})
    book.record(*items, box)
    found = [new_id() for _n in range(households)]
    for first in range(0, households, 500):
        book.record(*_people(found[first : first + 500], first + 1), at=FIRST_DAY_MS)
    return Filling(book, [item.id for item in items], box.id, found)


def _people(households: list[Id], first: int) -> Iterator[object]:
    for number, household in enumerate(households, start=first):
        contact = new_id()
        yield Household(id=household, contact=contact, counted={"0-17": number % 4})
        yield Member(id=contact, name=f"Member {number:05d}", number=member_number("E", number),
                     household=household, phone=f"555-{number:07d}")  # fmt: skip


def _saturday(site: Filling, week: int) -> None:
    """Let goods come in and all be handed out again; in one commit, or ten years would take a day."""
    book, at = site.book, FIRST_DAY_MS + week * WEEK_MS
    own = book.identity.site
    shelf, outside, out = (special_place(own, role) for role in (SHELF, OUTSIDE, HANDED_OUT))
    lots = [Lot(id=new_id(), item=item, best_before="2099-12-31") for item in site.items]
    day = Distribution(id=new_id(), on=time.strftime("%Y-%m-%d", time.gmtime(at / 1000)), box=site.box)
    with book.transaction():
        came = [
            Movement(id=new_id(), item=lot.item, lot=lot.id, from_place=outside, to_place=shelf,
                     units=2 * VISITS_A_DAY, reason="received")
            for lot in lots
        ]  # fmt: skip
        book.record(day, *lots, *came, at=at)
        for n in range(VISITS_A_DAY):
            household = site.households[(week * VISITS_A_DAY + n) % len(site.households)]
            visit = Visit(id=new_id(), distribution=day.id, people=1 + n % 4, by_age={"not asked": 1 + n % 4},
                          boxes=1, party=sign_up_id(day.id, household))  # fmt: skip
            gone = [
                Movement(id=new_id(), item=lot.item, lot=lot.id, from_place=shelf, to_place=out, units=2,
                         reason="handed out", of=visit.id)
                for lot in lots
            ]  # fmt: skip
            book.record(visit, tie_household("visit", visit.id, household), *gone, at=at + n * 60_000)


@contextmanager
def opened(entries: int) -> Iterator[Book]:
    """Give a book of so many entries to write in: a copy, so that the built one stays as it is."""
    built = book_of(entries)
    with (
        tempfile.TemporaryDirectory(dir=_cache()) as folder,
        _at_home(Path(folder)),
        Book.open(_copied(built, Path(folder)), PASSPHRASE) as book,
    ):
        yield book


def _copied(path: Path, folder: Path) -> Path:
    for suffix in ("", ".keys"):
        shutil.copy(path.with_name(path.name + suffix), folder)
    return folder / path.name


@contextmanager
def _at_home(folder: Path) -> Iterator[None]:
    """Keep out of the person's own folders."""
    before = os.environ.get("AIDBOOK_HOME")
    os.environ["AIDBOOK_HOME"] = str(folder / "home")
    try:
        yield
    finally:
        os.environ.pop("AIDBOOK_HOME")
        if before is not None:
            os.environ["AIDBOOK_HOME"] = before


# Work that must not grow with the book


def bench_million_check_in() -> Measured:
    """A check-in at 1,000,000 entries, against one at 10,000: its cost follows the work (under 1.3)."""
    with opened(LARGE) as large, opened(SMALL) as small:
        return measure(_check_ins(large), _check_ins(small), repeat=150)


def _check_ins(book: Book) -> Callable[[], object]:
    day, households = _a_new_day(book)
    waiting = iter(households)
    return lambda: distributions.check_in(book, day, next(waiting))


def _a_new_day(book: Book) -> tuple[Id, list[Id]]:
    """Plan another day and take in what it needs; return it and who comes."""
    items = [id_ for (id_,) in book.connection.execute("SELECT id FROM item ORDER BY name")]
    households = [id_ for (id_,) in book.connection.execute("SELECT id FROM household ORDER BY id LIMIT 240")]
    day = distributions.plan_distribution(book, "2026-03-28", dict.fromkeys(items, 2)).id
    pantry.receive_stock(
        book, [pantry.Units(item=item, units=2_000, best_before="2099-12-31") for item in items]
    )
    return day, households


def bench_million_undo() -> Measured:
    """Undo of a check-in at 1,000,000 entries, against one at 10,000 (under 1.3)."""
    with opened(LARGE) as large, opened(SMALL) as small:
        return measure(_undos(large), _undos(small), repeat=100)


def _undos(book: Book) -> Callable[[], object]:
    day, households = _a_new_day(book)
    done = [distributions.check_in(book, day, household).action for household in households[:110]]
    return lambda: history.undo(book, done.pop())


def bench_million_open() -> Measured:
    """Opening a book of 1,000,000 entries, against one of 10,000: the ledger is not read."""
    with tempfile.TemporaryDirectory(dir=_cache()) as folder, _at_home(Path(folder)):
        large, small = book_of(LARGE), book_of(SMALL)
        Book.open(large, PASSPHRASE).close()  # the machine gets to know each once
        Book.open(small, PASSPHRASE).close()
        return measure(
            lambda: Book.open(large, PASSPHRASE).close(),
            lambda: Book.open(small, PASSPHRASE).close(),
            repeat=30,
        )


# Work through the whole book


class Stopped(Exception):  # noqa: N818 - what a person does
    """Somebody presses Cancel."""


def _told_and_stopped(book: Book, work: Callable[[Any], object]) -> float:
    """Return how long work takes that tells how far it is; before, see that it stops when told to."""

    def stop(done: int, total: int) -> None:
        if done * 20 > total:
            raise Stopped

    try:
        work(stop)
    except Stopped:
        assert not book.connection.in_transaction
    else:
        raise AssertionError("it went on")
    told: list[int] = []
    begun = time.perf_counter()
    work(lambda done, _total: told.append(done))
    took = time.perf_counter() - begun
    assert len(told) > 20
    assert told == sorted(told)
    return took


def bench_million_rebuild() -> Measured:
    """A full rebuild of 1,000,000 entries, against executemany of as many rows. It shows progress and can be stopped."""
    with opened(LARGE) as book:
        return Measured(
            _told_and_stopped(book, lambda told: check.rebuild(book, told)), _rows_taken(_bodies(book))
        )


def bench_million_check() -> Measured:
    """A full check of 1,000,000 entries, against executemany of as many rows. It shows progress and can be stopped."""
    with opened(LARGE) as book:
        return Measured(
            _told_and_stopped(book, lambda told: check.check(book, told)), _rows_taken(_bodies(book))
        )


def _bodies(book: Book) -> list[tuple[bytes, bytes]]:
    return book.connection.execute("SELECT hash, bytes FROM body").fetchall()  # type: ignore[no-any-return] # a cursor


def _rows_taken(rows: list[tuple[bytes, bytes]]) -> float:
    """Return how long executemany takes to put rows into an encrypted file with the book's own settings."""
    with tempfile.TemporaryDirectory(dir=_cache()) as folder:
        bare = connect(Path(folder) / "bare.db", bytes(32))
        bare.execute("CREATE TABLE line (hash BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
        begun = time.perf_counter()
        with transaction(bare):
            bare.executemany("INSERT INTO line VALUES (?, ?)", rows)
        took = time.perf_counter() - begun
        bare.close()
    return took


# Importing


@dataclass(frozen=True)
class Imported:
    """How long it took to read a bundle in, and the rows that came of it, by table."""

    took_s: float
    bodies: list[tuple[bytes, bytes]]
    tables: dict[str, tuple[str, list[tuple[Any, ...]]]]


_imported: dict[int, Imported] = {}


def imported(entries: int) -> Imported:
    """Let a neighbour read a bundle of so many entries; once, whatever it is measured against."""
    if entries not in _imported:
        _imported[entries] = _import(entries)
    return _imported[entries]


def _import(entries: int) -> Imported:
    with opened(entries) as east, tempfile.TemporaryDirectory(dir=_cache()) as folder:
        stick = sending.send(east, Path(folder), to=east.site, passphrase=None, whole=True).path
        path, who = Path(folder) / "second.aidbook", east.identity
        with Book.join(path, PASSPHRASE, who.site, who.secrets, slots.PRACTICE) as second:
            second.record(User(id=second.user), east.site)
            begun = time.perf_counter()
            receiving.receive(second, receiving.open_bundle(second, stick))
            took = time.perf_counter() - begun
            print(f"  read in {second.position:,} entries in {took:.0f} s", flush=True)
            return Imported(took, _bodies(second), _tables(second))


def _tables(book: Book) -> dict[str, tuple[str, list[tuple[Any, ...]]]]:
    """Return {table: how it is made, its rows} of all that an import fills and a session can follow."""
    tables = book.connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE '%PRIMARY KEY%'"
        " AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    filled = {name: (sql, _rows(book, name)) for name, sql in tables}
    return {name: (sql, rows) for name, (sql, rows) in filled.items() if rows}


def _rows(book: Book, table: str) -> list[tuple[Any, ...]]:
    return book.connection.execute(f'SELECT * FROM "{table}"').fetchall()  # type: ignore[no-any-return] # noqa: S608 - its own tables


def bench_import_100k_rows() -> Measured:
    """Reading in a bundle of 100,000 entries, against executemany of as many rows."""
    found = imported(100_000)
    return Measured(found.took_s, _rows_taken(found.bodies))


def bench_import_1m_rows() -> Measured:
    """Reading in a bundle of 1,000,000 entries, against executemany of as many rows."""
    found = imported(LARGE)
    return Measured(found.took_s, _rows_taken(found.bodies))


def bench_import_100k_session() -> Measured:
    """Reading in a bundle of 100,000 entries, against APSW applying the same changes as a session changeset."""
    found = imported(100_000)
    return Measured(found.took_s, _changes_applied(found))


def bench_import_1m_session() -> Measured:
    """Reading in a bundle of 1,000,000 entries, against APSW applying the same changes as a session changeset."""
    found = imported(LARGE)
    return Measured(found.took_s, _changes_applied(found))


def _changes_applied(found: Imported) -> float:
    """Return how long plain SQLite takes to apply all rows as one changeset: nothing encrypted, checked or folded."""
    import apsw

    with tempfile.TemporaryDirectory(dir=_cache()) as folder:
        made = _empty(found, Path(folder) / "made.db")
        session = apsw.Session(made, "main")
        session.attach()
        with made:
            for name, (_sql, rows) in found.tables.items():
                marks = ", ".join("?" * len(rows[0]))
                made.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608 - the book's own tables
        changes = session.changeset()
        session.close()
        taker = _empty(found, Path(folder) / "taker.db")
        begun = time.perf_counter()
        with taker:
            apsw.Changeset.apply(changes, taker)
        took = time.perf_counter() - begun
        made.close()
        taker.close()
    return took


def _empty(found: Imported, path: Path) -> Any:  # noqa: ANN401 - apsw is imported where it is used
    """Return a plain file with the book's tables and settings."""
    import apsw

    connection = apsw.Connection(str(path))
    for setting in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {setting}")
    for sql, _rows in found.tables.values():
        connection.execute(sql)
    return connection
