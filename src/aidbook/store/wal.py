"""The write-ahead log beside a book, looked at before SQLite opens it.

After a crash SQLite takes from this file what adds up and silently forgets all from the first frame on that does not.
For what was being written as the power went that is right; where a bit was flipped, it would forget what had been
confirmed. Layout: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aidbook.errors import Damaged

_HEADER, _FRAME, _PAGE = 32, 24, 4096
_MAGIC = 0x377F0682
_WHOLE_MAGIC = 0xFFFFFFFE
_MASK = 0xFFFFFFFF
_CUT_OFF = 1
"""So many commits may stand after the last frame that adds up: the one that was being written as the power went."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log: where its bytes lie, which page it is, and whether a commit ends with it."""

    offset: int
    page: int
    commits: bool
    salts: bytes
    sums: bytes


def path_of(book: Path) -> Path:
    """Return where the log of a book lies, whether it is there or not."""
    return book.with_name(book.name + "-wal")


def committed(path: Path) -> list[Frame]:
    """Return the frames up to the last commit of the present round, those that do not add up among them.

    What an earlier round left between them, where a power cut kept the later one from the disk, has another mark.
    """
    frames = list(_frames(path))
    salts = _salts(path, frames)
    present = [one for one in frames if _is_of(one, salts)]
    last = max((n for n, one in enumerate(present) if one.commits), default=-1)
    return present[: last + 1]


def _is_of(frame: Frame, salts: bytes) -> bool:
    """Tell whether a frame has the mark of a round; one flipped bit does not make it another round's."""
    return (int.from_bytes(frame.salts) ^ int.from_bytes(salts)).bit_count() <= 1


def look(book: Path) -> bool:
    """Tell whether something was being written as the computer stopped; raises Damaged where confirmed work is lost."""
    path = path_of(book)
    frames = committed(path)
    if not frames:
        return False
    if not _header_is_whole(path):
        raise Damaged(path.name)
    good = _add_up(path, frames)
    if good == len(frames):
        return False
    lost = sum(one.commits for one in frames[good:])
    if lost > _CUT_OFF:
        raise Damaged(path.name)
    return True


def _frames(path: Path) -> Iterator[Frame]:
    size = path.stat().st_size if path.is_file() else 0
    if size <= _HEADER:
        return
    with path.open("rb") as file:
        for start in range(_HEADER, size - _FRAME - _PAGE + 1, _FRAME + _PAGE):
            file.seek(start)
            head = file.read(_FRAME)
            page, pages_then = struct.unpack(">II", head[:8])
            yield Frame(start + _FRAME, page, bool(pages_then), head[8:16], head[16:24])


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADER)


def _header_is_whole(path: Path) -> bool:
    head = _header(path)
    (magic,) = struct.unpack(">I", head[:4])
    return magic & _WHOLE_MAGIC == _MAGIC and _sum(head[:24], (0, 0), _order(magic)) == _pair(head[24:])


def _salts(path: Path, frames: list[Frame]) -> bytes:
    """Return the mark of the present round: the header's or, where that is damaged, the first frames'."""
    if not frames:
        return b""
    if _header_is_whole(path) or len(frames) == 1:
        return _header(path)[16:24]
    first = [one.salts for one in frames[:3]]
    return max(first, key=first.count)


def _add_up(path: Path, frames: list[Frame]) -> int:
    """Return how many frames, from the first on, have the right mark and sum: as far as SQLite reads."""
    head = _header(path)
    (magic,) = struct.unpack(">I", head[:4])
    salts, at, order = head[16:24], _pair(head[24:]), _order(magic)
    with path.open("rb") as file:
        for number, frame in enumerate(frames):
            file.seek(frame.offset - _FRAME)
            raw = file.read(_FRAME + _PAGE)
            at = _sum(raw[:8] + raw[_FRAME:], at, order)
            if frame.salts != salts or frame.page == 0 or at != _pair(frame.sums):
                return number
    return len(frames)


def _order(magic: int) -> str:
    return ">" if magic & 1 else "<"


def _pair(raw: bytes) -> tuple[int, int]:
    one, two = struct.unpack(">II", raw)
    return one, two


def _sum(data: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = start
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for first, second in zip(words, words, strict=True):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
