"""Labels for items, packs, lots and shelves: gathered on one sheet, begun at any label, printed or saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from aidbook.actions.items import own_code
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.pantry import Item
from aidbook.i18n import LANGUAGES, _, format_date, format_number, language, using
from aidbook.sheets import labels
from aidbook.sheets.days import stamp_of
from aidbook.sheets.labels import LABEL_SHEETS, Label, labels_count
from aidbook.sheets.values import Look
from aidbook.store.book import Book
from aidbook.store.labels import Labelled, labelled
from aidbook.store.pantry import stock_lines
from aidbook.ui.pantry.paper import Paper, print_it, save_pdf
from aidbook.ui.pantry.rooms import PanelForm, Room, said
from aidbook.ui.pantry.words import unit_name
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.fields import NumberField
from aidbook.ui.widgets.list_table import Column

_MOST = 1000


@dataclass(frozen=True, slots=True)
class _Wanted:
    """So many labels of one thing."""

    what: Labelled
    number: int
    lines: tuple[str, ...]
    numbered: bool


class LabelsRoom(Room[Labelled]):
    """All that can have a label; what is gathered for the sheet stays until it is printed."""

    def __init__(self, session: Session) -> None:
        self.gathered: list[_Wanted] = []
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
        n = labels_count(sum(each.number for each in self.gathered))
        names = ", ".join(dict.fromkeys(each.what.words() for each in self.gathered))
        return _("{labels} for {names}").format(labels=n, names=names)

    def drop(self) -> None:
        """Gather from the beginning."""
        self.gathered.clear()
        self.refresh()

    def ask_sheet(self) -> None:
        """Ask on which sheet they go; without any gathered, one of what is chosen."""
        row = self.list.current_row()
        if not self.gathered and row is not None:
            self.ask(GatherForm(self, row))
        elif self.gathered:
            self.ask(SheetForm(self))


class GatherForm(PanelForm):
    """How many labels of one thing, and what they say besides its name."""

    def __init__(self, room: LabelsRoom, what: Labelled) -> None:
        super().__init__(room.session, what.words())
        self._room, self._what = room, what
        self.number = NumberField(_("How many labels"), least=1, most=_MOST, needed=_("Type how many."))
        self.number.set_value(1)
        lots: list[tuple[str | None, str]] = [(None, _("no date"))]
        lots += [(day, format_date(day, "long")) for day in self._days()]
        self.day: ChoiceField[str | None] = ChoiceField(_("Best before"), lots)
        self.names = CheckField(_("Its names in other languages, too"))
        self.numbered = CheckField(_("Number them: 1 of 3, 2 of 3"))
        parts: list[QWidget] = [self.number]
        parts += [self.day, self.names] if what.item else []
        self.lay_out(*parts, self.numbered)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.number

    def foot(self) -> tuple[QWidget, ...]:
        """Return back and the button that gathers them."""
        return self.foot_with(_("Put them on the sheet"), "plus")

    def deed(self) -> Done | None:
        """Gather them; what has no code gets one."""
        number = self.number.checked() or 1
        code = self._what.code
        if self._what.item and not code:
            code = self.session.attempt(own_code, self._what.item, pack=self._what.pack).id
        what = replace(self._what, code=code)
        self._room.gathered.append(_Wanted(what, number, tuple(self._lines()), self.numbered.value()))
        return Done("", frozenset(), self._what.key)

    def _days(self) -> list[str]:
        lines = stock_lines(self.session.book, item=self._what.item) if self._what.item else []
        return sorted({line.best_before for line in lines if line.best_before})

    def _lines(self) -> list[str]:
        found = [self._what.detail] if self._what.detail else []
        if day := self.day.value():
            found.append(_("best before {day}").format(day=format_date(day, "long")))
        record = self.session.book.get(Item, self._what.item) if self.names.value() else None
        if record is not None:
            others = [getattr(record, f"name_{code}") for code in LANGUAGES]
            found.append(" · ".join(dict.fromkeys(name for name in others if name and name != record.name)))
        return [line for line in found if line]


class SheetForm(PanelForm):
    """On which label sheet, and at which of its labels it begins."""

    def __init__(self, room: LabelsRoom) -> None:
        super().__init__(room.session, _("Print the labels"), room.words())
        self._room = room
        self.sheet = ChoiceField(_("Label sheet"), [(name, _sheet_words(name)) for name in LABEL_SHEETS])
        self.start = NumberField(
            _("Begin at label"),
            _("1 is the first of a new sheet; count from the upper left, row by row."),
            least=1,
        )
        self.start.set_value(1)
        self.lay_out(self.sheet, self.start)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.sheet

    def foot(self) -> tuple[QWidget, ...]:
        """Return back, save and print."""
        return (
            *super().foot(),
            button(_("Save as PDF"), self.save, icon="file-down"),
            button(_("Print"), self.print_, "main", "printer", keys="Ctrl+Return"),
        )

    def made(self) -> Paper:
        """Return the labels as they are asked for."""
        wanted, sheet, start, code = (
            list(self._room.gathered),
            self.sheet.value(),
            self.start.checked() or 1,
            language(),
        )

        def draw(book: Book, number: int) -> bytes:
            with using(code):
                stamp = stamp_of(book, number)
                return labels.draw(labels.made(stamp, _labels(wanted), sheet, start), Look((code,)))

        return Paper("labels", None, _("Labels"), draw)

    def save(self) -> None:
        """Save them as PDF."""
        save_pdf(self, self.session, self.made())

    def print_(self) -> None:
        """Print them."""
        print_it(self, self.session, self.made(), LABEL_SHEETS[self.sheet.value()].paper)


def _labels(wanted: Sequence[_Wanted]) -> list[Label]:
    found: list[Label] = []
    for each in wanted:
        one = Label(each.what.name, each.lines, each.what.code or "")
        found += labels.numbered(one, each.number) if each.numbered else [one] * each.number
    return found


def _sheet_words(name: str) -> str:
    sheet = LABEL_SHEETS[name]
    return _("Avery {name}: {n} on {paper}").format(
        name=name, n=format_number(sheet.a_page), paper=sheet.paper
    )


def _columns() -> list[Column[Labelled]]:
    return [
        Column(_("What"), lambda line: line.name),
        Column(_("Pack or unit"), lambda line: line.detail or unit_name(line.unit), 152),
        Column(_("Code"), lambda line: line.code or "", 152),
    ]
