"""Concerns about what was kept longer than the group wants to keep it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from aidbook.domain.attention import concern_key
from aidbook.domain.profiles import FIELDS
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.keeping import Outlived, overdue


@dataclass(frozen=True, slots=True)
class KeptTooLong(Concern):
    """The profile in use says to keep these no longer; `fields` is (key of FIELDS, how many) in the order of forms."""

    outlived: tuple[Outlived, ...]
    fields: tuple[tuple[str, int], ...]
    members: int
    kind = "kept"
    may_rest = True


def kept_too_long(book: Book, today: str) -> Iterator[KeptTooLong]:
    """Yield it once for all that outlives its time."""
    found = tuple(overdue(book, today))
    if found:
        counted = Counter(one.field for one in found)
        about = {one.household or one.member for one in found}
        key = concern_key(
            "kept", sorted((one.household or one.member, one.field, one.since) for one in found)
        )
        yield KeptTooLong(
            key, found, tuple((name, counted[name]) for name in FIELDS if counted[name]), len(about)
        )
