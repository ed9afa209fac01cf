"""The recovery sheet: made, printed, and typed back once to prove it."""

from PySide6.QtCore import Qt

from aidbook import clock
from aidbook.actions.people_who_open import make_recovery, prove_recovery
from aidbook.actions.prints import note_print
from aidbook.errors import UserError
from aidbook.i18n import _, language
from aidbook.store.people import recovery_state
from aidbook.ui.book.parts import FormCard
from aidbook.ui.book.removing import Waiting
from aidbook.ui.session import Session
from aidbook.ui.sheets import printing
from aidbook.ui.sheets.pdf import Pdf
from aidbook.ui.sheets.questions import usual_paper
from aidbook.ui.stick.parts import code_label, from_left
from aidbook.ui.widgets.basics import button, label
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.notice import Notice


class RecoverySection(FormCard):
    """Says whether there is a recovery sheet that works, and makes one. Its code is in memory until the form is left."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Recovery sheet"))
        self._code = ""
        self.state = Notice("", "heed")
        words = _("A printed code that sets a forgotten passphrase anew. Without every passphrase and without it the "
                  "book is gone for good.")  # fmt: skip
        self.make = button(_("Make the recovery sheet"), self.begin, icon="printer")
        self.prove = button(_("Type its code back"), self.begin_proving, icon="keyboard")
        self.content.addWidget(label(words, wrap=True))
        self.content.addWidget(self.state)
        self.content.addLayout(from_left(self.make, self.prove))
        self._make_form()
        self.setFocusProxy(self.make)
        self.refresh()

    def refresh(self) -> None:
        """Say how it stands."""
        state = recovery_state(self.session.book)
        said, tone = {
            "none": (_("There is none yet."), "heed"),
            "printed": (
                _("There is one, and nobody has typed its code back yet: a slip in it would show too late."),
                "heed",
            ),
            "proved": (_("There is one, and its code was typed back rightly."), "good"),
        }[state]
        self.state.say(said, "good" if tone == "good" else "heed")
        self.make.setText(_("Make the recovery sheet") if state == "none" else _("Make another sheet"))
        self.make.setAccessibleName(self.make.text())
        self.prove.setVisible(state == "printed")

    # Making

    def begin(self) -> None:
        """Make a code, and show it to be printed or written down."""
        book = self.session.book
        if self.is_asking():
            return
        if recovery_state(book) == "none":
            self.work(lambda: make_recovery(book), self._made, self.refuse)
        else:  # the one before shall open nothing any more: the key changes
            Waiting(
                self, _("Making another sheet"), lambda: make_recovery(book), self._made, self.refuse
            ).open()

    def _made(self, code: object) -> None:
        self._code = str(code)
        self._print.setVisible(True)
        self._show_code(self._code)
        self.refresh()
        self.ask(self._print)

    def print_it(self) -> None:
        """Print the sheet; it is never written to a file."""
        if not printing.has_printer():
            self.refuse(UserError(
                _("No printer is set up on this computer."),
                _("Write the code down by hand, on paper, and type it back from there."),
            ))  # fmt: skip
            return
        printer = printing.ask_printer(self, usual_paper(), Pdf(self.sheet(0)))
        if printer is not None:
            try:
                pdf = Pdf(self.sheet(note_print(self.session.book, "recovery", None)))
                printing.print_pages(
                    printer, pdf, printing.pages_of(printer, len(pdf)), lambda _done, _all: None
                )
            except UserError as error:
                self.refuse(error)
                return
            self.session.changed.emit(frozenset({"printed"}))
            self.typed.setFocus()

    def sheet(self, number: int) -> bytes:
        """Return the sheet as PDF, as print `number`."""
        from aidbook.sheets import recovery
        from aidbook.sheets.values import Look

        values = recovery.collect(self.session.book, self._code, clock.today(), number)
        return recovery.draw(values, Look((language(),), usual_paper()))

    # Proving

    def begin_proving(self) -> None:
        """Ask for the code of a sheet that was printed before."""
        self._show_code("")
        self.ask(self.typed)

    def check(self) -> None:
        """See whether what is typed is the sheet's code."""
        typed, book = self.typed.checked() or "", self.session.book
        self.work(lambda: prove_recovery(book, typed), self._proved, self._wrong)

    def _proved(self, _nothing: object) -> None:
        self.back()
        self.refresh()
        self.say(_("The code is right. Put the sheet away now, in another building than this computer."))

    def _wrong(self, error: UserError) -> None:
        self.typed.show_error(str(error))
        self.typed.setFocus()

    def clear(self) -> None:
        """Forget the code and what is typed."""
        self._code = ""
        self.typed.set_value(None)
        self._show_code("")

    # Parts

    def _make_form(self) -> None:
        self._shown_code = code_label("")
        self._how = label("", wrap=True)
        self._print = button(_("Print the sheet"), self.print_it, icon="printer")
        self.typed = TextField(
            _("Now type the code back, from the paper"),
            _("Dashes, blanks and small letters do not matter."),
            needed=_("Type the code from the paper."),
        )
        for part in (self._how, self._shown_code):
            self.fields.addWidget(part)
        self.fields.addWidget(self._print, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields.addWidget(self.typed)
        self.foot(_("The code is right"), self.check, "check")

    def _show_code(self, code: str) -> None:
        self._shown_code.setText("  ".join(code.split("-")))  # type: ignore[attr-defined] # a label
        self._shown_code.setAccessibleName(code)
        self._how.setText(
            _(
                "This is the only time it is shown. Print it, or write it on paper; take no photo and keep no file."
            )
        )
        for part in (self._shown_code, self._how, self._print):
            part.setVisible(bool(code))
