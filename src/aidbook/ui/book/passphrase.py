"""One's own passphrase."""

from aidbook.actions.people_who_open import change_passphrase
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.slots import WrongPassphrase
from aidbook.ui.book.parts import FormCard
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import from_left
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.new_passphrase import NewPassphrase


class PassphraseSection(FormCard):
    """Changes the passphrase of who is here."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Your passphrase"))
        self.present, self.new = (
            PassphraseField(_("The passphrase you have now")),
            NewPassphrase(_("New passphrase")),
        )
        words = _(
            "Only you know it; nobody can look it up for you. Backups made before open with the one of then."
        )
        self.content.addWidget(label(words, wrap=True))
        self.change = button(_("Change your passphrase"), self.begin, icon="key-round")
        self.content.addLayout(from_left(self.change))
        self.fields.addWidget(self.present)
        self.fields.addWidget(self.new)
        self.foot(_("Change it"), self.save, "check")
        self.setFocusProxy(self.change)

    def refresh(self) -> None:
        """There is nothing to read again."""

    def begin(self) -> None:
        """Ask for the present one and the new one."""
        self.ask(self.present)

    def clear(self) -> None:
        """Forget what is typed."""
        self.present.set_value("")
        self.new.clear()

    def save(self) -> None:
        """Change it."""
        present, new, book = self.present.checked(), self.new.checked(), self.session.book
        self.work(lambda: change_passphrase(book, present, new), self._changed, self._wrong)

    def _changed(self, _nothing: object) -> None:
        self.back()
        self.say(_("Your passphrase is changed. The old one opens this book no more."))

    def _wrong(self, error: UserError) -> None:
        if isinstance(error, WrongPassphrase):
            self.present.show_error(str(error))
            self.present.setFocus()
        else:
            self.new.refuse(str(error))
