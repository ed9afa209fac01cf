"""A new item, and all that is known of one: fields are saved when they are left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from aidbook.actions.pantry import add_item, edit_item
from aidbook.domain.closed_lists import ALLERGENS, DIETS, read_words, shown_words
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.goods_words import category_of, category_word, date_kind_word, storage_word
from aidbook.domain.pantry import BEST_BEFORE, RETAIL_GROUPS, STORAGES, USE_BY, Item
from aidbook.i18n import LANGUAGES, _
from aidbook.store.book import Book
from aidbook.store.items import categories, has_moved
from aidbook.ui.pantry.fields import WeightField
from aidbook.ui.pantry.item_packs import Packs, PictureField
from aidbook.ui.pantry.picking import NameField
from aidbook.ui.pantry.words import quantity, read_unit, unit_name, unit_names
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import LineEdit, button, column, icon_button, label, row
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.field import Field
from aidbook.ui.widgets.fields import LongTextField, NumberField, TextField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.section import Section
from aidbook.ui.widgets.trouble import Trouble

_NEW = ("name", "unit", "category", "weight_mg", "code", "note")


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


class CategoryField(NameField):
    """One of the nine groups that food banks report in, or the group's own words."""

    def __init__(self, own: list[str]) -> None:
        super().__init__(
            _("Category"), _("One of the nine that food banks report in, or the group’s own."), hint=""
        )
        self._choices = [*RETAIL_GROUPS, *(each for each in own if each not in RETAIL_GROUPS)]
        self.offer([category_word(each) for each in self._choices])
        self.edit().setPlaceholderText(_("such as {one}").format(one=category_word("dry")))
        self.line.addWidget(
            icon_button("ellipsis", _("Choose: {title}").format(title=self.title()), self._menu)
        )

    def value(self) -> str | None:
        """Return the category as the book keeps it."""
        return category_of(super().value())

    def show_value(self, value: str | None) -> None:
        """Show a category as the language says it."""
        super().show_value(category_word(value) or None)

    def _menu(self) -> None:
        menu = QMenu(self)
        for each in self._choices:
            menu.addAction(category_word(each)).triggered.connect(lambda *_, each=each: self._choose(each))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _choose(self, category: str) -> None:
        self.show_value(category)
        self.typed.emit()
        self.leave()


class MarksField(Field[tuple[str, ...]]):
    """Marks between commas; the usual ones are in its menu, any other can be typed."""

    def __init__(self, title: str, known: dict[str, str], why: str = "") -> None:
        """Make a field; `known` is {what is kept: the word in English}."""
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._known, self._shown = known, ()
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.returnPressed.connect(self.leave)
        self.line.addWidget(icon_button("ellipsis", _("Choose: {title}").format(title=title), self._menu))

    def value(self) -> tuple[str, ...]:
        """Return what is typed, known words by what is kept of them."""
        return read_words(self._edit.text(), self._known)

    def show_value(self, value: tuple[str, ...]) -> None:
        """Show marks in the language in use."""
        text = ", ".join(shown_words(value or (), self._known))
        if self._edit.text() != text:
            self._edit.setText(text)

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def _menu(self) -> None:
        menu, now = QMenu(self), self.value()
        for key in self._known:
            action = menu.addAction(shown_words([key], self._known)[0])
            action.setCheckable(True)
            action.setChecked(key in now)
            action.triggered.connect(lambda *_, key=key: self._turn(key))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _turn(self, key: str) -> None:
        now = self.value()
        self.show_value(tuple(each for each in now if each != key) if key in now else (*now, key))
        self.typed.emit()
        self.leave()


