"""When the book locks itself on this laptop, and a PIN to go on with."""

from PySide6.QtCore import Qt

from aidbook.actions.people_who_open import LOCK_CHOICES, lock_after
from aidbook.errors import UserError
from aidbook.i18n import _, ngettext
from aidbook.store.people import lock_after_minutes
from aidbook.store.slots import WrongPassphrase
from aidbook.ui.book.parts import FormCard
from aidbook.ui.pin import LEAST, MOST
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import from_left
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.choice_fields import ChoiceField


class LockingSection(FormCard):
    """How long the book stays open while nobody touches it, and the PIN of this session."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Locking"))
        self.after: ChoiceField[int] = ChoiceField(
            _("Lock when nobody touched it for"),
            [(n, ngettext("{n} minute", "{n} minutes", n).format(n=n)) for n in LOCK_CHOICES],
            _("On this laptop. Ctrl+L locks at once."),
        )
        self.after.saves(self._save_after)
        self._after_words, self._pin_words = label("", wrap=True), label("", "soft", wrap=True)
        self.set_pin = button(_("Set a PIN for this session"), self.begin_pin, icon="lock")
        self.forget_pin = button(_("Forget the PIN"), self._forget, icon="x")
        may = session.book.role == "coordinator"
        for part in (self.after, self._after_words, self._pin_words):
            self.content.addWidget(part)
        self.after.setVisible(may)
        self._after_words.setVisible(not may)
        self.content.addLayout(from_left(self.set_pin, self.forget_pin))
        self.passphrase = PassphraseField(
            _("Your passphrase"), _("So that nobody sets a PIN on a laptop that you left open.")
        )
        self.pin = PassphraseField(
            _("PIN"), _("{least} to {most} digits. It unlocks this session only, and never opens the book.").format(
                least=LEAST, most=MOST)
        )  # fmt: skip
        self.pin.edit().setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.fields.addWidget(self.passphrase)
        self.fields.addWidget(self.pin)
        self.foot(_("Set the PIN"), self.save_pin, "check")
        self.setFocusProxy(self.after if may else self.set_pin)
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        minutes = lock_after_minutes(self.session.book)
        self.after.update_value(minutes)
        words = ngettext(
            "The book locks after {n} minute without a touch; Ctrl+L locks at once.",
            "The book locks after {n} minutes without a touch; Ctrl+L locks at once.",
            minutes,
        )
        self._after_words.setText(words.format(n=minutes))
        is_set = self.session.pin.is_set
        self.forget_pin.setVisible(is_set)
        self._pin_words.setText(
            _("A PIN is set until this book is closed. Three wrong ones, and only the passphrase unlocks.")
            if is_set
            else _(
                "With a PIN a locked session is quickly open again. It is forgotten when the book is closed."
            )
        )

    def begin_pin(self) -> None:
        """Ask for the passphrase and a PIN."""
        self.ask(self.passphrase)

    def clear(self) -> None:
        """Forget what is typed."""
        self.passphrase.set_value("")
        self.pin.set_value("")

    def save_pin(self) -> None:
        """Set the PIN, if the passphrase is right."""
        passphrase, pin, book = self.passphrase.checked(), self.pin.checked(), self.session.book

        def check() -> None:
            if not book.check_passphrase(passphrase):
                raise WrongPassphrase
            self.session.pin.set(pin)

        self.work(check, self._set, self._wrong)

    def _set(self, _nothing: object) -> None:
        self.back()
        self.refresh()
        self.say(_("The PIN unlocks this session from now on."))

    def _wrong(self, error: UserError) -> None:
        field = self.passphrase if isinstance(error, WrongPassphrase) else self.pin
        field.show_error(str(error))
        field.setFocus()

    def _forget(self) -> None:
        self.session.pin.forget()
        self.refresh()
        self.set_pin.setFocus()
        self.say(_("Only the passphrase unlocks now."))

    def _save_after(self, minutes: int) -> None:
        lock_after(self.session.book, minutes)
        self.session.lock_set.emit()
