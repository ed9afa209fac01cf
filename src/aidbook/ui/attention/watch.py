"""What needs attention, read again on a thread as the book changes: once for the bar, Today and the page."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal
from shiboken6 import isValid

from aidbook.actions.attention import concerns, is_grave
from aidbook.domain.roles import may_see
from aidbook.errors import UserError
from aidbook.store import backup, faults
from aidbook.store.attention import pairs
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.progress import Progress
from aidbook.ui.jobs import run_quietly
from aidbook.ui.session import Session

_SETTLE_MS = 400
_PATIENCE_MS = 10_000
"""A reading that was refused or stopped says nothing; after so long another may begin."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What needs attention, and when the last good backup was made, in ms: None for none, or where none is needed.

    `behind`: so many members were written that all of them are to be compared before possible duplicates are known.
    """

    concerns: tuple[Concern, ...] = ()
    backup: int | None = None
    behind: bool = False


class Watch(QObject):
    """Knows what needs attention in a session's book. Ask `watch_of` for it: there is one."""

    changed = Signal()
    """`seen` is another than before."""
    looked = Signal()
    """It was read, whether or not it is the same."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: Seen | None = None
        self._session = session
        self._reading = self._again = self._stopped = self._comparing = False
        self._later = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._later.timeout.connect(self.ask)
        self._patience = QElapsedTimer()
        session.changed.connect(lambda _kinds: self._later.start())

    def stop(self) -> None:
        """Read no more: the book is about to be closed."""
        self._stopped = True

    def ask(self) -> None:
        """Read it now; what changes meanwhile is read after it."""
        if self._stopped:
            return
        if self._reading and not self._patience.hasExpired(_PATIENCE_MS):
            self._again = True
            return
        self._reading, self._again = True, False
        self._patience.start()
        self._session.read(self, _look, self._show)

    def count(self) -> int:
        """Return how many things need attention and are more than a suggestion, as far as is known."""
        return sum(map(is_grave, self.seen.concerns)) if self.seen else 0

    def _show(self, seen: Seen) -> None:
        self._reading = False
        if self._again:
            self.ask()
            return
        if seen != self.seen:
            self.seen = seen
            self.changed.emit()
        self.looked.emit()
        if seen.behind and not self._comparing:
            self._compare()

    def _compare(self) -> None:
        """Compare all members with each other, meanwhile; then look again. One try: who writes for long is let be."""
        self._comparing = True
        run_quietly(partial(_compare_all, self._session.book), self._compared, self._not_compared)

    def _compared(self, _none: None) -> None:
        if isValid(self):
            self._comparing = False
            self.ask()

    def _not_compared(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error


def _look(book: Book) -> Seen:
    if not may_see(book.role, "attention"):
        return Seen()
    last = None if book.practice else backup.last_good(book)
    return Seen(tuple(concerns(book)), last, book.role == "coordinator" and pairs.behind(book))


def _compare_all(book: Book, progress: Progress) -> None:
    with book.another() as mine, faults.told(mine.connection):
        pairs.compare_all(mine, progress)


def watch_of(session: Session) -> Watch:
    """Return the watch of a session, made now if nobody has asked."""
    found = session.findChild(Watch)
    return found if isinstance(found, Watch) else Watch(session)
