"""Taking in: which item, how many, and what is known of them. The next one follows at once."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.pantry import Units, receive_stock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.pantry import items_found, packs_of, shelves, sources
from aidbook.ui.pantry.fields import BestBeforeField, UnitsField
from aidbook.ui.pantry.picking import item_field, name_field
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ReceiveForm(QWidget):
    """Takes units of one item in. Source and place stay for the next item of the same delivery."""

    received = Signal(str)
    """The item of which units were taken in."""
    new_wanted = Signal(str)
    """What is typed is no item yet: somebody wants to add one of this name."""
    closed = Signal()
    """Somebody left the form; what is typed stays in it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.item = item_field(session.book, _("What"), needed=_("Pick the item from the list."))
        self.units = UnitsField(_("How many"), least=1, needed=_("Type how many there are."))
        self.best_before = BestBeforeField(_("Best before"), _("Empty where nothing is printed on it."))
        self.source = name_field(_("From"), (), _("Who gave or sold it, such as a food bank or a shop."))
        self.place = name_field(_("Put where"), (), _("Empty for the first shelf."))
        self._unknown = Notice("", "heed")
        self._unknown.add_button(_("New item"), lambda: self.new_wanted.emit(self.item.text()), "plus")
        self._unknown.hide()
        self._trouble = Notice("", "stop")
        self._trouble.hide()
        self._lay_out()
        self._listen()

    def begin(self, item: Id = "") -> None:
        """Begin, with an item if one is given and nothing else is typed; the keyboard is where the next thing goes."""
        self._offer_names()
        if item and not self.item.text():
            self.pick(item)
        (self.units if self.item.text() else self.item).setFocus()

    def pick(self, item: Id) -> None:
        """Take this item."""
        record = self._session.book.get(Item, item)
        if record is not None:
            self.item.show_hit((record.id, record.name))
        self._show_unit()

    def add(self) -> None:
        """Take in what is typed, or say what is missing beside its field."""
        try:
            line = self._line()
            done = self._session.attempt(receive_stock, [line], source_name=self.source.value())
        except BadInput:
            self._show_unit()
            return
        except UserError as error:
            self._trouble.say(str(error), "stop")
            self._trouble.show()
            return
        self.clear()
        self._offer_names()
        if done:
            self.received.emit(line.item)

    def clear(self) -> None:
        """Make room for the next item; where it came from and where it goes stay."""
        for field in (self.item, self.units, self.best_before):
            field.set_value(None)
        self._trouble.hide()
        self._show_unit()
        self.item.setFocus()

    def kept(self) -> Typed:
        """Return what is half typed."""
        return {name: content for name, content in typed_in(self._all()).items() if content}

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self._all(), typed)
        self._show_unit()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        take_in = button(_("Take in"), self.add, "main", "package-plus", keys="Ctrl+Return")
        return button(_("Back"), self.closed.emit), take_in

    def _line(self) -> Units:
        item, units = self.item.checked(), self.units.checked()
        if item is None or units is None:
            raise BadInput("")
        return Units(
            item=item,
            units=units,
            best_before=self.best_before.checked(),
            place_name=self.place.value(),
        )

    def _all(self) -> dict[str, Field[Any]]:
        return {
            "item": self.item,
            "units": self.units,
            "best_before": self.best_before,
            "source": self.source,
            "place": self.place,
        }

    def _offer_names(self) -> None:
        book = self._session.book
        self.source.offer([source.name for source in sources(book)])
        self.place.offer([place.name for place in shelves(book)])

    def _show_unit(self) -> None:
        try:
            item = self.item.value()
        except BadInput:
            item = None
        record = self._session.book.get(Item, item) if item else None
        self.units.count_in(record, packs_of(self._session.book, item) if item else ())
        text = self.item.text()
        unknown = bool(text) and record is None and not items_found(self._session.book, text)
        if unknown:
            self._unknown.say(_("“{name}” is not in the pantry yet.").format(name=text), "heed")
        self._unknown.setVisible(unknown)

    def _listen(self) -> None:
        self.item.typed.connect(self._show_unit)
        self.item.picked.connect(lambda _id: self.units.setFocus())
        steps: Sequence[tuple[Field[Any], Callable[[], object]]] = (
            (self.units, self.best_before.setFocus),
            (self.best_before, self.source.setFocus),
            (self.source, self.place.setFocus),
        )
        for field, then in steps:
            field.edit().returnPressed.connect(then)  # type: ignore[attr-defined] # all of them are lines

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        lines.addWidget(label(_("Take in"), "section"))
        for part in (
            self.item,
            self._unknown,
            self.units,
            self.best_before,
            self.source,
            self.place,
            self._trouble,
        ):
            lines.addWidget(part)
        lines.addStretch(1)
