"""Who may open a book: slots given and taken, and the data key changed, so that a power cut at any moment leaves a book that opens."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nacl.utils import random as random_bytes

from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import file, slots
from aidbook.store.connection import Connection, DatabaseError
from aidbook.store.slots import Ring, Slot, SlotKind, Unlocked

if TYPE_CHECKING:
    from aidbook.store.book import Book

MIN_PASSPHRASE = 8


def must_be_long_enough(passphrase: str) -> None:
    """Raise UserError for a passphrase that nobody should take; length is the only rule."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise UserError(
            _("This passphrase is too short."),
            _("Use at least {n} letters; four or five words are good.").format(n=MIN_PASSPHRASE),
        )


# Slots


def slots_of(book: "Book") -> list[Slot]:
    """Return the slots of a book: each person's and the recovery sheet's."""
    return _ring_of(book).slots


def give_slot(book: "Book", user: Id, passphrase: str, kind: SlotKind = "person") -> None:
    """Let a passphrase open the book for somebody, instead of the one they had. Raises UserError."""
    put(book, prepare(book, user, passphrase, kind))


def prepare(book: "Book", user: Id, passphrase: str, kind: SlotKind = "person") -> Ring:
    """Return the slots with one for somebody, not written yet. Raises UserError where the passphrase cannot be taken."""
    must_be_long_enough(passphrase)
    return slots.with_slot(_ring_of(book), book.key, passphrase, user, kind)


def put(book: "Book", ring: Ring) -> None:
    """Write what `prepare` returned."""
    slots.write_slots(book.path, ring)


def whose(book: "Book", passphrase: str, kind: SlotKind = "person") -> Id | None:
    """Return whose passphrase this is, or None where it opens nothing."""
    try:
        return slots.unlock(slots.read_slots(book.path), passphrase, kind).user
    except slots.WrongPassphrase:
        return None


def _ring_of(book: "Book") -> Ring:
    ring = slots.read_slots(book.path)
    if not isinstance(ring, Ring):
        raise UserError(
            _("The keys of this book could not be brought up to date yet."),
            _("See that the book's folder may be written to, then close the book and open it again."),
        )
    return ring


# The data key


def renew_key(book: "Book", gone: Collection[tuple[Id, SlotKind]] = ()) -> tuple[bytes, bytes]:
    """Change the data key, and let some slots go with the old one; return (old, new).

    Until the file is through both keys are in the slots, the new one first: whoever opens the book then finishes this.
    Raises UserError where other work goes on in the book, or the disk fails; then the next opening tries again.
    """
    old, new = book.key, random_bytes(slots.KEY_BYTES)
    with book.alone():
        ring = slots.without_slots(_ring_of(book), old, gone)
        slots.write_slots(book.path, slots.with_keys(ring, (new, old)))
        _go_over_to(book, new, ring)
    return old, new


def settle(book: "Book", found: Unlocked) -> None:
    """Finish what an earlier opening left: slots of an older format, a data key half changed.

    Where the disk does not let it, the book opens all the same, and the next opening tries again.
    """
    with suppress(UserError, DatabaseError, OSError):
        _settle(book, found)


def _settle(book: "Book", found: Unlocked) -> None:
    if book.key != found.keys[0]:
        with book.alone():
            _go_over_to(book, found.keys[0], found.ring)
    elif len(found.keys) > 1:
        # The power went after the last page was written: until this, the file itself has the old ones yet.
        _empty_log(book.connection)
        slots.write_slots(book.path, slots.with_keys(found.ring, found.keys[:1]))
    elif not isinstance(slots.read_slots(book.path), Ring):
        slots.write_slots(book.path, found.ring)


def _go_over_to(book: "Book", new: bytes, ring: Ring) -> None:
    """Encrypt every page anew, open the file with the new key to see that it does, then forget the old one."""
    old = book.key
    try:
        rekey(book.connection, new)
        book.reopen((new,))
    except BaseException:
        book.reopen((new, old))  # the connection itself no longer knows which key is which
        with suppress(DatabaseError):
            _empty_log(book.connection)
        raise
    slots.write_slots(book.path, slots.with_keys(ring, (new,)))


def rekey(connection: Connection, new: bytes) -> None:
    """Encrypt a file under another key, in one transaction, and leave none of its pages in the write-ahead log.

    No other connection may be on the file: what it read later it would take for damaged.
    """
    _empty_log(connection)
    connection.execute(f"PRAGMA rekey = \"x'{new.hex()}'\"").fetchall()
    _empty_log(connection)


def _empty_log(connection: Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def open_file(path: Path, candidates: Sequence[bytes]) -> tuple[Connection, bytes]:
    """Return a connection to a book and the key that opened it: the first of the candidates that does."""
    *first, last = candidates
    for key in first:
        with suppress(file.NotABook):
            return file.open_connection(path, key), key
    return file.open_connection(path, last), last
