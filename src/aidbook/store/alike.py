"""Whether two people may be one: by names, birth, phones, mail and address, as people write them down.

Every agreement says so much as few share it (the logarithm of one in how many), every difference something against it;
the sum stands against one operating point for everything. docs/architecture.md says how that was chosen.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from aidbook.domain.declare import Id
from aidbook.store.sounds import sound
from aidbook.store.spelled import FAR, INITIAL, OTHER, SAME, SHORT, SLIP, Words
from aidbook.store.who import FULL_DATE, PHONE_DIGITS, Names, Who, shared_values

MAYBE = 0.0
"""The operating point: from this sum on somebody is asked."""
_SURE = 14.0
_BEFOREHAND = math.log(0.2)
"""What stands against any two, beside how many there are: one in ten is in the book twice."""

_PRETEND, _BEARERS = 500, 1
"""In a small book a name says as much as among so many more people, of whom so many more households bear it."""
_MOST_RARE = 8.0
_AGAIN = 0.2
_TWO, _ASSUMED = 2, 0.3
"""What the words of a name say of how many bear both, counted as so many who do."""
_NEVER = -math.inf

_SAME_YEAR, _OTHER_DAY, _OTHER_BIRTH_OF_ONE_NAME = 2.0, -5.0, -9.0
_TURNED_BIRTH_LESS, _DIGIT_OF_BIRTH_LESS, _YEAR_OF_BIRTH_LESS = 2.0, 4.0, 5.0
_GENERATION = 13
_SAME_PHONE, _NEAR_PHONE_LESS, _OTHER_PHONE = 8.0, 3.0, -1.6
_SAME_ADDRESS, _NEAR_ADDRESS_LESS, _OTHER_ADDRESS = 6.0, 2.0, -1.6
_OTHER_MAIL = -0.5
_UNMATCHED = -1.2
_SHORT_NAME_LESS, _SLIP_LESS, _SHORT_SLIP_LESS, _INITIAL, _FAR_SLIP = 1.5, 2.5, 5.0, 1.0, -6.0
_OTHER_GENERATION, _OTHER_FAMILY_NAME = -10.0, -3.0

_YEAR = 4

GIVEN = "given name"
"""Why two may be one whose family names are two: who changed it is still reached as before."""
_REACHED = frozenset({"phone", "address", "email"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who may be one: how sure, from 0.5 to 1, and why, in keys that `actions.duplicates` words."""

    a: Id
    b: Id
    confidence: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody in the book who may be meant: how sure, from 0.5 to 1, and why, as in a `Pair`."""

    member: Id
    confidence: float
    why: tuple[str, ...]


class Scale:
    """Weighs two people against each other; what many share weighs less."""

    def __init__(self, people: int, bearers: Callable[[str], int], sharers: Mapping[str, int]) -> None:
        """Take how many people there are, how many households bear a sounded word, how many share a value."""
        self._log_people = math.log(people + _PRETEND)
        self._bearers, self._sharers = cache(bearers), sharers
        self._words, self._rarity = Words(), dict[str, float]()

    def weigh(self, a: Who, b: Who) -> tuple[float, tuple[str, ...]]:
        """Return the sum for two people and why, in keys."""
        why: list[str] = []
        birth = self._birth(a, b, why)
        if birth == _NEVER:
            return _NEVER, ()
        names = max(
            [self._names(one, other) for one in a.names for other in b.names], key=lambda found: found[0]
        )
        if names[0] == _NEVER and "birth" in why:
            names = self._given(a, b)
        if names[0] == _NEVER:
            return _NEVER, ()
        weight = names[0] + birth - self._log_people + _BEFOREHAND
        why.insert(0, names[1])
        weight += self._phones(a, b, why) + self._mail(a, b, why) + self._address(a, b, why)
        if a.line != b.line and "birth" not in why:
            weight += _OTHER_GENERATION
        if names[1] == GIVEN and _REACHED.isdisjoint(why):
            return _NEVER, ()
        return weight, tuple(why)

    def rarity(self, word: str) -> float:
        """Return what agreeing in a word says: the logarithm of how few bear it."""
        found = self._rarity.get(word)
        if found is None:
            bearers = self._bearers(sound(word)) + 1 + _BEARERS
            found = self._rarity[word] = min(self._log_people - math.log(bearers), _MOST_RARE)
        return found

    def _names(self, a: Names, b: Names) -> tuple[float, str]:
        """Return what two names say and how they stand, `_NEVER` where they are two people's."""
        few, many = (a, b) if len(a) <= len(b) else (b, a)
        left = list(many)
        rest = [word for word in few if not _take(left, word)]
        said = [(self.rarity(word), word) for word in few if word not in rest]
        if not said and not rest:
            return _NEVER, ""
        worst = SAME
        lost = 0.0
        for word in rest:
            if _take_joined(left, word):
                said.append((self.rarity(word), word))
                worst = max(worst, SLIP)
                continue
            stand, other = min(((self._words.stand(word, one), one) for one in left), default=(OTHER, ""))
            if stand == OTHER:
                return _NEVER, ""
            left.remove(other)
            worst = max(worst, stand)
            rare = min((self.rarity(word), word), (self.rarity(other), other))
            if stand == INITIAL:
                said.append((_INITIAL, ""))
            elif stand == FAR:
                lost += _FAR_SLIP
            else:
                said.append(rare)
                lost -= (_SHORT_NAME_LESS, _SLIP_LESS, _SHORT_SLIP_LESS)[stand - SHORT]
        said.sort(reverse=True)
        total = self._together(said[:2]) + sum(rare for rare, _word in said[2:]) * _AGAIN + lost
        total += _UNMATCHED * len(left)
        return total, _how_names_stand(a, b, worst, left)

    def _given(self, a: Who, b: Who) -> tuple[float, str]:
        """Return what one given name says where the family names are two, as after a marriage."""
        if not a.given or a.given != b.given:
            return _NEVER, ""
        rare = sorted(map(self.rarity, a.given), reverse=True)
        return sum(rare[:2]) + _OTHER_FAMILY_NAME, GIVEN

    def _together(self, said: list[tuple[float, str]]) -> float:
        """Return what agreeing in a name says: how rare its words are, and how many others bear both of them."""
        total = sum(rare for rare, _word in said)
        words = {sound(word) for _rare, word in said if word}
        if len(words) < _TWO:
            return total
        others = max(self._bearers(" ".join(sorted(words))) - _TWO, 0)
        by_chance = math.exp(self._log_people - total)
        return total - math.log((others + _ASSUMED) / (by_chance + _ASSUMED))

    def _shared(self, kind: str, value: str, most: float) -> float:
        return min(self._log_people - math.log(self._sharers.get(kind + value, 1)), most)

    def _birth(self, a: Who, b: Who, why: list[str]) -> float:
        one, other = a.birth, b.birth
        if not one or not other:
            return 0.0
        if len(one) < FULL_DATE or len(other) < FULL_DATE:
            short = min(len(one), len(other))
            if one[:short] == other[:short]:
                why.append("birth year")
                return _SAME_YEAR if short == _YEAR else 2 * _SAME_YEAR
            return _other_birth(a, b)
        if one == other:
            why.append("birth")
            return self._shared("b", one, _MOST_RARE)
        if less := _near_births(one, other):
            why.append("birth near")
            return _MOST_RARE - less
        return _other_birth(a, b)

    def _phones(self, a: Who, b: Who, why: list[str]) -> float:
        if not a.phones or not b.phones:
            return 0.0
        for one in a.phones:
            for other in b.phones:
                if one[-PHONE_DIGITS:] == other[-PHONE_DIGITS:] and (one == other or len(one) != len(other)):
                    why.append("phone")
                    return self._shared("p", one[-PHONE_DIGITS:], _SAME_PHONE)
        if any(_one_off(one, other) for one in a.phones for other in b.phones):
            why.append("phone near")
            return _SAME_PHONE - _NEAR_PHONE_LESS
        return _OTHER_PHONE

    def _mail(self, a: Who, b: Who, why: list[str]) -> float:
        if not a.mail or not b.mail:
            return 0.0
        if a.mail != b.mail:
            return _OTHER_MAIL
        why.append("email")
        return self._shared("m", a.mail, _SAME_PHONE)

    def _address(self, a: Who, b: Who, why: list[str]) -> float:
        if not a.address or not b.address:
            return 0.0
        if a.address == b.address:
            why.append("address")
            return self._shared("a", a.address, _SAME_ADDRESS)
        if _near_addresses(a.address, b.address):
            why.append("address near")
            return _SAME_ADDRESS - _NEAR_ADDRESS_LESS
        return _OTHER_ADDRESS


