"""Two sites that are paired, and a stick between them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from aidbook.actions import distributions, members, pantry
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.exchange import cards, receiving, sending
from aidbook.store.book import Book
from aidbook.store.check import view_digests


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give an empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def east(make_book: Callable[..., Book]) -> Book:
    """Give the book of Eastside, paired with Westside (see `west`)."""
    return make_book("Eastside")


@pytest.fixture
def west(make_book: Callable[..., Book], east: Book) -> Book:
    """Give the book of Westside; both are paired with each other."""
    made = make_book("Westside")
    pair(east, made)
    return made


def pair(one: Book, other: Book) -> None:
    """Let two books know each other by their cards."""
    cards.pair(one, cards.card_of(other))
    cards.pair(other, cards.card_of(one))


@dataclass(frozen=True)
class Life:
    """Things that a day left in a book."""

    beans: Id
    day: Id
    agreed: Id
    silent: Id


def live(book: Book) -> Life:
    """Let a day happen: stock, two members of whom one agreed to be shared, one visit."""
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    agreed = members.add_member(book, "Rosa Quetzalcoatl", phone="555-0142", may_share=True).id
    silent = members.add_member(book, "Kwame Silencieux").id
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2}).id
    for who in (agreed, silent):
        distributions.check_in(book, day, household_of(book, who))
    return Life(beans, day, agreed, silent)


def household_of(book: Book, member: Id) -> Id:
    """Return the household of a member."""
    found = book.get(Member, member)
    assert found is not None
    assert found.household is not None
    return found.household


def send(book: Book, to: Book, stick: Path, *, people: bool = False, whole: bool = False) -> Path:
    """Write a bundle for a paired site and return where it lies."""
    return sending.send(book, stick, to=to.site, passphrase=None, people=people, whole=whole).path


def take(book: Book, path: Path) -> receiving.Merge:
    """Read a bundle in."""
    return receiving.receive(book, receiving.open_bundle(book, path))


def state(book: Book) -> tuple[int, dict[str, str]]:
    """Return what tells whether anything in a book was touched."""
    return book.position, view_digests(book.connection)
