"""Labels for items, packs, lots and shelves: gathered here, and printed as a sheet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.i18n import _
from aidbook.store.labels import Labelled, labelled
from aidbook.ui.pantry.rooms import PanelForm, Room, said
from aidbook.ui.pantry.words import unit_name
from aidbook.ui.session import Session
from aidbook.ui.sheets.label_fields import LabelFields, gathered_words
from aidbook.ui.sheets.labels_asked import thing_of
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.list_table import Column

if TYPE_CHECKING:
    from aidbook.sheets.values import LabelsOf


class LabelsRoom(Room[Labelled]):
    """All that can have a label; what is gathered for the sheet stays until it is printed."""

    def __init__(self, session: Session) -> None:
        self.gathered: list[LabelsOf] = []
        super().__init__(session, _("What gets a label"), _columns())

    def title(self) -> str:
        """Return the title."""
        return _("Labels")

    def empty(self) -> str:
        """Return what is labelled here."""
        return _("Nothing has a label yet: add items and places first.")

    def read(self) -> dict[Id, Labelled]:
        """Return items, their packs, and shelves."""
        return {each.key: each for each in labelled(self.session.book)}

    def begin(self, thing: Id = "") -> None:
        """Show them, with an item that is chosen."""
        super().begin(thing)
        if thing in self.rows:
            self.list.choose(thing)

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (button(_("Print the labels"), self.ask_sheet, "quiet", "printer"),)

    def view(self, chosen: Labelled | None) -> QWidget:
        """Return what is gathered, and the way to gather more."""
        if chosen is None:
            return said(label(_("Choose what gets a label."), "soft", wrap=True))
        parts: list[QWidget] = [label(chosen.words(), "section", wrap=True)]
        code = chosen.code or (_("gets a code of its own") if chosen.item else _("no code"))
        parts.append(label(code, "soft", wrap=True))
        ask = button(_("Choose how many"), lambda: self.ask(GatherForm(self, chosen)), icon="plus")
        parts.append(ask)
        if self.gathered:
            parts.append(label(self.words(), "label", wrap=True))
            parts.append(button(_("Print the labels"), self.ask_sheet, "main", "printer"))
            parts.append(button(_("Begin again with none"), self.drop, icon="x"))
        return said(*parts)

    def opened(self) -> None:
        """Enter asks how many."""
        if row := self.list.current_row():
            self.ask(GatherForm(self, row))

    def words(self) -> str:
        """Return what is gathered: "30 labels for Beans, Rice"."""
        return gathered_words(self.gathered, self.rows)

    def kept(self) -> dict[str, Any]:
        """Return where one is, and what is gathered."""
        return {**super().kept(), "gathered": list(self.gathered)}

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        self.gathered = kept["gathered"]
        self.refresh()
        super().take(kept)

    def drop(self) -> None:
        """Gather from the beginning."""
        self.gathered.clear()
        self.refresh()

    def ask_sheet(self) -> None:
        """Show them as they will be on paper; without any gathered, ask for those of what is chosen."""
        row = self.list.current_row()
        if not self.gathered and row is not None:
            self.ask(GatherForm(self, row))
        elif self.gathered:
            self.session.go("sheets", f"labels {thing_of(self.gathered)}")


class GatherForm(PanelForm):
    """How many labels of one thing, and what they say besides its name."""

    def __init__(self, room: LabelsRoom, what: Labelled) -> None:
        super().__init__(room.session, what.words())
        self._room, self._what = room, what
        self.fields = LabelFields(room.session)
        self.fields.show_thing(what)
        self.lay_out(self.fields)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.fields.number

    def foot(self) -> tuple[QWidget, ...]:
        """Return back and the button that gathers them."""
        return self.foot_with(_("Put them on the sheet"), "plus")

    def deed(self) -> Done | None:
        """Gather them; what has no code gets one."""
        if wanted := self.fields.checked():
            self._room.gathered.append(wanted)
        return Done("", frozenset(), self._what.key)


def _columns() -> list[Column[Labelled]]:
    return [
        Column(_("What"), lambda line: line.name),
        Column(_("Pack or unit"), lambda line: line.detail or unit_name(line.unit), 152),
        Column(_("Code"), lambda line: line.code or "", 152),
    ]
