"""How long finding somebody takes while their name is typed, and how often who was meant is found.

The books hold members alone, put into the view and indexed as the fold does it; they are kept in the cache folder of
the benchmarks. Each prints the 99th percentile over every letter typed, by the clock and in processor time (which says
more where the machine has other work), and how often the first found is who was meant.
"""

import hashlib
import inspect
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.domain.members import member_number
from aidbook.store import schema, search, slots
from aidbook.store.book import Book
from aidbook.store.connection import transaction
from aidbook.store.finding import find
from benchmarks import people
from benchmarks.measure import Measured
from benchmarks.people import a_phone, slip, somebody

PASSPHRASE = "a good passphrase"
SEED = 20_260_328
AT_ONCE = 250_000
"""So many are indexed at once: where many come, the index is written anew once for all of them."""
SOUGHT = 300
SHOWN = 50
"""So many are asked for: what a list shows at first."""


@contextmanager
def book_of(members: int) -> Iterator[Book]:
    """Give a book with so many members; it is built where it is not there yet."""
    folder = _cache() / f"find-{members}"
    before = os.environ.get("AIDBOOK_HOME")
    os.environ["AIDBOOK_HOME"] = str(_cache() / "home")
    try:
        if not (folder / "done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            _build(folder / "b.aidbook", members)
            (folder / "done").touch()
        with Book.open(folder / "b.aidbook", PASSPHRASE) as book:
            yield book
    finally:
        os.environ.pop("AIDBOOK_HOME")
        if before is not None:
            os.environ["AIDBOOK_HOME"] = before


def _cache() -> Path:
    way = [inspect.getsource(part) for part in (_build, _fill, search, people)]
    steps = [step.NAME for step in schema._STEPS]  # noqa: SLF001 - another step makes another book
    stamp = hashlib.blake2b(repr((way, steps, people.NAMES.read_bytes())).encode(), digest_size=6).hexdigest()
    folder = Path(os.environ.get("AIDBOOK_BENCH", tempfile.gettempdir())) / "aidbook-bench" / stamp
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build(path: Path, members: int) -> None:
    begun, rng = time.perf_counter(), Random(SEED)  # noqa: S311 - pretend people
    with Book.create(path, PASSPHRASE, site_name="Eastside", cost=slots.PRACTICE) as book:
        for first in range(0, members, AT_ONCE):
            _fill(book, rng, first + 1, min(AT_ONCE, members - first))
    print(f"  built a book of {members:,} members in {time.perf_counter() - begun:.0f} s", flush=True)


def _fill(book: Book, rng: Random, first: int, many: int) -> None:
    """Put members into the view and let the index take them up, in one transaction."""
    rows = [
        (f"{number:032x}", book.identity.site, somebody(rng).name, member_number("E", number), a_phone(rng))
        for number in range(first, first + many)
    ]
    with transaction(book.connection):
        book.connection.executemany(
            "INSERT INTO member (id, home, kept, name, number, phone) VALUES (?, ?, 1, ?, ?, ?)", rows
        )
        search.index(book.connection, {("member", row[0]) for row in rows})


# What is typed


def _ways(rng: Random, name: str, number: str, phone: str) -> dict[str, str]:
    """Return what may be typed for a member, by the way it is remembered."""
    words = fold(name).split()
    long = max(words, key=len)
    slipped = slip(rng, long)
    return {
        "the name": name,
        "without accents": fold(name),
        "swapped order": " ".join([*words[1:], words[0]]),
        "two beginnings": " ".join(word[:4] for word in (words[-1], words[0])),
        "a slip": " ".join(slipped if word == long else word for word in words),
        "number": number.lower(),
        "phone": phone[-8:],
    }


_Sought = tuple[str, str, str, str]
"""How it is remembered, what is typed, whose name and whose phone that is."""


def _sought(book: Book, rng: Random) -> list[_Sought]:
    (many,) = book.connection.execute("SELECT count(*) FROM member").fetchone()
    found = []
    for _time in range(SOUGHT):
        row = book.connection.execute(
            "SELECT name, number, phone FROM member WHERE id = ?", (f"{rng.randrange(1, many + 1):032x}",)
        ).fetchone()
        found += [(way, typed, row[0], row[2]) for way, typed in _ways(rng, *row).items()]
    return found


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that some work took by the clock, and of the processor's time."""
    begun = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def _measured(members: int) -> Measured:
    rng = Random(SEED + 1)  # noqa: S311 - what is typed
    with book_of(members) as book:
        sought = _sought(book, rng)
        _ask(book, sought[0][1])
        times = [
            _timed(lambda so_far=typed[:to]: _ask(book, so_far))  # type: ignore[misc] # bound in each round
            for _way, typed, *_who in rng.sample(sought, 150)
            for to in range(1, len(typed) + 1)
        ]
        _say(members, times, _hits(book, sought))
        scans = [_timed(lambda typed=typed: _scan(book, typed)) for _way, typed, *_who in sought[:20]]  # type: ignore[misc] # bound
    return Measured(*(statistics.median(clock for clock, _processor in each) for each in (times, scans)))


def _ask(book: Book, typed: str) -> list[Id]:
    return find(book.connection, "member", typed, book.identity.site, SHOWN)


def _scan(book: Book, typed: str) -> object:
    asked = "SELECT id FROM member WHERE name LIKE ? OR phone LIKE ? ORDER BY name LIMIT 50"
    return book.connection.execute(asked, (f"%{typed}%", f"%{typed}%")).fetchall()


def _hits(book: Book, sought: list[_Sought]) -> dict[str, float]:
    """Return {way: how often the first found bears the name, or the phone, that was meant}."""
    hits: dict[str, list[bool]] = {}
    for way, typed, name, phone in sought:
        found = _ask(book, typed)[:1]
        row = (
            book.connection.execute("SELECT name, phone FROM member WHERE id = ?", found).fetchone()
            if found
            else ("", "")
        )
        hits.setdefault(way, []).append(fold(row[0]) == fold(name) or row[1][-8:] == phone[-8:])
    return {way: sum(each) / len(each) for way, each in hits.items()}


def _say(members: int, times: list[tuple[float, float]], hits: dict[str, float]) -> None:
    clock, processor = (sorted(each)[int(len(times) * 0.99)] * 1000 for each in zip(*times, strict=True))
    rate = sum(hits.values()) / len(hits)
    print(
        f"  {members:,} members: p99 {clock:.1f} ms, {processor:.1f} ms of them the processor's, over {len(times):,} keys;"
        f" found first {rate:.1%}",
        flush=True,
    )
    print("  " + ", ".join(f"{way} {share:.1%}" for way, share in hits.items()), flush=True)


def bench_find_10k() -> Measured:
    """Finding somebody among 10,000 members at a key typed, against one LIKE over all names and phones."""
    return _measured(10_000)


def bench_find_100k() -> Measured:
    """Finding somebody among 100,000 members at a key typed, against one LIKE over all names and phones."""
    return _measured(100_000)


def bench_find_1m() -> Measured:
    """Finding somebody among 1,000,000 members at a key typed, against one LIKE over all names and phones."""
    return _measured(1_000_000)
