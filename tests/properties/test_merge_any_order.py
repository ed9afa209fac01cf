"""Whatever bodies there are, sound or forged: in which order, bundles and repetitions they come changes no view."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter
from aidbook.domain.entries import Header, body_hash
from aidbook.store.body import Body, encode
from aidbook.store.book import Book
from aidbook.store.fold import fold
from aidbook.store.ledger import Line, Origin
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
    "movement": {},
    "count": {},
    "unheard of": {"name": st.just("x")},
}
KIND_NAMES = [*FIELDS, "count", "count", "movement"]
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
FACTS = {"movement": movement, "count": count, "unheard of": movement}


@st.composite
def bodies(draw: st.DrawFn) -> list[Body]:
    """Draw bodies, each of which may say it replaces any of those before, of its own record or not."""
    drawn: list[Body] = []
    for number in range(draw(st.integers(1, 14))):
        kind = draw(st.sampled_from(KIND_NAMES))
        said = draw(st.fixed_dictionaries({}, optional={**FIELDS[kind], **_STATES}))
        over = {
            name: [
                body_hash(encode(drawn[n % len(drawn)])).hex()
                for n in draw(st.lists(st.integers(0, 20), max_size=3))
            ]
            for name in said
            if drawn
        }
        fact = draw(FACTS[kind]) if kind in FACTS and draw(st.booleans()) else None
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
    tips: dict[tuple[bytes, Chapter], int] = field(default_factory=dict)

    def add(self, body: Body, origin: bytes) -> None:
        kind = KINDS.get(body.kind)
        chapter: Chapter = kind.chapter if kind else "days"
        seq = self.tips[origin, chapter] = self.tips.get((origin, chapter), 0) + 1
        raw = encode(body)
        self.lines.append(Line(Header(origin, chapter, seq), body_hash(raw), raw))


@cache
def two_books() -> tuple[Book, Book]:
    return book_in_memory(SITES[0]), book_in_memory(SITES[1])


def _deliver(book: Book, lines: list[Line], sizes: list[int]) -> None:
    """Bring entries in bundles of these sizes, in the order given; what has a gap before it waits."""
    at = 0
    while at < len(lines):
        size = sizes[at % len(sizes)]
        for line in lines[at : at + size]:
            if book.ledger.head_at(line.header) is None:
                book.ledger.wait(line)
            fold(book.connection, book.ledger.fill_stub(line))
        fold(book.connection, book.ledger.take_waiting())
        at += size


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), pool_of=bodies())
def test_any_split_order_and_repetition_shows_the_same(data: st.DataObject, pool_of: list[Body]) -> None:
    pool, books = Pool(), two_books()
    for body in pool_of:
        pool.add(body, data.draw(st.sampled_from(ORIGINS)).id)
    with as_they_were(*books):
        for book in books:
            for origin in ORIGINS:
                book.ledger.add_origin(origin)
            some = data.draw(st.lists(st.sampled_from(pool.lines), max_size=6))
            stubs = [Line(line.header, line.hash, None) for line in some]
            order = data.draw(st.permutations([*stubs, *pool.lines, *some]))
            _deliver(book, order, data.draw(st.lists(st.integers(1, 8), min_size=1, max_size=5)))
        assert books[0].position == books[1].position == len(pool.lines)
        must_show_the_same(*books)
