"""Backups: made by themselves each day and before whatever could go wrong, verified, kept for 35 days.

A backup is made beside the open book, on a connection of its own: VACUUM INTO reads one state of it under the same key
while others go on writing. What came of it is opened and checked, put into one file, read back, and only then is there.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import aidbook
from aidbook import clock, paths
from aidbook.domain.declare import Id
from aidbook.errors import DiskFull
from aidbook.i18n import _
from aidbook.store import backup_file, durable, swap, tokens
from aidbook.store.backup_copies import by_copy, whether_ours
from aidbook.store.backup_file import SUFFIX, BackupFile, Why
from aidbook.store.backup_keeping import is_ahead, too_many
from aidbook.store.backup_making import NotSound, Source, beside, digest_of, free_path, make_in, source_of
from aidbook.store.book import Book
from aidbook.store.connection import Connection
from aidbook.store.durable import NoRoom
from aidbook.store.progress import Progress, silent

__all__ = [
    "BackupFile",
    "NotSound",
    "Why",
    "before",
    "daily",
    "is_due",
    "last_good",
    "list_backups",
    "make",
    "whether_ours",
]

_DAY_MS = 86_400_000


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
    source = source_of(connection, path)
    if not _is_practice(source) and not swap.is_staged(path):
        _make(source, "migration", silent)


def daily(book: Book, progress: Progress = silent) -> BackupFile | None:
    """Make today's backup unless there is one, here and in the folder that was chosen; return it if one was made."""
    if is_due(book):
        return make(book, why="daily", progress=progress)
    thin(book)
    return None


def is_due(book: Book) -> bool:
    """Tell whether the book has no good backup of today yet."""
    if book.practice:
        return False
    today = clock.today()
    return not any(clock.day_of(one.made) == today and _is_of(book, one) for one in _here(book))


def last_good(book: Book) -> int | None:
    """Return when the last good backup of this copy of the book on this computer was made, in ms; None without any.

    What was made under a clock that was ahead does not count: it would be the last one for years.
    """
    return max((one.made for one in ours_in_time(book, _here(book))), default=None)


def ours_in_time(book: Book, found: Iterable[BackupFile]) -> Iterator[BackupFile]:
    """Yield, of backups that were found, the good ones of this copy of the book that are not from a moment to come."""
    now = clock.now_ms()
    return (one for one in filter(whether_ours(book.connection), found) if not is_ahead(one, now))


def list_backups(book: Book, folder: Path | None = None) -> list[BackupFile]:
    """Return the backups of the book's site on this computer, or in a folder, the latest first; damaged ones too.

    They may be another copy's of the book: `whether_ours` tells.
    """
    found = backups_in(folder) if folder else _here(book)
    return [one for one in found if not one.whole or one.site == book.identity.site]


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
    with suppress(OSError):
        folders = (paths.data_dir() / "backups").glob("*/")
        found = [one for folder in folders for one in backups_in(folder)]
        return sorted(found, key=lambda one: one.made, reverse=True)
    return []


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
    path = free_path(folder, one.path.name)

    def write(file: BinaryIO) -> str:
        return durable.copy_into(file, one.path, lambda done, _total: progress(done, 2 * one.size))

    durable.write_file(path, write, lambda done, _total: progress(one.size + done, 2 * one.size))
    return backup_file.look(path)


def thin(book: Book, folder: Path | None = None) -> None:
    """Remove the backups that are too old or too many, each copy's for itself, here or in a folder that is looked after."""
    site = book.identity.site
    with suppress(OSError):
        _thin(folder or folder_of(site), site, book.connection)


# Where from


def _is_practice(source: Source) -> bool:
    row = source.connection.execute("SELECT practice FROM site WHERE id = ?", (source.site,)).fetchone()
    return bool(row and row[0])


def _signed(book: Book) -> Source:
    """Return the book as a source once where it stands is signed, and noted outside the file."""
    tokens.remember(book)
    return source_of(book.connection, book.path)


def _unless_there(book: Book, why: Why, progress: Progress) -> BackupFile:
    """Return a good backup of just what the book holds now; make one where there is none."""
    source = source_of(book.connection, book.path)
    keys, erased = (digest_of(beside(source.path, suffix)) for suffix in (".keys", ".erased"))
    now = (source.origin, source.position, source.bodies, keys, erased, aidbook.__version__)
    for one in _here(book):
        if one.whole and (one.origin, one.position, one.bodies, one.keys, one.erased, one.version) == now:
            return one
    return _make(_signed(book), why, progress)


def _here(book: Book) -> list[BackupFile]:
    """Return the backups of the book's site on this computer; none where the program's own folder cannot be had."""
    with suppress(OSError):
        return backups_in(folder_of(book.identity.site))
    return []


def _is_of(book: Book, one: BackupFile) -> bool:
    return one.whole and one.origin == book.identity.origin.hex()


# Making


def _make(source: Source, why: Why, progress: Progress) -> BackupFile:
    folder = folder_of(source.site)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(folder)
    try:
        made = make_in(folder, source, why, progress)
    except (NoRoom, DiskFull):  # rather a new one than many old ones
        if not _thin(folder, source.site, source.connection, harder=True):
            raise
        made = make_in(folder, source, why, progress)
    _thin(folder, source.site, source.connection)
    return made


# Keeping


def _sweep(folder: Path) -> None:
    """Remove what a power cut left half made."""
    old = clock.now_ms() - _DAY_MS
    for path in (*folder.glob("*.making*"), *folder.glob(f"*{SUFFIX}.part"), *folder.glob("renewing*")):
        with suppress(OSError):
            if path.stat().st_mtime * 1000 < old:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _thin(folder: Path, site: Id, connection: Connection, *, harder: bool = False) -> bool:
    """Remove backups of a site that are too old or too many; tell whether there were any."""
    found = [one for one in backups_in(folder) if one.whole and one.site == site]
    copies, now = by_copy(connection, found), clock.now_ms()
    gone = [one for each in copies for one in too_many(each, now, harder=harder)]
    for one in gone:
        with suppress(OSError):
            one.path.unlink()
    return bool(gone)
