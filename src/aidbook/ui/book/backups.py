"""The backups of this book: the last good one, one more, onto a stick, and back to one."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.backups import moment_words, why_words
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.store import backup, backup_places
from aidbook.store.backup_file import BackupFile
from aidbook.store.backup_keeping import DAYS
from aidbook.store.book import Book
from aidbook.ui.backing_up import CHANGED
from aidbook.ui.jobs import Progress
from aidbook.ui.restoring import RestoreScreen
from aidbook.ui.restoring_steps import size_words
from aidbook.ui.session import Session
from aidbook.ui.stick import drives
from aidbook.ui.stick.parts import Card, from_left
from aidbook.ui.theme import Tone
from aidbook.ui.widgets import choose_file
from aidbook.ui.widgets.basics import button, column, empty, label, row, rule
from aidbook.ui.widgets.notice import Notice

_IN_SIGHT = 4
_LATE_DAYS = 3


class BackupsSection(Card):
    """Says how old the last good backup is, makes one, puts one elsewhere, and leads back to one."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("Backups"))
        self._session = session
        self.last = Notice("", "good")
        self.now = button(_("Back up now"), self.back_up, icon="save")
        self.elsewhere = button(_("Onto a stick"), self.back_up_elsewhere, icon="usb")
        self.restore = button(_("Restore a backup"), self.begin_restoring, icon="undo-2")
        self._list = column(spacing=0)
        self._second = label("", wrap=True)
        self.choose = button(_("Choose a folder or stick"), self.choose_second, icon="folder-open")
        self.stop = button(_("No second copy"), self.stop_second, "link")
        self._lay_out()
        self.setFocusProxy(self.now)
        session.changed.connect(self._hear)
        self.refresh()

    def refresh(self) -> None:
        """Read which backups there are."""
        book = self._session.book
        self.last.say(*_last_words(book))
        self._show_list([one for one in backup.list_backups(book) if one.whole])
        place = backup_places.second_place(book.identity.site)
        self._second.setText(_second_words(book, place))
        self.stop.setVisible(place is not None)

    # Making

    def back_up(self) -> None:
        """Make a backup on this computer now."""
        self._make(None)

    def back_up_elsewhere(self) -> None:
        """Ask for a stick or a folder, and put a backup there."""
        places = drives.sticks()
        folder = choose_file.folder(self, _("Where to put the backup"), places[0][0] if places else None)
        if folder is not None:
            self._make(folder)

    def _make(self, folder: Path | None) -> None:
        self.say_nothing()

        def work(book: Book, progress: Progress) -> BackupFile:
            return backup.make(book, folder, progress=progress)

        self._session.job(self, _("Making the backup"), work, self._made, on_error=self.refuse)

    def _made(self, made: BackupFile) -> None:
        self._session.changed.emit(CHANGED)
        words = _("The backup is whole and was checked: {name}, {size}.")
        if made.path.parent != backup.folder_of(made.site):
            words = _("It is safe to pull the stick now. {name} is whole on it: {size}.")
        self.say(words.format(name=made.path.name, size=size_words(made.size)))

    # A second place

    def choose_second(self) -> None:
        """Ask where each day's backup shall go as well."""
        folder = choose_file.folder(self, _("Where each day's backup shall go as well"))
        if folder is not None:
            self._choose_second(folder)
            self._session.job(
                self, _("Making the backup"), _daily_and_along, self._along, on_error=self.refuse
            )

    def stop_second(self) -> None:
        """Put the daily backup nowhere else from now on."""
        self._choose_second(None)
        self.choose.setFocus()

    def _choose_second(self, folder: Path | None) -> None:
        self.say_nothing()
        try:
            backup_places.choose_second_place(self._session.book.identity.site, folder)
        except UserError as error:
            self.refuse(error)
        self.refresh()

    def _along(self, made: BackupFile | None) -> None:
        self._session.changed.emit(CHANGED)
        if made is not None:
            self._made(made)

    # Restoring

    def begin_restoring(self) -> None:
        """Choose a backup, and see what going back to it would do; in the whole window."""
        screen = RestoreScreen(self._session.book.path, self._session.book)
        screen.back_wanted.connect(self._session.leave_full)
        screen.ready.connect(self._session.restoring.emit)
        self._session.show_full(screen)

    # Parts

    def _hear(self, kinds: object) -> None:
        if kinds == CHANGED:
            self.refresh()

    def _lay_out(self) -> None:
        self.lines.addWidget(self.last)
        self.lines.addLayout(from_left(self.now, self.elsewhere))
        self.lines.addLayout(from_left(self.restore))
        self.lines.addWidget(self.outcome)
        self.lines.addLayout(self._list)
        self.lines.addWidget(self._second)
        self.lines.addLayout(from_left(self.choose, self.stop))
        words = _(
            "Each day's backup is made by itself and kept for {n} days; one that you put elsewhere by hand stays. Backups are locked like the book: each opens with"
            " the passphrases of its day. To move to another laptop, take one such file and a passphrase along."
        )
        self.lines.addWidget(label(words.format(n=format_number(DAYS)), "small", wrap=True))

    def _show_list(self, here: list[BackupFile]) -> None:
        empty(self._list)
        ours = backup.whether_ours(self._session.book.connection)
        for one in here[:_IN_SIGHT]:
            self._list.addWidget(_line(one, ours=ours(one)))
            self._list.addWidget(rule())
        more = len(here) - _IN_SIGHT
        if more > 0:
            words = ngettext("{n} older backup", "{n} older backups", more).format(n=format_number(more))
            self._list.addWidget(label(words, "small"))


def _daily_and_along(book: Book, progress: Progress) -> BackupFile | None:
    backup.daily(book, progress)
    return backup_places.copy_along(book, progress)


def _line(one: BackupFile, *, ours: bool) -> QWidget:
    made = QWidget()
    line = row(made)
    line.setContentsMargins(0, 6, 0, 6)
    line.addWidget(label(moment_words(one.made), wrap=True), 1)
    line.addWidget(label(why_words(one, ours=ours), "small"), 0, Qt.AlignmentFlag.AlignRight)
    return made


def _last_words(book: Book) -> tuple[str, Tone]:
    if book.practice:
        return _("A practice book is not backed up by itself."), "plain"
    last = backup.last_good(book)
    if last is None:
        return _("There is no good backup of this book yet."), "heed"
    days = (date.fromisoformat(clock.today()) - date.fromisoformat(clock.day_of(last))).days
    words = _("The last good backup was made on {moment}.").format(moment=moment_words(last))
    return words, "heed" if days >= _LATE_DAYS else "good"


def _second_words(book: Book, place: Path | None) -> str:
    if place is None:
        return _(
            "A laptop can be stolen, or break: let each day's backup go onto a stick or another disk as well."
        )
    if not place.is_dir():
        return _("Each day's backup also goes to {folder}. It is not there now: put the stick in.").format(
            folder=place
        )
    last = backup_places.last_there(book)
    if last is None:
        return _("Each day's backup also goes to {folder}; there is none there yet.").format(folder=place)
    return _("Each day's backup also goes to {folder}; the last one there was made on {moment}.").format(
        folder=place, moment=moment_words(last)
    )
