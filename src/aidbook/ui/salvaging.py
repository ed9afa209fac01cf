"""Saving what can be read of a damaged book: asked for its passphrase or its sheet, told what comes of it, opened anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from aidbook.errors import Damaged, UserError
from aidbook.i18n import _
from aidbook.ui.jobs import Progress, run_job
from aidbook.ui.unlock import Sheet
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import button, label, row
from aidbook.ui.widgets.field import BadInput

if TYPE_CHECKING:
    from aidbook.store.salvage import Salvaged
    from aidbook.store.slots import SlotKind


def damages(path: Path, error: UserError) -> bool:
    """Tell whether an error says that the file at `path` is damaged, so that salvage may help."""
    from aidbook.store.file import NotABook

    return isinstance(error, Damaged | NotABook) and path.is_file()


class SalvageScreen(Sheet):
    """Two steps on one card: the passphrase or the sheet's code, then what came back. The damaged file is kept beside it."""

    back_wanted = Signal()
    saved = Signal()
    """The new book lies where the damaged one lay, and somebody wants to open it."""

    def __init__(self, path: Path, *, by_sheet: bool = False) -> None:
        super().__init__(width=600)
        self._path = path
        self.by_sheet = by_sheet
        self.field = PassphraseField(_("Passphrase"))
        self.code = PassphraseField(_("Code of the recovery sheet"), _("Dashes and blanks do not matter."))
        for field in (self.field, self.code):
            field.edit().returnPressed.connect(self.begin)
        self.way = button("", self._turn, "link")
        self.go = button(_("Save what can be read"), self.begin, "main", "save")
        self.back = button(_("Back"), self.back_wanted.emit, icon="arrow-left")
        self.words = label("", wrap=True)
        self.lines.addWidget(label(_("Save what can be read of a damaged book"), "title", wrap=True))
        self._before = [label(text, "soft", wrap=True) for text in (
            _("AidBook reads the file piece by piece and makes a new book of every entry that proves to be whole."),
            _("The new book takes the place of the damaged one, which is kept beside it. Nobody's passphrase changes."),
        )]  # fmt: skip
        for words in self._before:
            self.lines.addWidget(words)
        self.lines.addWidget(self.field)
        self.lines.addWidget(self.code)
        self.lines.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addWidget(self.words)
        self.words.hide()
        foot = row()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.lines.addLayout(foot)
        self._dress()

    def begin(self) -> None:
        """Salvage the book under the passphrase or the code that is typed, with a panel that can stop it."""
        try:
            typed = self._asked().checked()
        except BadInput:
            return
        run_job(
            self,
            _("Saving what can be read"),
            partial(_salvage, self._path, typed, "recovery" if self.by_sheet else "person"),
            self._show,
            on_error=self._wrong,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, as long as there is something to go back to."""
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, came: "tuple[Salvaged, Path]") -> None:
        outcome, kept = came
        said = [*outcome.sentences(), _("The damaged file is kept as {name}.").format(name=kept.name)]
        self.words.setText("\n".join(said))
        self.words.show()
        for field in (self.field, self.code):
            field.set_value("")
        for part in (*self._before, self.field, self.code, self.way, self.back):
            part.hide()
        self._go_on(_("Open the new book"), self.saved.emit)

    def _go_on(self, text: str, do: Callable[[], object]) -> None:
        self.go.clicked.disconnect()
        self.go.clicked.connect(lambda *_args: do())
        self.go.setText(text)
        self.go.setFocus()

    def _wrong(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._asked().show_error(str(error))
        self._asked().setFocus()

    # With what

    def _asked(self) -> PassphraseField:
        return self.code if self.by_sheet else self.field

    def _turn(self) -> None:
        self.by_sheet = not self.by_sheet
        self._dress()
        self._asked().setFocus()

    def _dress(self) -> None:
        self.field.setVisible(not self.by_sheet)
        self.code.setVisible(self.by_sheet)
        with_passphrase, with_sheet = (
            _("With the passphrase instead"),
            _("I forgot it and have the recovery sheet"),
        )
        self.way.setText(with_passphrase if self.by_sheet else with_sheet)
        self.setFocusProxy(self._asked())


def _salvage(path: Path, passphrase: str, kind: "SlotKind", progress: Progress) -> "tuple[Salvaged, Path]":
    from aidbook.store.salvage import salvage_in_place

    return salvage_in_place(path, passphrase, progress, kind)
