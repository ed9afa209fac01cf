"""What the history is narrowed down to: about whom, about what, on which days, by whom."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.i18n import _, format_date
from aidbook.store import history_filter as query
from aidbook.store.history_filter import Thing, Wanted
from aidbook.ui import theme
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField
from aidbook.ui.widgets.panel import Panel
from aidbook.ui.widgets.pick_field import Hit, PickField

_Writer = tuple[Id, Id]


class FilterPanel(Panel):
    """Fields that narrow the history down, each as soon as it is left."""

    changed = Signal()
    """Something else is wanted: `wanted()` and `words()` say what."""
    done = Signal()
    """Somebody wants to see the list."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._names: dict[Id, Thing] = {}
        self.person = PickField(
            _("About whom"),
            self._people,
            _("What they gave, received and picked up, and what was changed on their page."),
        )
        self.thing = PickField(
            _("About what"), self._things, _("An item, a lot, a distribution, a source, a place or a site.")
        )
        self.first = DateField(_("From this day on"))
        self.last = DateField(_("Until this day"), _("Days on which it was written down."))
        self.who: ChoiceField[_Writer] = ChoiceField(_("Written by"), [(("", ""), _("anybody"))])
        self._shelves = button(_("What was on the shelves that day"), self._go_back_in_time, icon="package")
        self._everything = button(_("Show everything"), self.clear, "quiet", "x")
        self._lay_out()

    # What is wanted

    def wanted(self) -> Wanted:
        """Return what is asked for; a field that cannot be read asks nothing."""
        person, thing, first, last = map(_said, (self.person, self.thing, self.first, self.last))
        by, site = self.who.value()
        return Wanted(person, self._names.get(thing), first, last, by, site)

    def words(self) -> str:
        """Return what is asked for in words, "" for everything."""
        wanted = self.wanted()
        about = [self.person.text() if wanted.person else "", wanted.thing.name if wanted.thing else ""]
        who = self.who.box().currentText() if wanted.by or wanted.site else ""
        return " · ".join(filter(None, (*about, _days(wanted.first, wanted.last), who)))

    def show_wanted(self, person: Thing | None = None, day: str = "") -> None:
        """Ask for what somebody came for from elsewhere."""
        if person:
            self.person.show_hit((person.id, person.name))
        self.first.set_value(day or None)
        self.last.set_value(day or None)
        self._tell()

    def clear(self) -> None:
        """Ask for everything again."""
        for each in (self.person, self.thing, self.first, self.last):
            each.set_value(None)
        self.who.set_value(("", ""))
        self._tell()

    def refresh(self) -> None:
        """Read again who wrote in this book."""
        self._session.read(self, query.writers, self._show_writers)

    def _show_writers(self, writers: Sequence[tuple[Id, Id, str]]) -> None:
        self.who.set_choices([(("", ""), _("anybody")), *(((by, site), name) for by, site, name in writers)])

    # Parts

    def _people(self, text: str) -> list[Hit]:
        return [(thing.id, thing.name) for thing in query.people_named(self._session.book, text)]

    def _things(self, text: str) -> list[Hit]:
        found = query.things_named(self._session.book, text)
        self._names |= {thing.id: thing for thing in found}
        return [(thing.id, thing.name) for thing in found]

    def _lay_out(self) -> None:
        inside = QWidget()
        lines = column(inside, spacing=2 * theme.GRID)
        lines.addWidget(label(_("Show only what is"), "section"))
        for field in (self.person, self.thing, self.first, self.last, self.who):
            field.left.connect(self._tell)
            lines.addWidget(field)
        for picked in (self.person, self.thing):
            picked.picked.connect(lambda _id: self._tell())
            picked.edit().textEdited.connect(lambda text: self._tell() if not text else None)
        lines.addWidget(self._shelves)
        lines.addStretch(1)
        self.show_widget(inside)
        self.fill_foot(self._everything, button(_("To the list"), self.done.emit, "main", "check"))
        self._enable()

    def _tell(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        wanted = self.wanted()
        self._everything.setEnabled(wanted != Wanted())
        day = wanted.last or wanted.first
        self._shelves.setEnabled(bool(day) and day <= clock.today())

    def _go_back_in_time(self) -> None:
        wanted = self.wanted()
        self._session.go("pantry", wanted.last or wanted.first, "as_it_was")


def _said(field: Field[str | None]) -> str:
    """Return what a field says; "" where nothing is typed, or nothing that can be read."""
    try:
        return field.value() or ""
    except BadInput:
        return ""


def _days(first: str, last: str) -> str:
    if first and first == last:
        return format_date(first, "long")
    if first and last:
        return _("{first} to {last}").format(first=format_date(first, "long"), last=format_date(last, "long"))
    if first:
        return _("from {day} on").format(day=format_date(first, "long"))
    return _("until {day}").format(day=format_date(last, "long")) if last else ""
