"""A body's content and its bytes: JSON, stored and passed on exactly as they were first written."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from aidbook.domain.declare import Id

_MOST = (1 << 53) - 1
Moment = Annotated[int, msgspec.Meta(ge=-_MOST, le=_MOST)]
"""Milliseconds since 1970, UTC, within what every reader of JSON can hold."""


class Body(msgspec.Struct, omit_defaults=True, frozen=True):
    """What an entry says. A fact has `fact`; a record's entry has `set`, and `over`: whose values it replaces.

    `site` is who says it: it counts only where an origin of that site signed it. AidBook 0.1 left it out.
    """

    salt: str
    kind: str
    v: int
    subject: Id
    action: Id
    by: Id
    written: Moment
    site: Id = ""
    at: Moment | None = None
    fact: dict[str, Any] | None = None
    set: dict[str, Any] | None = None
    over: dict[str, list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A body with its hash and the site whose origin wrote it."""

    hash: bytes
    body: Body
    site: Id


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)


def encode(body: Body) -> bytes:
    """Return the bytes of a body."""
    return _encoder.encode(body)


def decode(raw: bytes) -> Body | None:
    """Return what a body says, or None where this program cannot read it (it is kept all the same)."""
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def hash_in(name: str) -> bytes:
    """Return the hash that a body names in hex; one that no entry has where it is not hex."""
    try:
        return bytes.fromhex(name)
    except ValueError:
        return b""


def only_hands_over(body: Body) -> bool:
    """Tell whether a body says nothing but to which site a record belongs: it holds nothing of anybody."""
    return body.fact is None and set(body.set or {}) == {"home"}
