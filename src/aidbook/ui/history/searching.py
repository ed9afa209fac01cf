"""Searching the sentences of the history. They are made when they are read, so that search makes them too, on a thread.

It begins where the words most likely are, with what was done with those who are called so, and then goes through all
the rest from the latest back, so that nothing is missed.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
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


class SentenceSearch(QObject):
    """Goes through actions, and tells of those whose sentence has every word."""

    found = Signal(int, object, int)
    """The number of the search, all ids that fit so far in their order, and how many actions it has been through."""
    ended = Signal(int)
    """A search has been through all."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._known: dict[Id, str] = {}
        self._number = 0
        self._job: Job[None] | None = None

    def start(self, ids: Sequence[Id], text: str) -> int:
        """Search these for the words of `text`; a search that is under way ends. Returns its number."""
        self.stop()
        self._number += 1
        number, known = self._number, self._known
        self._job = Job(
            lambda progress: self._go_through(number, ids, text, known, progress),
            lambda _nothing: self.ended.emit(number),
            self._failed,
        )
        self._job.start()
        return number

    def stop(self) -> None:
        """End the search that is under way."""
        if self._job is not None:
            self._job.stop()
            self._job = None

    def forget(self) -> None:
        """Make every sentence anew: names in them have changed."""
        self._known = {}

    def _go_through(
        self, number: int, ids: Sequence[Id], text: str, known: dict[Id, str], progress: Progress
    ) -> None:
        words, fits, through, told = fold(text).split(), list[tuple[int, Id]](), 0, 0.0
        self.found.emit(number, [], 0)
        with self._book.another() as book:
            reading = Reading(book)
            for stretch in _stretches(ids, likely(book, text)):
                for place, _id in _having_all(reading, stretch, words, known):
                    insort(fits, (place, _id))
                through += len(stretch)
                progress(through, len(ids))
                if monotonic() - told > _TELL_EVERY:
                    self.found.emit(number, [id_ for _place, id_ in fits], through)
                    told = monotonic()
            self.found.emit(number, [id_ for _place, id_ in fits], through)

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
