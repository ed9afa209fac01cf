"""The steps of going back to a backup: which one, with whose passphrase, what would be lost."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook.actions.backups import Change, Restoration, moment_words, more_words, why_words
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.store import backup
from aidbook.store.backup_file import SUFFIX, BackupFile
from aidbook.store.book import Book
from aidbook.ui import theme
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.ask_passphrase import PassphraseField
from aidbook.ui.widgets.basics import Button, button, column, empty, label, row
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice

_KB = 1000
_ROWS_IN_SIGHT = 6


class Step(QWidget):
    """One of the steps: its lines, and a row of buttons under them."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.lines: QVBoxLayout = column(self, spacing=16)
        self.lines.addWidget(label(title, "title", wrap=True))

    def foot(self, back: Callable[[], object], go: Button) -> None:
        """Add the row of buttons."""
        line = row()
        self.back = button(_("Back"), back, icon="arrow-left")
        line.addWidget(self.back)
        line.addStretch(1)
        line.addWidget(go)
        self.lines.addLayout(line)


class Choosing(Step):
    """The backups on this computer, and the way to a file."""

    def __init__(
        self, present: Book | None, chose: Callable[[Path], object], back: Callable[[], object]
    ) -> None:
        super().__init__(_("Which backup?"))
        self._present, self._chose = present, chose
        self._here: dict[Id, BackupFile] = {}
        self._why = label("", "soft", wrap=True)
        self.list: ListTable[BackupFile] = ListTable(_("Backups"), _columns(present), self._fetch)
        self.list.setFixedHeight((_ROWS_IN_SIGHT + 1) * theme.ROW + 4)
        self.list.opened.connect(self._open)
        self.go = button(
            _("Go on with this one"), lambda: self._open(self.list.current_id()), "main", "check"
        )
        self.lines.addWidget(self._why)
        self.lines.addWidget(self.list)
        self.file = button(_("Choose a file, on a stick for instance"), self._choose, icon="folder-open")
        self.lines.addWidget(self.file, 0, Qt.AlignmentFlag.AlignLeft)
        self.foot(back, self.go)
        self.refresh()

    def refresh(self) -> None:
        """Read which there are."""
        here = backup.list_backups(self._present) if self._present else backup.backups_here()
        self._here = {str(one.path): one for one in here if one.whole}
        self.list.show_ids(list(self._here))
        self.list.choose_first()
        some = bool(self._here)
        self.list.setVisible(some)
        self.go.setVisible(some)
        self._why.setText(
            _("Nothing is changed yet: you first see what would be lost.")
            if some
            else _(
                "There is no backup on this computer. Put in the stick that one is on, and choose the file."
            )
        )
        self.setFocusProxy(self.list if some else self.file)

    def _fetch(self, ids: Sequence[Id]) -> list[BackupFile | None]:
        return [self._here.get(id_) for id_ in ids]

    def _open(self, name: Id) -> None:
        if name in self._here:
            self._chose(self._here[name].path)

    def _choose(self) -> None:
        kinds = _("Backups ({pattern})").format(pattern=f"*{SUFFIX}")
        path = choose_file.open_file(self, _("Choose a backup"), kinds)
        if path is not None:
            self._chose(path)


def _columns(present: Book | None) -> tuple[Column[BackupFile], ...]:
    ours = backup.whether_ours(present.connection) if present else lambda _one: True
    return (
        Column(_("Made"), lambda one: moment_words(one.made)),
        Column(_("Why"), lambda one: why_words(one, ours=ours(one)), 220),
        Column(_("Size"), lambda one: size_words(one.size), 90, "right"),
    )


