"""Key slots: the random data key, sealed for each person who may open the book. They lie beside it, in `BOOK.keys`.

A passphrase goes through Argon2id once, with the one salt of the file; the result is tried on every slot, so that a
wrong one costs what a right one costs however many people there are. It opens the slot's private key; to its public
half the data key is sealed. So the data key can be changed for everybody while one person is here: a new one is sealed
to each public key, beside the old one until the book is through. Names are inside the book only.
"""

import hmac
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import msgspec
from nacl import pwhash, secret
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random as random_bytes

from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import durable

KEY_BYTES = 32
FORMAT = 2
MOST_KEYS = 2
SlotKind = Literal["person", "recovery"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try at a passphrase costs: Argon2id passes and bytes of memory."""

    passes: int
    memory: int


STRONG = Cost(3, 256 * 1024 * 1024)
PRACTICE = Cost(1, 8 * 1024 * 1024)
"""For books of pretend people only, and for tests."""


_MOST = Cost(12, 1 << 30)


class WrongPassphrase(UserError):  # noqa: N818 - errors name the situation
    """No slot opens with this passphrase."""

    def __init__(self) -> None:
        super().__init__(
            _("This passphrase does not open the book."), _("Try again; capital letters and blanks count.")
        )


class Slot(msgspec.Struct, frozen=True):
    """A person's way to the data key, or the recovery sheet's: its public key, and its private one under a passphrase.

    `sealed` holds the data key, sealed to the public key; while it is being changed the new one first, then the old.
    """

    user: Id
    kind: SlotKind
    public: str
    private: str
    sealed: list[str]


class Ring(msgspec.Struct, frozen=True):
    """Every slot of a book. `seal` shows to who has the data key that nobody else changed them."""

    format: int
    salt: str
    passes: int
    memory: int
    slots: list[Slot]
    seal: str = ""

    @property
    def cost(self) -> Cost:
        """Return what one try costs."""
        return Cost(self.passes, self.memory)


class _OldSlot(msgspec.Struct, frozen=True):
    """A slot of format 1: the data key itself under the passphrase, each with a salt of its own."""

    user: Id
    salt: str
    passes: int
    memory: int
    wrapped: str


class _OldFile(msgspec.Struct):
    format: int
    slots: list[_OldSlot]


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A slot that a passphrase opened: whose, the data keys (the newest first), and the ring, in this format."""

    user: Id
    kind: SlotKind
    keys: tuple[bytes, ...]
    ring: Ring


# Making and changing


def new_ring(key: bytes, passphrase: str, user: Id, cost: Cost) -> Ring:
    """Return the slots of a new book: one, which gives `key` to whoever knows the passphrase."""
    empty = Ring(FORMAT, random_bytes(pwhash.argon2id.SALTBYTES).hex(), cost.passes, cost.memory, [])
    return with_slot(empty, key, passphrase, user)


def with_slot(ring: Ring, key: bytes, passphrase: str, user: Id, kind: SlotKind = "person") -> Ring:
    """Return the ring with a slot for this person under this passphrase, instead of the one they had.

    Raises UserError where the passphrase opens another's slot: then nobody could tell the two apart.
    """
    stretched = _stretch(passphrase, bytes.fromhex(ring.salt), ring.cost)
    mine = (user, kind)
    if any((slot.user, slot.kind) != mine for slot, _private in _opened(ring.slots, stretched)):
        raise UserError(
            _("This passphrase cannot be taken."), _("Choose another; four or five words are good.")
        )
    slot = _new_slot(key, stretched, user, kind)
    others = [one for one in ring.slots if (one.user, one.kind) != mine]
    return _sealed(ring, (key,), [*others, slot])


def without_slots(ring: Ring, key: bytes, gone: Iterable[tuple[Id, SlotKind]]) -> Ring:
    """Return the ring without some slots."""
    left_out = set(gone)
    return _sealed(ring, (key,), [one for one in ring.slots if (one.user, one.kind) not in left_out])


def with_keys(ring: Ring, keys: Sequence[bytes]) -> Ring:
    """Return the ring with these data keys sealed for everybody: the one that shall hold first."""
    slots = [
        Slot(one.user, one.kind, one.public, one.private, [_seal_to(one.public, key) for key in keys])
        for one in ring.slots
    ]
    return _sealed(ring, keys, slots)


def _new_slot(key: bytes, stretched: bytes, user: Id, kind: SlotKind) -> Slot:
    private = PrivateKey.generate()
    public = bytes(private.public_key).hex()
    wrapped = bytes(secret.SecretBox(stretched).encrypt(bytes(private))).hex()
    return Slot(user, kind, public, wrapped, [_seal_to(public, key)])


def _seal_to(public: str, key: bytes) -> str:
    return bytes(SealedBox(PublicKey(bytes.fromhex(public))).encrypt(key)).hex()


def _sealed(ring: Ring, keys: Sequence[bytes], slots: list[Slot]) -> Ring:
    bare = Ring(FORMAT, ring.salt, ring.passes, ring.memory, slots)
    return Ring(FORMAT, ring.salt, ring.passes, ring.memory, slots, _seal_of(bare, keys))


def _seal_of(ring: Ring, keys: Sequence[bytes]) -> str:
    """Return the digest of a ring under all its data keys.

    Without it, who can write the file could have the next key sealed to theirs, or put theirs before the present one.
    """
    said = [[one.user, one.kind, one.public, one.private, one.sealed] for one in ring.slots]
    text = json.dumps([ring.format, ring.salt, ring.passes, ring.memory, said])
    return blake2b(text.encode(), key=b"".join(keys), digest_size=32, person=b"aidbook keys").hexdigest()


# Opening


def unlock(ring: "Ring | _OldFile", passphrase: str, kind: SlotKind = "person") -> Unlocked:
    """Return what a passphrase opens; raises WrongPassphrase, or UserError where others changed the slots.

    One Argon2id and one try at every slot, whatever the passphrase.
    """
    if isinstance(ring, _OldFile):
        return _unlock_old(ring, passphrase)
    stretched = _stretch(passphrase, bytes.fromhex(ring.salt), ring.cost)
    for slot, private in _opened(ring.slots, stretched):
        if slot.kind == kind:
            _must_be_ours(ring, keys := _keys_in(slot, private))
            return Unlocked(slot.user, slot.kind, keys, ring)
    raise WrongPassphrase


def _keys_in(slot: Slot, private: PrivateKey) -> tuple[bytes, ...]:
    """Return the data keys sealed in a slot; none where they were changed, which is no key of ours."""
    with suppress(CryptoError, ValueError):
        return tuple(SealedBox(private).decrypt(bytes.fromhex(one)) for one in slot.sealed)
    return ()


def _opened(slots: Sequence[Slot], stretched: bytes) -> list[tuple[Slot, PrivateKey]]:
    """Return the slots that open, each with its private key; every one of them is tried."""
    box, opened = secret.SecretBox(stretched), []
    for slot in slots:
        with suppress(CryptoError, ValueError):
            opened.append((slot, PrivateKey(box.decrypt(bytes.fromhex(slot.private)))))
    return opened


def _must_be_ours(ring: Ring, keys: Sequence[bytes]) -> None:
    bare = Ring(ring.format, ring.salt, ring.passes, ring.memory, ring.slots)
    if not 1 <= len(keys) <= MOST_KEYS or not hmac.compare_digest(ring.seal, _seal_of(bare, keys)):
        raise UserError(
            _("The keys of this book were changed by something other than AidBook."),
            _("Copy them again from a backup of the book."),
        )


def _unlock_old(old: _OldFile, passphrase: str) -> Unlocked:
    """Open slots of format 1; with one slot, as all of them have, they come back in this format."""
    found: list[tuple[_OldSlot, bytes, bytes]] = []
    for slot in old.slots:
        stretched = _stretch(passphrase, bytes.fromhex(slot.salt), Cost(slot.passes, slot.memory))
        with suppress(CryptoError):
            key = secret.SecretBox(stretched).decrypt(bytes.fromhex(slot.wrapped))
            found.append((slot, stretched, key))
    if not found:
        raise WrongPassphrase
    slot, stretched, key = found[0]
    empty = Ring(FORMAT, slot.salt, slot.passes, slot.memory, [])
    ring = _sealed(empty, (key,), [_new_slot(key, stretched, slot.user, "person")])
    return Unlocked(slot.user, "person", (key,), ring)


def unwrap(ring: "Ring | _OldFile", passphrase: str) -> tuple[Id, bytes]:
    """Return who the passphrase belongs to and the data key; raises WrongPassphrase."""
    found = unlock(ring, passphrase)
    return found.user, found.keys[0]


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return pwhash.argon2id.kdf(
        secret.SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=cost.passes, memlimit=cost.memory
    )


# The file


def slots_path(book: Path) -> Path:
    """Return where the slots of a book lie."""
    return book.with_name(book.name + ".keys")


def read_slots(book: Path) -> "Ring | _OldFile":
    """Return the slots beside a book; raises UserError if they are gone, are not slots, or are of a newer format."""
    path = slots_path(book)
    try:
        return _decode(path.read_bytes())
    except FileNotFoundError:
        raise UserError(
            _("The keys of this book are missing: {name} does not lie beside it.").format(name=path.name),
            _("Copy that file from where the book came from, next to the book."),
        ) from None
    except (msgspec.DecodeError, ValueError, OSError):
        raise UserError(
            _("The keys of this book, {name}, cannot be read.").format(name=path.name),
            _("Copy that file again from a backup of the book."),
        ) from None


class _Head(msgspec.Struct):
    format: int


def _decode(raw: bytes) -> "Ring | _OldFile":
    version = msgspec.json.decode(raw, type=_Head).format
    if version == 1:
        return msgspec.json.decode(raw, type=_OldFile)
    if version > FORMAT:
        raise UserError(
            _("This book was written by a newer AidBook."),
            _("Install the newest AidBook on this computer, then open it."),
        )
    ring = msgspec.json.decode(raw, type=Ring)
    if len(bytes.fromhex(ring.salt)) != pwhash.argon2id.SALTBYTES or not _can_be_tried(ring.cost):
        raise ValueError(ring.format)
    return ring


def _can_be_tried(cost: Cost) -> bool:
    """Tell whether a try costs what it may: an altered figure would ask for more memory than there is."""
    return 1 <= cost.passes <= _MOST.passes and PRACTICE.memory <= cost.memory <= _MOST.memory


def is_cheap(ring: "Ring | _OldFile") -> bool:
    """Tell whether a try costs no more than at a practice book."""
    if isinstance(ring, Ring):
        return ring.memory <= PRACTICE.memory
    return all(slot.memory <= PRACTICE.memory for slot in ring.slots)


def write_slots(book: Path, ring: Ring) -> None:
    """Write the slots beside a book, whole or not at all, and safely on the disk when it returns. Raises CannotWrite."""
    durable.write_bytes(slots_path(book), msgspec.json.encode(ring))
