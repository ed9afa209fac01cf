"""An entry: a header that says only where it stands, a body named by its hash, and the chain over both.

The bytes are settled; see docs/file-format.md. Nothing here knows what a body means.
"""

import hashlib
import struct
from dataclasses import dataclass

from aidbook.domain.declare import Chapter

HASH_BYTES = 32
NO_HEAD = bytes(HASH_BYTES)
_CHAPTER_CODES: dict[Chapter, int] = {"pantry": 1, "people": 2, "days": 3, "fund": 4, "book": 5}


@dataclass(frozen=True, slots=True)
class Header:
    """Where an entry stands: the `seq`th of its origin (16 bytes) in a chapter, counted from 1 without gaps."""

    origin: bytes
    chapter: Chapter
    seq: int

    def to_bytes(self) -> bytes:
        """Return the 25 bytes that the chain runs over."""
        return struct.pack(">16sBQ", self.origin, _CHAPTER_CODES[self.chapter], self.seq)


def body_hash(body: bytes) -> bytes:
    """Return the name of the entry with this body."""
    return hashlib.blake2b(body, digest_size=HASH_BYTES).digest()


def next_head(previous: bytes, header: Header, name: bytes) -> bytes:
    """Return the head of a chain after one more entry, given by its header and its body's hash."""
    return hashlib.blake2b(previous + header.to_bytes() + name, digest_size=HASH_BYTES).digest()


def signed_bytes(header: Header, head: bytes) -> bytes:
    """Return what an origin signs to vouch for all its entries up to and with `header`."""
    return b"aidbook head 1\n" + header.to_bytes() + head
