"""Which units: an item that is typed or scanned, one of its lots where it lies, and how many."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.places import Units
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item, Place
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine, packs_of, shelves, stock_lines
from aidbook.store.places import holds
from aidbook.ui.pantry.count import lot_title
from aidbook.ui.pantry.fields import UnitsField
from aidbook.ui.pantry.hold_words import hold_word
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.pantry.words import quantity
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput


class LotUnits(QWidget):
    """Asks for units of a lot at a place. A scan picks the item and goes on to how many; 1 is there already."""

    changed = Signal()

    def __init__(self, book: Book, item: Id = "", *, place: Id = "", many: bool = False) -> None:
        """Ask for units of an item, if one is given, at a place, if one is given; `many`: all of the lot at first."""
        super().__init__()
        self._book, self._place, self._many = book, place, many
        self._lines: dict[str, StockLine] = {}
        self.item = item_field(book, _("What"), needed=_("Pick the item from the list."))
        self.lot: ChoiceField[str] = ChoiceField(_("Which lot"), [])
        self.units = UnitsField(_("How many"), least=1, needed=_("Type how many there are."))
        lines = column(self, spacing=16)
        for part in (self.item, self.lot, self.units):
            lines.addWidget(part)
        self.item.picked.connect(self._picked)
        self.lot.typed.connect(self._show_lot)
        self.set_item(item)

    def set_item(self, item: Id) -> None:
        """Ask for units of this item."""
        record = self._book.get(Item, item) if item else None
        if record is not None:
            self.item.show_hit((record.id, record.name))
        lines = stock_lines(self._book, item=item) if record else []
        held = holds(self._book, item=item) if record else {}
        self._lines = {
            f"{line.lot} {line.place_id}": line
            for line in lines
            if line.quantity > 0 and self._place in ("", line.place_id)
        }
        self.lot.set_choices(
            [(key, _lot_words(line, held.get(line.lot))) for key, line in self._lines.items()]
        )
        self.lot.show_value(next(iter(self._lines), ""))
        self.lot.setVisible(bool(record))
        self.units.count_in(record, packs_of(self._book, record.id) if record else ())
        self._show_lot()

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.units if self.item.text() else self.item

    def clear(self) -> None:
        """Make room for the next item."""
        self.item.set_value(None)
        self.units.set_value(None)
        self.set_item("")
        self.item.setFocus()

    def line(self) -> StockLine:
        """Return the chosen lot at its place; raises BadInput where there is none."""
        item = self.item.checked()
        if item is not None and not self._lines:
            self.set_item(item)
        if not self._lines:
            self.item.show_error(_("None of it is on the shelves. Count it or take it in first."))
            raise BadInput("")
        return self._lines[self.lot.checked()]

    def checked(self) -> Units:
        """Return what is asked for; raises BadInput where a field says what is missing."""
        line = self.line()
        return Units(line.lot, line.place_id, self.units.checked() or 0)

    def _picked(self, item: Id) -> None:
        self.set_item(item)
        self.units.setFocus()
        self.units.edit().selectAll()

    def _show_lot(self) -> None:
        line = self._lines.get(self.lot.value()) if self._lines else None
        if line is not None:
            self.units.set_value(line.quantity if self._many else 1)
        self.changed.emit()


def _lot_words(line: StockLine, why: str | None) -> str:
    held = hold_word(why) if why else ""
    return " · ".join(part for part in (quantity(line.quantity, line.unit), lot_title(line), held) if part)


def place_choice(book: Book, title: str, *, but: Id = "") -> ChoiceField[Id]:
    """Return a choice of the site's places, without those of boxes made ahead."""
    found: list[Place] = [each for each in shelves(book) if each.id != but]
    return ChoiceField(title, [(place.id, place.name) for place in found])
