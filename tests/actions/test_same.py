"""Two are one, and two again: a yes for each pair, nothing merged away."""

import pytest

from aidbook.actions import erasing, history, members, pantry, same
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.same import same_of
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.same import same_as


def _three(book: Book) -> list[Id]:
    return [members.add_member(book, name).id for name in ("Rosa", "Rosa Q.", "R. Quetzal")]


def test_what_is_one_with_one_is_one_with_all(book: Book) -> None:
    one, other, third = _three(book)
    same.link(book, "member", one, other)
    same.link(book, "member", third, other)
    for each in (one, other, third):
        assert same_as(book.connection, "member", each) == {one, other, third}
    assert book.get(Member, other) is not None
    with pytest.raises(UserError, match="already"):
        same.link(book, "member", one, third)


def test_unlinking_says_no_to_every_yes_between_the_two_sides(book: Book) -> None:
    one, other, third = _three(book)
    same.link(book, "member", one, other)
    book.record(same_of("member", one, third, same=True), same_of("member", other, third, same=True))
    same.unlink(book, "member", third)
    assert same_as(book.connection, "member", third) == {third}
    assert same_as(book.connection, "member", one) == {one, other}
    with pytest.raises(UserError, match="linked"):
        same.unlink(book, "member", third)


def test_several_may_stay_together_on_their_side(book: Book) -> None:
    one, other, third = _three(book)
    same.link(book, "member", one, other)
    same.link(book, "member", other, third)
    same.unlink(book, "member", other, third)
    assert same_as(book.connection, "member", one) == {one}
    assert same_as(book.connection, "member", other) == {other, third}


def test_linking_is_undone_like_everything_else(book: Book) -> None:
    one, other = (pantry.add_item(book, name).id for name in ("Beans", "Bohnen"))
    done = same.link(book, "item", one, other)
    history.undo(book, done.action)
    assert same_as(book.connection, "item", one) == {one}


def test_a_link_stays_and_points_at_nobody_once_one_is_erased(book: Book) -> None:
    one, other, _third = _three(book)
    same.link(book, "member", one, other)
    erasing.erase(book, other)
    assert book.get(Member, one) is not None
    with pytest.raises(UserError, match="no longer in the book"):
        same.link(book, "member", one, other)
