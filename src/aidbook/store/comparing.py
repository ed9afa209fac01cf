"""Comparing two books by their ledgers: what each holds that the other does not."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from aidbook.domain.declare import CHAPTERS, Chapter, Id
from aidbook.domain.entries import Header
from aidbook.store.book import Book
from aidbook.store.progress import Progress, silent


@dataclass(slots=True)
class Side:
    """What one book holds that the other does not: entries, the actions they were part of, things by kind."""

    entries: int = 0
    actions: dict[Id, int] = field(default_factory=dict)
    new: dict[str, set[Id]] = field(default_factory=dict)
    changed: dict[str, set[Id]] = field(default_factory=dict)

    def latest(self) -> list[Id]:
        """Return the actions, the latest first."""
        return sorted(self.actions, key=lambda id_: (-self.actions[id_], id_))


@dataclass(frozen=True, slots=True)
class Difference:
    """What going back to a backup gives up, and what it brings. `same_site`: both are books of one site."""

    lost: Side
    gained: Side
    same_site: bool


def compare(present: Book, then: Book, progress: Progress = silent) -> Difference:
    """Return what each of two books holds that the other does not, by their ledgers."""
    total = present.position + then.position
    lost = _only_in(present, then, lambda done, _total: progress(done, total))
    gained = _only_in(then, present, lambda done, _total: progress(present.position + done, total))
    return Difference(lost, gained, present.identity.site == then.identity.site)


def _only_in(here: Book, there: Book, progress: Progress) -> Side:
    side = Side()
    for origin in here.ledger.origins():
        for chapter in CHAPTERS:
            tip, _head = here.ledger.tip(origin.id, chapter)
            for entry in _entries(here, origin.id, chapter, _shared(here, there, origin.id, chapter)):
                progress(side.entries, tip)
                _add(side, there, entry)
    return side


def _shared(here: Book, there: Book, origin: bytes, chapter: Chapter) -> int:
    """Return how many of an origin's entries in a chapter both have: up to where their chains part."""
    low, high = 0, here.ledger.tip(origin, chapter)[0]
    while low < high:
        middle = (low + high + 1) // 2
        header = Header(origin, chapter, middle)
        if there.ledger.head_at(header) == here.ledger.head_at(header):
            low = middle
        else:
            high = middle - 1
    return low


_Entry = tuple[bytes, str, Id, Id, int]
"""An entry's name; the kind, subject, action and moment of its body, "" for a kind where that is not here."""


def _entries(book: Book, origin: bytes, chapter: Chapter, after: int) -> Iterator[_Entry]:
    rows: Iterator[_Entry] = book.connection.execute(
        "SELECT e.hash, coalesce(b.kind, ''), b.subject, b.action, b.written FROM entry e"
        " LEFT JOIN body b ON b.hash = e.hash"
        " WHERE e.origin = (SELECT n FROM origin WHERE id = ?) AND e.chapter = ? AND e.seq > ? ORDER BY e.seq",
        (origin, chapter, after),
    )
    return rows


def _add(side: Side, there: Book, entry: _Entry) -> None:
    name, kind, subject, action, written = entry
    if there.connection.execute("SELECT 1 FROM entry WHERE hash = ? LIMIT 1", (name,)).fetchone():
        return  # the same words under another number
    side.entries += 1
    if not kind:
        return
    side.actions[action] = max(written, side.actions.get(action, 0))
    known = there.connection.execute(
        "SELECT 1 FROM body WHERE subject = ? AND kind = ? LIMIT 1", (subject, kind)
    ).fetchone()
    (side.changed if known else side.new).setdefault(kind, set()).add(subject)
