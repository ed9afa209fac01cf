"""The way of a file into the book: choose it, see its columns, look it over, read it in. Nothing before the last."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from aidbook.actions import imports
from aidbook.domain.done import Done
from aidbook.domain.imports import ImportFile, ImportKind
from aidbook.errors import NeedsDecision, UserError
from aidbook.i18n import _
from aidbook.store import backup
from aidbook.store.book import Book
from aidbook.store.in_one_go import in_one_go
from aidbook.tabular.reading import Pasted
from aidbook.tabular.rows import rows_of
from aidbook.ui.jobs import Progress
from aidbook.ui.reading_in.choose import ChooseStep
from aidbook.ui.reading_in.columns import ColumnsStep
from aidbook.ui.reading_in.look import LookStep
from aidbook.ui.reading_in.state import Reading, read_file, read_otherwise
from aidbook.ui.reading_in.words import title_words, to_do_words
from aidbook.ui.session import Session
from aidbook.ui.widgets.choose_file import open_file


class ReadingIn(QStackedWidget):
    """Three steps in one place. The page that shows it borrows its title and its main button, `go_on`."""

    turned = Signal()
    """Another step is shown."""
    finished = Signal()
    """Everything is in the book, or somebody left."""

    def __init__(self, session: Session, kinds: Sequence[ImportKind]) -> None:
        super().__init__()
        self._session, self._kinds = session, tuple(kinds)
        self._under_way = False
        self._kind: ImportKind = self._kinds[0]
        self.reading: Reading | None = None
        self._looks = 0
        self.choosing = ChooseStep(self._kinds, self.choose_file, self.paste)
        self.columns = ColumnsStep(self._kinds)
        self.look = LookStep()
        for step in (self.choosing, self.columns, self.look):
            self.addWidget(step)
        self.go_on = QAction(self)
        self.go_on.setShortcut("Ctrl+Return")
        self.go_on.triggered.connect(lambda *_: self.next())
        self.addAction(self.go_on)
        self.columns.otherwise.connect(self._read_otherwise)
        self.columns.mapped.connect(self._dress)
        self.look.decided.connect(self._look_again)
        self.look.again_wanted.connect(lambda: self._read_in(again=True))

    # What the page uses

    def is_under_way(self) -> bool:
        """Say whether it is to be shown."""
        return self._under_way

    def title(self) -> str:
        """Return what is being done."""
        return title_words(self.reading.kind if self.reading else self._kind)

    def begin(self, kind: ImportKind) -> None:
        """Begin with the choice of a file; a file that is being looked over stays until another is chosen."""
        if not self._under_way or self.reading is None:
            self._kind = kind
            self.choosing.begin(kind)
            self._under_way = True
            self._turn(self.choosing)

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        tables = "*.csv *.tsv *.txt *.xlsx *.xls *.ods"
        path = open_file(self, _("Choose a file"), f"{_('Tables')} ({tables});;{_('All files')} (*)")
        if path is not None:
            self.read_file(path)

    def paste(self) -> None:
        """Read the cells that somebody copied elsewhere, or the file."""
        copied = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in copied.urls() if url.isLocalFile()]
        self.read_file(files[0] if len(files) == 1 else Pasted(copied.text()))

    def read_file(self, source: Path | Pasted) -> None:
        """Read a file or pasted cells and show the columns."""
        self._kind = self.choosing.chosen_kind()
        kind = self._kind
        self._session.job(
            self,
            _("Reading the file"),
            lambda book, _progress: read_file(book, source, kind, self._kinds),
            self._show_columns,
            on_error=self.choosing.refuse,
        )

    def next(self) -> None:
        """Go on to the next step."""
        if self.currentWidget() is self.choosing:
            self.choose_file()
        elif self.currentWidget() is self.columns:
            self._look_over()
        else:
            self._read_in(again=False)

    def back(self) -> bool:
        """Go back one step; say whether there was one. Leaving forgets the file, which is where it was."""
        if self.currentWidget() is self.look:
            if not self.look.back():
                self._turn(self.columns)
            return True
        if self.currentWidget() is self.columns:
            self._turn(self.choosing)
            self.choosing.choose.setFocus()
            return True
        self.leave()
        return False

    def leave(self) -> None:
        """Be done, one way or another."""
        self._under_way = False
        self.reading = None

    def kept(self) -> object:
        """Return where one is, for a page made anew."""
        return (self.reading, self.currentWidget() is self.look, self._kind) if self._under_way else None

    def take(self, kept: object) -> None:
        """Take back what `kept` returned; the sentences are made anew."""
        if not isinstance(kept, tuple):
            return
        reading, looked, kind = kept
        self.begin(kind)
        if reading is not None:
            self._show_columns(reading)
            if looked:
                self._look_over()

    # The steps

    def _show_columns(self, reading: Reading) -> None:
        self.reading = reading
        self.columns.show_reading(reading)
        self._turn(self.columns)

    def _read_otherwise(self, how: dict[str, Any]) -> None:
        reading = self.reading
        if reading is not None:
            self._session.job(
                self,
                _("Reading the file"),
                lambda book, _progress: read_otherwise(book, reading, **how),
                self._show_columns,
            )

    def _look_over(self) -> None:
        reading = self.reading
        if reading is None:
            return
        reading.preview = None

        def work(book: Book, progress: Progress) -> tuple[ImportFile, imports.Preview]:
            with in_one_go():
                file = rows_of(reading.table, reading.mapping, reading.kind, progress)
                progress(0, 0, _("Comparing with the book"))
                decisions = dict(reading.decisions)
                return file, imports.look_over(book, file, decisions=decisions, progress=progress)

        self._session.job(self, _("Looking the file over"), work, self._show_look)

    def _show_look(self, found: tuple[ImportFile, imports.Preview]) -> None:
        reading = self.reading
        if reading is None:
            return
        reading.file, reading.preview = found
        # Asked in the language of now; what was decided before stays decided.
        reading.asked = {key: asked for key, asked in reading.asked.items() if key in reading.decisions}
        reading.take_asked(reading.preview)
        self.look.show_reading(reading)
        self._turn(self.look)

    def _look_again(self) -> None:
        """Compare once more with what was decided, while somebody decides on."""
        reading = self.reading
        if reading is None or reading.file is None:
            return
        file, decisions = reading.file, dict(reading.decisions)
        self._looks += 1
        look = self._looks
        self._session.read(
            self,
            lambda book: imports.look_over(book, file, decisions=decisions),
            lambda preview: self._show_again(reading, preview) if look == self._looks else None,
        )

    def _show_again(self, reading: Reading, preview: imports.Preview) -> None:
        if reading is self.reading:
            reading.preview = preview
            reading.take_asked(preview)
            self.look.refresh()
            self._dress()

    def _read_in(self, *, again: bool) -> None:
        reading = self.reading
        if reading is None or reading.file is None:
            return
        file, decisions = reading.file, dict(reading.decisions)

        def work(book: Book, progress: Progress) -> Done | None:
            backup.before(book, "import", lambda done, total: progress(done, 3 * total))
            return imports.read_in(
                book,
                file,
                decisions=decisions,
                again=again,
                progress=lambda done, total: progress(total + 2 * done, 3 * total),
            )

        self._session.job(
            self,
            title_words(reading.kind),
            work,
            self._done,
            on_error=self._refuse,
        )

    def _done(self, done: Done | None) -> None:
        self.leave()
        if done is None:
            self._session.said(_("The book says all of this already; nothing was written."))
        self.finished.emit()

    def _refuse(self, error: UserError) -> None:
        self.look.refuse(str(error), again=isinstance(error, NeedsDecision))

    def _turn(self, step: ChooseStep | ColumnsStep | LookStep) -> None:
        self.setCurrentWidget(step)
        self._dress()
        self.turned.emit()

    def _dress(self) -> None:
        """Let the main button say what it does next."""
        words, possible = _("Choose a file"), True
        self.go_on.setData("folder-open")
        if self.currentWidget() is self.columns and self.reading:
            words, possible = _("Look it over"), not self.reading.mapping.missing
            self.go_on.setData("eye")
        elif self.currentWidget() is self.look:
            rows = self.look.count("new") + self.look.count("changed")
            answers = self.reading.preview.answers if self.reading and self.reading.preview else 0
            words, possible = to_do_words(rows, answers), bool(rows or answers)
            self.go_on.setData("check")
        self.go_on.setText(words)
        self.go_on.setEnabled(possible)