class Asking(Step):
    """The passphrase of then, or the code of the recovery sheet."""

    def __init__(self, look: Callable[[Path, str, bool], object], back: Callable[[], object]) -> None:
        super().__init__(_("With which passphrase?"))
        self._look, self._by_sheet = look, False
        self._path = Path()
        self._which = label("", wrap=True)
        self.field = PassphraseField(_("Passphrase"), _("One that opened the book when the backup was made."))
        self.code = PassphraseField(_("Code of the recovery sheet"), _("Dashes and blanks do not matter."))
        self.way = button("", self._turn, "link")
        self._refusal = Notice("", "stop")
        self.go = button(_("Look at it"), self.check, "main", "eye")
        for field in (self.field, self.code):
            field.edit().returnPressed.connect(self.check)
        for part in (self._which, self.field, self.code):
            self.lines.addWidget(part)
        self.lines.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines.addWidget(self._refusal)
        self.foot(back, self.go)
        self._dress()

    def begin(self, one: BackupFile) -> None:
        """Ask for this one."""
        self._path = one.path
        made = moment_words(one.made) if one.whole else one.path.name
        self._which.setText(_("The backup of {moment}").format(moment=made))
        self._refusal.hide()

    def check(self) -> None:
        """Go on with what is typed."""
        field = self._field()
        self._refusal.hide()
        try:
            self._look(self._path, field.checked(), self._by_sheet)
        except BadInput:
            return
        except UserError as error:
            self.refuse(error)

    def passphrase(self) -> str:
        """Return the passphrase, "" where the recovery sheet was used."""
        return "" if self._by_sheet else self.field.edit().text()

    def refuse(self, error: UserError) -> None:
        """Say why not."""
        self._refusal.say(str(error), "stop")
        self._refusal.show()
        self._field().edit().selectAll()
        self._field().setFocus()

    def _field(self) -> PassphraseField:
        return self.code if self._by_sheet else self.field

    def _turn(self) -> None:
        self._by_sheet = not self._by_sheet
        self._dress()
        self._field().setFocus()

    def _dress(self) -> None:
        self.field.setVisible(not self._by_sheet)
        self.code.setVisible(self._by_sheet)
        self.way.setText(
            _("With the passphrase instead")
            if self._by_sheet
            else _("I forgot it and have the recovery sheet")
        )
        self._refusal.hide()
        self.setFocusProxy(self._field())


class Telling(Step):
    """What would be lost and what would come back, in words; and the button that does it."""

    def __init__(self, restore: Callable[[], object], back: Callable[[], object]) -> None:
        super().__init__(_("Restore this backup?"))
        self._words = QWidget()
        self._inside = column(self._words, spacing=12)
        self._refusal = Notice("", "stop")
        self._refusal.hide()
        self.go = button(_("Restore"), restore, "danger", "undo-2")
        self.lines.addWidget(self._words)
        self.lines.addWidget(self._refusal)
        self.foot(back, self.go)
        self.setFocusProxy(self.back)  # one Enter too many restores nothing

    def show_words(self, found: Restoration) -> None:
        """Say what this one would do."""
        self._refusal.hide()
        empty(self._inside)
        self._inside.addWidget(label(found.made, wrap=True))
        if found.lost is not None:
            self._say(found.lost, "heed" if found.lost.things else "good")
        if found.gained is not None:
            self._say(found.gained, "plain")
        for note in found.notes:
            self._inside.addWidget(label(note, wrap=True))

    def refuse(self, error: UserError) -> None:
        """Say why it could not be made ready."""
        self._refusal.say(str(error), "stop")
        self._refusal.show()

    def _say(self, change: Change, tone: theme.Tone) -> None:
        self._inside.addWidget(Notice(change.headline, tone))
        for line in (*change.figures, *change.things):
            self._inside.addWidget(label(line, wrap=True))
        if change.more:
            self._inside.addWidget(label(more_words(change.more), "soft"))


def size_words(size: int) -> str:
    """Return a size as people say it: in KB, MB or GB."""
    if size < _KB * _KB:
        return _("{n} KB").format(n=format_number(max(1, round(size / _KB))))
    if size < _KB**3:
        return _("{n} MB").format(n=format_number(round(size / _KB / _KB)))
    return _("{n} GB").format(n=format_number(round(size / _KB**3, 1)))
