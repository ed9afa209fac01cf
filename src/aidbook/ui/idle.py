"""Locks the book when nobody has touched keyboard or mouse for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

LOCK_AFTER_MS = 15 * 60 * 1000
_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class IdleWatch(QObject):
    """Watches a window of the system, not every widget: those events are few."""

    idle = Signal()

    def __init__(self, parent: QObject, after_ms: int = LOCK_AFTER_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.idle)
        self._timer.start()

    def watch(self, window: QWindow | None) -> None:
        """Watch this window too."""
        if window is not None:
            window.installEventFilter(self)

    def wait(self, after_ms: int) -> None:
        """Wait so long from now on."""
        self._timer.setInterval(after_ms)
        self._timer.start()

    def count_anew(self) -> None:
        """Count from now."""
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew from the last touch."""
        if event.type() in _TOUCHES:
            self.count_anew()
        return super().eventFilter(watched, event)
