"""The zip inside a bundle: members stored one after another, in the one form that is accepted back.

Any unzip reads it. This reader takes only the very bytes that `join_members` writes, so nothing can hide in a field
that other readers ignore.
"""

import struct
import zlib
from collections.abc import Mapping

from aidbook.exchange import refusals

MAX_MEMBERS = 16
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_HEAD = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL_HEAD = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END_RECORD = struct.Struct("<4sHHHHIIH")
_VERSION, _NO_FLAGS, _STORED, _MIDNIGHT, _FIRST_OF_1980 = 20, 0, 0, 0, 33
_OF_UNIX, _PRIVATE_FILE = 3 << 8, 0o100600 << 16


def join_members(members: Mapping[str, bytes | memoryview]) -> bytes:
    """Return a zip of stored members, in their order."""
    parts: list[bytes | memoryview] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in members.items():
        local, central = _heads(name.encode("ascii"), content, offset)
        parts += [local, content]
        directory.append(central)
        offset += len(local) + len(content)
    return b"".join([*parts, *directory, _end(len(directory), sum(map(len, directory)), offset)])


def _heads(name: bytes, content: bytes | memoryview, offset: int) -> tuple[bytes, bytes]:
    size, crc = len(content), zlib.crc32(content)
    common = (_VERSION, _NO_FLAGS, _STORED, _MIDNIGHT, _FIRST_OF_1980, crc, size, size, len(name), 0)
    local = _LOCAL_HEAD.pack(_LOCAL, *common) + name
    central = (
        _CENTRAL_HEAD.pack(_CENTRAL, _OF_UNIX | _VERSION, *common, 0, 0, 0, _PRIVATE_FILE, offset) + name
    )
    return local, central


def _end(count: int, size: int, offset: int) -> bytes:
    return _END_RECORD.pack(_END, 0, 0, count, count, size, offset, 0)


def split_members(data: bytes) -> dict[str, memoryview]:
    """Return the members of a zip by name; raises Unlisted unless it is exactly what `join_members` writes."""
    view, at = memoryview(data), 0
    members: dict[str, memoryview] = {}
    directory: list[bytes] = []
    while data[at : at + 4] == _LOCAL and len(members) < MAX_MEMBERS:
        name, content = _member_at(view, at)
        local, central = _heads(name, content, at)
        after = at + len(local) + len(content)
        if data[at : at + len(local)] != local or name.decode("ascii") in members:
            raise refusals.Unlisted
        members[name.decode("ascii")] = content
        directory.append(central)
        at = after
    tail = b"".join([*directory, _end(len(directory), sum(map(len, directory)), at)])
    if data[at:] != tail:
        raise refusals.Unlisted
    return members


def _member_at(view: memoryview, at: int) -> tuple[bytes, memoryview]:
    """Return the name and content of the member whose header begins at `at`."""
    if at + _LOCAL_HEAD.size > len(view):
        raise refusals.Unlisted
    *_fixed, size, name_size, _extra = _LOCAL_HEAD.unpack_from(view, at)
    begin = at + _LOCAL_HEAD.size + name_size
    name = bytes(view[at + _LOCAL_HEAD.size : begin])
    if begin + size > len(view) or not name.isascii():
        raise refusals.Unlisted
    return name, view[begin : begin + size]
