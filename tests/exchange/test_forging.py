"""A site that everybody trusts, and that lies: it takes over, voids and erases nothing, and learns nothing."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from aidbook.actions import pantry
from aidbook.domain.declare import Chapter, Id, new_id
from aidbook.domain.entries import body_hash
from aidbook.domain.pantry import Item, Movement
from aidbook.domain.writes import take_back
from aidbook.exchange import refusals
from aidbook.store.acknowledged import acknowledge
from aidbook.store.body import Body, decode, encode
from aidbook.store.book import Book
from aidbook.store.check import check, view_digests
from aidbook.store.ledger import Ledger, Line
from aidbook.store.rows import things
from tests.exchange.conftest import live, pair, send, take


@pytest.fixture(autouse=True)
def honest(east: Book, west: Book) -> Iterator[None]:
    """Whatever a liar does, the books of the others must check."""
    yield
    assert check(east) == ()
    assert check(west) == ()


@pytest.fixture
def liar(make_book: Callable[..., Book], east: Book, west: Book) -> Book:
    """Give the book of Northside, paired with Eastside and Westside, which knows what Eastside shares."""
    made = make_book("Northside")
    pair(east, made)
    pair(west, made)
    return made


def pass_off(book: Book, lines: list[tuple[Chapter, bytes, bytes | None]]) -> None:
    """Let a book write entries with these names and bodies as its own."""
    with book.transaction():
        for chapter, name, raw in lines:
            if raw is not None:
                Ledger(book.connection).put_body(name, raw, decode(raw), book.identity.site)
            book.ledger.append_names(book.identity.origin, [(chapter, name)])


def steal(book: Book, names: list[tuple[Chapter, bytes]]) -> None:
    """Let a book pass off entries as its own, with their bodies, and pass on nothing of who wrote them."""
    own = book.identity
    book.connection.execute("UPDATE body SET site = ?", (own.site,))  # or its own program would send stubs
    book.connection.execute(
        "DELETE FROM signed WHERE origin <> (SELECT n FROM origin WHERE id = ?)", (own.origin,)
    )
    pass_off(book, [(chapter, name, None) for chapter, name in names])


def alter(book: Book, word: bytes, other: bytes) -> None:
    """Change a word in an item that another wrote, name and all."""
    name, raw = book.connection.execute(
        "SELECT hash, bytes FROM body WHERE kind = 'item' AND instr(bytes, ?) > 0", (word,)
    ).fetchone()
    false = raw.replace(word, other)
    book.connection.execute("UPDATE entry SET hash = ? WHERE hash = ?", (body_hash(false), name))
    book.connection.execute(
        "UPDATE body SET hash = ?, bytes = ? WHERE hash = ?", (body_hash(false), false, name)
    )


def lines_of(book: Book, chapter: Chapter) -> list[Line]:
    """Return all entries that a book wrote in a chapter."""
    return list(book.ledger.lines(book.identity.origin, chapter, 0, 10_000))


def authors(book: Book) -> dict[bytes, Id]:
    """Return whose each body in a book is."""
    return dict(book.connection.execute("SELECT hash, site FROM body"))


@pytest.mark.behind_the_ledger
@pytest.mark.parametrize("order", list(itertools.permutations(["truth", "lie"])))
def test_who_passes_off_anothers_entries_as_its_own_takes_nothing_over(
    east: Book, west: Book, liar: Book, stick: Path, order: tuple[str, str]
) -> None:
    life = live(east)
    sticks = {"truth": send(east, west, stick)}
    take(liar, send(east, liar, stick))
    steal(liar, [(line.header.chapter, line.hash) for c in ("pantry", "days") for line in lines_of(east, c)])
    sticks["lie"] = send(liar, west, stick)
    words = [word for name in order for word in take(west, sticks[name]).words]
    assert any("passes" in word for word in words)
    assert set(authors(west).values()) <= {east.identity.site, west.identity.site, liar.identity.site}
    for line in (*lines_of(east, "pantry"), *lines_of(east, "days")):
        assert authors(west)[line.hash] == east.identity.site
    beans = west.get(Item, life.beans)
    assert beans is not None
    assert [move.id for move in things(west, Movement)] == [move.id for move in things(east, Movement)]


@pytest.mark.behind_the_ledger
def test_what_came_first_from_a_liar_counts_once_its_writer_vouches_for_it(
    east: Book, west: Book, liar: Book, stick: Path
) -> None:
    live(east)
    truth = send(east, west, stick)
    take(liar, send(east, liar, stick))
    steal(liar, [("pantry", line.hash) for line in lines_of(east, "pantry")])
    take(west, send(liar, west, stick))
    assert not [item for item in things(west, Item) if item.name == "Beans"]
    take(west, truth)
    assert [item for item in things(west, Item) if item.name == "Beans"]
    assert view_digests(west.connection)["item"]


@pytest.mark.behind_the_ledger
def test_what_a_liar_makes_up_in_anothers_name_never_counts(
    east: Book, west: Book, liar: Book, stick: Path
) -> None:
    live(east)
    take(west, send(east, west, stick))
    made_up = Body(salt=new_id(), kind="item", v=1, subject=new_id(), action=new_id(), by="", written=1,
                   site=east.identity.site, set={"kept": True, "home": east.identity.site, "name": "Gold"})  # fmt: skip
    raw = encode(made_up)
    pass_off(liar, [("pantry", body_hash(raw), raw)])
    merge = take(west, send(liar, west, stick))
    assert not [item for item in things(west, Item) if item.name == "Gold"]
    assert any("does not count" in words for words in merge.words)
    take(east, send(west, east, stick))
    assert not [item for item in things(east, Item) if item.name == "Gold"]


@pytest.mark.behind_the_ledger
def test_naming_an_entry_does_not_bring_its_body(east: Book, west: Book, liar: Book, stick: Path) -> None:
    """Who is given only the name of an entry cannot have another site fill it in, under no chapter."""
    live(east)
    take(west, send(east, west, stick, people=True))
    secret = [line for line in lines_of(east, "people") if line.body and b"Rosa" in line.body]
    assert secret
    pass_off(liar, [("pantry", line.hash, None) for line in secret])
    take(west, send(liar, west, stick))
    take(liar, send(west, liar, stick))
    held = b"".join(
        raw for (raw,) in liar.connection.execute("SELECT bytes FROM body UNION SELECT bytes FROM unclaimed")
    )
    assert b"Quetzalcoatl" not in held


@pytest.mark.behind_the_ledger
def test_an_honest_relay_of_what_a_liar_wrote_is_not_refused(
    east: Book, west: Book, liar: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    south = make_book("Southside")
    for book in (east, west, liar):
        pair(south, book)
    life = live(east)
    take(liar, send(east, liar, stick))
    take(west, send(east, west, stick))
    steal(liar, [("pantry", line.hash) for line in lines_of(east, "pantry")])
    take(west, send(liar, west, stick))
    take(south, send(west, south, stick))
    assert south.get(Item, life.beans)
    for line in lines_of(east, "pantry"):
        assert authors(south)[line.hash] == east.identity.site


@pytest.mark.behind_the_ledger
@pytest.mark.parametrize("order", list(itertools.permutations(["truth", "lie"])))
def test_entries_of_the_first_version_have_one_author_whatever_came_first(
    east: Book, west: Book, liar: Book, stick: Path, order: tuple[str, str]
) -> None:
    """They name no site. Whose they are must at least not depend on the order, nor a new record change hands."""
    old = _as_written_by_the_first_version(east)
    sticks = {"truth": send(east, west, stick)}
    take(liar, send(east, liar, stick))
    steal(liar, [("pantry", name) for name in old])
    sticks["lie"] = send(liar, west, stick)
    for stick_name in order:
        take(west, sticks[stick_name])
    made, moved = old
    assert authors(west)[made] == east.identity.site
    assert authors(west)[moved] == min(east.identity.site, liar.identity.site)
    assert west.connection.execute("SELECT site FROM movement WHERE hash = ?", (moved,)).fetchone() == (
        authors(west)[moved],
    )


def _as_written_by_the_first_version(book: Book) -> tuple[bytes, bytes]:
    """Write a new item and a movement as AidBook 0.1 did; return their names."""
    base = Body(salt=new_id(), kind="item", v=1, subject=new_id(), action=new_id(), by="", written=1)
    made = msgspec.structs.replace(base, set={"kept": True, "home": book.identity.site, "name": "Peas"})
    fact = {
        "item": base.subject,
        "lot": new_id(),
        "from_place": new_id(),
        "to_place": new_id(),
        "units": 3,
        "reason": "x",
    }
    moved = msgspec.structs.replace(base, salt=new_id(), kind="movement", subject=new_id(), at=1, fact=fact)
    from aidbook.store.fold import fold

    with book.transaction():
        named = book.ledger.append(book.identity.origin, [("pantry", made), ("pantry", moved)])
        fold(book.connection, named)
    return named[0].hash, named[1].hash


@pytest.mark.behind_the_ledger
def test_an_entry_changed_on_the_way_is_refused(east: Book, west: Book, liar: Book, stick: Path) -> None:
    """A relay that alters what another wrote, and signs the bundle itself, is found out by the writer's own word."""
    live(east)
    take(liar, send(east, liar, stick))
    alter(liar, b"Beans", b"Beers")
    with pytest.raises(refusals.ChainBroken):
        take(west, send(liar, west, stick))
    assert not things(west, Movement)


