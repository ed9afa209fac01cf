"""Making one backup: a copy of the book as it is at one moment, opened and checked, then put into one file.

VACUUM INTO reads one state of the book under the same key while others go on writing.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aidbook
from aidbook import clock
from aidbook.domain.declare import CHAPTERS, Chapter, Id
from aidbook.domain.entries import Header
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import backup_file, durable, faults, local
from aidbook.store.backup_file import BOOK, ERASED, KEYS, SUFFIX, BackupFile, Manifest, Member, Why
from aidbook.store.connection import Connection, DatabaseError
from aidbook.store.ledger import Ledger
from aidbook.store.progress import Progress
from aidbook.store.watching import watched

_Tips = dict[tuple[bytes, Chapter], tuple[int, bytes]]
"""The last number and head of every origin in every chapter."""


class NotSound(UserError):  # noqa: N818 - errors name the situation
    """What was to become a backup does not hold what the book holds; it was thrown away."""


@dataclass(frozen=True, slots=True)
class Source:
    """A book to be copied: a connection of our own to it, where it lies, who writes it."""

    connection: Connection
    path: Path
    site: Id
    origin: str
    position: int
    bodies: int
    size: int


def source_of(connection: Connection, path: Path) -> Source:
    """Return what a copy is made from; the connection must be in no transaction."""
    site = (local.get(connection, "site") or b"").decode()
    origin = (local.get(connection, "origin") or b"").hex()
    bodies = connection.execute("SELECT coalesce(max(n), 0) FROM body").fetchone()[0]
    pages, each = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return Source(
        connection, path, site, origin, Ledger(connection).position(), bodies, int(pages) * int(each)
    )


# Making


def make_in(folder: Path, source: Source, why: Why, progress: Progress) -> BackupFile:
    """Make a backup in a folder. Raises UserError; then nothing is left of it."""
    now = clock.now_ms()
    durable.must_have_room(folder, 2 * source.size)
    copy = folder / f"{os.getpid()}-{secrets.token_hex(4)}.making"
    try:
        _copy_book(source, copy, progress)
        parts: dict[str, Path | bytes] = {BOOK: copy, KEYS: beside(source.path, ".keys")}
        if erased := beside(source.path, ".erased"):
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

        path = free_path(folder, _name(now))
        total = copy.stat().st_size
        backup_file.write(path, parts, manifest, lambda done, _total: progress(2 * total + done, 4 * total))
    finally:
        copy.unlink(missing_ok=True)
    return backup_file.look(path)


def _copy_book(source: Source, copy: Path, progress: Progress) -> None:
    """Copy the book as it is at one moment, open the copy, and hold it against the book."""
    known, size = _tips(source.connection, "main"), source.size

    def copying() -> None:
        progress(min(_file_size(copy), size), 4 * size)

    with faults.told(source.connection), watched(source.connection, copying):
        source.connection.execute("VACUUM INTO ?", (str(copy.absolute()),))
    copy.chmod(0o600)
    try:
        with (
            _attached(source.connection, copy),
            watched(source.connection, lambda: progress(size, 4 * size)),
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


# Files


def _name(moment: int) -> str:
    """Return a file name that says when, and nobody's name."""
    return f"aidbook-{clock.day_of(moment)}-{clock.time_of(moment).replace(':', '')}{SUFFIX}"


def free_path(folder: Path, name: str) -> Path:
    """Return a path of this name, or nearly, that no file has."""
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name.removesuffix(SUFFIX)}-{number}{SUFFIX}", number + 1
    return path


def _file_size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def beside(book: Path, suffix: str) -> bytes:
    """Return a small file that lies beside a book, b"" where there is none."""
    with suppress(FileNotFoundError):
        return book.with_name(book.name + suffix).read_bytes()
    return b""


def digest_of(data: bytes) -> str:
    """Return the digest of a small file, "" where there is none."""
    return hashlib.blake2b(data, digest_size=32).hexdigest() if data else ""


def _not_sound() -> NotSound:
    return NotSound(
        _("The backup did not come out as the book is: it was thrown away."),
        _("Look whether the book is whole, then make a backup onto another disk or stick."),
    )
