"""The views: what bodies fold to, one after another, and how what a thing folded to is forgotten again.

A record's field has the settings that nothing replaced (`setting` holds only these heads; `replaced` remembers what
must never come back). `home` and `stands` are claims, of which only some count (`claims.py`). Stock follows in
`stock.py`.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, Kind
from aidbook.store import claims, erased, linked, search, stock, unfolded
from aidbook.store.body import Named, hash_in
from aidbook.store.columns import columns_of
from aidbook.store.connection import Connection
from aidbook.store.progress import Progress, told

Thing = tuple[str, Id]

VIEW_TABLES = (
    *KINDS, "setting", "replaced", "claim", "disputed", "uncounted", "unfolded", "erasing", "erased", "action", "stock",
    "search_row", "shown_as",
)  # fmt: skip


def fold_in(connection: Connection, bodies: Iterable[Named], total: int, progress: Progress) -> set[Thing]:
    """Fold bodies into the views; return the things of known kinds that they were about."""
    touched: dict[Thing, None] = {}
    for named in told(bodies, progress, 0, 3 * total):
        fold_action(connection, named)
        _fold_body(connection, named)
        touched[named.body.kind, named.body.subject] = None
    known = [thing for thing in touched if thing[0] in KINDS]
    ends = linked.ends_of(connection, known)
    moved = [
        subject
        for kind, subject in told(known, progress, total, 3 * total)
        if _show(connection, KINDS[kind], subject)
    ]
    if moved:
        _let_stand_again(connection, moved)
    linked.regroup(connection, ends | linked.touched(connection, known))
    things = set(known)
    search.index(connection, things, lambda done, _total: progress(2 * total + done, 3 * total))
    return things


_AT_ONCE = 1_000
"""So many things are in memory where the whole ledger is folded."""


def fold_whole(connection: Connection, bodies: Iterable[Named], total: int, progress: Progress) -> None:
    """Fold all bodies into views that are empty, as `fold_in` does, however many things they are about.

    What they were about stands in the views themselves: a record by a row that says nothing yet.
    """
    for named in told(bodies, progress, 0, 3 * total):
        fold_action(connection, named)
        _fold_body(connection, named)
        kind = KINDS.get(named.body.kind)
        if kind is not None and kind.shape == "record":
            connection.execute(f'INSERT OR IGNORE INTO "{kind.name}" (id) VALUES (?)', (named.body.subject,))
    things = sum(_rows_of(connection, name) for name in KINDS)
    shown = told(_things(connection, KINDS), _scaled(progress, 1, things, total), 0, things)
    moved = [subject for kind, subject in shown if _show(connection, KINDS[kind], subject)]
    if moved:
        _let_stand_again(connection, moved)
    linked.regroup(connection, linked.touched(connection, _things(connection, linked.KINDS)))
    found = sum(_rows_of(connection, name) for name in search.KINDS)
    for thing in told(_things(connection, search.KINDS), _scaled(progress, 2, found, total), 0, found):
        search.index(connection, {thing})


def _things(connection: Connection, kinds: Iterable[str]) -> Iterator[Thing]:
    """Yield every thing of some kinds that has a row, a few in memory at a time."""
    for kind in kinds:
        rows = connection.execute(f'SELECT id FROM "{kind}" ORDER BY id LIMIT ?', (_AT_ONCE,)).fetchall()
        while rows:
            yield from ((kind, id_) for (id_,) in rows)
            after = (rows[-1][0], _AT_ONCE)
            rows = connection.execute(
                f'SELECT id FROM "{kind}" WHERE id > ? ORDER BY id LIMIT ?', after
            ).fetchall()


def _rows_of(connection: Connection, table: str) -> int:
    count: int = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
    return count


def _scaled(progress: Progress, part: int, of: int, total: int) -> Progress:
    """Return what tells `progress` of the third numbered `part`, which has `of` steps where it takes `total`."""
    return lambda done, _of: progress(part * total + total * done // max(of, 1), 3 * total)


def empty_views(connection: Connection) -> None:
    """Empty every view, so that the ledger can be folded again."""
    for table in VIEW_TABLES:
        connection.execute(f'DELETE FROM "{table}"')
    search.clear(connection)


def fold_action(connection: Connection, named: Named) -> None:
    """Let a body tell when its action was, by whom and where."""
    body = named.body
    connection.execute(
        "INSERT INTO action (id, written, by_user, site) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "site = CASE WHEN (excluded.written, excluded.site) < (written, site) THEN excluded.site ELSE site END, "
        "by_user = min(by_user, excluded.by_user), written = min(written, excluded.written)",
        (body.action, body.written, body.by, named.site),
    )


def _fold_body(connection: Connection, named: Named) -> None:
    body = named.body
    if body.fact is not None:
        _fold_fact(connection, named)
        if body.kind == "erasure":
            erased.note(connection, named)
    if body.set is not None or body.over is not None:
        _fold_settings(connection, named)
    unfolded.note(connection, named)


def _fold_settings(connection: Connection, named: Named) -> None:
    """Take what a body sets. It replaces only values of its own record, or arrival would decide for others."""
    body = named.body
    for field, names in (body.over or {}).items():
        for name in names:
            _replace(connection, named, field, hash_in(name))
    for field, value in (body.set or {}).items():
        if field in claims.FIELDS:
            claims.put(connection, named, field, _plain(value))
            continue
        connection.execute(
            "INSERT OR IGNORE INTO setting (subject, field, hash, kind, written, value) SELECT ?, ?, ?, ?, ?, ? "
            "WHERE NOT EXISTS (SELECT 1 FROM replaced WHERE hash = ?3 AND field = ?2 AND subject = ?1 AND kind = ?4)",
            (body.subject, field, named.hash, body.kind, body.written, _plain(value)),
        )


def _replace(connection: Connection, named: Named, field: str, replaced: bytes) -> None:
    body = named.body
    connection.execute(
        "INSERT OR IGNORE INTO replaced (hash, field, subject, kind) VALUES (?, ?, ?, ?)",
        (replaced, field, body.subject, body.kind),
    )
    if field not in claims.FIELDS:
        connection.execute(
            "DELETE FROM setting WHERE subject = ? AND field = ? AND hash = ? AND kind = ?",
            (body.subject, field, replaced, body.kind),
        )


def _plain(value: object) -> str:
    """Return a value's one text, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _upsert(table: str, names: tuple[str, ...]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f'INSERT OR REPLACE INTO "{table}" ({quoted}) VALUES ({", ".join("?" * len(names))})'