@pytest.mark.behind_the_ledger
def test_a_liars_altered_entries_above_what_is_here_never_get_in_and_block_nothing(
    east: Book, west: Book, liar: Book, stick: Path
) -> None:
    live(east)
    take(west, send(east, west, stick))
    take(liar, send(west, liar, stick))
    rice = pantry.add_item(east, "Rice").id
    take(liar, send(east, liar, stick))
    alter(liar, b"Rice", b"Mice")
    take(liar, send(west, liar, stick))
    with suppress(refusals.ChainBroken):  # or it waits: which of both depends on what is known
        take(west, send(liar, west, stick))
    assert west.get(Item, rice) is None
    take(west, send(east, west, stick))
    found = west.get(Item, rice)
    assert found is not None
    assert found.name == "Rice"
    assert west.connection.execute("SELECT count(*) FROM waiting").fetchone() == (0,)


@pytest.mark.behind_the_ledger
def test_a_liar_voids_nothing_by_what_it_passes_off(east: Book, west: Book, liar: Book, stick: Path) -> None:
    live(east)
    take(west, send(east, west, stick))
    take(liar, send(east, liar, stick))
    before = {move.id for move in things(west, Movement)}
    for move in before:
        liar.record(take_back(Movement, move))
    take(west, send(liar, west, stick))
    assert {move.id for move in things(west, Movement)} == before


@pytest.mark.behind_the_ledger
def test_altered_entries_that_wait_do_not_stand_in_for_the_true_ones(
    east: Book, west: Book, liar: Book, stick: Path
) -> None:
    """They come above a gap, where nothing can tell them from the true ones, and those come after them."""
    live(east)
    below = send(east, west, stick)
    take(liar, send(east, liar, stick))
    _pretend_it_was_confirmed(east, west)
    _pretend_it_was_confirmed(liar, west)
    rice = pantry.add_item(east, "Rice").id
    above = send(east, west, stick)
    take(liar, send(east, liar, stick))
    alter(liar, b"Rice", b"Mice")
    take(west, send(liar, west, stick))
    take(west, above)
    take(west, below)
    found = west.get(Item, rice)
    assert found is not None
    assert found.name == "Rice"
    assert west.connection.execute("SELECT count(*) FROM waiting").fetchone() == (0,)


def _pretend_it_was_confirmed(book: Book, by: Book) -> None:
    with book.transaction():
        acknowledge(book, by.identity.site, {stream: [tip] for stream, tip in book.ledger.tips().items()}, {})
