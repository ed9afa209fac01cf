"""Makes the day's backup by itself: a while after the book was opened, and when a new day has begun."""

from PySide6.QtCore import QObject, QTimer

from aidbook.errors import UserError
from aidbook.store import backup, backup_places
from aidbook.store.backup_file import BackupFile
from aidbook.ui.jobs import Progress, run_quietly
from aidbook.ui.session import Session

FIRST_AFTER_MS = 60 * 1000
AGAIN_AFTER_MS = 20 * 60 * 1000
CHANGED = frozenset({"backup"})
"""What `session.changed` says when there is another backup."""


class DailyBackup(QObject):
    """Works quietly beside everything else. What stands in its way is said once, not each time."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._said = ""
        self._busy = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        if not session.book.practice:
            self._timer.start(FIRST_AFTER_MS)

    def look(self) -> None:
        """Make today's backup if there is none yet, on a thread and a connection of its own."""
        self._timer.setInterval(AGAIN_AFTER_MS)
        if self._busy:
            return
        self._busy = True
        run_quietly(self._work, self._made, self._failed)

    def _work(self, progress: Progress) -> BackupFile | None:
        with self._session.book.another() as book:
            made = backup.daily(book, progress)
            return backup_places.copy_along(book, progress) or made

    def _made(self, made: BackupFile | None) -> None:
        self._busy = False
        self._said = ""
        if made is not None:
            self._session.changed.emit(CHANGED)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, UserError):
            raise error
        if str(error) != self._said:
            self._said = str(error)
            self._session.refused.emit(error)
