"""What stands beside the lines of a delivery: where it came from, one line of it, a code that wants a name."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.items import codes_in
from aidbook.actions.pantry import add_item
from aidbook.actions.receiving import teach
from aidbook.domain.done import Done
from aidbook.domain.goods_words import category_word, date_kind_word
from aidbook.domain.pantry import BEST_BEFORE, RETAIL_GROUPS, USE_BY, Item, Source
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.items import categories, meant_by
from aidbook.store.pantry import packs_of, shelves
from aidbook.store.sources import source_name, sources_by_name
from aidbook.ui.pantry.fields import BestBeforeField, WeightField
from aidbook.ui.pantry.item_forms import UnitField
from aidbook.ui.pantry.picking import item_field, name_field
from aidbook.ui.pantry.rooms import PanelForm
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField, LongTextField, NumberField, TextField
from aidbook.ui.widgets.panel import into_sight

if TYPE_CHECKING:
    from aidbook.domain.declare import Id

_MOST_IN_PACK = 100_000


class HeadForm(QWidget):
    """What holds for the whole delivery. Everything typed is durable when its field is left."""

    said = Signal()
    """Something was said of the delivery."""

    def __init__(self, session: Session, desk: Desk) -> None:
        super().__init__()
        self._session, self._desk = session, desk
        book, currency = session.book, session.book.settings.currency
        self.source = name_field(
            _("From"),
            list(sources_by_name(book)),
            _("Who gave or sold it, such as a food bank or a shop."),
        )
        self.on = DateField(_("On"), _("Empty for today."))
        self.place = name_field(
            _("Put where"), [p.name for p in shelves(book)], _("Empty for the first shelf.")
        )
        self.cost = NumberField(_("Paid"), _("What the group paid for all of it."), decimals=2, unit=currency)
        self.value = NumberField(_("Worth"), _("As the source says; or empty."), decimals=2, unit=currency)
        self.note = LongTextField(_("Note"), lines=2)
        weighing = book.settings.weight_unit
        own = [category for category in categories(book) if category not in RETAIL_GROUPS]
        self.weights = {
            category: WeightField(category_word(category), weighing, hint="")
            for category in (*RETAIL_GROUPS, *own)
        }
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show what is said of the delivery now."""
        head = self._desk.head
        for name, field in self._fields().items():
            field.update_value(self.source_name() if name == "source" else getattr(head, name))
        for category, weight in self.weights.items():
            weight.update_value(head.weights.get(category))

    def source_name(self) -> str | None:
        """Return what the source is called, one that is known or one that may be new."""
        head, book = self._desk.head, self._session.book
        return source_name(book, book.get(Source, head.source)) if head.source else head.source_name

    def _from(self, typed: object) -> dict[str, object]:
        """Return what is kept of a source: the id of a known one, so that no member's name stands in a draft."""
        known = sources_by_name(self._session.book)
        found = next((each for name, each in known.items() if name.casefold() == str(typed).casefold()), None)
        return {"source": found.id if found else None, "source_name": None if found else typed}

    def leave(self) -> None:
        """Take in what is typed and not left yet."""
        for field in (*self._fields().values(), *self.weights.values()):
            field.leave()

    def error(self) -> str:
        """Return what cannot be read in a field, or ""."""
        fields = (*self._fields().values(), *self.weights.values())
        return next((field.error() for field in fields if field.error()), "")

    def _fields(self) -> dict[str, Field[Any]]:
        return {
            "source": self.source,
            "on": self.on,
            "place": self.place,
            "cost": self.cost,
            "value": self.value,
            "note": self.note,
        }

    def _save(self, name: str) -> Callable[[Any], object]:
        def save(value: object) -> None:
            if name == "on" and value and str(value) > clock.today():
                raise BadInput(_("This day is still to come."))
            self._desk.change_head(**(self._from(value) if name == "source" else {name: value}))
            self.said.emit()

        return save

    def _weigh(self, category: str) -> Callable[[int | None], object]:
        def save(mg: int | None) -> None:
            kept = {key: each for key, each in self._desk.head.weights.items() if key != category}
            self._desk.change_head(weights=kept | ({category: mg} if mg else {}))
            self.said.emit()

        return save

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=12)
        lines.addWidget(label(_("This delivery"), "section"))
        for name, field in self._fields().items():
            field.saves(self._save(name))
            lines.addWidget(field)
        lines.addWidget(rule())
        lines.addWidget(label(_("Only weighed"), "section"))
        text = _("What nobody counts: what it weighs in all, by category.")
        lines.addWidget(label(text, "small", wrap=True))
        for category, weight in self.weights.items():
            weight.saves(self._weigh(category))
            lines.addWidget(weight)
        lines.addStretch(1)


