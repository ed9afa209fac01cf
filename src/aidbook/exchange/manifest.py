"""The manifest: what a bundle says of itself, signed by the site that packed it."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from aidbook.domain.declare import Chapter
from aidbook.domain.entries import Header
from aidbook.exchange.cards import Card, Hex16, Hex32, Hex64, SiteName
from aidbook.store.acknowledged import Claim, Ranges
from aidbook.store.forks import Stream
from aidbook.store.ledger import Origin, SignedHead

MAJOR, MINOR = 1, 1
MANIFEST, SIGNATURE, SECRETS = "manifest.json", "manifest.sig", "secrets.json"
MAX_MANIFEST = 64 * 1024 * 1024

Shared = Literal["share", "people", "whole"]
CHAPTERS_OF: dict[Shared, tuple[Chapter, ...]] = {
    "share": ("pantry", "days", "fund"),
    "people": ("pantry", "people", "days", "fund"),
    "whole": ("book", "pantry", "people", "days", "fund"),
}
Seq = Annotated[int, msgspec.Meta(ge=1, le=1 << 40)]
Amount = Annotated[int, msgspec.Meta(ge=0, le=1 << 40)]


class Format(msgspec.Struct, frozen=True):
    """A newer minor only adds what a reader may ignore; a newer major is refused."""

    major: int
    minor: int


class OfFormat(msgspec.Struct, frozen=True):
    """All that is read of a manifest before its format is known."""

    format: Format


class OriginOf(msgspec.Struct, frozen=True):
    """An origin with its site and certificate."""

    id: Hex16
    key: Hex32
    site: Hex16
    certificate: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{256}\Z")]

    def origin(self) -> Origin:
        """Return it as the ledger knows it."""
        id_, key, certificate = (bytes.fromhex(text) for text in (self.id, self.key, self.certificate))
        return Origin(id_, key, self.site, certificate)


class Head(msgspec.Struct, frozen=True):
    """An origin's word for all its entries in a chapter up to `seq`."""

    origin: Hex16
    chapter: Chapter
    seq: Seq
    head: Hex32
    signature: Hex64

    def signed(self) -> SignedHead:
        """Return it as the ledger knows it."""
        header = Header(bytes.fromhex(self.origin), self.chapter, self.seq)
        return SignedHead(header, bytes.fromhex(self.head), bytes.fromhex(self.signature))


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """One origin's lines in a chapter: bodies for the stubs in `again`, then `first` to `last` without gaps."""

    origin: Hex16
    first: Seq
    last: Amount
    again: list[tuple[Seq, Seq]] = []

    def numbers(self) -> Ranges:
        """Return the numbers of its lines, as they come."""
        return [*self.again, *([(self.first, self.last)] if self.last >= self.first else [])]


class Part(msgspec.Struct, frozen=True):
    """A chapter, the member of the zip that holds its lines, and whose they are."""

    chapter: Chapter
    member: str
    runs: list[Run]


class Branches(Part, frozen=True):
    """Further branches of a chapter's origins, each a run after an entry that all have; `heads` has the end of each."""

    heads: list[Head]


class Member(msgspec.Struct, frozen=True):
    """A member of the zip: its bytes, their hash, and what they unpack to."""

    name: str
    size: Amount
    hash: Hex32
    plain: Amount


class Has(msgspec.Struct, frozen=True, omit_defaults=True):
    """Up to which entry the sender has an origin's chapter, and the head there."""

    origin: Hex16
    chapter: Chapter
    seq: Seq
    head: Hex32 | None = None


class Lacks(msgspec.Struct, frozen=True):
    """Which entries of an origin's chapter the sender holds without their bodies."""

    origin: Hex16
    chapter: Chapter
    ranges: list[tuple[Seq, Seq]]


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """See docs/file-format.md. `reader` is a site's id, or "" under a passphrase; `number` runs for each reader.

    `names` says how the sender calls the sites of the origins; it is shown, never trusted. Where an origin's chapter has
    branches, `has` is up to where they are one, and `tips` where each of them ends.
    """

    format: Format
    sender: Card
    origin: Hex16
    reader: Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{32})?\Z")]
    number: Seq
    written: Annotated[int, msgspec.Meta(ge=0, le=(1 << 53) - 1)]
    practice: bool
    shared: Shared
    names: dict[Hex16, SiteName]
    origins: list[OriginOf]
    parts: list[Part]
    heads: list[Head]
    has: list[Has]
    lacks: list[Lacks]
    members: list[Member]
    branches: list[Branches] = []
    tips: list[Has] = []

    def head_of(self, stream: Stream) -> SignedHead | None:
        """Return the signed head of a stream, if one is given."""
        origin, chapter = stream[0].hex(), stream[1]
        return next((h.signed() for h in self.heads if (h.origin, h.chapter) == (origin, chapter)), None)

    def claims(self) -> dict[Stream, set[Claim]]:
        """Return what the sender has."""
        found: dict[Stream, set[Claim]] = {}
        for h in (*self.has, *self.tips):
            claim = (h.seq, bytes.fromhex(h.head or ""))
            found.setdefault((bytes.fromhex(h.origin), h.chapter), set()).add(claim)
        return found

    def lacks_streams(self) -> dict[Stream, Ranges]:
        """Return what the sender holds without bodies."""
        return {(bytes.fromhex(s.origin), s.chapter): list(s.ranges) for s in self.lacks}

    def entries(self) -> int:
        """Return how many lines it lists."""
        runs = (run for part in (*self.parts, *self.branches) for run in part.runs)
        return sum(last - first + 1 for run in runs for first, last in run.numbers())


def signed_bytes(raw: bytes | memoryview) -> bytes:
    """Return what the sender's site signs of a manifest."""
    return b"aidbook manifest 1\n" + raw


def digest(raw: bytes | memoryview) -> str:
    """Return the hash of a member, in hex; a manifest's names its bundle."""
    return hashlib.blake2b(raw, digest_size=32).hexdigest()


def has_of(
    streams: Mapping[Stream, tuple[Claim, list[Claim]]], chapters: tuple[Chapter, ...]
) -> tuple[list[Has], list[Has]]:
    """Return how far the sender has each stream of some chapters, and where the branches of those with several end."""
    told = [(stream, *claims) for stream, claims in sorted(streams.items()) if stream[1] in chapters]
    has = [_has(stream, common) for stream, common, _ends in told if common[0]]
    return has, [_has(stream, end) for stream, _common, ends in told for end in ends]


def _has(stream: Stream, claim: Claim) -> Has:
    return Has(stream[0].hex(), stream[1], claim[0], claim[1].hex())


def lacks_of(streams: Mapping[Stream, Ranges], chapters: tuple[Chapter, ...]) -> list[Lacks]:
    """Return which entries of some chapters the sender holds without bodies."""
    return [Lacks(o.hex(), chapter, r) for (o, chapter), r in sorted(streams.items()) if chapter in chapters]
