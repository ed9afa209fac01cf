"""Packing: what a reader has not acknowledged, cut from the book in one moment, signed, locked for the reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec
from nacl.signing import SigningKey

from aidbook import clock
from aidbook.domain.declare import Chapter, Id
from aidbook.domain.sites import Site
from aidbook.exchange import manifest as m
from aidbook.exchange.cards import Hex32, card_of
from aidbook.exchange.container import join_members
from aidbook.exchange.lines import pack_lines
from aidbook.store import acknowledged, forks, sites
from aidbook.store.acknowledged import Acknowledged, Ranges
from aidbook.store.body import decode
from aidbook.store.book import Book
from aidbook.store.connection import snapshot
from aidbook.store.forks import Stream
from aidbook.store.identity import SiteSecrets
from aidbook.store.ledger import Line, SignedHead
from aidbook.store.sharing import Consent, must_hear_of_the_erased

Progress = Callable[[int, int], None]
"""Told how many entries are through, and of how many."""
MAX_BODY = 1024 * 1024
"""A longer body travels as a stub: no reader may be made to hold any length."""


class SecretKeys(msgspec.Struct, frozen=True):
    """The private halves of a site's keys, for a second laptop of its own."""

    sign_seed: Hex32
    lock_identity: str

    def secrets(self) -> SiteSecrets:
        """Return them as a book keeps them."""
        return SiteSecrets(bytes.fromhex(self.sign_seed), self.lock_identity)


@dataclass(frozen=True, slots=True)
class Packed:
    """The zip of a bundle, not yet locked, and how many entries it carries."""

    data: bytes
    entries: int


@dataclass(slots=True)
class _Cut:
    """One reader's cut of the book. Must be used inside one snapshot."""

    book: Book
    shared: m.Shared
    reader: Site | None
    progress: Progress | None
    ids_alone: bool = False
    consent: Consent | None = None
    claims: Acknowledged | None = None
    lacking: dict[Stream, Ranges] = field(default_factory=dict)
    heads: list[SignedHead] = field(default_factory=list)
    through: int = 0
    total: int = 0

    def begin(self) -> None:
        """Read what decides on the cut."""
        book, chapters = self.book, m.CHAPTERS_OF[self.shared]
        self.heads = [signed for signed in book.ledger.signed_heads() if signed.header.chapter in chapters]
        if self.shared == "people":
            self.consent = Consent(book.connection, ids_alone=self.ids_alone)
        self.claims = Acknowledged(book.connection, self.reader.id if self.reader else None)
        if self.reader is not None:
            self.lacking = acknowledged.lacking(book, self.reader.id)
        self.total = sum(max(0, s.header.seq - self._had(_stream(s))) for s in self.heads)

    def _had(self, stream: Stream) -> int:
        return self.claims.upto(stream) if self.claims else 0

    def part(self, chapter: Chapter) -> tuple[m.Part, bytes, int] | None:
        """Return a chapter's part, its packed lines and their plain size; None where there is nothing to say."""
        runs: list[m.Run] = []
        heads = [signed for signed in self.heads if signed.header.chapter == chapter]
        packed, plain = pack_lines(line for signed in heads for line in self._run(signed, runs))
        return (m.Part(chapter, f"{chapter}.ndjson.zst", runs), packed, plain) if runs else None

    def branches(self, chapter: Chapter) -> tuple[m.Branches, bytes, int] | None:
        """Return the further branches of a chapter that the reader has not got, packed; None where there are none."""
        trees = [tree for tree in forks.trees(self.book.connection).values() if tree.stream[1] == chapter]
        wanted = [(tree, leaf) for tree in trees for leaf in forks.open_leaves(self.book.connection, tree)
                  if self.claims and not self.claims.has_branch(tree, leaf)]  # fmt: skip
        if not wanted:
            return None
        runs = [
            m.Run(tree.stream[0].hex(), tree.fork_of(leaf.head) + 1, leaf.header.seq) for tree, leaf in wanted
        ]
        packed, plain = pack_lines(
            self._cleared(line)
            for tree, leaf in wanted
            for line in forks.lines(self.book.connection, tree, leaf)
        )
        heads = [_head(leaf) for _tree, leaf in wanted]
        return m.Branches(chapter, f"{chapter}.branches.ndjson.zst", runs, heads), packed, plain

    def _run(self, signed: SignedHead, runs: list[m.Run]) -> Iterator[Line]:
        """Yield an origin's lines that the reader wants, and add their run to `runs`."""
        (origin, chapter), upto = _stream(signed), signed.header.seq
        had = self._had((origin, chapter))
        again: Ranges = []
        for first, last in self.lacking.get((origin, chapter), []):
            after = max(first - 1, again[-1][1] if again else 0)
            for line in self._lines(origin, chapter, after, min(last, had, upto)):
                if line.body is not None:
                    acknowledged.extend(again, line.header.seq)
                    yield line
        yield from self._lines(origin, chapter, had, upto)
        if again or upto > had:
            runs.append(m.Run(origin.hex(), had + 1, max(upto, had), again))

    def _lines(self, origin: bytes, chapter: Chapter, after: int, upto: int) -> Iterator[Line]:
        for line in self.book.ledger.lines(origin, chapter, after, upto):
            self.through += 1
            if self.progress is not None and self.through % 1000 == 0:
                self.progress(min(self.through, self.total), self.total)
            yield self._cleared(line)

    def _cleared(self, line: Line) -> Line:
        """Return an entry as the reader may have it."""
        return line if self._may_go(line) else Line(line.header, line.hash, None)

    def _may_go(self, line: Line) -> bool:
        if line.body is None or len(line.body) > MAX_BODY:
            return False
        if self.consent is None or line.header.chapter != "people":
            return True
        body = decode(line.body)
        return body is not None and self.consent.lets_go(body)


