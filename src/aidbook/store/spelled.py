"""How two words of names stand to each other: the same, a short form, a slip, a sound, or two people's."""

from typing import TYPE_CHECKING

from aidbook.store.sounds import first_names, short_names, sound, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

SAME, SHORT, SLIP, SHORT_SLIP, INITIAL, FAR, OTHER = range(7)
"""From the nearest to the farthest; FAR may still be one word where all else agrees."""

_LONG_WORD, _LONGER_WORD, _LONG_SOUND = 4, 8, 3
_FAR_LIKE, _FAR_AWAY = 0.8, 0.35


class Words:
    """Compares words of names, each two once. They are kept no longer than this."""

    def __init__(self) -> None:
        from rapidfuzz.distance import OSA, JaroWinkler

        self._seen: dict[tuple[str, str], int] = {}
        self._away: Callable[..., int] = OSA.distance
        self._like: Callable[..., float] = JaroWinkler.similarity
        self._short, self._first = short_names(), first_names()

    def stand(self, one: str, other: str) -> int:
        """Return how two folded words stand to each other: SAME, SHORT, …, OTHER."""
        if one == other:
            return SAME
        key = (one, other) if one < other else (other, one)
        found = self._seen.get(key)
        if found is None:
            found = self._seen[key] = self._stand(*key)
        return found

    def _stand(self, one: str, other: str) -> int:
        if min(len(one), len(other)) == 1:
            return INITIAL if one[0] == other[0] else OTHER
        if other in self._short.get(one, ()):
            return SHORT
        if one in self._first and other in self._first and spoken(one) != spoken(other):
            return OTHER  # Mario and Maria, but not Philip and Filip
        return self._spelled(one, other)

    def _spelled(self, one: str, other: str) -> int:
        sounded = sound(one) if sound(one) == sound(other) else ""
        away, long = self._away(one, other), max(len(one), len(other))
        slips = (long >= _LONG_WORD) + (long >= _LONGER_WORD) + (len(sounded) > 1)
        if len(sounded) >= _LONG_SOUND or away <= slips:
            return SLIP
        if away == 1 or self._is_near_short_form(one, other) or self._is_near_short_form(other, one):
            return SHORT_SLIP
        far = len(sounded) > 1 or away <= long * _FAR_AWAY or self._like(one, other) >= _FAR_LIKE
        return FAR if far else OTHER

    def _is_near_short_form(self, name: str, other: str) -> bool:
        forms = self._short.get(name, ())
        return any(len(form) >= _LONG_WORD and self._away(form, other, score_cutoff=1) <= 1 for form in forms)
