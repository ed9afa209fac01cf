"""Rows read from a book's pages without SQLite, page by page: what one page holds does not depend on any other.

Only a long row reaches into overflow pages. A page or a row that makes no sense is passed over, never an error.
Layout: https://www.sqlite.org/fileformat2.html#b_tree_pages
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from aidbook.store.pages import USABLE, Page, PageFile

Value = int | float | str | bytes | None

_INDEX_INNER, _TABLE_INNER, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_KINDS = {_INDEX_INNER, _TABLE_INNER, _INDEX_LEAF, _TABLE_LEAF}
_FILE_HEADER = 100
_LEAST = (USABLE - 12) * 32 // 255 - 23
_MOST_OF_TABLE, _MOST_OF_INDEX = USABLE - 35, (USABLE - 12) * 64 // 255 - 23
_LONGEST = 64 * 1024 * 1024
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class _Nonsense(Exception):  # noqa: N818 - it names what the bytes are
    """These bytes are no row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number (in tables that have one), its values, and whether every page it lies on is whole."""

    number: int | None
    values: tuple[Value, ...]
    whole: bool


def rows(page: Page, file: PageFile) -> Iterator[Row]:
    """Yield the rows on a page."""
    start = _FILE_HEADER if page.number == 1 else 0
    kind = page.data[start]
    if kind not in _KINDS or kind == _TABLE_INNER:
        return
    for at in _cells(page.data, start):
        try:
            yield _row(page, at, kind, file)
        except (_Nonsense, struct.error, IndexError, UnicodeDecodeError):
            continue


def owners(roots: dict[str, int], file: PageFile) -> dict[int, str]:
    """Return which table or index each page belongs to that can be reached from their roots over whole pages."""
    found: dict[int, str] = {}
    for name, root in roots.items():
        todo = [root]
        while todo:
            number = todo.pop()
            if number in found or not 1 <= number <= file.count:
                continue
            found[number] = name
            page = file.page(number)
            if page is not None and page.whole:  # what is damaged may point anywhere
                todo += _children(page)
    return found


def _children(page: Page) -> list[int]:
    start = _FILE_HEADER if page.number == 1 else 0
    if page.data[start] not in (_TABLE_INNER, _INDEX_INNER):
        return []
    left = [struct.unpack_from(">I", page.data, at)[0] for at in _cells(page.data, start)]
    return [*left, struct.unpack_from(">I", page.data, start + 8)[0]]


def _cells(data: bytes, start: int) -> list[int]:
    (count,) = struct.unpack_from(">H", data, start + 3)
    pointers = start + (12 if data[start] in (_INDEX_INNER, _TABLE_INNER) else 8)
    room = min(count, (USABLE - pointers) // 2)
    return [at for at in struct.unpack_from(f">{room}H", data, pointers) if at < USABLE - 3]


def _row(page: Page, at: int, kind: int, file: PageFile) -> Row:
    data = page.data
    at += 4 if kind == _INDEX_INNER else 0
    length, at = _varint(data, at)
    number: int | None = None
    if kind == _TABLE_LEAF:
        number, at = _varint(data, at)
    if not 0 < length <= _LONGEST:
        raise _Nonsense
    most = _MOST_OF_TABLE if kind == _TABLE_LEAF else _MOST_OF_INDEX
    here = length if length <= most else _LEAST + (length - _LEAST) % (USABLE - 4)
    here = here if here <= most else _LEAST
    if at + here > USABLE:
        raise _Nonsense
    payload, whole = data[at : at + here], page.whole
    if here < length:
        rest, rest_whole = _overflow(file, struct.unpack_from(">I", data, at + here)[0], length - here)
        payload, whole = payload + rest, whole and rest_whole
    return Row(number, _record(payload), whole)


def _overflow(file: PageFile, number: int, left: int) -> tuple[bytes, bool]:
    parts, whole, seen = [], True, set[int]()
    while left > 0:
        page = file.page(number) if number not in seen else None
        if page is None:
            raise _Nonsense
        seen.add(number)
        parts.append(page.data[4 : 4 + min(left, USABLE - 4)])
        left -= len(parts[-1])
        whole = whole and page.whole
        (number,) = struct.unpack_from(">I", page.data)
    return b"".join(parts), whole


def _record(payload: bytes) -> tuple[Value, ...]:
    size, at = _varint(payload, 0)
    if not 0 < size <= len(payload):
        raise _Nonsense
    values, where = [], size
    while at < size:
        kind, at = _varint(payload, at)
        value, where = _value(payload, kind, where)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind >= 12:  # noqa: PLR2004 - the format's own figure: text and blobs begin here
        end = at + (kind - 12) // 2
        if end > len(payload):
            raise _Nonsense
        raw = payload[at:end]
        return (raw.decode() if kind & 1 else raw), end
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(payload[at:end], signed=True), end
    simple: dict[int, Callable[[], tuple[Value, int]]] = {
        0: lambda: (None, at),
        7: lambda: (struct.unpack_from(">d", payload, at)[0], at + 8),
        8: lambda: (0, at),
        9: lambda: (1, at),
    }
    if kind not in simple:
        raise _Nonsense
    return simple[kind]()


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = data[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
            return value, at + step + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9
