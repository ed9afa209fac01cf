"""Recalls: which lots are held, where every unit went, and who is to be told."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.recalls import end_recall, recall, tell
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.pantry import Item, Lot
from aidbook.domain.recalls import Recall
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.book import Book
from aidbook.store.pantry import lots_of, sources
from aidbook.store.recall_trace import (
    Households,
    LotTrace,
    Reached,
    SiteTrace,
    households_of,
    on_shelves,
    trace,
)
from aidbook.store.recalls import lots_of_recall, recalls
from aidbook.ui.jobs import Progress
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import due_words, quantity
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.reading_in.saving import Rows, save_table
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Button, button, column, label, row, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import LongTextField, TextField
from aidbook.ui.widgets.list_table import Column
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.tab_order import follow_the_eye

_MOST = 200


class RecallRoom(Room[Recall]):
    """Every recall, the latest first."""

    def __init__(self, session: Session) -> None:
        self._stays = False
        super().__init__(session, _("Recalls"), _columns())

    def title(self) -> str:
        """Return the title."""
        return _("Recalls")

    def empty(self) -> str:
        """Return what a recall does."""
        return _(
            "Nothing is recalled. What is recalled is held here and, with the next stick, at every other site."
        )

    def read(self) -> dict[Id, Recall]:
        """Return the recalls."""
        return {each.id: each for each in recalls(self.session.book)}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (button(_("New recall"), self.ask_new, "quiet", "plus"),)

    def ask_new(self, item: Id = "") -> None:
        """Ask what is recalled."""
        self.ask(NewRecall(self.session, item))

    def view(self, chosen: Recall | None) -> QWidget:
        """Return a recall: where its units are, and who has some; read beside the window, for it may take a while."""
        if chosen is None:
            return said(label(_("Choose a recall in the list, or begin a new one."), "soft", wrap=True))
        held, waiting = QWidget(), label(_("Following every unit …"), "soft")
        rest = column(held, spacing=12)
        rest.addWidget(waiting)
        people = self.session.book.role == "coordinator"

        def show(found: _Found) -> None:
            waiting.hide()
            for part in self._parts(chosen, found):
                rest.addWidget(part)
            follow_the_eye(self)

        self.session.read(held, lambda book: _find(book, chosen, people=people), show)
        return said(label(chosen.why, "section", wrap=True), *self._state(chosen), held)

    def _parts(self, chosen: Recall, found: "_Found") -> list[QWidget]:
        parts: list[QWidget] = []
        if not found.lots:
            parts.append(label(_("No lot in the book fits yet. One that comes will be held."), wrap=True))
        for site in found.sites:
            parts += _site(site, alone=len(found.sites) == 1)
        if found.here:
            parts.append(label(_("Take it from"), "label"))
            parts += [figure(place, format_number(units)) for place, units in found.here.items()]
        return parts + (self._people(chosen, found.people) if found.people else [])

    def _state(self, chosen: Recall) -> list[QWidget]:
        since = label(_("Since {day}").format(day=format_date(chosen.on, "long")), "soft")
        if chosen.ended_on:
            day = format_date(chosen.ended_on, "long")
            return [
                since,
                Notice(_("Over since {day}: {why}").format(day=day, why=chosen.ended_why or ""), "plain"),
            ]
        end = button(_("End the recall"), lambda: self.ask(EndForm(self.session, chosen)), icon="check")
        return [since, Notice(_("Held everywhere: nobody is given any."), "stop"), end]

    def _people(self, chosen: Recall, found: Households) -> list[QWidget]:
        parts: list[QWidget] = [rule()]
        if found.certain or found.possible:
            parts.append(self._paper(chosen))
        parts.append(label(_("Has some for certain"), "section", wrap=True))
        parts += [self._household(chosen, each) for each in found.certain[:_MOST]]
        parts += _unnamed(found.unnamed, none=not found.certain)
        parts.append(label(_("May have some"), "section", wrap=True))
        parts += [self._household(chosen, each) for each in found.possible[:_MOST]]
        parts += _unnamed(found.unnamed_possible, none=not found.possible)
        return parts

    def _paper(self, chosen: Recall) -> QWidget:
        return Flow(
            [
                button(_("Print the contact list"), lambda: self._print(chosen), icon="printer"),
                button(_("Save the contact list"), lambda: self._save(chosen), icon="file-down"),
            ]
        )

    def _household(self, chosen: Recall, each: Reached) -> QWidget:
        made = QWidget()
        line = row(made)
        line.addWidget(_named(each), 1)
        if each.told:
            line.addWidget(label(_("told"), "soft"))
        else:
            told = button(_("Mark as told"), lambda: self._tell(chosen, each, told), "quiet", "check")
            told.setAccessibleName(_("Mark as told: {name}").format(name=each.label))
            line.addWidget(told)
        return made

    def _tell(self, chosen: Recall, each: Reached, told: Button) -> None:
        """Write it and stay where one is: the next of a long list is told in a moment."""
        self._stays = True
        if self.session.run(tell, chosen.id, each.household):
            told.setText(_("told"))
            told.setEnabled(False)

    def refresh(self) -> None:
        """Read the list again, and the panel unless only somebody was told."""
        stays, self._stays = self._stays, False
        if not stays:
            super().refresh()

    def _print(self, chosen: Recall) -> None:
        """Show the list as it will be on paper, to be printed or saved."""
        self.session.go("sheets", f"recall {chosen.id}")

    def _save(self, chosen: Recall) -> None:
        titles = (_("Number"), _("Name"), _("Phone"), _("Reach by"), _("Languages"), _("Units"), _("Last"),
                  _("For certain"), _("Told"))  # fmt: skip
        yes, no = _("yes"), _("no")

        def rows(book: Book, _progress: Progress) -> Rows:
            found = households_of(book, chosen)
            return [
                (each.number, each.label, each.phone, each.reach_by, ", ".join(each.languages), each.units,
                 clock.day_of(each.last), yes if each.certain else no, yes if each.told else no)
                for each in (*found.certain, *found.possible)
            ]  # fmt: skip

        save_table(self, self.session, _("Recall"), titles, rows)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a recall: its lots, figures by site, {place: units} here, and whom to tell for who may know."""

    lots: list[Id]
    sites: list[SiteTrace]
    here: dict[str, int]
    people: Households | None


