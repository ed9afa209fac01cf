"""The page of sheets and reports: choose one, answer its questions, see its pages, print or save it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QWidget

from aidbook.domain.declare import Id
from aidbook.domain.roles import may_print
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.sheets import catalog
from aidbook.ui import theme
from aidbook.ui.icons import icon
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.sheets import leaving
from aidbook.ui.sheets.making import KINDS, REPORTS, Made, preview
from aidbook.ui.sheets.paper_side import PaperSide
from aidbook.ui.sheets.preview import ZOOMS
from aidbook.ui.sheets.questions import Questions
from aidbook.ui.sheets.sides import Sides
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.panel import scrolling

_SETTLE_MS = 120
_READABLE = 400
_LISTED, _FEWEST = 0.45, 4
"""The part of the page's height that its list takes at most, and how many sheets it shows at least."""


class SheetsPage(Page):
    """Every sheet and report, as it will be on paper."""

    kinds = KINDS | {"printed", "settings"}

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.list = QListWidget()
        self.questions = Questions(session)
        self.made: Made | None = None
        self._names = [name for name in catalog.SHEETS if may_print(session.book.role, name)]
        self._making = self._again = False
        self._later = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._later.timeout.connect(self._make)
        self._make_commands()
        self._about = label("", "soft", wrap=True)
        self.paper = PaperSide(self._save, self._save_table, self._no_days())
        self._sides = Sides(self._choice(), self.paper, self.list)
        column(self).addWidget(self._sides)
        self._sides.went.connect(self._enlarge)
        self._fill_list()
        self.questions.answered.connect(self._later.start)
        self._enable()

    def title(self) -> str:
        """Return its title."""
        return _("Sheets")

    # Choosing

    def refresh(self) -> None:
        """Offer the days of now, and make the sheet again."""
        self.questions.show_days(self.session.book)
        self.questions.show_sheet(self.sheet())
        self._later.start()

    def sheet(self) -> str:
        """Return the name of the chosen sheet."""
        return self._names[max(0, self.list.currentRow())]

    def choose(self, sheet: str) -> None:
        """Choose a sheet by its name."""
        self.list.setCurrentRow(self._names.index(sheet))

    def open(self, thing: Id) -> None:
        """Let the sheets be about this distribution; or a sheet about what stands after its name and a blank."""
        sheet, _blank, about = thing.partition(" ")
        if sheet in self._names:
            self.choose(sheet)
            self.questions.choose(self.session.book, sheet, about)
            self._later.start()
            self._sides.show_preview()
            return
        self.questions.show_days(self.session.book)
        self.questions.choose_day(thing)
        self.questions.show_sheet(self.sheet())
        self._later.start()

    def back(self) -> bool:
        """Go from the pages back to the choice, where only one of them has room."""
        return self._sides.back()

    def keep(self) -> dict[str, object]:
        """Return what is chosen and answered."""
        return {"sheet": self.sheet(), "answers": self.questions.keep(), "zoom": self.paper.preview.zoom()}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        self.questions.show_days(self.session.book)
        self.choose(str(kept["sheet"]))
        answers = kept["answers"]
        if isinstance(answers, dict):
            self.questions.take(answers)
        for zoom in ZOOMS:
            if zoom == kept["zoom"]:
                self.paper.set_zoom(zoom)

    def _chosen(self) -> None:
        self._about.setText(_(catalog.sheet(self.sheet()).about))
        self.questions.show_sheet(self.sheet())
        self.paper.preview.begin_again()
        self.paper.show_table_button(on=self.sheet() in REPORTS)
        self._enable()
        self._later.start()

    # Looking

    def _make(self) -> None:
        """Make the sheet on a thread; what is answered meanwhile is made after it."""
        answers = self.questions.answers()
        if answers is None:
            self.made = None
            self.paper.show_no_days()
            self._enable()
        elif self._making:
            self._again = True
        else:
            self._making, self._again = True, False
            self.session.read(self, lambda book: preview(book, answers), self._show)

    def _show(self, made: Made | UserError) -> None:
        self._making = False
        if self._again:
            self._make()
            return
        if self._later.isActive():  # something else is asked by now, and made in a moment
            return
        if isinstance(made, UserError):
            self.made = None
            self.paper.show_refusal(made)
        else:
            self.made = made
            self.paper.show_made(made)
        self._enable()

    def _enable(self) -> None:
        """Let only what is seen be printed and saved."""
        seen = self.made is not None and self.made.answers.sheet == self.sheet()
        for action in (self._print, self._save, *self._zooming):
            action.setEnabled(seen)
        self._save_table.setEnabled(seen and self.sheet() in REPORTS)

    def _enlarge(self) -> None:
        """Show a page as wide as it can be where the window is so low that a whole one could not be read."""
        if self.paper.preview.height() < _READABLE and self.paper.preview.zoom() == "page":
            self.paper.preview.zoom_by(1)

    def _with_made(self, do: Callable[[QWidget, Session, Made], None]) -> None:
        if not self.isVisible():  # from the search over everything: what leaves is seen first
            self.session.go("sheets")
        elif self.made is not None:
            do(self, self.session, self.made)

    def _go_to(self, sheet: str) -> None:
        self.choose(sheet)
        if not self.isVisible():
            self.session.go("sheets")

    # Parts

    def _make_commands(self) -> None:
        do = self._with_made
        self._print = self._bound(_("Print"), "print", "printer", "Ctrl+P", lambda: do(leaving.print_sheet))
        self._save = self._bound(
            _("Save as PDF"), "save", "file-down", "Ctrl+S", lambda: do(leaving.save_pdf)
        )
        self._save_table = self._bound(
            _("Save as table"), "save-table", "download", "Ctrl+Shift+S", lambda: do(leaving.save_table)
        )
        self._zooming = [
            self._bound(
                _("Show the page larger"), "larger", "plus", "Ctrl++", lambda: self.paper.preview.zoom_by(1)
            ),
            self._bound(
                _("Show the page smaller"),
                "smaller",
                "minus",
                "Ctrl+-",
                lambda: self.paper.preview.zoom_by(-1),
            ),
            self._bound(
                _("Show the whole page"), "whole", "eye", "Ctrl+0", lambda: self.paper.set_zoom("page")
            ),
        ]
        self.main_action = self._print
        for name, sheet in self._sheets():
            self._bound(_(sheet.title), f"sheet-{name}", "printer", "", partial(self._go_to, name))

    def _bound(self, text: str, name: str, drawn: str, keys: str, do: Callable[[], None]) -> QAction:
        action = self.command(text, name, drawn, keys)
        action.triggered.connect(lambda *_: do())
        return action

    def _sheets(self) -> list[tuple[str, catalog.Sheet]]:
        return [(name, catalog.SHEETS[name]) for name in self._names]

    def _fill_list(self) -> None:
        self.list.setAccessibleName(_("Sheets and reports"))
        for name, sheet in self._sheets():
            drawn = "list-checks" if name in REPORTS else "clipboard-list"
            line = QListWidgetItem(icon(drawn), _(sheet.title))
            line.setToolTip(_(sheet.about))
            self.list.addItem(line)
        self.list.currentRowChanged.connect(lambda _row: self._chosen())
        self.list.itemActivated.connect(lambda _item: self._sides.show_preview())
        self.list.setCurrentRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many sheets as leave room for what the chosen one asks; the others are scrolled to."""
        super().resizeEvent(event)
        rows = min(len(self._names), max(_FEWEST, int(self.height() * _LISTED) // theme.ROW))
        self.list.setFixedHeight(rows * theme.ROW + 4)
        if line := self.list.currentItem():
            self.list.scrollToItem(line)

    def _choice(self) -> QScrollArea:
        choice = QWidget()
        lines = column(choice, spacing=12)
        for part in (self.list, self._about, self.questions):
            lines.addWidget(part)
        lines.addStretch(1)
        return scrolling(choice)

    def _no_days(self) -> EmptyState:
        return EmptyState(
            "calendar-check",
            _("This sheet is about a distribution"),
            _(
                "Plan one, and its sheets are here: for the wall, for the door, for signatures, for the report."
            ),
            _("Plan a distribution"),
            lambda: self.session.go("distributions", command="plan"),
            practice=None if self.session.book.practice else self.session.open_practice,
        )
