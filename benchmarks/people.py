"""Pretend people for the benchmarks, and what becomes of what they say when somebody writes it down again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

NAMES = Path(__file__).with_name("names.txt")
_SYLLABLES = (
    "bar",
    "bel",
    "cor",
    "dan",
    "den",
    "dor",
    "fal",
    "fen",
    "gar",
    "hal",
    "ker",
    "lan",
    "lor",
    "mar",
    "mel",
    "nor",
    "pal",
    "per",
    "ran",
    "rod",
    "sal",
    "ser",
    "tal",
    "tor",
    "val",
    "ven",
    "wil",
    "zan",
)


@dataclass(frozen=True)
class Language:
    """First names and family names that go together."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@cache
def languages() -> tuple[Language, ...]:
    """Return the names of each language, in the order of the file."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    parts = (line.partition(": ")[2].split(" | ") for line in lines if not line.startswith("#"))
    return tuple(Language(tuple(given.split()), tuple(family.split())) for given, family in parts)


@dataclass(frozen=True)
class Person:
    """What a book may know of somebody."""

    given: str
    family: str
    birth: str = ""
    phone: str = ""
    address: str = ""
    household: int = 0

    @property
    def name(self) -> str:
        """Return the whole name as it is written."""
        return f"{self.given} {self.family}".strip()


def somebody(rng: Random, *, latin: bool = False) -> Person:
    """Return a person with a name alone: one family name, or two as in Spanish."""
    tongues = [each for each in languages() if not latin or each.given[0][0] < "Ͱ"]
    tongue = rng.choice(tongues)
    family = rng.choice(tongue.family) if rng.random() < 0.6 else _rare_name(rng)
    if rng.random() < 0.3:
        family += f" {rng.choice(rng.choice(tongues).family)}"
    return Person(rng.choice(tongue.given), family)


def _rare_name(rng: Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _n in range(rng.choice((2, 3)))).capitalize()


# Slips


def slip(rng: Random, text: str) -> str:
    """Return a word with a letter left out, doubled, taken for another, or two swapped; its first letter stays."""
    if len(text) < 4:
        return text
    at = rng.randrange(1, len(text) - 1)
    other = rng.choice("abcdefghijklmnopqrstuvwxyz") if text.isascii() else rng.choice(text.casefold())
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )


_BY_EAR = (
    ("ph", "f"), ("ch", "sh"), ("ck", "k"), ("c", "k"), ("z", "s"), ("y", "i"), ("ou", "u"), ("ee", "i"), ("th", "t"),
    ("ll", "l"), ("ss", "s"), ("tt", "t"), ("w", "v"), ("gh", "g"), ("ei", "ai"), ("é", "e"), ("ç", "s"), ("x", "ks"),
)  # fmt: skip


def by_ear(rng: Random, text: str) -> str:
    """Return a word as somebody writes it who only heard it."""
    fitting = [(heard, written) for heard, written in _BY_EAR if heard in text.casefold()]
    if not fitting:
        return text
    heard, written = rng.choice(fitting)
    return text.casefold().replace(heard, written, 1).capitalize()


_CALLED = {
    "Margaret": "Peggy", "Theodore": "Ted", "Frederick": "Fred", "Katherine": "Kathy", "Elizabeth": "Betty", "Gertrude": "Trudy",
    "Eugene": "Gene", "Nathaniel": "Nate", "Florence": "Flo", "Harriet": "Hattie", "Raymond": "Ray", "Vincent": "Vince",
    "Albert": "Bert", "Stanley": "Stan", "Ernest": "Ernie", "Geoffrey": "Jeff", "Douglas": "Doug", "Leonard": "Lenny",
    "Virginia": "Ginny", "Rebecca": "Becky", "Judith": "Judy", "Pamela": "Pam", "Penelope": "Penny", "Samantha": "Sam",
    "Cynthia": "Cindy", "Eleanor": "Nell", "Zachary": "Zack", "Gregory": "Greg", "Terence": "Terry", "Joseph": "Joe",
    "Ignacio": "Nacho", "Concepción": "Concha", "Enrique": "Quique", "Guillermo": "Memo", "Rafael": "Rafa", "Beatriz": "Bety",
    "Fernando": "Nando", "Alejandra": "Ale", "Gregorio": "Goyo", "Consuelo": "Chelo", "Winifred": "Winnie",
    "Clementine": "Clem", "Thaddeus": "Tad", "Millicent": "Millie", "Philippa": "Pippa", "Sebastian": "Seb",
}  # fmt: skip
"""What bearers of these names are called."""


def _called(rng: Random, person: Person) -> Person:
    short = _CALLED.get(person.given)
    return replace(person, given=short) if short else slip_in_name(rng, person)


def slip_in_name(rng: Random, person: Person) -> Person:
    """Return a person with a slip in one word of the name."""
    if rng.random() < 0.5:
        return replace(person, given=slip(rng, person.given))
    words = person.family.split()
    at = rng.randrange(len(words))
    words[at] = slip(rng, words[at])
    return replace(person, family=" ".join(words))


def _heard(rng: Random, person: Person) -> Person:
    if rng.random() < 0.5:
        return replace(person, given=by_ear(rng, person.given))
    return replace(person, family=by_ear(rng, person.family))


def _other_birth(rng: Random, person: Person) -> Person:
    year, month, day = person.birth.split("-") if person.birth else ("", "", "")
    if not year:
        return person
    if int(day) <= 12 and rng.random() < 0.5:
        return replace(person, birth=f"{year}-{day}-{month}")
    return replace(person, birth=f"{year}-{month}-{day[0]}{rng.randrange(1, 9)}")


def _other_phone(rng: Random, person: Person) -> Person:
    return replace(person, phone=a_phone(rng))


def a_phone(rng: Random) -> str:
    """Return a phone of seven digits behind an area code."""
    return f"+1 {rng.randrange(201, 990)} {rng.randrange(200, 999)} {rng.randrange(10_000):04d}"


ERRORS: dict[str, Callable[[Random, Person], Person]] = {
    "typing slip": slip_in_name,
    "written by ear": _heard,
    "names swapped": lambda _rng, person: replace(person, given=person.family, family=person.given),
    "short form": _called,
    "no birth": lambda _rng, person: replace(person, birth=""),
    "birth mistaken": _other_birth,
    "no phone": lambda _rng, person: replace(person, phone=""),
    "other phone": _other_phone,
    "no address": lambda _rng, person: replace(person, address=""),
    "slip in address": lambda rng, person: replace(person, address=_slipped(rng, person.address)),
}
"""What goes wrong where somebody is written down again."""


def _slipped(rng: Random, address: str) -> str:
    words = address.split()
    return " ".join([*words[:1], *(slip(rng, word) for word in words[1:2]), *words[2:]])


# A town


_STREETS = ("Alder Birch Cedar Dogwood Elder Foundry Granary Hawthorn Ivy Juniper Kiln Larch Meadow Nettle Orchard Poplar "
            "Quarry Rowan Sycamore Tannery Umber Vine Willow Yarrow Anchor Bridge Canal Depot Ferry Gate")  # fmt: skip


@dataclass(frozen=True)
class Town:
    """People as they are written down, and the pairs of their numbers who are one."""

    people: list[Person]
    twice: set[tuple[int, int]]


def town(seed: int, many: int) -> Town:
    """Return so many people in households: some twins, some juniors, every eighth written down a second time with slips."""
    rng = Random(seed)  # noqa: S311 - pretend people
    found: list[Person] = []
    twice: set[tuple[int, int]] = set()
    while len(found) < many:
        for person in _family(rng, len(found)):
            found.append(person)
            if rng.random() < 0.12:
                found.append(_again(rng, person))
                twice.add((len(found) - 2, len(found) - 1))
    return Town(found, twice)


def _again(rng: Random, person: Person) -> Person:
    again = person
    for _error in range(rng.choices((1, 2, 3), (5, 4, 1))[0]):
        again = rng.choice(list(ERRORS.values()))(rng, again)
    return again


def _family(rng: Random, number: int) -> list[Person]:
    first = somebody(rng)
    phone = a_phone(rng) if rng.random() < 0.85 else ""
    address = (
        f"{rng.randrange(1, 400)} {rng.choice(_STREETS.split())} {rng.choice(('St', 'Ave', 'Rd', 'Ln'))}"
    )
    address = address if rng.random() < 0.8 else ""
    found = [replace(first, birth=_a_birth(rng, 1935, 1998), phone=phone, address=address, household=number)]
    for _child in range(rng.choice((0, 0, 0, 1, 1, 2, 3))):
        found.append(_child_of(rng, found))
    return found


def _child_of(rng: Random, family: list[Person]) -> Person:
    """Return somebody else of a family: now and then a twin of the last, or one called like the first."""
    first, last = family[0], family[-1]
    given = somebody(rng).given
    while given in {one.given for one in family}:
        given = somebody(rng).given
    birth = _a_birth(rng, max(1955, int(first.birth[:4]) + 16), 2024)
    if last is not first and rng.random() < 0.06:
        birth = last.birth
    elif rng.random() < 0.04 and not any(one.given == first.given for one in family[1:]):
        given = first.given
    phone = first.phone if rng.random() < 0.8 else ""
    return replace(first, given=given, birth=birth, phone=phone)


def _a_birth(rng: Random, low: int, high: int) -> str:
    return f"{rng.randrange(min(low, high - 1), high)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
