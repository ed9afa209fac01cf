"""Backups: made by themselves each day and before whatever could go wrong, verified, kept for 35 days.

A backup is made beside the open book, on a connection of its own: VACUUM INTO reads one state of it under the same key
while others go on writing. What came of it is opened and checked, put into one file, read back, and only then is there.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import aidbook
from aidbook import clock, paths
from aidbook.domain.declare import CHAPTERS, Chapter, Id
from aidbook.domain.entries import Header
from aidbook.errors import DiskFull, UserError
from aidbook.i18n import _
from aidbook.store import backup_file, durable, faults, local, swap, tokens
from aidbook.store.backup_file import BOOK, ERASED, KEYS, SUFFIX, BackupFile, Manifest, Member, Why
from aidbook.store.backup_keeping import too_many
from aidbook.store.book import Book
from aidbook.store.connection import Connection, DatabaseError
from aidbook.store.durable import NoRoom
from aidbook.store.ledger import Ledger
from aidbook.store.progress import Progress, silent

__all__ = ["BackupFile", "Why", "before", "daily", "is_due", "last_good", "list_backups", "make"]

_STEPS_BETWEEN_LOOKS = 20_000
_DAY_MS = 86_400_000

_Tips = dict[tuple[bytes, Chapter], tuple[int, bytes]]
"""The last number and head of every origin in every chapter."""


class NotSound(UserError):  # noqa: N818 - errors name the situation
    """What was to become a backup does not hold what the book holds; it was thrown away."""


# What others call


def make(
    book: Book, folder: Path | None = None, why: Why = "asked", progress: Progress = silent
) -> BackupFile:
    """Make a backup, verified, among those of this computer; with `folder`, put it there as well and return that one.

    The book may go on being written. Raises UserError; then there is none.
    """
    with book.another() as mine:
        if folder is not None:
            return copy_to(_unless_there(mine, why, progress), folder, progress)
        return _make(_signed(mine), why, progress)


def before(book: Book, why: Why, progress: Progress = silent) -> BackupFile | None:
    """Make sure that there is a backup of the book as it is now; None for a practice book, which needs none.

    Call it outside a transaction, before what may go wrong begins. Raises UserError; then that must not begin.
    """
    if book.practice:
        return None
    with book.another() as mine:
        return _unless_there(mine, why, progress)


def before_migration(connection: Connection, path: Path) -> None:
    """Make a backup of a book that is about to be brought to a newer schema."""
    source = _source(connection, path)
    if not _is_practice(source) and not swap.is_staged(path):
        _make(source, "migration", silent)


def daily(book: Book, progress: Progress = silent) -> BackupFile | None:
    """Make today's backup unless there is one, here and in the folder that was chosen; return it if one was made."""
    if is_due(book):
        return make(book, why="daily", progress=progress)
    thin(book.identity.site)
    return None


def is_due(book: Book) -> bool:
    """Tell whether the book has no good backup of today yet."""
    if book.practice:
        return False
    today = clock.today()
    return not any(clock.day_of(one.made) == today and _is_of(book, one) for one in _here(book))


def last_good(book: Book) -> int | None:
    """Return when the last good backup of this book on this computer was made, in ms; None if there is none."""
    origins = {origin.id.hex() for origin in book.ledger.origins()}
    return max((one.made for one in _here(book) if one.whole and one.origin in origins), default=None)


def list_backups(book: Book, folder: Path | None = None) -> list[BackupFile]:
    """Return the backups of the book's site on this computer, or in a folder, the latest first; damaged ones too."""
    site = book.identity.site
    return [one for one in backups_in(folder or folder_of(site)) if not one.whole or one.site == site]


def folder_of(site: Id) -> Path:
    """Return where this computer keeps the backups of a site's book."""
    return paths.data_dir() / "backups" / site[:16]


def backups_in(folder: Path) -> list[BackupFile]:
    """Return every backup in a folder, the latest first."""
    with suppress(OSError):
        found = [backup_file.look(path) for path in folder.glob(f"*{SUFFIX}") if path.is_file()]
        return sorted(found, key=lambda one: (one.made, one.path.name), reverse=True)
    return []


def backups_here() -> list[BackupFile]:
    """Return every backup that this computer keeps, of whichever book, the latest first."""
    folders = (paths.data_dir() / "backups").glob("*/")
    found = [one for folder in folders for one in backups_in(folder)]
    return sorted(found, key=lambda one: one.made, reverse=True)