# Records


def _show(connection: Connection, kind: Kind, subject: Id) -> bool:
    """Bring the row of a thing up to date; tell whether it is a place that belongs to another site than before."""
    if kind.shape == "fact":
        _fold_stands(connection, kind, subject)
        return False
    belongs = claims.home(connection, kind.name, subject)
    if belongs.claimed:
        _keep_uncounted(connection, kind, subject, belongs.uncounted)
    home, before = belongs.site, None
    if kind.name == "place":
        before = connection.execute("SELECT home FROM place WHERE id = ?", (subject,)).fetchone()
    _fold_record(connection, kind, subject, home)
    return kind.name == "place" and home != (before and before[0])


def _fold_record(connection: Connection, kind: Kind, subject: Id, home: Id | None) -> None:
    heads = connection.execute(
        "SELECT field, value FROM setting WHERE subject = ? AND kind = ? ORDER BY written, hash",
        (subject, kind.name),
    ).fetchall()
    shown: dict[str, Any] = {field: json.loads(value) for field, value in heads}
    columns = columns_of(kind.name)
    values = [subject, home, int(shown.get("kept") is True)]
    values += [column.store(shown.get(column.name)) for column in columns]
    connection.execute(
        _upsert(kind.name, ("id", "home", "kept", *(column.name for column in columns))), values
    )
    disputed = {field for field, value in heads if len(heads) > len(shown) and value != _plain(shown[field])}
    _dispute(connection, kind, subject, disputed)


def _dispute(connection: Connection, kind: Kind, subject: Id, fields: set[str]) -> None:
    """Keep which fields have heads of different values."""
    connection.execute("DELETE FROM disputed WHERE kind = ? AND subject = ?", (kind.name, subject))
    for field in fields:
        connection.execute("INSERT INTO disputed VALUES (?, ?, ?)", (kind.name, subject, field))


