"""Queries on other sites: which are paired, what went to and came from them."""

from dataclasses import dataclass

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.sites import Site
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.columns import load, select_list
from aidbook.store.connection import Connection


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
