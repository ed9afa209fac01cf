"""The last lines written at the door, each with its undo and its swap: "Just now"."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from aidbook.i18n import _
from aidbook.store.distributions import VisitLine
from aidbook.ui import theme
from aidbook.ui.distributions import words
from aidbook.ui.widgets.basics import column, icon_button, label, row
from aidbook.ui.widgets.panel import scrolling


def line_words(line: VisitLine) -> str:
    """Return whose line it is, short: "Jean-Rémi B. · E-0098-M"."""
    if not line.label:
        return _("no name, {people}").format(people=words.people(line.people))
    parts = (words.first_and_initial(line.label), line.number)
    return " · ".join(part for part in parts if part)


class JustNow(QFrame):
    """A card of lines, the latest on top."""

    undo_wanted = Signal(object)
    swap_wanted = Signal(object)
    """The VisitLine it is about."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._none = label(
            _("Nobody yet. Whoever picks up stands here, and each line can be taken back."), "soft", wrap=True
        )
        self._hint = label(
            _("Undo takes a line back, Ctrl+Z the last one; swap gives it to another household."),
            "small",
            wrap=True,
        )
        self._lines: QVBoxLayout = column(spacing=4)
        self._shown: list[_LineRow] = []
        inside = QWidget()
        under = column(inside, spacing=0)
        under.addLayout(self._lines)
        under.addStretch(1)
        outer = column(self)
        outer.setContentsMargins(16, 12, 8, 12)
        outer.addWidget(label(_("Just now"), "section"))
        outer.addWidget(self._none)
        outer.addWidget(scrolling(inside), 1)
        outer.addWidget(self._hint)

    def show_lines(self, lines: Sequence[VisitLine]) -> None:
        """Show these."""
        for old in self._shown:
            self._lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [self._row(line) for line in lines]
        self._none.setVisible(not lines)
        self._hint.setVisible(bool(lines))

    def rows(self) -> list["_LineRow"]:
        """Return the lines that are shown, the latest first."""
        return self._shown

    def _row(self, line: VisitLine) -> "_LineRow":
        made = _LineRow(line, lambda: self.undo_wanted.emit(line), lambda: self.swap_wanted.emit(line))
        self._lines.addWidget(made)
        return made


class _LineRow(QWidget):
    def __init__(self, line: VisitLine, undo: Callable[[], object], swap: Callable[[], object]) -> None:
        super().__init__()
        self.line = line
        who, boxes = line_words(line), words.boxes(line.boxes)
        self.undo = icon_button("undo-2", _("Take back: {who}, {boxes}").format(who=who, boxes=boxes), undo)
        self.swap = icon_button(
            "arrow-right-left",
            _("Give to another household: {who}, {boxes}").format(who=who, boxes=boxes),
            swap,
        )
        cells = row(self, spacing=4)
        name = label(who, "door-line")
        name.setMinimumWidth(0)
        cells.addWidget(name, 1)
        cells.addWidget(label(boxes, "door-line"))
        for made in (self.undo, self.swap):
            theme.give(made, door=True)
            cells.addWidget(made)
