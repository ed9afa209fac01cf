"""The ledger itself: entries appended by this book's origin, and taken from others where the chain holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from aidbook.domain.declare import CHAPTERS, Chapter, Id
from aidbook.domain.entries import NO_HEAD, Header, body_hash, next_head, signed_bytes
from aidbook.store.body import Body, decode, encode
from aidbook.store.connection import Connection
from aidbook.store.fold import Named

SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Origin:
    """One writer of a book: its id (16 bytes), public key, site, and both signatures that bind them."""

    id: bytes
    key: bytes
    site: Id
    certificate: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it travels: where it stands, its name, and its body or None (a stub)."""

    header: Header
    hash: bytes
    body: bytes | None


@dataclass(frozen=True, slots=True)
class SignedHead:
    """An origin's word for all its entries in a chapter up to `seq`."""

    header: Header
    head: bytes
    signature: bytes

    def is_by(self, key: bytes) -> bool:
        """Tell whether the origin with this public key signed it."""
        return verifies(key, signed_bytes(self.header, self.head), self.signature)


def _certified_bytes(origin: bytes, key: bytes, site: Id) -> bytes:
    return b"aidbook origin 1\n" + origin + key + site.encode()


def certify(origin: bytes, origin_key: SigningKey, site: Id, site_key: SigningKey) -> Origin:
    """Return an origin with its certificate: signed by the site that owns it and by the origin that agrees.

    With the site's signature alone, a site could pass off another's origin, and all it wrote, as its own.
    """
    key = origin_key.verify_key.encode()
    message = _certified_bytes(origin, key, site)
    certificate = site_key.sign(message).signature + origin_key.sign(message).signature
    return Origin(origin, key, site, certificate)


