"""Finding: what somebody types, as far as it is typed, leads to members or items, the likeliest first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.store import words
from aidbook.store.connection import Connection
from aidbook.store.sounds import short_names

MOST = 500
"""So many are found at most: who types on finds fewer."""
_MANY_ENOUGH = 5

_NUMBER, _WHOLE, _BEGUN, _SLIPPED, _BEGUN_SLIPPED, _INSIDE, _HEARD = -1, 0, 1, 2, 3, 4, 5
_FARTHEST = 6
_HEARD_LETTERS = 5


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word as typed and the words it may have meant, each with how far off they are."""

    typed: str
    meant: dict[str, int]

    def expression(self, far: int = _WHOLE, *, alone: bool = False) -> str:
        """Return it as the index is asked, no farther off than `far`; `alone`: exactly so far, "" where nothing is."""
        if alone:
            return " OR ".join(f'"{word}"' for word, how in self.meant.items() if how == far)
        others = [f'"{word}"' for word, how in self.meant.items() if how <= far]
        return " OR ".join([f'"{self.typed}"*', *others])

    def in_words(self, text: Sequence[str]) -> int | None:
        """Return how far off its nearest word in a text is, or None where there is none."""
        near = [self._near(word) for word in text]
        return min((how for how in near if how is not None), default=None)

    def _near(self, word: str) -> int | None:
        if word == self.typed:
            return _WHOLE
        return _BEGUN if word.startswith(self.typed) else self.meant.get(word)


def find(
    connection: Connection, kind: str, text: str, home: Id | None, most: int = MOST, *, loose: bool = True
) -> list[Id]:
    """Return the ids of members or items, of one site or of all (None), that fit `text`, the best first; none for "".

    Every word must be found: as the beginning of some word, or, where few fit so and `loose`, with a slip, as it
    sounds, by a short form of the name, or from its middle on. A member's number comes before all.
    """
    typed = _typed_words(text)
    if not typed:
        return []
    finder = _Finder(connection, kind, home)
    plain = [_Wanted(word, {}) for word in typed]
    found = finder.numbered(typed, most) | finder.fitting(plain, most, whole=True)
    if len(found) < most:
        found |= finder.fitting(plain, most)
    if loose and len(found) < _MANY_ENOUGH:
        guesses = [_wanted(connection, word, alone=len(typed) == 1) for word in typed]
        found |= finder.guessed(guesses, most)
        if not found:
            found |= finder.joined(typed, most)
        plain = guesses
    return finder.best(found, plain)[:most]


def _typed_words(text: str) -> list[str]:
    """Return the words of what is typed; a phone's digits are one word however they are parted."""
    if re.fullmatch(r"[\d\s()+./-]+", text) and (digits := "".join(c for c in text if c.isdigit())):
        return [digits]
    return fold(text).split()


def _wanted(connection: Connection, word: str, *, alone: bool) -> _Wanted:
    meant = dict.fromkeys(
        words.sounding_near(connection, word) if len(word) >= _HEARD_LETTERS else (), _HEARD
    )
    meant |= dict.fromkeys(short_names().get(word, ()), _HEARD)
    meant |= dict.fromkeys(words.ending(connection, word), _INSIDE)
    for other, whole in words.alike(connection, word, alone=alone).items():
        meant[other] = _SLIPPED if whole else _BEGUN_SLIPPED
    return _Wanted(word, meant)


class _Finder:
    """Asks the index for one kind at one site."""

    def __init__(self, connection: Connection, kind: str, home: Id | None) -> None:
        self._connection, self._kind, self._home = connection, kind, home

    def fitting(self, wanted: list[_Wanted], most: int, *, whole: bool = False) -> dict[Id, list[str]]:
        """Return {id: its words} of what has every wanted word; `whole`: all but the last not only begun."""
        asked = [f"({one.expression()})" for one in wanted]
        if whole:
            asked = [f'"{one.typed}"' for one in wanted]
        return self._ask(" AND ".join(asked), most)

    def guessed(self, wanted: list[_Wanted], most: int) -> dict[Id, list[str]]:
        """Return {id: its words} of what has a word that each wanted one may mean; the likelier keep their places."""
        found: dict[Id, list[str]] = {}
        alone = len(wanted) == 1
        for far in range(_SLIPPED, _FARTHEST):
            asked = [one.expression(far, alone=alone) for one in wanted]
            if all(asked) and (alone or any(far in one.meant.values() for one in wanted)):
                found |= self._ask(" AND ".join(f"({each})" for each in asked), most)
            if len(found) >= most and far >= _INSIDE:
                break
        return found

    def numbered(self, typed: list[str], most: int) -> dict[Id, list[str]]:
        """Return what has the number that is typed, in one word or in several."""
        number = "".join(typed)
        return self._ask(f'"{number}"', most) if re.fullmatch(r"[^\W\d]+\d+[^\W\d]?", number) else {}

    def joined(self, typed: list[str], most: int) -> dict[Id, list[str]]:
        """Return what fits where two words typed are one there."""
        found: dict[Id, list[str]] = {}
        for at, (first, second) in enumerate(pairwise(typed)):
            asked = [f'"{word}"*' for word in [*typed[:at], first + second, *typed[at + 2 :]]]
            found |= self._ask(" AND ".join(asked), most)
        return found

    def _ask(self, expression: str, most: int) -> dict[Id, list[str]]:
        rows = self._connection.execute(
            "SELECT r.id, s.text FROM search s CROSS JOIN search_row r ON r.n = s.rowid"
            " WHERE search MATCH ? AND r.kind = ? AND r.home = coalesce(?, r.home) LIMIT ?",
            (expression, self._kind, self._home, most),
        )
        return {id_: text.split() for id_, text in rows}

    def best(self, found: dict[Id, list[str]], wanted: Iterable[_Wanted]) -> list[Id]:
        """Return what was found in order: a number, then fewest slips, then as the name goes on from what is typed."""
        number = "number" if self._kind == "member" else "''"
        rows = self._connection.execute(
            f'SELECT id, name, {number} FROM "{self._kind}" WHERE id IN (SELECT value FROM json_each(?))',
            (_json_list(found),),
        )
        told = {id_: (fold(name or ""), number or "") for id_, name, number in rows}
        wanted = list(wanted)
        return sorted(found, key=lambda id_: _rank(found[id_], *told.get(id_, ("", "")), wanted, id_))


def _json_list(ids: Iterable[Id]) -> str:
    return "[" + ",".join(f'"{id_}"' for id_ in ids) + "]"


def _rank(
    text: list[str], name: str, number: str, wanted: list[_Wanted], id_: Id
) -> tuple[int, int, int, str, str]:
    if "".join(one.typed for one in wanted) in number_words(number):
        return (_NUMBER, 0, 0, name, id_)
    in_name = name.split()
    far = off = 0
    for one in wanted:
        here = one.in_words(in_name)
        there = one.in_words(text) if here is None else here
        far += _FARTHEST if there is None else there
        off += here is None
    first = wanted[0].in_words(in_name[:1])
    return (far + off, 0 if first is not None else 1, len(in_name), name, id_)


def number_words(number: str) -> list[str]:
    """Return the words that find a member number, folded: all in one, with and without its last letter or its zeros."""
    parts = fold(number).split()
    if len(parts) < 2 or not parts[1].isdigit():  # noqa: PLR2004 - a site's code and a number
        return parts
    short = parts[1].lstrip("0")
    codes = [*("".join(parts[:2]), "".join(parts)), parts[0] + short, parts[0] + short + "".join(parts[2:])]
    return [*codes, parts[1], short]
