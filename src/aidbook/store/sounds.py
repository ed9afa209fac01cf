"""How words of names sound, and which of them one person may go by; words are folded."""

from functools import cache, lru_cache

from aidbook.resources import resource

_KEPT_SOUNDS = 65_536

AFTER_NAMES = {
    "jr": "younger", "junior": "younger", "fils": "younger", "hijo": "younger", "filho": "younger", "ii": "second",
    "sr": "older", "senior": "older", "pere": "older", "padre": "older", "pai": "older", "iii": "third", "iv": "fourth",
    "neto": "third", "nieto": "third",
}  # fmt: skip
"""Words after a name that tell a parent from a child of the same name."""


@cache
def short_names() -> dict[str, tuple[str, ...]]:
    """Return {name: the other names that its bearer may go by}."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _lines("short.txt"):
        for name in group:
            found[name] = (*found.get(name, ()), *(other for other in group if other != name))
    return found


@cache
def full_names() -> dict[str, tuple[str, ...]]:
    """Return {name: the first of each group of names that its bearer may go by}."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _lines("short.txt"):
        for name in group:
            found[name] = (*found.get(name, ()), group[0])
    return found


@cache
def first_names() -> frozenset[str]:
    """Return first names that many bear: two of them, however near, are two people's."""
    return frozenset(name for line in _lines("given.txt") for name in line)


def _lines(name: str) -> list[list[str]]:
    lines = resource("names", name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


_SOUNDS = (
    ("sch", "s"), ("tch", "c"), ("ph", "f"), ("gh", "g"), ("kh", "k"), ("ch", "c"), ("sh", "s"), ("th", "t"), ("ck", "k"),
    ("qu", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("b", "v"), ("c", "k"), ("q", "k"),
    ("x", "s"), ("z", "s"), ("h", ""), ("g", "k"), ("d", "t"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiou")


@lru_cache(_KEPT_SOUNDS)
def sound(word: str) -> str:
    """Return how a word sounds, roughly, without the vowels in it: the same for what is often written for one another."""
    said = _said(word)
    return _once(said[:1] + said[1:].translate(_VOWELS))


def spoken(word: str) -> str:
    """Return how a word sounds with its vowels: the same for Ana and Anna, Marc and Mark, not for Jean and Joan."""
    return _once(_said(word))


def _said(word: str) -> str:
    for letters, sounded in _SOUNDS:
        word = word.replace(letters, sounded)
    return word


def _once(said: str) -> str:
    return "".join(letter for at, letter in enumerate(said) if at == 0 or letter != said[at - 1])