def copy_to(one: BackupFile, folder: Path, progress: Progress = silent) -> BackupFile:
    """Put a backup into another folder or onto a stick, whole or not at all. Raises CannotWrite.

    What lies there stays: only who put it there knows how long it is wanted.
    """
    if not folder.is_dir():
        raise durable.CannotWrite(
            _("There is no folder {folder}.").format(folder=folder),
            _("Put the stick in, or choose another folder."),
        )
    if folder.resolve() == one.path.parent.resolve():
        return one
    durable.must_have_room(folder, one.size)
    path = _free_path(folder, one.path.name)

    def write(file: BinaryIO) -> str:
        return durable.copy_into(file, one.path, lambda done, _total: progress(done, 2 * one.size))

    durable.write_file(path, write, lambda done, _total: progress(one.size + done, 2 * one.size))
    return backup_file.look(path)


def thin(site: Id, folder: Path | None = None) -> None:
    """Remove the backups of a site that are too old or too many, on this computer or in a folder that it looks after."""
    _thin(folder or folder_of(site), site)


# Where from


@dataclass(frozen=True, slots=True)
class _Source:
    """A book to be copied: a connection of our own to it, where it lies, who writes it."""

    connection: Connection
    path: Path
    site: Id
    origin: str
    position: int
    bodies: int
    size: int


def _source(connection: Connection, path: Path) -> _Source:
    site = (local.get(connection, "site") or b"").decode()
    origin = (local.get(connection, "origin") or b"").hex()
    bodies = connection.execute("SELECT coalesce(max(n), 0) FROM body").fetchone()[0]
    pages, each = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return _Source(
        connection, path, site, origin, Ledger(connection).position(), bodies, int(pages) * int(each)
    )


def _is_practice(source: _Source) -> bool:
    row = source.connection.execute("SELECT practice FROM site WHERE id = ?", (source.site,)).fetchone()
    return bool(row and row[0])


def _signed(book: Book) -> _Source:
    """Return the book as a source once where it stands is signed, and noted outside the file."""
    tokens.remember(book)
    return _source(book.connection, book.path)


def _unless_there(book: Book, why: Why, progress: Progress) -> BackupFile:
    """Return a good backup of just what the book holds now; make one where there is none."""
    source = _source(book.connection, book.path)
    keys, erased = (_digest(_beside(source.path, suffix)) for suffix in (".keys", ".erased"))
    now = (source.origin, source.position, source.bodies, keys, erased, aidbook.__version__)
    for one in _here(book):
        if one.whole and (one.origin, one.position, one.bodies, one.keys, one.erased, one.version) == now:
            return one
    return _make(_signed(book), why, progress)


def _here(book: Book) -> list[BackupFile]:
    return backups_in(folder_of(book.identity.site))


def _is_of(book: Book, one: BackupFile) -> bool:
    return one.whole and one.origin == book.identity.origin.hex()


# Making


def _make(source: _Source, why: Why, progress: Progress) -> BackupFile:
    folder = folder_of(source.site)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(folder)
    try:
        made = _make_in(folder, source, why, progress)
    except (NoRoom, DiskFull):  # rather a new one than many old ones
        if not _thin(folder, source.site, harder=True):
            raise
        made = _make_in(folder, source, why, progress)
    _thin(folder, source.site)
    return made


def _make_in(folder: Path, source: _Source, why: Why, progress: Progress) -> BackupFile:
    now = clock.now_ms()
    durable.must_have_room(folder, 2 * source.size)
    copy = folder / f"{os.getpid()}-{secrets.token_hex(4)}.making"
    try:
        _copy_book(source, copy, progress)
        parts: dict[str, Path | bytes] = {BOOK: copy, KEYS: _beside(source.path, ".keys")}
        if erased := _beside(source.path, ".erased"):
            parts[ERASED] = erased

        def manifest(files: dict[str, Member]) -> Manifest:
            return Manifest(
                format=backup_file.FORMAT,
                version=aidbook.__version__,
                made=now,
                why=why,
                site=source.site,
                origin=source.origin,
                position=source.position,
                bodies=source.bodies,
                files=files,
            )

        path = _free_path(folder, _name(now))
        total = copy.stat().st_size
        backup_file.write(path, parts, manifest, lambda done, _total: progress(2 * total + done, 4 * total))
    finally:
        copy.unlink(missing_ok=True)
    return backup_file.look(path)


