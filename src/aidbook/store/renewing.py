"""Backups on this computer follow the book to its new data key; copies elsewhere stay readable with the old one."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from aidbook.errors import UserError
from aidbook.store import backup, backup_file, backup_places, keys, slots
from aidbook.store.backup_file import BOOK, ERASED, KEYS, BackupFile, Manifest, Member
from aidbook.store.book import Book
from aidbook.store.progress import Progress, silent


def renew_backups(book: Book, old: bytes, new: bytes, progress: Progress = silent) -> int:
    """Encrypt the backups of this book here, and in its second place if that is in, under its new key.

    Returns how many could not be.

    Each is replaced whole or stays as it was. One that stays opens with the passphrases and keys that lie in it.
    """
    with book.another() as mine:
        here = [one for one in backup.list_backups(mine) if one.whole]
        second = backup_places.second_place(mine.identity.site)
        if second is not None and second.is_dir():
            here += [one for one in backup.list_backups(mine, second) if one.whole]
    left = 0
    for number, one in enumerate(here):
        progress(number, len(here))
        try:
            _renew(one, slots.slots_path(book.path).read_bytes(), (new, old))
        except (UserError, OSError):
            left += 1
    return left


def _renew(one: BackupFile, ring: bytes, candidates: tuple[bytes, bytes]) -> None:
    with tempfile.TemporaryDirectory(prefix="renewing", dir=one.path.parent) as name:
        folder = Path(name)
        said = backup_file.unpack(one.path, folder)
        if not _rekey(folder / BOOK, candidates):
            return
        parts: dict[str, Path | bytes] = {BOOK: folder / BOOK, KEYS: ring}
        if ERASED in said.files:
            parts[ERASED] = folder / ERASED
        backup_file.write(one.path, parts, _same(said))


def _same(said: Manifest) -> Callable[[dict[str, Member]], Manifest]:
    return lambda files: msgspec.structs.replace(said, files=files)


def _rekey(copy: Path, candidates: tuple[bytes, bytes]) -> bool:
    """Bring a copy to the newest key; tell whether it was not there already. Raises NotABook for a key of before."""
    connection, key = keys.open_file(copy, candidates)
    try:
        if key == candidates[0]:
            return False
        keys.rekey(connection, candidates[0])
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        connection.close()
    return True
