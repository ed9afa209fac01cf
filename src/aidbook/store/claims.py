"""Who may: a record's `home` and whether a fact `stands` are claims, kept all, of which only some count.

A record's home is the site that made it, until that site hands it over by an entry that says nothing else. A fact's
*stands* is set by the site that wrote it, or by the home of a place that it names. What others say is kept and shown
as a notice. Both are found from all claims at once, so that no order of arrival matters.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, Kind
from aidbook.domain.homes import tells_its_site
from aidbook.store.body import Named, hash_in, only_hands_over
from aidbook.store.connection import Connection

FIELDS = frozenset({"home", "stands"})


@dataclass(frozen=True, slots=True)
class Claim:
    """What an entry says of a claimed field; `alone`: it says nothing else."""

    hash: bytes
    written: int
    site: Id
    value: Any
    over: frozenset[bytes]
    alone: bool

    @property
    def makes(self) -> bool:
        """Tell whether it is the word of a site that makes a record of its own."""
        return self.value == self.site and not self.over


def put(connection: Connection, named: Named, field: str, value: str) -> None:
    """Keep a claim; `value` is its one text."""
    body = named.body
    over = sorted({hash_in(name).hex() for name in (body.over or {}).get(field, [])} - {""})
    connection.execute(
        "INSERT OR IGNORE INTO claim (kind, field, subject, hash, written, site, value, over, alone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (body.kind, field, body.subject, named.hash, body.written, named.site, value, " ".join(over),
         int(only_hands_over(body))),
    )  # fmt: skip


def _claims(connection: Connection, kind: str, field: str, subject: Id) -> list[Claim]:
    rows = connection.execute(
        "SELECT hash, written, site, value, over, alone FROM claim WHERE kind = ? AND field = ? AND subject = ?",
        (kind, field, subject),
    ).fetchall()
    return [
        Claim(
            name, written, site, json.loads(value), frozenset(map(bytes.fromhex, over.split())), bool(alone)
        )
        for name, written, site, value, over, alone in rows
    ]


# Home


def home_of(connection: Connection, kind: str, subject: Id) -> Id | None:
    """Return the site that a record belongs to, or None where nobody is known to have made it."""
    claims = _claims(connection, kind, "home", subject)
    heads = claims if len(claims) == 1 and claims[0].makes else _home_heads(claims, kind, subject)
    shown = max(heads, key=lambda claim: (claim.written, claim.hash), default=None)
    return shown.value if shown and isinstance(shown.value, str) else None


def _home_heads(claims: list[Claim], kind: str, subject: Id) -> list[Claim]:
    """Return the claims that count and that no counting one replaced: of the maker, and whoever it came to."""
    made = [claim for claim in claims if claim.makes]
    proven = [claim for claim in made if tells_its_site(kind, subject, claim.site)]
    first = min(proven or made, key=lambda claim: (claim.written, claim.hash), default=None)
    counting = {claim.hash: claim for claim in made if first and claim.site == first.site}
    while more := {
        claim.hash: claim
        for claim in claims
        if claim.alone and claim.hash not in counting and _replaces(claim, counting)
    }:
        counting |= more
    replaced = {name for claim in counting.values() for name in _replaces(claim, counting)}
    return [claim for name, claim in counting.items() if name not in replaced]


def _replaces(claim: Claim, counting: dict[bytes, Claim]) -> set[bytes]:
    """Return which of the claims that count, and that gave its site the record, a claim takes the place of."""
    return {name for name in claim.over if name in counting and counting[name].value == claim.site}


def homes_ever(connection: Connection, kind: str, subject: Id, makers: Iterable[Id]) -> set[Id]:
    """Return every site that a record ever belonged to, by who made it and by what hands it over.

    It only grows with what arrives, whatever the order.
    """
    claims = [c for c in _claims(connection, kind, "home", subject) if c.alone and isinstance(c.value, str)]
    ever = set(makers)
    while more := {claim.value for claim in claims if claim.site in ever} - ever:
        ever |= more
    return ever


def makers_of(connection: Connection, kind: str, subject: Id) -> list[bytes]:
    """Return the hashes of the entries that made a record."""
    return sorted(claim.hash for claim in _claims(connection, kind, "home", subject) if claim.makes)


# Stands


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a fact stands; whether those who may say differ; the claims of those who may not, left unanswered.

    `claimed`: somebody said something of it.
    """

    stands: bool
    claimed: bool = True
    disputed: bool = False
    uncounted: tuple[bytes, ...] = ()


