"""Tells a scanner's keys from a person's, by their pace alone. Knows nothing of windows.

A scanner types a card's number and Enter faster than any hand. That Enter only finds. An Enter that comes soon after
another key is nobody's decision either, whoever typed: a slow scanner, or a person who has not looked yet. Only a
deliberate Enter books.
"""

from dataclasses import dataclass

FAST_MS = 35
"""Keys this close together, and the Enter after them, come from a scanner."""
SHORTEST = 4
"""So many keys at least are a scan: two or three can come together from a quick hand."""
APART_MS = 300
"""An Enter this soon after another key was meant for what was typed, not for what is shown since."""


@dataclass(frozen=True, slots=True)
class Enter:
    """An Enter: what a scanner typed before it ("" for a person's), whether it is deliberate, whether keys came before."""

    scanned: str
    deliberate: bool
    fresh: bool


class Pace:
    """Follows the keys, each with its moment in ms."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._burst = ""
        self._fresh = False

    def key(self, text: str, at: float) -> bool:
        """Note a key that types; say whether it may begin a scan: it does not follow another at once."""
        begins = not self._is_fast(at)
        self._burst = text if begins else self._burst + text
        self._last, self._fresh = at, True
        return begins

    def enter(self, at: float) -> Enter:
        """Note an Enter, and say what it is."""
        scanned = self._burst if self._is_fast(at) and len(self._burst) >= SHORTEST else ""
        apart = self._last is None or at - self._last >= APART_MS
        made = Enter(scanned, deliberate=apart and not scanned, fresh=self._fresh)
        self._last, self._burst, self._fresh = at, "", False
        return made

    def _is_fast(self, at: float) -> bool:
        return self._last is not None and at - self._last <= FAST_MS
