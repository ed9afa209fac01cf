"""The one window of the program: the choice of books, the lock before one, then the book itself."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.errors import UserError
from aidbook.i18n import _, language, set_language
from aidbook.paths import data_dir, default_book
from aidbook.store import swap
from aidbook.store.faults import warnings
from aidbook.ui import books, jobs, settings
from aidbook.ui.recovering import Recovering
from aidbook.ui.salvaging import SalvageScreen, damages
from aidbook.ui.unlock import Unlock
from aidbook.ui.welcome import SetUp, Welcome
from aidbook.ui.widgets.dialog import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidbook.actions.backups import Restoration
    from aidbook.store.book import Book
    from aidbook.ui.main_window import MainWindow

_WIDE, _HIGH = 1366, 768


class Shell(QStackedWidget):
    """Holds one screen at a time. It opens books and closes them; nobody else does."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.setWindowTitle("AidBook")
        self.setMinimumSize(480, 320)
        self.resize(_WIDE, _HIGH)
        self._again: Callable[[], None] = self.welcome
        self.main: MainWindow | None = None
        self._book: Book | None = None

    def begin(self, path: Path | None = None) -> None:
        """Show the first screen: the lock of `path` or of our book, or the choice where there is none yet."""
        if path is not None:
            self.unlock(path)
        elif default_book().is_file() or swap.is_unfinished(default_book()):
            self.unlock(default_book())
        else:
            self.welcome()

    # Screens

    def welcome(self) -> None:
        """Offer what one can begin with."""
        self._again = self.welcome
        screen = Welcome([default_book()] if default_book().is_file() else [])
        screen.language_chosen.connect(self._speak)
        screen.start_wanted.connect(self.set_up)
        screen.practice_wanted.connect(self.practise)
        screen.backup_wanted.connect(lambda: self.open_backup(default_book()))
        screen.book_chosen.connect(self.unlock)
        self._show(screen)

    def set_up(self, site: str = "") -> None:
        """Ask what a new book needs."""
        screen = SetUp()
        screen.site.set_value(site or None)
        self._again = lambda: self.set_up(screen.site.edit().text())
        screen.language_chosen.connect(self._speak)
        screen.back_wanted.connect(self.welcome)
        screen.ready.connect(lambda name, passphrase: self._create(screen, name, passphrase))
        self._show(screen)

    def unlock(self, path: Path, why: str = "") -> None:
        """Ask for the passphrase of a book."""
        self._again = lambda: self.unlock(path)
        title = _("Our book") if path == default_book() else path.stem
        screen = Unlock(title, why, lambda typed: books.open_book(path, typed))
        screen.add_way(_("I forgot it and have the recovery sheet"), lambda: self.recover(path))
        screen.add_way(_("Restore a backup"), lambda: self.open_backup(path))
        screen.add_way(_("Another book, or a practice book"), self.welcome)
        screen.unlocked.connect(self.enter)
        screen.refused.connect(lambda error: self._offer_salvage(screen, path, error))
        self._show(screen)

    def salvage(self, path: Path, *, by_sheet: bool = False) -> None:
        """Save what can be read of a damaged book, then ask again for what opens it."""
        screen = SalvageScreen(path, by_sheet=by_sheet)
        self._again = lambda: self.salvage(path, by_sheet=screen.by_sheet)
        screen.back_wanted.connect(lambda: self.unlock(path))
        screen.saved.connect(lambda: self.recover(path) if screen.by_sheet else self.unlock(path))
        self._show(screen)

    def _offer_salvage(self, screen: Unlock | Recovering, path: Path, error: UserError) -> None:
        if damages(path, error) and not screen.property("offers salvage"):
            screen.setProperty("offers salvage", True)  # noqa: FBT003 - Qt's
            by_sheet = isinstance(screen, Recovering)
            screen.add_way(_("Save what can be read of it"), lambda: self.salvage(path, by_sheet=by_sheet))

    def recover(self, path: Path) -> None:
        """Ask for the code of the recovery sheet, then for a new passphrase."""
        self._again = lambda: self.recover(path)
        screen = Recovering(path)
        screen.refused.connect(lambda error: self._offer_salvage(screen, path, error))
        screen.back_wanted.connect(lambda: self.unlock(path))
        screen.recovered.connect(self.enter)
        self._show(screen)

    def open_backup(self, path: Path) -> None:
        """Choose a backup that takes the place of the book at `path`, or of none."""
        from aidbook.ui.restoring import RestoreScreen

        self._again = lambda: self.open_backup(path)
        screen = RestoreScreen(path)
        screen.back_wanted.connect(lambda: self.unlock(path) if path.is_file() else self.welcome())
        screen.ready.connect(self._restore)
        self._show(screen)

    def _restore(self, found: "Restoration", passphrase: str) -> None:
        self._close_book()
        self.unlock(found.target)
        try:
            found.finish()
        except UserError as error:
            found.discard()
            self._refused(error)
            return
        if passphrase:
            opening = lambda _progress: books.open_book(found.target, passphrase)  # noqa: E731
            jobs.run_job(self, _("Opening the book"), opening, self.enter, on_error=self._refused)
        else:
            self.recover(found.target)

    # Books

    def practise(self) -> None:
        """Open the book of pretend people; make it first where there is none."""
        path = data_dir() / books.PRACTICE_NAME
        if path.is_file():
            jobs.run_quietly(
                lambda _progress: books.open_book(path, books.PRACTICE_PASSPHRASE), self.enter, self._refused
            )
            return
        jobs.run_job(
            self,
            _("Making a practice book with pretend people"),
            lambda progress: books.make_practice(path, progress),
            self.enter,
            on_error=self._refused,
        )

    def enter(self, book: "Book") -> None:
        """Show an open book."""
        from aidbook.ui.backing_up import DailyBackup
        from aidbook.ui.main_window import MainWindow
        from aidbook.ui.session import Session

        self._close_book()
        self._book = book
        session = Session(book)
        session.left.connect(self._leave)
        session.restoring.connect(self._restore)
        DailyBackup(session)
        self.main = MainWindow(session)
        session.setParent(self.main)
        self.main.windowTitleChanged.connect(self.setWindowTitle)
        self._show(self.main)
        self.main.frame.focus_page()
        self.setWindowTitle(self.main.windowTitle())
        if told := warnings(book):
            session.said(" ".join(told))

    def go_on_after(self, fault: UserError) -> None:
        """Go on after a failure of the world that nobody caught."""
        if self.main is not None:
            self.main.session.go_on_after(fault)

    def _create(self, screen: SetUp, name: str, passphrase: str) -> None:
        jobs.run_job(
            self,
            _("Making the book"),
            lambda _progress: books.create_book(default_book(), passphrase, name, language()),
            self.enter,
            on_error=lambda error: self._refuse_set_up(screen, error),
        )

    def _refuse_set_up(self, screen: SetUp, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        screen.refuse(str(error))

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        Refusal(self, error).open()

    def _leave(self, which: str) -> None:
        path = self._book.path if self._book is not None else default_book()
        self._close_book()
        if which == "other person":
            self.unlock(path)
        elif which == "salvage":
            self.salvage(path)
        elif which == "practice":
            self.welcome()
            self.practise()
        else:
            self.welcome()

    def _close_book(self) -> None:
        jobs.stop_all()
        if self.main is not None:
            self.main.leave_field()
            from aidbook.ui.attention.watch import watch_of  # known by now, and heavy before

            watch_of(self.main.session).stop()
            self.removeWidget(self.main)
            self.main.deleteLater()
            self.main = None
        if self._book is not None:
            self._book.close()
            self._book = None

    # The window

    def _show(self, screen: QWidget) -> None:
        old = self.currentWidget()
        if isinstance(old, Recovering):
            old.close_book()
        self.addWidget(screen)
        self.setCurrentWidget(screen)
        if old is not None and old is not self.main:
            self.removeWidget(old)
            old.deleteLater()
        if screen is not self.main:
            self.setWindowTitle("AidBook")
            screen.setFocus()

    def _speak(self, code: str) -> None:
        settings.keep(language=code)
        set_language(code)
        self._again()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the field one is in, let work end, close the book."""
        if isinstance(front := self.currentWidget(), Recovering):
            front.close_book()
        self._close_book()
        super().closeEvent(event)
