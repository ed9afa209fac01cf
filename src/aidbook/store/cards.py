"""Queries on members' cards: which number a lost one bore, when it was replaced, and who has none yet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.store.body import Body, decode
from aidbook.store.book import Book
from aidbook.store.connection import Connection

CARD, PRINT = "card", "print"
"""What a tie is about that says of whom a print holds a card, or the page."""


@dataclass(frozen=True, slots=True)
class LostCard:
    """A card that was replaced: whose it was, and on which ISO date; None where that is not here."""

    member: Id
    name: str
    on: str | None


def lost_card(book: Book, number: str) -> LostCard | None:
    """Return whose lost card bore a number that nobody has now; None for every other number."""
    if book.connection.execute("SELECT 1 FROM member WHERE number = ? AND kept = 1", (number,)).fetchone():
        return None
    row = book.connection.execute(
        "SELECT id, name FROM member WHERE old_numbers IS NOT NULL AND old_numbers LIKE ? AND kept = 1"
        " ORDER BY id LIMIT 1",
        (f"%{json.dumps(number)}%",),
    ).fetchone()
    return LostCard(row[0], row[1], _replaced_on(book.connection, row[0], number)) if row else None


def _replaced_on(connection: Connection, member: Id, number: str) -> str | None:
    """Return on which ISO date a number last became one of a lost card."""
    on, was_lost = None, False
    for body in _bodies(connection, member, "old_numbers"):
        is_lost = number in ((body.set or {}).get("old_numbers") or ())
        if is_lost and not was_lost:
            on = clock.day_of(body.written)
        was_lost = is_lost
    return on


def _bodies(connection: Connection, member: Id, field: str) -> Iterator[Body]:
    """Yield what set a field of a member, the first first."""
    rows = connection.execute("SELECT bytes FROM body WHERE kind = 'member' AND subject = ?", (member,))
    bodies = (decode(raw) for (raw,) in rows.fetchall())
    return iter(
        sorted((one for one in bodies if one and field in (one.set or {})), key=lambda one: one.written)
    )


def without_card(book: Book) -> list[Id]:
    """Return the site's members of now, by name, whose present number was never printed on a card."""
    rows = book.connection.execute(
        "SELECT m.id, m.number, s.written, p.written FROM member m"
        " LEFT JOIN setting s ON s.subject = m.id AND s.kind = 'member' AND s.field = 'number'"
        " LEFT JOIN (SELECT t.member AS member, max(p.written) AS written FROM tie t JOIN printed p ON p.id = t.of"
        "  AND p.stands = 1 WHERE t.about = ? AND t.kept = 1 GROUP BY t.member) p ON p.member = m.id"
        " WHERE m.home = ? AND m.kept = 1 AND m.number IS NOT NULL AND coalesce(m.left, '') IN ('', 'paused')"
        " GROUP BY m.id ORDER BY m.name COLLATE NOCASE, m.id",
        (CARD, book.identity.site),
    ).fetchall()
    return [
        id_
        for id_, number, numbered, printed in rows
        if printed is None or (printed < (numbered or 0) and _number_at(book, id_, printed) != number)
    ]


def _number_at(book: Book, member: Id, written: int) -> object:
    """Return the number that a member had at a moment: a replacement that was taken back gave the old one again."""
    before = [body for body in _bodies(book.connection, member, "number") if body.written <= written]
    return (before[-1].set or {}).get("number") if before else None
