"""Whether two people in a book may be one: by names, birth, phones and address, as people write them down.

Every agreement and difference weighs something, a rare name more than a common one; the sum stands against one
operating point for everything. It was chosen on people made for it (benchmarks/bench_duplicates.py).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.resources import resource

MAYBE = 1.0
"""The operating point: from this sum on somebody is asked."""
_SURE = 16.0

_SAME_BIRTH, _NEAR_BIRTH, _SAME_YEAR, _OTHER_BIRTH = 8.0, 4.5, 2.0, -14.0
_SAME_PHONE, _OTHER_PHONE = 5.0, -0.7
_SAME_ADDRESS, _NEAR_ADDRESS, _OTHER_ADDRESS = 3.0, 2.0, -0.5
_SAME_MAIL = 6.0
_UNMATCHED, _NEARLY_SAID, _SLIP, _ONE_MORE = -1.2, -4.0, 12.0, 0.3
_PHONE_DIGITS = 7
_LIKE = 0.85
_LONG_WORD, _LONGER_WORD = 4, 8
_NEARLY = 0.45
_BUCKET = 40
_FULL_DATE, _YEAR = 10, 4


@dataclass(slots=True)
class Who:
    """What is compared of one person; `names` are folded words in the order they are written."""

    id: Id
    names: tuple[str, ...]
    birth: str = ""
    phones: frozenset[str] = frozenset()
    mail: str = ""
    address: str = ""
    sounds: tuple[str, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        self.sounds = tuple(map(sound, self.names))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two people who may be one: how sure, from 0 to 1, and what agrees, as keys of `actions` words."""

    a: Id
    b: Id
    confidence: float
    agrees: tuple[str, ...]


def who(
    id_: Id, names: str, birth: str | None, phone: str | None, mail: str | None, address: str | None
) -> Who:
    """Return what is compared of a person; answers that are none ("~") count as nothing."""
    digits = "".join(c for c in phone or "" if c.isdigit())
    return Who(
        id_,
        tuple(fold(names).split()),
        birth if birth and birth[:1].isdigit() else "",
        frozenset({digits[-_PHONE_DIGITS:]}) if len(digits) >= _PHONE_DIGITS else frozenset(),
        (mail or "").strip().casefold() if "@" in (mail or "") else "",
        fold(address or ""),
    )


# How names sound


