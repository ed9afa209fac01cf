"""What needs attention, read again on a thread as the book changes: once for the bar, Today and the page."""

from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from aidbook.actions.attention import concerns, is_grave
from aidbook.domain.roles import may_see
from aidbook.store import backup
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.ui.session import Session

_SETTLE_MS = 400
_PATIENCE_MS = 10_000
"""A reading that was refused or stopped says nothing; after so long another may begin."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What needs attention, and when the last good backup was made, in ms: None for none, or where none is needed."""

    concerns: tuple[Concern, ...] = ()
    backup: int | None = None


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
        self._reading = self._again = self._stopped = False
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


def _look(book: Book) -> Seen:
    if not may_see(book.role, "attention"):
        return Seen()
    last = None if book.practice else backup.last_good(book)
    return Seen(tuple(concerns(book)), last)


def watch_of(session: Session) -> Watch:
    """Return the watch of a session, made now if nobody has asked."""
    found = session.findChild(Watch)
    return found if isinstance(found, Watch) else Watch(session)
