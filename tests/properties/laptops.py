"""Laptops that each have a home folder, a clock of their own and a book; and what a book shows, for comparison."""

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count as counting
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from aidbook import clock
from aidbook.actions import distributions, members, pantry
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.entries import Header, body_hash, next_head, signed_bytes
from aidbook.domain.pantry import HANDED_OUT, special_place
from aidbook.domain.sites import Site, User
from aidbook.exchange import cards, receiving, sending
from aidbook.store.body import decode
from aidbook.store.book import Book
from aidbook.store.distributions import day_count
from aidbook.store.ledger import Origin, SignedHead
from aidbook.store.pantry import level, stock_lines
from aidbook.store.questions import open_questions
from aidbook.store.rows import things
from tests.conftest import PASSPHRASE
from tests.properties.plain_model import Day, Said, Shown

EAST, SECOND, WEST = "east", "second", "west"
NOON_MS = 1_774_699_200_000
"""Noon of 28 March 2026, UTC."""
HOUR_MS = 3_600_000
ON = "2026-03-28"


@dataclass
class Laptop:
    """A laptop: its folder holds the home of its program and the book. `skew_ms`: how far its clock is off."""

    name: str
    folder: Path
    skew_ms: int = 0
    open_book: Book | None = None
    _read: dict[tuple[bytes, Id], Said] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Return where its book lies."""
        return self.folder / "our.aidbook"

    @property
    def book(self) -> Book:
        """Return its book, which is open."""
        assert self.open_book is not None
        return self.open_book

    def close(self) -> None:
        """Close its book."""
        if self.open_book is not None:
            self.open_book.close()
            self.open_book = None

    def held(self) -> dict[str, Said]:
        """Return what the book holds, by name: read from the bytes, not through the program."""
        rows = self.book.connection.execute("SELECT hash, site FROM body").fetchall()
        return {name.hex(): self._said(name, site) for name, site in rows}

    def _said(self, name: bytes, site: Id) -> Said:
        if (name, site) not in self._read:
            (raw,) = self.book.connection.execute("SELECT bytes FROM body WHERE hash = ?", (name,)).fetchone()
            self._read[name, site] = Said.read(name.hex(), site, raw)
        return self._read[name, site]


@dataclass
class Time:
    """The hour everywhere, and whose laptop one sits at."""

    patch: pytest.MonkeyPatch
    tick: int = 0
    skew_ms: int = 0
    drawn: Iterator[int] = field(default_factory=counting)

    def begin(self) -> None:
        """Let clocks and chance be made up, so that what fails fails again."""
        self.patch.setattr(clock, "now_ms", lambda: NOON_MS + self.tick * 1000 + self.skew_ms)
        self.patch.setattr("secrets.token_hex", self._token)

    def _token(self, size: int = 16) -> str:
        return hashlib.blake2b(f"{next(self.drawn)}".encode(), digest_size=size).hexdigest()

    @contextmanager
    def at(self, laptop: Laptop) -> Iterator[Book]:
        """Sit at a laptop; its book is opened unless it is open."""
        self.tick += 1
        self.skew_ms = laptop.skew_ms
        self.patch.setenv("AIDBOOK_HOME", str(laptop.folder / "home"))
        if laptop.open_book is None:
            laptop.open_book = Book.open(laptop.path, PASSPHRASE)
        yield laptop.open_book


# The beginning


def prepare(folder: Path, time: Time) -> None:
    """Make two laptops of Eastside and one of Westside that know of each other, with shelves and a day each."""
    east, second, west = (Laptop(name, folder / name) for name in (EAST, SECOND, WEST))
    for laptop in (east, second, west):
        laptop.folder.mkdir(parents=True)
    for laptop, site in ((east, "Eastside"), (west, "Westside")):
        time.patch.setenv("AIDBOOK_HOME", str(laptop.folder / "home"))
        laptop.open_book = Book.create(laptop.path, PASSPHRASE, site_name=site)
        _furnish(laptop.book, site)
    with time.at(east) as book:
        cards.pair(book, cards.card_of(west.book))
        who = book.identity
    with time.at(west) as book:
        cards.pair(book, cards.card_of(east.book))
    time.patch.setenv("AIDBOOK_HOME", str(second.folder / "home"))
    second.open_book = Book.join(second.path, PASSPHRASE, who.site, who.secrets)
    second.book.record(User(id=second.book.user), east.book.site)
    for sender, reader in ((west, east), (east, west), (east, second), (second, east)):
        stick = send(time, sender, reader, folder)
        with time.at(reader) as book:
            receiving.receive(book, receiving.open_bundle(book, stick))
        stick.unlink()
    for laptop in (east, second, west):
        laptop.close()


def _furnish(book: Book, site: str) -> None:
    """Put something on a site's shelves, somebody in its list, and a day in its calendar."""
    beans = pantry.add_item(book, f"Beans of {site}").id
    pantry.receive_stock(
        book,
        [pantry.Units(item=beans, units=10), pantry.Units(item=beans, units=5, best_before="2027-01-01")],
    )
    members.add_member(book, f"Rosa Zq{site}")
    distributions.plan_distribution(book, ON, {beans: 2})


def send(time: Time, sender: Laptop, reader: Laptop, folder: Path, *, people: bool = True) -> Path:
    """Let a laptop write a bundle for another; return where it lies."""
    with time.at(sender) as book:
        site = reader.book.identity.site
        whole = site == book.identity.site
        to = book.get(Site, site)
        assert to is not None
        sent = sending.send(book, folder, to=to, passphrase=None, people=people and not whole, whole=whole)
        return sent.path