@cache
def _one_name() -> dict[str, str]:
    """Return {name: the first of those that one person may go by}."""
    lines = resource("names", "short.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if line and not line.startswith("#")]
    return {name: group[0] for group in reversed(groups) for name in group}


_SOUNDS = (
    ("sch", "s"), ("tch", "c"), ("ph", "f"), ("gh", "g"), ("kh", "k"), ("ch", "c"), ("sh", "s"), ("th", "t"), ("ck", "k"),
    ("qu", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("b", "v"), ("c", "k"), ("q", "k"),
    ("x", "s"), ("z", "s"), ("h", ""), ("g", "k"), ("d", "t"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiou")


@cache
def sound(name: str) -> str:
    """Return how a folded name sounds, roughly: the same for what is often written for one another."""
    said = _one_name().get(name, name)
    for letters, sounded in _SOUNDS:
        said = said.replace(letters, sounded)
    kept = said[:1] + said[1:].translate(_VOWELS)
    return "".join(letter for at, letter in enumerate(kept) if at == 0 or letter != kept[at - 1])


@cache
def _like(one: str, other: str) -> float:
    """Return how alike two words of names are: 1 the same, from _LIKE on perhaps the same, 0 not at all."""
    from rapidfuzz.distance import OSA

    if one == other:
        return 1.0
    short, long = sorted((len(one), len(other)))
    if short == 1:
        return 0.9 if one[0] == other[0] else 0.0
    if (same := _one_name().get(one)) and same == _one_name().get(other):
        return 0.95
    away = OSA.distance(one, other)
    sounds_same = sound(one) == sound(other) and len(sound(one)) > 1
    if away <= (long >= _LONG_WORD) + (long >= _LONGER_WORD) + sounds_same:
        return 0.9
    return (1 - away / long) * 0.8


# Comparing two


class Scale:
    """Weighs two people against each other; a word that many bear weighs less."""

    def __init__(self, people: Sequence[Who]) -> None:
        self._bearers = Counter(word for one in people for word in set(one.sounds))
        self._people = max(len(people), 1000)

    def rarity(self, sounded: str) -> float:
        """Return what agreeing in a word says: the logarithm of how few bear it."""
        return min(math.log(self._people / (self._bearers[sounded] + 1) + 1), 7.0)

    def weigh(self, a: Who, b: Who) -> tuple[float, tuple[str, ...]]:
        """Return the sum for two people and what agrees."""
        names, met = self._names(a, b)
        birth = _births(a.birth, b.birth)
        phone = _sets(a.phones, b.phones, _SAME_PHONE, _OTHER_PHONE)
        mail = _SAME_MAIL if a.mail and a.mail == b.mail else 0.0
        address = _addresses(a.address, b.address)
        agrees = [
            word
            for word, weight in (("name", names), ("birth", birth), ("phone", phone), ("email", mail), ("address", address))
            if weight > 0 or word == "name"
        ]  # fmt: skip
        if not met and birth < _NEAR_BIRTH:  # a family shares its phone and its address
            return -math.inf, ()
        return names + birth + phone + mail + address, tuple(agrees)

    def _names(self, a: Who, b: Who) -> tuple[float, bool]:
        """Return what their names say, and whether all words of the shorter one are in the other."""
        few, many = sorted((a.names, b.names), key=len)
        left, met, misfit = list(many), [], []
        for word in few:
            best = max(left, key=lambda other: _like(word, other), default="")
            like = _like(word, best) if best else 0.0
            if like < _LIKE:
                misfit.append(like)
                continue
            left.remove(best)
            met.append((self.rarity(sound(word)) if len(word) > 1 else 0.5) - (1 - like) * _SLIP)
        met.sort(reverse=True)
        agreed = sum(met[:2]) + sum(met[2:]) * _ONE_MORE - math.log(self._people)
        contradicted = sum(_NEARLY_SAID if like >= _NEARLY else -math.inf for like in misfit)
        return agreed + contradicted + _UNMATCHED * (len(left) - len(misfit)), bool(met) and not misfit


def _births(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    if a == b:
        return _SAME_BIRTH if len(a) == _FULL_DATE else _SAME_YEAR
    if len(a) < _FULL_DATE or len(b) < _FULL_DATE:
        short = min(len(a), len(b))
        return _SAME_YEAR if a[:short] == b[:short] else _OTHER_BIRTH
    swapped = a[:4] == b[:4] and a[5:7] == b[8:] and a[8:] == b[5:7]
    other = sum(one != two for one, two in zip(a, b, strict=True))
    return _NEAR_BIRTH if swapped or other == 1 else _OTHER_BIRTH


def _sets(a: frozenset[str], b: frozenset[str], same: float, other: float) -> float:
    if not a or not b:
        return 0.0
    if a & b:
        return same
    return same / 2 if any(_one_digit_off(x, y) for x in a for y in b) else other


def _one_digit_off(a: str, b: str) -> bool:
    from rapidfuzz.distance import OSA

    return OSA.distance(a, b, score_cutoff=1) <= 1


def _addresses(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    if a == b:
        return _SAME_ADDRESS
    from rapidfuzz.fuzz import ratio

    numbers = [{word for word in text.split() if word[:1].isdigit()} for text in (a, b)]
    near = ratio(a, b, score_cutoff=80) > 0 and bool(
        numbers[0] & numbers[1] or not (numbers[0] or numbers[1])
    )
    return _NEAR_ADDRESS if near else _OTHER_ADDRESS


# Comparing many


def likenesses(people: Sequence[Who]) -> list[Likeness]:
    """Return who of many may be one, the surest first."""
    scale, found = Scale(people), []
    for a, b in _pairs(people):
        weight, agrees = scale.weigh(a, b)
        if weight >= MAYBE:
            first, second = sorted((a, b), key=lambda one: one.id)
            found.append(Likeness(first.id, second.id, _confidence(weight), agrees))
    return sorted(found, key=lambda one: (-one.confidence, one.a, one.b))


def _confidence(weight: float) -> float:
    return round(min(0.5 + (weight - MAYBE) / (_SURE - MAYBE) / 2, 1.0), 3)


def _pairs(people: Sequence[Who]) -> Iterator[tuple[Who, Who]]:
    """Yield the pairs that share something rare, each once."""
    buckets: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(people):
        for key in set(_keys(one)):
            buckets[key].append(number)
    seen: set[int] = set()
    for numbers in buckets.values():
        if 1 < len(numbers) <= _BUCKET:
            for a, b in combinations(numbers, 2):
                pair = a * len(people) + b
                if pair not in seen:
                    seen.add(pair)
                    yield people[a], people[b]


def _keys(one: Who) -> Iterable[str]:
    """Yield what two that may be one could share."""
    words = one.sounds
    yield from (f"p{phone}" for phone in one.phones)
    if one.mail:
        yield f"m{one.mail}"
    if len(one.birth) == _FULL_DATE:
        yield f"b{one.birth}"
        yield f"b{one.birth[:4]}-{one.birth[8:]}-{one.birth[5:7]}"
    for first, second in combinations(sorted(words), 2):
        yield f"n{first} {second}"
        yield f"l{first} {second[:2]}"
        yield f"r{first[:2]} {second}"
    for word in words:
        yield f"w{word}{one.birth[:_YEAR]}"
    if one.address:
        yield from (f"a{one.address} {word[:1]}" for word in words)
