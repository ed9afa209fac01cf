"""Pretend people of another make than `people.py`: for the figure that nothing was chosen on.

A few languages are spoken by most, few names are borne by many, families have two parents, live in blocks and in shelters,
move, marry and change their phones; who is written down again is seldom asked for everything.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, combinations
from random import Random
from typing import TypeVar

from benchmarks.people import Language, Person, Town, a_phone, by_ear, languages, slip_in_name

_TWICE, _THRICE = 0.09, 0.04
_PARTS = "al bo ce dri fa go hu ja ka le mi no pu ri sta te vo we ya zi".split()  # noqa: SIM905 - as it is read
_ENDS = ("ner", "son", "ska", "dez", "uch", "ley", "ani", "ow")
_ROADS = "Mill Church Station Harbour Market School Hill Forest River Bakery Chapel Orchard".split()  # noqa: SIM905 - too


Thing = TypeVar("Thing")


_RANKS = 10
"""The tenth is borne half as often as the first: so the commonest whole name is borne by one or two in 10,000, as in the US."""


@cache
def _weights(many: int) -> list[float]:
    """Return how often, summed up, the first, second, … of many names is borne."""
    return list(accumulate(1 / (rank + _RANKS) for rank in range(many)))


def _often(rng: Random, some: Sequence[Thing]) -> Thing:
    return rng.choices(some, cum_weights=_weights(len(some)))[0]


@cache
def _families(tongue: Language) -> tuple[str, ...]:
    """Return a language's family names, and many more that are made up."""
    rng = Random(tongue.family[0])  # noqa: S311 - pretend people
    made = {
        "".join(rng.choices(_PARTS, k=rng.choice((1, 2)))).capitalize() + rng.choice(_ENDS)
        for _n in range(900)
    }
    others = sorted(made)
    rng.shuffle(others)
    return (*tongue.family, *others)


def elsewhere(seed: int, many: int) -> Town:
    """Return so many people in households, one in eleven of them written down twice or three times."""
    rng = Random(seed)  # noqa: S311 - pretend people
    tongues = rng.sample(languages(), len(languages()))
    found: list[Person] = []
    twice: set[tuple[int, int]] = set()
    while len(found) < many:
        for person in _household(rng, tongues, len(found)):
            first = len(found)
            found.append(person)
            if rng.random() < _TWICE:
                found += [_again(rng, person) for _time in range(1 + (rng.random() < _THRICE))]
                twice |= set(combinations(range(first, len(found)), 2))
    return Town(found, twice)


def _household(rng: Random, tongues: list[Language], number: int) -> list[Person]:
    tongue, phone = _often(rng, tongues), a_phone(rng)
    home = Person("", _family(rng, tongue), phone=phone, address=_address(rng), household=number)
    found = [_grown(rng, tongue, home, [], 18)]
    if rng.random() < 0.45:
        other = home if rng.random() < 0.6 else replace(home, family=_family(rng, tongue))
        found.append(
            _grown(
                rng, tongue, other if rng.random() < 0.5 else replace(other, phone=a_phone(rng)), found, 18
            )
        )
    if rng.random() < 0.08:
        found.append(_grown(rng, tongue, home, found, 60))
    for _child in range(rng.choices((0, 1, 2, 3, 5), (50, 18, 18, 10, 4))[0]):
        found.append(_child_of(rng, tongue, home, found))
    return [_as_said(rng, one) for one in found]


def _family(rng: Random, tongue: Language) -> str:
    family = _often(rng, _families(tongue))
    return f"{family} {_often(rng, _families(tongue))}" if rng.random() < 0.15 else family


def _grown(rng: Random, tongue: Language, home: Person, family: list[Person], age: int) -> Person:
    return replace(home, given=_new_given(rng, tongue, family), birth=_born(rng, 1932, 2026 - age))


