"""The words of the search index: which there are, and how one with a slip, or begun in its middle, leads to them.

`word` holds every word once; `word_part` leads to words from what may be typed instead: their beginning with one
letter left out (two such beginnings meet where a letter is wrong, missing, doubled or swapped), and their endings.
"""

from collections.abc import Iterable, Iterator

from aidbook.store.connection import Connection

SHORTEST = 3
"""Words of fewer letters are found by their beginning alone."""
_BEGINNING = 5
_SLIP, _ENDING = 0, 1
_MOST = 24
_PER_SLIP = 5
"""One slip is forgiven in so many letters."""
_PARTS_READ = 1500


def add(connection: Connection, words: Iterable[str]) -> None:
    """Take words in that are now in the index."""
    for word in sorted(set(filter(_has_parts, words))):
        new = connection.execute("INSERT OR IGNORE INTO word (text) VALUES (?)", (word,)).rowcount
        if new:
            connection.executemany(
                "INSERT INTO word_part (part, how, word) VALUES (?, ?, ?)",
                [*((part, _SLIP, word) for part in sorted(_beginnings(word))),
                 *((word[at:], _ENDING, word) for at in range(1, len(word) - SHORTEST + 1))],
            )  # fmt: skip


def drop(connection: Connection, words: Iterable[str]) -> None:
    """Forget the words, among these, that no row of the index holds any more."""
    for word in sorted(set(filter(_has_parts, words))):
        used = connection.execute(
            "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1", (f'"{word}"',)
        ).fetchone()
        if used is None:
            connection.execute("DELETE FROM word WHERE text = ?", (word,))
            parts = {*_beginnings(word), *(word[at:] for at in range(1, len(word) - SHORTEST + 1))}
            connection.executemany(
                "DELETE FROM word_part WHERE part = ? AND word = ?", [(part, word) for part in sorted(parts)]
            )


def alike(connection: Connection, typed: str, *, alone: bool = True) -> list[str]:
    """Return the words that `typed`, perhaps only begun, may have meant but for a slip or two; the likeliest first.

    A short word that is not `alone` may have a slip too: the others say who is meant.
    """
    from rapidfuzz.distance import OSA

    slips = min((len(typed) + (not alone)) // _PER_SLIP, 2)
    if not slips or not typed.isalpha():
        return []
    found: dict[str, int] = {}
    for word in _sharing(connection, typed):
        away = min(
            OSA.distance(typed, word[:long], score_cutoff=slips)
            for long in {len(typed) - 1, len(typed), len(typed) + 1, len(word)}
        )
        if away <= slips:
            found[word] = away
    return sorted(found, key=lambda word: (found[word], abs(len(word) - len(typed)), word))[:_MOST]


def ending(connection: Connection, typed: str) -> list[str]:
    """Return the words that have `typed` in them, but not at their beginning."""
    if len(typed) < SHORTEST:
        return []
    rows = connection.execute(
        "SELECT DISTINCT word FROM word_part WHERE part >= ? AND part < ? AND how = ? LIMIT ?",
        (typed, typed + "\U0010ffff", _ENDING, _MOST),
    )
    return [word for (word,) in rows]


def _sharing(connection: Connection, typed: str) -> Iterator[str]:
    seen: set[str] = set()
    for part in sorted(_beginnings(typed)):
        rows = connection.execute(
            "SELECT word FROM word_part WHERE part = ? AND how = ? LIMIT ?", (part, _SLIP, _PARTS_READ)
        )
        for (word,) in rows:
            if word not in seen:
                seen.add(word)
                yield word


def _beginnings(word: str) -> set[str]:
    """Return a word's first letters, whole and with each one left out."""
    first = word[:_BEGINNING]
    return {first, *(first[:at] + first[at + 1 :] for at in range(len(first)))}


def _has_parts(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()
