"""Who may be in a book twice is found as people err; twins, juniors and families are let be."""

import pytest

from aidbook.actions import members
from aidbook.store.book import Book
from aidbook.store.duplicates import find

ROSA = {"name": "Rosa Delgado", "birth": "1980-03-04", "phone": "+1 555 010 2233"}


def _two(book: Book, first: dict[str, str], second: dict[str, str]) -> list[tuple[str, ...]]:
    for who in (first, second):
        members.add_member(book, **who)  # type: ignore[arg-type] # plain fields
    return [pair.why for pair in find(book)]


@pytest.mark.parametrize(
    "again",
    [
        {"name": "Rosa Delgado", "phone": "(555) 010-2233"},
        {"name": "Rosa Delgdao", "birth": "1980-03-04"},
        {"name": "Delgado, Rosa", "birth": "1980-04-03"},
        {"name": "Rossa Delgado", "birth": "1980-03-04", "phone": "555 999 9999"},
        {"name": "Roza Delgado", "birth": "1980-03-04"},
        {"name": "Rosa María Delgado", "birth": "1980-03-04"},
    ],
)
def test_somebody_written_down_twice_is_found(book: Book, again: dict[str, str]) -> None:
    assert len(_two(book, ROSA, again)) == 1


def test_somebody_by_a_short_name_is_found(book: Book) -> None:
    bill = {"name": "William Murphy", "birth": "1955-07-01"}
    assert _two(book, bill, bill | {"name": "Bill Murphy"}) == [("name short", "birth")]


@pytest.mark.parametrize(
    ("who", "other"),
    [
        (ROSA, ROSA | {"name": "Ana Delgado"}),
        (ROSA, ROSA | {"name": "Rosa Delgado", "birth": "2004-11-20"}),
        (ROSA, ROSA | {"name": "Luis Delgado", "birth": "2011-05-06"}),
        (ROSA, {"name": "Rosa Martínez", "phone": "+1 555 010 2233"}),
        ({"name": "Ana"}, {"name": "Ana"}),
    ],
    ids=["twins", "juniors", "a family's phone", "two of one first name", "a first name alone"],
)
def test_two_people_are_let_be(book: Book, who: dict[str, str], other: dict[str, str]) -> None:
    assert _two(book, who, other) == []
