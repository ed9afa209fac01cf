"""What is remembered of files that were read in: which column was which, and what was decided about a row.

No title and nothing of a row stands here, only keyed hashes of them: a first row of names that was taken for titles
tells nothing, and somebody erased is in no list of answers.
"""

import hashlib
from dataclasses import dataclass

from aidbook.domain.declare import Id, record, ref


@record("file_shape", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class FileShape:
    """How files of one source are read. `titles` are hashes of its columns' titles, in their order.

    `columns` are "field=hash of its column's title", "field=" for one that is left out; `orders` are
    "field=day first" or "field=month first"; `sheet` is the sheet that was read, of several.
    """

    id: Id
    what: str
    titles: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    sheet: str | None = None


@record("row_answer", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class RowAnswer:
    """What was decided about a row of people: it is this member, or it is left out. `mark` is a hash of the row."""

    id: Id
    shape: Id = ref("file_shape")
    mark: str
    answer: str
    member: Id | None = ref("member", optional=True)


@record("line_answer", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class LineAnswer:
    """What was decided about a line of goods or codes: the key of a choice. `mark` is a hash of the line."""

    id: Id
    shape: Id = ref("file_shape")
    mark: str
    answer: str


def hashed(key: bytes, text: str) -> str:
    """Return the hash under which a title or a row is known."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=12).hexdigest()
