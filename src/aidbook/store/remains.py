"""What a damaged book's pages still hold, sorted: entries, bodies, writers, signatures, what the laptop kept to itself.

A row is taken for what its table says it is; where the way from the table to a page is lost, for what it looks like.
Nothing is believed because it stands there: a body is its hash, a signature verifies, a chain adds up.
What cannot prove itself is taken from whole pages only.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aidbook.domain.declare import CHAPTERS
from aidbook.domain.entries import HASH_BYTES, Header, body_hash
from aidbook.store import btree
from aidbook.store.btree import Row
from aidbook.store.ledger import SIGNATURE_BYTES, Origin, SignedHead
from aidbook.store.pages import PageFile
from aidbook.store.progress import Progress, silent

_EVERY = 64
_CREATE = b"CREATE "
MASTER = "sqlite_master"


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """Where an entry stands by its origin's number, its name and, where its own row is here, its head."""

    origin: int
    chapter: str
    seq: int
    hash: bytes
    head: bytes | None
    whole: bool


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body that is its hash; its number and site are None where its row is not whole."""

    hash: bytes
    bytes: bytes
    number: int | None
    site: str | None


@dataclass(slots=True)
class Small:
    """What there is little of, and so is kept in memory."""

    origins: dict[int, Origin] = field(default_factory=dict)
    signed: list[tuple[int, SignedHead]] = field(default_factory=list)
    local: dict[str, list[bytes]] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)
    forked: set[tuple[int, str, int, bytes, bytes, bytes]] = field(default_factory=set)
    forked_heads: set[tuple[int, str, int, bytes, bytes]] = field(default_factory=set)
    kept: list[tuple[str, Row]] = field(default_factory=list)


Found = FoundEntry | FoundBody | bytes
"""An entry, a body, or only the hash of a body that once was here."""


class Remains:
    """Reads a damaged file once. `small` is complete when `read` has ended."""

    def __init__(self, file: PageFile, keep: Callable[[str], bool]) -> None:
        """`keep` tells of a table's name whether its rows are wanted as they are."""
        self.small = Small()
        self._file, self._keep = file, keep
        schema = list(self._schema())
        roots = {name: root for _kind, name, root, _sql in schema}
        self.small.tables = {name: sql for kind, name, _root, sql in schema if kind == "table"}
        self._owners = btree.owners({MASTER: 1, **roots}, file)

    def read(self, progress: Progress = silent) -> Iterator[Found]:
        """Yield what is found of the ledger, page by page, and put the rest into `small`."""
        for page in self._file:
            if page.number % _EVERY == 1:
                progress(page.number, self._file.count)
            owner = self._owners.get(page.number, "")
            if owner and owner not in _OWNED and not self._keep(owner):
                continue  # a view's: the fold makes it anew
            for row in btree.rows(page, self._file):
                found = self._sort(owner, row)
                if found is not None:
                    yield found

    def _schema(self) -> Iterator[tuple[str, str, int, str]]:
        for page in self._file:
            if _CREATE not in page.data:
                continue
            for row in btree.rows(page, self._file):
                match row.values:
                    case ("table" | "index" as kind, str(name), str(), int(root), sql, *_) if row.whole:
                        yield kind, name, root, str(sql or "")

    def _sort(self, owner: str, row: Row) -> Found | None:
        """Return a row of the ledger as what it is; keep another where it belongs."""
        if owner and self._keep(owner):
            if row.whole:
                self.small.kept.append((owner, row))
            return None
        shapes = [_OWNED[owner]] if owner in _OWNED else [] if owner else list(_SHAPES.values())
        for shape in shapes:
            found = shape(self.small, row)
            if found is not None:
                return found
        return None


# What a row looks like


def _entry(_small: Small, row: Row) -> Found | None:
    match row.values:
        case (int(origin), str(chapter), int(seq), bytes(name), bytes(head), *_) if (
            chapter in CHAPTERS and len(name) == len(head) == HASH_BYTES and row.number is None
        ):
            return FoundEntry(origin, chapter, seq, name, head, row.whole)
    return None


def _entry_by_hash(_small: Small, row: Row) -> Found | None:
    match row.values:
        case (bytes(name), int(origin), str(chapter), int(seq)) if (
            chapter in CHAPTERS and len(name) == HASH_BYTES and row.number is None
        ):
            return FoundEntry(origin, chapter, seq, name, None, row.whole)
    return None


