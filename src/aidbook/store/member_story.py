"""What a member gave and received, as dated sentences over any period: two lists, never a sum between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.roles import may_see_kind
from aidbook.i18n import _, format_money, format_number, ngettext
from aidbook.store.body import decode
from aidbook.store.book import Book
from aidbook.store.connection import Connection
from aidbook.store.gifts import GiftLine, ReceivedLine
from aidbook.store.gifts import gave as gifts_of
from aidbook.store.gifts import gift_line as one_gift
from aidbook.store.gifts import received as visits_of
from aidbook.store.same import all_of
from aidbook.store.sources import goods_of

_HOUR = 60
_GONE = ("left", "died")
_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence in the present language about what happened at a moment (ms), on an ISO date."""

    at: int
    on: str
    text: str


def gave(book: Book, member: Id, since: str | None = None, until: str | None = None) -> list[Line]:
    """Return what a member gave from one ISO date to another, both included, the latest first."""
    return [gift_line(gift) for gift in gifts(book, member, since, until)]


def received(book: Book, member: Id, since: str | None = None, until: str | None = None) -> list[Line]:
    """Return what a member's household of then received while they were in it, the latest first."""
    return [visit_line(visit) for visit in visits(book, member, since, until)]


def gifts(book: Book, member: Id, since: str | None = None, until: str | None = None) -> list[GiftLine]:
    """Return the gifts of a member, and the goods that came in from them as a source, the latest first."""
    found = [*gifts_of(book, member), *goods_of(book, member)] if may_see_kind(book.role, "gift") else []
    found.sort(key=lambda gift: -gift.at)
    return [gift for gift in found if _within(clock.day_of(gift.at), since, until)]


def visits(book: Book, member: Id, since: str | None = None, until: str | None = None) -> list[ReceivedLine]:
    """Return what the household that a member was in at the time received, the latest first.

    What they were given under another record, which is linked with theirs, is with it.
    """
    if not may_see_kind(book.role, "visit"):
        return []
    records = [record for one in all_of(book, "member", [member]) if (record := book.get(Member, one))]
    found = {visit.visit: visit for record in records for visit in _visits(book, record, since, until)}
    return sorted(found.values(), key=lambda visit: (visit.on, visit.at), reverse=True)


def _visits(book: Book, record: Member, since: str | None, until: str | None) -> list[ReceivedLine]:
    last = record.left_on if record.left in _GONE else None
    return [
        visit
        for stay in _stays(book.connection, record)
        for visit in visits_of(book, stay.household)
        if stay.since <= visit.on < stay.until
        and _within(visit.on, None, last)
        and _within(visit.on, since, until)
    ]


def gift_line(gift: GiftLine) -> Line:
    """Return a gift as a sentence in the present language."""
    return Line(gift.at, clock.day_of(gift.at), _gift_words(gift))


def visit_line(visit: ReceivedLine) -> Line:
    """Return what was received on a day as a sentence in the present language."""
    return Line(visit.at, visit.on, _visit_words(visit))


def _within(on: str, since: str | None, until: str | None) -> bool:
    return (since is None or on >= since) and (until is None or on <= until)


# In words


def _gift_words(gift: GiftLine) -> str:
    """Return a gift in words: "3 hours: the ramp"."""
    what = amount_words(gift)
    return _("{what}: {note}").format(what=what, note=gift.note) if gift.note else what


def given_words(book: Book, gift: Id | None) -> str:
    """Return how much a gift was; "" for what is no gift."""
    line = one_gift(book, gift) if gift else None
    return amount_words(line) if line else ""


def amount_words(gift: GiftLine) -> str:
    """Return how much a gift was."""
    if gift.what == "hours":
        minutes = gift.minutes or 0
        hours = format_number(round(minutes / _HOUR, 2))
        return ngettext("{n} hour", "{n} hours", 1 if minutes == _HOUR else 2).format(n=hours)
    if gift.what == "money":
        return format_money(gift.cents or 0, gift.currency or "USD")
    if gift.what == "goods":
        item = gift.item or _("an item that is not here")
        return _("{n} × {item}").format(n=format_number(gift.units or 0), item=item)
    return _("A ride") if gift.what == "ride" else _("Care")


def _visit_words(visit: ReceivedLine) -> str:
    """Return what a household received in words: "2 boxes · Spring sharing"."""
    boxes = ngettext("{n} box", "{n} boxes", visit.boxes).format(n=format_number(visit.boxes))
    return f"{boxes} · {visit.title}" if visit.title else boxes


# In which household they were


@dataclass(frozen=True, slots=True)
class _Stay:
    """Somebody was in a household from one ISO date to before another."""

    household: Id
    since: str
    until: str


def _stays(connection: Connection, member: Member) -> list[_Stay]:
    """Return the households that a member was in, one after another.

    The ledger tells: each entry that moved them says when, by the date that people gave or when it was written.
    """
    moves: list[tuple[str, Id | None]] = []
    for on, household in _moves(connection, member.id):
        while moves and moves[-1][0] >= on:  # taken back the same day, or dated back behind the one before
            moves.pop()
        moves.append((on if moves else "", household))
    if not moves or moves[-1][1] != member.household:  # what is withheld here is as it is now
        moves = [("", member.household)]
    ends = [*(on for on, _household in moves[1:]), _NEVER]
    stays = (_Stay(household, on, end) for (on, household), end in zip(moves, ends, strict=True) if household)
    return list(stays)


def _moves(connection: Connection, member: Id) -> Iterator[tuple[str, Id | None]]:
    rows = connection.execute("SELECT bytes FROM body WHERE kind = 'member' AND subject = ?", (member,))
    bodies = [body for (raw,) in rows.fetchall() if (body := decode(raw)) is not None and body.set]
    for body in sorted(bodies, key=lambda body: body.written):
        said = body.set or {}
        if "household" in said:
            since, household = said.get("household_since"), said["household"]
            on = since if isinstance(since, str) and since else clock.day_of(body.written)
            yield on, household if isinstance(household, str) else None
