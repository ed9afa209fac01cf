"""Who may be in a book twice is found as people err; twins, juniors and families are let be; what was said is remembered."""

import random
from pathlib import Path
from typing import Any

import pytest

from aidbook.actions import history, members
from aidbook.actions.duplicates import beside, remember_not_same, why_words
from aidbook.actions.same import link, unlink
from aidbook.domain.declare import Id
from aidbook.domain.members import Household, Member
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.duplicates import Crowd, Described, everybody, find, like, pair_of, touching, who
from tests.exchange.conftest import east, send, stick, take, west

__all__ = ["east", "stick", "west"]

ROSA: dict[str, Any] = {"name": "Rosa Delgado", "birth": "1980-03-04", "phone": "+1 555 010 2233"}
MAIL = {"email": "delgado@example.org"}


def _two(book: Book, first: dict[str, Any], second: dict[str, Any]) -> list[tuple[str, ...]]:
    for who_ in (first, second):
        members.add_member(book, **who_)
    return [pair.why for pair in find(book)]


@pytest.mark.parametrize(
    "again",
    [
        {"name": "Rosa Delgado", "phone": "(555) 010-2233"},
        {"name": "Rosa Delgdao", "birth": "1980-03-04"},
        {"name": "Delgado, Rosa", "birth": "1980-04-03"},
        {"name": "Delgado", "family_name": "Rosa", "birth": "1980-03-04"},
        {"name": "Rossa Delgado", "birth": "1980-03-04", "phone": "555 999 9999"},
        {"name": "Roza Delgado", "birth": "1980-03-04"},
        {"name": "Rosa María Delgado", "birth": "1980-03-04"},
        {"name": "R. Delgado", "birth": "1980-03-04", "phone": "555-010-2233"},
        {"name": "Rosa Delgado", "birth": "1980-03-14", "phone": "555 010 2233"},
        {"name": "Rosa Delgado", "birth": "1908-03-04", "phone": "555 010 2233"},
        {"name": "Rosa Del Gado", "birth": "1980-03-04"},
        {"name": "Rosita", "other_names": ("Rosa Delgado",), "birth": "1980-03-04"},
        {"name": "Rosa Delgado", "other_phones": ("555 010 2233",), "phone": "555 777 8888"},
        {"name": "Rosa Delgado", "phone": "555 010 2234", "birth": "1980"},
        {"name": "Delgado, Rosa", "phone": "555 010 2233", "birth": "1980-11-17"},
        {"name": "Rosa Marchetti", "birth": "1980-03-04", "phone": "555 010 2233"},
        {"name": "Rosa", "family_name": "Marchetti", "birth": "1980-03-04", "phone": "555 010 2233"},
    ],
)
def test_somebody_written_down_twice_is_found(book: Book, again: dict[str, Any]) -> None:
    assert len(_two(book, ROSA, again)) == 1


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("William Murphy", "Bill Murphy"),
        ("Guadalupe Rojas", "Lupita Rojas"),
        ("Philippe Jean", "Filip Jean"),
        ("Ana Rojas", "Anna Rojas"),
        ("Marc Petit", "Mark Petit"),
        ("Yusuf Ali", "Youssef Ali"),
        ("王小明", "小明 王"),
    ],
)
def test_somebody_by_a_short_name_or_by_its_sound_is_found(book: Book, name: str, again: str) -> None:
    birth = {"birth": "1955-07-01"}
    assert len(_two(book, birth | {"name": name}, birth | {"name": again})) == 1


