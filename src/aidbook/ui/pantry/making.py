"""Boxes made ahead from a recipe and taken apart again; a sack filled into bags."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from aidbook.actions.making import box_name, make_boxes, repack, short_for, take_apart
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Box
from aidbook.domain.done import Done
from aidbook.domain.pantry import Item
from aidbook.i18n import _, format_number
from aidbook.store.book import Book
from aidbook.store.pantry import packs_of
from aidbook.store.places import MadeAhead, made_ahead, recipes
from aidbook.ui.pantry.fields import UnitsField
from aidbook.ui.pantry.lot_units import LotUnits, place_choice
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import quantity
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.fields import NumberField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.notice import Notice

_MOST = 9_999


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe, what it is called, and the boxes of it that are made ahead."""

    box: Box
    name: str
    ahead: MadeAhead | None


class BoxesRoom(Room[Recipe]):
    """Every recipe, with how many boxes of it are ready."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Boxes made ahead"), _columns())

    def title(self) -> str:
        """Return the title."""
        return _("Boxes made ahead")

    def empty(self) -> str:
        """Return where recipes come from."""
        return _(
            "A box is planned with a distribution: say there what goes in, and it can be made ahead here."
        )

    def read(self) -> dict[Id, Recipe]:
        """Return the recipes."""
        book = self.session.book
        ahead = {each.box: each for each in made_ahead(book)}
        return {box.id: Recipe(box, box_name(book, box), ahead.get(box.id)) for box, _day in recipes(book)}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (button(_("Open and fill into another item"), self.ask_repack, "quiet", "package"),)

    def ask_repack(self, item: Id = "") -> None:
        """Ask what is opened and what it is filled into."""
        self.ask(RepackForm(self.session, item))

    def view(self, chosen: Recipe | None) -> QWidget:
        """Return a recipe: what is in a box, how many are ready, and what to do."""
        if chosen is None:
            return said(label(_("Choose a recipe in the list."), "soft", wrap=True))
        ready = chosen.ahead.boxes if chosen.ahead else 0
        parts: list[QWidget] = [
            label(chosen.name, "section", wrap=True),
            figure(_("Ready"), format_number(ready), strong=True),
            label(_("In each box"), "label"),
        ]
        parts += [figure(*_content(self.session.book, item, n)) for item, n in chosen.box.contents.items()]
        if chosen.ahead and chosen.ahead.loose:
            text = _("{n} units lie there that make no whole box.").format(
                n=format_number(chosen.ahead.loose)
            )
            parts.append(Notice(text, "heed"))
        make = button(_("Make boxes"), lambda: self.ask(HowMany(self.session, chosen)), icon="plus")
        apart = button(
            _("Take boxes apart"), lambda: self.ask(HowMany(self.session, chosen, apart=True)), icon="minus"
        )
        apart.setVisible(ready > 0)
        return said(*parts, make, *([apart] if ready else []))


def _content(book: Book, item: Id, units: int) -> tuple[str, str]:
    record = book.get(Item, item)
    name = record.name if record else _("an item that is not here")
    return name, quantity(units, record.unit if record else "pcs")


class HowMany(PanelForm):
    """Asks how many boxes are made or taken apart, and says before what is short."""

    def __init__(self, session: Session, recipe: Recipe, *, apart: bool = False) -> None:
        title = _("Take boxes apart") if apart else _("Make boxes")
        about = (
            _("Their units go back to the shelf.")
            if apart
            else _(
                "Opened and first expired units go in first; they leave with the next distribution of this recipe."
            )
        )
        super().__init__(session, title, about)
        self._recipe, self._apart = recipe, apart
        self.boxes = NumberField(_("How many boxes"), least=1, most=_MOST, needed=_("Type how many."))
        self.short = Notice("", "heed")
        self.short.hide()
        self.lay_out(self.boxes, self.short)
        self.boxes.typed.connect(self._say_short)
        self.boxes.edit().returnPressed.connect(self.write)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.boxes

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Take apart") if self._apart else _("Make"), "check")

    def deed(self) -> Done | None:
        """Do it."""
        action = take_apart if self._apart else make_boxes
        return self.session.attempt(action, self._recipe.box.id, self.boxes.checked() or 0)

    def _say_short(self) -> None:
        text = self.boxes.edit().text().strip()
        lacking = (
            {}
            if self._apart or not text.isdigit()
            else short_for(self.session.book, self._recipe.box.id, int(text))
        )
        words = ", ".join(
            "{1} {0}".format(*_content(self.session.book, item, n)) for item, n in lacking.items()
        )
        self.short.say(
            _("The book is short of {what}. Made all the same, it shows below zero.").format(what=words),
            "heed",
        )
        self.short.setVisible(bool(lacking))


class RepackForm(PanelForm):
    """Asks which units are opened, and how many units of another item come of them."""

    def __init__(self, session: Session, item: Id = "") -> None:
        super().__init__(
            session,
            _("Open and fill into another item"),
            _("Such as a sack into bags. Date, source and lot go along, so that a recall finds them."),
        )
        self.what = LotUnits(session.book, item)
        self.into = item_field(session.book, _("Into what"), needed=_("Pick the item from the list."))
        self.units = UnitsField(_("How many came of it"), least=1, needed=_("Type how many there are."))
        self.to = place_choice(session.book, _("Put where"))
        self.lay_out(self.what, self.into, self.units, self.to)
        self.into.picked.connect(self._picked)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.what.first()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Write"), "check")

    def deed(self) -> Done | None:
        """Write it."""
        opened, into, units = self.what.checked(), self.into.checked() or "", self.units.checked() or 0
        return self.session.attempt(repack, opened, into, units, to=self.to.checked())

    def _picked(self, item: Id) -> None:
        self.units.count_in(self.session.book.get(Item, item), packs_of(self.session.book, item))
        self.units.setFocus()


def _columns() -> list[Column[Recipe]]:
    return [
        Column(_("Recipe"), lambda line: line.name),
        Column(_("Items"), lambda line: format_number(len(line.box.contents)), 88, "right"),
        Column(_("Ready"), lambda line: format_number(line.ahead.boxes) if line.ahead else "0", 104, "right"),
    ]
