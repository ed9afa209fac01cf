"""Searching the sentences of the history. They are made when they are read, so that search makes them too, on a thread."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from aidbook.actions.history import sentence
from aidbook.domain.declare import Id
from aidbook.domain.folding import fold
from aidbook.store.book import Book
from aidbook.ui.jobs import Job, Progress

_STRETCH = 256


class SentenceSearch(QObject):
    """Goes through actions from the latest back, and tells of those whose sentence has every word."""

    found = Signal(int, object, int)
    """The number of the search, the ids that fit in one more stretch, and how many actions it has been through."""
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
        number, words, known = self._number, fold(text).split(), self._known
        self._job = Job(
            lambda progress: self._go_through(number, ids, words, known, progress),
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
        self, number: int, ids: Sequence[Id], words: list[str], known: dict[Id, str], progress: Progress
    ) -> None:
        with self._book.another() as book:
            for start in range(0, len(ids), _STRETCH):
                stretch = ids[start : start + _STRETCH]
                fits = [id_ for id_ in stretch if _has_all(_folded(book, id_, known), words)]
                progress(start, len(ids))
                self.found.emit(number, fits, start + len(stretch))

    def _failed(self, error: Exception) -> None:
        raise error


def _folded(book: Book, action: Id, known: dict[Id, str]) -> str:
    if action not in known:
        known[action] = fold(sentence(book, action))
    return known[action]


def _has_all(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)
