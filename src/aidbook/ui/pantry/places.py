"""Places: shelves, fridges, vans and rooms, what is in them, and moving it from one to another."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aidbook.actions.places import add_place, edit_place, move_units
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.holding import Hold
from aidbook.domain.making import BOXES
from aidbook.domain.pantry import PLACE_KINDS, SHELF, STORAGES, Place, special_place
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.book import Book
from aidbook.store.pantry import StockLine
from aidbook.store.places import PlaceLine, holds, lines_at, place_lines
from aidbook.ui.pantry.hold_words import hold_word
from aidbook.ui.pantry.lot_units import LotUnits, place_choice
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import due_words, quantity
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.tab_order import follow_the_eye

_MOST = 60


def place_kind_word(kind: str | None) -> str:
    """Return what kind of place it is, in a word."""
    words = {
        "shelf": _("shelf"),
        "fridge": _("fridge"),
        "freezer": _("freezer"),
        "van": _("van"),
        "room": _("room"),
        BOXES: _("boxes made ahead"),
    }
    return words.get(kind or "shelf", kind or "")


def storage_word(storage: str | None) -> str:
    """Return how things are kept, in a word."""
    return {"dry": _("dry"), "cold": _("cold"), "frozen": _("frozen")}.get(storage or "", "")


def _kinds() -> list[tuple[str, str]]:
    return [(kind, place_kind_word(kind)) for kind in PLACE_KINDS]


def _storages() -> list[tuple[str | None, str]]:
    return [(None, _("not said")), *((storage, storage_word(storage)) for storage in STORAGES)]


class PlacesRoom(Room[PlaceLine]):
    """Every place of the site."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Places"), _columns())

    def title(self) -> str:
        """Return the title."""
        return _("Places")

    def long_read(self) -> Callable[[Book], dict[Id, PlaceLine]]:
        """Return what reads the places."""
        return lambda book: {line.place.id: line for line in place_lines(book)}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (
            button(_("New place"), self.add, "quiet", "plus"),
            button(_("Move units"), self.ask_move, "quiet", "arrow-right-left"),
        )

    def add(self) -> None:
        """Ask for a new place."""
        self.ask(NewPlace(self.session))

    def ask_move(self, item: Id = "") -> None:
        """Ask what is moved where."""
        first = special_place(self.session.book.identity.site, SHELF)
        place = "" if item else self.list.current_id() or first
        self.ask(MoveForm(self.session, item, place))

    def view(self, chosen: PlaceLine | None) -> QWidget:
        """Return the chosen place: its name and kind, and what is in it."""
        if chosen is None:
            return said(label(_("Choose a place in the list to see what is in it."), "soft", wrap=True))
        return PlaceView(
            self.session, chosen.place, lambda: self.ask(MoveForm(self.session, "", chosen.place.id))
        )


class PlaceView(QWidget):
    """One place. Its name, kind and storage are saved as they are left."""

    def __init__(self, session: Session, place: Place, ask_move: Callable[[], None]) -> None:
        super().__init__()
        lines = column(self, margin=16, spacing=16)
        lines.addWidget(label(place.name, "section", wrap=True))
        self.name = TextField(_("Name"), needed=_("A place needs a name."))
        self.kind: ChoiceField[str] = ChoiceField(_("Kind"), _kinds())
        self.storage: ChoiceField[str | None] = ChoiceField(_("Kept how"), _storages())
        self.name.set_value(place.name)
        self.kind.set_value(place.kind or "shelf")
        self.storage.set_value(place.storage)
        self.name.saves(lambda value: session.attempt(edit_place, place.id, name=value))
        self.kind.saves(lambda value: session.attempt(edit_place, place.id, kind=value))
        self.storage.saves(lambda value: session.attempt(edit_place, place.id, storage=value))
        fields: list[QWidget] = [] if place.kind == BOXES else [self.name, self.kind, self.storage]
        for part in (*fields, label(_("What is here"), "section")):
            lines.addWidget(part)
        self.here = _Here()
        lines.addWidget(self.here)
        move = button(_("Move from here"), ask_move, icon="arrow-right-left")
        move.hide()
        lines.addWidget(move, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)

        def show(found: Sequence[tuple[StockLine, Hold | None]]) -> None:
            self.here.show_lines(found)
            move.setVisible(bool(found) and place.kind != BOXES)
            follow_the_eye(self)

        session.read(self, lambda book: _at(book, place.id), show)


def _at(book: Book, place: Id) -> list[tuple[StockLine, Hold | None]]:
    """Return what is at a place, each lot with why it is not given."""
    held = holds(book)
    return [(line, held.get(line.lot)) for line in lines_at(book, place)]


class _Here(QWidget):
    """What is at a place, lot by lot."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(self, spacing=8)

    def show_lines(self, found: Sequence[tuple[StockLine, Hold | None]]) -> None:
        """Show these, as many as one reads."""
        for line, why in found[:_MOST]:
            words = [
                line.item,
                due_words(line.best_before),
                line.lot_code or "",
                hold_word(why) if why else "",
            ]
            self._lines.addWidget(figure(" · ".join(filter(None, words)), quantity(line.quantity, line.unit)))
        if not found:
            self._lines.addWidget(label(_("Nothing is here."), "soft"))
        if len(found) > _MOST:
            more = ngettext("and {n} more", "and {n} more", len(found) - _MOST)
            self._lines.addWidget(label(more.format(n=format_number(len(found) - _MOST)), "soft"))


class NewPlace(PanelForm):
    """Asks for a new place."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("New place"))
        self.name = TextField(_("Name"), _("What people call it."), needed=_("A place needs a name."))
        self.kind: ChoiceField[str] = ChoiceField(_("Kind"), _kinds())
        self.storage: ChoiceField[str | None] = ChoiceField(_("Kept how"), _storages())
        self.lay_out(self.name, self.kind, self.storage)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.name

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Add"), "plus")

    def deed(self) -> Done | None:
        """Add it."""
        name = self.name.checked() or ""
        return self.session.attempt(add_place, name, kind=self.kind.value(), storage=self.storage.value())


class MoveForm(PanelForm):
    """Moves units of a lot to another place; the next item follows at once, so a cart is emptied with the scanner."""

    def __init__(self, session: Session, item: Id = "", place: Id = "") -> None:
        super().__init__(
            session, _("Move units"), _("Scan or type what is moved. The place stays for the next.")
        )
        self.what = LotUnits(session.book, item, place=place, many=True)
        self.to = place_choice(session.book, _("Where to"), but=place)
        self.moved = label("", "small", wrap=True)
        self.lay_out(self.to, self.what, self.moved)
        self.what.units.edit().returnPressed.connect(self.write)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.what.first()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Move"), "arrow-right-left")

    def deed(self) -> Done | None:
        """Move it, and make room for the next."""
        line, units = self.what.line(), self.what.checked()
        self.session.attempt(move_units, [units], self.to.checked())
        n = quantity(units.units, line.unit)
        self.moved.setText(_("Moved {n} of {item}.").format(n=n, item=line.item))
        self.what.clear()
        return None


def _columns() -> list[Column[PlaceLine]]:
    return [
        Column(_("Place"), lambda line: line.place.name),
        Column(_("Kind"), lambda line: place_kind_word(line.place.kind), 160),
        Column(_("Items"), lambda line: format_number(line.items), 88, "right"),
    ]
