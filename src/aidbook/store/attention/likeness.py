"""Pairs of members who may be one person, found by what both share: never everybody against everybody.

`alike` holds digests of what can be shared, of every member that candidates are kept of; it is this file's own.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.folding import fold
from aidbook.store.connection import Connection

_CROWD = 12
"""More members than this under one phone or name say nothing about two of them."""
_PHONE_DIGITS, _PHONE_LEAST = 9, 6


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared of a member: the first word and all words of the names, folded; the phone's last digits."""

    first: str
    words: frozenset[str]
    birth: str
    phone: str
    household: Id | None

    def shared(self) -> Iterator[bytes]:
        """Yield digests of what another who may be the same person has too."""
        if self.words and self.birth:
            yield _digest("birth", " ".join(sorted(self.words)), self.birth)
        if self.phone:
            yield _digest("phone", self.phone)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two members may be one: the same names and birth, or the same phone and what they are called."""

    same_birth: bool
    same_phone: bool


def likeness(a: Facts, b: Facts) -> Likeness | None:
    """Return why two members may be one, or None where nothing says so."""
    if a.birth and b.birth and a.birth != b.birth:
        return None
    same_names = a.words == b.words and bool(a.words)
    # Relatives share a phone and a family name; in one household even all but the first name.
    called = a.first in b.words or b.first in a.words
    same_phone = (
        bool(a.phone) and a.phone == b.phone and (same_names if a.household == b.household else called)
    )
    found = Likeness(same_names and bool(a.birth) and a.birth == b.birth, same_phone)
    return found if found.same_birth or found.same_phone else None


def facts_of(connection: Connection, member: Id) -> Facts | None:
    """Return what is compared of a kept member."""
    row = connection.execute(
        "SELECT name, family_name, birth, phone, household FROM member WHERE id = ? AND kept = 1", (member,)
    ).fetchone()
    return _facts(*row) if row else None


def _facts(
    name: str | None, family_name: str | None, birth: str | None, phone: str | None, household: Id | None
) -> Facts:
    called = fold(name or "").split()
    words = frozenset([*called, *fold(family_name or "").split()])
    digits = "".join(c for c in phone or "" if c.isdigit())[-_PHONE_DIGITS:]
    return Facts(
        called[0] if called else "",
        words,
        "" if birth in (None, PREFERS_NOT) else str(birth),
        digits if len(digits) >= _PHONE_LEAST else "",
        household,
    )


def _digest(*parts: str) -> bytes:
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


# Pairs


def pairs(connection: Connection, low: int, high: int) -> Iterator[str]:
    """Yield "one other" for every two of whom one was touched by the bodies with low < n <= high."""
    touched = _touched(connection, low, high)
    among: dict[bytes, set[Id]] = {}
    for member, facts in touched.items():
        for key in facts.shared():
            among.setdefault(key, set()).add(member)
    for key, members in among.items():
        everybody = members | _under(connection, key)
        if len(everybody) > _CROWD:
            continue
        for member in members:
            for other in everybody - {member}:
                theirs = touched.get(other) or facts_of(connection, other)
                if theirs and likeness(touched[member], theirs):
                    yield f"{min(member, other)} {max(member, other)}"


def keep_keys(connection: Connection, low: int, high: int) -> None:
    """Keep what can be shared with the members that were touched; forget what they shared before."""
    connection.execute(
        "DELETE FROM alike WHERE member IN (SELECT subject FROM body WHERE n > ? AND n <= ? AND kind = 'member')",
        (low, high),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO alike (key, member) VALUES (?, ?)",
        [
            (key, member)
            for member, facts in _touched(connection, low, high).items()
            for key in facts.shared()
        ],
    )


def _touched(connection: Connection, low: int, high: int) -> dict[Id, Facts]:
    rows = connection.execute(
        "SELECT m.id, m.name, m.family_name, m.birth, m.phone, m.household FROM member m WHERE m.kept = 1 AND m.id IN"
        " (SELECT subject FROM body WHERE n > ? AND n <= ? AND kind = 'member')",
        (low, high),
    )
    return {member: _facts(*said) for member, *said in rows.fetchall()}


def _under(connection: Connection, key: bytes) -> set[Id]:
    rows = connection.execute("SELECT member FROM alike WHERE key = ? LIMIT ?", (key, _CROWD + 1))
    return {row[0] for row in rows.fetchall()}
