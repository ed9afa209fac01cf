"""Pretend people for the benchmarks, and what becomes of what they say when somebody writes it down again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
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
    other = rng.choice("abcdefghijklmnopqrstuvwxyz")
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


@cache
def short_forms() -> dict[str, list[str]]:
    """Return {name: what its bearer is called}, as the program knows them."""
    from aidbook.store.sounds import short_names

    return {name: list(others) for name, others in short_names().items()}


def _called(rng: Random, person: Person) -> Person:
    forms = short_forms().get(person.given.casefold())
    return replace(person, given=rng.choice(forms).capitalize()) if forms else slip_in_name(rng, person)


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


def all_names() -> set[str]:
    """Return every name of the lists."""
    return set(chain(*((*each.given, *each.family) for each in languages())))
