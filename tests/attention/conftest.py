"""Books that need attention: two sites with a stick between them, and what is said of one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import attention
from aidbook.actions.attention import Remedy, Told
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Member
from aidbook.store.book import Book
from tests.exchange.conftest import east, send, stick, take, west

__all__ = ["east", "stick", "west"]

TODAY = "2026-03-28"


@pytest.fixture(autouse=True)
def a_saturday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be noon on a Saturday."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(clock, "now_ms", Ticking(clock.noon_ms(TODAY)))


class Ticking:
    """A clock that a test can set; no two moments are the same."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        self.now += 1
        return self.now


def told(book: Book, kind: str) -> list[Told]:
    """Return what is said of one kind of concern."""
    return [attention.tell(book, one) for one in attention.concerns(book) if one.kind == kind]


def only(book: Book, kind: str) -> Told:
    """Return what is said of the one concern of a kind."""
    found = told(book, kind)
    assert len(found) == 1, found
    return found[0]


def remedy(one: Told, words: str) -> Remedy:
    """Return a concern's remedy by its words."""
    found = [each for each in one.remedies if words in each.words]
    assert len(found) == 1, [each.words for each in one.remedies]
    return found[0]


def do(book: Book, one: Told, words: str) -> Done:
    """Do about a concern what a remedy says."""
    act = remedy(one, words).do
    assert act is not None
    return act(book)


def let_be(book: Book, one: Told) -> Done:
    """Let a concern be."""
    return attention.dismiss(book, one.concern)


def household_of(book: Book, member: Id) -> Id:
    """Return the household of a member."""
    found = book.get(Member, member)
    assert found is not None
    assert found.household is not None
    return found.household


Trip = Callable[[Book, Book], None]


@pytest.fixture
def trip(stick: Path) -> Trip:
    """Give a function that carries all that one book may share to another."""

    def carry(book: Book, to: Book) -> None:
        take(to, send(book, to, stick, people=True))

    return carry
