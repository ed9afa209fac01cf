"""A new item, and correcting one: fields are saved when they are left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.pantry import add_item, edit_item
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.store.pantry import item_lines
from aidbook.ui.pantry.picking import NameField, name_field
from aidbook.ui.pantry.words import read_unit, unit_name, unit_names
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, row
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import LongTextField, TextField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.notice import Notice


class UnitField(NameField):
    """The unit that an item is counted in; the usual ones are on offer."""

    def __init__(self) -> None:
        super().__init__(
            _("Counted in"),
            _("The smallest that is handed out alone: a can, not the case of 24."),
            hint=unit_name("pcs"),
        )
        self.offer(unit_names())

    def value(self) -> str:
        """Return the unit as the book keeps it; pieces where nothing is typed."""
        return read_unit(super().value() or "") or "pcs"

    def show_value(self, value: str | None) -> None:
        """Show a unit as the language says it."""
        super().show_value(unit_name(value) if value else None)


def item_fields(book: Book) -> dict[str, Field[Any]]:
    """Return the fields of an item, by what they are called in the book."""
    categories = sorted({line.category for line in item_lines(book) if line.category})
    return {
        "name": TextField(_("Name"), _("What is written on it."), needed=_("An item needs a name.")),
        "unit": UnitField(),
        "category": name_field(_("Category"), categories, hint=_("such as canned food")),
        "code": TextField(_("Code"), _("The group’s own, if it has one.")),
        "note": LongTextField(_("Note")),
    }


class NewItem(QWidget):
    """The form for a new item: a name is enough."""

    added = Signal(str)
    """The id of the new item."""
    closed = Signal()
    """Somebody left the form; what is typed stays in it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.fields = item_fields(session.book)
        self._trouble = Notice("", "stop")
        self._trouble.hide()
        lines = column(self, margin=16, spacing=16)
        lines.addWidget(label(_("New item"), "section"))
        for part in (*self.fields.values(), self._trouble):
            lines.addWidget(part)
        lines.addStretch(1)

    def begin(self, name: str = "") -> None:
        """Begin, with a name if one is given; what was typed before is still there."""
        if name:
            give_back(self.fields, {"name": name})
        self.fields["unit" if name else "name"].setFocus()

    def add(self) -> None:
        """Write the item, or say what is missing beside its field."""
        try:
            said = {name: field.checked() for name, field in self.fields.items()}
            done = self._session.attempt(add_item, said.pop("name"), **said)
        except BadInput:
            return
        except UserError as error:
            self._trouble.say(str(error), "stop")
            self._trouble.show()
            return
        self.clear()
        self.added.emit(done.id)

    def clear(self) -> None:
        """Forget what is typed."""
        for name, field in self.fields.items():
            field.set_value("" if name in {"name", "unit"} else None)
        self._trouble.hide()

    def kept(self) -> Typed:
        """Return what is half typed."""
        typed = {name: content for name, content in typed_in(self.fields).items() if content}
        return {} if set(typed) <= {"unit"} else typed

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self.fields, typed)

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return (
            button(_("Back"), self.closed.emit),
            button(_("Add"), self.add, "main", "plus", keys="Ctrl+Return"),
        )


class ItemEdit(QWidget):
    """The fields of one item."""

    done = Signal()
    """Somebody is done correcting."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self.item = session, item
        self.fields = item_fields(session.book)
        lines = column(self, margin=16, spacing=16)
        head = row()
        head.addWidget(label(_("Correct"), "section"), 1)
        head.addWidget(button(_("Done"), self.done.emit, icon="check"))
        lines.addLayout(head)
        lines.addWidget(label(_("What you type is saved when you leave its field."), "small", wrap=True))
        for name, field in self.fields.items():
            field.saves(self._saver(name))
            lines.addWidget(field)
        lines.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show what the book says now; leave what is being typed."""
        record = self._session.book.get(Item, self.item)
        for name, field in self.fields.items() if record else ():
            field.update_value(getattr(record, name))

    def _saver(self, name: str) -> Callable[[object], object]:
        return lambda value: self._session.attempt(edit_item, self.item, **{name: value})