class LineForm(QWidget):
    """One line of a delivery, to look at and put right."""

    said = Signal()
    """The line says something else now."""
    closed = Signal()
    """Somebody is done with the line."""

    def __init__(self, session: Session, desk: Desk, line: int) -> None:
        super().__init__()
        self._session, self._desk, self.line = session, desk, line
        said = desk.lines[line]
        item = desk.item(said)
        packs = packs_of(session.book, item.id) if item else []
        currency, weighing = session.book.settings.currency, session.book.settings.weight_unit
        self.number = NumberField(
            _("How many"), least=1, most=9_999_999, needed=_("Type how many there are.")
        )
        single: list[tuple[Id | None, str]] = [(None, _("single"))]
        self.pack: ChoiceField[Id | None] = ChoiceField(
            _("Of which pack"), [*single, *((pack.id, pack.name) for pack in packs)]
        )
        self._each: dict[object, int] = {pack.id: pack.units for pack in packs}
        self.best_before = BestBeforeField(_("Date on it"), _("Empty where nothing is printed on it."))
        kinds: list[tuple[str | None, str]] = [(None, _("as usual for this item"))]
        kinds += [(kind, date_kind_word(kind)) for kind in (BEST_BEFORE, USE_BY)]
        self.date_kind: ChoiceField[str | None] = ChoiceField(_("The date means"), kinds)
        self.lot_code = TextField(_("Lot"), _("The maker’s code, if there is one."))
        self.place = name_field(_("Put where"), [p.name for p in shelves(session.book)])
        self.mg = WeightField(_("Weighs in all"), weighing, _("Where it was weighed."))
        self.cost = NumberField(_("Paid"), decimals=2, unit=currency)
        self.value = NumberField(_("Worth"), decimals=2, unit=currency)
        self._lay_out(item.name if item else said.code or "")
        self.refresh()

    def refresh(self) -> None:
        """Show what the line says now."""
        said = self._desk.lines.get(self.line)
        for name, field in self._fields().items() if said else ():
            field.update_value(getattr(said, name))

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return (
            button(_("Take this line out"), self._remove, icon="minus"),
            button(_("Done"), self.closed.emit, icon="check"),
        )

    def _remove(self) -> None:
        self._desk.go_to(self.line)
        self._desk.say_number(0)
        self.closed.emit()

    def _fields(self) -> dict[str, Field[Any]]:
        return {
            "number": self.number,
            "pack": self.pack,
            "best_before": self.best_before,
            "date_kind": self.date_kind,
            "lot_code": self.lot_code,
            "place": self.place,
            "mg": self.mg,
            "cost": self.cost,
            "value": self.value,
        }

    def _save(self, name: str) -> Callable[[Any], object]:
        def save(value: Any) -> None:  # noqa: ANN401 - each field's own
            more = {"each": self._each.get(value, 1)} if name == "pack" else {}
            self._desk.change_line(self.line, **{name: value}, **more)
            self.said.emit()

        return save

    def _lay_out(self, title: str) -> None:
        lines = column(self, margin=16, spacing=12)
        lines.addWidget(label(title, "section", wrap=True))
        lines.addWidget(label(_("What you type is saved when you leave its field."), "small", wrap=True))
        for name, field in self._fields().items():
            field.saves(self._save(name))
            lines.addWidget(field)
        lines.addStretch(1)


