"""What one sees while long work runs: what it does, how far, how long yet, and Stop."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from aidbook.i18n import _, ngettext
from aidbook.ui.widgets.basics import button, column, label, row

_SHOW_AFTER_MS = 300
_SURE_AFTER_S = 2.0
_SURE_AFTER_SHARE = 0.05
_MINUTE = 60


class ProgressPanel(QDialog):
    """A panel over the window. It takes the keyboard at once, and shows itself only when work takes a while."""

    def __init__(self, parent: QWidget, title: str, stop: Callable[[], None]) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "popup")
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._stop = stop
        self._began = time.monotonic()
        self._doing = label(title, "section", wrap=True)
        self._left = label(_("A moment …"), "soft", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self._button = button(_("Stop"), self.reject)
        self._lay_out(parent)
        self.setWindowOpacity(0.0)
        QTimer.singleShot(_SHOW_AFTER_MS, self, lambda: self.setWindowOpacity(1.0))

    def _lay_out(self, parent: QWidget) -> None:
        lines = column(self, margin=24, spacing=16)
        lines.addWidget(self._doing)
        lines.addWidget(self.bar)
        lines.addWidget(self._left)
        foot = row()
        foot.addWidget(label(_("Stopping leaves nothing half done."), "small", wrap=True), 1)
        foot.addWidget(self._button)
        lines.addLayout(foot)
        self.setFixedWidth(min(480, parent.width() - 32))

    def show_progress(self, done: int, total: int, doing: str) -> None:
        """Show that `done` of `total` is done."""
        if doing:
            self._doing.setText(doing)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self._left.setText(time_left(time.monotonic() - self._began, done, total))

    def finish(self) -> None:
        """Go away: the work has ended, one way or another."""
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()

    def reject(self) -> None:
        """Ask the work to stop (the button, or Esc); the panel stays until it has."""
        self._button.setEnabled(False)
        self._left.setText(_("Stopping …"))
        self._stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take closing for stopping."""
        event.ignore()
        self.reject()


def time_left(seconds: float, done: int, total: int) -> str:
    """Return how long it will take yet, in words, once there is ground to say so."""
    share = done / total if total else 0.0
    if seconds < _SURE_AFTER_S or share < _SURE_AFTER_SHARE:
        return _("A moment …")
    left = seconds / share - seconds
    if left < _MINUTE:
        rounded = max(5, 5 * round(left / 5))
        return ngettext("about {n} second left", "about {n} seconds left", rounded).format(n=rounded)
    minutes = round(left / _MINUTE)
    return ngettext("about {n} minute left", "about {n} minutes left", minutes).format(n=minutes)
