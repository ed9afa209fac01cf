"""The world's failures, told from our own: the one place that knows what SQLite and the system say of them.

A full disk, a stick pulled out, a damaged page become a `Fault` with a sentence; a mistake of ours stays what it is.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aidbook import clock
from aidbook.errors import (
    ClockSetBack,
    Damaged,
    DiskFull,
    Fault,
    GoneAway,
    LockedElsewhere,
    NoMemory,
    ReadOnly,
)
from aidbook.i18n import _, format_date

if TYPE_CHECKING:
    from aidbook.store.book import Book

# https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _NOMEM, _READONLY, _IOERR, _CORRUPT = 5, 6, 7, 8, 10, 11
_FULL, _CANTOPEN, _PROTOCOL, _NOLFS, _NOTADB = 13, 14, 15, 22, 26
_READONLY_MOVED = _READONLY | (4 << 8)
_PRIMARY = 0xFF

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE}
_LITTLE = 256 * 1024
"""With less room than this, what could not be written could not be written for want of it."""
_AN_HOUR_MS = 3_600_000


@contextmanager
def told(connection: Any) -> Iterator[None]:  # noqa: ANN401 - a connection, as store.connection has it
    """Let a failure of the world leave as a `Fault`; every other error as it is."""
    try:
        yield
    except Fault:
        raise
    except Exception as error:
        fault = explain(error, path_of(connection))
        if fault is None:
            raise
        raise fault from error


def explain(error: BaseException, path: Path | None = None) -> Fault | None:
    """Return what happened as a person can read it, or None where the mistake is ours.

    `path` is the book's file, where the caller knows it; an error of the system names its own.
    """
    if isinstance(error, Fault):
        return error
    if isinstance(error, MemoryError):
        return NoMemory()
    if isinstance(error, OSError):
        return _of_the_system(error, path)
    code = getattr(error, "sqlite_errorcode", None)
    return _of_sqlite(code, path) if isinstance(code, int) else None


def path_of(connection: Any) -> Path | None:  # noqa: ANN401 - see told
    """Return the file a connection is on, or None where even that cannot be asked."""
    try:
        rows = connection.execute("PRAGMA database_list").fetchall()
    except Exception:  # noqa: BLE001 - a connection that fails: the failure being told is what counts
        return None
    return next((Path(file) for _n, name, file in rows if name == "main" and file), None)


def clock_set_back(book: "Book") -> ClockSetBack | None:
    """Return that the clock stands before the last thing this site wrote, or None: all is well."""
    # Through the index by time, and not far: a book is not read because it is opened.
    latest = book.connection.execute("SELECT written, site FROM action ORDER BY written DESC LIMIT 100")
    last = next((written for written, site in latest if site == book.identity.site), None)
    if last is None or clock.now_ms() >= last - _AN_HOUR_MS:
        return None
    return ClockSetBack(format_date(clock.today(), "long"), format_date(clock.day_of(last), "long"))


def cut_off() -> str:
    """Return what is to be said where something was being written as the computer stopped."""
    return _(
        "The computer stopped while AidBook was writing. All that was confirmed before is here; look whether the last"
        " thing that was done then is."
    )


def warnings(book: "Book") -> list[str]:
    """Return what somebody who opens a book should know before going on, in sentences; [] where all is well."""
    said: list[str] = []
    try:
        if back := clock_set_back(book):
            said.append(str(back))
    except Exception as error:
        if explain(error) is None:
            raise  # a damaged page is told where it is met
    if book.was_cut_off:
        said.append(cut_off())
    return said


def _of_sqlite(code: int, path: Path | None) -> Fault | None:
    known: dict[int, Callable[[], Fault]] = {
        _FULL: DiskFull,
        _BUSY: LockedElsewhere,
        _LOCKED: LockedElsewhere,
        _PROTOCOL: LockedElsewhere,
        _NOMEM: NoMemory,
        _CORRUPT: lambda: Damaged(_name(path)),
        _NOTADB: lambda: Damaged(_name(path)),
        _READONLY: lambda: _not_writing(path, code),
        _IOERR: lambda: _by_place(path),
        _CANTOPEN: lambda: _by_place(path),
        _NOLFS: lambda: _by_place(path),
    }
    told_by = known.get(code & _PRIMARY)
    return told_by() if told_by else None


def _not_writing(path: Path | None, code: int) -> Fault:
    if code == _READONLY_MOVED:
        return _by_place(path)
    # SQLCipher lets nothing be written any more on a connection that met a damaged page.
    return Damaged(path.name) if path and _may_write(path) else ReadOnly(_name(path))


def _by_place(path: Path | None) -> Fault:
    """Return what is wrong with the place where a file lies, as far as it shows."""
    if path is None or not path.exists():
        return GoneAway(_name(path))
    try:
        room = shutil.disk_usage(path.parent).free
    except OSError:
        return GoneAway(_name(path))
    if room < _LITTLE:
        return DiskFull()
    return GoneAway(path.name) if _may_write(path) else ReadOnly(path.name)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _of_the_system(error: OSError, path: Path | None) -> Fault | None:
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else _name(path)
    if error.errno in NO_ROOM:
        return DiskFull()
    if error.errno in CLOSED:
        return ReadOnly(name)
    return GoneAway(name) if error.errno in _GONE else None


def _name(path: Path | None) -> str:
    return path.name if path else _("The book")
