"""Counting together: the counts there are, and one of them line by line, on screen or keyed in from paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.counting import begin_count, tally
from aidbook.actions.pantry import Units
from aidbook.domain.counting import CountSession
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.pantry import Item, Place
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store.book import Book
from aidbook.store.counted import SessionLine, found_in, sessions, to_count
from aidbook.store.pantry import StockLine, packs_of, shelves
from aidbook.ui.pantry.count import lot_title
from aidbook.ui.pantry.fields import BestBeforeField, UnitsField
from aidbook.ui.pantry.hour_field import HourField
from aidbook.ui.pantry.lot_units import place_choice
from aidbook.ui.pantry.picking import item_field
from aidbook.ui.pantry.rooms import PanelForm, Room, figure, said
from aidbook.ui.pantry.words import due_words, quantity
from aidbook.ui.session import Session
from aidbook.ui.sheets import leaving
from aidbook.ui.sheets.making import Answers, Made, preview
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.choice_fields import CheckField
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.list_table import Column

_WIDE_COUNT = 96


def session_title(book: Book, session: CountSession) -> str:
    """Return what to call a count: its name, or its places."""
    names = [place.name for id_ in session.places if (place := book.get(Place, id_))]
    items = [item.name for id_ in session.items if (item := book.get(Item, id_))]
    return session.name or ", ".join([*names, *items]) or _("Everything")


class CountsRoom(Room[SessionLine]):
    """Every count, the latest first."""

    def __init__(self, session: Session) -> None:
        self._titles: dict[Id, str] = {}
        super().__init__(session, _("Counts"), self._columns())

    def title(self) -> str:
        """Return the title."""
        return _("Counting together")

    def empty(self) -> str:
        """Return what a count is for."""
        return _(
            "Count a place or an item, on paper or on screen, several people at once. The first count starts the book."
        )

    def read(self) -> dict[Id, SessionLine]:
        """Return the counts."""
        lines = sessions(self.session.book)
        self._titles = {line.session.id: session_title(self.session.book, line.session) for line in lines}
        return {line.session.id: line for line in lines}

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (button(_("New count"), self.ask_new, "quiet", "plus"),)

    def ask_new(self) -> None:
        """Ask what is to be counted."""
        self.ask_again(NewCount(self.session))

    def ask_again(self, form: PanelForm) -> None:
        """Show a form; a new count is opened as soon as it is written."""
        then = (lambda made: self.went.emit("counting", made)) if isinstance(form, NewCount) else None
        self.ask(form, then)

    def begin(self, thing: Id = "") -> None:
        """Show the counts; where there is none, ask for the first at once."""
        super().begin(thing)
        if not self.rows:
            self.ask_new()

    def view(self, chosen: SessionLine | None) -> QWidget:
        """Return a count and what can be done with it."""
        if chosen is None:
            return said(label(_("Choose a count in the list, or begin a new one."), "soft", wrap=True))
        session = chosen.session
        title = label(self._titles.get(session.id, ""), "section", wrap=True)
        begun = _("Begun on {day}").format(day=format_date(clock.day_of(chosen.began), "long"))
        parts: list[QWidget] = [
            title,
            label(begun, "soft"),
            figure(_("Counted"), format_number(chosen.counted)),
        ]
        if chosen.booked_at is not None:
            day = format_date(clock.day_of(chosen.booked_at), "long")
            parts.append(label(_("Booked on {day}.").format(day=day), wrap=True))
        else:
            parts += [
                button(_("Count"), lambda: self.went.emit("counting", session.id), icon="list-checks"),
                button(_("Look at the differences"), lambda: self.went.emit("differences", session.id), icon="eye"),
                button(_("Print the count sheet"), lambda: print_count(self, self.session, session.id), icon="printer"),
                button(_("Save the count sheet as PDF"), lambda: save_count(self, self.session, session.id),
                       icon="file-down"),
            ]  # fmt: skip
        return said(*parts)

    def _columns(self) -> list[Column[SessionLine]]:
        return [
            Column(_("What"), lambda line: self._titles.get(line.session.id, "")),
            Column(_("Begun"), lambda line: format_date(clock.day_of(line.began), "long"), 176),
            Column(_("State"), _state, 136),
        ]


def _state(line: SessionLine) -> str:
    if line.booked_at is not None:
        return _("booked")
    return ngettext("{n} line", "{n} lines", line.counted).format(n=format_number(line.counted))


def _made(session: Session, count: Id) -> Made | None:
    made = preview(session.book, Answers("count", count, session.book.settings.language))
    if isinstance(made, Made):
        return made
    session.refused.emit(made)
    return None


def print_count(parent: QWidget, session: Session, count: Id) -> None:
    """Print the sheet of a count."""
    made = _made(session, count)
    if made is not None:
        leaving.print_sheet(parent, session, made)


def save_count(parent: QWidget, session: Session, count: Id) -> None:
    """Save the sheet of a count as PDF."""
    made = _made(session, count)
    if made is not None:
        leaving.save_pdf(parent, session, made)


class NewCount(PanelForm):
    """Asks what is to be counted, and whether blind."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("New count"), _("Which places? Leave all empty to count everything."))
        self.places = {place.id: CheckField(place.name) for place in shelves(session.book, boxes=True)}
        self.item = item_field(session.book, _("Only this item"))
        self.blind = CheckField(
            _("Blind: without the book’s figures"),
            _("Whoever counts writes what is there, not what should be."),
        )
        self.name = TextField(_("Name"), _("If the places do not say it, such as “before the holidays”."))
        self.lay_out(*self.places.values(), self.item, self.blind, self.name)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return next(iter(self.places.values()), self.blind)

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Begin"), "list-checks")

    def deed(self) -> Done | None:
        """Begin it."""
        item = self.item.checked()
        places = [id_ for id_, field in self.places.items() if field.value()]
        return self.session.attempt(
            begin_count,
            places=places,
            items=[item] if item else [],
            blind=self.blind.value(),
            name=self.name.value(),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet, as it is keyed in: `row` is its number there; `counted` what was found so far."""

    row: int
    stock: StockLine
    counted: str


class CountingRoom(Room[Line]):
    """One count, line by line: a number and Enter goes on to the next."""

    slight = (3,)

    behind = "count_places"

    def __init__(self, session: Session) -> None:
        self._blind = False
        super().__init__(session, _("To count"), self._columns())
        self.who = TextField(
            _("Counted by"), _("Initials will do. Two people who count the same are compared.")
        )
        self.hour = HourField(_("Counted when"), _("Empty for now. From paper, the hour that stands on it."))

    def title(self) -> str:
        """Return what is counted."""
        found = self.session.book.get(CountSession, self.thing)
        return (
            _("Count: {what}").format(what=session_title(self.session.book, found)) if found else _("Count")
        )

    def empty(self) -> str:
        """Return what to do where the book knows of nothing here."""
        return _("The book has nothing here yet. Choose “Something not listed” for what you find.")

    def read(self) -> dict[Id, Line]:
        """Return the lines of the sheet, and what was found of each."""
        session = self.session.book.get(CountSession, self.thing)
        if session is None:
            return {}
        self._blind = session.blind
        found = {(each.tally.lot, each.tally.place): each for each in found_in(self.session.book, self.thing)}
        lines = {}
        for row, stock in enumerate(to_count(self.session.book, session), start=1):
            one = found.get((stock.lot, stock.place_id))
            words = "" if one is None else _("they differ") if one.units is None else format_number(one.units)
            lines[f"{stock.lot} {stock.place_id}"] = Line(row, stock, words)
        return lines

    def commands(self) -> Sequence[Button]:
        """Return the buttons under the list."""
        return (
            button(_("Something not listed"), self.ask_unlisted, "quiet", "plus"),
            button(_("Differences"), lambda: self.went.emit("differences", self.thing), "quiet", "eye"),
        )

    def begin(self, thing: Id = "") -> None:
        """Show a count, the keyboard where the first number goes."""
        super().begin(thing)
        self.list.setColumnHidden(4, self._blind)
        if self.rows:
            self.opened()
        else:
            self.ask_unlisted()

    def refresh(self) -> None:
        """Read the list again; the line one is at stays as it is, with what is typed in it."""
        inside, form = self.panel.inside(), self.form
        at = isinstance(inside, OneLine) and inside.line == self.list.current_id()
        self.form = inside if at and isinstance(inside, OneLine) else form
        super().refresh()
        self.form = form

    def view(self, chosen: Line | None) -> QWidget:
        """Return the line to count."""
        if chosen is None:
            return said(label(_("Choose a line in the list to count it."), "soft", wrap=True))
        form = OneLine(self, chosen)
        form.done.connect(lambda _made: self.go_on())
        return form

    def opened(self) -> None:
        """Go to the field in which the number is typed."""
        form = self.panel.inside()
        if isinstance(form, OneLine):
            self.both.show_panel()
            form.units.setFocus()

    def go_on(self) -> None:
        """Go on to the next line that nobody has counted."""
        self.refresh()
        ids = list(self.rows)
        here = ids.index(self.list.current_id()) if self.list.current_id() in ids else -1
        after = [id_ for id_ in (*ids[here + 1 :], *ids[: here + 1]) if not self.rows[id_].counted]
        if after:
            self.list.choose(after[0])
            self.opened()
        else:
            self.list.setFocus()

    def ask_unlisted(self) -> None:
        """Ask for something that is on no list."""
        self.ask(Unlisted(self))

    def kept(self) -> dict[str, Any]:
        """Return where one is, what is half typed, and who counts and when."""
        return {**super().kept(), "who": self.who.value(), "hour": self.hour.value()}

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        self.who.set_value(kept["who"])
        self.hour.set_value(kept["hour"])
        super().take(kept)

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(_("Row"), lambda line: str(line.row), 52, "right"),
            Column(_("Item"), lambda line: line.stock.item),
            Column(_("Best before"), lambda line: due_words(line.stock.best_before, plain=True), 160),
            Column(_("Place"), lambda line: line.stock.place, 112),
            Column(
                _("Book"), lambda line: "" if self._blind else format_number(line.stock.quantity), 80, "right"
            ),
            Column(_("Counted"), lambda line: line.counted, _WIDE_COUNT, "right"),
        ]


class OneLine(PanelForm):
    """One line of the sheet: how many are there."""

    def __init__(self, room: CountingRoom, line: Line) -> None:
        stock = line.stock
        about = "" if room._blind else _("The book says {n}.").format(n=quantity(stock.quantity, stock.unit))  # noqa: SLF001 - its own form
        super().__init__(room.session, f"{line.row}. {stock.item}", lot_title(stock))
        self._room, self._stock = room, stock
        self.line = f"{stock.lot} {stock.place_id}"
        self.units = UnitsField(
            _("How many are there?"), about, needed=_("Type how many; 0 where there are none.")
        )
        self.units.count_in(
            room.session.book.get(Item, stock.item_id), packs_of(room.session.book, stock.item_id)
        )
        self.who, self.hour = _kept(room.who), _kept_hour(room.hour)
        self.lay_out(self.units, self.who, self.hour, button(_("Write"), self.write, icon="check"))
        self.units.edit().returnPressed.connect(self.write)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.units

    def deed(self) -> Done | None:
        """Write it."""
        line = Units(
            item=self._stock.item_id,
            units=self.units.checked() or 0,
            lot=self._stock.lot,
            place=self._stock.place_id,
            best_before=self._stock.best_before,
        )
        at = self.hour.checked()
        self._room.who.set_value(self.who.value())
        self._room.hour.set_value(at)
        return self.session.attempt(tally, self._room.thing, line, who=self.who.value(), at=at)


def _kept(field: TextField) -> TextField:
    """Return a field like another, with the same typed in: who counts stays for the next line."""
    made = TextField(field.title(), "")
    made.set_value(field.value())
    return made


def _kept_hour(field: HourField) -> HourField:
    made = HourField(field.title(), _("Empty for now. From paper, the hour that stands on it."))
    made.set_value(field.value())
    return made


class Unlisted(PanelForm):
    """Something that lies there and is on no list; the next one follows at once."""

    def __init__(self, room: CountingRoom) -> None:
        super().__init__(room.session, _("Something not listed"), _("Scan it, or type its name."))
        self._room = room
        book = room.session.book
        self.item = item_field(book, _("What"), needed=_("Pick the item from the list."))
        self.units = UnitsField(_("How many"), needed=_("Type how many there are."))
        self.best_before = BestBeforeField(_("Best before"), _("Empty where nothing is printed on it."))
        self.code = TextField(_("Lot"), _("The maker’s lot code, if there is one."))
        session = book.get(CountSession, room.thing)
        self.place = place_choice(book, _("Where"))
        if session and session.places:
            self.place.set_value(session.places[0])
        self.who, self.hour = _kept(room.who), _kept_hour(room.hour)
        self.found = label("", "small", wrap=True)
        self.lay_out(
            self.item, self.units, self.best_before, self.code, self.place, self.who, self.hour, self.found
        )
        self.item.picked.connect(self._picked)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.item

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons under it."""
        return self.foot_with(_("Write"), "check")

    def deed(self) -> Done | None:
        """Write it, and make room for the next."""
        item, units, at = self.item.checked() or "", self.units.checked() or 0, self.hour.checked()
        line = Units(
            item=item,
            units=units,
            best_before=self.best_before.checked(),
            lot_code=self.code.value(),
            place=self.place.checked(),
        )
        self._room.who.set_value(self.who.value())
        self._room.hour.set_value(at)
        self.session.attempt(tally, self._room.thing, line, who=self.who.value(), at=at)
        record = self.session.book.get(Item, item)
        n = quantity(units, record.unit if record else "pcs")
        self.found.setText(_("Found {n} of {item}.").format(n=n, item=record.name if record else ""))
        for field in (self.item, self.units, self.best_before, self.code):
            field.set_value(None)
        self.item.setFocus()
        return None

    def _picked(self, item: Id) -> None:
        record = self.session.book.get(Item, item)
        self.units.count_in(record, packs_of(self.session.book, item))
        self.units.setFocus()
