"""One row beside its list: the ways in which it can be read, or what it changes, cell by cell."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook.actions.imports import Decision, Line
from aidbook.domain.imports import RowKey, Wrong
from aidbook.i18n import _, ngettext
from aidbook.ui.reading_in.cells import cell_grid
from aidbook.ui.reading_in.choice import ChoiceButton
from aidbook.ui.reading_in.state import Reading
from aidbook.ui.reading_in.words import from_the_left
from aidbook.ui.widgets.basics import Button, column, label
from aidbook.ui.widgets.choice_fields import CheckField
from aidbook.ui.widgets.panel import Panel


class Deciding(Panel):
    """Asks about one row, where an answer can be given to all that are left; or shows what it changes."""

    decided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self._reading: Reading | None = None
        self._decision: Decision | None = None
        self._all: CheckField | None = None

    def show_decision(self, reading: Reading, decision: Decision) -> None:
        """Ask about a row."""
        had_focus = any(made.hasFocus() for made in self.buttons.values())
        self._reading, self._decision = reading, decision
        inside = QWidget()
        lines = column(inside, margin=16, spacing=12)
        lines.addWidget(label(_("Row {n}").format(n=decision.row), "small"))
        lines.addWidget(label(from_the_left(decision.what), "section", wrap=True))
        if decision.kept and decision.key not in reading.decisions:
            lines.addWidget(
                label(_("Decided so the last time; it holds until you decide otherwise."), "soft", wrap=True)
            )
        self._add_choices(lines, reading, decision)
        if decision.beside:
            rows = None if decision.other_row is None else (decision.other_row, decision.row)
            lines.addWidget(cell_grid(decision.beside, rows))
        lines.addStretch(1)
        self.show_widget(inside)
        if had_focus:
            self.focus_first()

    def show_line(self, line: Line) -> None:
        """Show what a row changes."""
        self._reading = self._decision = None
        self.buttons = {}
        inside = QWidget()
        lines = column(inside, margin=16, spacing=12)
        lines.addWidget(label(_("Row {n}").format(n=line.row), "small"))
        lines.addWidget(label(from_the_left(line.what), "section", wrap=True))
        lines.addWidget(cell_grid(line.cells))
        lines.addStretch(1)
        self.show_widget(inside)

    def show_wrong(self, wrong: Wrong) -> None:
        """Show why a cell cannot be read."""
        self._reading = self._decision = None
        self.buttons = {}
        inside = QWidget()
        lines = column(inside, margin=16, spacing=12)
        where = _("Row {n}, {column}") if wrong.column else _("Row {n}")
        lines.addWidget(label(where.format(n=wrong.row, column=wrong.column), "small", wrap=True))
        lines.addWidget(label(wrong.why, "section", wrap=True))
        lines.addStretch(1)
        self.show_widget(inside)

    def focus_first(self, *, alone: bool = False) -> None:
        """Go to the first way; where there is none and nothing `alone` beside this, to what can be scrolled."""
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus()
        elif alone:
            self._area.setFocus()

    def answer(self, key: str) -> None:
        """Decide, for this row or for all that are left."""
        if self._reading is None or self._decision is None:
            return
        keys = [self._decision.key]
        if self._all is not None and self._all.value():
            keys += self._alike(self._reading, self._decision)
        for each in keys:
            self._reading.decisions[each] = key
        self.decided.emit()

    def _add_choices(self, lines: QVBoxLayout, reading: Reading, decision: Decision) -> None:
        self.buttons = {}
        for number, (key, words) in enumerate(decision.choices, start=1):
            made = ChoiceButton(words, partial(self.answer, key), f"Alt+Shift+{number}")
            made.setChecked(reading.answer(decision.key) == key)
            self.buttons[key] = made
            lines.addWidget(made)
        others = len(self._alike(reading, decision))
        self._all = None
        if others:
            text = ngettext("The same for {n} other row", "The same for the {n} other rows", others)
            self._all = CheckField(text.format(n=others))
            lines.addWidget(self._all)

    def _alike(self, reading: Reading, decision: Decision) -> list[RowKey]:
        """Return the other rows without an answer that can be read in the same ways."""
        ways = [key for key, _words in decision.choices]
        return [
            key
            for key in reading.undecided()
            if key != decision.key and [way for way, _words in reading.asked[key].choices] == ways
        ]
