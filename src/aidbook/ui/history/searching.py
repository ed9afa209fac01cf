"""Searching the sentences of the history. They are made when they are read, so that search makes them too, on a thread.

It begins where the words most likely are, with what was done with those who are called so, goes on with the latest,
and rests once it has found enough or made so many sentences: what it costs follows what is found, not the book's age.
Whoever wants the rest looked through asks for it.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QObject, Signal

from aidbook.actions.history import sentences
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.store.book import Book
from aidbook.store.history import Reading
from aidbook.store.history_filter import likely
from aidbook.ui.jobs import Job, Progress

_STRETCH = 256
_TELL_EVERY = 0.2
ENOUGH = 300
"""So many are found before a search rests: nobody reads more, and one more word finds fewer."""
MADE = 3_000
"""So many sentences are made before a search rests, if nobody asked it to go on."""


@dataclass(slots=True)
class _Search:
    """A search: what it looks for, what is still to be looked through, and what it found so far, in order."""

    number: int
    ids: Sequence[Id]
    text: str
    rest: Iterator[list[tuple[int, Id]]] | None = None
    fits: list[tuple[int, Id]] = field(default_factory=list)
    through: int = 0

    def found(self) -> list[Id]:
        """Return what fits so far."""
        return [id_ for _place, id_ in self.fits]


class SentenceSearch(QObject):
    """Goes through actions, and tells of those whose sentence has every word."""

    found = Signal(int, object, int)
    """The number of the search, all ids that fit so far in their order, and how many actions it has been through."""
    ended = Signal(int)
    """A search rests: it has been through all, or through enough; `left` says how much there still is."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._known: dict[Id, str] = {}
        self._search: _Search | None = None
        self._number = 0
        self._job: Job[None] | None = None

    def start(self, ids: Sequence[Id], text: str) -> int:
        """Search these for the words of `text`; a search that is under way ends. Returns its number."""
        self.stop()
        self._number += 1
        self._search = _Search(self._number, ids, text)
        self._go(MADE)
        return self._number

    def go_on(self) -> int:
        """Look through the rest too, until enough more is found. Returns the number of the search; 0 for none."""
        self._end_job()
        if self._search is None:
            return 0
        self._go(len(self._search.ids))
        return self._search.number

    def left(self) -> int:
        """Return how many actions the search has not been through."""
        return len(self._search.ids) - self._search.through if self._search else 0

    def stop(self) -> None:
        """End the search that is under way, for good."""
        self._end_job()
        self._search = None

    def forget(self) -> None:
        """Make every sentence anew: names in them have changed."""
        self._known = {}

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.stop()
            self._job = None

    def _go(self, most: int) -> None:
        search, known = self._search, self._known
        if search is None:
            return
        self._job = Job(
            lambda progress: self._go_through(search, most, known, progress),
            lambda _nothing: self.ended.emit(search.number),
            self._failed,
        )
        self._job.start()

    def _go_through(self, search: _Search, most: int, known: dict[Id, str], progress: Progress) -> None:
        words, told = fold(search.text).split(), 0.0
        enough, made = len(search.fits) + ENOUGH, 0
        self.found.emit(search.number, search.found(), search.through)
        with self._book.another() as book:
            reading = Reading(book)
            if search.rest is None:
                search.rest = _stretches(search.ids, likely(book, search.text))
            while made < most and len(search.fits) < enough and (stretch := next(search.rest, None)):
                progress(search.through, len(search.ids))
                before = len(known)
                for placed in _having_all(reading, stretch, words, known):
                    insort(search.fits, placed)
                made += len(known) - before
                search.through += len(stretch)
                if monotonic() - told > _TELL_EVERY:
                    self.found.emit(search.number, search.found(), search.through)
                    told = monotonic()
        self.found.emit(search.number, search.found(), search.through)

    def _failed(self, error: Exception) -> None:
        raise error


_Placed = list[tuple[int, Id]]


def _stretches(ids: Sequence[Id], first: set[Id]) -> Iterator[_Placed]:
    """Yield the ids with their places, a stretch at a time: those of `first` first."""
    for wanted in (True, False):
        some = [(place, id_) for place, id_ in enumerate(ids) if (id_ in first) == wanted]
        yield from (some[at : at + _STRETCH] for at in range(0, len(some), _STRETCH))


def _having_all(book: Reading, stretch: _Placed, words: Sequence[str], known: dict[Id, str]) -> _Placed:
    new = [id_ for _place, id_ in stretch if id_ not in known]
    known.update((id_, fold(said)) for id_, said in sentences(book, new).items())
    return [(place, id_) for place, id_ in stretch if all(word in known.get(id_, "") for word in words)]
