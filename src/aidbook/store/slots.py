"""Key slots: the random data key, wrapped for each person who may open the book.

They lie beside the book, in `BOOK.keys`. A passphrase goes through Argon2id; the result wraps the key.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec
from nacl import pwhash, secret
from nacl.exceptions import CryptoError
from nacl.utils import random as random_bytes

from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _

KEY_BYTES = 32
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a passphrase costs: Argon2id passes and bytes of memory."""

    passes: int
    memory: int


STRONG = Cost(3, 256 * 1024 * 1024)
PRACTICE = Cost(1, 8 * 1024 * 1024)
"""For books of pretend people only, and for tests."""


class WrongPassphrase(UserError):  # noqa: N818 - errors name the situation
    """No slot opens with this passphrase."""

    def __init__(self) -> None:
        super().__init__(
            _("This passphrase does not open the book."), _("Try again; capital letters and blanks count.")
        )


class Slot(msgspec.Struct, frozen=True):
    """The data key, wrapped for one person (`user`)."""

    user: Id
    salt: str
    passes: int
    memory: int
    wrapped: str


class _SlotFile(msgspec.Struct):
    format: int
    slots: list[Slot]


def slots_path(book: Path) -> Path:
    """Return where the slots of a book lie."""
    return book.with_name(book.name + ".keys")


def wrap(key: bytes, passphrase: str, user: Id, cost: Cost) -> Slot:
    """Return a slot that gives `key` to whoever knows the passphrase."""
    salt = random_bytes(pwhash.argon2id.SALTBYTES)
    box = secret.SecretBox(_stretch(passphrase, salt, cost))
    return Slot(user, salt.hex(), cost.passes, cost.memory, bytes(box.encrypt(key)).hex())


def unwrap(slots: list[Slot], passphrase: str) -> tuple[Id, bytes]:
    """Return who the passphrase belongs to and the data key; raises WrongPassphrase."""
    for slot in slots:
        stretched = _stretch(passphrase, bytes.fromhex(slot.salt), Cost(slot.passes, slot.memory))
        try:
            return slot.user, secret.SecretBox(stretched).decrypt(bytes.fromhex(slot.wrapped))
        except CryptoError:
            continue
    raise WrongPassphrase


def read_slots(book: Path) -> list[Slot]:
    """Return the slots beside a book; raises UserError if they are gone or are not slots."""
    path = slots_path(book)
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_SlotFile)
    except FileNotFoundError:
        raise UserError(
            _("The keys of this book are missing: {name} does not lie beside it.").format(name=path.name),
            _("Copy that file from where the book came from, next to the book."),
        ) from None
    except (msgspec.DecodeError, OSError):
        raise UserError(
            _("The keys of this book, {name}, cannot be read.").format(name=path.name),
            _("Copy that file again from a backup of the book."),
        ) from None
    return found.slots


def write_slots(book: Path, slots: list[Slot]) -> None:
    """Write the slots beside a book, whole or not at all."""
    path = slots_path(book)
    part = path.with_name(path.name + ".part")
    part.write_bytes(msgspec.json.encode(_SlotFile(FORMAT, slots)))
    part.chmod(0o600)
    part.replace(path)


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return pwhash.argon2id.kdf(
        secret.SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=cost.passes, memlimit=cost.memory
    )