def _find(book: Book, recall_: Recall, *, people: bool) -> _Found:
    lots = lots_of_recall(book, recall_)
    return _Found(
        lots, trace(book, recall_), on_shelves(book, lots), households_of(book, recall_) if people else None
    )


def _site(site: SiteTrace, *, alone: bool) -> list[QWidget]:
    parts: list[QWidget] = [] if alone else [label(site.name, "section", wrap=True)]
    for lot in site.lots:
        parts += [rule(), *_lot(lot)]
    return parts


def _lot(lot: LotTrace) -> list[QWidget]:
    words = [lot.name, lot.lot_code or "", due_words(lot.best_before, plain=True)]
    figures = (
        (_("came in"), lot.came), (_("found in counts"), lot.found), (_("on hand"), lot.on_hand),
        (_("handed out"), lot.handed_out), (_("wasted"), lot.wasted), (_("missing in counts"), lot.missing),
        (_("lent"), lot.lent), (_("filled into another item"), lot.repacked), (_("sent on"), lot.sent),
        (_("on the way"), lot.way),
    )  # fmt: skip
    parts: list[QWidget] = [label(" · ".join(filter(None, words)), "label", wrap=True)]
    parts += [figure(text, quantity(n, lot.unit)) for text, n in figures if n]
    if lot.adds_up:
        parts.append(Notice(_("Every unit is accounted for."), "good"))
    else:
        parts.append(Notice(_("This does not add up: something it refers to has not arrived."), "heed"))
    return parts