def copy_files(one: Path, other: Path) -> None:
    """Copy a book that is closed, as a person copies files."""
    for suffix in ("", ".keys", ".erased"):
        source, target = one.with_name(one.name + suffix), other.with_name(other.name + suffix)
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copy(source, target)
    for suffix in ("-wal", "-shm"):
        other.with_name(other.name + suffix).unlink(missing_ok=True)


def has_said_to_have_more(book: Book, site: Id, origin: Origin) -> bool:
    """Tell whether a site has told a book that it has more of an origin's pantry than the book: none of it travels."""
    row = book.connection.execute(
        "SELECT seq FROM acknowledged WHERE site = ? AND origin = ? AND chapter = 'pantry'", (site, origin.id)
    ).fetchone()
    return row is not None and row[0] > book.ledger.tip(origin.id, "pantry")[0]


def append_forged(book: Book, origin: Origin) -> None:
    """Put an entry behind those of another origin that it never wrote, and a signature that is not its own."""
    seq, head = book.ledger.tip(origin.id, "pantry")
    lines = list(book.ledger.lines(origin.id, "pantry", 0, seq))
    like = next((line.body for line in lines if line.body and b'"movement"' in line.body), None) or _MADE_UP
    said = json.loads(like) | {"salt": "f" * 32, "subject": "f" * 32, "action": "f" * 32, "written": NOON_MS}
    raw = json.dumps(said).encode()
    body = decode(raw)
    assert body is not None
    header, name = Header(origin.id, "pantry", seq + 1), body_hash(raw)
    new = next_head(head, header, name)
    number = book.ledger.number_of(origin.id)
    book.ledger.put(number, header, name, head)
    book.connection.execute(
        "INSERT INTO body (hash, bytes, kind, subject, action, written, site) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (name, raw, body.kind, body.subject, body.action, body.written, origin.site),
    )
    signature = SigningKey(book.identity.secrets.sign_seed).sign(signed_bytes(header, new)).signature
    book.ledger.keep_signature(SignedHead(header, new, signature))


_MADE_UP = (
    b'{"kind":"movement","v":1,"by":"","fact":{"item":"a","lot":"b","from_place":"c","to_place":"d","units":9,'
    b'"reason":"received"}}'
)


# What it shows


def shown_by(book: Book) -> Shown:
    """Return what a book shows on its pages."""
    shown = Shown()
    for kind in KINDS.values():
        for thing in things(book, kind.type):
            if kind.shape == "fact":
                shown.stands.add((kind.name, thing.id))
            else:
                shown.records[kind.name, thing.id] = dataclasses.asdict(thing)
    sites = [site for (site,) in book.connection.execute("SELECT id FROM site")]
    for line in [line for site in sites for line in stock_lines(book, site=site)]:
        shown.stock[line.lot, line.place_id] = line.quantity
    shown.days = {day.id: _figures(book, day) for day in things(book, Distribution)}
    shown.questions = {(q.kind, q.subject, q.field) for q in open_questions(book.connection)}
    return shown


def _figures(book: Book, day: Distribution) -> Day:
    count = day_count(book, day)
    return Day(count.households, count.people, count.boxes)


def differences(book: Book, wanted: Shown) -> list[object]:
    """Return where a book shows something else than the model; none means that they agree."""
    here = shown_by(book)
    found: list[object] = []
    for key in here.records.keys() | wanted.records.keys():
        one, other = here.records.get(key), wanted.records.get(key)
        if one is None or other is None or _unlike(one, other):
            found.append((key, one, other))
    shelves = {
        id_ for (kind, id_), place in wanted.records.items() if kind == "place" and place["role"] == "shelf"
    }
    stock = {at: units for at, units in wanted.stock.items() if at[1] in shelves}
    found += [
        ("stock", at, here.stock.get(at), stock.get(at))
        for at in here.stock.keys() | stock.keys()
        if (here.stock.get(at) or 0) != (stock.get(at) or 0)
    ]
    out = special_place(book.identity.site, HANDED_OUT)
    found += [
        ("handed out", lot, units)
        for (lot, place), units in wanted.stock.items()
        if place == out and level(book, lot, out) != units
    ]
    found += [("stands", fact) for fact in here.stands ^ wanted.stands if fact[0] not in UNSEEN]
    found += [
        ("day", day, here.days.get(day), wanted.days.get(day))
        for day in here.days.keys() | wanted.days.keys()
        if here.days.get(day) != wanted.days.get(day)
    ]
    return found + [
        ("question", asked) for asked in here.questions ^ wanted.questions if asked[2] != "stands"
    ]


UNSEEN: set[str] = set()
"""Kinds of facts that pages show by their sums alone."""


def _unlike(here: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Return the fields that differ; what was never said reads as the field's empty value."""
    return [
        name for name, value in here.items() if name != "id" and _plain(value) != _plain(wanted.get(name))
    ]


def _plain(value: object) -> object:
    return (list(value) if isinstance(value, tuple) else value) or None


def places_of(words: set[str], book: Book) -> list[tuple[str, str]]:
    """Return (table, word) for every table of a book, those of its search index too, that a word in small stands in."""
    tables = book.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return [(table, word) for (table,) in tables for word in words if _is_in(word, table, book)]


def _is_in(word: str, table: str, book: Book) -> bool:
    rows = book.connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 - its own tables
    cells = (cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
    return any(word.encode() in cell.lower() for cell in cells)


def gaps_in(book: Book) -> list[tuple[int, str]]:
    """Return (origin, chapter) of what is not counted 1, 2, 3 … without a gap."""
    found = "SELECT origin, chapter FROM entry GROUP BY origin, chapter HAVING count(*) <> max(seq)"
    return book.connection.execute(found).fetchall()  # type: ignore[no-any-return] # a cursor


def own_shelf(book: Book) -> Id:
    """Return the first shelf of a book's site."""
    return special_place(book.identity.site, "shelf")
