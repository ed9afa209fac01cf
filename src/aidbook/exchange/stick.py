"""Writing a file to a stick so that, once it is said to be there, it is there: whole, and through to the medium.

The order matters: a plain write is said to be done while all of it still stands in the computer's memory.
"""

import contextlib
import errno
import os
import shutil
from pathlib import Path

from aidbook.errors import UserError
from aidbook.i18n import _

SUFFIX = ".aidbundle"
MAX_FAT_FILE = (1 << 32) - 1
_SPARE = 64 * 1024
"""What a folder's own entry may take."""
_PIECE = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_UNFIT = frozenset('<>:"/\\|?*')
_MAX_NAME_BYTES = 80


def fit(word: str) -> str:
    """Return a word as a part of a file name, such that every system takes it."""
    kept = "".join(c if c.isprintable() and c not in _UNFIT else " " for c in word)
    short = " ".join(kept.split()).encode()[:_MAX_NAME_BYTES].decode(errors="ignore")
    return short.strip(" .")


def write(folder: Path, name: str, data: bytes) -> Path:
    """Write a file into a folder and return where it lies, read back and compared.

    Raises UserError; then it is not there.
    """
    _must_fit(folder, len(data))
    path = _free_path(folder, name)
    part = path.with_name(path.name + ".part")
    try:
        _write_through(part, data)
        _must_read_back(part, data)
        part.replace(path)
        _sync_folder(folder)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise _sentence(folder, error) from error
        raise
    return path


def _must_fit(folder: Path, size: int) -> None:
    if size > MAX_FAT_FILE:
        raise UserError(
            _("This bundle is larger than the 4 GB that most sticks take in one file."),
            _("Read in a bundle of the other site first: then yours holds only what is new to them."),
        )
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise _sentence(folder, error) from error
    if free < size + _SPARE:
        raise _full(folder)


def _free_path(folder: Path, name: str) -> Path:
    """Return a path that no file has: what is on the stick already may not have been read yet."""
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name.removesuffix(SUFFIX)} ({number}){SUFFIX}", number + 1
    return path


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        view = memoryview(data)
        for at in range(0, len(data), _PIECE):
            file.write(view[at : at + _PIECE])
        file.flush()
        os.fsync(file.fileno())


def _must_read_back(path: Path, data: bytes) -> None:
    """Raise UserError unless the file holds just these bytes, on the medium where the system lets us ask for that."""
    view, at = memoryview(data), 0
    with path.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(_PIECE):
            if view[at : at + len(piece)] != piece:
                raise _unsound(path.parent)
            at += len(piece)
    if at != len(data):
        raise _unsound(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the file's new name durable; Windows has no such call and some drivers refuse it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def _sentence(folder: Path, error: OSError) -> UserError:
    if error.errno in _FULL:
        return _full(folder)
    if error.errno in _CLOSED:
        return UserError(
            _("{folder} is read-only: nothing can be written there.").format(folder=folder),
            _("Some sticks have a small switch for it. Choose another stick or folder."),
        )
    return UserError(
        _("The stick at {folder} is gone, or does not answer.").format(folder=folder),
        _("Put it in again and write the bundle again. Nothing was sent."),
    )


def _full(folder: Path) -> UserError:
    return UserError(
        _("There is not enough room at {folder} for this bundle.").format(folder=folder),
        _("Remove old bundles from the stick, or take another one."),
    )


def _unsound(folder: Path) -> UserError:
    return UserError(
        _("What was written to {folder} reads back differently: the stick is worn out or broken.").format(
            folder=folder
        ),
        _("Take another stick. Nothing was sent."),
    )