def is_certified(origin: Origin, site_key: bytes) -> bool:
    """Tell whether an origin is of the site whose public key this is."""
    message = _certified_bytes(origin.id, origin.key, origin.site)
    by_site, by_origin = origin.certificate[:SIGNATURE_BYTES], origin.certificate[SIGNATURE_BYTES:]
    return verifies(site_key, message, by_site) and verifies(origin.key, message, by_origin)


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether `signature` over `message` was made with the private half of `key`."""
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True


class Ledger:
    """Reading and writing entries on one connection. Transactions are the caller's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Origins

    def add_origin(self, origin: Origin) -> None:
        """Remember an origin; one that is known stays as it is."""
        self._connection.execute(
            "INSERT OR IGNORE INTO origin (id, key, site, certificate) VALUES (?, ?, ?, ?)",
            (origin.id, origin.key, origin.site, origin.certificate),
        )

    def origins(self) -> list[Origin]:
        """Return every known origin."""
        rows = self._connection.execute("SELECT id, key, site, certificate FROM origin ORDER BY id")
        return [Origin(*row) for row in rows]

    def number_of(self, origin: bytes) -> int:
        """Return the number that this file has for an origin; one that no origin has where it is not known."""
        row = self._connection.execute("SELECT n FROM origin WHERE id = ?", (origin,)).fetchone()
        return row[0] if row else -1

    def _site(self, origin: bytes) -> Id:
        site: Id = self._connection.execute("SELECT site FROM origin WHERE id = ?", (origin,)).fetchone()[0]
        return site

    # Where it stands

    def tip(self, origin: bytes, chapter: Chapter) -> tuple[int, bytes]:
        """Return the last seq of an origin in a chapter and its head; (0, NO_HEAD) before the first."""
        row = self._connection.execute(
            "SELECT seq, head FROM entry WHERE origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ?"
            " ORDER BY seq DESC LIMIT 1",
            (origin, chapter),
        ).fetchone()
        return (row[0], row[1]) if row else (0, NO_HEAD)

    def tips(self) -> dict[tuple[bytes, Chapter], tuple[int, bytes]]:
        """Return the last seq of every origin in every chapter that has one, with its head."""
        found = {(o.id, chapter): self.tip(o.id, chapter) for o in self.origins() for chapter in CHAPTERS}
        return {stream: tip for stream, tip in found.items() if tip[0]}

    def have(self) -> dict[tuple[bytes, Chapter], int]:
        """Return the last seq of every origin in every chapter that has one."""
        return {stream: seq for stream, (seq, _head) in self.tips().items()}

    def position(self) -> int:
        """Return how many entries are here: the ledger position printed on sheets."""
        return sum(self.have().values())

    def head_at(self, header: Header) -> bytes | None:
        """Return the chain's head at an entry, or None where it is not here."""
        row = self._connection.execute(
            "SELECT head FROM entry WHERE origin = (SELECT n FROM origin WHERE id = ?) AND chapter = ? AND seq = ?",
            (header.origin, header.chapter, header.seq),
        ).fetchone()
        return row[0] if row else None

    # Writing

    def append(self, origin: bytes, written: Iterable[tuple[Chapter, Body]]) -> list[Named]:
        """Append bodies as new entries of this book's own origin; return what is to be folded."""
        site, named = self._site(origin), []

        def stored() -> Iterator[tuple[Chapter, bytes]]:
            for chapter, body in written:
                raw = encode(body)
                name = body_hash(raw)
                self.put_body(name, raw, body, site)
                named.append(Named(name, body, site))
                yield chapter, name

        self.append_names(origin, stored())
        return named

    def append_names(self, origin: bytes, names: Iterable[tuple[Chapter, bytes]]) -> None:
        """Append entries of an own origin whose bodies stand here already, or nowhere any more."""
        tips: dict[Chapter, tuple[int, bytes]] = {}
        number = self.number_of(origin)
        for chapter, name in names:
            seq, head = tips.get(chapter) or self.tip(origin, chapter)
            tips[chapter] = (seq + 1, self.put(number, Header(origin, chapter, seq + 1), name, head))

    def put(self, number: int, header: Header, name: bytes, previous: bytes) -> bytes:
        """Put an entry after the one whose head is given; return its head. `number` is its origin's."""
        head = next_head(previous, header, name)
        self._connection.execute(
            "INSERT INTO entry (origin, chapter, seq, hash, head) VALUES (?, ?, ?, ?, ?)",
            (number, header.chapter, header.seq, name, head),
        )
        return head

    def put_body(self, name: bytes, raw: bytes, body: Body | None, site: Id) -> bool:
        """Store a body once; tell whether it is new here."""
        kind, subject, action, written = (
            (body.kind, body.subject, body.action, body.written) if body else ("", "", "", 0)
        )
        added = self._connection.execute(
            "INSERT OR IGNORE INTO body (hash, bytes, kind, subject, action, written, site) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, raw, kind, subject, action, written, site),
        )
        return bool(added.rowcount)

    # Signatures

    def sign_heads(self, origin: bytes, key: SigningKey) -> None:
        """Sign where this book's own origin stands in each chapter."""
        for chapter in CHAPTERS:
            seq, head = self.tip(origin, chapter)
            if seq:
                header = Header(origin, chapter, seq)
                self.keep_signature(SignedHead(header, head, key.sign(signed_bytes(header, head)).signature))

    def keep_signature(self, signed: SignedHead) -> None:
        """Keep an origin's signature if it reaches further than the one kept."""
        self._connection.execute(
            "INSERT INTO signed (origin, chapter, seq, head, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " seq = excluded.seq, head = excluded.head, signature = excluded.signature WHERE excluded.seq > seq",
            (
                self.number_of(signed.header.origin),
                signed.header.chapter,
                signed.header.seq,
                signed.head,
                signed.signature,
            ),
        )

    def signed_heads(self) -> list[SignedHead]:
        """Return the furthest signature of every origin in every chapter."""
        rows = self._connection.execute(
            "SELECT o.id, chapter, seq, head, signature FROM signed JOIN origin o ON o.n = signed.origin "
            "ORDER BY o.id, chapter"
        )
        return [
            SignedHead(Header(o, chapter, seq), head, signature) for o, chapter, seq, head, signature in rows
        ]

    # Reading

    def lines(self, origin: bytes, chapter: Chapter, after: int, upto: int) -> Iterator[Line]:
        """Yield an origin's entries in a chapter with after < seq <= upto, in order.

        A body of another site's is not theirs to give out: such an entry is a stub.
        """
        rows = self._connection.execute(
            "SELECT e.seq, e.hash, b.bytes FROM origin o JOIN entry e ON e.origin = o.n"
            " LEFT JOIN body b ON b.hash = e.hash AND b.site = o.site"
            " WHERE o.id = ? AND e.chapter = ? AND e.seq > ? AND e.seq <= ? ORDER BY e.seq",
            (origin, chapter, after, upto),
        )
        for seq, name, raw in rows:
            yield Line(Header(origin, chapter, seq), name, raw)

    def bodies(self) -> Iterator[Named]:
        """Yield every readable body, in the order of storing."""
        for name, raw, site in self._connection.execute("SELECT hash, bytes, site FROM body ORDER BY n"):
            body = decode(raw)
            if body is not None:
                yield Named(name, body, site)

    def bodies_of(self, action: Id) -> list[Named]:
        """Return the bodies of an action, in the order of writing."""
        rows = self._connection.execute(
            "SELECT hash, bytes, site FROM body WHERE action = ? ORDER BY n", (action,)
        )
        decoded = ((name, decode(raw), site) for name, raw, site in rows.fetchall())
        return [Named(name, body, site) for name, body, site in decoded if body is not None]

    def body(self, name: bytes) -> Body | None:
        """Return one body by the hash that names it."""
        row = self._connection.execute("SELECT bytes FROM body WHERE hash = ?", (name,)).fetchone()
        return decode(row[0]) if row else None