def standing(connection: Connection, kind: Kind, subject: Id, own: tuple[bytes, int, Id]) -> Standing:
    """Return how it is with a fact, of which `own` is the hash, the moment and the site of its entry."""
    claims = _claims(connection, kind.name, "stands", subject)
    if not claims:
        return Standing(stands=True, claimed=False)
    may = who_may_void(connection, kind, subject, own[2])
    said, replaced = _counting(claims, may)
    heads = [(claim.written, claim.hash, claim.value is True) for claim in said]
    if own[0] not in replaced:
        heads.append((own[1], own[0], True))
    stands = max(heads)[2] if heads else True
    asking = (
        c for c in claims if c.site not in may and c.hash not in replaced and (c.value is True) != stands
    )
    differ = len({claim.value is True for claim in said}) > 1
    return Standing(stands, disputed=differ, uncounted=tuple(sorted(claim.hash for claim in asking)))


def _counting(claims: list[Claim], may: set[Id]) -> tuple[list[Claim], set[bytes]]:
    """Return the heads among the claims of those who may, and all that these replaced."""
    counting = [claim for claim in claims if claim.site in may]
    replaced = {name for claim in counting for name in claim.over}
    return [claim for claim in counting if claim.hash not in replaced], replaced


def differing(connection: Connection, kind: Kind, subject: Id) -> list[tuple[bytes, str]]:
    """Return what those who may say of a fact's standing, the one that shows last, as (hash, value's text)."""
    row = connection.execute(f'SELECT site FROM "{kind.name}" WHERE id = ?', (subject,)).fetchone()
    if row is None:
        return []
    claims = _claims(connection, kind.name, "stands", subject)
    said, _replaced = _counting(claims, who_may_void(connection, kind, subject, row[0]))
    said.sort(key=lambda claim: (claim.written, claim.hash))
    return [(claim.hash, json.dumps(claim.value is True)) for claim in said]


def who_may_void(connection: Connection, kind: Kind, fact: Id, author: Id) -> set[Id]:
    """Return the sites that say whether a fact stands: its author's and the homes of the places it names."""
    places = places_in(kind)
    if not places:
        return {author}
    row = connection.execute(
        f'SELECT {", ".join(places)} FROM "{kind.name}" WHERE id = ?', (fact,)
    ).fetchone()
    homes = (
        connection.execute("SELECT home FROM place WHERE id = ?", (place,)).fetchone() for place in row or ()
    )
    return {author} | {home[0] for home in homes if home and home[0]}


def places_in(kind: Kind) -> list[str]:
    """Return the fields of a kind of fact that name places."""
    return [field for field, target in kind.refs.items() if target == "place"]


def may_void(connection: Connection, kind: str, fact: Id, site: Id) -> bool:
    """Tell whether what a site says of a fact's standing counts; True for one that is not here."""
    row = connection.execute(f'SELECT site FROM "{kind}" WHERE id = ?', (fact,)).fetchone()
    return row is None or site in who_may_void(connection, KINDS[kind], fact, row[0])


def heads(connection: Connection, kind: Kind, subject: Id, field: str) -> list[tuple[bytes, Any]]:
    """Return what a new claim would replace: everything said that no counting claim replaced."""
    claims = _claims(connection, kind.name, field, subject)
    if field == "home":
        gone = _replaced_homes(claims, kind.name, subject)
        return [(claim.hash, claim.value) for claim in claims if claim.hash not in gone]
    row = connection.execute(f'SELECT hash, site FROM "{kind.name}" WHERE id = ?', (subject,)).fetchone()
    may = who_may_void(connection, kind, subject, row[1]) if row else {claim.site for claim in claims}
    gone = {name for claim in claims if claim.site in may for name in claim.over}
    own = [(row[0], True)] if row and row[0] not in gone else []
    return own + [(claim.hash, claim.value) for claim in claims if claim.hash not in gone]


def _replaced_homes(claims: list[Claim], kind: str, subject: Id) -> set[bytes]:
    shown = {claim.hash for claim in _home_heads(claims, kind, subject)}
    behind = {name for claim in claims if claim.hash in shown for name in claim.over}
    return behind - shown


# Notices


@dataclass(frozen=True, slots=True)
class UncountedVoid:
    """Somebody who may not said that a fact does not stand (or does): it does not count until one who may agrees."""

    kind: str
    id: Id
    hash: bytes
    action: Id
    site: Id
    written: int
    stands: bool


def uncounted_voids(connection: Connection) -> list[UncountedVoid]:
    """Return what was said of facts by sites that may not, and that nobody who may has answered."""
    rows = connection.execute(
        "SELECT u.kind, u.subject, u.hash, b.action, c.site, c.written, c.value = 'true' FROM uncounted u"
        " CROSS JOIN claim c ON c.kind = u.kind AND c.field = 'stands' AND c.subject = u.subject AND c.hash = u.hash"
        " JOIN body b ON b.hash = u.hash ORDER BY c.written, u.hash"
    )
    return [
        UncountedVoid(kind, id_, name, action, site, written, bool(stands))
        for kind, id_, name, action, site, written, stands in rows
    ]
