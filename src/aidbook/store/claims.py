"""Who may: a record's `home` and whether a fact `stands` are claims, kept all, of which only some count.

A record's home is the site that made it, until that site hands it over by an entry that says nothing else. A fact's
*stands* is set by the site that wrote it, or by the home of a place that it names. What others say is kept and shown
as a notice. Both are found from all claims at once, so that no order of arrival matters.

Ids of before 0.2 do not tell who made the record. Who is known to have when this program opens a book for the first
time is noted in `made_before`, in this file alone: what another says of it later does not count.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, Kind
from aidbook.domain.homes import tells_its_site
from aidbook.store.body import Named, hash_in, only_hands_over
from aidbook.store.connection import Connection

FIELDS = frozenset({"home", "stands"})
_ONE_MAKER = frozenset({"member", "household", "item", "source", "lot", "place", "distribution", "box"})
"""Kinds of which one site makes each. Others that two sites make alike have one id from both."""


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


def claims_of(connection: Connection, kind: str, field: str, subject: Id) -> list[Claim]:
    """Return all that was said of a claimed field."""
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


@dataclass(frozen=True, slots=True)
class Home:
    """Where a record belongs; the hand-overs without effect that nobody answered. `claimed`: by several entries.

    Without effect is what somebody says who may not, and of two that crossed the earlier. Nobody is asked which holds:
    no site could answer for the other that has the record by the other hand-over.
    """

    site: Id | None
    claimed: bool = False
    uncounted: tuple[bytes, ...] = ()


def home_of(connection: Connection, kind: str, subject: Id) -> Id | None:
    """Return the site that a record belongs to, or None where nobody is known to have made it."""
    return home(connection, kind, subject).site


def home(connection: Connection, kind: str, subject: Id) -> Home:
    """Return where a record belongs and what was said of that without effect."""
    claims = claims_of(connection, kind, "home", subject)
    if len(claims) == 1 and claims[0].makes:
        return Home(claims[0].site)
    counting = _home_counting(claims, _maker(connection, kind, subject, claims))
    heads = _home_heads(counting)
    shown = max(heads, key=lambda claim: (claim.written, claim.hash), default=None)
    site = shown.value if shown and isinstance(shown.value, str) else None
    crossed = {claim.hash for claim in heads if claim is not shown}
    asking = _asking(claims, counting, crossed, site) if site else ()
    return Home(site, claimed=True, uncounted=tuple(sorted(asking)))


def _asking(
    claims: list[Claim], counting: dict[bytes, Claim], crossed: set[bytes], site: Id
) -> Iterator[bytes]:
    """Yield the hand-overs without effect, once all that they would replace is here."""
    known = {claim.hash for claim in claims}
    answered = {name for claim in counting.values() for name in claim.over}
    quiet = (counting.keys() - crossed) | answered
    for claim in claims:
        told = claim.makes or claim.value == site or claim.hash in quiet
        if not told and claim.over and claim.over <= known:
            yield claim.hash


def _maker(connection: Connection, kind: str, subject: Id, claims: list[Claim]) -> Id | None:
    """Return the site that made a record: of several that say so, whom its id tells, or who was known to before."""
    made = [claim for claim in claims if claim.makes]
    if len({claim.site for claim in made}) > 1:
        told = [claim for claim in made if tells_its_site(kind, subject, claim.site)]
        known = None if told else made_before(connection, kind, subject)
        made = told or [claim for claim in made if claim.site == known] or made
    first = min(made, key=lambda claim: (claim.written, claim.hash), default=None)
    return first.site if first else None


def note_makers(connection: Connection) -> None:
    """Remember who made each record that is here, where its id does not tell: no later word passes it off as another's."""
    for kind in sorted(_ONE_MAKER):
        rows = connection.execute(
            "SELECT DISTINCT subject FROM claim WHERE kind = ? AND field = 'home'", (kind,)
        ).fetchall()
        for (subject,) in rows:
            site = _maker(connection, kind, subject, claims_of(connection, kind, "home", subject))
            if site and not tells_its_site(kind, subject, site):
                connection.execute(
                    "INSERT OR IGNORE INTO made_before VALUES (?, ?, ?)", (kind, subject, site)
                )


