"""Removing somebody cannot be taken back: it asks, and while the key is changed nothing else goes on."""

from collections.abc import Callable

from PySide6.QtWidgets import QProgressBar, QWidget

from aidbook.actions.people_who_open import remove_person
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.jobs import run_quietly
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.dialog import Dialog


class Waiting(Dialog):
    """Does something on the book's own connection and keeps everything else away until it is done."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        work: Callable[[], object],
        on_done: Callable[[object], None],
        on_refused: Callable[[UserError], None],
    ) -> None:
        super().__init__(parent, title)
        self._work, self._on_done, self._on_refused = work, on_done, on_refused
        self._busy = False
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        self._words = label(_("Every page of the book is written anew. Leave the computer on."), wrap=True)
        self.body.addWidget(self._words)
        self.body.addWidget(self._bar)
        self.body.addStretch(1)

    def open(self) -> None:
        """Show it, and begin."""
        super().open()
        self.begin()

    def begin(self) -> None:
        """Do it; the dialog goes away when it has ended."""
        self._busy = True
        run_quietly(lambda _progress: self._work(), self._ended, self._failed)

    def reject(self) -> None:
        """Stay while it works."""
        if not self._busy:
            super().reject()

    def _ended(self, result: object) -> None:
        self._busy = False
        self.accept()
        self._on_done(result)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self.reject()
        if not isinstance(error, UserError):
            raise error
        self._on_refused(error)


class Removing(Waiting):
    """Asks whether somebody is to be removed for good, and does it."""

    def __init__(
        self, parent: QWidget, session: Session, user: Id, name: str, on_done: Callable[[object], None]
    ) -> None:
        super().__init__(
            parent,
            _("Remove {name} from the book?").format(name=name),
            lambda: remove_person(session.book, user),
            on_done,
            session.refused.emit,
        )
        self.setWindowTitle("AidBook")  # a task bar shows it, and names nobody
        self._words.setText(_(
            "Their passphrase opens this book no more, and the key of the book is changed. What they wrote stays. "
            "A copy that they, a stick or another laptop hold stays readable with the passphrase they had."
        ))  # fmt: skip
        self._bar.hide()
        self.add_close()
        self.go = button(_("Remove"), self.begin, "danger", "trash-2")
        self.buttons.addWidget(self.go)

    def open(self) -> None:
        """Show it, and wait for an answer."""
        Dialog.open(self)

    def begin(self) -> None:
        """Remove them."""
        for at in range(self.buttons.count()):
            item = self.buttons.itemAt(at)
            if item is not None and (widget := item.widget()) is not None:
                widget.setEnabled(False)
        self._bar.show()
        super().begin()
