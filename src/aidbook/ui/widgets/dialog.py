"""The few dialogs there are: they only ask what a page cannot, and they scroll where the window is small."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.widgets.basics import Button, button, column, label, row
from aidbook.ui.widgets.panel import scrolling
from aidbook.ui.widgets.tab_order import follow_the_eye


class Dialog(QDialog):
    """A dialog over a window: a title, a body that scrolls, a row of buttons. Esc closes it."""

    def __init__(self, parent: QWidget, title: str, *, width: int = 480) -> None:
        super().__init__(parent.window())
        self._behind = parent.window()
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = QWidget()
        self.body: QVBoxLayout = column(inside, margin=24, spacing=16)
        self.body.addWidget(label(title, "section", wrap=True))
        self._inside = inside
        lines = column(self)
        lines.addWidget(scrolling(inside), 1)
        self.buttons = row()
        self.buttons.setContentsMargins(24, 8, 24, 24)
        self.buttons.addStretch(1)
        lines.addLayout(self.buttons)
        self._width = width

    def add_close(self, text: str = "") -> Button:
        """Add the button that closes the dialog and does nothing."""
        made = button(text or _("Cancel"), self.reject)
        self.buttons.addWidget(made)
        return made

    def fit(self) -> None:
        """Be as large as the content wants and the window behind allows."""
        room = self._behind.size()
        wide = min(self._width, room.width() - 32)
        self._inside.setFixedWidth(wide)
        wanted = self.body.totalHeightForWidth(wide)
        if wanted < 0:
            wanted = self._inside.sizeHint().height()
        self._inside.setMaximumWidth(16777215)
        self._inside.setMinimumWidth(0)
        self.resize(wide, min(wanted + self.buttons.sizeHint().height() + 8, room.height() - 32))

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001, N802 - Qt's
        """Let Tab follow the eye."""
        follow_the_eye(self)
        return super().focusNextPrevChild(following)

    def open(self) -> None:
        """Show it."""
        self.fit()
        super().open()


class Refusal(Dialog):
    """Says what could not be done and what to do now, where there is no banner to say it."""

    def __init__(self, parent: QWidget, error: UserError) -> None:
        super().__init__(parent, error.what)
        self.body.addWidget(label(error.remedy, wrap=True))
        self.body.addStretch(1)
        self.add_close(_("Close")).setDefault(True)
