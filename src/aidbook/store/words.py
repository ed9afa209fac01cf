"""The words of the search index: which there are, and how one with a slip, or begun in its middle, leads to them.

`word` holds every word once; `word_part` leads to words from what may be typed instead: their beginning with one
letter left out (two such beginnings meet where a letter is wrong, missing, doubled or swapped), their endings, and how
they sound.
"""

from collections.abc import Iterable

from aidbook.store.connection import Connection
from aidbook.store.sounds import sound

SHORTEST = 3
"""Words of fewer letters are found by their beginning alone."""
_BEGINNING = 5
_SLIP, _ENDING, _SOUND = 0, 1, 2
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
                [(part, how, word) for part, how in sorted(_parts(word))],
            )


def drop(connection: Connection, words: Iterable[str]) -> None:
    """Forget the words, among these, that no row of the index holds any more."""
    gone = [word for word in sorted(set(filter(_has_parts, words))) if not _is_used(connection, word)]
    connection.executemany("DELETE FROM word WHERE text = ?", [(word,) for word in gone])
    connection.executemany(
        "DELETE FROM word_part WHERE part = ? AND how = ? AND word = ?",
        sorted((part, how, word) for word in gone for part, how in _parts(word)),
    )


def _is_used(connection: Connection, word: str) -> bool:
    row = connection.execute("SELECT 1 FROM search WHERE search MATCH ? LIMIT 1", (f'"{word}"',)).fetchone()
    return row is not None


def alike(connection: Connection, typed: str, *, alone: bool = True) -> dict[str, bool]:
    """Return the words that `typed`, perhaps only begun, may have meant but for a slip or two; the likeliest first.

    Each with whether it is meant as a whole. A short word that is not `alone` may have a slip too: the others say who is meant.
    """
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    slips = min((_letters(typed) + (not alone)) // _PER_SLIP, 2)
    if not slips or not typed.isalpha():
        return {}
    found, whole = dict[str, int](), set[str]()
    words = _sharing(connection, typed)
    for long in (len(typed) - 1, len(typed), len(typed) + 1, None):  # as far as it is typed, or all of it
        begun = [word[:long] for word in words]
        for _begun, away, at in extract(typed, begun, scorer=OSA.distance, score_cutoff=slips, limit=None):
            found[words[at]] = min(int(away), found.get(words[at], slips))
            whole |= {words[at]} if long is None else set()
    likely = sorted(found, key=lambda word: (found[word], abs(len(word) - len(typed)), word))
    return {word: word in whole for word in likely[:_MOST]}


def _letters(word: str) -> int:
    """Return how many letters a word has; one sign of Ethiopic or Hangul is as much as two."""
    return sum(2 if "\u1200" <= sign <= "\u139f" or "\uac00" <= sign <= "\ud7a3" else 1 for sign in word)


def ending(connection: Connection, typed: str) -> list[str]:
    """Return the words that have `typed` in them, but not at their beginning."""
    if len(typed) < SHORTEST:
        return []
    rows = connection.execute(
        "SELECT DISTINCT word FROM word_part WHERE part >= ? AND part < ? AND how = ? LIMIT ?",
        (typed, typed + "\U0010ffff", _ENDING, _MOST),
    )
    return [word for (word,) in rows]


def sounding(connection: Connection, sounded: str) -> list[str]:
    """Return the words that sound so, as `sounds.sound` says it."""
    rows = connection.execute(
        "SELECT word FROM word_part WHERE part = ? AND how = ? LIMIT ?", (sounded, _SOUND, _PARTS_READ)
    )
    return [word for (word,) in rows]


def sounding_near(connection: Connection, typed: str) -> list[str]:
    """Return the words that sound like `typed`, those nearest in letters first."""
    from rapidfuzz.distance import OSA

    found = sounding(connection, sound(typed))
    return sorted(found, key=lambda word: (OSA.distance(typed, word), word))[:_MOST]


def _sharing(connection: Connection, typed: str) -> list[str]:
    """Return the words of which a beginning, with a letter left out, is one of `typed`."""
    parts = sorted(_beginnings(typed))
    asked = " UNION ".join(
        ["SELECT word FROM (SELECT word FROM word_part WHERE part = ? AND how = ? LIMIT ?)"] * len(parts)
    )
    rows = connection.execute(asked, [value for part in parts for value in (part, _SLIP, _PARTS_READ)])
    return [word for (word,) in rows]


def _parts(word: str) -> set[tuple[str, int]]:
    """Return what leads to a word, and how."""
    endings = ((word[at:], _ENDING) for at in range(1, len(word) - SHORTEST + 1))
    return {*((part, _SLIP) for part in _beginnings(word)), *endings, (sound(word), _SOUND)}


def _beginnings(word: str) -> set[str]:
    """Return a word's first letters, whole and with each one left out."""
    first = word[:_BEGINNING]
    return {first, *(first[:at] + first[at + 1 :] for at in range(len(first)))}


def _has_parts(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()
