"""The fold: bodies become the views. It never fails on what a body says, and does not depend on arrival.

A record's field has the settings that nothing replaced (`setting` holds only these heads; `replaced` remembers what
must never come back). A fact stands unless a setting of *stands* says otherwise. Stock follows in `stock.py`.
"""

import json
from collections.abc import Iterable, Sized
from dataclasses import dataclass
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, Kind
from aidbook.store import search, stock
from aidbook.store.body import Body
from aidbook.store.columns import columns_of
from aidbook.store.connection import Connection
from aidbook.store.progress import Progress, silent, told

Touched = dict[tuple[str, Id], None]


@dataclass(frozen=True, slots=True)
class Named:
    """A body with its hash and the site whose origin wrote it."""

    hash: bytes
    body: Body
    site: Id


VIEW_TABLES = (*KINDS, "setting", "replaced", "action", "stock", "search_row")


def fold(connection: Connection, bodies: Iterable[Named], progress: Progress = silent) -> set[str]:
    """Fold bodies that were not folded before; return the kinds that changed. `progress` stops it by raising."""
    touched: Touched = {}
    third = len(bodies) if isinstance(bodies, Sized) else 0
    for named in told(bodies, progress, 0, 3 * third):
        _fold_action(connection, named)
        if named.body.fact is not None:
            _fold_fact(connection, named)
        if named.body.set is not None:
            _fold_settings(connection, named)
        touched[named.body.kind, named.body.subject] = None
    known = [(KINDS[kind], subject) for kind, subject in touched if kind in KINDS]
    for kind, subject in told(known, progress, third, 3 * third):
        if kind.shape == "record":
            _fold_record(connection, kind, subject)
        else:
            _fold_stands(connection, kind, subject)
    search.index(
        connection,
        {(kind.name, subject) for kind, subject in known},
        lambda done, _total: progress(2 * third + done, 3 * third),
    )
    return {kind.name for kind, _subject in known}


def empty_views(connection: Connection) -> None:
    """Empty every view, so that the ledger can be folded again."""
    for table in VIEW_TABLES:
        connection.execute(f'DELETE FROM "{table}"')
    search.clear(connection)


def _fold_action(connection: Connection, named: Named) -> None:
    body = named.body
    connection.execute(
        "INSERT INTO action (id, written, by_user, site) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "site = CASE WHEN (excluded.written, excluded.site) < (written, site) THEN excluded.site ELSE site END, "
        "by_user = min(by_user, excluded.by_user), written = min(written, excluded.written)",
        (body.action, body.written, body.by, named.site),
    )


def _fold_settings(connection: Connection, named: Named) -> None:
    """Take what a body sets. It replaces only values of its own record, or arrival would decide for others."""
    body = named.body
    for field, names in (body.over or {}).items():
        for name in names:
            replaced = hash_in(name)
            connection.execute(
                "INSERT OR IGNORE INTO replaced (hash, field, subject, kind) VALUES (?, ?, ?, ?)",
                (replaced, field, body.subject, body.kind),
            )
            connection.execute(
                "DELETE FROM setting WHERE subject = ? AND field = ? AND hash = ? AND kind = ?",
                (body.subject, field, replaced, body.kind),
            )
    for field, value in (body.set or {}).items():
        connection.execute(
            "INSERT OR IGNORE INTO setting (subject, field, hash, kind, written, value) SELECT ?, ?, ?, ?, ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM replaced WHERE hash = ?3 AND field = ?2 AND subject = ?1 AND kind = ?4)",
            (body.subject, field, named.hash, body.kind, body.written, _plain(value)),
        )


def _plain(value: object) -> str:
    """Return a value's one text, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def hash_in(name: str) -> bytes:
    """Return the hash that a body names in hex; one that no entry has where it is not hex."""
    try:
        return bytes.fromhex(name)
    except ValueError:
        return b""


def _fold_record(connection: Connection, kind: Kind, subject: Id) -> None:
    heads = connection.execute(
        "SELECT field, value FROM setting WHERE subject = ? AND kind = ? ORDER BY written, hash",
        (subject, kind.name),
    ).fetchall()
    shown: dict[str, Any] = {field: json.loads(value) for field, value in heads}
    columns = columns_of(kind.name)
    home = shown.get("home")
    values = [subject, home if isinstance(home, str) else None, int(shown.get("kept") is True)]
    values += [column.store(shown.get(column.name)) for column in columns]
    connection.execute(
        _upsert(kind.name, ("id", "home", "kept", *(column.name for column in columns))), values
    )


def _upsert(table: str, names: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f'INSERT OR REPLACE INTO "{table}" ({quoted}) VALUES ({", ".join("?" * len(names))})'


def _fold_fact(connection: Connection, named: Named) -> None:
    body, kind = named.body, KINDS.get(named.body.kind)
    if kind is None or kind.shape != "fact" or body.v > kind.version or body.fact is None:
        return
    present = connection.execute(
        f'SELECT written, hash, stands FROM "{kind.name}" WHERE id = ?', (body.subject,)
    ).fetchone()
    if present:  # two facts under one id: forged or broken; the first by (written, hash) is it, in any order
        if (present[0], present[1]) <= (body.written, named.hash):
            return
        if present[2]:
            connection.execute(f'UPDATE "{kind.name}" SET stands = 0 WHERE id = ?', (body.subject,))
            stock.apply(connection, kind.name, body.subject, -1)
        connection.execute(f'DELETE FROM "{kind.name}" WHERE id = ?', (body.subject,))
    columns = columns_of(kind.name)
    names = ("id", "hash", "at", "written", "action", "site", "stands", *(column.name for column in columns))
    at = body.written if body.at is None else body.at
    values = [body.subject, named.hash, at, body.written, body.action, named.site, 0]
    values += [column.store(body.fact.get(column.name)) for column in columns]
    connection.execute(_upsert(kind.name, names), values)


def _fold_stands(connection: Connection, kind: Kind, subject: Id) -> None:
    row = connection.execute(
        f'SELECT hash, written, stands FROM "{kind.name}" WHERE id = ?', (subject,)
    ).fetchone()
    if row is None:
        return
    name, written, stood = row
    heads: list[tuple[int, bytes, bool]] = [
        (when, head, json.loads(value) is True)
        for when, head, value in connection.execute(
            "SELECT written, hash, value FROM setting WHERE subject = ? AND field = 'stands' AND kind = ?",
            (subject, kind.name),
        )
    ]
    own = connection.execute(
        "SELECT 1 FROM replaced WHERE hash = ? AND field = 'stands' AND subject = ? AND kind = ?",
        (name, subject, kind.name),
    ).fetchone()
    if own is None:
        heads.append((written, name, True))
    stands = max(heads)[2] if heads else True
    if stands != bool(stood):
        connection.execute(f'UPDATE "{kind.name}" SET stands = ? WHERE id = ?', (int(stands), subject))
        stock.apply(connection, kind.name, subject, 1 if stands else -1)