def test_why_is_said_in_words(book: Book) -> None:
    bill = {"name": "William Murphy", "birth": "1955-07-01"}
    (why,) = _two(book, bill, {"name": "Bill Murphy", "birth": "1955-01-07"})
    assert why_words(why) == "a short form of the name, birth dates differ by a slip"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ROSA, ROSA | {"name": "Ana Delgado"}),
        (ROSA | {"name": "Mario Delgado"}, ROSA | {"name": "Maria Delgado"}),
        (ROSA | {"name": "Daniel Delgado"}, ROSA | {"name": "Daniela Delgado"}),
        (ROSA | {"name": "Jean Delgado"}, ROSA | {"name": "Joan Delgado"}),
        (ROSA | MAIL, ROSA | MAIL | {"birth": "2004-11-20"}),
        ({"name": "John Murphy", "phone": "555 010 2233"}, {"name": "John Murphy Jr.", "phone": "555 010 2233"}),
        (ROSA, ROSA | {"name": "Luis Delgado", "birth": "2011-05-06"}),
        (ROSA, {"name": "Rosa Martínez", "phone": "+1 555 010 2233"}),
        (ROSA, {"name": "Rosa Delgado", "birth": "1951-12-24"}),
        ({"name": "Ana"}, {"name": "Ana"}),
        ({"name": "Ana", "phone": "~", "birth": "~"}, {"name": "Ana María", "phone": "~", "birth": "~"}),
    ],
    ids=[
        "twins", "twins called nearly alike", "twins called alike but for a letter", "twins who sound alike", "a parent and a junior",
        "a junior by the name alone", "a family's phone", "two of one first name", "two of one name", "a first name alone",
        "who prefers not to say",
    ],
)  # fmt: skip
def test_two_people_are_let_be(book: Book, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert _two(book, one, other) == []


def test_who_has_another_family_name_is_known_by_the_given_name_the_birth_and_where_they_are_reached(
    book: Book,
) -> None:
    before: dict[str, Any] = {"name": "Halszka", "family_name": "Wysocka", "birth": "1991-05-30"}
    after = before | {"family_name": "Kubiak"}
    for who_ in (before, after):
        done = members.add_member(book, **who_)
        home = members.household_of(book, _member(book, done.id))
        book.record(change(Household, home, address="12 North Oak Street"))
    (pair,) = find(book)
    assert why_words(pair.why) == "same given name, another family name, same birth date, same address"


BORN: dict[str, Any] = {"birth": "2011-05-06", "phone": "+1 555 010 2233"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Jean Paul Martin"}, {"name": "Jean Pierre Martin"}),
        ({"name": "Jean Paul", "family_name": "Martin"}, {"name": "Jean Pierre", "family_name": "Martin"}),
        ({"name": "Martin Jean"}, {"name": "Martin Paul"}),
        ({"name": "Trần Văn Minh"}, {"name": "Trần Văn Long"}),
        ({"name": "Delgado", "family_name": "Rosa"}, {"name": "Delgado", "family_name": "Ana"}),
        ({"name": "Rosa Delgado", "phone": None}, {"name": "Rosa Kubiak", "phone": None}),
    ],
    ids=[
        "two given names each", "two given names in their field", "the family name before", "the family name before, as in Vietnamese",
        "fields swapped for both", "nowhere reached alike",
    ],
)  # fmt: skip
def test_twins_are_let_be_wherever_the_family_name_stands(
    book: Book, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert _two(book, BORN | one, BORN | other) == []


def test_two_words_that_many_bear_together_say_less_than_two_that_seldom_meet(book: Book) -> None:
    apart = [f"Odile {chr(97 + n) * 5}" for n in range(12)] + [
        f"{chr(97 + n) * 5} Fontaine" for n in range(12)
    ]
    names = ["Kwame Quispe"] * 14 + apart + ["Odile Fontaine"] * 2
    book.record(*(Member(id=f"{n:032x}", name=name, birth="1980") for n, name in enumerate(names)))
    (pair,) = find(book)
    assert {names[int(id_, 16)] for id_ in (pair.a, pair.b)} == {"Odile Fontaine"}
    assert touching(book, [pair.a, f"{0:032x}"]) == [pair]


def test_a_day_and_a_month_that_are_swapped_say_more_than_another_digit(book: Book) -> None:
    of = {
        members.add_member(book, "Rosa Delgado", birth=birth).id: birth
        for birth in ("1980-03-04", "1980-04-03", "1980-03-08")
    }
    surest, *others = find(book)
    assert {of[surest.a], of[surest.b]} == {"1980-03-04", "1980-04-03"}
    assert all(pair.confidence < surest.confidence for pair in others)


@pytest.mark.parametrize("birth", ["1980-03-14T00:00", "19x1-03-04", "²981", "~"])
def test_a_birth_that_is_none_as_it_may_come_from_elsewhere_says_nothing(book: Book, birth: str) -> None:
    assert _two(book, ROSA, ROSA | {"birth": birth}) == [("name", "phone")]


def test_a_given_name_that_is_the_family_name_too_is_not_left_out(book: Book) -> None:
    phone = {"phone": ROSA["phone"]}
    one = {"name": "Vượng", "family_name": "Vương", **phone}
    assert _two(book, one, {"name": "Winifred", "family_name": "Vương", **phone}) == []


def test_names_that_are_alike_in_no_word_are_weighed_too(book: Book) -> None:
    members.add_member(book, "Marchetti", phone=ROSA["phone"])
    assert like(book, Described(name="Marchando", phones=(ROSA["phone"],))) == []


def test_the_same_address_counts_where_it_is_spelled_otherwise(book: Book) -> None:
    for name, address in (("Wilner Charles", "12 North Oak Street"), ("Wilner Charle", "12 n oak st.")):
        done = members.add_member(book, name)
        home = members.household_of(book, _member(book, done.id))
        book.record(change(Household, home, address=address))
    (pair,) = find(book)
    assert why_words(pair.why) == "name spelled alike, same address"


def _member(book: Book, id_: Id) -> Member:
    record = book.get(Member, id_)
    assert record is not None
    return record


def _rosas(book: Book) -> tuple[Id, Id]:
    return members.add_member(book, **ROSA).id, members.add_member(book, **ROSA | {"name": "Roza Delgado"}).id


def test_who_was_said_to_be_two_is_named_no_more_until_that_is_taken_back(book: Book) -> None:
    one, other = _rosas(book)
    done = remember_not_same(book, one, other)
    assert find(book) == touching(book, [one]) == []
    assert pair_of(book, other, one) is None
    history.undo(book, done.action)
    (pair,) = find(book)
    assert touching(book, [other]) == [pair]
    assert pair_of(book, other, one) == pair


def test_who_is_linked_is_named_no_more_and_stays_two_after_being_unlinked(book: Book) -> None:
    one, other = _rosas(book)
    done = link(book, "member", one, other)
    assert find(book) == []
    with pytest.raises(UserError, match="linked"):
        remember_not_same(book, one, other)
    history.undo(book, done.action)
    assert len(find(book)) == 1
    link(book, "member", one, other)
    unlink(book, "member", one)
    assert find(book) == []


def test_what_was_said_of_one_holds_for_whoever_is_linked_with_them(book: Book) -> None:
    one, other = _rosas(book)
    third = members.add_member(book, **ROSA).id
    link(book, "member", one, third)
    assert len(find(book)) == 2
    remember_not_same(book, other, third)
    assert find(book) == []


def test_somebody_is_known_while_they_are_written_down(book: Book) -> None:
    rosa = members.add_member(book, **ROSA).id
    members.add_member(book, "Ana Delgado", phone=ROSA["phone"])
    (likely,) = like(book, Described(name="Delgdo Rosa", birth="1980-03-04"))
    assert likely.member == rosa
    assert like(book, Described(name="Rosa")) == []
    assert [one.member for one in like(book, Described(name="Rosa", phones=("5550102233",)))] == [rosa]


def test_one_of_very_many_of_a_name_is_known_by_the_phone_or_the_birth(book: Book) -> None:
    names = ["Rosa Delgado"] * 70 + [f"{first} {last}" for first in _FIRST for last in _LAST]
    book.record(*(Member(id=f"{number:032x}", name=name) for number, name in enumerate(names)))
    rosa = members.add_member(book, **ROSA).id
    for said in ({"phones": (ROSA["phone"],)}, {"birth": ROSA["birth"]}):
        assert [one.member for one in like(book, Described(name="Rosa Delgado", **said), most=1)] == [rosa]


_FIRST = [
    "Guerlande",
    "Wilner",
    "Fabienne",
    "Thelma",
    "Anselm",
    "Ibrahima",
    "Odile",
    "Ruthie",
    "Kwame",
    "Solange",
    "Tadeusz",
    "Hamid",
]
_LAST = [
    "Toussaint",
    "Okafor",
    "Nazarian",
    "Pellegrino",
    "Wyszynski",
    "Castellanos",
    "Abernathy",
    "Diallo",
    "Fontaine",
    "Quispe",
]


def _people(rng: random.Random) -> list[dict[str, Any]]:
    """Return pretend people, some of them twice with slips, from one seed."""
    found = []
    for _number in range(60):
        first, last = rng.choice(_FIRST), rng.choice(_LAST)
        birth = f"{rng.randrange(1940, 2015)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        one: dict[str, Any] = {
            "name": f"{first} {last}",
            "birth": birth,
            "phone": f"555{rng.randrange(10**7):07}",
        }
        found.append(one)
        if rng.random() < 0.3:
            at = rng.randrange(1, len(last) - 1)
            slipped = f"{first} {last[:at]}{last[at + 1 :]}"
            found.append({**one, "name": slipped, rng.choice(("birth", "phone")): None})
    return found


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_asked_names_the_same_pairs(book: Book, seed: int) -> None:
    for one in _people(random.Random(seed)):  # noqa: S311 - pretend people
        members.add_member(book, **one)
    pairs = {(pair.a, pair.b) for pair in find(book)}
    assert len(pairs) > 10
    said = [(each, who("", _said(book, each))) for each in {id_ for pair in pairs for id_ in pair}]
    crowd = Crowd(everybody(book))
    for id_, somebody in said:
        theirs = {b if a == id_ else a for a, b in pairs if id_ in {a, b}}
        assert {one.member for one in crowd.like(somebody)} - {id_} >= theirs
        assert {one.member for one in like(book, _said(book, id_), most=50)} - {id_} >= theirs
    assert {(pair.a, pair.b) for pair in touching(book, [id_ for id_, _who in said])} == pairs


