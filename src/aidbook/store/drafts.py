"""What is being typed in and not yet written: line by line in the book's own file, each line durable at once.

A power cut loses nothing of it. It belongs to this file alone and never travels.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aidbook.domain.declare import Id
from aidbook.domain.naming import is_named, words_of
from aidbook.store.connection import Connection

if TYPE_CHECKING:
    from aidbook.store.book import Book

_TYPED = ("source_name", "note", "place")
"""Fields in which somebody's name may be typed; `source` is an id, which may be a member's."""


def lines(book: "Book", form: str) -> dict[int, str]:
    """Return {line: content} of a form, in the order of its lines."""
    rows = book.connection.execute("SELECT line, content FROM draft WHERE form = ? ORDER BY line", (form,))
    return dict(rows.fetchall())


def put(book: "Book", form: str, line: int, content: str | None) -> None:
    """Keep a line of a form as it is now, or no longer where it has no content."""
    with book.transaction():
        if content is None:
            book.connection.execute("DELETE FROM draft WHERE form = ? AND line = ?", (form, line))
        else:
            book.connection.execute(
                "INSERT OR REPLACE INTO draft (form, line, content) VALUES (?, ?, ?)", (form, line, content)
            )


def clear(book: "Book", form: str) -> None:
    """Keep nothing of a form any more."""
    with book.transaction():
        book.connection.execute("DELETE FROM draft WHERE form = ?", (form,))


# The erased


def names(connection: Connection, member: Id) -> bool:
    """Tell whether something that is being typed in names a member, or says that it came from them."""
    return any(True for _where in _naming(connection, member))


def forget(connection: Connection, member: Id) -> None:
    """Keep nothing of what names a member who is erased: while their names are here still."""
    for form, line, said in list(_naming(connection, member)):
        connection.execute("DELETE FROM draft WHERE form = ? AND line = ?", (form, line))
        if said:
            connection.execute(
                "INSERT INTO draft (form, line, content) VALUES (?, ?, ?)", (form, line, json.dumps(said))
            )


def _naming(connection: Connection, member: Id) -> Iterator[tuple[str, int, dict[str, object]]]:
    """Yield (form, line, what of it does not name them) for each line that does."""
    rows = connection.execute("SELECT form, line, content FROM draft ORDER BY form, line").fetchall()
    if not rows:
        return
    wanted, sources = _words(connection, member), _sources(connection, member)
    for form, line, content in rows:
        said = _read(content)
        left = {
            key: value
            for key, value in said.items()
            if not (key == "source" and value in sources)
            and not (key in _TYPED and isinstance(value, str) and is_named(wanted, value))
        }
        if left != said:
            yield form, line, left


def _words(connection: Connection, member: Id) -> set[str]:
    row = connection.execute(
        "SELECT name, family_name, other_names FROM member WHERE id = ?", (member,)
    ).fetchone()
    if row is None:
        return set()
    others = _list(row[2])
    return words_of(str(name) for name in (row[0], row[1], *others) if name)


def _sources(connection: Connection, member: Id) -> set[object]:
    rows = connection.execute("SELECT of FROM tie WHERE member = ? AND about = 'source'", (member,))
    return {of for (of,) in rows}


def _list(text: str | None) -> list[object]:
    read = json.loads(text) if text else []
    return read if isinstance(read, list) else []


def _read(content: str) -> dict[str, object]:
    """Return what a line says, {} for what only another program can read."""
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
