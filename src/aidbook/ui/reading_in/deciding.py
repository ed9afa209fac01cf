"""One row that can be read in two ways, and the ways."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook.actions.imports import Decision
from aidbook.i18n import _, ngettext
from aidbook.ui.reading_in.state import Reading
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.choice_fields import CheckField
from aidbook.ui.widgets.panel import Panel


class Deciding(Panel):
    """Asks about one row; an answer can be given to all that are left."""

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
        lines.addWidget(label(decision.what, "section", wrap=True))
        self._add_choices(lines, reading, decision)
        lines.addStretch(1)
        self.show_widget(inside)
        if had_focus:
            self.focus_first()

    def focus_first(self) -> None:
        """Go to the first way."""
        first = next(iter(self.buttons.values()), None)
        if first is not None:
            first.setFocus()

    def answer(self, key: str) -> None:
        """Decide, for this row or for all that are left."""
        if self._reading is None or self._decision is None:
            return
        rows = [self._decision.row]
        if self._all is not None and self._all.value():
            rows += self._alike(self._reading, self._decision)
        for row in rows:
            self._reading.decisions[row] = key
        self.decided.emit()

    def _add_choices(self, lines: QVBoxLayout, reading: Reading, decision: Decision) -> None:
        self.buttons = {}
        for number, (key, words) in enumerate(decision.choices, start=1):
            made = button(words, partial(self.answer, key), keys=f"Alt+Shift+{number}")
            made.setCheckable(True)
            made.setChecked(reading.decisions.get(decision.row) == key)
            self.buttons[key] = made
            lines.addWidget(made)
        others = len(self._alike(reading, decision))
        self._all = None
        if others:
            text = ngettext("The same for {n} other row", "The same for the {n} other rows", others)
            self._all = CheckField(text.format(n=others))
            lines.addWidget(self._all)

    def _alike(self, reading: Reading, decision: Decision) -> list[int]:
        ways = [key for key, _words in decision.choices]
        return [
            row
            for row in reading.undecided()
            if row != decision.row and [key for key, _words in reading.asked[row].choices] == ways
        ]
