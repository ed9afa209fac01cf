"""Where somebody stands besides what erasing drops: others' notes, paper, and what left the house on sticks."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, Kind
from aidbook.domain.folding import fold
from aidbook.domain.members import WHOSE, Member
from aidbook.domain.naming import is_named, words_of
from aidbook.store import identity
from aidbook.store.body import Body, decode
from aidbook.store.book import Book
from aidbook.store.cards import PRINT
from aidbook.store.columns import columns_of
from aidbook.store.connection import Connection
from aidbook.store.rows import marks

NAMED_SHEETS = ("list", "signatures")
"""Sheets about a distribution on which households stand by name."""

_FREE_TEXT = frozenset(
    {"note", "reach_note", "reason", "witness", "title", "where", "bring", "agreed_by", "held_why", "address"}
)  # fmt: skip
_NO_NOTES = frozenset({"movement", "count"})
_BY_NAME = frozenset({"household", "proxy", "source", "box"})
"""Kinds whose name may be somebody's."""


@dataclass(frozen=True, slots=True)
class Note:
    """A text that somebody wrote and that holds a word of a name; `subject` is the record or fact of that kind."""

    kind: str
    subject: Id
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet on which a name stands: its print number, when it was printed (ms), the day it was about (ISO)."""

    number: int
    sheet: str
    at: int
    on: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """A site that was given bundles with somebody in them: the last one, and when the site was last heard of (ms)."""

    site: str
    number: int
    at: int
    heard: int | None
    paired: bool


# Notes of others


def notes_naming(book: Book, member: Member, going: Collection[Id]) -> list[Note]:
    """Return what others' notes say with a word of a member's names in it; `going` are the things erased with them."""
    wanted = words_of((member.name, member.family_name or "", *member.other_names))
    return [note for note in _notes(book, {member.id, *going}) if is_named(wanted, note.text)]


def _notes(book: Book, going: set[Id]) -> Iterator[Note]:
    for kind in KINDS.values():
        names = [column.name for column in columns_of(kind.name) if _is_free(kind, column.name)]
        for name in names:
            yield from _notes_in(book, kind, name, going)


def _is_free(kind: Kind, name: str) -> bool:
    if kind.name in _NO_NOTES or name in kind.refs:
        return False
    return name in _FREE_TEXT or (name == "name" and kind.name in _BY_NAME)


def _notes_in(book: Book, kind: Kind, name: str, going: set[Id]) -> Iterator[Note]:
    whose = "".join(f', "{field}"' for field in WHOSE.get(kind.name, ()))
    state = "kept" if kind.shape == "record" else "stands"
    rows = book.connection.execute(
        f'SELECT id, "{name}"{whose} FROM "{kind.name}" WHERE {state} = 1 AND "{name}" > \'\''
    )
    for subject, text, *about in rows.fetchall():
        if subject not in going and not going & set(about):
            yield Note(kind.name, subject, text)


# Added by mistake


def undone_of(book: Book, them: Collection[Id]) -> list[Id]:
    """Return the records of the same people whose adding was taken back: nobody sees them, and all they say is here still."""
    home = book.identity.site
    rows = book.connection.execute(
        "SELECT id, name, family_name, phone, birth FROM member WHERE id IN (SELECT value FROM json_each(?1))"
        " OR (kept = 0 AND home = ?2) ORDER BY id",
        (json.dumps(list(them)), home),
    ).fetchall()
    wanted = [row[1:] for row in rows if row[0] in them]
    return [row[0] for row in rows if row[0] not in them and any(_one_person(row[1:], one) for one in wanted)]


def _one_person(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    """Tell whether two records name one person: called alike, with nothing that tells them apart."""
    (names, phone, birth), (other_names, other_phone, other_birth) = _said_of(*one), _said_of(*other)
    alike = names == other_names or (phone == other_phone != "" and names[:1] == other_names[:1])
    told_apart = (names == other_names and phone and other_phone and phone != other_phone) or (
        birth and other_birth and birth != other_birth
    )
    return bool(names and alike and not told_apart)


def _said_of(
    name: str | None, family: str | None, phone: str | None, birth: str | None
) -> tuple[list[str], str, str | None]:
    digits = "".join(sign for sign in phone or "" if sign.isdigit())
    return fold(f"{name or ''} {family or ''}").split(), digits, birth


# Paper


def papers_naming(book: Book, member: Id, households: Collection[Id]) -> list[Paper]:
    """Return the prints on which a member or one of these households stands by name, the latest first."""
    known_since = min((body.written for body in _bodies(book.connection, member)), default=0)
    rows = book.connection.execute(
        'SELECT p.number, p.sheet, p.at, d."on" FROM printed p LEFT JOIN distribution d ON d.id = p.about'
        " WHERE p.stands = 1 AND p.at >= ?1 AND (p.sheet IN (SELECT value FROM json_each(?2)) AND (d.everyone = 1"
        "  OR EXISTS (SELECT 1 FROM sign_up s JOIN tie t ON t.of = s.id WHERE s.distribution = p.about"
        "   AND t.household IN (SELECT value FROM json_each(?3))))"
        " OR EXISTS (SELECT 1 FROM tie t WHERE t.of = p.id AND t.about = ?4 AND t.member = ?5))"
        " ORDER BY p.at DESC, p.number DESC",
        (known_since, json.dumps(NAMED_SHEETS), json.dumps(list(households)), PRINT, member),
    )
    return [Paper(*row) for row in rows]


def households_ever(connection: Connection, member: Id) -> set[Id]:
    """Return every household that a member was in."""
    said = ((body.set or {}).get("household") for body in _bodies(connection, member))
    return {household for household in said if isinstance(household, str)}


def _bodies(connection: Connection, member: Id) -> list[Body]:
    rows = connection.execute("SELECT bytes FROM body WHERE kind = 'member' AND subject = ?", (member,))
    return [body for (raw,) in rows.fetchall() if (body := decode(raw)) is not None]


# What left the house


def given_to(book: Book, member: Id) -> list[Given]:
    """Return the other sites that may have been given what is known of a member, by name."""
    if not _ever_agreed(book.connection, member):
        return []
    since = min((body.written for body in _bodies(book.connection, member)), default=0)
    rows = book.connection.execute(
        'SELECT s.name, w.number, max(w.at), (SELECT max(r.at) FROM received r WHERE r.sender = w."to" AND r.stands = 1),'
        " s.kept FROM sent w JOIN site s ON s.id = w.\"to\" WHERE w.stands = 1 AND w.at >= ? AND w.shared = 'people'"
        ' AND w."to" <> ? GROUP BY w."to" ORDER BY s.name',
        (since, book.identity.site),
    )
    return [Given(name or "", number, at, heard, bool(paired)) for name, number, at, heard, paired in rows]


def loose_bundles(book: Book, member: Id) -> int:
    """Return how many bundles under a passphrase may hold a member: nobody knows who reads them."""
    since = min((body.written for body in _bodies(book.connection, member)), default=0)
    shared = ("people", "whole") if _ever_agreed(book.connection, member) else ("whole",)
    row = book.connection.execute(
        f'SELECT count(*) FROM sent WHERE stands = 1 AND "to" IS NULL AND at >= ? AND shared IN ({marks(shared)})',
        (since, *shared),
    ).fetchone()
    return int(row[0])


def has_other_laptops(book: Book) -> bool:
    """Tell whether another laptop of the book's own site ever wrote something."""
    here = identity.written_here(book.connection)
    return any(o.site == book.identity.site and o.id not in here for o in book.ledger.origins())


def _ever_agreed(connection: Connection, member: Id) -> bool:
    """Tell whether a member ever agreed to be known to other sites."""
    return any((body.set or {}).get("may_share") is True for body in _bodies(connection, member))
