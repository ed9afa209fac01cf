"""Checking a book: the file, the chain, the signatures, and that what is shown is what the ledger says."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from nacl.signing import SigningKey

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import CHAPTERS, Chapter
from aidbook.domain.entries import NO_HEAD, Header, body_hash, next_head
from aidbook.i18n import _
from aidbook.store.body import decode
from aidbook.store.book import Book
from aidbook.store.connection import Connection, DatabaseError, rehearsal
from aidbook.store.fold import VIEW_TABLES
from aidbook.store.ledger import Origin, is_certified
from aidbook.store.refold import fold_all
from aidbook.store.sites import sign_key

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""

_IN_ORDER = {
    "setting": "kind, subject, field, hash",
    "replaced": "subject, kind, field, hash",
    "claim": "kind, field, subject, hash",
    "disputed": "kind, subject, field",
    "uncounted": "kind, subject, hash",
    "unfolded": "hash",
    "erasing": "hash",
    "stock": "site, lot, place",
}


Findings = tuple[str, ...]
"""What is wrong, in sentences; none means that all is well."""


def check(book: Book, progress: Progress | None = None) -> Findings:
    """Return what is wrong with a book. It is left as it was."""
    steps: list[Callable[[Book], Iterator[str]]] = [
        _damage, _bodies, _chains, _signatures, _waiting, _views
    ]  # fmt: skip
    found: list[str] = []
    for done, step in enumerate(steps):
        if progress is not None:
            progress(done, len(steps))
        try:
            found += step(book)
        except DatabaseError:
            found.append(_("Part of the file cannot be read: it is damaged."))
    if progress is not None:
        progress(len(steps), len(steps))
    return tuple(dict.fromkeys(found))


# The file


def _damage(book: Book) -> Iterator[str]:
    pages = book.connection.execute("PRAGMA cipher_integrity_check").fetchall()
    if pages:
        yield _("The file is damaged in {n} places: something changed it from outside.").format(n=len(pages))
    # FTS5 takes note of what another connection wrote when it is asked something; its own check before that cries wolf.
    book.connection.execute("SELECT 1 FROM search WHERE search MATCH 'a' LIMIT 1").fetchone()
    (state,) = book.connection.execute("PRAGMA integrity_check(1)").fetchone()
    if state != "ok" or book.connection.execute("PRAGMA foreign_key_check").fetchone():
        yield _("The file is damaged inside: its tables do not fit together.")


# The ledger


def _bodies(book: Book) -> Iterator[str]:
    """Yield where a body is not the one its entry names, or is filed wrongly."""
    rows = book.connection.execute(
        "SELECT b.hash, b.bytes, b.kind, b.subject, b.action, b.written, b.site,"
        " (SELECT group_concat(DISTINCT e.chapter) FROM entry e WHERE e.hash = b.hash),"
        " EXISTS (SELECT 1 FROM entry e JOIN origin o ON o.n = e.origin WHERE e.hash = b.hash AND o.site = b.site)"
        " FROM body b"
    )
    altered = misfiled = misplaced = stray = 0
    for name, raw, *filed, chapters, of_site in rows:
        body = decode(raw)
        said = [body.kind, body.subject, body.action, body.written] if body else ["", "", "", 0]
        kind = KINDS.get(body.kind) if body else None
        altered += body_hash(raw) != name
        misfiled += filed[:4] != said or (chapters is not None and not of_site)
        misplaced += kind is not None and chapters is not None and chapters != kind.chapter
        stray += chapters is None
    if altered:
        yield _("{n} entries were changed after they were written.").format(n=altered)
    if misfiled:
        yield _("{n} entries are filed under something else than what they say.").format(n=misfiled)
    if misplaced:
        yield _("{n} entries stand in a chapter where they do not belong.").format(n=misplaced)
    if stray:
        yield _("{n} entries have lost their place in the ledger: something removed it.").format(n=stray)


def _chains(book: Book) -> Iterator[str]:
    """Yield where an origin's entries have a gap, or do not add up to the heads kept with them."""
    for origin in book.ledger.origins():
        for chapter in CHAPTERS:
            yield from _chain(book.connection, origin, chapter)


