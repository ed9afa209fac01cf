"""Two computers write under one name, others pass on what they have: in which order it is read changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, new_id
from aidbook.domain.pantry import Item, Movement
from aidbook.domain.sites import Site, User
from aidbook.domain.writes import change
from aidbook.exchange import receiving, sending
from aidbook.store import forks, identity
from aidbook.store.acknowledged import acknowledge
from aidbook.store.book import Book
from aidbook.store.check import view_digests
from aidbook.store.identity import SiteSecrets
from aidbook.store.refold import fold_all
from tests.properties.worlds import as_they_were, book_in_memory

SHARED = {kind.name for kind in KINDS.values() if kind.chapter != "book"} | {"stock"}
COPIED = ("origin", "entry", "body", "signed", "local")


@dataclass(frozen=True)
class Books:
    """A book and its clone, a book of another site, and two of a third that only read."""

    east: Book
    clone: Book
    west: Book
    readers: tuple[Book, Book]

    def all(self) -> tuple[Book, ...]:
        return (self.east, self.clone, self.west, *self.readers)


@cache
def books() -> Books:
    secrets = {name: identity.new_secrets() for name in "EWN"}
    sites = [
        identity.site_record(secrets[name], name=f"{name}-side", code=name, practice=False) for name in "EWN"
    ]
    east, west, one, other = (
        book_in_memory(sites[number].id, secrets["EWN"[number]]) for number in (0, 1, 2, 2)
    )
    for book in (east, west, one, other):
        book.record(User(id=book.user))
        book.record(*sites)
    for number in range(2):
        east.record(Item(id=f"{number}" * 32, name="Beans"))
    with east.transaction():
        east.ledger.sign_heads(east.identity.origin, east.identity.origin_key)
    return Books(east, _clone(east, secrets["E"]), west, (one, other))


def _clone(book: Book, secrets: SiteSecrets) -> Book:
    """Return another book that believes it is the same."""
    clone = book_in_memory(book.identity.site, secrets)
    for table in reversed(COPIED):
        clone.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of ours
    for table in COPIED:
        rows = book.connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - one of ours
        for row in rows:
            places = ", ".join("?" * len(row))
            clone.connection.execute(f"INSERT INTO {table} VALUES ({places})", row)  # noqa: S608 - one of ours
    with clone.transaction():
        fold_all(clone.connection)
    assert clone.identity.origin == book.identity.origin
    return clone


@dataclass
class World:
    """The books, and the bundles on their way to the third site and to the second."""

    books: Books
    folder: Path
    to_readers: list[Path] = field(default_factory=list)
    to_west: list[Path] = field(default_factory=list)
    written: set[Id] = field(default_factory=set)

    def do(self, book: Book, draw: Callable[[Any], Any]) -> None:
        """Write something, under the number that the other copy uses too."""
        item = f"{draw(st.integers(0, 1))}" * 32
        if draw(st.booleans()):
            book.record(change(Item, item, name=draw(st.sampled_from(["Beans", "Rice", "Oil"]))))
        else:
            lot, one, other = (f"{draw(st.integers(2, 3))}" * 32 for _which in range(3))
            moved = Movement(
                id=new_id(), item=item, lot=lot, from_place=one, to_place=other, units=3, reason="x"
            )
            book.record(moved)
            self.written.add(moved.id)

    def send(self, book: Book, reader: Book, draw: Callable[[Any], Any]) -> Path:
        """Write a bundle; perhaps leave out of it, or of the next, what was in one before."""
        to = book.get(Site, reader.identity.site)
        assert to is not None
        path = sending.send(book, self.folder, to=to, passphrase=None, people=True).path
        if draw(st.booleans()):
            with book.transaction():
                tips = book.ledger.tips()
                acknowledge(book, to.id, {stream: [tip] for stream, tip in tips.items()}, {})
        return path


def _read(book: Book, path: Path) -> None:
    receiving.receive(book, receiving.open_bundle(book, path))


def _shown(book: Book) -> dict[str, str]:
    return {name: digest for name, digest in view_digests(book.connection).items() if name in SHARED}


def _step(world: World, draw: Callable[[Any], Any]) -> None:
    here = world.books
    writer = draw(st.sampled_from([here.east, here.clone, here.east, here.clone, here.west]))
    what = draw(st.sampled_from(["do", "do", "to readers", "to readers", "to west", "west reads"]))
    if what == "do":
        world.do(writer, draw)
    elif what == "to readers":
        world.to_readers.append(world.send(writer, here.readers[0], draw))
    elif what == "to west" and writer is not here.west:
        world.to_west.append(world.send(writer, here.west, draw))
    elif what == "west reads" and world.to_west:
        _read(here.west, world.to_west[draw(st.integers(0, 20)) % len(world.to_west)])


SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@SETTINGS
@given(data=st.data())
def test_bundles_of_both_branches_show_the_same_in_any_order(tmp_path: Path, data: st.DataObject) -> None:
    with as_they_were(*books().all()):
        world = World(books(), tmp_path)
        for _step_number in range(data.draw(st.integers(4, 18))):
            _step(world, data.draw)
        one, other = world.books.readers
        for reader in (one, other):
            again = (
                data.draw(st.lists(st.sampled_from(world.to_readers), max_size=3)) if world.to_readers else []
            )
            for path in data.draw(st.permutations([*world.to_readers, *again])):
                _read(reader, path)
        assert _shown(one) == _shown(other)
        assert _bodies(one) == _bodies(other)
        _must_be_sound(one, other)


@SETTINGS
@given(data=st.data())
def test_all_books_come_together_whatever_was_written_under_one_name(
    tmp_path: Path, data: st.DataObject
) -> None:
    with as_they_were(*books().all()):
        world = World(books(), tmp_path)
        here = world.books
        for _step_number in range(data.draw(st.integers(2, 10))):
            _step(world, data.draw)
        for _round in range(3):
            for one, other in permutations((here.east, here.clone, here.west), 2):
                _read(other, _truly_sent(one, other, tmp_path))
        assert _shown(here.east) == _shown(here.clone) == _shown(here.west)
        stand = {id_ for (id_,) in here.west.connection.execute("SELECT id FROM movement WHERE stands = 1")}
        assert world.written <= stand
        for book in (here.east, here.clone, here.west):
            assert forks.forks(book.connection) == []
        _must_be_sound(here.east, here.clone, here.west)


def _truly_sent(one: Book, other: Book, folder: Path) -> Path:
    """Let one write for the other's site, forgetting what a test pretended of it."""
    to = one.get(Site, other.identity.site)
    assert to is not None
    whole = to.id == one.identity.site
    with one.transaction():
        one.connection.execute("DELETE FROM acknowledged WHERE site = ?", (to.id,))
    return sending.send(one, folder, to=to, passphrase=None, people=not whole, whole=whole).path


def _bodies(book: Book) -> set[tuple[bytes, Id]]:
    """Return the bodies that a book has of others, and whose they are."""
    rows = book.connection.execute("SELECT hash, site FROM body WHERE site <> ?", (book.identity.site,))
    return set(rows.fetchall())


def _must_be_sound(*some: Book) -> None:
    """Assert that each chain is whole and signed, and nothing waits that could be read."""
    from aidbook.store import check as checking

    for book in some:
        looks = (checking._bodies, checking._chains, checking._forks, checking._signatures, checking._waiting)
        assert [finding for look in looks for finding in look(book, lambda *_done: None)] == []
