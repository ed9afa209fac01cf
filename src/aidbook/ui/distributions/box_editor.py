"""What goes into a box, and how many boxes a household gets: small rows that one adds to and takes from."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.pantry import add_item
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.pantry.words import unit_name
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, icon_button, label, row
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import NumberField

_MOST = 9999


class _ItemRow(QWidget):
    """An item of the box with its number."""

    def __init__(self, item: Id, name: str, units: int, unit: str) -> None:
        super().__init__()
        self.item = item
        self.units = NumberField(name, most=_MOST, unit=unit, needed=_("Type how many go into a box."))
        self.units.set_value(units)
        self.cells = row(self)
        self.cells.addWidget(self.units, 1)


class BoxEditor(QWidget):
    """The items of a box. `contents()` is {item: units}."""

    changed = Signal()
    """Something else is in the box."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: list[_ItemRow] = []
        self.finder = item_field(session.book, _("Add an item"), _("Enter puts it into the box."))
        self.new = button("", self._new_item, icon="plus")
        self.new.hide()
        lines = column(self)
        lines.addWidget(label(_("In each box"), "section"))
        self._lines = column()
        lines.addLayout(self._lines)
        lines.addWidget(self.finder)
        lines.addWidget(self.new)
        self.finder.picked.connect(self.add)
        self.finder.typed.connect(self._offer_new)

    def contents(self) -> dict[Id, int]:
        """Return {item: units}; raises BadInput where a number cannot be read."""
        return {line.item: line.units.checked() or 0 for line in self._rows}

    def rows(self) -> list[_ItemRow]:
        """Return the rows, in the order they were added."""
        return self._rows

    def show_contents(self, contents: Mapping[Id, int]) -> None:
        """Show what is in the box, unless it is shown so already."""
        try:
            if self.contents() == dict(contents):
                return
        except BadInput:  # somebody is typing
            return
        for line in list(self._rows):
            self._drop(line)
        for item, units in contents.items():
            self._show(item, units)

    def add(self, item: Id) -> None:
        """Put an item into the box, once; the keyboard is at its number."""
        here = next((line for line in self._rows if line.item == item), None)
        line = here or self._show(item, 1)
        self.finder.set_value(None)
        self.new.hide()
        line.units.setFocus()
        line.units.edit().selectAll()
        if here is None:
            self.changed.emit()

    def _show(self, item: Id, units: int) -> _ItemRow:
        record = self._session.book.get(Item, item)
        name = record.name if record else _("an item that is not here")
        line = _ItemRow(item, name, units, unit_name(record.unit) if record else "")
        take_out = icon_button("x", _("Take out: {item}").format(item=name), partial(self._take_out, line))
        line.cells.addWidget(take_out)
        line.units.left.connect(self.changed)
        line.units.typed.connect(self._typed)
        self._rows.append(line)
        self._lines.addWidget(line)
        return line

    typed = Signal()
    """A number is being typed."""

    def _typed(self) -> None:
        self.typed.emit()

    def _take_out(self, line: _ItemRow) -> None:
        self._drop(line)
        self.finder.setFocus()
        self.changed.emit()

    def _drop(self, line: _ItemRow) -> None:
        self._rows.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _offer_new(self) -> None:
        text = self.finder.text()
        try:
            known = bool(text) and self.finder.value() is not None
        except BadInput:
            known = False
        self.new.setVisible(bool(text) and not known)
        self.new.setText(_("New item: {name}").format(name=text))
        self.new.setAccessibleName(self.new.text())

    def _new_item(self) -> None:
        try:
            done = self._session.attempt(add_item, self.finder.text())
        except UserError as error:
            self.finder.show_error(str(error))
            return
        self.add(done.id)


class _SizeRow(QWidget):
    """From so many people on, so many boxes."""

    def __init__(self, size: int | None, boxes: int | None) -> None:
        super().__init__()
        self.size_ = NumberField(_("From how many people"), least=1, most=99)
        self.boxes = NumberField(_("Boxes"), most=99)
        self.size_.set_value(size)
        self.boxes.set_value(boxes)
        cells = row(self)
        for field in (self.size_, self.boxes):
            cells.addWidget(field, 1)


class SizesEditor(QWidget):
    """Boxes by household size. `by_size()` is {from people: boxes}; a row that is empty counts for nothing."""

    changed = Signal()
    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_SizeRow] = []
        lines = column(self)
        lines.addWidget(label(_("Boxes by household size"), "section"))
        self._lines = column()
        lines.addLayout(self._lines)
        lines.addWidget(button(_("Another size"), self._another, "quiet", "plus"))
        self.show_sizes({1: 1})

    def by_size(self) -> dict[int, int]:
        """Return {from people: boxes}; raises BadInput."""
        read = [(line.size_.checked(), line.boxes.checked()) for line in self._rows]
        return {size: boxes or 0 for size, boxes in read if size is not None}

    def rows(self) -> list[_SizeRow]:
        """Return the rows."""
        return self._rows

    def show_sizes(self, sizes: Mapping[int, int]) -> None:
        """Show these, unless they are shown already."""
        try:
            if self._rows and self.by_size() == dict(sizes):
                return
        except BadInput:  # somebody is typing
            return
        for line in self._rows:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows = []
        for size, boxes in sorted(sizes.items()):
            self._add(size, boxes)

    def _another(self) -> None:
        self._add(None, None).size_.setFocus()

    def _add(self, size: int | None, boxes: int | None) -> _SizeRow:
        line = _SizeRow(size, boxes)
        for field in (line.size_, line.boxes):
            field.left.connect(self.changed)
            field.typed.connect(self.typed)
        self._rows.append(line)
        self._lines.addWidget(line)
        return line
