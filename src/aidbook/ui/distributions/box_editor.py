"""What goes into a box, and how many boxes a household gets: small rows that one adds to and takes from."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aidbook.actions.pantry import add_item
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.pantry.words import unit_name
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, icon_button, label, row
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import NumberField

_MOST, _MOST_PEOPLE, _MOST_BOXES = 9999, 99, 99
_NUMBER_WIDTH = 88


class _SmallNumber(NumberField):
    """A number within a row that says what it is."""

    def __init__(self, title: str, most: int, unit: str = "", needed: str = "", *, least: int = 0) -> None:
        super().__init__(title, least=least, most=most, unit=unit, needed=needed)
        self.label().hide()
        self.edit().setFixedWidth(_NUMBER_WIDTH)


def _read(field: NumberField) -> int:
    try:
        return field.value() or 0
    except BadInput:
        return 0


class _ItemRow(QWidget):
    """An item of the box with its number."""

    def __init__(self, item: Id, name: str, units: int, unit: str, take_out: Callable[[], object]) -> None:
        super().__init__()
        self.item = item
        self.units = _SmallNumber(name, _MOST, unit, _("Type how many go into a box."))
        self.units.set_value(units)
        title = label(name, wrap=True)
        title.setBuddy(self.units.edit())
        cells = row(self, spacing=16)
        cells.addWidget(title, 3)
        cells.addWidget(self.units, 2)
        cells.addWidget(icon_button("x", _("Take out: {item}").format(item=name), take_out))


class BoxEditor(QWidget):
    """The items of a box. `contents()` is {item: units}."""

    changed = Signal()
    """Something else is in the box."""
    typed = Signal()
    """A number is being typed."""

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
        lines.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        self.finder.picked.connect(self.add)
        self.finder.typed.connect(self._offer_new)

    def contents(self) -> dict[Id, int]:
        """Return {item: units}; raises BadInput where a number cannot be read."""
        return {line.item: line.units.checked() or 0 for line in self._rows}

    def rows(self) -> list[_ItemRow]:
        """Return the rows, in the order they were added."""
        return self._rows

    def show_contents(self, contents: Mapping[Id, int]) -> None:
        """Show what is in the box, unless it is shown so already or somebody is typing."""
        if any(line.units.is_changed() for line in self._rows) or self.shown() == dict(contents):
            return
        for line in list(self._rows):
            self._drop(line)
        for item, units in contents.items():
            self._show(item, units)

    def shown(self) -> dict[Id, int]:
        """Return {item: units} as far as it can be read, and say nothing of the rest."""
        return {line.item: _read(line.units) for line in self._rows}

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
        unit = unit_name(record.unit) if record else ""
        line = _ItemRow(item, name, units, unit, lambda: self._take_out(line))
        line.units.left.connect(self.changed)
        line.units.typed.connect(self.typed)
        self._rows.append(line)
        self._lines.addWidget(line)
        return line

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

    def __init__(self, size: int | None, boxes: int | None, take_out: Callable[[], object]) -> None:
        super().__init__()
        self.size_ = _SmallNumber(_("From how many people"), _MOST_PEOPLE, least=1)
        self.boxes = _SmallNumber(_("Boxes"), _MOST_BOXES)
        self.size_.set_value(size)
        self.boxes.set_value(boxes)
        cells = row(self, spacing=16)
        for field in (self.size_, self.boxes):
            cells.addWidget(field, 2)
        cells.addWidget(icon_button("x", _("Take this size out"), take_out))


def _heads(*titles: str) -> QHBoxLayout:
    """Return the titles over the cells of rows that end in a button."""
    cells = row(spacing=16)
    for title in titles:
        cells.addWidget(label(title, "small", wrap=True), 2)
    cells.addSpacing(theme.ROW + 2 * theme.GRID)
    return cells


class SizesEditor(QWidget):
    """Boxes by household size. `by_size()` is {from people: boxes}; a row that is empty counts for nothing."""

    changed = Signal()
    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_SizeRow] = []
        lines = column(self)
        lines.addWidget(label(_("Boxes by household size"), "section"))
        lines.addLayout(_heads(_("From how many people"), _("Boxes")))
        self._lines = column()
        lines.addLayout(self._lines)
        lines.addWidget(button(_("Another size"), self._another, icon="plus"), 0, Qt.AlignmentFlag.AlignLeft)
        self.show_sizes({1: 1})

    def by_size(self) -> dict[int, int]:
        """Return {from people: boxes}; raises BadInput."""
        read = [(line.size_.checked(), line.boxes.checked()) for line in self._rows]
        return {size: boxes or 0 for size, boxes in read if size is not None}

    def shown(self) -> dict[int, int]:
        """Return {from people: boxes} as far as it can be read, and say nothing of the rest."""
        return {_read(line.size_): _read(line.boxes) for line in self._rows if _read(line.size_)}

    def rows(self) -> list[_SizeRow]:
        """Return the rows."""
        return self._rows

    def show_sizes(self, sizes: Mapping[int, int]) -> None:
        """Show these, unless they are shown already or somebody is typing."""
        if any(field.is_changed() for line in self._rows for field in (line.size_, line.boxes)):
            return
        if self.shown() == dict(sizes):
            return
        for line in self._rows:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._rows = []
        for size, boxes in sorted(sizes.items()):
            self._add(size, boxes)

    def _take_out(self, line: _SizeRow) -> None:
        self._rows.remove(line)
        self._lines.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()

    def _another(self) -> None:
        self._add(None, None).size_.setFocus()

    def _add(self, size: int | None, boxes: int | None) -> _SizeRow:
        line = _SizeRow(size, boxes, lambda: self._take_out(line))
        for field in (line.size_, line.boxes):
            field.left.connect(self.changed)
            field.typed.connect(self.typed)
        self._rows.append(line)
        self._lines.addWidget(line)
        return line