def confidence(weight: float) -> float:
    """Return how sure a sum from MAYBE on is, from 0.5 to 1."""
    return round(min(0.5 + (weight - MAYBE) / (_SURE - MAYBE) / 2, 1.0), 3)


def counted(people: Iterable[Who]) -> tuple[Counter[str], Counter[str]]:
    """Return how many households bear each sounded word, and how many people share each birth, phone and address."""
    bearers: Counter[str] = Counter()
    sharers: Counter[str] = Counter()
    of_house: dict[str, set[str]] = {}
    for one in people:
        sounds = sorted(set(map(sound, one.words)))
        said = {*sounds, *map(" ".join, combinations(sounds, 2))}
        there = of_house.setdefault(one.household or one.address or next(iter(one.phones), one.id), said)
        if there is said:
            bearers.update(said)
        else:
            bearers.update(said - there)
            there |= said
        sharers.update(shared_values(one))
    return bearers, sharers


def _near_births(one: str, other: str) -> float:
    """Return how much less than the same date two dates say that are one but for a slip, 0 where they are two.

    Day and month in each other's place, or two digits side by side, agree by chance far seldomer than all but one digit.
    """
    year, day, other_year, other_day = one[:_YEAR], one[_YEAR:], other[:_YEAR], other[_YEAR:]
    if year != other_year and day != other_day:  # nearly all are so, and need no closer look
        return 0.0
    if year == other_year and day[1:3] == other_day[4:] and day[4:] == other_day[1:3]:
        return _TURNED_BIRTH_LESS
    off = [at for at, (x, y) in enumerate(zip(one, other, strict=True)) if x != y]
    if len(off) == 1:
        return _DIGIT_OF_BIRTH_LESS if off[0] > _YEAR else _YEAR_OF_BIRTH_LESS
    first, last = off[0], off[-1]
    turned = last - first == 1 == len(off) - 1 and one[first] == other[last] and one[last] == other[first]
    return _TURNED_BIRTH_LESS if turned else 0.0


