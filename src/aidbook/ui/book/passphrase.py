"""One's own passphrase."""

from aidbook.actions.people_who_open import change_key, change_passphrase
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.slots import WrongPassphrase
from aidbook.ui.book.parts import FormCard
from aidbook.ui.book.removing import Waiting
from aidbook.ui.session import Session
from aidbook.ui.stick.parts import from_left
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.choice_fields import CheckField
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
        self.known = CheckField(
            _("Somebody else may know the old one"),
            _("Then the key of the book is changed too, and an old copy of its keys opens nothing new."),
        )
        for part in (self.present, self.new, self.known):
            self.fields.addWidget(part)
        self.known.setVisible(session.book.role == "coordinator")
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
        self.known.set_value(False)

    def save(self) -> None:
        """Change it."""
        present, new, book = self.present.checked(), self.new.checked(), self.session.book
        self.work(lambda: change_passphrase(book, present, new), self._changed, self._wrong)

    def _changed(self, _nothing: object) -> None:
        book, known = self.session.book, self.known.value()
        self.back()
        if known:
            Waiting(self, _("Changing the key"), lambda: change_key(book), self._said_so, self.refuse).open()
        else:
            self._said_so(None)

    def _said_so(self, _left: object) -> None:
        self.say(_("Your passphrase is changed. The old one opens this book no more."))

    def _wrong(self, error: UserError) -> None:
        if isinstance(error, WrongPassphrase):
            self.present.show_error(str(error))
            self.present.setFocus()
        else:
            self.new.refuse(str(error))
