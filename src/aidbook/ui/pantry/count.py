"""Counting an item: each lot where it lies, as of now. What is left empty is not counted."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.pantry import Units, count_stock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.pantry import StockLine, packs_of, shelves, stock_lines
from aidbook.ui.pantry.fields import BestBeforeField, UnitsField
from aidbook.ui.pantry.picking import name_field
from aidbook.ui.pantry.words import due_words, quantity
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, rule
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.notice import Notice


class CountForm(QWidget):
    """Writes what was counted of one item: any of its lots, and what lies there and is in no list."""

    counted = Signal()
    """A count was written."""
    closed = Signal()
    """Somebody left the form."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self.item = session, item
        self._lines = stock_lines(session.book, item=item)
        self.lots: list[UnitsField] = []
        listed = bool(self._lines)
        self.other = UnitsField(_("Another lot") if listed else _("How many are there?"))
        self.best_before = BestBeforeField(_("Best before"), _("Empty where nothing is printed on it."))
        places = [place.name for place in shelves(session.book)]
        self.place = name_field(_("Where"), places, _("Empty for the first shelf."))
        self._trouble = Notice("", "stop")
        self._trouble.hide()
        self._lay_out()
        record, packs = session.book.get(Item, item), packs_of(session.book, item)
        for field in (*self.lots, self.other):
            field.count_in(record, packs)
        self._show_other()
        self.other.typed.connect(self._show_other)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.lots[0] if self.lots else self.other

    def write(self) -> None:
        """Write the counts, or say what is wrong beside its field."""
        try:
            lines = self._counted()
            self._session.attempt(count_stock, lines)
        except BadInput:
            return
        except UserError as error:
            self._say(str(error))
            return
        self.counted.emit()

    def kept(self) -> Typed:
        """Return what is half typed."""
        return {name: content for name, content in typed_in(self._all()).items() if content}

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self._all(), typed)
        self._show_other()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        write = button(_("Write the count"), self.write, "main", "check", keys="Ctrl+Return")
        return button(_("Back"), self.closed.emit), write

    def _counted(self) -> list[Units]:
        lines = []
        for line, field in zip(self._lines, self.lots, strict=True):
            units = field.checked()
            if units is not None:
                lines.append(Units(item=self.item, units=units, lot=line.lot, place=line.place_id))
        other = self.other.checked()
        if other is not None:
            best_before = self.best_before.checked()
            lines.append(
                Units(item=self.item, units=other, best_before=best_before, place_name=self.place.value())
            )
        if not lines:
            self._say(_("Nothing is typed yet. Type how many there are; 0 where there are none."))
            self.first().setFocus()
            raise BadInput("")
        return lines

    def _all(self) -> dict[str, Any]:
        lots = {
            f"{line.lot} {line.place_id}": field for line, field in zip(self._lines, self.lots, strict=True)
        }
        return {**lots, "other": self.other, "best_before": self.best_before, "place": self.place}

    def _say(self, text: str) -> None:
        self._trouble.say(text, "stop")
        self._trouble.show()

    def _show_other(self) -> None:
        # Asked only of who counts something that is in no list.
        wanted = not self.lots or bool(self.other.edit().text().strip())
        self.best_before.setVisible(wanted)
        self.place.setVisible(wanted)

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        record = self._session.book.get(Item, self.item)
        lines.addWidget(
            label(_("Count {item}").format(item=record.name if record else ""), "section", wrap=True)
        )
        text = _("As of now. What you leave empty stays as the book has it; 0 means that none are there.")
        lines.addWidget(label(text, "small", wrap=True))
        for line in self._lines:
            said = _("The book says {n}.").format(n=quantity(line.quantity, line.unit))
            field = UnitsField(lot_title(line), said, hint="")
            field.label().setWordWrap(True)
            self.lots.append(field)
            lines.addWidget(field)
        if self._lines:
            lines.addWidget(rule())
        for part in (self.other, self.best_before, self.place, self._trouble):
            lines.addWidget(part)
        lines.addStretch(1)


def lot_title(line: StockLine) -> str:
    """Return what tells a lot apart: its date, where it is, whom it is from, its maker's code."""
    said = due_words(line.best_before) or _("no date")
    maker = _("lot {code}").format(code=line.lot_code) if line.lot_code else ""
    source = _("from {source}").format(source=line.source) if line.source else ""
    return " · ".join(part for part in (said, line.place, source, maker) if part)