def item_fields(book: Book) -> dict[str, Field[Any]]:
    """Return the fields of an item, by what they are called in the book."""
    weighing = book.settings.weight_unit
    usual: list[tuple[str | None, str]] = [(None, _("not said"))]
    return {
        "name": TextField(_("Name"), _("What is written on it."), needed=_("An item needs a name.")),
        "unit": UnitField(),
        "category": CategoryField(categories(book)),
        "weight_mg": WeightField(_("One weighs"), weighing, _("As printed on it, in any unit.")),
        "code": TextField(_("Code"), _("The group’s own, if it has one.")),
        "note": LongTextField(_("Note")),
        **{
            f"name_{code}": TextField(_("In {language}").format(language=name))
            for code, name in LANGUAGES.items()
        },
        "least": NumberField(_("At least"), _("Fewer than this are too few.")),
        "supply_days": NumberField(_("Should last for days"), _("By how many go out in a usual week.")),
        "allergens": MarksField(_("Has in it"), ALLERGENS, _("What somebody may be allergic to.")),
        "diet": MarksField(_("Fit for"), DIETS),
        "storage": ChoiceField(_("Kept"), usual + [(each, storage_word(each)) for each in STORAGES]),
        "date_kind": ChoiceField(
            _("The date on it means"),
            [(None, date_kind_word(BEST_BEFORE)), (USE_BY, date_kind_word(USE_BY))],
            _("Past use by it is held at once."),
        ),
        "grace_days": NumberField(
            _("Still good for days after"), _("Past best before it is picked for so long; none if empty.")
        ),
        "formula": CheckField(_("Infant formula"), _("Held at once past its date, whatever it means.")),
    }


def _sections() -> dict[str, tuple[str, ...]]:
    return {
        _("Names in other languages"): tuple(f"name_{code}" for code in LANGUAGES),
        _("How many there should be"): ("least", "supply_days"),
        _("What is in it"): ("allergens", "diet"),
        _("How it keeps"): ("storage", "date_kind", "grace_days", "formula"),
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
        self.fields = {name: field for name, field in item_fields(session.book).items() if name in _NEW}
        self._trouble = Trouble()
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
        done = self._trouble.tried(self._add)
        if done is not None:
            self.clear()
            self.added.emit(done.id)

    def _add(self) -> Done:
        said = {name: field.checked() for name, field in self.fields.items()}
        return self._session.attempt(add_item, said.pop("name"), **said)

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
    """The fields of one item, its packs, codes and picture."""

    done = Signal()
    """Somebody is done correcting."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self.item = session, item
        self.fields = item_fields(session.book)
        self.packs = Packs(session, item)
        self.picture = PictureField(session, item) if session.book.settings.pictures else None
        self._sections: dict[Section, tuple[str, ...]] = {}
        self._fixed = label("", "small", wrap=True)
        self._lay_out()
        self.refresh()

    def refresh(self) -> None:
        """Show what the book says now; leave what is being typed."""
        record = self._session.book.get(Item, self.item)
        for name, field in self.fields.items() if record else ():
            value = getattr(record, name)
            field.update_value(bool(value) if name == "formula" else value)
        if record is not None and has_moved(self._session.book, self.item):
            self.fields["unit"].edit().setReadOnly(True)  # type: ignore[attr-defined] # it is a line
            units = quantity(2, record.unit).removeprefix("2").strip()
            self._fixed.setText(_("It has moved: it is counted in {units} for good.").format(units=units))
        self._fixed.setVisible(bool(self._fixed.text()))
        self.packs.refresh()
        self._say_sections()
        if self.picture is not None:
            self.picture.refresh()

    def _say_sections(self) -> None:
        for section, names in self._sections.items():
            said = (self._words(name) for name in names)
            section.say(" · ".join(each for each in said if each))

    def _words(self, name: str) -> str:
        """Return what a field that is folded away says."""
        field = self.fields[name]
        edit = getattr(field, "edit", None)
        if isinstance(field, CheckField):
            return field.box().text() if field.value() else ""
        if edit is None:
            return field.box().currentText() if isinstance(field, ChoiceField) and field.value() else ""
        text = str(edit().text())
        return f"{field.title()}: {text}" if text and isinstance(field, NumberField) else text

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        head = row()
        head.addWidget(label(_("Correct"), "section"), 1)
        head.addWidget(button(_("Done"), self.done.emit, icon="check"))
        lines.addLayout(head)
        lines.addWidget(label(_("What you type is saved when you leave its field."), "small", wrap=True))
        for name, field in self.fields.items():
            field.saves(self._saver(name))
        for name in ("name", "unit"):
            lines.addWidget(self.fields[name])
        lines.addWidget(self._fixed)
        for name in ("category", "weight_mg"):
            lines.addWidget(self.fields[name])
        for title, names in _sections().items():
            section = Section(title)
            for name in names:
                section.add(self.fields[name])
            self._sections[section] = names
            lines.addWidget(section)
        for part in (self.packs, self.picture, self.fields["code"], self.fields["note"]):
            if part is not None:
                lines.addWidget(part)
        lines.addStretch(1)

    def _saver(self, name: str) -> Callable[[object], object]:
        return lambda value: self._session.attempt(edit_item, self.item, **{name: value})
