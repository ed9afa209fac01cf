"""The two sides of the page: what to print, and how it will look. Where the window is narrow, one or the other."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from aidbook.i18n import _
from aidbook.ui.widgets.basics import button, column, row

_BOTH_FROM = 720
_CHOICE_WIDTH = 320


class Sides(QWidget):
    """Choice at the left, preview at the right with most of the room."""

    went = Signal()
    """One side took the other's place."""

    def __init__(self, choice: QWidget, preview: QWidget, first: QWidget) -> None:
        """Lay them out; `first` gets the keyboard when one comes back to the choice."""
        super().__init__()
        self._first = first
        self._right = QWidget()
        self._in_preview = False
        self._back = button(_("Back to the sheets"), self.back, "quiet", "arrow-left")
        self.see = button(_("Look at it"), self.show_preview, icon="eye")
        left = self._left = QWidget()
        lines = column(left, spacing=8)
        lines.addWidget(choice, 1)
        lines.addWidget(self.see)
        right = column(self._right, spacing=8)
        head = row()
        head.addWidget(self._back)
        head.addStretch(1)
        right.addLayout(head)
        right.addWidget(preview, 1)
        both = row(self, spacing=16)
        both.addWidget(left)
        both.addWidget(self._right, 1)
        self._fit()

    def show_preview(self) -> None:
        """Let the preview be seen."""
        self._in_preview = True
        self._fit()
        self.went.emit()

    def back(self) -> bool:
        """Go back to the choice, where only one side has room; say whether that was a step."""
        if not (self._in_preview and self._is_narrow()):
            return False
        self._in_preview = False
        self._fit()
        self._first.setFocus()
        self.went.emit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._fit()

    def _is_narrow(self) -> bool:
        return self.width() < _BOTH_FROM

    def _fit(self) -> None:
        narrow = self._is_narrow()
        self._back.setVisible(narrow)
        self.see.setVisible(narrow)
        self._left.setVisible(not (narrow and self._in_preview))
        self._right.setVisible(self._in_preview or not narrow)
        self._left.setMinimumWidth(0 if narrow else _CHOICE_WIDTH)
        self._left.setMaximumWidth(16777215 if narrow else _CHOICE_WIDTH)
