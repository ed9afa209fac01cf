"""Erasing a member: what goes, what stays and what cannot be reached is said first; then one button that no undo takes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.erasing import Erasing, erase, records_of, what_erasing_does
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import CheckField
from aidbook.ui.widgets.notice import Notice


class EraseForm(QWidget):
    """Says what erasing does, and erases."""

    done = Signal()
    closed = Signal()
    person_wanted = Signal(str)
    """Somebody wants to look at the note of another member in which the name stands."""

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self._session, self._member = session, member
        self._wrong = Notice("", "heed")
        self._wrong.hide()
        self.looking = label(_("Looking for where else the name stands …"), "soft", wrap=True)
        self.fingerprint = CheckField(
            _("Ask before a spreadsheet brings them back"),
            _(
                "Keeps a fingerprint of name with birth or phone, from which neither can be read. Next month’s "
                "spreadsheet then says “this row was erased”."
            ),
        )
        self.fingerprint.hide()
        self.linked = CheckField(
            _("Erase what is linked as the same person too"),
            _("Otherwise that stays in the book, with all it says of them."),
        )
        self.linked.set_value(len(records_of(session.book, member)) > 1)
        self.linked.setVisible(self.linked.value())
        self.linked.left.connect(self._look_again)
        self._sentences: list[QWidget] = []
        self._back = button(_("Back"), self.closed.emit)
        self._lines = lines = column(self, margin=16, spacing=16)
        self._go = button(_("Erase"), self.erase, "danger", "trash-2")
        self._go.setEnabled(False)
        lines.addWidget(self.looking)
        lines.addWidget(self.linked)
        lines.addWidget(self.fingerprint)
        lines.addWidget(self._wrong)
        lines.addStretch(1)
        self._look_again()

    def first(self) -> QWidget:
        """Return where to begin: not at the button that erases."""
        return self._back

    def erase(self) -> None:
        """Erase the member, or ask whose they are."""
        try:
            self._session.attempt(
                erase, self._member, fingerprint=self.fingerprint.value(), linked=self.linked.value()
            )
        except UserError as error:
            self._wrong.say(str(error), "heed")
            self._wrong.show()
            return
        self.done.emit()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return self._back, self._go

    def _look_again(self) -> None:
        linked = self.linked.value()

        def look(book: Book) -> Erasing | UserError:
            try:
                return what_erasing_does(book, self._member, linked=linked)
            except UserError as error:
                return error

        self._session.read(self, look, self._show)

    def _show(self, does: Erasing | UserError) -> None:
        if isinstance(does, UserError):
            self.looking.setText(str(does))
            return
        self.looking.hide()
        self._go.setEnabled(True)
        if does.asks:
            self._go.setText(_("Ask {site}").format(site=does.asks))
        self.fingerprint.setVisible(not does.asks)
        for old in self._sentences:
            old.hide()
            old.deleteLater()
        self._sentences = self._said(does)
        at = self._lines.indexOf(self.linked)
        for widget in self._sentences:
            self._lines.insertWidget(at, widget)
            at += 1

    def _said(self, does: Erasing) -> list[QWidget]:
        """Return what is said, part by part."""
        widgets: list[QWidget] = [label(_("Erase {name}").format(name=does.name), "section", wrap=True)]
        pages = {note.words: note.member for note in does.notes if note.member}
        for title, sentences in does.parts():
            widgets.append(label(title, "small", wrap=True))
            for sentence in sentences:
                widgets.append(label(sentence, wrap=True))
                if pages.get(sentence):
                    widgets.append(self._link(pages[sentence]))
        return widgets

    def _link(self, member: Id) -> QWidget:
        holder = QWidget()
        line = column(holder)
        open_page = button(_("Look at that page"), lambda: self.person_wanted.emit(member), "link")
        line.addWidget(open_page, 0, Qt.AlignmentFlag.AlignLeft)
        return holder
