"""Whoever is looked for is found first, as people type: without accents, swapped, with a slip, from the middle."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import members
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.finding import find

_TABLE = Path(__file__).with_name("spellings.txt").read_text(encoding="utf-8")


def _people() -> list[tuple[str, tuple[str, ...], list[str]]]:
    lines = [line for line in _TABLE.splitlines() if line and not line.startswith("#")]
    parts = (line.split(": ", 1) for line in lines)
    return [
        (who.split(" / ")[0], tuple(who.split(" / ")[1:]), [one.strip() for one in typed.split(",")])
        for who, typed in parts
    ]


def _first(book: Book, text: str) -> str | None:
    found = find(book.connection, "member", text, book.identity.site)
    row = (
        book.connection.execute("SELECT name FROM member WHERE id = ?", found[:1]).fetchone()
        if found
        else None
    )
    return row[0] if row else None


def test_every_spelling_of_a_name_finds_its_bearer_first(book: Book) -> None:
    people = _people()
    for name, others, _typed in people:
        members.add_member(book, name, other_names=others)
    spellings = [(name, typed) for name, _others, all_typed in people for typed in all_typed]
    assert len(spellings) >= 200
    assert [(name, typed, got) for name, typed in spellings if (got := _first(book, typed)) != name] == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bill murphy", "William Murphy"),
        ("filip", "Philippe Noël"),
        ("katarin", "Catherine Noël"),
        ("catrin noel", "Catherine Noël"),
    ],
)
def test_a_name_is_found_by_its_sound_or_its_short_form(book: Book, typed: str, first: str) -> None:
    for name in ("William Murphy", "Philippe Noël", "Catherine Noël", "Rosa Delgado"):
        members.add_member(book, name)
    assert _first(book, typed) == first


@pytest.mark.parametrize(
    ("many", "sought", "typed"),
    [("Jurema", "Jérémie", "jermie"), ("Fernando", "Fernanda", "fernada"), ("Vögele", "Bekele", "bekelle")],
    ids=["those who only sound so", "those who are meant half", "those who sound so and begin otherwise"],
)
def test_who_is_meant_is_not_crowded_out_by_many_who_are_farther_off(
    book: Book, many: str, sought: str, typed: str
) -> None:
    book.record(*(Member(id=f"{n:032x}", name=f"{many} {'abcdefgh'[n % 8] * 4}") for n in range(60)))
    members.add_member(book, sought)
    found = find(book.connection, "member", typed, book.identity.site, 50)
    assert len(found) == 50
    assert (record := book.get(Member, found[0])) is not None
    assert record.name == sought


def test_a_number_comes_before_a_phone_that_ends_so(book: Book) -> None:
    members.add_member(book, "Ana", phone="555 0002")
    rosa = members.add_member(book, "Rosa").id
    members.edit_member(book, rosa, old_numbers=("E-0917-C",))
    members.add_member(book, "Eva", phone="555 0917")
    for typed in ("E-0002-U", "e 0002 u", "e0002u", "e2", "0002", "2", "e-0917-c", "e917"):
        assert _first(book, typed) == "Rosa", typed


def test_every_phone_and_the_household_find_a_member(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="555 0101", other_phones=("+509 3456 7890",))
    household = book.get(Member, rosa.id).household  # type: ignore[union-attr] # just added
    members.edit_household(book, str(household), name="The blue house")
    members.add_member(book, "Paul", phone="777 8888")
    for typed in ("3456 7890", "45678", "blue house", "0101"):
        assert _first(book, typed) == "Rosa", typed


@pytest.mark.parametrize("typed", ["5550101", "0101", "555 01", "+1 (555) 010-1", "E-0001", "e1", "1"])
def test_a_number_or_some_digits_of_a_phone_find_a_member(book: Book, typed: str) -> None:
    members.add_member(book, "Rosa", phone="+1 555-0101")
    members.add_member(book, "Paul", phone="+1 777-8888")
    assert _first(book, typed) == "Rosa"


def test_a_word_nobody_has_finds_nobody(book: Book) -> None:
    members.add_member(book, "Rosa Delgado")
    assert _first(book, "rosa xavier") is None
    assert _first(book, "rose marie") is None


def test_a_name_that_is_changed_is_found_by_its_old_letters_no_more(book: Book) -> None:
    rosa = members.add_member(book, "Guerdalina").id
    members.edit_member(book, rosa, name="Rosa")
    assert _first(book, "guerdlina") is None
    assert _words(book) == {"rosa"}


def test_a_word_that_two_share_stays_while_one_has_it(book: Book, make_book: Callable[..., Book]) -> None:
    first = members.add_member(book, "Rosa Delgado").id
    members.add_member(book, "Ana Delgado")
    members.edit_member(book, first, name="Rosa")
    assert _first(book, "delgdo") == "Ana Delgado"
    assert make_book("Westside").connection.execute("SELECT count(*) FROM word").fetchone() == (0,)


def _words(book: Book) -> set[str]:
    rows = book.connection.execute("SELECT text FROM word UNION SELECT word FROM word_part")
    return {text for (text,) in rows}