def _other_birth(a: Who, b: Who) -> float:
    """Return what two births say against it: little within a year; of one name in one generation more, else all."""
    year, other_year = a.birth[:_YEAR], b.birth[:_YEAR]
    if year == other_year:
        return _OTHER_DAY
    if all(names not in b.names for names in a.names):
        return _NEVER
    return _OTHER_BIRTH_OF_ONE_NAME if abs(int(year) - int(other_year)) < _GENERATION else _NEVER


def _take(left: list[str], word: str) -> bool:
    if word in left:
        left.remove(word)
        return True
    return False


def _take_joined(left: list[str], word: str) -> bool:
    """Take two words out that are one there: "Garcia Lopez" for "Garcialopez"."""
    for at in range(len(left) - 1):
        if left[at] + left[at + 1] == word:
            del left[at : at + 2]
            return True
    return False


def _how_names_stand(a: Names, b: Names, worst: int, left: list[str]) -> str:
    if worst == SAME:
        return "name" if a == b else "name part" if left else "name order"
    return {SHORT: "name short", INITIAL: "name initial"}.get(worst, "name spelling")


def _one_off(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    short = min(len(one), len(other))
    return OSA.distance(one[-short:], other[-short:], score_cutoff=1) <= 1


def _near_addresses(a: str, b: str) -> bool:
    from rapidfuzz.fuzz import ratio

    numbers = [{word for word in text.split() if word[:1].isdigit()} for text in (a, b)]
    if (numbers[0] or numbers[1]) and not numbers[0] & numbers[1]:
        return False
    return ratio(a, b, score_cutoff=80) > 0
