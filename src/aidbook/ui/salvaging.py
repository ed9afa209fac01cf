"""Saving what can be read of a damaged book: asked for its passphrase, told what comes of it, opened anew."""

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


def damages(path: Path, error: UserError) -> bool:
    """Tell whether an error says that the file at `path` is damaged, so that salvage may help."""
    from aidbook.store.file import NotABook

    return isinstance(error, Damaged | NotABook) and path.is_file()


class SalvageScreen(Sheet):
    """Two steps on one card: the passphrase, then what came back. The damaged file is kept beside the new book."""

    back_wanted = Signal()
    saved = Signal()
    """The new book lies where the damaged one lay, and somebody wants to open it."""

    def __init__(self, path: Path) -> None:
        super().__init__(width=600)
        self._path = path
        self.field = PassphraseField(_("Passphrase"))
        self.field.edit().returnPressed.connect(self.begin)
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
        self.lines.addWidget(self.words)
        self.words.hide()
        foot = row()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.lines.addLayout(foot)
        self.setFocusProxy(self.field)

    def begin(self) -> None:
        """Salvage the book under the passphrase that is typed, with a panel that can stop it."""
        try:
            typed = self.field.checked()
        except BadInput:
            return
        run_job(
            self,
            _("Saving what can be read"),
            partial(_salvage, self._path, typed),
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
        self.field.set_value("")
        for part in (*self._before, self.field, self.back):
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
        self.field.show_error(str(error))
        self.field.setFocus()


def _salvage(path: Path, passphrase: str, progress: Progress) -> "tuple[Salvaged, Path]":
    from aidbook.store.salvage import salvage_in_place

    return salvage_in_place(path, passphrase, progress)
