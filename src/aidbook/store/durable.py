"""Writing a file such that, once it is said to be there, it is there: whole, read back, and through to the medium."""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.progress import Progress

PIECE = 1024 * 1024
MAX_FAT_FILE = (1 << 32) - 1
_SPARE = 1024 * 1024
"""What a folder's own entry and a file's edges may take."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}


class CannotWrite(UserError):  # noqa: N818 - errors name the situation
    """The file could not be written where it was wanted; nothing is there."""


class NoRoom(CannotWrite):
    """There is not enough room for it."""


def new_digest() -> "hashlib.blake2b":
    """Return the digest that names a file's content."""
    return hashlib.blake2b(digest_size=32)


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what is left of an open file, piece by piece."""
    while piece := file.read(PIECE):
        yield piece


def must_have_room(folder: Path, size: int) -> None:
    """Raise NoRoom or CannotWrite unless a file of this size can be written into a folder."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise in_words(folder, error) from error
    if free < size + _SPARE:
        raise _no_room(folder)


def write_file(path: Path, write: Callable[[BinaryIO], str], progress: Progress) -> None:
    """Write a file whole or not at all: `write` fills it and returns its digest, then it is read back and renamed.

    `progress` is told while it is read back. Raises CannotWrite; then there is nothing there that was not before.
    """
    part = path.with_name(path.name + ".part")
    try:
        with _open_private(part) as file:
            digest = write(file)
            file.flush()
            os.fsync(file.fileno())
        _must_read_back(part, digest, progress)
        part.replace(path)
        sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise in_words(path.parent, error) from error
        raise


def _must_read_back(part: Path, digest: str, progress: Progress) -> None:
    if digest_on_medium(part, progress) != digest:
        raise _unsound(part.parent)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a small file whole or not at all, and through to the medium; what was there before is replaced."""

    def write(file: BinaryIO) -> str:
        file.write(data)
        return _digest_of([data])

    write_file(path, write, lambda _done, _total: None)


def copy_into(file: BinaryIO, source: Path, progress: Progress) -> str:
    """Copy a file into an open one, and return the digest of what it holds."""
    digest, total = new_digest(), source.stat().st_size
    if total > MAX_FAT_FILE:
        file.truncate(total)  # a stick that takes no such file says so now, not after 4 GB
    with source.open("rb") as from_:
        for piece in _told(pieces(from_), total, progress):
            file.write(piece)
            digest.update(piece)
    return digest.hexdigest()


def digest_on_medium(path: Path, progress: Progress) -> str:
    """Return the digest of what lies on the medium, where the system lets us ask for that."""
    total = path.stat().st_size
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return _digest_of(_told(pieces(file), total, progress))


def _told(read: Iterable[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for piece in read:
        progress(done, total)
        done += len(piece)
        yield piece


def _digest_of(read: Iterable[bytes]) -> str:
    digest = new_digest()
    for piece in read:
        digest.update(piece)
    return digest.hexdigest()


def _open_private(path: Path) -> BinaryIO:
    """Open a new file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "wb")


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call and some drivers refuse it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def in_words(folder: Path, error: OSError) -> CannotWrite:
    """Return what the system's error means for somebody who writes into a folder."""
    if error.errno in _FULL:
        return _no_room(folder)
    if error.errno == errno.EFBIG:
        return CannotWrite(
            _("{folder} takes no file of this size: most sticks end at 4 GB in one file.").format(
                folder=folder
            ),
            _("Take a stick that is formatted as exFAT or NTFS, or a folder on a disk."),
        )
    if error.errno in _CLOSED:
        return CannotWrite(
            _("{folder} may not be written to: it is read-only.").format(folder=folder),
            _("Some sticks have a small switch for it. Choose another stick or folder."),
        )
    return CannotWrite(
        _("{folder} is gone, or does not answer.").format(folder=folder),
        _("Put the stick or disk in again, or choose another folder."),
    )


def _no_room(folder: Path) -> NoRoom:
    return NoRoom(
        _("There is not enough room at {folder}.").format(folder=folder),
        _("Remove what is not needed there, or choose another folder or stick."),
    )


def _unsound(folder: Path) -> CannotWrite:
    return CannotWrite(
        _(
            "What was written to {folder} reads back differently: the stick or disk is worn out or broken."
        ).format(folder=folder),
        _("Take another stick or folder."),
    )
