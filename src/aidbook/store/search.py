"""The search index: folded words of members and items, kept with the views."""

from collections.abc import Callable
from typing import Any

from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.store.body import decode
from aidbook.store.connection import Connection
from aidbook.store.progress import Progress, silent, told

Row = tuple[Any, ...]


def _member_text(connection: Connection, id_: Id) -> str | None:
    row = connection.execute(
        "SELECT m.name, m.family_name, m.other_names, m.number, m.phone, h.name FROM member m "
        "LEFT JOIN household h ON h.id = m.household WHERE m.id = ? AND m.kept = 1",
        (id_,),
    ).fetchone()
    if row is None:
        return None
    digits = "".join(c for c in row[4] or "" if c.isdigit())
    number = (row[3] or "").replace("-", " ")
    return " ".join(
        [*(part or "" for part in row[:3]), number, number.replace(" ", ""), digits, row[5] or ""]
    )


def _item_text(connection: Connection, id_: Id) -> str | None:
    row = connection.execute(
        "SELECT name, category, code, (SELECT group_concat(b.code, ' ' ORDER BY b.code) FROM barcode b WHERE b.item = i.id AND b.kept = 1)"
        " FROM item i WHERE id = ? AND kept = 1",
        (id_,),
    ).fetchone()
    return None if row is None else " ".join(part or "" for part in row)


_TEXTS: dict[str, Callable[[Connection, Id], str | None]] = {"member": _member_text, "item": _item_text}


def index(connection: Connection, touched: set[tuple[str, Id]], progress: Progress = silent) -> None:
    """Bring the index up to date for what was touched, and for what carries its words."""
    found = sorted(_with_dependents(connection, touched))
    for kind, id_ in told(found, progress, 0, len(found)):
        _index_one(connection, kind, id_)


def clear(connection: Connection) -> None:
    """Empty the index."""
    connection.execute("DELETE FROM search")
    connection.execute("DELETE FROM search_row")


def match_expression(text: str) -> str:
    """Return the FTS5 expression for `text` as typed so far: every word must begin some word."""
    return " ".join(f'"{word}"*' for word in fold(text).split())


def _with_dependents(connection: Connection, touched: set[tuple[str, Id]]) -> set[tuple[str, Id]]:
    found = {(kind, id_) for kind, id_ in touched if kind in _TEXTS}
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


def _index_one(connection: Connection, kind: str, id_: Id) -> None:
    text = _TEXTS[kind](connection, id_)
    row = connection.execute("SELECT n FROM search_row WHERE id = ? AND kind = ?", (id_, kind)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM search WHERE rowid = ?", row)
        if text is None:
            connection.execute("DELETE FROM search_row WHERE n = ?", row)
    if text is None:
        return
    home = connection.execute(f'SELECT home FROM "{kind}" WHERE id = ?', (id_,)).fetchone()[0]
    row = connection.execute(
        "INSERT INTO search_row (id, kind, home) VALUES (?, ?, ?) "
        "ON CONFLICT (id, kind) DO UPDATE SET home = excluded.home RETURNING n",
        (id_, kind, home or ""),
    ).fetchone()
    connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (row[0], fold(text)))
