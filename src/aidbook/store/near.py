"""Who in the book is near somebody, asked of the search index: a few rows, however many are in the book."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations

from aidbook.domain.declare import Id
from aidbook.store import words
from aidbook.store.alike import Scale
from aidbook.store.connection import Connection
from aidbook.store.sounds import short_names, sound
from aidbook.store.who import FULL_DATE, PHONE_DIGITS, Who, shared_values

_MOST = 60
_SPELLINGS = 24
_COUNTED = 400


def who_may_be(connection: Connection, somebody: Who) -> set[Id]:
    """Return members who share a phone, a birth, two words of a name or the only one; spelled otherwise too."""
    found: set[Id] = set()
    for phone in somebody.phones:
        found.update(_fitting(connection, _quoted(phone[-PHONE_DIGITS:])))
    if len(somebody.birth) == FULL_DATE:
        rows = connection.execute(
            "SELECT id FROM member WHERE birth = ? AND kept = 1 LIMIT ?", (somebody.birth, _MOST)
        )
        found.update(id_ for (id_,) in rows)
    for names in somebody.names:
        telling = [word for word in dict.fromkeys(names) if word in somebody.telling]
        spelled = [_spellings(connection, word) for word in telling]
        pairs = combinations(spelled, 2) if len(spelled) > 1 else ((each,) for each in spelled)
        for asked in pairs:
            found.update(_fitting(connection, " AND ".join(f"({each})" for each in asked)))
    return found


def scale(connection: Connection, people: Iterable[Who]) -> Scale:
    """Return what weighs these people as the whole book would weigh them."""
    (many,) = connection.execute("SELECT coalesce(max(n), 0) FROM search_row").fetchone()
    sharers = Counter(value for one in people for value in set(shared_values(one)))
    return Scale(many, partial(_bearers, connection), sharers)


def _fitting(connection: Connection, expression: str) -> Iterator[Id]:
    rows = connection.execute(
        "SELECT r.id FROM search s CROSS JOIN search_row r ON r.n = s.rowid"
        " WHERE search MATCH ? AND r.kind = 'member' LIMIT ?",
        (expression, _MOST),
    )
    return (id_ for (id_,) in rows)


def _spellings(connection: Connection, word: str) -> str:
    """Return how the index is asked for a word, or another that may be meant by it."""
    meant = [word, *short_names().get(word, ()), *words.alike(connection, word, alone=False)]
    return _any_of([*meant, *words.sounding(connection, sound(word))[:_SPELLINGS]])


def _bearers(connection: Connection, sounded: str) -> int:
    """Return in how many households words of these sounds are borne by one; of common ones, how many people do."""
    spelled = [words.sounding(connection, each) for each in sounded.split()]
    if not all(spelled):
        return 0
    expression = " AND ".join(f"({_any_of(each)})" for each in spelled)
    rows = connection.execute(
        "SELECT r.id FROM search s CROSS JOIN search_row r ON r.n = s.rowid"
        " WHERE search MATCH ? AND r.kind = 'member' LIMIT ?",
        (expression, _COUNTED),
    ).fetchall()
    if len(rows) == _COUNTED:
        asked = "SELECT count(*) FROM search WHERE search MATCH ?"
        return int(connection.execute(asked, (expression,)).fetchone()[0])
    ids = json.dumps([id_ for (id_,) in rows])
    asked = "SELECT count(DISTINCT coalesce(household, id)) FROM member WHERE id IN (SELECT value FROM json_each(?))"
    return int(connection.execute(asked, (ids,)).fetchone()[0])


def _any_of(spelled: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, dict.fromkeys(spelled)))


def _quoted(word: str) -> str:
    return f'"{word}"'
