"""A box to search in: it asks a moment after the last key, and Esc clears it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from aidbook.i18n import _
from aidbook.ui.icons import icon
from aidbook.ui.widgets.basics import LineEdit

_WAIT_MS = 120


class SearchBox(LineEdit):
    """Emits `searched` with what is typed, 120 ms after the last key; `entered` on Enter or the arrow down."""

    searched = Signal(str)
    entered = Signal()
    escaped = Signal()
    """Esc was pressed with nothing left to clear."""

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self._asked = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self.ask_now)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.addAction(icon("search", "soft"), QLineEdit.ActionPosition.LeadingPosition)
        self.show_hint(hint)

    def show_hint(self, hint: str) -> None:
        """Say what can be searched for."""
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint or _("Search"))

    def forget(self, asked: str) -> None:
        """Take `asked` for what was asked last, without asking it."""
        self._timer.stop()
        self._asked = asked

    def ask_now(self) -> None:
        """Ask without waiting for the next key."""
        self._timer.stop()
        text = self.text().strip()
        if text != self._asked:
            self._asked = text
            self.searched.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go to what was found; Esc clears, then passes on."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.ask_now()
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.ask_now()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
