"""Queries on other sites: which are paired, what went to and came from them, what they said they have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter, Id
from aidbook.domain.sites import Site
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.columns import load, select_list
from aidbook.store.connection import Connection

Stream = tuple[bytes, Chapter]
"""One origin's entries in one chapter."""
Ranges = list[tuple[int, int]]
"""Runs of entries by number, both ends included, ascending and apart."""


def known_sites(book: Book) -> list[Site]:
    """Return the sites paired with this book, by name."""
    rows = book.connection.execute(
        f"SELECT {select_list('site')} FROM site WHERE kept = 1 AND id <> ? ORDER BY name COLLATE NOCASE, id",
        (book.identity.site,),
    )
    return [load(KINDS["site"], row) for row in rows]


def find_site(book: Book, text: str) -> Site:
    """Return the paired site, or the book's own, that `text` names: by name, code or id. Raises UserError."""
    wanted = text.strip().casefold()
    sites = [*known_sites(book), book.site]
    found = [s for s in sites if wanted in (s.name.casefold(), s.id)]
    found = found or [s for s in sites if s.code and s.code.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            _("More than one site is called {name}.").format(name=text.strip()),
            _("Give the site's code or its id instead."),
        )
    raise UserError(
        _("This book is not paired with a site called {name}.").format(name=text.strip()),
        _("Read in that site's card first, or send under a passphrase."),
    )


def site_ever(connection: Connection, site: Id) -> tuple[Site, bool] | None:
    """Return a site and whether its pairing still holds, or None if it never was paired."""
    row = connection.execute(f"SELECT kept, {select_list('site')} FROM site WHERE id = ?", (site,)).fetchone()
    return (load(KINDS["site"], row[1:]), bool(row[0])) if row else None


def sign_key(connection: Connection, site: Id) -> bytes | None:
    """Return the public key that verifies what a site signs, also after its pairing ended; None if not known."""
    found = site_ever(connection, site)
    try:
        return bytes.fromhex(found[0].sign_key) if found else None
    except ValueError:
        return None


# What went and came


def next_bundle_number(book: Book, to: Id | None) -> int:
    """Return the number of the next bundle for a site, or of the next under a passphrase (None)."""
    row = book.connection.execute(
        'SELECT coalesce(max(number), 0) FROM sent WHERE "to" IS ?', (to,)
    ).fetchone()
    return int(row[0]) + 1


def received_numbers(book: Book, sender: Id) -> set[int]:
    """Return the numbers of the bundles that came from a site; those under a passphrase have none."""
    rows = book.connection.execute("SELECT number FROM received WHERE sender = ? AND number > 0", (sender,))
    return {number for (number,) in rows}


@dataclass(frozen=True, slots=True)
class Trip:
    """The last bundle that went to a site or came from it: its number, and when it was written or read in."""

    number: int
    at: int


def last_written(book: Book, to: Id) -> Trip | None:
    """Return the last bundle written for a site, or None."""
    return _trip(book, 'SELECT number, at FROM sent WHERE "to" = ? AND stands = 1', to)


def last_read(book: Book, sender: Id) -> Trip | None:
    """Return the last bundle read in from a site, or None; one under a passphrase has the number it had there."""
    return _trip(book, "SELECT number, at FROM received WHERE sender = ? AND stands = 1", sender)


def _trip(book: Book, query: str, site: Id) -> Trip | None:
    row = book.connection.execute(f"{query} ORDER BY at DESC, number DESC LIMIT 1", (site,)).fetchone()
    return Trip(*row) if row else None


def was_received(book: Book, digest: str) -> bool:
    """Tell whether this very bundle was read in before."""
    row = book.connection.execute("SELECT 1 FROM received WHERE digest = ?", (digest,)).fetchone()
    return row is not None


# What they said they have


def acknowledged(book: Book, site: Id) -> dict[Stream, int]:
    """Return up to which entry of each stream a site said it has them."""
    rows = book.connection.execute("SELECT origin, chapter, seq FROM acknowledged WHERE site = ?", (site,))
    return {(origin, chapter): seq for origin, chapter, seq in rows}


def lacking(book: Book, site: Id) -> dict[Stream, Ranges]:
    """Return which entries a site said it holds without their bodies."""
    rows = book.connection.execute(
        "SELECT origin, chapter, first, last FROM lacking WHERE site = ? ORDER BY origin, chapter, first",
        (site,),
    )
    found: dict[Stream, Ranges] = {}
    for origin, chapter, first, last in rows:
        found.setdefault((origin, chapter), []).append((first, last))
    return found


def acknowledge(book: Book, site: Id, has: Mapping[Stream, int], lacks: Mapping[Stream, Ranges]) -> None:
    """Take the place of all that a site said before."""
    for table in ("acknowledged", "lacking"):
        book.connection.execute(f"DELETE FROM {table} WHERE site = ?", (site,))
    _put(book.connection, site, has, lacks)


def acknowledge_less(book: Book, site: Id, has: Mapping[Stream, int], lacks: Mapping[Stream, Ranges]) -> None:
    """Take the lesser of what a site says and what it said before: an old bundle, or one of its other laptops.

    What is sent twice does no harm; what is left out does.
    """
    known = acknowledged(book, site)
    least = {stream: min(seq, has.get(stream, 0)) for stream, seq in known.items()} if known else has
    book.connection.execute("DELETE FROM acknowledged WHERE site = ?", (site,))
    _put(book.connection, site, {stream: seq for stream, seq in least.items() if seq}, lacks)


def _put(
    connection: Connection,
    site: Id,
    has: Mapping[Stream, int],
    lacks: Mapping[Stream, Iterable[tuple[int, int]]],
) -> None:
    for (origin, chapter), seq in has.items():
        connection.execute("INSERT INTO acknowledged VALUES (?, ?, ?, ?)", (site, origin, chapter, seq))
    for (origin, chapter), ranges in lacks.items():
        for first, last in ranges:
            connection.execute(
                "INSERT OR REPLACE INTO lacking VALUES (?, ?, ?, ?, ?)", (site, origin, chapter, first, last)
            )


def bodiless(connection: Connection) -> dict[Stream, Ranges]:
    """Return which entries are here without their bodies."""
    rows = connection.execute(
        "SELECT o.id, e.chapter, e.seq FROM entry e JOIN origin o ON o.n = e.origin"
        " LEFT JOIN body b ON b.hash = e.hash WHERE b.n IS NULL ORDER BY e.origin, e.chapter, e.seq"
    )
    found: dict[Stream, Ranges] = {}
    for origin, chapter, seq in rows:
        extend(found.setdefault((origin, chapter), []), seq)
    return found


def extend(ranges: Ranges, seq: int) -> None:
    """Add the next number to ascending ranges."""
    if ranges and ranges[-1][1] == seq - 1:
        ranges[-1] = (ranges[-1][0], seq)
    else:
        ranges.append((seq, seq))


def numbers_of(ranges: Sequence[tuple[int, int]]) -> int:
    """Return how many numbers are in ranges."""
    return sum(last - first + 1 for first, last in ranges)
