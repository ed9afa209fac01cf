"""Back into a book with its recovery sheet: the code, who one is, a new passphrase."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui import books
from aidbook.ui.jobs import run_quietly
from aidbook.ui.unlock import Sheet
from aidbook.ui.widgets.basics import button, label, row
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from aidbook.store.book import Book
    from aidbook.store.people import PersonLine


class Recovering(Sheet):
    """Asks for the code first; only once the book is open for who and for the new passphrase."""

    recovered = Signal(object)
    """The book, open, for who has a passphrase again."""
    back_wanted = Signal()
    refused = Signal(object)
    """A UserError, shown at the code already."""

    def __init__(self, path: Path) -> None:
        super().__init__(width=560)
        self._path = path
        self._book: Book | None = None
        self._title = label(_("With the recovery sheet"), "title", wrap=True)
        self._why = label(
            _("Type the code that is printed on the sheet. Dashes and blanks do not matter."),
            "soft",
            wrap=True,
        )
        self.code = TextField(
            _("Code of the recovery sheet"), needed=_("Type the code of the recovery sheet.")
        )
        self.who: ChoiceField[str] = ChoiceField(_("Who are you?"), [])
        self.passphrase = NewPassphrase(_("Your new passphrase"))
        self.go = button("", self.check, "main", "key-round")
        for edit in (self.code.edit(), self.passphrase.first.edit(), self.passphrase.second.edit()):
            edit.returnPressed.connect(self.check)
        self._lay_out()
        self._show_step()

    def check(self) -> None:
        """Try the code, or set the passphrase."""
        if not self.go.isEnabled():
            return
        try:
            self._set_passphrase() if self._book else self._try_code()
        except BadInput:
            return

    def _try_code(self) -> None:
        typed = self.code.checked() or ""
        self._wait(waiting=True)
        run_quietly(lambda _progress: _open(self._path, typed), self._opened, self._wrong_code)

    def _opened(self, opened: "tuple[Book, list[PersonLine]]") -> None:
        self._wait(waiting=False)
        self._book, people = opened
        self.who.set_choices([(line.id, line.label or _("the first coordinator")) for line in people])
        self.who.setVisible(len(people) > 1)
        self._show_step()

    def _wrong_code(self, error: Exception) -> None:
        self._wait(waiting=False)
        if not isinstance(error, UserError):
            raise error
        self.code.show_error(str(error))
        self.code.setFocus()
        self.refused.emit(error)

    def add_way(self, words: str, do: Callable[[], object]) -> None:
        """Add a way to something else than this book."""
        self.lines.insertWidget(
            self.lines.count() - 1, button(words, do, "link"), 0, Qt.AlignmentFlag.AlignLeft
        )

    def _set_passphrase(self) -> None:
        from aidbook.actions.people_who_open import sit_down

        typed, who, book = self.passphrase.checked(), self.who.checked(), self._book
        if book is None:
            return
        self._wait(waiting=True)
        run_quietly(lambda _progress: sit_down(book, who, typed), lambda _none: self._done(), self._refused)

    def _done(self) -> None:
        book, self._book = self._book, None
        self.passphrase.clear()
        self.recovered.emit(book)

    def _refused(self, error: Exception) -> None:
        self._wait(waiting=False)
        if not isinstance(error, UserError):
            raise error
        self.passphrase.refuse(str(error))

    def leave(self) -> None:
        """Close what was opened, and go back."""
        self.close_book()
        self.back_wanted.emit()

    def close_book(self) -> None:
        """Close the book, if the code has opened it."""
        if self._book is not None:
            self._book.close()
            self._book = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # Parts

    def _lay_out(self) -> None:
        for part in (self._title, self._why, self.code, self.who, self.passphrase):
            self.lines.addWidget(part)
        foot = row()
        foot.addWidget(button(_("Back"), self.leave, icon="arrow-left"))
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.lines.addLayout(foot)

    def _show_step(self) -> None:
        opened = self._book is not None
        self.code.setVisible(not opened)
        self.passphrase.setVisible(opened)
        if not opened:
            self.who.hide()
        else:
            self._why.setText(
                _("The sheet has opened the book. Choose a new passphrase; the old one opens it no more.")
            )
        self._wait(waiting=False)
        first = self.passphrase if opened else self.code
        self.setFocusProxy(first)
        first.setFocus()

    def _wait(self, *, waiting: bool) -> None:
        self.go.setEnabled(not waiting)
        self.code.edit().setReadOnly(waiting)
        words = _("Set the passphrase and open") if self._book else _("Go on")
        self.go.setText(_("Opening …") if waiting else words)


def _open(path: Path, code: str) -> "tuple[Book, list[PersonLine]]":
    """Open a book with the sheet's code; return it and who may sit down at it. Raises UserError; then it is closed."""
    from aidbook.actions.people_who_open import who_may_sit_down
    from aidbook.store import faults

    book = books.recover_book(path, code)
    try:
        with faults.told(book.connection):
            return book, who_may_sit_down(book)
    except BaseException:
        book.close()
        raise