def _copy_book(source: _Source, copy: Path, progress: Progress) -> None:
    """Copy the book as it is at one moment, open the copy, and hold it against the book."""
    known, size = _tips(source.connection, "main"), source.size

    def copying() -> None:
        progress(min(_file_size(copy), size), 4 * size)

    with faults.told(source.connection), _watched(source.connection, copying):
        source.connection.execute("VACUUM INTO ?", (str(copy.absolute()),))
    copy.chmod(0o600)
    try:
        with (
            _attached(source.connection, copy),
            _watched(source.connection, lambda: progress(size, 4 * size)),
        ):
            _must_be_sound(source.connection)
            _must_hold_as_much(source.connection, known)
    except DatabaseError as error:
        raise _not_sound() from error


@contextmanager
def _attached(connection: Connection, copy: Path) -> Iterator[None]:
    """Open the copy under the book's own key, as `copy`."""
    connection.execute("ATTACH DATABASE ? AS copy", (str(copy.absolute()),))
    try:
        yield
    finally:
        with suppress(DatabaseError):  # the connection, which is the backup's own, is closed anyway
            connection.execute("DETACH DATABASE copy")


def _must_be_sound(connection: Connection) -> None:
    """Raise NotSound unless every page of the copy is as it was written, and its tables fit together."""
    pages = connection.execute("PRAGMA copy.cipher_integrity_check").fetchall()
    (state,) = connection.execute("PRAGMA copy.integrity_check(1)").fetchone()
    if pages or state != "ok":
        raise _not_sound()


def _must_hold_as_much(connection: Connection, known: _Tips) -> None:
    """Raise NotSound unless every chain in the copy is the book's, and as long as the book's was before."""
    ledger, copied = Ledger(connection), _tips(connection, "copy")
    as_long = all(stream in copied and copied[stream][0] >= seq for stream, (seq, _head) in known.items())
    same = all(
        ledger.head_at(Header(origin, chapter, seq)) == head
        for (origin, chapter), (seq, head) in copied.items()
    )
    if not (as_long and same):
        raise _not_sound()


def _tips(connection: Connection, schema: str) -> _Tips:
    """Return the last number and head of every origin in every chapter."""
    found: _Tips = {}
    for number, origin in connection.execute(f"SELECT n, id FROM {schema}.origin").fetchall():
        for chapter in CHAPTERS:
            row = connection.execute(
                f"SELECT seq, head FROM {schema}.entry WHERE origin = ? AND chapter = ? ORDER BY seq DESC LIMIT 1",
                (number, chapter),
            ).fetchone()
            if row:
                found[(origin, chapter)] = (row[0], row[1])
    return found


@contextmanager
def _watched(connection: Connection, look: Callable[[], None]) -> Iterator[None]:
    """Call `look` now and then while SQLite works; what it raises stops the work and leaves here."""
    raised: list[BaseException] = []

    def handle() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it
            raised.append(error)
            return 1
        return 0

    connection.set_progress_handler(handle, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
    if raised:
        raise raised[0]


# Files


def _name(moment: int) -> str:
    """Return a file name that says when, and nobody's name."""
    return f"aidbook-{clock.day_of(moment)}-{clock.time_of(moment).replace(':', '')}{SUFFIX}"


def _free_path(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name.removesuffix(SUFFIX)}-{number}{SUFFIX}", number + 1
    return path


def _file_size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def _beside(book: Path, suffix: str) -> bytes:
    with suppress(FileNotFoundError):
        return book.with_name(book.name + suffix).read_bytes()
    return b""


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=32).hexdigest() if data else ""


def _sweep(folder: Path) -> None:
    """Remove what a power cut left half made."""
    old = clock.now_ms() - _DAY_MS
    for path in (*folder.glob("*.making*"), *folder.glob(f"*{SUFFIX}.part"), *folder.glob("renewing*")):
        with suppress(OSError):
            if path.stat().st_mtime * 1000 < old:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _thin(folder: Path, site: Id, *, harder: bool = False) -> bool:
    """Remove backups of a site that are too old or too many; tell whether there were any."""
    ours: Iterable[BackupFile] = [one for one in backups_in(folder) if one.whole and one.site == site]
    gone = too_many(ours, clock.now_ms(), harder=harder)
    for one in gone:
        with suppress(OSError):
            one.path.unlink()
    return bool(gone)


def _not_sound() -> NotSound:
    return NotSound(
        _("The backup did not come out as the book is: it was thrown away."),
        _("Look whether the book is whole, then make a backup onto another disk or stick."),
    )
