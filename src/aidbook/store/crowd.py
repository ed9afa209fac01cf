"""Many people compared with each other: only those are weighed who share something that few share."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from aidbook.store.alike import MAYBE, Likely, Pair, Scale, confidence, counted
from aidbook.store.progress import Progress, silent
from aidbook.store.sounds import full_names, sound
from aidbook.store.who import FULL_DATE, Who

_BUCKET = 40
"""What more people share than so many says nothing about two of them."""
_LAST_MONTH = "12"
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
            self._take(number, _keys(one))

    def _take(self, number: int, keys: Iterable[int]) -> None:
        """Put somebody under what others may share; most of it nobody shares, and needs no list."""
        buckets = self._buckets
        put = buckets.setdefault
        for key in keys:
            there = put(key, number)
            if there is number:
                continue
            if isinstance(there, list):
                there.append(number)
            else:
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
        for key in _keys(somebody):
            there = self._buckets.get(key, [])
            near.update(there if isinstance(there, list) else [there])
        return weighed(self._scale, somebody, (self._people[number] for number in sorted(near)))

    def _near(self, progress: Progress) -> Iterator[tuple[Who, Who]]:
        """Yield the pairs that share something rare, each once."""
        seen: set[int] = set()
        people, many = self._people, len(self._people)
        shared = [some for some in self._buckets.values() if isinstance(some, list) and len(some) <= _BUCKET]
        for at, numbers in enumerate(shared):
            if at % _TELL_EVERY == 0:
                progress(many + many * at // len(shared), 2 * many)
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


def _keys(one: Who) -> set[int]:
    """Return what two that may be one could share, as numbers: they take half the room of their words."""
    words, full = one.telling, full_names()
    said = set(map(sound, words))
    if not full.keys().isdisjoint(words):
        said.update(sound(each) for word in words for each in full.get(word, ()))
    sounds = sorted(said)
    initials = {word[0] for word in words}
    keys = [f"n{first} {second}" for first, second in combinations(sounds, 2)]
    if len(sounds) == 1:
        keys.append(f"n{sounds[0]}")
    if len(one.birth) == FULL_DATE:
        _add_birth(keys, one.birth, sounds, initials)
    if one.address:
        keys += [f"a{one.address} {initial}" for initial in initials]
    keys += [f"p{phone[-7:]}" for phone in one.phones]
    if one.mail:
        keys.append(f"m{one.mail}")
    return set(map(hash, keys))


def _add_birth(keys: list[str], birth: str, sounds: Iterable[str], initials: Iterable[str]) -> None:
    """Add a birth with what begins a name, and parts of it with a name: what is left of it after a slip."""
    year, month, day = birth[:4], birth[5:7], birth[8:]
    keys += [f"b{birth} {initial}" for initial in initials]
    turned = f"s{year}{min(month, day)}{max(month, day)}" if month != day <= _LAST_MONTH else ""
    in_month, on_day, of_year = f"y{year}{month}", f"z{month}{day}", f"d{year}-{day}"
    for sounded in sounds:
        keys += (f"{in_month} {sounded}", f"{on_day} {sounded}", f"{of_year} {sounded}")
        if turned:
            keys.append(f"{turned} {sounded}")
