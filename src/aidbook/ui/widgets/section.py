"""A part of a long form under a heading that opens and closes it; closed, the heading says what stands in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.i18n import _
from aidbook.ui import icons, theme
from aidbook.ui.widgets.basics import Button, column, label


class Section(QWidget):
    """A heading and what stands under it. Enter or Space on the heading opens and closes it."""

    turned = Signal()
    """It was opened or closed."""

    def __init__(self, title: str, *, is_open: bool = False) -> None:
        super().__init__()
        self._title = title
        lines = column(self, spacing=0)
        self.heading = Button(title, "fold", "chevron-right")
        self.heading.clicked.connect(lambda *_: self.set_open(on=not self.is_open()))
        self._said = label("", "small", wrap=True)
        self._said.setContentsMargins(theme.ICON + theme.ICON_GAP + 4, 0, 0, theme.GRID)
        self._inside = QWidget()
        self._lines = column(self._inside, spacing=16)
        self._lines.setContentsMargins(0, theme.GRID // 2, 0, theme.GRID)
        lines.addWidget(self.heading)
        lines.addWidget(self._said)
        lines.addWidget(self._inside)
        self.set_open(on=is_open)

    def add(self, widget: QWidget) -> None:
        """Add a field, or a group of them."""
        self._lines.addWidget(widget)

    def is_open(self) -> bool:
        """Tell whether what stands in it is in sight."""
        return not self._inside.isHidden()

    def set_open(self, *, on: bool) -> None:
        """Open or close it."""
        self._inside.setVisible(on)
        self._said.setVisible(not on and bool(self._said.text()))
        self.heading.setIcon(icons.icon("chevron-down" if on else "chevron-right", "ink"))
        self.heading.setAccessibleDescription(_("open") if on else self._said.text() or _("closed"))
        self.turned.emit()

    def say(self, text: str) -> None:
        """Say under the heading what stands in it while it is closed."""
        self._said.setText(text)
        self._said.setVisible(bool(text) and not self.is_open())
        if not self.is_open():
            self.heading.setAccessibleDescription(text or _("closed"))
