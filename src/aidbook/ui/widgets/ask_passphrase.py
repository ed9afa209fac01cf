"""Asks for the passphrase of the open book, where one leaves the door or does what cannot be taken back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from aidbook.i18n import _
from aidbook.ui.books import practice_hint
from aidbook.ui.icons import icon
from aidbook.ui.jobs import run_quietly
from aidbook.ui.widgets.basics import LineEdit, button, label
from aidbook.ui.widgets.dialog import Dialog
from aidbook.ui.widgets.field import BadInput, Field

if TYPE_CHECKING:
    from aidbook.store.book import Book


class PassphraseField(Field[str]):
    """A passphrase, hidden while it is typed unless somebody wants to see it."""

    def __init__(self, title: str, why: str = "") -> None:
        self._edit = LineEdit()
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        super().__init__(title, self._edit, why)
        self._eye = self._edit.addAction(icon("eye", "soft"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setText(_("Show the passphrase"))
        self._eye.setToolTip(_("Show the passphrase"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self._edit.textEdited.connect(lambda _text: self.typed.emit())

    def value(self) -> str:
        """Return what is typed, every blank of it."""
        if not self._edit.text():
            raise BadInput(_("Type the passphrase first."))
        return self._edit.text()

    def show_value(self, value: str) -> None:
        """Show a passphrase, hidden."""
        if self._edit.text() != value:
            self._edit.setText(value)

    def leave(self) -> None:
        """Keep it: a passphrase is never saved by leaving its field."""

    def edit(self) -> QLineEdit:
        """Return the line itself."""
        return self._edit

    def _show(self, on: bool) -> None:  # noqa: FBT001 - Qt's
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)


class AskPassphrase(Dialog):
    """Asks for the passphrase of `book`, and does `on_right` once it was given."""

    def __init__(
        self, parent: QWidget, book: "Book", title: str, why: str, on_right: Callable[[], object]
    ) -> None:
        super().__init__(parent, title)
        self._book, self._on_right = book, on_right
        self.field = PassphraseField(_("Passphrase"))
        self.go = button(_("Go on"), self.check, "main")
        self.go.setDefault(True)
        if why:
            self.body.addWidget(label(why, wrap=True))
        self.body.addWidget(self.field)
        hint = practice_hint(book)
        if hint:
            self.body.addWidget(label(hint, "soft", wrap=True))
        self.body.addStretch(1)
        self.add_close()
        self.buttons.addWidget(self.go)

    def check(self) -> None:
        """Try what is typed, off the window's thread: it takes about a second."""
        try:
            typed = self.field.checked()
        except BadInput:
            return
        self.go.setEnabled(False)
        run_quietly(lambda _progress: self._book.check_passphrase(typed), self._answered, self._failed)

    def _answered(self, right: bool) -> None:  # noqa: FBT001 - the answer itself
        self.go.setEnabled(True)
        if right:
            self.accept()
            self._on_right()
        else:
            self.field.show_error(
                _("This passphrase does not open the book. Try again; capital letters and blanks count.")
            )
            self.fit()
            self.field.edit().selectAll()
            self.field.setFocus()

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        raise error
