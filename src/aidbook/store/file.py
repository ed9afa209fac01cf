"""The book's file: found, locked against a second program, opened with its key."""

from pathlib import Path

from filelock import FileLock, Timeout

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import faults, swap
from aidbook.store.connection import Connection, DatabaseError, OperationalError, connect

SUFFIX = ".aidbook"


class BookInUse(UserError):  # noqa: N818 - errors name the situation
    """Another program on this machine has the book open."""

    def __init__(self) -> None:
        super().__init__(
            _("This book is open in another window or program on this computer."),
            _("Close it there, then open it here."),
        )


class NotABook(UserError):  # noqa: N818 - errors name the situation
    """The file is missing, is something else, or its key does not fit."""


def lock(path: Path) -> FileLock:
    """Return the acquired lock of a book; raises BookInUse."""
    # Acquired in a thread, released in another: the window opens books in the background.
    guard = FileLock(path.with_name(path.name + ".lock"), mode=0o600, thread_local=False)
    try:
        guard.acquire(timeout=0)
    except Timeout:
        raise BookInUse from None
    except OSError as error:
        raise _unwritable(path) from error
    return guard


def lock_to_read(path: Path) -> FileLock | None:
    """Return the acquired lock of a book that is only read, or None on a disk or stick where no lock can be written.

    Raises BookInUse.
    """
    try:
        return lock(path)
    except BookInUse:
        raise
    except UserError:
        return None


def must_exist(path: Path) -> None:
    """Raise NotABook unless a file lies at `path`; a restoring that was cut off is finished first."""
    _finish_restoring(path)
    if not path.is_file():
        raise NotABook(
            _("There is no book at {path}.").format(path=path),
            _("Look for the file, or make a new book there."),
        )


def must_be_free(path: Path) -> None:
    """Raise UserError where a new book would overwrite something or has no folder to lie in."""
    _finish_restoring(path)
    if path.exists():
        raise UserError(
            _("There is already a file at {path}.").format(path=path),
            _("Choose another name; nothing was changed."),
        )
    if not path.parent.is_dir():
        raise UserError(
            _("There is no folder {folder}.").format(folder=path.parent),
            _("Make the folder first, or choose another."),
        )


def _finish_restoring(path: Path) -> None:
    if swap.is_unfinished(path):
        guard = lock(path)
        try:
            swap.finish(path)
        except OSError as error:
            raise faults.explain(error, path) or _unwritable(path) from error
        finally:
            guard.release()


def open_connection(path: Path, key: bytes) -> Connection:
    """Return a connection to the book; raises UserError where the file cannot be read or written."""
    try:
        return connect(path, key)
    except OperationalError as error:
        raise faults.explain(error, path) or _unwritable(path) from error
    except DatabaseError as error:
        raise NotABook(
            _("{name} cannot be read as a book: it is damaged, or is something else.").format(name=path.name),
            _("Nothing was changed. Open a backup of the book, or choose another file."),
        ) from error


def _unwritable(path: Path) -> UserError:
    return UserError(
        _("{name} cannot be opened for writing.").format(name=path.name),
        _("See that the disk is not full and that this folder may be written to, then try again."),
    )
