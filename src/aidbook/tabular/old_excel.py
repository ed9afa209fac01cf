"""How far the sheets of an old Excel file (XLS) reach, found out before the reader reserves memory for them.

Only as much of the compound file ([MS-CFB]) and of its records ([MS-XLS]) is read as that takes.
"""

import struct
from collections.abc import Iterator

from aidbook.i18n import _
from aidbook.tabular import bounds
from aidbook.tabular.errors import broken, not_a_table, protected

_BOF = 0x0809
# Records that begin with a row and a column: formula, number, label, truth, short number, rich and shared text.
_CELLS = {0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD}
_RUN = 0x00BD  # several short numbers of a row; it ends with the last column
_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are marks, not sectors
_ENTRY = 128
_PASSWORD = 0x002F
_HEADER_FAT = 109
_SMALL = 4096  # a stream under so many bytes stands in small sectors
_SMALL_SECTOR = 64


def weigh_xls(content: bytes, name: str) -> None:
    """Raise UserError when a sheet of an XLS file is larger than we read, or the file is damaged."""
    try:
        for rows, columns in _extents(_Compound(content).workbook(name), name):
            bounds.check_extent(name, rows, columns)
    except (struct.error, LookupError, ValueError):
        raise broken(name) from None


def _extents(stream: bytes, name: str) -> Iterator[tuple[int, int]]:
    rows = columns = at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if kind == _BOF:
            yield rows, columns
            rows = columns = 0
        elif kind == _PASSWORD:
            raise protected(name)
        elif (kind in _CELLS or kind == _RUN) and length >= 6:  # noqa: PLR2004 - row, column, format
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _RUN:
                (column,) = struct.unpack_from("<H", stream, at + length - 2)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        at += length
    yield rows, columns


class _Compound:
    """The streams of a compound file: chains of sectors, and of small sectors within one of the streams."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = {9: 512, 12: 4096}[struct.unpack_from("<H", content, 30)[0]]
        self.fat = self._fat()

    def workbook(self, name: str) -> bytes:
        """Return the stream that holds the workbook; raise UserError where there is none."""
        (first,) = struct.unpack_from("<I", self.content, 48)
        directory = self._chain(first)
        root = struct.unpack_from("<I", directory, 116)[0]
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            title_bytes, start, size = struct.unpack_from("<64xH50xII", directory, at)
            title = directory[at : at + max(title_bytes - 2, 0)].decode("utf-16-le", "replace").lower()
            if title in {"workbook", "book"}:
                return self._small_chain(root, start, size) if size < _SMALL else self._chain(start)[:size]
            if title == "encryptedpackage":
                raise protected(name)
        raise not_a_table(name, _("a text document or another old file"))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        if start >= len(self.content):
            raise IndexError(number)
        return self.content[start : start + self.size]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self.size // 4}I", self._sector(sector).ljust(self.size, b"\xff"))

    def _fat(self) -> list[int]:
        sectors = list(struct.unpack_from(f"<{_HEADER_FAT}I", self.content, 76))
        (more,) = struct.unpack_from("<I", self.content, 68)
        while more < _LAST_SECTOR and len(sectors) <= len(self.content):
            *further, more = self._numbers(more)
            sectors += further
        return [number for sector in sectors if sector < _LAST_SECTOR for number in self._numbers(sector)]

    def _chain(self, number: int) -> bytes:
        sectors: list[bytes] = []
        while number < _LAST_SECTOR:
            sectors.append(self._sector(number))
            number = self.fat[number]
            if len(sectors) > len(self.fat):
                raise ValueError(number)
        return b"".join(sectors)

    def _small_chain(self, root: int, number: int, size: int) -> bytes:
        (first,) = struct.unpack_from("<I", self.content, 60)
        chain = self._chain(first)
        small_fat = struct.unpack(f"<{len(chain) // 4}I", chain)
        container = self._chain(root)
        stream = b""
        while number < _LAST_SECTOR and len(stream) < size:
            stream += container[number * _SMALL_SECTOR :][:_SMALL_SECTOR]
            number = small_fat[number]
        return stream[:size]
