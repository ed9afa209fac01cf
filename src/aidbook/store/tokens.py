"""Tokens: what a machine remembers of each origin that writes on it, in a small file outside the book.

A book that is copied or restored does not know it; but its token stayed behind, or says that the book was further. A
token is written when heads are signed and when the book closes: what was never signed never left the machine.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from filelock import FileLock, Timeout

from aidbook import paths
from aidbook.domain.declare import CHAPTERS, Chapter
from aidbook.domain.entries import Header
from aidbook.errors import UserError
from aidbook.store import local, origins
from aidbook.store.connection import Connection, DatabaseError, transaction
from aidbook.store.identity import Identity, current
from aidbook.store.ledger import Ledger

if TYPE_CHECKING:
    from aidbook.store.book import Book

_KEPT = "token kept"
"""Set in a book once it had a token: from then on, a machine without one is another machine."""
_MAX_BYTES = 64 * 1024
_Head = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class Token(msgspec.Struct, frozen=True):
    """How far an origin has come on this machine: {chapter: (last number, head)}."""

    origin: str
    heads: dict[Chapter, tuple[int, _Head]]
    format: Literal[1] = 1


@dataclass(slots=True)
class _Held:
    """An open book's tokens: their folder, and the lock that another copy of the book finds taken."""

    folder: Path | None
    origin: bytes
    lock: FileLock | None = None

    def take(self, origin: bytes) -> bool:
        """Hold the lock of an origin; tell whether no other copy on this machine has it."""
        self.let_go()
        self.origin = origin
        if self.folder is None:
            return True
        lock = FileLock(self.folder / f"{origin.hex()}.lock", mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        except OSError:
            return True
        self.lock = lock
        return True

    def let_go(self) -> None:
        """Give the lock free."""
        if self.lock is not None:
            self.lock.release()
            self.lock = None


_held: dict[Path, _Held] = {}
"""By the path of each open book. Where its tokens lie is settled when it opens, and does not change until it closes."""


def settle(connection: Connection, path: Path, who: Identity) -> tuple[Identity, str | None]:
    """Return who the book at `path` is from now on, and a sentence where there is something to tell.

    To be called once, when a book is made or opened. It goes on as it was only where this machine remembers it, no
    further than it is, and no other copy of it is open here; else it begins a new origin.
    """
    held = _Held(_folder(), who.origin)
    try:
        found = _settled(connection, held, who)
    except BaseException:
        held.let_go()
        raise
    _held[path] = held
    return found


def _settled(connection: Connection, held: _Held, who: Identity) -> tuple[Identity, str | None]:
    what = _what_happened(connection, held)
    if what is None:
        return who, None
    if what == "unwritable":
        return who, _told(connection, what)
    with transaction(connection):
        now = origins.begin(connection, who, what)
        kept = _write(held.folder, connection, now.origin)
    held.take(now.origin)
    return now, _told(connection, what if kept else "unwritable", noted=kept)


def _what_happened(connection: Connection, held: _Held) -> origins.What | None:
    """Return what makes the book begin a new origin, "unwritable" where only the token fails, None where all is well."""
    if not held.take(held.origin):
        return "open"
    if local.get(connection, _KEPT) is None:  # a new book, or one from before there were tokens
        with transaction(connection):
            local.put(connection, _KEPT, b"1")
        return None if _write(held.folder, connection, held.origin) else "unwritable"
    token = _read(held.folder, held.origin)
    return _compare(connection, held.origin, token) if token else "copied"


def _compare(connection: Connection, origin: bytes, token: Token) -> origins.What | None:
    ledger = Ledger(connection)
    for chapter, (seq, head) in token.heads.items():
        here = ledger.head_at(Header(origin, chapter, seq))
        if here is None:
            return "behind"
        if here.hex() != head:
            return "twice"
    return None


def _told(connection: Connection, what: origins.What, *, noted: bool = False) -> str:
    if not noted:
        with transaction(connection):
            origins.note(connection, what)
    return f"{origins.sentence(what)} {origins.remedy(what)}"


def remember(book: "Book") -> None:
    """Sign where the book's own entries end, and note it outside the book: before a bundle, a backup, at the end.

    Where it cannot be noted the older token stays, which says less and nothing wrong.
    """
    with book.transaction():
        who = current(book.connection, book.identity)
        book.ledger.sign_heads(who.origin, who.origin_key)
    held = _held.get(book.path)
    if held is None:
        return
    if held.origin != who.origin:
        held.take(who.origin)
    _write(held.folder, book.connection, who.origin)


def leave(book: "Book") -> None:
    """Remember a book that is about to be closed, and let another copy of it be opened; nothing stops the closing."""
    with suppress(DatabaseError, UserError):
        remember(book)
    held = _held.pop(book.path, None)
    if held is not None:
        held.let_go()


def forget(origin: bytes) -> None:
    """Forget an origin of a book that is thrown away: it wrote nothing that anybody knows. Its book is closed."""
    folder = _folder()
    if folder is not None:
        for suffix in ("json", "part", "lock"):
            with suppress(OSError):
                (folder / f"{origin.hex()}.{suffix}").unlink(missing_ok=True)


# The file


def _folder() -> Path | None:
    """Return the folder of the tokens, or None where there can be none."""
    try:
        folder = paths.state_dir() / "origins"
        folder.mkdir(exist_ok=True, mode=0o700)
    except OSError:
        return None
    return folder


def _read(folder: Path | None, origin: bytes) -> Token | None:
    if folder is None:
        return None
    try:
        with (folder / f"{origin.hex()}.json").open("rb") as file:
            return msgspec.json.decode(file.read(_MAX_BYTES), type=Token)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _write(folder: Path | None, connection: Connection, origin: bytes) -> bool:
    """Write an origin's token, through to the medium; tell whether it is there."""
    if folder is None:
        return False
    ledger = Ledger(connection)
    tips = {chapter: ledger.tip(origin, chapter) for chapter in CHAPTERS}
    token = Token(origin.hex(), {chapter: (seq, head.hex()) for chapter, (seq, head) in tips.items() if seq})
    if token == _read(folder, origin):
        return True
    path = folder / f"{origin.hex()}.json"
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            file.write(msgspec.json.encode(token))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        return False
    with suppress(OSError):
        _sync(folder)
    return True


def _sync(folder: Path) -> None:
    """Make the new name durable; Windows has no such call and some disks refuse it."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
