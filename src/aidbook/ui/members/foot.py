"""The row of commands under a list: with their words where there is room, else as icons whose tooltips say them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QWidget

from aidbook.ui import theme
from aidbook.ui.widgets.basics import button, row


class Foot(QWidget):
    """Buttons for (command, a shorter word or ""); the last ones give up their words first."""

    def __init__(self, named: Sequence[tuple[QAction, str]]) -> None:
        super().__init__()
        self._line = row(self)
        self._line.setContentsMargins(0, theme.GRID, 0, 0)
        self._said = []
        for action, word in named:
            made = button(word or action.text(), action.trigger, "quiet", str(action.data()))
            made.setAccessibleName(action.text())
            made.setToolTip(action.text())
            self._line.addWidget(made)
            self._said.append((made, word or action.text()))
        self._line.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Ask for the icons alone."""
        return QSize(len(self._said) * theme.ROW, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as many words as there is room for."""
        super().resizeEvent(event)
        for made, word in self._said:
            made.setText(word)
        for made, _word in reversed(self._said):
            if self._line.sizeHint().width() <= self.width():
                return
            made.setText("")
