"""The pages of a book's file, one by one, without SQLite: for a file that SQLite does not read any more.

Each page is encrypted and sealed by itself (SQLCipher 4: AES-256-CBC, then HMAC-SHA512 over what is encrypted, its IV
and the page's number; https://www.zetetic.net/sqlcipher/design/). So every page says for itself whether it is whole,
and a page in which one bit was flipped can be set right: with the right bit flipped back, its seal fits again.
"""

import hashlib
import hmac
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from aidbook.store import wal

PAGE_BYTES = 4096
_IV, _SEAL = 16, 64
USABLE = PAGE_BYTES - _IV - _SEAL
_SALT_BYTES = 16
_BLOCK = 128
_COUNTED = slice(28, 32)
"""Where the first page says how many pages there are (https://www.sqlite.org/fileformat.html)."""
_MASK = 0x3A
_MAGIC = b"SQLite format 3\x00"
_SALT_SAMPLES = 8
_MOST_MENDED = 64
"""So many pages are tried bit by bit; where more are damaged, no single bit did it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page's content in clear, and whether its seal proves it (`whole`)."""

    number: int
    data: bytes
    whole: bool


@dataclass(frozen=True, slots=True)
class _At:
    """Where a page's bytes lie."""

    path: Path
    offset: int


class PageFile:
    """The newest state of every page of a book that nobody has open: its file, with what lies in the WAL over it.

    The seals hang on a salt that stands on the first page alone. Where it is lost (`opens` is false), pages are read as
    they are, and what is on them has to prove itself. `damaged` and, of them, `lost`, which nothing mends, are those met
    so far.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._files: dict[Path, BinaryIO] = {}
        self.count = path.stat().st_size // PAGE_BYTES
        self._seal_key = b""
        self.opens = self._find_salt()
        self._mended = 0
        self._known: dict[_At, Page | None] = {}
        self.damaged: list[int] = []
        self.lost: set[int] = set()
        self._over = self._overlay()
        self.count = max([self.count, *self._over])
        self.count = max(self.count, self._once_had())

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Return where the file lies."""
        return self._path

    @property
    def name(self) -> str:
        """Return the file's name."""
        return self._path.name

    def __iter__(self) -> Iterator[Page]:
        """Yield every page; of one whose newest state is damaged, the older one after it too, where there is one."""
        for number in range(1, self.count + 1):
            yield from self.states(number)

    def states(self, number: int) -> list[Page]:
        """Return a page's newest state and, where that is damaged, also the ones it had before, as not sure."""
        found: list[Page] = []
        for at in self._places(number):
            page = self._page(number, at)
            if page is None:
                continue
            found.append(page if not found else Page(number, page.data, whole=False))
            if page.whole:
                break
        return found

    def page(self, number: int) -> Page | None:
        """Return a page's newest state, or None where there is no such page."""
        found = self.states(number)
        return found[0] if found else None

    def _places(self, number: int) -> list[_At]:
        main = _At(self._path, (number - 1) * PAGE_BYTES)
        return [*reversed(self._over.get(number, [])), main]

    def _page(self, number: int, at: _At) -> Page | None:
        if at in self._known:
            return self._known[at]
        raw = self._read(at)
        if len(raw) < PAGE_BYTES or not any(raw):
            self._note_damage(number, lost=True)
            return None
        if not self.opens or self._fits(number, raw):
            return Page(number, self._clear(number, raw), whole=True)
        mended = self._mend(number, raw)
        # Only what is damaged is remembered: there is little of it, and each try at mending takes a second.
        self._known[at] = Page(number, self._clear(number, mended or raw), whole=mended is not None)
        self._note_damage(number, lost=mended is None)
        return self._known[at]

    def _note_damage(self, number: int, *, lost: bool) -> None:
        if lost:
            self.lost.add(number)
        if number not in self.damaged:
            self.damaged.append(number)

    def _once_had(self) -> int:
        """Return how many pages there were when the first was written: more than there are where the file was cut short."""
        first = self.page(1)
        return int.from_bytes(first.data[_COUNTED]) if first and first.whole and self.opens else 0

    def _read(self, at: _At) -> bytes:
        """Return a page's bytes as they stand there; none where the disk does not give them."""
        if at.path not in self._files:
            self._files[at.path] = at.path.open("rb")
        with suppress(OSError):
            self._files[at.path].seek(at.offset)
            return self._files[at.path].read(PAGE_BYTES)
        return b""

    # The seal

    def _seal_under(self, salt: bytes) -> bytes:
        masked = bytes(byte ^ _MASK for byte in salt)
        return hashlib.pbkdf2_hmac("sha512", self._key, masked, 2, 32)

    def _find_salt(self) -> bool:
        """Take the file's salt as it stands there or, where a bit of it was flipped, as the pages prove it."""
        stored = self._read(_At(self._path, 0))[:_SALT_BYTES]
        turned = (_flipped(stored, bit) for bit in range(8 * len(stored)))
        for salt in (stored, *turned):
            self._seal_key = self._seal_under(salt)
            if self._proves():
                return True
        self._seal_key = self._seal_under(stored)
        return False

    def _proves(self) -> bool:
        numbers = range(1, self.count + 1, max(1, self.count // _SALT_SAMPLES))
        places = ((number, _At(self._path, (number - 1) * PAGE_BYTES)) for number in numbers)
        return any(self._fits(number, self._read(at)) for number, at in places)

    def _seal(self, number: int, sealed: bytes) -> bytes:
        digest = hmac.new(self._seal_key, sealed, "sha512")
        digest.update(struct.pack("<I", number))
        return digest.digest()

    def _fits(self, number: int, raw: bytes) -> bool:
        return len(raw) == PAGE_BYTES and hmac.compare_digest(
            self._seal(number, _sealed_part(number, raw)), raw[-_SEAL:]
        )

    def _mend(self, number: int, raw: bytes) -> bytes | None:
        """Return the page with the one flipped bit set right, or None where it was more than one."""
        if self._mended >= _MOST_MENDED:
            return None
        self._mended += 1
        sealed, seal = _sealed_part(number, raw), raw[-_SEAL:]
        start = PAGE_BYTES - _SEAL - len(sealed)
        if (int.from_bytes(self._seal(number, sealed)) ^ int.from_bytes(seal)).bit_count() == 1:
            return raw  # the flipped bit is the seal's own
        keyed, tail = hmac.new(self._seal_key, digestmod="sha512"), struct.pack("<I", number)
        trial = bytearray(sealed)
        for block in range(0, len(trial), _BLOCK):  # what lies before the tried bit is digested once
            for bit in range(8 * block, 8 * min(block + _BLOCK, len(trial))):
                trial[bit >> 3] ^= 1 << (bit & 7)
                digest = keyed.copy()
                digest.update(trial[block:])
                digest.update(tail)
                if digest.digest() == seal:
                    return raw[:start] + bytes(trial) + seal
                trial[bit >> 3] ^= 1 << (bit & 7)
            keyed.update(trial[block : block + _BLOCK])
        return None

    # The content

    def _clear(self, number: int, raw: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

        start = _SALT_BYTES if number == 1 else 0
        reader = Cipher(algorithms.AES(self._key), modes.CBC(raw[USABLE : USABLE + _IV])).decryptor()
        clear = reader.update(raw[start:USABLE]) + reader.finalize()
        return (_MAGIC if number == 1 else b"") + clear

    def _overlay(self) -> dict[int, list[_At]]:
        """Return where the states of pages lie in the WAL, oldest first: those of all that was ever committed."""
        over: dict[int, list[_At]] = {}
        path = wal.path_of(self._path)
        for frame in wal.committed(path):
            at = _At(path, frame.offset)
            number = (
                frame.page if self._fits(frame.page, self._read(at)) else self._page_number(frame.page, at)
            )
            over.setdefault(number, []).append(at)
        return over

    def _page_number(self, stored: int, at: _At) -> int:
        """Return which page a frame holds where its number, or its content, was altered."""
        raw = self._read(at)
        near = (stored ^ (1 << bit) for bit in range(32))
        return next((number for number in near if number and self._fits(number, raw)), stored)


def _sealed_part(number: int, raw: bytes) -> bytes:
    return raw[_SALT_BYTES if number == 1 else 0 : USABLE + _IV]


def _flipped(data: bytes, bit: int) -> bytes:
    turned = bytearray(data)
    turned[bit >> 3] ^= 1 << (bit & 7)
    return bytes(turned)