def _named(each: Reached) -> QWidget:
    """Return the household's name, and below it its number to call and the day: apart, for names run either way."""
    made = QWidget()
    lines = column(made, spacing=0)
    lines.addWidget(label(each.label, "label", wrap=True))
    known = [each.phone or "", format_date(clock.day_of(each.last), "long")]
    lines.addWidget(label(" · ".join(filter(None, known)), "small", wrap=True))
    return made


def _unnamed(visits: int, *, none: bool) -> list[QWidget]:
    if visits:
        text = ngettext("and {n} visit without a name", "and {n} visits without a name", visits)
        return [label(text.format(n=format_number(visits)), "soft", wrap=True)]
    return [label(_("Nobody."), "soft")] if none else []


class NewRecall(PanelForm):
    """Asks what is recalled: a scanned code, an item or one of its lots, the maker's lot codes."""

    def __init__(self, session: Session, item: Id = "") -> None:
        super().__init__(session, _("New recall"), _("Without a lot every lot of the item is held."))
        self.why = TextField(
            _("What and why"), _("As the notice says it; the door reads it too."), needed=_("Say why.")
        )
        self.code = TextField(_("Code"), _("Scan it; one with a lot in it says both."))
        self.item = item_field(session.book, _("Or the item"))
        self.lot: ChoiceField[Id] = ChoiceField(_("Which lot"), [])
        self.lots = LongTextField(_("Maker’s lot codes"), _("One a line."), lines=2)
        self.lay_out(self.code, self.item, self.lot, self.lots, self.why)
        self.item.picked.connect(self._show_lots)
        record = session.book.get(Item, item) if item else None
        if record is not None:
            self.item.show_hit((item, record.name))
        self._show_lots(item)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.code

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Recall"), "bell")

    def deed(self) -> Done | None:
        """Hold it everywhere."""
        why, item = self.why.checked() or "", self.item.checked()
        lot = self.lot.value() if item else ""
        if lot:
            return self.session.attempt(recall, why, lots=[lot])
        lots = (self.lots.value() or "").splitlines()
        return self.session.attempt(recall, why, item=item, codes=[self.code.value() or ""], lot_codes=lots)

    def _show_lots(self, item: Id) -> None:
        book = self.session.book
        lots = sorted(
            lots_of(book, item) if item else (), key=lambda lot: (lot.best_before or "9999", lot.id)
        )
        named = {source.id: source.name for source in sources(book)}
        words = ((lot.id, _lot_words(lot, named.get(lot.source or ""))) for lot in lots)
        self.lot.set_choices([("", _("every lot")), *words])
        self.lot.show_value("")
        self.lot.setVisible(len(lots) > 1)


def _lot_words(lot: Lot, source: str | None) -> str:
    date = due_words(lot.best_before, plain=True) or _("no date")
    maker = _("lot {code}").format(code=lot.code) if lot.code else ""
    whence = _("from {source}").format(source=source) if source else ""
    return " · ".join(part for part in (date, whence, maker) if part)


class EndForm(PanelForm):
    """Asks why a recall is over."""

    def __init__(self, session: Session, found: Recall) -> None:
        super().__init__(session, _("End the recall"), found.why)
        self._recall = found
        self.why = TextField(_("Why"), needed=_("Say why the recall is over."))
        self.lay_out(self.why)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.why

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("End the recall"), "check")

    def deed(self) -> Done | None:
        """End it."""
        return self.session.attempt(end_recall, self._recall.id, self.why.checked() or "")


def _columns() -> list[Column[Recall]]:
    return [
        Column(_("What and why"), lambda each: each.why),
        Column(_("Since"), lambda each: format_date(each.on, "long"), 168),
        Column(_("State"), _state_word, 104, tone=_tone),
    ]


def _state_word(each: Recall) -> str:
    return _("over") if each.ended_on else _("held")


def _tone(each: Recall) -> Tone | None:
    return None if each.ended_on else "stop"
