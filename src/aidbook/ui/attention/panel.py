"""The panel of one concern: what happened, what it means, and a button for each remedy."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook.actions.attention import Remedy, Told
from aidbook.i18n import _
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.dialog import Dialog
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import Panel

_LONGEST = 48


class ConcernPanel(Panel):
    """Shows one concern; what a remedy does is lent by the page."""

    def __init__(self, act: Callable[[Remedy], None]) -> None:
        super().__init__()
        self._act = act
        self.buttons: list[Button] = []

    def show_told(self, told: Told | None) -> None:
        """Show a concern, or nothing but where to choose one."""
        had_focus = any(each.hasFocus() for each in self.buttons)
        self.buttons = self._buttons_of(told) if told else []
        inside = QWidget()
        lines = column(inside, spacing=8)
        if told is None:
            lines.addWidget(label(_("Choose a line to see what can be done about it."), "soft", wrap=True))
        else:
            self._fill(lines, told)
        lines.addStretch(1)
        self.show_widget(inside)
        if had_focus:
            self.focus_button()

    def focus_button(self) -> None:
        """Put the keyboard on the first remedy."""
        if self.buttons:
            self.buttons[0].setFocus()
            # Later: where the window is narrow, the panel has no size yet.
            QTimer.singleShot(0, self.buttons[0], self._show_focused)

    def _show_focused(self) -> None:
        for each in self.buttons:
            if each.hasFocus():
                self.scroll_to(each)

    def _fill(self, lines: QVBoxLayout, told: Told) -> None:
        lines.addWidget(label(told.word, "small"))
        lines.addWidget(label(told.sentence, "section", wrap=True))
        for text in told.happened:
            lines.addWidget(label(text, wrap=True))
        lines.addSpacing(4)
        lines.addWidget(Notice(told.means, "plain"))
        lines.addSpacing(8)
        for each in self.buttons:
            lines.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)

    def _buttons_of(self, told: Told) -> list[Button]:
        return [self._button(remedy, main=told.leads and at == 0) for at, remedy in enumerate(told.remedies)]

    def _button(self, remedy: Remedy, *, main: bool) -> Button:
        words = remedy.words if len(remedy.words) <= _LONGEST else f"{remedy.words[:_LONGEST].rstrip()} …"
        drawn = "trash-2" if remedy.confirm else "check" if remedy.rests else ""
        made = button(words, lambda: self._act(remedy), "main" if main else "", drawn)
        if words != remedy.words:
            made.setToolTip(remedy.words)
            made.setAccessibleName(remedy.words)
        return made


class Sure(Dialog):
    """Asks once more before what cannot be taken back."""

    def __init__(self, parent: QWidget, remedy: Remedy, do: Callable[[], None]) -> None:
        super().__init__(parent, remedy.words)
        self.setWindowTitle("AidBook")  # a task bar shows it, and names nobody
        self.body.addWidget(label(remedy.confirm, wrap=True))
        self.body.addStretch(1)
        keep = self.add_close()
        keep.setDefault(True)
        self.buttons.addWidget(button(remedy.words, lambda: self._go(do), "danger", "trash-2"))

    def _go(self, do: Callable[[], None]) -> None:
        self.accept()
        do()
