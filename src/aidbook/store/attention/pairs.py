"""Members who may be one, kept as they are found: everybody is compared once, then those who were touched since.

`possible_pair` is this file's own and no part of the fold; emptied, it fills again. It holds ids, and why in keys. What
somebody settled stays in it, and is left out when it is asked for: settling is taken back like anything else.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress

from aidbook.domain.declare import Id
from aidbook.errors import Fault
from aidbook.store import local
from aidbook.store.alike import Pair
from aidbook.store.book import Book
from aidbook.store.connection import Connection, transaction
from aidbook.store.duplicates import Crowd, everybody, still_open, touching
from aidbook.store.progress import Progress, silent

_NAME = "pairs upto"
_MEANING = hashlib.blake2b(b"pairs 2", digest_size=4).hexdigest()
"""Another one when what makes a pair changes: then everybody is compared again."""
_FEW = 30
"""So many members are looked at while somebody waits; for more, all are compared, by a job."""


def pairs(book: Book) -> list[Pair]:
    """Return every two who may be one and of whom nobody said so or otherwise, the surest first.

    Where many were written since everybody was compared, those are left out: `behind` says so.
    """
    upto, last = _upto(book.connection), _last(book.connection)
    touched = _touched(book.connection, upto, last)
    kept = [pair for pair in _kept(book.connection) if not touched & {pair.a, pair.b}]
    if touched and len(touched) <= _FEW:
        fresh = touching(book, sorted(touched), also_settled=True)
        kept += fresh
        with suppress(Fault), transaction(book.connection):  # what is kept only saves time
            _renew(book.connection, touched, fresh)
            _note(book.connection, last)
    return sorted(still_open(book, kept), key=lambda pair: (-pair.confidence, pair.a, pair.b))


def behind(book: Book) -> bool:
    """Tell whether so many members were written that everybody is to be compared again."""
    return len(_touched(book.connection, _upto(book.connection), _last(book.connection))) > _FEW


def compare_all(book: Book, progress: Progress = silent) -> None:
    """Compare everybody with everybody and keep what comes of it; takes seconds where there are very many."""
    last = _last(book.connection)
    found = Crowd(everybody(book), progress).pairs(progress)
    with transaction(book.connection):
        book.connection.execute("DELETE FROM possible_pair")
        _put(book.connection, found)
        _note(book.connection, last)


# What is kept


def _kept(connection: Connection) -> list[Pair]:
    rows = connection.execute("SELECT a, b, confidence, why FROM possible_pair").fetchall()
    return [Pair(a, b, confidence, tuple(why.split(", "))) for a, b, confidence, why in rows]


def _renew(connection: Connection, touched: set[Id], fresh: Iterable[Pair]) -> None:
    for id_ in touched:
        connection.execute("DELETE FROM possible_pair WHERE a = ?1 OR b = ?1", (id_,))
    _put(connection, fresh)


def _put(connection: Connection, found: Iterable[Pair]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO possible_pair (a, b, confidence, why) VALUES (?, ?, ?, ?)",
        [(pair.a, pair.b, pair.confidence, ", ".join(pair.why)) for pair in found],
    )


# Where it stands


def _last(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(n), 0) FROM body").fetchone()[0])


def _note(connection: Connection, last: int) -> None:
    row = connection.execute("SELECT hash FROM body WHERE n = ?", (last,)).fetchone()
    if row:
        local.put(connection, _NAME, f"{_MEANING} {last} {row[0].hex()}".encode())


def _upto(connection: Connection) -> int:
    """Return up to which body members were compared; 0 where the program or the end of the bodies is another since."""
    said = (local.get(connection, _NAME) or b"").decode().split()
    if len(said) != 3 or said[0] != _MEANING:  # noqa: PLR2004 - meaning, number, hash
        return 0
    row = connection.execute("SELECT hash FROM body WHERE n = ?", (int(said[1]),)).fetchone()
    return int(said[1]) if row and row[0].hex() == said[2] else 0


def _touched(connection: Connection, low: int, high: int) -> set[Id]:
    """Return the members of whom something was written since, or of their household; no more than are told from many."""
    found: set[Id] = set()
    rows = connection.execute(
        "SELECT DISTINCT kind, subject FROM body WHERE n > ? AND n <= ? AND kind IN ('member', 'household')",
        (low, high),
    )
    for kind, subject in rows:
        column = "id" if kind == "member" else "household"
        here = connection.execute(f"SELECT id FROM member WHERE {column} = ? LIMIT ?", (subject, _FEW + 1))
        found |= {id_ for (id_,) in here}
        if len(found) > _FEW:
            break
    return found
