"""What was on the shelves at the end of a past day, and who belonged and came: as known today about that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.roles import may_print
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.as_of import CountsThen, counts_as_of, stock_as_of
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine
from aidbook.ui import theme
from aidbook.ui.jobs import Progress
from aidbook.ui.pantry.words import quantity
from aidbook.ui.reading_in.saving import Rows, save_table
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, row
from aidbook.ui.widgets.fields import DateField
from aidbook.ui.widgets.list_table import Column, ListTable

_SOURCE = 4
_WIDE = 760
_DAY_LENGTH = len("2026-03-28")


def is_day(thing: Id) -> bool:
    """Tell whether what is to be opened is an ISO date and no thing of the pantry."""
    return len(thing) == _DAY_LENGTH


@dataclass(frozen=True, slots=True)
class _Then:
    day: str
    lines: tuple[StockLine, ...]
    counts: CountsThen


class AsItWas(QWidget):
    """Pick a day and see the shelves of then, lot by lot."""

    left = Signal()
    """Somebody wants the shelves of now again."""
    shown = Signal()
    """Another day is shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._then: _Then | None = None
        self._lines: dict[Id, StockLine] = {}
        self._asked = 0
        self.day = DateField(_("At the end of this day"))
        self.list: ListTable[StockLine] = ListTable(_("The shelves as they were"), _columns(), self._fetch)
        self._figures, self._none = label("", "label", wrap=True), label("", "soft", wrap=True)
        self._basis = label(
            _(
                "As known today about that day: what was written down later is in it, what was taken back since is not."
            ),
            "small",
            wrap=True,
        )
        self._print = button(_("Print"), self.print_, "quiet", "printer")
        self._save = button(_("Save as a table"), self.save, "quiet", "file-down")
        self._lay_out()
        self.day.left.connect(self._read)

    def title(self) -> str:
        """Return what the page is called while this is shown."""
        return _("Pantry as it was")

    def count(self) -> str:
        """Return how many lots there were."""
        return format_number(len(self._lines)) if self._then else ""

    def show_day(self, day: str = "") -> None:
        """Show a day; without one the day shown last, at first yesterday."""
        wanted = day or (self._then.day if self._then else _yesterday())
        self.day.set_value(min(wanted, clock.today()))
        self._read()
        self.day.edit().selectAll()
        self.day.setFocus()

    def refresh(self) -> None:
        """Read the day again: something was written about it."""
        if self._then:
            self._read()

    def print_(self) -> None:
        """Show the shelves of that day as a sheet, to be printed or saved."""
        if self._then is not None:
            self._session.go("sheets", f"as-it-was {self._then.day}")

    def save(self) -> None:
        """Ask where to, and save the shelves of that day as a table."""
        if self._then is None:
            return
        lines = self._then.lines
        titles = (_("Item"), _("Quantity"), _("Unit"), _("Best before"), _("Place"), _("Source"), _("Lot"))

        def rows(_book: Book, _progress: Progress) -> Rows:
            return [(x.item, x.quantity, x.unit, x.best_before, x.place, x.source, x.lot_code) for x in lines]

        save_table(self, self._session, f"{_('Pantry')} {self._then.day}", titles, rows)

    # Reading

    def _read(self) -> None:
        day = self.day.value()
        if not day:
            return
        if day > clock.today():
            self.day.show_error(_("This day is still to come."))
            return
        self.day.show_error("")
        self._asked += 1
        asked = self._asked

        def read(book: Book) -> _Then:
            return _Then(day, tuple(stock_as_of(book, day)), counts_as_of(book, day))

        self._session.read(self, read, lambda then: self._show(then) if asked == self._asked else None)

    def _show(self, then: _Then) -> None:
        self._then = then
        self._lines = {f"{line.lot}:{line.place_id}": line for line in then.lines}
        self.list.show_ids(list(self._lines))
        self._figures.setText(_figures(then))
        self._none.setText(
            _("Nothing was on the shelves on {day}.").format(day=format_date(then.day, "long"))
        )
        self._none.setVisible(not then.lines)
        self.list.setVisible(bool(then.lines))
        self._save.setEnabled(bool(then.lines))
        self._print.setEnabled(True)
        self.shown.emit()

    def _fetch(self, ids: Sequence[Id]) -> list[StockLine | None]:
        return [self._lines.get(id_) for id_ in ids]

    # Parts

    def _lay_out(self) -> None:
        lines = column(self, spacing=theme.GRID)
        top = row(spacing=2 * theme.GRID)
        self.day.setMaximumWidth(320)
        self.day.setMinimumWidth(248)
        top.addWidget(self.day, 1)
        words = column(spacing=4)
        words.addWidget(self._figures)
        words.addWidget(self._basis)
        top.addLayout(words, 2)
        lines.addLayout(top)
        lines.addWidget(self.list, 1)
        lines.addWidget(self._none)
        foot = row()
        foot.addWidget(button(_("Back to the shelves of now"), self.left.emit, "quiet", "arrow-left"))
        foot.addStretch(1)
        foot.addWidget(self._print)
        foot.addWidget(self._save)
        lines.addLayout(foot)
        self._none.hide()
        self._save.setEnabled(False)
        self._print.setEnabled(False)
        self._print.setVisible(may_print(self._session.book.role, "as-it-was"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a narrow window's room to the names."""
        super().resizeEvent(event)
        self.list.setColumnHidden(_SOURCE, self.width() < _WIDE)


def _yesterday() -> str:
    return (date.fromisoformat(clock.today()) - timedelta(days=1)).isoformat()


def _columns() -> list[Column[StockLine]]:
    return [
        Column(_("Item"), lambda line: line.item),
        Column(_("On hand"), lambda line: quantity(line.quantity, line.unit), 152, "right", tone=_below),
        Column(_("Best before"), lambda line: format_date(line.best_before, "long") if line.best_before else "", 176),
        Column(_("Place"), lambda line: line.place, 128),
        Column(_("Source"), lambda line: line.source or "", 216),
    ]  # fmt: skip


def _below(line: StockLine) -> theme.Tone | None:
    return "heed" if line.quantity < 0 else None


def _figures(then: _Then) -> str:
    counts = then.counts
    belonged = [
        ngettext("{n} member", "{n} members", counts.members).format(n=format_number(counts.members)),
        ngettext("{n} household", "{n} households", counts.households).format(
            n=format_number(counts.households)
        ),
    ]
    if not counts.visits:
        return " · ".join([*belonged, _("nobody picked up that day")])
    came = ngettext("{n} visit that day", "{n} visits that day", counts.visits)
    people = ngettext("{n} person", "{n} people", counts.people)
    boxes = ngettext("{n} box", "{n} boxes", counts.boxes)
    return " · ".join(
        [
            *belonged,
            came.format(n=format_number(counts.visits)),
            people.format(n=format_number(counts.people)),
            boxes.format(n=format_number(counts.boxes)),
        ]
    )
