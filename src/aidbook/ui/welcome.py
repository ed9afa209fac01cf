"""The first start: begin our book, look at one with pretend people, or open one that is somewhere else."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from aidbook.i18n import LANGUAGES, _, language
from aidbook.ui import icons
from aidbook.ui.unlock import Sheet
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.basics import Button, button, label, row
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.new_passphrase import NewPassphrase
from aidbook.ui.widgets.notice import Notice

_MARK = 64


class LanguageField(ChoiceField[str]):
    """The language; chosen, it is spoken at once. Its label is said in all of them by its icon and the names."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Language"), tuple(LANGUAGES.items()))
        self.set_value(language())
        self.left.connect(lambda: self.chosen.emit(self.value()))


class Welcome(Sheet):
    """What one can begin with. `books` are those that lie in the data folder already."""

    language_chosen = Signal(str)
    start_wanted = Signal()
    practice_wanted = Signal()
    backup_wanted = Signal()
    book_chosen = Signal(object)
    """The path of a book to open."""

    def __init__(self, books: Sequence[Path]) -> None:
        super().__init__(width=520)
        self.lines.addWidget(_mark(), 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addWidget(label("AidBook", "title"))
        self.lines.addWidget(
            label(_("The record book of your group. It stays on this computer, locked."), "soft", wrap=True)
        )
        if books:
            self._add(_("Open our book"), lambda: self.book_chosen.emit(books[0]), "main", "book-open")
        else:
            self._add(_("Start our book"), self.start_wanted.emit, "main", "plus")
        self._add(_("Open a practice book, with pretend people"), self.practice_wanted.emit, "", "users")
        self._add(_("Open a book from a file or a stick"), self._open_file, "", "folder-open")
        self._add(_("Open a backup"), self.backup_wanted.emit, "", "history")
        field = LanguageField()
        field.chosen.connect(self.language_chosen)
        self.lines.addWidget(field)

    def _add(self, words: str, do: Callable[[], object], role: str, icon: str) -> None:
        made: Button = button(words, do, role, icon)
        made.setSizePolicy(made.sizePolicy().Policy.Preferred, made.sizePolicy().Policy.Fixed)
        self.lines.addWidget(made)
        if role == "main":
            self.setFocusProxy(made)

    def _open_file(self) -> None:
        kinds = _("Books ({pattern})").format(pattern="*.aidbook")
        path = choose_file.open_file(self, _("Open a book"), kinds)
        if path is not None:
            self.book_chosen.emit(path)


class SetUp(Sheet):
    """Asks for a language, the site's name and a passphrase twice, and nothing else."""

    language_chosen = Signal(str)
    back_wanted = Signal()
    ready = Signal(str, str)
    """The site's name and the passphrase."""

    def __init__(self) -> None:
        super().__init__(width=520)
        self.language = LanguageField()
        self.language.chosen.connect(self.language_chosen)
        self.site = TextField(
            _("Name of the center or the group"),
            _("It stands on every sheet. It can be changed later."),
            needed=_("Type the name of the center or the group."),
        )
        self.passphrase = NewPassphrase()
        self.first, self.second = self.passphrase.first, self.passphrase.second
        self.go = button(_("Start our book"), self.check, "main", "check")
        for edit in (self.site.edit(), self.first.edit(), self.second.edit()):
            edit.returnPressed.connect(self.check)
        self._lay_out()

    def _lay_out(self) -> None:
        self.lines.addWidget(label(_("Start our book"), "title", wrap=True))
        for part in (self.language, self.site, self.passphrase):
            self.lines.addWidget(part)
        lost = _("Nobody can open the book without its passphrase, not even those who made AidBook. "
                 "If every passphrase is lost, the book is gone. Write it down and keep it away from this computer.")  # fmt: skip
        self.lines.addWidget(Notice(lost, "heed"))
        foot = row()
        foot.addWidget(button(_("Back"), self.back_wanted.emit, icon="arrow-left"))
        foot.addStretch(1)
        foot.addWidget(self.go)
        self.lines.addLayout(foot)
        self.setFocusProxy(self.site)

    def check(self) -> None:
        """Say what is missing, or go on."""
        try:
            name = self.site.checked() or ""
            passphrase = self.passphrase.checked()
        except BadInput:
            return
        self.ready.emit(name, passphrase)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)

    def refuse(self, words: str) -> None:
        """Say what was wrong with the passphrase."""
        self.passphrase.refuse(words)


def _mark() -> QLabel:
    made = QLabel()
    made.setPixmap(icons.picture("aidbook", _MARK, made.devicePixelRatioF(), None))
    made.setFixedSize(QSize(_MARK, _MARK))
    return made
