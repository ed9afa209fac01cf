"""Concerns about people: fields with two values, visits that two doors booked, members who may be one, number clashes."""

import json
from collections.abc import Iterator

from aidbook.domain.attention import concern_key
from aidbook.domain.declare import Id
from aidbook.store.attention.noticed import Found, Others
from aidbook.store.attention.pairs import pairs
from aidbook.store.attention.values import (
    Alike,
    Conflict,
    NumberClash,
    Person,
    Said,
    Visited,
    VisitedTwice,
)
from aidbook.store.book import Book
from aidbook.store.connection import Connection
from aidbook.store.members import household_lines
from aidbook.store.questions import Question, heads_of, open_questions
from aidbook.store.rows import marks

_FACTS = ("name", "family_name", "birth", "phone")

# Fields with two values


def conflicts(book: Book) -> Iterator[Conflict]:
    """Yield the open questions: a person is to choose."""
    for question in open_questions(book.connection):
        kind, subject, field = question.kind, question.subject, question.field
        if field in {"kept", "stands"} or _is_shown(book.connection, kind, subject):
            values = tuple(_said(book, question))
            key = concern_key("conflict", kind, subject, field, sorted(value.hash for value in values))
            yield Conflict(key, kind, subject, field, values)


def _is_shown(connection: Connection, kind: str, subject: Id) -> bool:
    """Tell whether a record is in the book: of one that is not, only that can be asked."""
    row = connection.execute(f'SELECT kept FROM "{kind}" WHERE id = ?', (subject,)).fetchone()
    return bool(row and row[0])


def _said(book: Book, question: Question) -> Iterator[Said]:
    """Yield each value with who wrote it, in the order of a question's values."""
    for name, value in heads_of(book.connection, question.kind, question.subject, question.field):
        row = book.connection.execute(
            "SELECT b.written, b.site, coalesce(s.name, '') FROM body b LEFT JOIN site s ON s.id = b.site"
            " WHERE b.hash = ?",
            (name,),
        ).fetchone()
        written, site, site_name = row or (0, "", "")
        yield Said(json.loads(value), site, site_name, written, name.hex())


# Visits that two doors booked


def visited_twice(book: Book, found: Found) -> Iterator[VisitedTwice]:
    """Yield the households that two doors checked in on one day without knowing of each other."""
    candidates, seen = sorted(found.of("visit")), set[tuple[Id, ...]]()
    others = Others(book.connection) if candidates else None
    for candidate in candidates:
        ids, household = _same_visits(book.connection, candidate, others)
        if len(ids) > 1 and ids not in seen:
            seen.add(ids)
            lines = household_lines(book, [household]) if household else []
            label = lines[0].label if lines else ""
            yield VisitedTwice(concern_key("twice", ids), household, label, tuple(visited(book, ids)))


def _same_visits(connection: Connection, visit: Id, others: Others | None) -> tuple[tuple[Id, ...], Id]:
    """Return the visits of one household on one day, this one among them, and the household where it is known."""
    row = connection.execute(
        "SELECT v.party, v.distribution, t.household FROM visit v LEFT JOIN tie t ON t.of = v.id AND t.kept = 1"
        " WHERE v.id = ? AND v.stands = 1 AND v.reason IS NULL",
        (visit,),
    ).fetchone()
    if row is None or row[0] is None:
        return (), ""
    party, day, household = row
    parties = sorted(others.parties(day, household, party)) if others else [party]
    rows = connection.execute(
        f"SELECT id FROM visit WHERE party IN ({marks(parties)}) AND stands = 1 AND reason IS NULL ORDER BY id",
        parties,
    )
    return tuple(row[0] for row in rows.fetchall()), household or ""


def visited(book: Book, ids: tuple[Id, ...]) -> Iterator[Visited]:
    """Yield visits as concerns name them, the first one first."""
    rows = book.connection.execute(
        "SELECT v.id, v.distribution, coalesce(d.\"on\", ''), coalesce(s.name, ''), v.site = ?, v.at, v.people, v.boxes"
        " FROM visit v LEFT JOIN distribution d ON d.id = v.distribution LEFT JOIN site s ON s.id = v.site"
        f" WHERE v.id IN ({marks(ids)}) ORDER BY v.at, v.id",
        (book.identity.site, *ids),
    )
    for visit, day, on, site, own, at, people, boxes in rows.fetchall():
        yield Visited(visit, day, on, site, bool(own), at, people, boxes)


# Members who may be one, and those with one number


def alike(book: Book) -> Iterator[Alike]:
    """Yield pairs of members who may be one person, the surest first."""
    for pair in pairs(book):
        said = [_said_by(book.connection, member) for member in (pair.a, pair.b)]
        key = concern_key("alike", pair.a, pair.b, *said)
        yield Alike(key, person(book, pair.a), person(book, pair.b), pair.confidence, pair.why)


def _said_by(connection: Connection, member: Id) -> list[str]:
    """Return the hashes of the entries that say what a member is called, was born, is phoned under."""
    rows = connection.execute(
        f"SELECT hash FROM setting WHERE kind = 'member' AND subject = ? AND field IN ({marks(_FACTS)})"
        " ORDER BY field, hash",
        (member, *_FACTS),
    )
    return [row[0].hex() for row in rows.fetchall()]


def person(book: Book, member: Id) -> Person:
    """Return a member as concerns name one."""
    name, number, birth, phone, own = book.connection.execute(
        "SELECT coalesce(name, ''), number, birth, phone, home = ? FROM member WHERE id = ?",
        (book.identity.site, member),
    ).fetchone()
    return Person(member, name, number, birth, phone, bool(own))


def number_clashes(book: Book, found: Found) -> Iterator[NumberClash]:
    """Yield the printed numbers that more than one member has."""
    for number in sorted(_numbers(book.connection, list(found.of("number")))):
        rows = book.connection.execute(
            "SELECT id FROM member WHERE number = ? AND kept = 1 ORDER BY id", (number,)
        ).fetchall()
        if len(rows) > 1:
            members = tuple(person(book, row[0]) for row in rows)
            yield NumberClash(concern_key("number", number, tuple(row[0] for row in rows)), number, members)


def _numbers(connection: Connection, members: list[Id]) -> set[str]:
    rows = connection.execute(
        f"SELECT number FROM member WHERE id IN ({marks(members)}) AND kept = 1 AND number IS NOT NULL",
        members,
    )
    return {row[0] for row in rows.fetchall()}
