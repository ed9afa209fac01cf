"""What this program does not wholly understand: unknown kinds, newer versions, unknown fields. Kept and carried on."""

import json
from functools import cache

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id
from aidbook.store import local
from aidbook.store.body import Body, Named, decode
from aidbook.store.columns import columns_of
from aidbook.store.connection import Connection

_STATES = {"kept", "home", "stands"}


def note(connection: Connection, named: Named) -> None:
    """Remember a body of which something was not folded; nothing where all of it was."""
    body = named.body
    if _is_understood(body):
        return
    connection.execute(
        "INSERT OR IGNORE INTO unfolded (hash, kind, v, subject, fact) VALUES (?, ?, ?, ?, ?)",
        (named.hash, body.kind, body.v, body.subject, int(body.fact is not None)),
    )


def _is_understood(body: Body) -> bool:
    kind = KINDS.get(body.kind)
    if kind is None or body.v > kind.version:
        return False
    return body.set is None or all(name in _STATES or name in _fields(kind.name) for name in body.set)


@cache
def _fields(kind: str) -> frozenset[str]:
    return frozenset(column.name for column in columns_of(kind))


def incomplete(connection: Connection) -> set[Chapter]:
    """Return the chapters whose figures lack something: facts that this program does not know, or cannot read."""
    rows = connection.execute(
        "SELECT DISTINCT s.chapter FROM (SELECT hash FROM unfolded WHERE fact = 1 UNION ALL"
        " SELECT hash FROM body WHERE kind = '') u JOIN standing s ON s.hash = u.hash"
    )
    return {chapter for (chapter,) in rows}


# Learning


def _known_kinds() -> bytes:
    kinds = {name: [kind.version, *(f.name for f in kind.fields)] for name, kind in KINDS.items()}
    return json.dumps(kinds, sort_keys=True).encode()


def learned(connection: Connection) -> bool:
    """Tell whether this program knows other kinds than the one that folded this book last."""
    return local.get(connection, "kinds") != _known_kinds()


def remember_kinds(connection: Connection) -> None:
    """Keep which kinds the views are folded by."""
    local.put(connection, "kinds", _known_kinds())


def subjects(connection: Connection) -> set[Id]:
    """Return the subjects of all that was not wholly folded; what can be read by now is filed under what it says."""
    for name, raw in connection.execute("SELECT hash, bytes FROM body WHERE kind = ''").fetchall():
        if body := decode(raw):
            connection.execute(
                "UPDATE body SET kind = ?, subject = ?, action = ?, written = ? WHERE hash = ?",
                (body.kind, body.subject, body.action, body.written, name),
            )
            note(connection, Named(name, body, ""))
            connection.execute(
                "INSERT OR IGNORE INTO unfolded VALUES (?, ?, ?, ?, 0)",
                (name, body.kind, body.v, body.subject),
            )
    return {subject for (subject,) in connection.execute("SELECT DISTINCT subject FROM unfolded")}