def _said(book: Book, id_: Id) -> Described:
    record = _member(book, id_)
    return Described(name=record.name, birth=record.birth, phones=(record.phone,))


def test_it_says_how_far_it_is_and_can_be_stopped(book: Book) -> None:
    _rosas(book)
    told: list[tuple[int, int]] = []
    find(book, lambda done, total: told.append((done, total)))
    assert told[0] == (0, 4)
    with pytest.raises(KeyboardInterrupt):
        find(book, _stop)


def _stop(_done: int, _total: int) -> None:
    raise KeyboardInterrupt


def test_a_member_whom_another_site_shares_is_compared_too(east: Book, west: Book, stick: Path) -> None:
    rosa = members.add_member(west, **ROSA).id
    theirs = members.add_member(
        east, "Roza Delgado", phone=ROSA["phone"], may_share=True, may_share_on="2026-01-01"
    ).id
    take(west, send(east, west, stick, people=True))
    (pair,) = find(west)
    assert {pair.a, pair.b} == {rosa, theirs}
    assert touching(west, [rosa]) == [pair]
    (site,) = [each for each in beside(west, pair.a, pair.b) if each.label == "Site"]
    assert {site.one, site.other} == {"Eastside", "Westside"}


def test_what_two_say_stands_beside_each_other(book: Book) -> None:
    one = members.add_member(book, **ROSA).id
    other = members.add_member(book, "Delgado, Rosa", phone="(555) 010-2233").id
    said = {each.label: (each.one, each.other, each.equal) for each in beside(book, one, other)}
    assert said["Whole name"] == ("Rosa Delgado", "Delgado, Rosa", False)
    assert said["Phone"][2] is True
    assert said["Birth date or year"] == ("4 March 1980", "", None)
