"""A book that was copied: both copies go on, sticks go around in any order, and nothing is lost anywhere."""

import shutil
from itertools import permutations
from pathlib import Path

import pytest

from aidbook.actions import members, pantry
from aidbook.domain.pantry import Item
from aidbook.exchange import cards, receiving, sending
from aidbook.store import forks, origins
from aidbook.store.check import check, view_digests
from aidbook.store.rows import things
from tests.stories_of_copies import Machine, copy_book, item_names


class World:
    """Computers, and a stick that goes between them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.stick = folder / "stick"
        self.stick.mkdir()
        self._monkeypatch = monkeypatch
        self.machines: dict[str, Machine] = {}

    def machine(self, name: str) -> Machine:
        """Return a computer by its name."""
        if name not in self.machines:
            self.machines[name] = Machine(self.folder / name, self._monkeypatch)
        return self.machines[name]

    def pair(self, *names: str) -> None:
        """Let sites know each other."""
        made = []
        for name in names:
            with self.machine(name).open() as book:
                made.append(cards.card_of(book))
        for name, own in zip(names, made, strict=True):
            with self.machine(name).open() as book:
                for card in made:
                    if card is not own:
                        cards.pair(book, card)

    def clone(self, name: str, other: str) -> None:
        """Copy a whole computer, what it remembers included: no token can tell."""
        shutil.copytree(self.folder / name, self.folder / other)
        self.machines[other] = Machine.__new__(Machine)
        self.machines[other].__dict__ = {
            **self.machine(name).__dict__,
            "path": self.folder / other / "our.aidbook",
            "home": self.folder / other / "home",
        }

    def add(self, name: str, *items: str) -> None:
        """Write items in a computer's book."""
        with self.machine(name).open() as book:
            for item in items:
                pantry.add_item(book, item)

    def send(self, name: str, site: str, *, people: bool = True) -> Path:
        """Write a bundle for the site of another computer."""
        with self.machine(site).open() as other:
            to = other.site
        with self.machine(name).open() as book:
            own = to.id == book.identity.site
            sent = sending.send(
                book, self.stick, to=to, passphrase=None, people=people and not own, whole=own
            )
        return sent.path

    def read(self, name: str, path: Path) -> receiving.Merge:
        """Read a bundle in; what was foretold must be what comes."""
        with self.machine(name).open() as book:
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
        with self.machine(name).open() as book:
            assert check(book) == ()
            return item_names(book)

    def forks(self, name: str) -> list[forks.Fork]:
        """Return the open forks that a computer knows of."""
        with self.machine(name).open() as book:
            return forks.forks(book.connection)

    def views(self, name: str) -> dict[str, str]:
        """Return what a computer's book shows of what is shared between sites."""
        with self.machine(name).open() as book:
            digests = view_digests(book.connection)
        return {
            view: digests[view] for view in ("item", "stock", "movement", "count", "distribution", "visit")
        }


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Give Eastside and Westside, each on a computer, paired; Eastside has beans, and Westside knows it."""
    made = World(tmp_path, monkeypatch)
    for name, site in (("east", "Eastside"), ("west", "Westside")):
        with made.machine(name).create(site) as book:
            if site == "Eastside":
                beans = pantry.add_item(book, "Beans").id
                pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    made.pair("east", "west")
    made.trip("east", "west")
    made.trip("west", "east")
    return made


# Copied with a file manager: a new origin by itself, no fork at all


@pytest.mark.parametrize("order", list(permutations(["east", "second"])))
def test_two_laptops_from_one_copied_file_trade_with_another_site_in_any_order(
    world: World, order: tuple[str, str]
) -> None:
    copy_book(world.machine("east"), world.machine("second"))
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
    old = world.machine("east").keep(tmp_path / "a month ago")
    world.add("east", "Rice", "Oil")
    world.trip("east", "west")
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
    old = world.machine("east").keep(tmp_path / "a month ago")
    world.add("east", "Rice")
    late = world.send("east", "west")
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
    who = world.machine("clone").origin()
    merge = world.trip("east", "clone")
    assert any("written again under" in words for words in merge.words)
    assert any("laptop of its own from now on" in words for words in merge.words)
    assert world.machine("clone").origin() != who
    with world.machine("clone").open() as book:
        assert item_names(book) == {"Beans", "Rice", "Oil", "Salt"}
        assert [note.what for note in origins.notes(book.connection)] == ["healed", "twice"]
        assert forks.forks(book.connection) == []
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
    assert world.machine("east").origin() != world.machine("clone").origin()


def test_a_branch_whose_laptop_is_gone_is_passed_on_by_who_has_it(world: World) -> None:
    with world.machine("north").create("Northside"):
        pass
    world.pair("east", "west", "north")
    forked(world)
    world.trip("east", "north")
    world.trip("east", "west")
    world.trip("clone", "west")
    shutil.rmtree(world.folder / "clone")
    world.trip("west", "north")
    assert world.items("north") == {"Beans", "Rice", "Oil", "Salt"}
    assert len(world.forks("north")) == 1
    world.trip("north", "west")
    again = world.send("west", "north")
    with world.machine("north").open() as book:
        opened = receiving.open_bundle(book, again)
        assert opened.manifest.branches == []


def test_two_sites_with_one_branch_each_tell_each_other_of_both(world: World) -> None:
    with world.machine("north").create("Northside"):
        pass
    world.pair("east", "west", "north")
    forked(world)
    world.trip("clone", "north")
    world.trip("east", "west")
    world.add("east", "Tea")
    world.trip("east", "west")
    world.trade("west", "north")
    assert world.items("west") == world.items("north") == {"Beans", "Rice", "Tea", "Oil", "Salt"}


def test_a_run_on_a_branch_that_has_not_arrived_waits_for_it(world: World) -> None:
    forked(world)
    world.trip("east", "west")
    first = world.send("clone", "west")
    with world.machine("west").open() as book:
        card = cards.card_of(book)
    _pretend_all_was_confirmed(world, "clone", card.site)
    world.add("clone", "Tea")
    above = world.send("clone", "west")
    merge = world.read("west", above)
    assert any("wait" in words for words in merge.words)
    assert world.items("west") == {"Beans", "Rice"}
    world.read("west", first)
    assert world.items("west") == {"Beans", "Rice", "Oil", "Salt", "Tea"}


def _pretend_all_was_confirmed(world: World, name: str, by: str) -> None:
    from aidbook.store.acknowledged import acknowledge

    with world.machine(name).open() as book, book.transaction():
        acknowledge(book, by, {stream: [tip] for stream, tip in book.ledger.tips().items()}, {})


def test_stock_is_the_same_everywhere_once_a_fork_is_healed(world: World) -> None:
    world.clone("east", "clone")
    for name, units in (("east", 5), ("clone", 7)):
        with world.machine(name).open() as book:
            beans = next(item.id for item in things(book, Item) if item.name == "Beans")
            pantry.receive_stock(book, [pantry.Units(item=beans, units=units)])
    world.trade("east", "clone", "west")
    assert world.views("east") == world.views("clone") == world.views("west")


def test_a_preview_of_a_fork_leaves_the_book_who_it_was(world: World) -> None:
    forked(world)
    path = world.send("east", "clone")
    with world.machine("clone").open() as book:
        who = book.identity.origin
        receiving.preview(book, receiving.open_bundle(book, path))
        assert book.identity.origin == who
        pantry.add_item(book, "Tea")
        assert book.ledger.tip(who, "pantry")[0]
        assert origins.notes(book.connection) == []
        assert check(book) == ()


def test_another_connection_to_the_book_writes_under_the_new_name_too(world: World) -> None:
    forked(world)
    path = world.send("east", "clone")
    with world.machine("clone").open() as book:
        who = book.identity.origin
        with book.another() as job:
            receiving.receive(job, receiving.open_bundle(job, path))
        assert book.identity.origin != who
        pantry.add_item(book, "Tea")
        assert check(book) == ()
    with world.machine("clone").open() as book:
        assert book.news is None
        assert "Tea" in item_names(book)


def test_members_of_both_branches_are_kept_as_far_as_they_agreed(world: World) -> None:
    world.clone("east", "clone")
    for name, person in (("east", "Rosa"), ("clone", "Kwame")):
        with world.machine(name).open() as book:
            members.add_member(book, person, may_share=True)
    world.trade("east", "clone", "west")
    for name in ("east", "clone", "west"):
        with world.machine(name).open() as book:
            names = {row[0] for row in book.connection.execute("SELECT name FROM member WHERE kept = 1")}
        assert names == {"Rosa", "Kwame"}