def _stream(signed: SignedHead) -> Stream:
    return signed.header.origin, signed.header.chapter


def pack(
    book: Book, reader: Site | None, shared: m.Shared, number: int, progress: Progress | None = None
) -> Packed:
    """Return what goes to a reader (None: whoever has the passphrase). Own heads must have been signed before."""
    with snapshot(book.connection):
        ids_alone = (
            shared == "share" and reader is not None and must_hear_of_the_erased(book.connection, reader.id)
        )
        cut = _Cut(book, "people" if ids_alone else shared, reader, progress, ids_alone)
        cut.begin()
        parts = [part for chapter in m.CHAPTERS_OF[cut.shared] if (part := cut.part(chapter))]
        branches = [found for chapter in m.CHAPTERS_OF[cut.shared] if (found := cut.branches(chapter))]
        contents = {part.member: (packed, plain) for part, packed, plain in (*parts, *branches)}
        if shared == "whole" and reader is None:
            secret = _secret_keys(book)
            contents[m.SECRETS] = (secret, len(secret))
        said = [part for part, _packed, _plain in parts], [part for part, _packed, _plain in branches]
        manifest = _manifest(cut, number, said, contents)
    raw = msgspec.json.encode(manifest)
    signature = SigningKey(book.identity.secrets.sign_seed).sign(m.signed_bytes(raw)).signature
    packed = {name: content for name, (content, _plain) in contents.items()}
    return Packed(join_members({m.MANIFEST: raw, m.SIGNATURE: signature, **packed}), manifest.entries())


def _secret_keys(book: Book) -> bytes:
    secrets = book.identity.secrets
    return msgspec.json.encode(SecretKeys(secrets.sign_seed.hex(), secrets.lock_identity))


def _manifest(
    cut: _Cut,
    number: int,
    said: tuple[list[m.Part], list[m.Branches]],
    contents: dict[str, tuple[bytes, int]],
) -> m.Manifest:
    book, (parts, branches) = cut.book, said
    origins = {run.origin for part in (*parts, *branches) for run in part.runs}
    told = tuple(c for c in m.CHAPTERS_OF["whole"] if c != "book" or _is_own(book, cut.reader, cut.shared))
    carried = {(run.origin, part.chapter) for part in parts for run in part.runs if run.last >= run.first}
    has, tips = m.has_of(acknowledged.claims_here(book.connection), told)
    known = [origin for origin in book.ledger.origins() if origin.id.hex() in origins]
    return m.Manifest(
        format=m.Format(m.MAJOR, m.MINOR),
        sender=card_of(book),
        origin=book.identity.origin.hex(),
        reader=cut.reader.id if cut.reader else "",
        number=number,
        written=clock.now_ms(),
        practice=book.practice,
        shared=cut.shared,
        names={site: _name(book, site) for site in {origin.site for origin in known}},
        origins=[m.OriginOf(o.id.hex(), o.key.hex(), o.site, o.certificate.hex()) for o in known],
        parts=parts,
        heads=[_head(s) for s in cut.heads if (s.header.origin.hex(), s.header.chapter) in carried],
        has=has,
        lacks=m.lacks_of(acknowledged.bodiless(book.connection), told),
        members=[m.Member(name, len(c), m.digest(c), plain) for name, (c, plain) in contents.items()],
        branches=branches,
        tips=tips,
    )


def _name(book: Book, site: Id) -> str:
    found = sites.site_ever(book.connection, site)
    return (found[0].name if found else "") or site


def _is_own(book: Book, reader: Site | None, shared: m.Shared) -> bool:
    return shared == "whole" or (reader is not None and reader.id == book.identity.site)


def _head(signed: SignedHead) -> m.Head:
    header = signed.header
    return m.Head(header.origin.hex(), header.chapter, header.seq, signed.head.hex(), signed.signature.hex())


def lock(data: bytes, *, lock_key: str | None, passphrase: str | None) -> bytes:
    """Return a bundle's bytes, locked for a site's key or with a passphrase."""
    import pyrage

    if lock_key is not None:
        return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(lock_key)]))
    return bytes(pyrage.passphrase.encrypt(data, passphrase))