def _chain(connection: Connection, origin: Origin, chapter: Chapter) -> Iterator[str]:
    at, head = 0, NO_HEAD
    rows = connection.execute(
        "SELECT seq, hash, head FROM entry WHERE origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ?"
        " ORDER BY seq",
        (origin.id, chapter),
    )
    for seq, name, kept in rows:
        if seq != at + 1:
            yield _("Entries are missing from the ledger, before the last ones.")
            return
        at, head = seq, next_head(head, Header(origin.id, chapter, seq), name)
        if head != kept:
            yield _("The ledger's chain is broken: an entry or its place was changed.")
            return


def _signatures(book: Book) -> Iterator[str]:
    """Yield what is not signed as it should be: origins by their sites, entries by their origins."""
    signed = {(s.header.origin, s.header.chapter): s for s in book.ledger.signed_heads()}
    for origin in book.ledger.origins():
        if not _has_certificate(book, origin):
            yield _("Entries come from a writer that no known site vouches for.")
        for chapter in CHAPTERS:
            tip, _head = book.ledger.tip(origin.id, chapter)
            word = signed.get((origin.id, chapter))
            if word is None:
                if tip and origin.id != book.identity.origin:
                    yield _("Entries of another book are here that their writer never signed.")
                continue
            if not word.is_by(origin.key):
                yield _("A signature in the ledger does not fit.")
            elif tip < word.header.seq:
                yield _("The last entries are missing from the ledger: their writer had signed them.")
            elif book.ledger.head_at(word.header) != word.head:
                yield _("The ledger's chain is not the one its writer signed.")
            elif tip > word.header.seq and origin.id != book.identity.origin:
                yield _("Entries of another book are here that their writer never signed.")


def _has_certificate(book: Book, origin: Origin) -> bool:
    if origin.site == book.identity.site:
        key: bytes | None = SigningKey(book.identity.secrets.sign_seed).verify_key.encode()
    else:
        key = sign_key(book.connection, origin.site)
    return key is not None and is_certified(origin, key)


def _waiting(book: Book) -> Iterator[str]:
    """Yield where what waits for others is not what it is named."""
    rows = book.connection.execute("SELECT hash, bytes FROM waiting WHERE bytes IS NOT NULL")
    if any(body_hash(raw) != name for name, raw in rows):
        yield _("Entries that wait for others were changed after they came.")


# The views


def _views(book: Book) -> Iterator[str]:
    """Yield what the book shows differently from what its ledger says."""
    with rehearsal(book.connection):
        book.connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        shown = view_digests(book.connection)
        rebuild(book)
        said = view_digests(book.connection)
    for table, digest in said.items():
        if shown[table] != digest:
            yield _("What the book shows of {what} is not what its ledger says.").format(what=_name_of(table))


def rebuild(book: Book) -> None:
    """Fold the whole ledger again, in the caller's transaction."""
    fold_all(book.connection)


def view_digests(connection: Connection) -> dict[str, str]:
    """Return a digest of what each view holds, the same for the same content."""
    digests = {table: _digest(connection, table) for table in VIEW_TABLES if table != "search_row"}
    digests["search"] = _digest_of(
        connection.execute(
            "SELECT r.id, r.kind, r.home, s.text FROM search_row r LEFT JOIN search s ON s.rowid = r.n"
            " UNION ALL SELECT '', '', '', s.text FROM search s WHERE s.rowid NOT IN (SELECT n FROM search_row)"
            " ORDER BY 1, 2, 3, 4"
        )
    )
    return digests


def _digest(connection: Connection, table: str) -> str:
    return _digest_of(connection.execute(f'SELECT * FROM "{table}" ORDER BY {_IN_ORDER.get(table, "id")}'))


def _digest_of(rows: Any) -> str:  # noqa: ANN401 - a cursor
    digest = hashlib.blake2b(digest_size=16)
    for row in rows:
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _name_of(table: str) -> str:
    names = {
        "member": _("members"),
        "household": _("households"),
        "tie": _("who was where"),
        "item": _("items"),
        "lot": _("lots"),
        "place": _("places"),
        "stock": _("stock"),
        "movement": _("movements"),
        "count": _("counts"),
        "distribution": _("distributions"),
        "sign_up": _("sign-ups"),
        "visit": _("visits"),
        "gift": _("gifts"),
        "site": _("sites"),
        "action": _("history"),
        "search": _("search"),
    }
    return names.get(table, _("its other records"))
