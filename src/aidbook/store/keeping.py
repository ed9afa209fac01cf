"""What outlives its keep-until: fields that the profile in use says to keep no longer, and those that it does not ask.

A field kept "while they are a member" outlives a month after somebody left or died: who left often comes back soon. One kept
for some months outlives so long after somebody was last seen: picked up, gave, or was written into the book.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.members import GONE, Household, Member, Proxy
from aidbook.domain.profiles import ALWAYS, FIELDS, OF_MEMBER
from aidbook.store import profiles
from aidbook.store.book import Book
from aidbook.store.private_notes import private_note
from aidbook.store.rows import things
from aidbook.store.same import one_of

GRACE_DAYS = 30
_SEEN_OTHERWISE = "~"
"""Later than any day: somebody linked with them is here."""


@dataclass(frozen=True, slots=True)
class Outlived:
    """A field (key of FIELDS) of a member, kept too long `since` a day; "" where it is not asked any more.

    `household` is given where the field is the household's; then the member is its contact person, or "". `proxy` is
    given for one of those who may pick up, whose time is over, where the others may stay.
    """

    member: Id
    field: str
    since: str
    household: Id | None = None
    proxy: Id | None = None


@dataclass(slots=True)
class _Seen:
    """When somebody was last seen, since when they are gone (None: they are here), and in which household."""

    last: str
    gone: str | None
    household: Id | None = None


@dataclass(slots=True)
class _Home:
    """A household: who is in it, gone or not, and when it last picked up."""

    members: list[Id] = field(default_factory=list)
    last: str = ""
    contact: Id = ""


def overdue(book: Book, today: str = "") -> list[Outlived]:
    """Return what the profile in use says to keep no longer; nothing as long as the group has chosen none."""
    chosen = profiles.chosen(book)
    if not chosen.decided or not book.sees(Member):
        return []
    return sorted(
        _outlived(book, chosen.fields, today or clock.today()),
        key=lambda one: (one.since, one.member, one.field),
    )


def not_asked(book: Book) -> list[Outlived]:
    """Return what stands in the book though the profile in use does not ask it; nothing where the group chose none."""
    chosen = profiles.chosen(book)
    off = [key for key in FIELDS if key not in chosen.fields and key not in ALWAYS]
    if not chosen.decided or not off or not book.sees(Member):
        return []
    members = [
        Outlived(member.id, key, "")
        for member in things(book, Member, "home = ?", (book.identity.site,))
        for key in off
        if FIELDS[key].kind in OF_MEMBER and _holds(book, key, member)
    ]
    households = [
        Outlived(home.contact or "", key, "", home.id)
        for home in things(book, Household, "home = ?", (book.identity.site,))
        for key in off
        if FIELDS[key].kind in {"household", "proxy"} and _holds(book, key, home)
    ]
    return [*members, *households]


# Who was seen when


def _seen(book: Book, before: str | None) -> dict[Id, _Seen]:
    """Return it of the site's kept members who are gone or were written into the book by a day, if one is given.

    Linked people are one, and left out where one of them is seen in other ways.
    """
    rows = book.connection.execute(
        "SELECT m.id, m.household, m.left, m.left_on, m.since, k.written, l.written FROM member m"
        " LEFT JOIN setting k ON k.subject = m.id AND k.kind = 'member' AND k.field = 'kept'"
        " LEFT JOIN setting l ON l.subject = m.id AND l.kind = 'member' AND l.field = 'left'"
        " WHERE m.kept = 1 AND m.home = ? AND (m.left IN ('left', 'died') OR k.written < ?)",
        (book.identity.site, clock.end_ms(before) if before else -1),
    ).fetchall()
    visits = _last(book, "visit", "household", {row[1] for row in rows if row[1]})
    gifts = _last(book, "gift", "member", {row[0] for row in rows})
    found: dict[Id, _Seen] = {}
    for id_, household, left, left_on, since, made, marked in rows:
        made_on = clock.day_of(made) if made else ""
        last = max(visits.get(household, ""), gifts.get(id_, ""), _day(since), made_on)
        gone = (_day(left_on) or (clock.day_of(marked) if marked else last)) if left in GONE else None
        found[id_] = _Seen(last, gone, household)
    return _as_one(found, one_of(book, "member", found, site=book.identity.site))


def _day(said: str | None) -> str:
    """Return a day as it is written, or "" for what is none: it may come from elsewhere."""
    with suppress(ValueError):
        return date.fromisoformat(said or "").isoformat()
    return ""


def _as_one(found: dict[Id, _Seen], shown: Mapping[Id, Id]) -> dict[Id, _Seen]:
    latest: dict[Id, str] = {}
    for id_, one in shown.items():
        last = found[id_].last if id_ in found else _SEEN_OTHERWISE
        latest[one] = max(latest.get(one, ""), last)
    return {
        id_: replace(seen, last=latest.get(shown.get(id_, id_), seen.last))
        for id_, seen in found.items()
        if seen.gone or latest.get(shown.get(id_, id_)) != _SEEN_OTHERWISE
    }


def _last(book: Book, kind: str, who: str, ids: Iterable[Id]) -> dict[Id, str]:
    """Return {member or household: the last day of a fact of a kind that is tied to it}, of these."""
    rows = book.connection.execute(
        f'SELECT t."{who}", max(f.at) FROM tie t JOIN "{kind}" f ON f.id = t.of AND f.stands = 1'
        f' WHERE t.kept = 1 AND t."{who}" IN (SELECT value FROM json_each(?)) GROUP BY t."{who}"',
        (json.dumps(list(ids)),),
    )
    return {id_: clock.day_of(at) for id_, at in rows}


def _homes(book: Book, of: Iterable[Id]) -> dict[Id, _Home]:
    """Return these households of the site, and those in which nobody is named."""
    rows = book.connection.execute(
        "SELECT h.id, h.contact, m.id FROM household h LEFT JOIN member m ON m.household = h.id AND m.kept = 1"
        " WHERE h.kept = 1 AND h.home = ? AND (m.id IS NULL OR h.id IN (SELECT value FROM json_each(?)))",
        (book.identity.site, json.dumps(list(of))),
    ).fetchall()
    visits = _last(book, "visit", "household", {household for household, _contact, _member in rows})
    homes: dict[Id, _Home] = {}
    for household, contact, member in rows:
        home = homes.setdefault(household, _Home(last=visits.get(household, ""), contact=contact or ""))
        if member:
            home.members.append(member)
            home.contact = home.contact or member
    return homes


# What outlives


def _outlived(book: Book, fields: Mapping[str, int], today: str) -> Iterator[Outlived]:
    months = [kept for kept in fields.values() if kept]
    seen = _seen(book, add_months(today, -min(months)) if months else None)
    homes = _homes(book, {one.household for one in seen.values() if one.household})
    of_member = _by_months(fields, OF_MEMBER)
    of_household = _by_months(fields, {"household", "proxy"})
    for id_, one in seen.items():
        late = _late(of_member, one, today)
        member = book.get(Member, id_) if late else None
        if member is not None:
            yield from (Outlived(id_, key, since) for key, since in late if _holds(book, key, member))
    for household, home in homes.items():
        whole = all(id_ in seen for id_ in home.members)
        late = _late(of_household, _seen_home(home, seen), today) if whole else []
        record = book.get(Household, household) if late else None
        if record is not None:
            for key, since in late:
                if _holds(book, key, record):
                    yield Outlived(home.contact, key, since, household)
    if "proxies" in fields:
        yield from _proxies_over(book, today)


def _proxies_over(book: Book, today: str) -> Iterator[Outlived]:
    """Yield those who may pick up no more since a month."""
    rows = book.connection.execute(
        "SELECT p.id, p.household, p.until, coalesce(h.contact, '') FROM proxy p JOIN household h ON h.id = p.household"
        " WHERE p.kept = 1 AND p.until IS NOT NULL AND h.home = ? AND h.kept = 1",
        (book.identity.site,),
    )
    for proxy, household, until, contact in rows:
        since = _days_after(_day(until), GRACE_DAYS) if _day(until) else today
        if since < today:
            yield Outlived(contact, "proxies", since, household, proxy)


def _days_after(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _seen_home(home: _Home, seen: Mapping[Id, _Seen]) -> _Seen:
    those = [seen[id_] for id_ in home.members if id_ in seen]
    last = max([home.last, *(one.last for one in those)])
    gone = [one.gone for one in those if one.gone is not None]
    return _Seen(last, max(gone) if those and len(gone) == len(those) else None)


_ByMonths = dict[int, list[str]]


def _by_months(fields: Mapping[str, int], kinds: Collection[str]) -> _ByMonths:
    """Return {months: the fields of these kinds that are kept so long}."""
    found: _ByMonths = {}
    for key, months in fields.items():
        if FIELDS[key].kind in kinds:
            found.setdefault(months, []).append(key)
    return found


def _late(fields: _ByMonths, seen: _Seen, today: str) -> list[tuple[str, str]]:
    """Return the fields that are kept no longer, and since when."""
    ends = ((keys, _until(months, seen)) for months, keys in fields.items())
    return [(key, since) for keys, since in ends if since is not None and since < today for key in keys]


def _until(months: int, seen: _Seen) -> str | None:
    """Return the last day of keeping, or None where there is no end yet."""
    if months:
        return add_months(seen.last, months) if seen.last not in ("", _SEEN_OTHERWISE) else None
    return _days_after(seen.gone, GRACE_DAYS) if seen.gone else None


@lru_cache(maxsize=10_000)
def add_months(day: str, months: int) -> str:
    """Return the ISO date so many months later, on the last day of a shorter month."""
    year, month, dom = (int(part) for part in day.split("-"))
    at = year * 12 + month - 1 + months
    first = date(at // 12, at % 12 + 1, 1)
    return min(first + timedelta(days=dom - 1), _month_end(first)).isoformat()


def _month_end(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _holds(book: Book, key: str, record: Member | Household) -> bool:
    """Tell whether a record has something in a field; a name is nothing where it is the number alone."""
    if key == "name":
        return isinstance(record, Member) and bool(record.number) and record.name != record.number
    if key == "consents":
        return isinstance(record, Member) and (
            record.may_share is not None or _has(book, "consent", "member", record.id)
        )
    if key == "private_note":
        return isinstance(record, Member) and bool(private_note(book, record.id))
    if key == "proxies":
        return _has(book, "proxy", "household", record.id)
    return any(_said(getattr(record, name)) for name in FIELDS[key].of)


def _said(value: Any) -> bool:  # noqa: ANN401 - of any field
    return value is not None and value not in ((), {}, "")


def _has(book: Book, kind: str, by: str, id_: Id) -> bool:
    row = book.connection.execute(
        f'SELECT 1 FROM "{kind}" WHERE "{by}" = ? AND kept = 1 LIMIT 1', (id_,)
    ).fetchone()
    return row is not None


def proxies_of(book: Book, households: Iterable[Id]) -> list[Proxy]:
    """Return everybody who may pick up for these households, past their last day too."""
    return [one for id_ in households for one in things(book, Proxy, "household = ?", (id_,))]
