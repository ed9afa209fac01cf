"""Checking a book: the file, the chain, the signatures, and that what is shown is what the ledger says.

A check reads in one state of the book while others go on writing, holds nothing in memory but counts, tells how far it
is, and can be stopped at any moment. What it found last is kept, for who asks what needs attention.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from nacl.signing import SigningKey

from aidbook import clock
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import CHAPTERS, Chapter
from aidbook.domain.entries import NO_HEAD, Header, body_hash, next_head
from aidbook.errors import Damaged, Fault
from aidbook.i18n import _, ngettext
from aidbook.store import forks, local
from aidbook.store.body import decode
from aidbook.store.book import Book
from aidbook.store.connection import Connection, DatabaseError, rehearsal, snapshot, transaction
from aidbook.store.faults import cut_off, explain
from aidbook.store.fold import VIEW_TABLES
from aidbook.store.ledger import Origin, is_certified
from aidbook.store.progress import Progress, silent, told
from aidbook.store.refold import fold_all
from aidbook.store.refolding import BOOK, dropped, folded_beside
from aidbook.store.sites import sign_key
from aidbook.store.watching import watched

_LAST = "last check"
_WHOLE = 1000
_MANY = 20

Findings = tuple[str, ...]
"""What is wrong, in sentences; none means that all is well."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was made: when, in ms, and what it found."""

    at: int
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of a check, and its share of the time in thousandths; `apart` sees to its own state of the book."""

    look: Callable[[Book, Progress], Iterator[str]]
    share: int
    apart: bool = False


def check(book: Book, progress: Progress | None = None) -> Findings:
    """Return what is wrong with a book, which is left as it was. What `progress` raises stops the check."""
    tell, found, done = progress or silent, list[str](), 0
    for step in _STEPS:
        found += _looked(book, step, done, tell)
        done += step.share
    tell(_WHOLE, _WHOLE)
    return tuple(dict.fromkeys(found))


def _looked(book: Book, step: _Step, before: int, tell: Progress) -> list[str]:
    def part(done: int, total: int) -> None:
        tell(before + step.share * done // max(total, 1), _WHOLE)

    part(0, 1)
    found: list[str] = []
    try:
        with nullcontext() if step.apart else snapshot(book.connection):
            found += step.look(book, part)
    except (DatabaseError, Fault, OSError) as error:
        fault = explain(error, book.path)
        if fault is None and isinstance(error, OSError):
            raise
        if fault is not None and not isinstance(fault, Damaged):  # no room for the scratch file, say
            raise fault from error
        found.append(_("Part of the file cannot be read: it is damaged."))
    return found


def check_and_remember(book: Book, progress: Progress | None = None) -> Findings:
    """Check a book and keep what was found, where the book can still be written; return it."""
    findings = check(book, progress)
    with suppress(Fault), transaction(book.connection):
        kept = msgspec.json.encode(Checked(clock.now_ms(), findings))
        local.put(book.connection, _LAST, kept)
    return findings


def last_check(connection: Connection) -> Checked | None:
    """Return the last check of this file that was kept, or None; its sentences are in the language of then."""
    kept = local.get(connection, _LAST)
    with suppress(msgspec.DecodeError):
        return msgspec.json.decode(kept, type=Checked) if kept else None
    return None


# The file


def _log(book: Book, _progress: Progress) -> Iterator[str]:
    """Yield that the last thing written may be missing, where the file beside the book ended in the middle."""
    if book.was_cut_off:
        yield cut_off()


def _damage(book: Book, progress: Progress) -> Iterator[str]:
    rows = book.connection.execute("PRAGMA cipher_integrity_check").fetchall()
    pages = [int(number) for (text,) in rows for number in re.findall(r"\d+", text)[-1:]]
    if rows:
        named = ", ".join(map(str, pages[:_MANY])) + (" …" if len(pages) > _MANY else "")
        text = ngettext(
            "The file is damaged in {n} place: something changed it from outside. Page: {pages}.",
            "The file is damaged in {n} places: something changed it from outside. Pages: {pages}.",
            len(rows),
        )
        yield text.format(n=len(rows), pages=named)
    # FTS5 takes note of what another connection wrote when it is asked something; its own check before that cries wolf.
    book.connection.execute("SELECT 1 FROM search WHERE search MATCH 'a' LIMIT 1").fetchone()
    with watched(book.connection, lambda: progress(1, 2)):
        (state,) = book.connection.execute("PRAGMA integrity_check(1)").fetchone()
        apart = book.connection.execute("PRAGMA foreign_key_check").fetchone()
    if state != "ok" or apart:
        yield _("The file is damaged inside: its tables do not fit together.")


# The ledger


def _bodies(book: Book, progress: Progress = silent) -> Iterator[str]:
    """Yield where a body is not the one its entry names, or is filed wrongly."""
    rows = book.connection.execute(
        "SELECT b.hash, b.bytes, b.kind, b.subject, b.action, b.written, b.site,"
        " (SELECT group_concat(DISTINCT e.chapter) FROM standing e JOIN origin o ON o.n = e.origin"
        " WHERE e.hash = b.hash AND o.site = b.site), EXISTS (SELECT 1 FROM standing e WHERE e.hash = b.hash)"
        " FROM body b"
    )
    altered = misfiled = misplaced = stray = 0
    total = _rows_of(book, "body")
    for name, raw, *filed, chapters, anywhere in told(rows, progress, 0, total):
        body = decode(raw)
        said = [body.kind, body.subject, body.action, body.written] if body else ["", "", "", 0]
        kind = KINDS.get(body.kind) if body else None
        altered += body_hash(raw) != name
        misfiled += filed[:4] != said or (bool(anywhere) and chapters is None)
        misplaced += kind is not None and chapters is not None and chapters != kind.chapter
        stray += not anywhere
    if altered:
        yield _("{n} entries were changed after they were written.").format(n=altered)
    if misfiled:
        yield _("{n} entries are filed under something else than what they say.").format(n=misfiled)
    if misplaced:
        yield _("{n} entries stand in a chapter where they do not belong.").format(n=misplaced)
    if stray:
        yield _("{n} entries have lost their place in the ledger: something removed it.").format(n=stray)


def _rows_of(book: Book, table: str) -> int:
    count: int = book.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


def _chains(book: Book, progress: Progress) -> Iterator[str]:
    """Yield where an origin's entries have a gap, or do not add up to the heads kept with them."""
    tips, before = book.ledger.have(), 0
    total = sum(tips.values())
    progress(0, 1)
    for origin in book.ledger.origins():
        for chapter in CHAPTERS:
            yield from _chain(book.connection, origin, chapter, _shifted(progress, before, total))
            before += tips.get((origin.id, chapter), 0)


