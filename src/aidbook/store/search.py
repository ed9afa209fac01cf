"""The search index: folded words of members and items, kept with the views; `finding.py` asks it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, pairwise
from typing import Any

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.store import words
from aidbook.store.body import decode
from aidbook.store.connection import Connection
from aidbook.store.finding import number_words
from aidbook.store.progress import Progress, silent, told

Row = tuple[Any, ...]


Said = tuple[str, Id]
"""The words of something that is searched for, and its home."""


def _member_said(connection: Connection, id_: Id) -> Said | None:
    row = connection.execute(
        "SELECT m.name, m.family_name, m.other_names, h.name, m.number, m.old_numbers, m.phone, m.other_phones, m.home FROM member m "
        "LEFT JOIN household h ON h.id = m.household WHERE m.id = ? AND m.kept = 1",
        (id_,),
    ).fetchone()
    if row is None:
        return None
    names, numbers, phones = [part or "" for part in row[:4]], _each(*row[4:6]), _each(*row[6:8])
    found = [names, _spelled_otherwise(names), *map(_number_words, numbers), *map(_endings, phones)]
    return " ".join(chain(*found)), row[8] or ""


def _each(first: str | None, others: str | None) -> list[str]:
    """Return a value and the list of its kind that stands beside it."""
    return [*filter(None, [first]), *(json.loads(others) if others else ())]


def _spelled_otherwise(names: list[str]) -> Iterator[str]:
    """Yield what else may be typed for names: two words as one, "ue" for "ü"."""
    for name in names:
        parts = fold(name).split()
        yield from (first + second for first, second in pairwise(parts))
        if any(letter in name.casefold() for letter in _TWO_LETTERS):
            spread = "".join(_TWO_LETTERS.get(letter, letter) for letter in name.casefold())
            yield from (word for word in fold(spread).split() if word not in parts)


_TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa"}


def _number_words(number: str) -> list[str]:
    """Return the words that find a member number: its parts, and some of them in one."""
    return [*number.split("-"), *number_words(number)]


def _endings(phone: str) -> Iterator[str]:
    """Yield the words that let any run of a phone's digits find it."""
    digits = "".join(c for c in phone if c.isdigit())
    return (digits[at:] for at in range(max(len(digits) - words.SHORTEST + 1, 0)))


def _item_said(connection: Connection, id_: Id) -> Said | None:
    row = connection.execute(
        "SELECT name, name_en, name_es, name_fr, name_ht, category, code, (SELECT group_concat(b.code, ' ' ORDER BY b.code) FROM barcode b WHERE b.item = i.id AND b.kept = 1), home"
        " FROM item i WHERE id = ? AND kept = 1",
        (id_,),
    ).fetchone()
    return None if row is None else (" ".join(part or "" for part in row[:-1]), row[-1] or "")


_SAID: dict[str, Callable[[Connection, Id], Said | None]] = {"member": _member_said, "item": _item_said}

KINDS = tuple(_SAID)
"""The kinds that are searched for."""


def index(connection: Connection, touched: set[tuple[str, Id]], progress: Progress = silent) -> None:
    """Bring the index up to date for what was touched, and for what carries its words."""
    found = sorted(_with_dependents(connection, touched))
    gained, lost = set[str](), set[str]()
    with _thinned(connection, len(found)):
        for kind, id_ in told(found, progress, 0, len(found)):
            new, old = _index_one(connection, kind, id_)
            gained |= new
            lost |= old
    words.add(connection, gained)
    words.drop(connection, lost)  # at the end: a look into an index that is being written writes it out


MANY = 2_000
"""From so many rows on, the index is written anew where it would be thinned out row by row."""
_OF_ALL = 20


@contextmanager
def _thinned(connection: Connection, many: int) -> Iterator[None]:
    """Let rows go inside. One by one, each is cut out of the index; many leave it when it is written anew in the end.

    Either way nothing of them stays in the file: what is merged away is overwritten (`secure_delete`).
    """
    (rows,) = connection.execute("SELECT count(*) FROM search_row").fetchone() if many >= MANY else (0,)
    if many < MANY or many * _OF_ALL < rows:
        yield
        return
    connection.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 0)")
    try:
        yield
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    finally:
        connection.execute("INSERT INTO search (search, rank) VALUES ('secure-delete', 1)")


def clear(connection: Connection) -> None:
    """Empty the index."""
    for table in ("search", "search_row", "word", "word_part"):
        connection.execute(f"DELETE FROM {table}")


def _with_dependents(connection: Connection, touched: set[tuple[str, Id]]) -> set[tuple[str, Id]]:
    found = {(kind, id_) for kind, id_ in touched if kind in _SAID}
    for kind, id_ in touched:
        if kind == "household":
            rows = connection.execute("SELECT id FROM member WHERE household = ?", (id_,)).fetchall()
            found.update(("member", member) for (member,) in rows)
        elif kind == "barcode":
            found.update(("item", item) for item in _items_ever(connection, id_))
    return found


def _items_ever(connection: Connection, barcode: Id) -> set[Id]:
    """Return every item that a barcode was ever said to mean: those it means no more must lose its words."""
    rows = connection.execute("SELECT bytes FROM body WHERE subject = ? AND kind = 'barcode'", (barcode,))
    bodies = [decode(raw) for (raw,) in rows]
    return {str(body.set["item"]) for body in bodies if body and body.set and "item" in body.set}


def _index_one(connection: Connection, kind: str, id_: Id) -> tuple[set[str], set[str]]:
    """Bring the row of one thing up to date; return the words that it gained and those it lost."""
    said, home = _SAID[kind](connection, id_) or (None, "")
    text = None if said is None else " ".join(dict.fromkeys(fold(said).split()))
    row = connection.execute(
        "SELECT r.n, r.home, s.text FROM search_row r JOIN search s ON s.rowid = r.n WHERE r.id = ? AND r.kind = ?",
        (id_, kind),
    ).fetchone()
    if row is not None:
        if (text, home) == (row[2], row[1]):
            return set(), set()
        connection.execute("DELETE FROM search WHERE rowid = ?", row[:1])
        connection.execute("DELETE FROM search_row WHERE n = ?", row[:1])
    if text is not None:
        (n,) = connection.execute(
            "INSERT INTO search_row (n, id, kind, home) VALUES (?, ?, ?, ?) RETURNING n",
            (row[0] if row else None, id_, kind, home),
        ).fetchone()
        connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (n, text))
    old, new = set(row[2].split()) if row else set(), set((text or "").split())
    return new - old, old - new
