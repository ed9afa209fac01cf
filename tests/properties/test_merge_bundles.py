"""Three laptops, two of one site: whatever they do, send, lose, read late or twice, in the end they show the same."""

import hashlib
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count as counting
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook import clock
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution, Visit
from aidbook.domain.members import Household, Member
from aidbook.domain.pantry import Barcode, Count, Item, Movement
from aidbook.domain.sites import Site
from aidbook.domain.writes import change, take_back
from aidbook.exchange import receiving, sending
from aidbook.store import check as checking
from aidbook.store import identity
from aidbook.store.book import Book
from aidbook.store.claims import home_of
from aidbook.store.erasure import erasure_of, is_erased
from aidbook.store.progress import silent
from tests.properties.worlds import as_they_were, book_in_memory, must_show_the_same

LAST_TRIP = {"sent", "received", "action"}
"""What the last trips added: not everyone has heard of them."""
OWN = {kind.name for kind in KINDS.values() if kind.chapter == "book"} | LAST_TRIP
"""What another site does not get to see."""
FACTS = {"movement": Movement, "count": Count, "visit": Visit}
LOOKS = (checking._bodies, checking._chains, checking._forks, checking._signatures, checking._waiting)
"""All that `check` looks at but the pages of the file, of which there is none, and the views."""
EAST, SECOND, WEST = range(3)


@cache
def three_books() -> tuple[Book, Book, Book]:
    """Return two laptops of Eastside and one of Westside, each paired with the other site."""
    secrets = {name: identity.new_secrets() for name in "EW"}
    records = {
        name: identity.site_record(secrets[name], name=f"{name}-side", code=name, practice=False)
        for name in "EW"
    }
    books = tuple(book_in_memory(records[name].id, secrets[name]) for name in "EEW")
    for book in books:
        book.record(*records.values())
    return books[0], books[1], books[2]


def thing(name: str, number: int) -> Id:
    """Return the id of a thing that all laptops may make, each without the others."""
    return hashlib.blake2b(f"{name} {number}".encode(), digest_size=16).hexdigest()


def member(laptop: int) -> Id:
    """Return the id of a laptop's own member, who is asked there whether to be shared."""
    return thing("member", laptop)


@dataclass
class World:
    """The laptops, the sticks on their way, and the facts that were written."""

    books: tuple[Book, ...]
    folder: Path
    sticks: list[tuple[int, Path]] = field(default_factory=list)
    read_in: dict[Path, int] = field(default_factory=dict)
    facts: list[tuple[str, Id]] = field(default_factory=list)
    fresh: Iterator[int] = field(default_factory=counting)

    def fact_id(self, kind: str) -> Id:
        self.facts.append((kind, thing("fact", next(self.fresh))))
        return self.facts[-1][1]

    def send(self, sender: int, reader: int) -> None:
        """Put a bundle on its way."""
        one, other = self.books[sender], self.books[reader]
        own = one.identity.site == other.identity.site
        to = _site(one, other.identity.site)
        sent = sending.send(one, self.folder, to=to, passphrase=None, people=not own, whole=own)
        self.sticks.append((reader, sent.path))

    def read(self, stick: int) -> None:
        """Let the one it is for read a bundle: late, twice, or before an earlier one."""
        if self.sticks:
            reader, path = self.sticks[stick % len(self.sticks)]
            book = self.books[reader]
            opened = receiving.open_bundle(book, path)
            seen = receiving.preview(book, opened)
            assert receiving.receive(book, opened).counts == seen.counts
            self.read_in[path] = reader

    def settle(self) -> None:
        """Let everyone hear of everything, then let all members agree, and let that and what it frees get around."""
        self.trade()
        for who, number in product((EAST, SECOND, WEST), range(2)):
            home = thing("household", number)
            self.books[who].record(Member(id=member(who), name="Amina", household=home, may_share=True))
            resident = Member(
                id=thing(f"resident {who}", number), name="Joseph", household=home, may_share=True
            )
            self.books[who].record(resident)
        for _round in range(3):
            self.trade()

    def trade(self) -> None:
        """Let each laptop send to each other one, and all be read."""
        for sender, reader in permutations((EAST, SECOND, WEST), 2):
            self.send(sender, reader)
            self.read(-1)

    def read_all_again(self) -> None:
        """Read every bundle that was read once more, the last first: nothing is new, and nothing is written."""
        tips = [book.position for book in self.books]
        for path, reader in reversed(self.read_in.items()):
            book = self.books[reader]
            assert receiving.receive(book, receiving.open_bundle(book, path)).done.action == ""
        assert [book.position for book in self.books] == tips


def _site(book: Book, id_: Id) -> Site:
    found = book.get(Site, id_)
    assert found is not None
    return found


numbers = st.integers(0, 1)
hours = st.integers(0, 5)
names = st.sampled_from(["Rosa", "Kwame", "Łukasz"])


