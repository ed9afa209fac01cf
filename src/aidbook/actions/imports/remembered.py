"""What is remembered of files of one source: which column was which, and what was decided about their rows."""

import hashlib
from dataclasses import dataclass

from aidbook.domain.declare import Id, derived_id
from aidbook.domain.file_shapes import FileShape, LineAnswer, RowAnswer, hashed
from aidbook.domain.imports import Head, ImportKind
from aidbook.store.book import Book
from aidbook.store.rows import things

_SAME_SOURCE = 0.8
"""So much of their titles two files of one source share: next month's may have a column more."""
LEAVE_OUT, MEMBER, AGAIN = "leave out", "member", "member again"
"""What is kept of a row of people: nobody reads it in, it is this member, or it says that member a second time."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was decided about a row: the key of a choice; of a row of people which member it is, None for left out."""

    answer: str
    member: Id | None = None


class Memory:
    """What is remembered of the source of a file, and what is to be remembered once it is read in."""

    def __init__(self, book: Book, what: ImportKind, head: Head | None) -> None:
        self._book, self._what, self._head = book, what, head
        self._key = _key(book)
        self.shape = _shape_of(book, self._key, what, head) if head else None
        self._kept: dict[str, Kept] = {}
        self._noted: dict[str, Kept] = {}
        if self.shape is not None:
            shape = (self.shape.id,)
            for one in things(book, RowAnswer, "shape = ?", shape):
                self._kept[one.mark] = Kept(one.answer, one.member)
            for line in things(book, LineAnswer, "shape = ?", shape):
                self._kept[line.mark] = Kept(line.answer)

    def mark(self, *parts: str) -> str:
        """Return the mark of a row by what names it."""
        return hashed(self._key, "\n".join(parts))

    def any_kept(self) -> bool:
        """Tell whether anything was ever decided about such files."""
        return bool(self._kept)

    def kept(self, mark: str) -> Kept | None:
        """Return what was decided about a row, or None where nobody did."""
        return self._kept.get(mark)

    def note(self, mark: str, answer: str, member: Id | None = None) -> None:
        """Note what was decided about a row, for when the file is read in."""
        self._noted[mark] = Kept(answer, member)

    def answers(self) -> int:
        """Return how many decisions are new."""
        return sum(self._kept.get(mark) != kept for mark, kept in self._noted.items())

    def writes(self) -> list[object]:
        """Return what is to be written down: the source as it is read now, and the decisions about its rows."""
        if self._head is None:
            return []
        shape = _written(self._key, self._what, self._head, self.shape)
        answers = [
            self._answer(shape.id, mark, kept)
            for mark, kept in self._noted.items()
            if self._kept.get(mark) != kept
        ]
        return [*([] if shape == self.shape else [shape]), *answers]

    def _answer(self, shape: Id, mark: str, kept: Kept) -> object:
        id_ = derived_id("answer", shape, mark)
        if self._what == "members":
            return RowAnswer(id=id_, shape=shape, mark=mark, answer=kept.answer, member=kept.member)
        return LineAnswer(id=id_, shape=shape, mark=mark, answer=kept.answer)


def recall(book: Book, what: ImportKind, head: Head) -> Head | None:
    """Return how the last file of the same source was read, in the columns of this one; None for another source."""
    key = _key(book)
    shape = _shape_of(book, key, what, head)
    if shape is None:
        return None
    at = {hashed(key, label): index for index, label in enumerate(head.labels)}
    columns: dict[str, int | None] = {}
    for said in shape.columns:
        name, _equals, title = said.partition("=")
        if not title or title in at:
            columns[name] = at[title] if title else None
    orders = dict(said.split("=", 1) for said in shape.orders if "=" in said)
    return Head(head.labels, head.signs, columns, orders, shape.sheet)


def sheets_known(book: Book, what: ImportKind) -> frozenset[str]:
    """Return the names of the sheets that were read of files with several, for finding the one that is wanted."""
    return frozenset(one.sheet for one in things(book, FileShape, "what = ?", (what,)) if one.sheet)


def _written(key: bytes, what: ImportKind, head: Head, before: FileShape | None) -> FileShape:
    signs = tuple(hashed(key, sign) for sign in head.signs)
    return FileShape(
        id=before.id if before else derived_id("file_shape", what, *sorted(signs)),
        what=what,
        titles=signs,
        columns=tuple(
            f"{name}={'' if at is None else hashed(key, head.labels[at])}"
            for name, at in sorted(head.columns.items())
        ),
        orders=tuple(f"{name}={order}" for name, order in sorted(head.orders.items())),
        sheet=head.sheet,
    )


def _shape_of(book: Book, key: bytes, what: ImportKind, head: Head) -> FileShape | None:
    signs = {hashed(key, sign) for sign in head.signs}
    shapes = [
        (_shared(signs, set(one.titles)), one.id, one) for one in things(book, FileShape, "what = ?", (what,))
    ]
    best = max(shapes, default=None)
    return best[2] if best and best[0] >= _SAME_SOURCE else None


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / (len(one | other) or 1)


def _key(book: Book) -> bytes:
    secret = book.identity.secrets.lock_identity.encode()
    return hashlib.blake2b(secret, digest_size=32, person=b"aidbook reading").digest()
