"""Many people compared with each other: only those are weighed who share something that few share."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from aidbook.store.alike import MAYBE, Likely, Pair, Scale, Who, confidence, counted
from aidbook.store.progress import Progress, silent
from aidbook.store.sounds import full_names, sound

_BUCKET = 40
"""What more people share than so many says nothing about two of them."""
_FULL_DATE, _LAST_MONTH = 10, "12"
_TELL_EVERY = 2_000


class Crowd:
    """People who are compared: with each other, or somebody else with all of them."""

    def __init__(self, people: Sequence[Who], progress: Progress = silent) -> None:
        """Look at everybody; `progress` is told up to half of the way."""
        self._people = people
        bearers, sharers = counted(people)
        self._scale = Scale(len(people), bearers.__getitem__, sharers)
        self._buckets: dict[int, int | list[int]] = {}
        for number, one in enumerate(people):
            if number % _TELL_EVERY == 0:
                progress(number, 2 * len(people))
            self._take(number, one)

    def _take(self, number: int, one: Who) -> None:
        """Put somebody under what others may share; most of it nobody shares, and needs no list."""
        buckets = self._buckets
        for key in set(map(hash, _keys(one))):  # a number takes half the room of its words
            there = buckets.setdefault(key, number)
            if isinstance(there, list):
                there.append(number)
            elif there != number:
                buckets[key] = [there, number]

    def pairs(self, progress: Progress = silent) -> list[Pair]:
        """Return every two who may be one, the surest first; `progress` is told the second half of the way."""
        found = []
        for a, b in self._near(progress):
            weight, why = self._scale.weigh(a, b)
            if weight >= MAYBE:
                first, second = sorted((a.id, b.id))
                found.append(Pair(first, second, confidence(weight), why))
        return sorted(found, key=lambda one: (-one.confidence, one.a, one.b))

    def like(self, somebody: Who) -> list[Likely]:
        """Return who of them may be this person, the surest first."""
        near: set[int] = set()
        for key in set(map(hash, _keys(somebody))):
            there = self._buckets.get(key, [])
            near.update(there if isinstance(there, list) else [there])
        return weighed(self._scale, somebody, (self._people[number] for number in sorted(near)))

    def _near(self, progress: Progress) -> Iterator[tuple[Who, Who]]:
        """Yield the pairs that share something rare, each once."""
        seen: set[int] = set()
        people, many = self._people, len(self._people)
        for at, numbers in enumerate(self._buckets.values()):
            if at % _TELL_EVERY == 0:
                progress(many + many * at // len(self._buckets), 2 * many)
            if isinstance(numbers, list) and len(numbers) <= _BUCKET:
                for a, b in combinations(numbers, 2):
                    pair = a * many + b
                    if pair not in seen:
                        seen.add(pair)
                        yield people[a], people[b]


def weighed(scale: Scale, somebody: Who, others: Iterable[Who]) -> list[Likely]:
    """Return who of others may be this person, the surest first."""
    found = []
    for other in others:
        weight, why = scale.weigh(somebody, other)
        if weight >= MAYBE:
            found.append(Likely(other.id, confidence(weight), why))
    return sorted(found, key=lambda one: (-one.confidence, one.member))


def _keys(one: Who) -> Iterator[str]:
    """Yield what two that may be one could share."""
    words = one.telling
    sounds = sorted({sound(full) for word in words for full in (word, *full_names().get(word, ()))})
    initials = {word[0] for word in words}
    yield from (f"p{phone[-7:]}" for phone in one.phones)
    if one.mail:
        yield f"m{one.mail}"
    if one.address:
        yield from (f"a{one.address} {initial}" for initial in initials)
    if len(one.birth) == _FULL_DATE:
        yield from _birth_keys(one.birth, sounds, initials)
    if len(sounds) == 1:
        yield f"n{sounds[0]}"
    yield from (f"n{first} {second}" for first, second in combinations(sounds, 2))


def _birth_keys(birth: str, sounds: Iterable[str], initials: Iterable[str]) -> Iterator[str]:
    """Yield a birth with what begins a name, and parts of it with a name: what is left of it after a slip."""
    year, month, day = birth[:4], birth[5:7], birth[8:]
    for initial in initials:
        yield f"b{birth} {initial}"
    for sounded in sounds:
        yield f"y{year}{month} {sounded}"
        yield f"z{month}{day} {sounded}"
        yield f"d{year}-{day} {sounded}"
        if month != day <= _LAST_MONTH:
            yield f"s{year}{min(month, day)}{max(month, day)} {sounded}"
