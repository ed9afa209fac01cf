"""Asks for a new passphrase, twice, and says what is thought of it."""

from PySide6.QtWidgets import QWidget

from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.strength import hint
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.field import BadInput


class NewPassphrase(QWidget):
    """Two fields and a hint. `checked` gives what is typed in both."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.first = PassphraseField(
            title or _("Passphrase"),
            _("Four words that do not belong together are easy to keep and hard to guess."),
        )
        self.second = PassphraseField(_("The passphrase again"))
        self._strength = label("", "small", wrap=True)
        self.first.add_line(self._strength)
        self.first.typed.connect(self._show_strength)
        lines = column(self, spacing=16)
        lines.addWidget(self.first)
        lines.addWidget(self.second)
        self.setFocusProxy(self.first)
        self._show_strength()

    def checked(self) -> str:
        """Return the passphrase; where the two differ or one is missing say so beside it, and raise BadInput."""
        passphrase, again = self.first.checked(), self.second.checked()
        if passphrase != again:
            words = _("The two passphrases are not the same. Type the second one again.")
            self.second.show_error(words)
            self.second.setFocus()
            raise BadInput(words)
        return passphrase

    def refuse(self, words: str) -> None:
        """Say what is wrong with it."""
        self.first.show_error(words)
        self.first.setFocus()

    def clear(self) -> None:
        """Forget what is typed."""
        for field in (self.first, self.second):
            field.set_value("")
        self._show_strength()

    def _show_strength(self) -> None:
        words, tone = hint(self.first.edit().text())
        self._strength.setText(words)
        theme.give(self._strength, tone=tone)
