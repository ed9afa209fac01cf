"""A private note stays with the coordinators of the site that wrote it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aidbook.actions import erasing, history, members
from aidbook.actions.attention import concerns
from aidbook.actions.handing_over import hand_over
from aidbook.actions.sentences import sentence
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.exchange import receiving, sending
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.private_notes import private_note, private_notes
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import east, send, stick, take, west
from tests.stories.test_members_households import as_role

__all__ = ["as_role", "east", "stick", "west"]

NOTE, LATER = "owes nobody anything", "nor does he"


def rosa_of(book: Book) -> Id:
    """Add Rosa, who agreed to be shared, and write about her, twice."""
    rosa = members.add_member(book, "Rosa", may_share=True, note="comes late", private_note=NOTE).id
    members.edit_member(book, rosa, private_note=f"{NOTE}, {LATER}", phone="555-0142")
    return rosa


def says(book: Book, text: str) -> bool:
    """Tell whether a text stands in any body of a book."""
    return any(text.encode() in raw for (raw,) in book.connection.execute("SELECT bytes FROM body"))


def test_it_goes_to_no_other_site_even_where_its_member_does(east: Book, west: Book, stick: Path) -> None:
    rosa = rosa_of(east)
    take(west, send(east, west, stick, people=True))
    there = west.get(Member, rosa)
    assert there is not None
    assert (there.note, there.phone, private_note(west, rosa)) == ("comes late", "555-0142", None)
    assert not says(west, NOTE)
    assert not says(west, LATER)
    hand_over(east, "member", rosa, west.identity.site)
    take(west, send(east, west, stick, people=True))
    assert not says(west, NOTE)
    assert private_note(east, rosa) == f"{NOTE}, {LATER}"


@pytest.fixture
def second(east: Book, stick: Path, tmp_path: Path) -> Iterator[Book]:
    """Give a second laptop of Eastside, where Rosa is known and her first note."""
    rosa_of(east)
    whole = sending.send(east, stick, to=None, passphrase=PASSPHRASE, whole=True).path
    with receiving.join(tmp_path / "second.aidbook", PASSPHRASE, whole, PASSPHRASE) as book:
        yield book


def test_it_goes_to_the_sites_own_laptops_and_is_one_note_there(
    east: Book, second: Book, stick: Path
) -> None:
    rosa = members.find_member(east, "Rosa").id
    assert private_note(second, rosa) == f"{NOTE}, {LATER}"
    kwame = members.add_member(east, "Kwame").id
    take(second, send(east, east, stick, whole=True))
    members.edit_member(east, kwame, private_note="one")
    members.edit_member(second, kwame, private_note="another")
    take(second, send(east, east, stick, whole=True))
    take(east, send(second, second, stick, whole=True))
    assert private_note(east, kwame) == private_note(second, kwame) in {"one", "another"}
    assert check(east) == check(second) == ()
    assert [one.kind for one in concerns(east) if one.kind == "conflict"] == ["conflict"]
    assert len(east.connection.execute("SELECT * FROM private_note").fetchall()) == 2


def test_erasing_its_member_drops_it_even_where_it_comes_later(east: Book, second: Book, stick: Path) -> None:
    rosa = members.find_member(east, "Rosa").id
    erasing.erase(second, rosa)
    members.edit_member(east, rosa, private_note=f"{LATER}, {LATER}")
    take(second, send(east, east, stick, whole=True))
    take(east, send(second, second, stick, whole=True))
    for book in (east, second):
        assert not says(book, LATER)
        assert book.connection.execute("SELECT * FROM private_note").fetchall() == []


def test_it_is_taken_back_and_history_says_whose_it_is(east: Book) -> None:
    rosa = members.add_member(east, "Rosa", private_note=NOTE).id
    done = members.edit_member(east, rosa, private_note=None)
    assert sentence(east, done.action) == "Changed the private note on Rosa"
    history.undo(east, done.action)
    assert private_note(east, rosa) == NOTE
    members.edit_member(east, rosa, private_note=PREFERS_NOT)
    assert private_note(east, rosa) == PREFERS_NOT


@pytest.mark.parametrize("role", ["door", "shelf"])
def test_the_other_roles_see_none_and_write_none(
    east: Book, as_role: Callable[[Book, str], None], role: str
) -> None:
    rosa = members.add_member(east, "Rosa", private_note=NOTE).id
    assert private_notes(east) == {rosa: NOTE}
    as_role(east, role)
    assert (private_note(east, rosa), private_notes(east)) == (None, {})
    with pytest.raises(UserError):
        members.edit_member(east, rosa, private_note="x")
