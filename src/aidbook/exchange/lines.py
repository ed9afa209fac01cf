"""Entries as lines of text: one JSON object for each, packed by zstd, read back within bounds."""

import base64
import binascii
from collections.abc import Iterable, Iterator
from io import BytesIO

import msgspec

from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Chapter
from aidbook.domain.entries import Header, body_hash
from aidbook.exchange import refusals
from aidbook.exchange.cards import Hex16, Hex32
from aidbook.exchange.manifest import Run, Seq
from aidbook.store.body import decode
from aidbook.store.ledger import Line

LEVEL = 3
MAX_LINE = 8 * 1024 * 1024
_PIECE = 256 * 1024
_MAX_WINDOW = 8 * 1024 * 1024


class WireLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry: its origin and number, its name, and its body as text, or in base64 if it is none; or no body."""

    origin: Hex16
    seq: Seq
    hash: Hex32
    body: str | None = None
    body64: str | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(WireLine)


def to_wire(line: Line) -> bytes:
    """Return an entry as a line of text, its end included."""
    origin, seq, name = line.header.origin.hex(), line.header.seq, line.hash.hex()
    if line.body is None:
        wire = WireLine(origin, seq, name)
    else:
        try:
            wire = WireLine(origin, seq, name, body=line.body.decode("utf-8"))
        except UnicodeDecodeError:
            wire = WireLine(origin, seq, name, body64=base64.b64encode(line.body).decode("ascii"))
    return _encoder.encode(wire) + b"\n"


def pack_lines(lines: Iterable[Line]) -> tuple[bytes, int]:
    """Return lines packed by zstd, and what they unpack to in bytes."""
    import zstandard

    packed, plain = BytesIO(), 0
    with zstandard.ZstdCompressor(level=LEVEL).stream_writer(packed, closefd=False) as writer:
        for line in lines:
            raw = to_wire(line)
            plain += len(raw)
            writer.write(raw)
    return packed.getvalue(), plain


def _unpacked(packed: memoryview, plain: int) -> Iterator[bytes]:
    """Yield what zstd bytes unpack to, piece by piece, never past the stated size. Raises Refused."""
    import zstandard

    left = plain
    reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(
        packed, read_across_frames=False
    )
    while True:
        try:
            piece = reader.read(_PIECE)
        except zstandard.ZstdError:
            raise refusals.Unlisted from None
        left -= len(piece)
        if left < 0:
            raise refusals.Expands
        if not piece:
            break
        yield piece
    if left:
        raise refusals.Unlisted


def _split(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines of pieces of text; the last must be ended like all others."""
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        if len(rest) > MAX_LINE:
            raise refusals.Expands
        yield from whole
    if rest:
        raise refusals.Unlisted


def _from_wire(raw: bytes, chapter: Chapter) -> Line:
    """Return the entry in a line; raises Refused unless its body has its name and may stand in the chapter."""
    try:
        wire = _decoder.decode(raw)
        body = wire.body.encode() if wire.body is not None else None
        if wire.body64 is not None:
            body = base64.b64decode(wire.body64, validate=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, binascii.Error):
        raise refusals.Unlisted from None
    name = bytes.fromhex(wire.hash)
    if body is not None:
        if body_hash(body) != name:
            raise refusals.ChainBroken
        _must_belong(body, chapter)
    return Line(Header(bytes.fromhex(wire.origin), chapter, wire.seq), name, body)


def _must_belong(raw: bytes, chapter: Chapter) -> None:
    """Refuse a body of a kind that has another chapter: what is not shared must not come by a side door."""
    body = decode(raw)
    kind = KINDS.get(body.kind) if body else None
    if kind is not None and kind.chapter != chapter:
        raise refusals.Misplaced


def unpack_runs(
    packed: memoryview, plain: int, chapter: Chapter, runs: Iterable[Run]
) -> Iterator[tuple[Run, Iterator[Line]]]:
    """Yield each run with its lines, which must be read to their end. Raises Refused where they are not as listed."""
    raws = _split(_unpacked(packed, plain))
    for run in runs:
        yield run, _run_lines(raws, chapter, run)
    if next(raws, None) is not None:
        raise refusals.Unlisted


def _run_lines(raws: Iterator[bytes], chapter: Chapter, run: Run) -> Iterator[Line]:
    origin = bytes.fromhex(run.origin)
    for first, last in run.numbers():
        for seq in range(first, last + 1):
            raw = next(raws, None)
            if raw is None:
                raise refusals.Unlisted
            line = _from_wire(raw, chapter)
            if (line.header.origin, line.header.seq) != (origin, seq):
                raise refusals.Unlisted
            yield line
