"""Whatever bodies there are, sound or forged: in which order, bundles and repetitions they come changes no view.

Among them are erasures, hand-overs, voids by whoever, kinds nobody knows; some bodies are withheld, some taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter
from aidbook.domain.entries import NO_HEAD, Header, body_hash, next_head
from aidbook.store.body import Body, decode, encode
from aidbook.store.book import Book
from aidbook.store.check import rebuild
from aidbook.store.erased import erased_ids, speaks_of, whose
from aidbook.store.fold import fold
from aidbook.store.incoming import Incoming
from aidbook.store.ledger import Line, Origin, SignedHead
from aidbook.store.taking_back import lift
from tests.properties.worlds import as_they_were, book_in_memory, must_show_the_same

SITES = ("1" * 32, "2" * 32)
ORIGINS = [Origin(bytes([n]) * 16, bytes(32), SITES[n % 2], bytes(128)) for n in range(3)]
SUBJECTS = ["a" * 32, "b" * 32, "c" * 32]
FIELDS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "member": {
        "name": st.sampled_from(["Rosa", "Kwame", "", 7]),
        "household": st.sampled_from([*SUBJECTS, None]),
        "may_share": st.booleans(),
    },
    "household": {"name": st.sampled_from(["Blue house", None]), "counted": st.just({"0-17": 2, "60+": 1})},
    "item": {"name": st.sampled_from(["Beans", "Rice"]), "code": st.sampled_from(["1", "2"])},
    "barcode": {"item": st.sampled_from([*SUBJECTS, 5]), "code": st.sampled_from(["111", "222"])},
    "place": {"name": st.sampled_from(["Shelf", "Shed"])},
    "movement": {},
    "count": {},
    "erasure": {},
    "consent": {"member": st.sampled_from(SUBJECTS), "purpose": st.just("share"), "given": st.booleans()},
    "proxy": {
        "household": st.sampled_from(SUBJECTS),
        "member": st.sampled_from([*SUBJECTS, None, 7]),
        "name": st.just("Luis"),
    },
    "same_member": {"a": st.just("a" * 32), "b": st.just("b" * 32), "same": st.booleans()},
    "unheard of": {"name": st.just("x")},
}
KIND_NAMES = [*FIELDS, "count", "count", "movement", "erasure", "member", "household", "place"]
TOGETHER = [
    ["member", "household", "erasure"],
    ["member", "erasure"],
    ["movement", "count", "place"],
    ["consent", "proxy", "erasure"],
]
"""Kinds that touch each other: drawn from few, bodies meet."""
hours = st.integers(0, 6)
ids = st.sampled_from(SUBJECTS)
movement = st.fixed_dictionaries(
    {
        "lot": ids,
        "from_place": st.sampled_from([*SUBJECTS, None]),
        "to_place": ids,
        "units": st.integers(-3, 5),
    }
)
count = st.fixed_dictionaries(
    {
        "lot": st.just("a" * 32),
        "place": st.sampled_from(SUBJECTS[:2]),
        "units": st.sampled_from([0, 4, 9, None, "many"]),
    }
)
erasure = st.fixed_dictionaries({"about": st.sampled_from(["member", "household", "item"]), "of": ids})
FACTS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "movement": movement,
    "count": count,
    "unheard of": movement,
    "erasure": erasure,
}


@st.composite
def bodies(draw: st.DrawFn) -> list[Body]:
    """Draw bodies, each of which may say it replaces any of those before, of its own record or not."""
    drawn: list[Body] = []
    among = draw(st.sampled_from(TOGETHER) | st.lists(st.sampled_from(KIND_NAMES), min_size=1, max_size=5))
    for number in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(among))
        said = draw(st.fixed_dictionaries({}, optional={**FIELDS[kind], **_STATES}))
        if draw(st.integers(0, 2)) == 0:
            said = (
                {"stands": draw(st.booleans())} if kind in FACTS else {"home": draw(st.sampled_from(SITES))}
            )
        over = {
            name: [
                body_hash(encode(drawn[n % len(drawn)])).hex()
                for n in draw(st.lists(st.integers(0, 20), max_size=3))
            ]
            for name in said
            if drawn
        }
        fact = draw(FACTS[kind]) if kind in FACTS and draw(st.sampled_from([True, True, False])) else None
        if fact and kind == "erasure":
            fact["made"] = [body_hash(encode(one)).hex() for one in drawn if draw(st.booleans())]
        drawn.append(
            Body(
                salt=f"{number:032x}",
                kind=kind,
                v=draw(st.sampled_from([1, 1, 1, 2])),
                subject=draw(ids),
                action=draw(ids),
                by=draw(ids),
                written=draw(hours),
                at=draw(st.none() | hours) if fact else None,
                fact=fact,
                set=said or None,
                over=over or None,
            )
        )
    return drawn


_STATES = {"kept": st.booleans(), "stands": st.booleans(), "home": st.sampled_from(SITES)}


@dataclass
class Pool:
    """Bodies as entries of a few origins: what there is to be delivered."""

    lines: list[Line] = field(default_factory=list)
    said: dict[bytes, Body] = field(default_factory=dict)
    tips: dict[tuple[bytes, Chapter], int] = field(default_factory=dict)
    heads: dict[Header, bytes] = field(default_factory=dict)

    def add(self, body: Body, origin: bytes) -> None:
        kind = KINDS.get(body.kind)
        chapter: Chapter = kind.chapter if kind else "days"
        seq = self.tips[origin, chapter] = self.tips.get((origin, chapter), 0) + 1
        raw = encode(body)
        line = Line(Header(origin, chapter, seq), body_hash(raw), raw)
        before = self.heads.get(Header(origin, chapter, seq - 1), NO_HEAD)
        self.heads[line.header] = next_head(before, line.header, line.hash)
        self.lines.append(line)
        self.said[body_hash(raw)] = body

    def never_seen(self, line: Line, erased: set[str]) -> bool:
        """Tell whether an entry is about somebody erased: its body may never have been given away at all."""
        body = self.said[line.hash]
        about = line.header.chapter == "people" and not erased.isdisjoint(whose(body))
        return about and speaks_of(body, None)


@cache
def two_books() -> tuple[Book, Book]:
    return book_in_memory(SITES[0]), book_in_memory(SITES[1])


def _deliver(book: Book, lines: list[Line], sizes: list[int], heads: dict[Header, bytes]) -> None:
    """Bring entries in bundles of these sizes, in the order given; what has a gap before it waits."""
    at = 0
    while at < len(lines):
        size = sizes[at % len(sizes)]
        for line in lines[at : at + size]:
            origin = next(one for one in ORIGINS if one.id == line.header.origin)
            signed = SignedHead(line.header, heads[line.header], b"")
            taken = Incoming(book.connection).take(
                origin, line.header.chapter, line.header.seq, [line], signed
            )
            fold(book.connection, taken.named)
        at += size


def _marks(draw: Callable[[st.SearchStrategy[Any]], Any], pool: Pool) -> dict[tuple[bytes, Chapter], int]:
    """Return above which entries of some streams what came is taken back."""
    return {
        stream: draw(st.integers(0, tip)) for stream, tip in pool.tips.items() if draw(st.integers(0, 3)) == 0
    }


def _hold(book: Book, marks: dict[tuple[bytes, Chapter], int]) -> None:
    for (origin, chapter), after in marks.items():
        book.connection.execute(
            "INSERT INTO held_back SELECT n, ?, ? FROM origin WHERE id = ?", (chapter, after, origin)
        )


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), pool_of=bodies())
def test_any_split_order_and_repetition_shows_the_same(data: st.DataObject, pool_of: list[Body]) -> None:
    pool, books = Pool(), two_books()
    for body in pool_of:
        pool.add(body, data.draw(st.sampled_from(ORIGINS)).id)
    held = _marks(data.draw, pool)
    erased: set[str] = set()
    with as_they_were(*books):
        for book in books:
            for origin in ORIGINS:
                book.ledger.add_origin(origin)
            _hold(book, held)
            lines = [
                Line(line.header, line.hash, None)
                if pool.never_seen(line, erased) and data.draw(st.booleans())
                else line
                for line in pool.lines
            ]
            some = data.draw(st.lists(st.sampled_from(lines), max_size=6))
            stubs = [Line(line.header, line.hash, None) for line in some]
            order = data.draw(st.permutations([*stubs, *lines, *some]))
            _deliver(book, order, data.draw(st.lists(st.integers(1, 8), min_size=1, max_size=5)), pool.heads)
            erased = erased_ids(book.connection)
            assert not _bodies_of_erased(book, erased)
        assert books[0].position == books[1].position == len(pool.lines)
        must_show_the_same(*books)
        lift(books[0].connection, [(*stream, tip) for stream, tip in pool.tips.items()])
        books[1].connection.execute("DELETE FROM held_back")
        rebuild(books[1])
        must_show_the_same(*books)


def _bodies_of_erased(book: Book, erased: set[str]) -> list[Body]:
    """Return what is left that says something of somebody erased."""
    rows = book.connection.execute(
        "SELECT bytes FROM body UNION ALL SELECT bytes FROM waiting WHERE bytes IS NOT NULL"
    )
    read = [decode(raw) for (raw,) in rows]
    return [body for body in read if body and body.subject in erased and speaks_of(body, None)]