def _body(_small: Small, row: Row) -> Found | None:
    match row.values:
        case (None, bytes(name), bytes(raw), str(), str(), str(), int(), str(site), *_) if (
            row.number is not None and body_hash(raw) == name
        ):
            return FoundBody(name, raw, *((row.number, site) if row.whole else (None, None)))
    return None


def _body_by_hash(_small: Small, row: Row) -> Found | None:
    match row.values:
        case (bytes(name), int()) if len(name) == HASH_BYTES and row.number is None and row.whole:
            return name
    return None


def _origin(small: Small, row: Row) -> None:
    match row.values:
        case (None, bytes(id_), bytes(key), str(site), bytes(certificate), *_) if row.whole and row.number:
            small.origins.setdefault(row.number, Origin(id_, key, site, certificate))


def _origin_again(small: Small, row: Row) -> None:
    match row.values:
        case (bytes(id_), bytes(key), str(site), bytes(certificate), int(number)) if row.whole:
            small.origins.setdefault(number, Origin(id_, key, site, certificate))


def _signed(small: Small, row: Row) -> None:
    match row.values:
        case (int(number), str(chapter), int(seq), bytes(head), bytes(signature), *_) if row.number is None:
            _take_signed(small, number, chapter, seq, head, signature)


def _signed_again(small: Small, row: Row) -> None:
    match row.values:
        case (bytes(signature), bytes(head), int(seq), int(number), str(chapter)) if row.number is None:
            _take_signed(small, number, chapter, seq, head, signature)


def _take_signed(small: Small, number: int, chapter: Any, seq: int, head: bytes, signature: bytes) -> None:  # noqa: ANN401 - a chapter once it is found among them
    if chapter in CHAPTERS and len(head) == HASH_BYTES and len(signature) == SIGNATURE_BYTES:
        small.signed.append((number, SignedHead(Header(b"", chapter, seq), head, signature)))


def _local(small: Small, row: Row) -> None:
    match row.values:
        case (str(name), bytes(value)) if row.whole and row.number is None:
            small.local.setdefault(name, []).append(value)


def _local_again(small: Small, row: Row) -> None:
    match row.values:
        case (bytes(value), str(name)) if row.whole and row.number is None:
            small.local.setdefault(name, []).append(value)


def _forked(small: Small, row: Row) -> None:
    match row.values:
        case (int(origin), str(chapter), int(seq), bytes(head), bytes(before), bytes(name)):
            _take_forked(small, row, (origin, chapter, seq, head, before, name))


def _forked_again(small: Small, row: Row) -> None:
    match row.values:
        case (bytes(before), bytes(name), int(origin), str(chapter), int(seq), bytes(head)):
            _take_forked(small, row, (origin, chapter, seq, head, before, name))


def _take_forked(small: Small, row: Row, values: tuple[int, str, int, bytes, bytes, bytes]) -> None:
    if row.whole and row.number is None and values[1] in CHAPTERS:
        small.forked.add(values)


def _forked_head(small: Small, row: Row) -> None:
    match row.values:
        case (int(origin), str(chapter), int(seq), bytes(head), bytes(signature)) if row.whole:
            small.forked_heads.add((origin, chapter, seq, head, signature))


def _forked_head_again(small: Small, row: Row) -> None:
    match row.values:
        case (bytes(signature), int(origin), str(chapter), int(seq), bytes(head)) if row.whole:
            small.forked_heads.add((origin, chapter, seq, head, signature))


_SHAPES: dict[str, Callable[[Small, Row], Found | None]] = {
    "entry": _entry,
    "entry_by_hash": _entry_by_hash,
    "body": _body,
    "sqlite_autoindex_body_1": _body_by_hash,
    "origin": _origin,
    "origin_again": _origin_again,
    "signed": _signed,
    "signed_again": _signed_again,
    "forked": _forked,
    "forked_again": _forked_again,
    "local": _local,
    "local_again": _local_again,
}
_OWNED = {**_SHAPES, "forked_head": _forked_head, "forked_head_again": _forked_head_again}
"""Also those that look like another, and so are known only by the table that they hang on."""
LEDGER = frozenset(_OWNED)

__all__ = ["LEDGER", "Found", "FoundBody", "FoundEntry", "Remains", "Small"]
