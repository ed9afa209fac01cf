"""Erasure: every body about somebody is dropped, in whatever order it and the word to drop it come.

It binds where it comes from a site that the record ever belonged to: by the id itself, or by the header of the entry
that made the record and that the erasure names, and by entries that only hand over. All of these stay when the bodies
are gone, and more of them never unbinds, so that the order does not matter. From any other site it is a question.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id
from aidbook.domain.homes import tells_its_site
from aidbook.domain.members import WHOSE
from aidbook.store import claims, drafts, local
from aidbook.store.body import Body, Named, decode, hash_in, only_hands_over
from aidbook.store.connection import Connection

_IDS_ALONE = {"tie", "erasure", "same_member"}
"""Kinds of `people` that say nothing of anybody but ids: they stay, and point at nobody."""

ABOUT = ("household", "member")
"""Kinds that can be erased."""

Things = set[tuple[str, Id]]


def note(connection: Connection, named: Named) -> None:
    """Remember what an erasure asks for."""
    said = named.body.fact or {}
    about, of, made = said.get("about"), said.get("of"), said.get("made")
    if about not in ABOUT or not isinstance(of, str):
        return
    names = [name for name in made if isinstance(name, str)] if isinstance(made, list | tuple) else []
    connection.execute(
        "INSERT OR IGNORE INTO erasing (hash, id, about, of, site, written, made, bound)"
        " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, EXISTS (SELECT 1 FROM erased WHERE id = ?4)",
        (named.hash, named.body.subject, about, of, named.site, named.body.written, json.dumps(names)),
    )


# What binds


def bind(connection: Connection) -> set[Id]:
    """Return the ids of those whose erasure binds by what is known now, and did not before."""
    rows = connection.execute("SELECT about, of, site, made FROM erasing WHERE bound = 0").fetchall()
    bound = {of for about, of, site, made in rows if _binds(connection, about, of, site, json.loads(made))}
    for id_ in bound:
        connection.execute("INSERT OR IGNORE INTO erased (id) VALUES (?)", (id_,))
        connection.execute("UPDATE erasing SET bound = 1 WHERE of = ?", (id_,))
    return bound


def _binds(connection: Connection, about: str, of: Id, site: Id, made: list[str]) -> bool:
    if connection.execute("SELECT 1 FROM erased_here WHERE id = ?", (of,)).fetchone():
        return True
    sites = [known for (known,) in connection.execute("SELECT DISTINCT site FROM origin")]
    makers = {known for known in sites if tells_its_site(about, of, known)}
    known_before = None if makers else claims.made_before(connection, about, of)
    makers = {known_before} if known_before else makers
    makers = makers or {known for name in made for known in _sites_of(connection, hash_in(name))}
    return site in claims.homes_ever(connection, about, of, makers)


def _sites_of(connection: Connection, name: bytes) -> list[Id]:
    """Return the sites that wrote an entry, with its body or without."""
    rows = connection.execute(
        "SELECT DISTINCT o.site FROM standing s JOIN origin o ON o.n = s.origin WHERE s.hash = ?", (name,)
    )
    return [site for (site,) in rows]


def is_erased(connection: Connection, id_: Id) -> bool:
    """Tell whether the bodies about a member or household are dropped for good."""
    row = connection.execute(
        "SELECT 1 FROM erased WHERE id = ?1 UNION ALL SELECT 1 FROM erased_here WHERE id = ?1 LIMIT 1", (id_,)
    ).fetchone()
    return row is not None


def any_erased(connection: Connection) -> bool:
    """Tell whether anybody was ever erased."""
    row = connection.execute("SELECT 1 FROM erased UNION ALL SELECT 1 FROM erased_here LIMIT 1").fetchone()
    return row is not None


def erased_ids(connection: Connection) -> set[Id]:
    """Return the ids of all members and households that are erased."""
    return {id_ for (id_,) in connection.execute("SELECT id FROM erased UNION SELECT id FROM erased_here")}


# What goes


def speaks_of(body: Body, chapter: str | None) -> bool:
    """Tell whether a body, in a chapter where its kind is not known, may say something of its subject."""
    kind = KINDS.get(body.kind)
    where = kind.chapter if kind else chapter
    return where == "people" and body.kind not in _IDS_ALONE and not only_hands_over(body)


def must_go(connection: Connection, named: Named) -> bool:
    """Tell whether a body that comes is about somebody erased."""
    may = speaks_of(named.body, "people")
    return may and _names_erased(connection, named.body) and _is_about(connection, named.hash, named.body)


def whose(body: Body) -> Iterator[Id]:
    """Yield who a body is about: its subject, and whom a consent or a proxy names in each of its entries."""
    yield body.subject
    said = body.set or {}
    yield from (said[field] for field in WHOSE.get(body.kind, ()) if isinstance(said.get(field), str))


def _names_erased(connection: Connection, body: Body) -> bool:
    return any(is_erased(connection, id_) for id_ in whose(body))


def withheld(connection: Connection, chapter: Chapter, raw: bytes | None) -> bytes | None:
    """Return the bytes of a body that is kept for later, or None where it is about somebody erased."""
    if raw is None or chapter != "people" or not any_erased(connection):
        return raw
    body = decode(raw)
    erased = body and _names_erased(connection, body) and speaks_of(body, chapter)
    return None if erased else raw


def _is_about(connection: Connection, name: bytes, body: Body) -> bool:
    if body.kind in KINDS:
        return speaks_of(body, None)
    row = connection.execute(
        "SELECT 1 FROM standing WHERE hash = ? AND chapter = 'people'", (name,)
    ).fetchone()
    return row is not None and speaks_of(body, "people")


@dataclass(frozen=True, slots=True)
class Purged:
    """What lost bodies: things that are folded again, and the actions that these were part of."""

    things: Things
    actions: set[Id]


def purge(connection: Connection, ids: Iterable[Id]) -> Purged:
    """Delete every body about these, also those that wait, and all that this file alone remembers of them."""
    things: Things = set()
    actions: set[Id] = set()
    for id_ in ids:
        drafts.forget(connection, id_)
        for name, body in _bodies_about(connection, id_):
            connection.execute("DELETE FROM body WHERE hash = ?", (name,))
            things.add((body.kind, body.subject))
            actions.add(body.action)
        connection.execute("DELETE FROM possible_pair WHERE a = ?1 OR b = ?1", (id_,))
    _purge_waiting(connection)
    return Purged(things, actions)


def _bodies_about(connection: Connection, id_: Id) -> Iterator[tuple[bytes, Body]]:
    rows = [
        row
        for subject in (id_, *_kept_with(connection, id_))
        for row in connection.execute("SELECT hash, bytes FROM body WHERE subject = ?", (subject,)).fetchall()
    ]
    for name, raw in rows:
        body = decode(raw)
        if body is not None and id_ in whose(body) and _is_about(connection, name, body):
            yield name, body


def _kept_with(connection: Connection, id_: Id) -> list[Id]:
    """Return the consents, proxies, private notes and answers about rows of which some entry names a member or household."""
    rows = connection.execute(
        "SELECT DISTINCT subject FROM body WHERE kind IN ('consent', 'proxy') AND instr(bytes, ?1) > 0"
        " UNION SELECT DISTINCT subject FROM body WHERE kind = 'row_answer' AND instr(bytes, ?1) > 0"
        " UNION SELECT DISTINCT subject FROM body WHERE kind = 'private_note' AND instr(bytes, ?1) > 0",
        (id_.encode(),),
    )
    return [subject for (subject,) in rows]


def drop(connection: Connection, names: Iterable[bytes]) -> None:
    """Delete bodies that came; their entries stay as stubs."""
    connection.executemany("DELETE FROM body WHERE hash = ?", [(name,) for name in names])


def _purge_waiting(connection: Connection) -> None:
    for table, goes in _KEPT_FOR_LATER.items():
        rows = connection.execute(f"SELECT hash, bytes FROM {table} WHERE bytes IS NOT NULL").fetchall()
        for name, raw in rows:
            body = decode(raw)
            if body is not None and _names_erased(connection, body) and speaks_of(body, "people"):
                connection.execute(goes, (name,))


_KEPT_FOR_LATER = {
    "waiting": "UPDATE waiting SET bytes = NULL WHERE hash = ?",
    "unclaimed": "DELETE FROM unclaimed WHERE hash = ?",
}
"""Tables of bodies that are not yet in the ledger, and how one goes."""


# Questions


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """Another site asks that somebody of this one be erased; `id` is the erasure, `of` the member or household."""

    id: Id
    about: str
    of: Id
    site: Id
    written: int


def erasures_asked(connection: Connection) -> list[ErasureAsked]:
    """Return what other sites ask to be erased of what belongs to this one, and is still here."""
    own = (local.get(connection, "site") or b"").decode()
    rows = connection.execute(
        "SELECT DISTINCT id, about, of, site, written FROM erasing WHERE bound = 0 AND site <> ? ORDER BY written, hash",
        (own,),
    ).fetchall()
    return [ErasureAsked(*row) for row in rows if claims.home_of(connection, row[1], row[2]) == own]
