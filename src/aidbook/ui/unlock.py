"""Asks for the passphrase: before a book is opened, and to go on in one that was locked."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.jobs import Progress, run_quietly
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, card, column, in_the_middle, label
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.panel import scrolling


class Sheet(QWidget):
    """A page with one card in its middle; it scrolls where the window is small."""

    def __init__(self, *, width: int = 480) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        inside = QWidget()
        around = column(inside, margin=16)
        sheet = card()
        self.lines: QVBoxLayout = column(sheet, margin=32, spacing=16)
        around.addStretch(1)
        around.addLayout(in_the_middle(sheet, width))
        around.addStretch(2)
        column(self).addWidget(scrolling(inside))


class Unlock(Sheet):
    """Asks for a passphrase and tries it off the window's thread. `attempt` gets it; what it returns goes on."""

    unlocked = Signal(object)
    refused = Signal(object)
    """A UserError, shown at the field already."""

    def __init__(self, title: str, why: str, attempt: Callable[[str], object], asked: str = "") -> None:
        """Make it; `asked` is what one types, where that is not the passphrase alone."""
        super().__init__()
        self._attempt = attempt
        self.field = PassphraseField(asked or _("Passphrase"))
        self.field.edit().returnPressed.connect(self.check)
        self.go = button(_("Open"), self.check, "main", "key-round")
        self.lines.addWidget(label(title, "title", wrap=True))
        if why:
            self.lines.addWidget(label(why, "soft", wrap=True))
        self.lines.addWidget(self.field)
        self.lines.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.field)

    def add_way(self, words: str, do: Callable[[], object]) -> None:
        """Add a way to something else than this book."""
        self.lines.addWidget(button(words, do, "link"), 0, Qt.AlignmentFlag.AlignLeft)

    def check(self) -> None:
        """Try what is typed."""
        if not self.go.isEnabled():
            return
        try:
            typed = self.field.checked()
        except BadInput:
            return
        self._wait(waiting=True)
        run_quietly(lambda progress: self._try(typed, progress), self._right, self._wrong)

    def _try(self, typed: str, _progress: Progress) -> object:
        return self._attempt(typed)

    def _right(self, result: object) -> None:
        self._wait(waiting=False)
        self.field.set_value("")
        self.unlocked.emit(result)

    def _wrong(self, error: Exception) -> None:
        self._wait(waiting=False)
        if not isinstance(error, UserError):
            raise error
        self.field.show_error(str(error))
        self.field.edit().selectAll()
        self.field.setFocus()
        self.refused.emit(error)

    def _wait(self, *, waiting: bool) -> None:
        self.go.setEnabled(not waiting)
        self.field.edit().setReadOnly(waiting)
        self.go.setText(_("Opening …") if waiting else _("Open"))