def _shifted(progress: Progress, before: int, total: int) -> Progress:
    """Return what tells `progress` of a part that begins after `before` steps of all."""
    return lambda done, _total: progress(before + done, total)


def _chain(connection: Connection, origin: Origin, chapter: Chapter, progress: Progress) -> Iterator[str]:
    at, head = 0, NO_HEAD
    rows = connection.execute(
        "SELECT seq, hash, head FROM entry WHERE origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ?"
        " ORDER BY seq",
        (origin.id, chapter),
    )
    for seq, name, kept in told(rows, progress, 0, 0):
        if seq != at + 1:
            yield _("Entries are missing from the ledger, before the last ones.")
            return
        at, head = seq, next_head(head, Header(origin.id, chapter, seq), name)
        if head != kept:
            yield _("The ledger's chain is broken: an entry or its place was changed.")
            return


def _forks(book: Book, progress: Progress) -> Iterator[str]:
    """Yield where a second branch does not add up, or its writer's word for it does not fit."""
    keys = {origin.id: origin.key for origin in book.ledger.origins()}
    trees = forks.trees(book.connection)
    for (origin, chapter), tree in told(trees.items(), progress, 0, len(trees)):
        for node in tree.nodes.values():
            if next_head(node.before, Header(origin, chapter, node.seq), node.hash) != node.head:
                yield _("The ledger's chain is broken: an entry or its place was changed.")
        if not all(leaf.is_by(keys[origin]) for leaf in tree.leaves):
            yield _("A signature in the ledger does not fit.")


def _signatures(book: Book, _progress: Progress = silent) -> Iterator[str]:
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


def _waiting(book: Book, _progress: Progress) -> Iterator[str]:
    """Yield where what waits for others is not what it is named."""
    rows = book.connection.execute(
        "SELECT hash, bytes FROM waiting WHERE bytes IS NOT NULL UNION ALL SELECT hash, bytes FROM unclaimed"
    )
    if any(body_hash(raw) != name for name, raw in rows):
        yield _("Entries that wait for others were changed after they came.")


# The views


def _views(book: Book, progress: Progress) -> Iterator[str]:
    """Yield what the book shows differently from what its ledger says."""
    with rehearsal(book.connection):  # a moment only: nobody else can write inside
        book.connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    with folded_beside(book, progress) as scratch:
        with watched(scratch, lambda: progress(1, 1)):
            said, shown = view_digests(scratch, "main"), view_digests(scratch, BOOK)
        if dropped(scratch):
            yield _("Entries about somebody who was erased are still here.")
    for table, digest in said.items():
        if shown[table] != digest:
            yield _("What the book shows of {what} is not what its ledger says.").format(what=_name_of(table))


def rebuild(book: Book, progress: Progress = silent) -> None:
    """Fold the whole ledger again, all of it or nothing; what `progress` raises leaves the book as it was."""
    with transaction(book.connection):
        fold_all(book.connection, progress)


def view_digests(connection: Connection, schema: str = "main") -> dict[str, str]:
    """Return a digest of what each view holds, the same for the same content."""
    digests = {table: _digest(connection, schema, table) for table in VIEW_TABLES if table != "search_row"}
    digests["search"] = _digest_of(
        connection.execute(
            f"SELECT r.id, r.kind, r.home, s.text FROM {schema}.search_row r LEFT JOIN {schema}.search s ON s.rowid = r.n"
            f" UNION ALL SELECT '', '', '', s.text FROM {schema}.search s"
            f" WHERE s.rowid NOT IN (SELECT n FROM {schema}.search_row) ORDER BY 1, 2, 3, 4"
        )
    )
    return digests


def _digest(connection: Connection, schema: str, table: str) -> str:
    columns = connection.execute(f'PRAGMA {schema}.table_info("{table}")').fetchall()
    keys = [name for _n, name, *_rest, place in sorted(columns, key=lambda one: one[5]) if place]
    names = ", ".join(f'"{column[1]}"' for column in columns)
    order = ", ".join(f'"{key}"' for key in keys)
    return _digest_of(connection.execute(f'SELECT {names} FROM {schema}."{table}" ORDER BY {order}'))


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


_STEPS = (
    _Step(_log, 0),
    _Step(_damage, 120),
    _Step(_bodies, 180),
    _Step(_chains, 80),
    _Step(_forks, 0),
    _Step(_signatures, 10),
    _Step(_waiting, 10),
    _Step(_views, 600, apart=True),
)
