"""Erasing a member: what goes and what stays is said first; then one button that no undo takes back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.erasing import erase, what_erasing_does
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.notice import Notice


class EraseForm(QWidget):
    """Says what erasing does, and erases."""

    done = Signal()
    closed = Signal()

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self._session, self._member = session, member
        self._wrong = Notice("", "heed")
        self._wrong.hide()
        self._back = button(_("Back"), self.closed.emit)
        self._lines = lines = column(self, margin=16, spacing=16)
        self._go = button(_("Erase"), self.erase, "danger", "trash-2")
        try:
            does = what_erasing_does(session.book, member)
        except UserError as error:
            lines.addWidget(label(str(error), wrap=True))
            self._go.setEnabled(False)
        else:
            if does.asks:
                self._go.setText(_("Ask {site}").format(site=does.asks))
            lines.addWidget(label(_("Erase {name}").format(name=does.name), "section", wrap=True))
            self._say(_("What goes"), does.goes)
            self._say(_("What stays"), does.stays)
        lines.addWidget(self._wrong)
        lines.addStretch(1)

    def first(self) -> QWidget:
        """Return where to begin: not at the button that erases."""
        return self._back

    def erase(self) -> None:
        """Erase the member, or ask whose they are."""
        try:
            self._session.attempt(erase, self._member)
        except UserError as error:
            self._wrong.say(str(error), "heed")
            self._wrong.show()
            return
        self.done.emit()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return self._back, self._go

    def _say(self, title: str, sentences: tuple[str, ...]) -> None:
        self._lines.addWidget(label(title, "small"))
        for sentence in sentences:
            self._lines.addWidget(label(sentence, wrap=True))
