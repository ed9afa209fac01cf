"""Queries on the people who may open a book, and on its recovery sheet."""

from dataclasses import dataclass
from typing import Literal

from aidbook.domain.declare import Id
from aidbook.domain.roles import Role, role_of
from aidbook.store import keys, local
from aidbook.store.book import Book
from aidbook.store.slots import Slot

RECOVERY: Id = ""
"""The recovery sheet belongs to the book, to nobody of those who open it."""
RecoveryState = Literal["none", "printed", "proved"]

_PROVED = "recovery proved"
_LOCK_AFTER = "lock after minutes"
LOCK_AFTER_MINUTES = 15


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who may open the book. `opens_here`: with a passphrase on this laptop. `label` may be ""."""

    id: Id
    label: str
    role: Role
    opens_here: bool
    is_me: bool


def people(book: Book) -> list[PersonLine]:
    """Return who may open the book, oneself first, then by name."""
    here = _with_slots(book)
    rows = book.connection.execute("SELECT id, label, role FROM user WHERE kept = 1").fetchall()
    lines = [
        PersonLine(id_, label or "", role_of(role), id_ in here, id_ == book.user)
        for id_, label, role in rows
    ]
    return sorted(lines, key=lambda line: (not line.is_me, line.label.casefold(), line.id))


def coordinators(book: Book) -> list[PersonLine]:
    """Return those of them who are coordinators."""
    return [line for line in people(book) if line.role == "coordinator"]


def removed_with_slots(book: Book) -> list[Id]:
    """Return who was removed, perhaps on another laptop, and still has the key of this one."""
    here = _with_slots(book)
    rows = book.connection.execute("SELECT id FROM user WHERE kept = 0 ORDER BY id")
    return [id_ for (id_,) in rows.fetchall() if id_ in here]


def _with_slots(book: Book) -> set[Id]:
    return {slot.user for slot in keys.slots_of(book) if slot.kind == "person"}


# The recovery sheet


def recovery_state(book: Book) -> RecoveryState:
    """Return whether there is a recovery sheet, and whether its code was ever typed back."""
    slot = recovery_slot(book)
    if slot is None:
        return "none"
    return "proved" if local.get(book.connection, _PROVED) == slot.public.encode() else "printed"


def recovery_slot(book: Book) -> Slot | None:
    """Return the slot of the recovery sheet, if there is one."""
    return next((slot for slot in keys.slots_of(book) if slot.kind == "recovery"), None)


def note_proved(book: Book) -> None:
    """Note that the code of the present sheet was typed back rightly."""
    slot = recovery_slot(book)
    if slot is not None:
        with book.transaction():
            local.put(book.connection, _PROVED, slot.public.encode())


# The lock


def lock_after_minutes(book: Book) -> int:
    """Return after how many idle minutes this laptop locks the book."""
    kept = local.get(book.connection, _LOCK_AFTER)
    return int(kept) if kept else LOCK_AFTER_MINUTES


def put_lock_after(book: Book, minutes: int) -> None:
    """Keep after how many idle minutes this laptop locks the book."""
    with book.transaction():
        local.put(book.connection, _LOCK_AFTER, str(minutes).encode())