def _child_of(rng: Random, tongue: Language, home: Person, family: list[Person]) -> Person:
    given, last = _new_given(rng, tongue, family), family[-1]
    if rng.random() < 0.03 and family[0].family == home.family:
        given = family[0].given
    twin = last.birth > "2008" and rng.random() < 0.04
    low = max(1960, int(family[0].birth[:4]) + 17)
    return replace(home, given=given, birth=last.birth if twin else _born(rng, min(low, 2025), 2026))


def _new_given(rng: Random, tongue: Language, family: list[Person]) -> str:
    """Return a first name that nobody in a family has a part of."""
    taken = {word for one in family for word in one.given.split()}
    while not taken.isdisjoint((given := _given(rng, tongue)).split()):
        pass
    return given


def _given(rng: Random, tongue: Language) -> str:
    """Return a first name, of four one with a second beside it."""
    given = _often(rng, tongue.given)
    return f"{given} {_often(rng, tongue.given)}" if rng.random() < 0.25 else given


def _born(rng: Random, low: int, high: int) -> str:
    return f"{rng.randrange(low, high)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def _address(rng: Random) -> str:
    street = (
        f"{rng.randrange(1, 160)} {rng.choice(_ROADS)} {rng.choice(('Street', 'Road', 'Lane', 'Square'))}"
    )
    if rng.random() < 0.02:
        return "1 Shelter Road"
    return f"{street} apt {rng.randrange(1, 60)}" if rng.random() < 0.4 else street


def _as_said(rng: Random, person: Person) -> Person:
    """Return somebody as they were written down at first: now and then something is not said, or only the year."""
    said = rng.random()
    birth = "" if said < 0.05 else person.birth[:4] if said < 0.08 else person.birth
    phone = "" if rng.random() < 0.12 else person.phone
    return replace(person, birth=birth, phone=phone, address="" if rng.random() < 0.1 else person.address)


# Written down again


def _again(rng: Random, person: Person) -> Person:
    for chance, change in _CHANGES:
        if rng.random() < chance:
            person = change(rng, person)
    return person


def _mistaken_birth(rng: Random, person: Person) -> Person:
    birth = person.birth
    if len(birth) != 10:
        return person
    if rng.random() < 0.4 and birth[8:] <= "12":
        return replace(person, birth=f"{birth[:4]}-{birth[8:]}-{birth[5:7]}")
    at = rng.choice((3, 3, 6, 9, 9) if birth[5] == "0" else (3, 9))
    return replace(person, birth=f"{birth[:at]}{rng.randint(1, 9)}{birth[at + 1 :]}")


def _address_otherwise(rng: Random, person: Person) -> Person:
    short = {"Street": "St", "Road": "Rd", "Lane": "Ln", " apt ": " #"}
    address = person.address
    for long, written in short.items():
        if rng.random() < 0.7:
            address = address.replace(long, written)
    return replace(person, address=address)


def _one_given(_rng: Random, person: Person) -> Person:
    return replace(person, given=person.given.split()[0])


def _one_family(_rng: Random, person: Person) -> Person:
    return replace(person, family=person.family.split()[0])


def _married(rng: Random, person: Person) -> Person:
    return replace(person, family=_often(rng, _families(rng.choice(languages()))))


_CHANGES: tuple[tuple[float, Callable[[Random, Person], Person]], ...] = (
    (0.3, _one_given),
    (0.15, _one_family),
    (0.02, _married),
    (0.22, slip_in_name),
    (0.06, lambda rng, person: replace(person, family=by_ear(rng, person.family))),
    (0.04, lambda _rng, person: replace(person, given=person.family, family=person.given)),
    (0.16, lambda _rng, person: replace(person, birth="")),
    (0.05, lambda _rng, person: replace(person, birth=person.birth[:4])),
    (0.06, _mistaken_birth),
    (0.2, lambda _rng, person: replace(person, phone="")),
    (0.14, lambda rng, person: replace(person, phone=a_phone(rng))),
    (0.2, lambda _rng, person: replace(person, address="")),
    (0.1, lambda rng, person: replace(person, address=_address(rng))),
    (0.4, _address_otherwise),
)
"""How often something is written otherwise the second time, and how; several may be."""
