"""A book that was copied: both copies go on, sticks go around in any order, and nothing is lost anywhere."""

import shutil
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from aidbook.actions import members, pantry
from aidbook.domain.declare import Chapter, Id
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item
from aidbook.exchange import cards, receiving, refusals, sending
from aidbook.store import forks, origins
from aidbook.store.acknowledged import Acknowledged, acknowledge
from aidbook.store.book import Book
from aidbook.store.check import check, view_digests
from aidbook.store.ledger import Line
from aidbook.store.rows import things
from tests.exchange.test_refusals import forged
from tests.stories_of_copies import Machine, copy_book, item_names


class World:
    """Computers whose books are open, and a stick that goes between them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()
        self._monkeypatch = monkeypatch
        self.machines: dict[str, Machine] = {}
        self._books: dict[str, Book] = {}

    def machine(self, name: str) -> Machine:
        """Return a computer by its name."""
        if name not in self.machines:
            self.machines[name] = Machine(self.folder / name, self._monkeypatch)
        return self.machines[name]

    def create(self, name: str, site: str) -> Book:
        """Make a site's book on a computer."""
        self._books[name] = self.machine(name).create(site)
        return self._books[name]

    def book(self, name: str) -> Book:
        """Return a computer's book, open."""
        if name not in self._books:
            self._books[name] = self.machine(name).open()
        return self._books[name]

    def close(self, *names: str) -> None:
        """Close the books of some computers, or of all."""
        for name in names or list(self._books):
            if name in self._books:
                self._books.pop(name).close()

    def pair(self, *names: str) -> None:
        """Let sites know each other."""
        for one, other in permutations(names, 2):
            cards.pair(self.book(one), cards.card_of(self.book(other)))

    def clone(self, name: str, other: str) -> None:
        """Copy a whole computer, what it remembers included: no token can tell."""
        self.close(name)
        shutil.copytree(self.folder / name, self.folder / other)
        self.machines[other] = Machine(self.folder / other, self._monkeypatch)

    def copy(self, name: str, other: str) -> None:
        """Copy a book to another computer with a file manager."""
        self.close(name)
        copy_book(self.machine(name), self.machine(other))

    def add(self, name: str, *items: str) -> None:
        """Write items in a computer's book."""
        for item in items:
            pantry.add_item(self.book(name), item)

    def send(self, name: str, site: str, *, people: bool = True) -> Path:
        """Write a bundle for the site of another computer."""
        book, to = self.book(name), self.book(site).site
        own = to.id == book.identity.site
        sent = sending.send(book, self.stick, to=to, passphrase=None, people=people and not own, whole=own)
        return sent.path

    def read(self, name: str, path: Path) -> receiving.Merge:
        """Read a bundle in; what was foretold must be what comes."""
        book = self.book(name)
        bundle = receiving.open_bundle(book, path)
        seen = receiving.preview(book, bundle)
        merge = receiving.receive(book, bundle)
        assert (seen.counts, seen.words) == (merge.counts, merge.words)
        return merge

    def trip(self, name: str, other: str) -> receiving.Merge:
        """Let one write for the other, and that one read it in."""
        return self.read(other, self.send(name, other))

    def trade(self, *names: str) -> None:
        """Let each write for each other and all be read, until everybody has heard of everything."""
        for _round in range(3):
            for one, other in permutations(names, 2):
                self.trip(one, other)

    def items(self, name: str) -> set[str]:
        """Return the names of the items in a computer's book, which must check."""
        assert check(self.book(name)) == ()
        return item_names(self.book(name))

    def forks(self, name: str) -> list[forks.Fork]:
        """Return the open forks that a computer knows of."""
        return forks.forks(self.book(name).connection)

    def views(self, name: str) -> dict[str, str]:
        """Return what a computer's book shows of what is shared between sites."""
        digests = view_digests(self.book(name).connection)
        return {
            view: digests[view] for view in ("item", "stock", "movement", "count", "distribution", "visit")
        }


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give Eastside and Westside, each on a computer, paired; Eastside has beans, and Westside knows it."""
    made = World(tmp_path, monkeypatch)
    beans = pantry.add_item(made.create("east", "Eastside"), "Beans").id
    pantry.receive_stock(made.book("east"), [pantry.Units(item=beans, units=48)])
    made.create("west", "Westside")
    made.pair("east", "west")
    made.trip("east", "west")
    made.trip("west", "east")
    yield made
    made.close()


# Copied with a file manager: a new origin by itself, no fork at all


@pytest.mark.parametrize("order", list(permutations(["east", "second"])))
def test_two_laptops_from_one_copied_file_trade_with_another_site_in_any_order(
    world: World, order: tuple[str, str]
) -> None:
    world.copy("east", "second")
    world.add("second", "Rice")
    world.add("east", "Oil")
    for name in order:
        world.trip(name, "west")
    assert world.items("west") == {"Beans", "Rice", "Oil"}
    world.trade("east", "second", "west")
    for name in ("east", "second", "west"):
        assert world.items(name) == {"Beans", "Rice", "Oil"}
        assert world.forks(name) == []
    assert world.views("east") == world.views("second") == world.views("west")


def test_a_month_old_backup_gets_back_what_others_know(world: World, tmp_path: Path) -> None:
    world.close("east")
    old = world.machine("east").keep(tmp_path / "a month ago")
    world.add("east", "Rice", "Oil")
    world.trip("east", "west")
    world.close("east")
    world.machine("east").put_back(old)
    world.add("east", "Salt")
    world.trip("east", "west")  # tells what is missing here
    merge = world.trip("west", "east")
    assert world.items("east") == {"Beans", "Rice", "Oil", "Salt"}
    assert not any("copy" in words for words in merge.words)
    assert world.items("west") == {"Beans", "Rice", "Oil", "Salt"}
    world.trade("east", "west")
    assert world.views("east") == world.views("west")
    assert world.forks("east") == world.forks("west") == []


def test_sticks_written_before_a_restore_still_count_after_it(world: World, tmp_path: Path) -> None:
    world.close("east")
    old = world.machine("east").keep(tmp_path / "a month ago")
    world.add("east", "Rice")
    late = world.send("east", "west")
    world.close("east")
    world.machine("east").put_back(old)
    world.add("east", "Salt")
    world.trip("east", "west")
    assert world.items("west") == {"Beans", "Salt"}
    world.read("west", late)
    assert world.items("west") == {"Beans", "Rice", "Salt"}
    world.trade("west", "east")
    assert world.items("east") == {"Beans", "Rice", "Salt"}


# A whole computer copied: a fork that only the sticks can tell


def forked(world: World) -> None:
    """Let two computers write under one name, neither knowing of the other."""
    world.clone("east", "clone")
    world.add("east", "Rice")
    world.add("clone", "Oil", "Salt")


@pytest.mark.parametrize("order", list(permutations(["east", "clone"])))
def test_a_third_site_keeps_both_branches_and_shows_the_fork_until_it_is_healed(
    world: World, order: tuple[str, str]
) -> None:
    forked(world)
    world.trip(order[0], "west")
    merge = world.trip(order[1], "west")
    assert any("both copies went on" in words for words in merge.words)
    assert world.items("west") == {"Beans", "Rice", "Oil", "Salt"}
    assert len(world.forks("west")) == 1
    world.trade("east", "clone", "west")
    for name in ("east", "clone", "west"):
        assert world.items(name) == {"Beans", "Rice", "Oil", "Salt"}
        assert world.forks(name) == []
    assert world.views("east") == world.views("clone") == world.views("west")


def test_the_copy_that_finds_it_out_writes_its_entries_again_under_a_new_origin(world: World) -> None:
    forked(world)
    world.trip("clone", "west")  # signed: these entries left the computer under the old name
    who = world.book("clone").identity.origin
    merge = world.trip("east", "clone")
    assert any("written again under" in words for words in merge.words)
    assert any("laptop of its own from now on" in words for words in merge.words)
    assert world.book("clone").identity.origin != who
    assert world.items("clone") == {"Beans", "Rice", "Oil", "Salt"}
    assert [note.what for note in origins.notes(world.book("clone").connection)] == ["healed", "twice"]
    assert world.forks("clone") == []
    world.trip("clone", "west")
    assert world.items("west") == {"Beans", "Rice", "Oil", "Salt"}
    assert world.forks("west") == []
    world.trip("clone", "east")
    assert world.items("east") == {"Beans", "Rice", "Oil", "Salt"}
    assert world.forks("east") == []


def test_entries_that_never_left_heal_without_anybody_else_noticing(world: World) -> None:
    forked(world)
    world.trip("east", "clone")
    merges = [world.trip("clone", "west"), world.trip("east", "west")]
    assert not any("both copies" in words for merge in merges for words in merge.words)
    assert world.items("west") == {"Beans", "Rice", "Oil", "Salt"}
    assert world.forks("west") == []


def test_two_laptops_of_one_site_heal_by_a_stick_between_them(world: World) -> None:
    forked(world)
    world.trip("east", "clone")
    world.trip("clone", "east")
    world.trip("east", "clone")
    assert world.items("east") == world.items("clone") == {"Beans", "Rice", "Oil", "Salt"}
    assert world.forks("east") == world.forks("clone") == []
    assert world.book("east").identity.origin != world.book("clone").identity.origin


def test_a_branch_whose_laptop_is_gone_is_passed_on_by_who_has_it(world: World) -> None:
    world.create("north", "Northside")
    world.pair("east", "west", "north")
    forked(world)
    world.trip("east", "north")
    world.trip("east", "west")
    world.trip("clone", "west")
    world.close("clone")
    shutil.rmtree(world.folder / "clone")
    world.trip("west", "north")
    assert world.items("north") == {"Beans", "Rice", "Oil", "Salt"}
    assert len(world.forks("north")) == 1
    world.trip("north", "west")
    again = world.send("west", "north")
    assert receiving.open_bundle(world.book("north"), again).manifest.branches == []


def test_a_branch_that_its_writer_did_not_sign_is_refused(world: World) -> None:
    north = world.create("north", "Northside")
    world.pair("east", "west", "north")
    forked(world)
    for name in ("east", "clone"):
        world.trip(name, "west")
    path = world.send("west", "north")

    def unsign(said: dict[str, Any]) -> None:
        (branches,) = said["branches"]
        branches["heads"][0]["signature"] = "00" * 64

    with pytest.raises(refusals.ChainBroken):
        world.read("north", forged(path, world.book("west"), north, unsign))
    assert not things(north, Item)


def test_a_liar_cannot_let_a_fork_look_healed(world: World) -> None:
    north = world.create("north", "Northside")
    world.pair("east", "west", "north")
    forked(world)
    world.trip("east", "west")
    world.trip("clone", "north")
    world.trip("clone", "west")
    with north.transaction():
        names = [line.hash for line in _lines_above_the_fork(world)]
        north.ledger.append_names(north.identity.origin, [("pantry", name) for name in names])
    world.trip("north", "west")
    assert len(world.forks("west")) == 1


def _lines_above_the_fork(world: World) -> Iterator[Line]:
    ((stream, tree),) = (
        (stream, tree)
        for stream, tree in forks.trees(world.book("west").connection).items()
        if stream[1] == "pantry"
    )
    book = world.book("clone")
    yield from book.ledger.lines(stream[0], "pantry", tree.lowest, 10_000)


def test_two_sites_with_one_branch_each_tell_each_other_of_both(world: World) -> None:
    world.create("north", "Northside")
    world.pair("east", "west", "north")
    forked(world)
    world.trip("clone", "north")
    world.trip("east", "west")
    world.add("east", "Tea")
    world.trip("east", "west")
    world.trade("west", "north")
    assert world.items("west") == world.items("north") == {"Beans", "Rice", "Tea", "Oil", "Salt"}


def test_who_claims_what_is_on_another_branch_is_sent_the_whole_stream_once(world: World) -> None:
    """Westside has one branch, Northside the other, and believes that Westside had that before it broke down."""
    world.create("north", "Northside")
    world.pair("east", "west", "north")
    forked(world)
    world.add("east", "Bread", "Milk")
    world.trip("east", "west")
    world.trip("clone", "north")
    _pretend_all_was_confirmed(world.book("north"), world.book("west").identity.site)
    world.trip("north", "west")
    assert world.forks("west") == []
    world.trip("west", "north")
    assert len(world.forks("north")) == 1
    world.trip("north", "west")
    everything = {"Beans", "Rice", "Bread", "Milk", "Oil", "Salt"}
    assert world.items("west") == world.items("north") == everything


def test_what_somebody_said_to_have_is_held_against_the_branches(world: World) -> None:
    forked(world)
    world.trip("east", "west")
    book = world.book("west")
    stream = (world.book("east").identity.origin, _PANTRY)
    seq, head = book.ledger.tip(*stream)

    def has(*claims: tuple[int, bytes]) -> int:
        with book.transaction():
            acknowledge(book, "a" * 32, {stream: claims}, {})
        return Acknowledged(book.connection, "a" * 32).upto(stream)

    assert has() == 0
    assert has((seq, head)) == seq
    assert has((seq - 1, b"")) == seq - 1
    assert has((seq + 5, b"further along")) == seq
    assert has((seq, b"another branch")) == 0
    assert has((seq - 1, b""), (seq + 5, b"on one of their branches")) == seq - 1
    world.trip("clone", "west")
    (tree,) = (tree for at, tree in forks.trees(book.connection).items() if at == stream)
    assert has((tree.leaves[0].header.seq, tree.leaves[0].head)) == tree.lowest == seq - 1
    assert has((seq + 5, b"further along, on either")) == 0
    assert has((seq + 5, b"")) == tree.lowest
    assert has((seq, head), (tree.lowest, b"")) == seq


def test_who_has_more_than_a_copy_ever_wrote_is_sent_what_the_copy_wrote(world: World) -> None:
    """Westside has heard of the other branch, and more of it: that is not what this one wrote."""
    forked(world)
    for item in ("Milk", "Bread", "Flour"):
        world.add("east", item)
    world.trip("east", "west")
    world.add("clone", "Tea")
    clone, west = world.book("clone"), world.book("west").identity.site
    stream = (clone.identity.origin, _PANTRY)
    with clone.transaction():
        acknowledge(clone, west, {stream: [world.book("west").ledger.tip(*stream)]}, {})
    assert world.book("west").ledger.tip(*stream)[0] > clone.ledger.tip(*stream)[0]
    world.trip("clone", "west")
    assert "Tea" in world.items("west")


_PANTRY: Chapter = "pantry"


def test_a_run_on_a_branch_that_has_not_arrived_waits_for_it(world: World) -> None:
    forked(world)
    world.add("east", "Bread", "Milk", "Flour")
    world.trip("east", "west")
    first = world.send("clone", "west")
    _pretend_all_was_confirmed(world.book("clone"), world.book("west").identity.site)
    world.add("clone", "Tea")
    above = world.send("clone", "west")
    merge = world.read("west", above)
    assert any("wait" in words for words in merge.words)
    here = {"Beans", "Rice", "Bread", "Milk", "Flour"}
    assert world.items("west") == here
    world.read("west", first)
    assert world.items("west") == here | {"Oil", "Salt", "Tea"}


def _pretend_all_was_confirmed(book: Book, by: Id) -> None:
    with book.transaction():
        acknowledge(book, by, {stream: [tip] for stream, tip in book.ledger.tips().items()}, {})


def test_stock_is_the_same_everywhere_once_a_fork_is_healed(world: World) -> None:
    world.clone("east", "clone")
    for name, units in (("east", 5), ("clone", 7)):
        book = world.book(name)
        beans = next(item.id for item in things(book, Item) if item.name == "Beans")
        pantry.receive_stock(book, [pantry.Units(item=beans, units=units)])
    world.trade("east", "clone", "west")
    assert world.views("east") == world.views("clone") == world.views("west")


def test_a_preview_of_a_fork_leaves_the_book_who_it_was(world: World) -> None:
    forked(world)
    path, book = world.send("east", "clone"), world.book("clone")
    who = book.identity.origin
    receiving.preview(book, receiving.open_bundle(book, path))
    assert book.identity.origin == who
    pantry.add_item(book, "Tea")
    assert book.ledger.tip(who, "pantry")[0]
    assert origins.notes(book.connection) == []
    assert check(book) == ()


def test_another_connection_to_the_book_writes_under_the_new_name_too(world: World) -> None:
    forked(world)
    path, book = world.send("east", "clone"), world.book("clone")
    who = book.identity.origin
    with book.another() as job:
        receiving.receive(job, receiving.open_bundle(job, path))
    assert book.identity.origin != who
    pantry.add_item(book, "Tea")
    assert check(book) == ()
    world.close("clone")
    assert world.book("clone").news is None
    assert "Tea" in world.items("clone")


def test_members_of_both_branches_are_kept_as_far_as_they_agreed(world: World) -> None:
    world.clone("east", "clone")
    for name, person in (("east", "Rosa"), ("clone", "Kwame")):
        members.add_member(world.book(name), person, may_share=True)
    world.trade("east", "clone", "west")
    for name in ("east", "clone", "west"):
        assert {member.name for member in things(world.book(name), Member)} == {"Rosa", "Kwame"}