# Facts


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
        _forget_fact(connection, kind, body.subject)
    columns = columns_of(kind.name)
    names = ("id", "hash", "at", "written", "action", "site", "stands", *(column.name for column in columns))
    at = body.written if body.at is None else body.at
    values = [body.subject, named.hash, at, body.written, body.action, named.site, 0]
    values += [column.store(body.fact.get(column.name)) for column in columns]
    connection.execute(_upsert(kind.name, names), values)


def _forget_fact(connection: Connection, kind: Kind, subject: Id) -> None:
    """Take a fact out of its view, with all that it worked on."""
    row = connection.execute(f'SELECT stands FROM "{kind.name}" WHERE id = ?', (subject,)).fetchone()
    if row and row[0]:
        connection.execute(f'UPDATE "{kind.name}" SET stands = 0 WHERE id = ?', (subject,))
        stock.apply(connection, kind.name, subject, -1)
    connection.execute(f'DELETE FROM "{kind.name}" WHERE id = ?', (subject,))


def _fold_stands(connection: Connection, kind: Kind, subject: Id) -> None:
    row = connection.execute(
        f'SELECT hash, written, site, stands FROM "{kind.name}" WHERE id = ?', (subject,)
    ).fetchone()
    if row is None:
        return
    *own, stood = row
    now = claims.standing(connection, kind, subject, (own[0], own[1], own[2]))
    if now.claimed:
        _keep_doubts(connection, kind, subject, now)
    if now.stands != bool(stood):
        connection.execute(f'UPDATE "{kind.name}" SET stands = ? WHERE id = ?', (int(now.stands), subject))
        stock.apply(connection, kind.name, subject, 1 if now.stands else -1)


def _keep_doubts(connection: Connection, kind: Kind, subject: Id, now: claims.Standing) -> None:
    """Keep what is said of a fact's standing and does not count, and whether those who may say it differ."""
    _keep_uncounted(connection, kind, subject, now.uncounted)
    _dispute(connection, kind, subject, {"stands"} if now.disputed else set())


def _keep_uncounted(connection: Connection, kind: Kind, subject: Id, names: Iterable[bytes]) -> None:
    connection.execute("DELETE FROM uncounted WHERE kind = ? AND subject = ?", (kind.name, subject))
    for name in names:
        connection.execute("INSERT INTO uncounted VALUES (?, ?, ?)", (kind.name, subject, name))


def _let_stand_again(connection: Connection, places: Iterable[Id]) -> None:
    """Look again at facts that somebody voided, where a place they name belongs to another site than before."""
    for kind in KINDS.values():
        fields = claims.places_in(kind) if kind.shape == "fact" else []
        if not fields:
            continue
        rows = connection.execute(
            f"SELECT DISTINCT f.id, {', '.join(f'f.{field}' for field in fields)} FROM claim c"
            f" JOIN \"{kind.name}\" f ON f.id = c.subject WHERE c.kind = ? AND c.field = 'stands'",
            (kind.name,),
        ).fetchall()
        wanted = set(places)
        for subject, *named in rows:
            if wanted & set(named):
                _fold_stands(connection, kind, subject)


# Forgetting


def forget(connection: Connection, things: Iterable[Thing]) -> None:
    """Take out of the views all that these things folded to, but for the search index and actions."""
    moved, things = [], list(things)
    ends = linked.touched(connection, things)
    for name, subject in things:
        kind = KINDS.get(name)
        for table in ("setting", "replaced", "claim", "disputed", "uncounted", "unfolded"):
            connection.execute(f"DELETE FROM {table} WHERE kind = ? AND subject = ?", (name, subject))
        if name == "erasure":
            connection.execute("DELETE FROM erasing WHERE id = ?", (subject,))
        if kind is not None and kind.shape == "fact":
            _forget_fact(connection, kind, subject)
        elif kind is not None:
            connection.execute(f'DELETE FROM "{name}" WHERE id = ?', (subject,))
            moved += [subject] if name == "place" else []
    linked.regroup(connection, ends)
    if moved:
        _let_stand_again(connection, moved)