def _edit_member(world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    """Write the page of the laptop's own member, or change a phone of one that it knows."""
    own, who = world.books.index(book), draw(st.integers(0, 2))
    if who == own:
        home, agrees = thing("household", draw(numbers)), draw(st.sampled_from([True, False, None]))
        book.record(Member(id=member(own), name=draw(names), household=home, may_share=agrees))
    elif book.get(Member, member(who)):
        book.record(change(Member, member(who), phone=draw(st.sampled_from(["1", "2", None]))))


def _edit_household(_world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    book.record(Household(id=thing("household", draw(numbers)), name=draw(names)))


def _edit_item(_world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    item = thing("item", draw(numbers))
    book.record(
        Item(id=item, name=draw(names)), Barcode(id=thing("code", draw(numbers)), code="11", item=item)
    )


def _drop(_world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    cls, name = draw(st.sampled_from([(Item, "item"), (Barcode, "code")]))
    if book.get(cls, thing(name, 0)):
        book.record(take_back(cls, thing(name, 0)))


def _move(world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    lot, one, other = (thing(word, draw(numbers)) for word in ("lot", "place", "place"))
    moved = Movement(id=world.fact_id("movement"), item=thing("item", 0), lot=lot, from_place=one, to_place=other,
                     units=draw(st.integers(1, 9)), reason="moved")  # fmt: skip
    book.record(moved, at=1 + draw(hours))


def _count(world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    lot, place = thing("lot", 0), thing("place", draw(numbers))
    counted = Count(id=world.fact_id("count"), item=thing("item", 0), lot=lot, place=place, units=draw(hours))
    book.record(counted, at=1 + draw(hours))


def _visit(world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    day = thing("day", draw(numbers))
    came = Visit(id=world.fact_id("visit"), distribution=day, people=draw(hours), by_age={}, boxes=1)
    book.record(Distribution(id=day, on=draw(st.sampled_from(["2026-03-28", "2026-04-04"]))), came)


def _erase(_world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    """Erase a member that this laptop knows, or ask whoever they belong to."""
    who = member(draw(st.integers(0, 2)))
    if book.get(Member, who) and not is_erased(book.connection, who):
        book.record(erasure_of(book.connection, "member", who))


def _hand_over(world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    """Hand a member over to the site of another laptop."""
    who, to = member(draw(st.integers(0, 2))), world.books[draw(st.integers(0, 2))].identity.site
    if home_of(book.connection, "member", who) == book.identity.site:
        book.record(change(Member, who, home=to))


def _void(world: World, book: Book, draw: Callable[[Any], Any]) -> None:
    """Take a fact back, or let it stand again; also one that this laptop has not heard of."""
    if world.facts:
        kind, fact = world.facts[draw(st.integers(0, 20)) % len(world.facts)]
        book.record(change(FACTS[kind], fact, stands=draw(st.booleans())))


DEEDS: dict[str, Callable[[World, Book, Callable[[Any], Any]], None]] = {
    "edit a member": _edit_member,
    "edit a household": _edit_household,
    "edit an item": _edit_item,
    "drop": _drop,
    "move": _move,
    "count": _count,
    "visit": _visit,
    "void": _void,
    "erase": _erase,
    "hand over": _hand_over,
}


@contextmanager
def made_up_time_and_chance(seed: int) -> Iterator[None]:
    """Let every laptop's clock go as it likes, and chance repeat itself, so that what fails fails again."""
    drawn, dice = counting(), random.Random(seed)  # noqa: S311 - chance that repeats itself

    def token_hex(size: int) -> str:
        return hashlib.blake2b(f"{next(drawn)}".encode(), digest_size=size).hexdigest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_hex", token_hex)
        patch.setattr(clock, "now_ms", lambda: dice.randrange(1, 9) * 1_000_000)
        yield


def views_but(book: Book, without: set[str]) -> dict[str, str]:
    """Return what a book shows, but for some kinds and views."""
    of_all_kinds = {
        table: sorted(row for row in _rows(book, table) if row[0] not in without)
        for table in ("setting", "claim", "disputed", "uncounted")
    }
    digests = checking.view_digests(book.connection) | {
        name: repr(rows) for name, rows in of_all_kinds.items()
    }
    digests["replaced"] = ""  # holds what is said to be replaced of all kinds
    return {name: digest for name, digest in digests.items() if name not in without}


def _rows(book: Book, table: str) -> list[tuple[Any, ...]]:
    hash_ = "''" if table == "disputed" else "hash"
    field = "''" if table == "uncounted" else "field"
    rows: list[tuple[Any, ...]] = book.connection.execute(
        f"SELECT kind, subject, {field}, {hash_} FROM {table}"  # noqa: S608 - its own
    ).fetchall()
    return rows


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_all_laptops_end_with_the_same_whatever_was_sent_lost_late_or_read_twice(
    tmp_path: Path, data: st.DataObject
) -> None:
    books = three_books()
    with as_they_were(*books), made_up_time_and_chance(data.draw(st.integers(0, 9))):
        world = World(books, tmp_path)
        for _step in range(data.draw(st.integers(1, 16))):
            who = data.draw(st.integers(0, 2))
            what = data.draw(st.sampled_from([*DEEDS, "send", "send", "read"]))
            if what == "send":
                world.send(who, (who + data.draw(st.integers(1, 2))) % 3)
            elif what == "read":
                world.read(data.draw(st.integers(0, 9)))
            else:
                DEEDS[what](world, books[who], data.draw)
        world.settle()
        east, second, west = books
        for book in books:
            assert [finding for look in LOOKS for finding in look(book, silent)] == []
            must_show_the_same(book)
        assert views_but(east, LAST_TRIP) == views_but(second, LAST_TRIP)
        assert views_but(east, OWN) == views_but(west, OWN)
        world.read_all_again()
