"""Concerns about the book itself: its backup, what waits for others, what others asked for, whose clock is wrong."""

from collections.abc import Iterator

from aidbook import clock
from aidbook.domain.attention import concern_key
from aidbook.domain.declare import Id
from aidbook.store import backup, claims, erasure, origins
from aidbook.store.attention.values import (
    Asked,
    Awaited,
    ClockAhead,
    Copied,
    Damaged,
    Forked,
    Incomplete,
    NoRecovery,
    NotHandedOver,
    Overdue,
    Uncounted,
)
from aidbook.store.book import Book
from aidbook.store.check import last_check
from aidbook.store.forks import forks
from aidbook.store.people import recovery_state
from aidbook.store.refold import incomplete
from aidbook.store.sites import received_numbers

_HOUR_MS = 3_600_000
_CLOCK_MS = _HOUR_MS
"""Two laptops whose clocks differ by less agree well enough; the warning at opening says so too."""
_MOST_BUNDLES = 5
_DAY_MS = 24 * _HOUR_MS
_BACKUP_MS = 3 * _DAY_MS


def damage(book: Book) -> Iterator[Damaged]:
    """Yield it where the last check of this file found something wrong."""
    checked = last_check(book.connection)
    if checked is not None and checked.findings:
        yield Damaged(concern_key("damaged", checked.at), checked.findings, checked.at)


def copies(book: Book) -> Iterator[Copied]:
    """Yield what happened to this copy of the book alone: it was copied, restored, brought together with another."""
    for note in origins.notes(book.connection):
        yield Copied(concern_key("copied", note.n, note.at), note.sentence, note.remedy, note.at)


def forked(book: Book) -> Iterator[Forked]:
    """Yield the sites of which two branches are here that nobody brought together yet."""
    for fork in forks(book.connection):
        own = fork.site == book.identity.site
        key = concern_key("forked", fork.origin.hex(), fork.entries)
        yield Forked(key, site_name(book, fork.site), own, fork.entries)


def recovery(book: Book) -> Iterator[NoRecovery]:
    """Yield it where no recovery sheet is known to work; a practice book needs none."""
    state = "proved" if book.practice else recovery_state(book)
    if state != "proved":
        yield NoRecovery(concern_key("recovery", state), printed=state == "printed")


def backup_overdue(book: Book) -> Iterator[Overdue]:
    """Yield it where three days went by without a good backup; a practice book needs none."""
    if book.practice:
        return
    last = backup.last_good(book)
    since = last if last is not None else _begun(book)
    if since is not None and clock.now_ms() - since > _BACKUP_MS:
        yield Overdue(concern_key("backup", last), last)


def _begun(book: Book) -> int | None:
    """Return when the first action was written, in ms."""
    row = book.connection.execute("SELECT min(written) FROM action").fetchone()
    return row[0] if row else None


def awaited(book: Book) -> Iterator[Awaited]:
    """Yield the sites of which entries wait for others that never came."""
    missing: dict[Id, int] = {}
    rows = book.connection.execute(
        "SELECT o.id, o.site, r.chapter, min(r.first) FROM waiting_run r JOIN origin o ON o.n = r.origin"
        " GROUP BY r.origin, r.chapter"
    )
    for origin, site, chapter, first in rows.fetchall():
        tip, _head = book.ledger.tip(origin, chapter)
        missing[site] = missing.get(site, 0) + max(1, first - tip - 1)
    for site, entries in sorted(missing.items()):
        bundles = tuple(missing_bundles(book, site))
        yield Awaited(concern_key("awaited", site, entries), site, site_name(book, site), entries, bundles)


def missing_bundles(book: Book, site: str) -> list[int]:
    """Return the numbers of a site's bundles that never came although later ones did, the last few of them."""
    numbers = received_numbers(book, site)
    return [n for n in range(1, max(numbers, default=0)) if n not in numbers][-_MOST_BUNDLES:]


def clocks(book: Book) -> Iterator[ClockAhead]:
    """Yield the sites that wrote something later than now: this computer's clock is behind, or theirs was ahead."""
    rows = book.connection.execute(
        "SELECT a.site, coalesce(s.name, ''), max(a.written), count(*) FROM action a LEFT JOIN site s ON s.id = a.site"
        " WHERE a.written > ? GROUP BY a.site ORDER BY a.site",
        (clock.now_ms() + _CLOCK_MS,),
    )
    for site, name, written, entries in rows.fetchall():
        key = concern_key("clock", site, written)
        yield ClockAhead(key, name, site == book.identity.site, written, entries)


def incomplete_chapters(book: Book) -> Iterator[Incomplete]:
    """Yield the chapters that hold what only a newer program understands."""
    for chapter in sorted(incomplete(book.connection)):
        yield Incomplete(concern_key("incomplete", chapter), chapter)


# What others asked for


def erasures_asked(book: Book) -> Iterator[Asked]:
    """Yield whom other sites ask this one to forget."""
    for asked in erasure.erasures_asked(book.connection):
        row = book.connection.execute(
            f"SELECT coalesce(name, '') FROM \"{asked.about}\" WHERE id = ? AND kept = 1", (asked.of,)
        ).fetchone()
        if row:
            key = concern_key("asked", asked.id)
            yield Asked(
                key, asked.id, asked.about, asked.of, row[0], site_name(book, asked.site), asked.written
            )


def uncounted(book: Book) -> Iterator[Uncounted]:
    """Yield what other sites said of facts that are not theirs to take back."""
    for void in claims.uncounted_voids(book.connection):
        may = claims.may_void(book.connection, void.kind, void.id, book.identity.site)
        own = void.site == book.identity.site
        key = concern_key("uncounted", void.hash.hex())
        site = site_name(book, void.site)
        yield Uncounted(key, void.kind, void.id, site, own, void.written, void.stands, may)


def not_handed_over(book: Book) -> Iterator[NotHandedOver]:
    """Yield what sites handed over that is not theirs, once for each record, the last word of each site."""
    last = {(one.kind, one.id, one.site): one for one in claims.uncounted_hand_overs(book.connection)}
    for one in last.values():
        home = claims.home_of(book.connection, one.kind, one.id)
        own = book.identity.site
        key = concern_key("not-handed-over", one.hash.hex())
        site, to = site_name(book, one.site), site_name(book, one.to)
        yield NotHandedOver(
            key, one.kind, one.id, site, one.site == own, one.to, to, one.written, home == own
        )


def site_name(book: Book, site: Id) -> str:
    """Return what a site is called, "" for one that is not known."""
    row = book.connection.execute("SELECT coalesce(name, '') FROM site WHERE id = ?", (site,)).fetchone()
    return row[0] if row else ""