class CodeForm(PanelForm):
    """What a code means that nobody knows: asked once, and known from then on."""

    def __init__(self, session: Session, desk: Desk, code: str) -> None:
        text = _("Say once what it is; then it is known for ever.")
        super().__init__(session, _("A code that is not known yet"), f"{code}\n{text}")
        self._desk, self.code = desk, code
        self.item = item_field(
            session.book, _("What is it?"), _("A name, new or known; or scan one of the same that is known.")
        )
        self.unit = UnitField()
        self.units = NumberField(
            _("How many are in it"),
            _("1 for a single one; 24 for a case of 24."),
            least=1,
            most=_MOST_IN_PACK,
        )
        self.pack = TextField(_("What the pack is called"), _("Such as case, flat or pallet."))
        self.lay_out(self.item, self.unit, self.units, self.pack)
        self.units.set_value(1)
        self.item.typed.connect(self._show_right)
        self.units.typed.connect(self._show_right)
        self.item.picked.connect(lambda _id: self._ask_units())
        self.units.edit().returnPressed.connect(self.write)
        self._show_right()

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.item

    def is_answered_by(self, scan: str) -> bool:
        """Take a scan of something known for the answer to what it is; say whether it was one."""
        try:
            meant = meant_by(self.session.book, codes_in(scan))
        except UserError:
            return False
        if len(meant) != 1:
            return False
        self.item.show_hit((meant[0].item.id, meant[0].item.name))
        self._ask_units()
        return True

    def _ask_units(self) -> None:
        self._show_right()
        self.units.setFocus()
        self.units.edit().selectAll()
        QTimer.singleShot(0, self, lambda: into_sight(self.units))

    def deed(self) -> Done:
        """Let the code mean what is typed, here and in every line that waits for it."""
        units = self.units.checked() or 1
        done = self.session.attempt(
            teach, self.code, units=units, pack_name=self.pack.value() or "", **self._which()
        )
        for meant in meant_by(self.session.book, (self.code,)):
            self._desk.name_code(self.code, meant.item.id, meant.pack.id if meant.pack else None, meant.units)
        return done

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        write = button(_("Remember it"), self.write, "main", "check")
        return button(_("Later"), self.closed.emit), write

    def _which(self) -> dict[str, Any]:
        item = self._picked()
        if item is not None:
            return {"item": item.id}
        return {"name": self.item.text(), "unit": self.unit.value()}

    def _picked(self) -> Item | None:
        try:
            id_ = self.item.value()
        except BadInput:
            return None
        return self.session.book.get(Item, id_) if id_ else None

    def _show_right(self) -> None:
        self.unit.setVisible(bool(self.item.text()) and self._picked() is None)
        try:
            self.pack.setVisible((self.units.value() or 1) > 1)
        except BadInput:
            self.pack.hide()


class NewHere(PanelForm):
    """An item that came and is not in the pantry yet: its name as it was typed, and what it is counted in."""

    def __init__(self, session: Session, name: str) -> None:
        super().__init__(session, _("New item"), _("This is not in the pantry yet."))
        self.name = TextField(_("Name"), _("What is written on it."), needed=_("An item needs a name."))
        self.unit = UnitField()
        self.lay_out(self.name, self.unit)
        self.name.set_value(name)

    def first(self) -> QWidget:
        """Return the field to begin in: what has to be said."""
        return self.unit

    def deed(self) -> Done:
        """Add the item."""
        return self.session.attempt(add_item, self.name.checked() or "", unit=self.unit.value())

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return button(_("Back"), self.closed.emit), button(_("Add"), self.write, "main", "plus")