def made_before(connection: Connection, kind: str, subject: Id) -> Id | None:
    """Return the site that made a record whose id does not tell it, where this book knew before ids did."""
    row = connection.execute(
        "SELECT site FROM made_before WHERE kind = ? AND id = ?", (kind, subject)
    ).fetchone()
    return row[0] if row else None


def _home_counting(claims: list[Claim], maker: Id | None) -> dict[bytes, Claim]:
    """Return the claims that count: of the maker, and of whoever it came to."""
    counting = {claim.hash: claim for claim in claims if claim.makes and claim.site == maker}
    while more := {
        claim.hash: claim
        for claim in claims
        if claim.alone and claim.hash not in counting and _replaces(claim, counting)
    }:
        counting |= more
    return counting


def _home_heads(counting: dict[bytes, Claim]) -> list[Claim]:
    """Return those that no other one replaced."""
    replaced = {name for claim in counting.values() for name in _replaces(claim, counting)}
    return [claim for name, claim in counting.items() if name not in replaced]


def _replaces(claim: Claim, counting: dict[bytes, Claim]) -> set[bytes]:
    """Return which of the claims that count, and that gave its site the record, a claim takes the place of."""
    return {name for name in claim.over if name in counting and counting[name].value == claim.site}


def homes_ever(connection: Connection, kind: str, subject: Id, makers: Iterable[Id]) -> set[Id]:
    """Return every site that a record ever belonged to, by who made it and by what hands it over.

    It only grows with what arrives, whatever the order.
    """
    claims = [c for c in claims_of(connection, kind, "home", subject) if c.alone and isinstance(c.value, str)]
    ever = set(makers)
    while more := {claim.value for claim in claims if claim.site in ever} - ever:
        ever |= more
    return ever


def makers_of(connection: Connection, kind: str, subject: Id) -> list[bytes]:
    """Return the hashes of the entries that made a record."""
    return sorted(claim.hash for claim in claims_of(connection, kind, "home", subject) if claim.makes)


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
    claims = claims_of(connection, kind.name, "stands", subject)
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
    claims = claims_of(connection, kind.name, "stands", subject)
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
    claims = claims_of(connection, kind.name, field, subject)
    if field == "home":
        gone = _replaced_homes(claims, _maker(connection, kind.name, subject, claims))
        return [(claim.hash, claim.value) for claim in claims if claim.hash not in gone]
    row = connection.execute(f'SELECT hash, site FROM "{kind.name}" WHERE id = ?', (subject,)).fetchone()
    may = who_may_void(connection, kind, subject, row[1]) if row else {claim.site for claim in claims}
    gone = {name for claim in claims if claim.site in may for name in claim.over}
    own = [(row[0], True)] if row and row[0] not in gone else []
    return own + [(claim.hash, claim.value) for claim in claims if claim.hash not in gone]


def _replaced_homes(claims: list[Claim], maker: Id | None) -> set[bytes]:
    shown = {claim.hash for claim in _home_heads(_home_counting(claims, maker))}
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


@dataclass(frozen=True, slots=True)
class UncountedHandOver:
    """Somebody who may not handed a record over, to the site `to`: it stays where it is."""

    kind: str
    id: Id
    hash: bytes
    site: Id
    to: Id
    written: int


def uncounted_hand_overs(connection: Connection) -> list[UncountedHandOver]:
    """Return the hand-overs without effect that the record's own site has not answered; see `Home`."""
    rows = connection.execute(
        "SELECT u.kind, u.subject, u.hash, c.site, c.value, c.written FROM uncounted u CROSS JOIN claim c"
        " ON c.kind = u.kind AND c.field = 'home' AND c.subject = u.subject AND c.hash = u.hash"
        " ORDER BY c.written, u.hash"
    )
    return [
        UncountedHandOver(kind, id_, name, site, to, written)
        for kind, id_, name, site, value, written in rows
        if isinstance(to := json.loads(value), str)
    ]
