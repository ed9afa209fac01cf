"""Who in a book may be there twice. Nothing is merged away: people are asked, and link two or say that they are two.

Two who are linked, or of whom somebody said that they are two (a no of `same_member`), are not named again, whichever
of those shown as one with them is looked at.
"""

import json
from collections.abc import Iterable
from typing import Any

from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.roles import hidden_fields
from aidbook.store import near, same
from aidbook.store.alike import Likely, Pair
from aidbook.store.book import Book
from aidbook.store.crowd import Crowd, weighed
from aidbook.store.finding import find as find_by_name
from aidbook.store.progress import Progress, silent
from aidbook.store.rows import marks
from aidbook.store.who import Described, Who, who

__all__ = [
    "Crowd",
    "Described",
    "Likely",
    "Pair",
    "everybody",
    "find",
    "like",
    "pair_of",
    "site_names",
    "still_open",
    "touching",
    "who",
]

_FEW = 5


def find(book: Book, progress: Progress = silent) -> list[Pair]:
    """Return every two members who may be one, the surest first; takes seconds where there are very many."""
    settled = _Settled(book)
    return [pair for pair in Crowd(everybody(book), progress).pairs(progress) if not settled(pair.a, pair.b)]


def still_open(book: Book, pairs: Iterable[Pair]) -> list[Pair]:
    """Return those of some pairs that nobody settled since, and of whom both are still here."""
    settled, pairs = _Settled(book), list(pairs)
    ids = json.dumps(sorted({id_ for pair in pairs for id_ in (pair.a, pair.b)}))
    asked = "SELECT id FROM member WHERE kept = 1 AND id IN (SELECT value FROM json_each(?))"
    here = {id_ for (id_,) in book.connection.execute(asked, (ids,))}
    return [pair for pair in pairs if pair.a in here and pair.b in here and not settled(pair.a, pair.b)]


def touching(book: Book, members: Iterable[Id], *, also_settled: bool = False) -> list[Pair]:
    """Return the pairs that `find` names in which some of these are, the surest first; for a few of them.

    With `also_settled` also those that somebody settled: what is settled may be taken back.
    """
    settled = _Settled(book)
    found: dict[tuple[Id, Id], Pair] = {}
    for one in _people(book, list(members)):
        for likely in _like(book, one, most=50):
            a, b = sorted((one.id, likely.member))
            if also_settled or not settled(a, b):
                found[a, b] = Pair(a, b, likely.confidence, likely.why)
    return sorted(found.values(), key=lambda pair: (-pair.confidence, pair.a, pair.b))


def pair_of(book: Book, one: Id, other: Id) -> Pair | None:
    """Return why two members may be one, as they are now; None where nothing says so, or somebody settled it."""
    people = _people(book, [one, other])
    if len(people) != 2 or _Settled(book)(one, other):  # noqa: PLR2004 - one may be gone
        return None
    (likely,) = weighed(near.scale(book.connection, people), people[0], people[1:]) or (None,)
    return Pair(min(one, other), max(one, other), likely.confidence, likely.why) if likely else None


def like(book: Book, somebody: Described, *, most: int = _FEW) -> list[Likely]:
    """Return who in the book may be the person that somebody is writing down, the surest first; in milliseconds."""
    return _like(book, who("", somebody), most) if book.sees(Member) else []


def called_so(book: Book, somebody: Described, *, most: int = _FEW) -> list[Likely]:
    """Return whom the search finds by the name alone, and why; nobody where those are more than `most`."""
    ids = (
        find_by_name(book.connection, "member", said, None, most + 1) if (said := somebody.name or "") else []
    )
    if len(ids) > most:
        return []
    people = _people(book, ids)
    scale, new = near.scale(book.connection, people), who("", Described(name=said))
    why = {one.id: scale.weigh(new, one)[1] or ("name begins",) for one in people}
    return [Likely(id_, 0.0, why[id_]) for id_ in ids if id_ in why]


def site_names(book: Book, members: Iterable[Id]) -> dict[Id, str]:
    """Return {member: the name of the site whose they are} of members of other sites."""
    ids = list(members)
    rows = book.connection.execute(
        "SELECT m.id, coalesce(s.name, '') FROM member m LEFT JOIN site s ON s.id = m.home"
        f" WHERE m.home <> ? AND m.id IN ({marks(ids)})",
        [book.identity.site, *ids],
    )
    return dict(rows.fetchall())


def everybody(book: Book) -> list[Who]:
    """Return what is compared of every member, of this site and of others."""
    return _people(book, None)


def _like(book: Book, somebody: Who, most: int) -> list[Likely]:
    ids = near.who_may_be(book.connection, somebody) - {somebody.id}
    people = _people(book, sorted(ids))
    return weighed(near.scale(book.connection, [somebody, *people]), somebody, people)[:most]


_ASKED = ("name", "family_name", "other_names", "birth", "phone", "other_phones", "email", "household")


def _people(book: Book, ids: list[Id] | None) -> list[Who]:
    """Return what is compared of some members or of all; what the role does not see is not compared."""
    if not book.sees(Member):
        return []
    hidden = hidden_fields(book.role, "member")
    asked = ["NULL" if one in hidden else f"m.{one}" for one in _ASKED]
    address = "NULL" if "address" in hidden_fields(book.role, "household") else "h.address"
    rows = book.connection.execute(
        f"SELECT m.id, {', '.join(asked)}, {address} FROM member m LEFT JOIN household h ON h.id = m.household"
        f" WHERE m.kept = 1 {'' if ids is None else f'AND m.id IN ({marks(ids)})'} ORDER BY m.id",
        ids or [],
    )
    return [_who(row) for row in rows]


def _who(row: tuple[Any, ...]) -> Who:
    id_, name, family, others, birth, phone, phones, email, household, address = row
    said = Described(
        name=name,
        family_name=family,
        other_names=json.loads(others) if others else (),
        birth=birth,
        phones=(phone, *(json.loads(phones) if phones else ())),
        email=email,
        address=address,
        household=household,
    )
    return who(id_, said)


class _Settled:
    """Tells of two members whether somebody said already that they are one, or two."""

    def __init__(self, book: Book) -> None:
        self._shown = same.one_of(book, "member")
        rows = book.connection.execute("SELECT a, b FROM same_member WHERE same = 0 AND kept = 1")
        self._two = {frozenset(map(self._one, pair)) for pair in rows}

    def __call__(self, a: Id, b: Id) -> bool:
        """Tell whether they are linked, or somebody said that they, or those linked with them, are two."""
        one, other = self._one(a), self._one(b)
        return one == other or frozenset((one, other)) in self._two

    def _one(self, id_: Id) -> Id:
        return self._shown.get(id_, id_)
