"""Who signed up for a day: one field puts a household on the list, and each can be moved, set to wait or taken off."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aidbook.actions.distributions import sign_up, sign_up_new, take_off_list
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.folding import fold
from aidbook.domain.same import with_also
from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.store.distributions import Expected, at_door, expected
from aidbook.store.members import household_lines
from aidbook.ui.distributions import words
from aidbook.ui.distributions.door_desk import fitting
from aidbook.ui.members.picking import household_words
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import NumberField, TextField
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import ListAndPanel, Panel
from aidbook.ui.widgets.pick_field import Hit, PickField

WAIT = "\n"
"""What the choice of times gives for the wait list; no time reads so."""
_MOST = 8
_MOST_PEOPLE = 99


class SignUps(QWidget):
    """The sign-up grid of one day."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.day = Distribution(id="", on="")
        self._lines: dict[Id, Expected] = {}
        self._text = ""
        self.list: ListTable[Expected] = ListTable(_("Sign-ups"), _columns(), self._fetch)
        self.finder = PickField(
            _("Sign somebody up"),
            self._find,
            _("Enter puts the household on the list."),
            hint=_("a card, a number or a few letters"),
        )
        self.slot: ChoiceField[str] = ChoiceField(_("Time"), [("", _("no time"))])
        self.said = Notice("", "plain")
        self._trouble = ""
        self._counts = label("", wrap=True)
        self.name = TextField(_("Somebody new"), needed=_("Type a name to call them by."))
        self.people = NumberField(_("How many people"), least=1, most=_MOST_PEOPLE)
        self._chosen = label("", "section", wrap=True)
        self.their_time: ChoiceField[str] = ChoiceField(_("Their time"), [("", _("no time"))])
        self.off = button(_("Take off the list"), self.take_off, icon="trash-2")
        self._lay_out()
        self._listen()

    def show_day(self, day: Id) -> None:
        """Show a day's list, the keyboard in the field that adds to it."""
        record = self._session.book.get(Distribution, day)
        if record is None:
            return
        self.day = record
        self.slot.set_value("")
        self.refresh()
        self.say("")
        self.finder.setFocus()

    def refresh(self) -> None:
        """Read the list again."""
        record = self._session.book.get(Distribution, self.day.id) if self.day.id else None
        if record is None:
            return
        self.day = record
        lines = [line for line in expected(self._session.book, self.day) if line.sign_up]
        self._lines = {line.household: line for line in lines}
        self._show_list()
        self._counts.setText(self._counted())
        times = [("", _("no time")), *((slot, slot) for slot in self.day.slots), (WAIT, _("wait list"))]
        for field in (self.slot, self.their_time):
            field.set_choices(times)
        self._follow(self.list.current_id())

    def search(self, text: str) -> None:
        """Show only whom `text` fits."""
        self._text = text
        self._show_list()

    def counts(self) -> str:
        """Return how many signed up for each time, against what is wanted."""
        return self._counts.text()

    def say(self, text: str) -> None:
        """Say what became of the last one."""
        self.said.say(text, "heed")
        self.said.setVisible(bool(text))

    # Doing

    def add(self, household: Id) -> None:
        """Put a household on the list at the chosen time; where the list is full, on the wait list."""
        self.finder.set_value(None)
        self.finder.setFocus()
        if household in self._lines:
            self.list.choose(household)
            self.say(_("{name} is on the list already.").format(name=self._lines[household].label))
            return
        full = self._is_full()
        slot, waiting = self._where()
        if self._session.run(sign_up, self.day.id, household, slot=slot, waiting=waiting):
            self._added(household, full=full)

    def add_new(self) -> None:
        """Put somebody on the list who is not in the book yet."""
        full = self._is_full()
        slot, waiting = self._where()
        try:
            name, people = self.name.checked(), self.people.checked()
            self._session.attempt(sign_up_new, self.day.id, name, people or 1, slot, waiting=waiting)
        except BadInput:
            return
        except UserError as error:
            self.name.show_error(str(error))
            return
        self.name.set_value(None)
        self.people.set_value(1)
        self._added("", full=full)
        self.finder.setFocus()

    def take_off(self) -> None:
        """Take the chosen household off the list."""
        household = self.list.current_id()
        if household:
            self._session.run(take_off_list, self.day.id, household)

    def _move_to(self, slot: str) -> None:
        household = self.list.current_id()
        if household:
            waiting = slot == WAIT
            kept = None if waiting else slot or None
            self._session.attempt(sign_up, self.day.id, household, slot=kept, waiting=waiting)

    def _where(self) -> tuple[str | None, bool]:
        chosen = self.slot.value()
        if chosen == WAIT or self._is_full():
            return None, True
        return chosen or None, False

    def _is_full(self) -> bool:
        on_list = sum(not line.waiting for line in self._lines.values())
        return self.day.wanted is not None and on_list >= self.day.wanted

    def _added(self, household: Id, *, full: bool) -> None:
        self.refresh()
        if household:
            self.list.choose(household)
        said = [_("The list is full: they are on the wait list.")] if full else []
        here = at_door(self._session.book, self.day, household) if household else None
        said += [words.sharing(other, queue=False) for other in here.sharing] if here else []
        self.say(" ".join(said))

    # What is shown

    def _show_list(self) -> None:
        wanted = fold(self._text)
        self.list.show_ids(
            [
                id_
                for id_, line in self._lines.items()
                if wanted in fold(" ".join([line.label, line.number or "", *line.also, *line.may_pick_up]))
            ]
        )

    def _fetch(self, ids: Sequence[Id]) -> list[Expected | None]:
        return [self._lines.get(id_) for id_ in ids]

    def _find(self, text: str) -> Sequence[Hit]:
        self._trouble = ""
        try:
            found = fitting(self._session.book, text)[:_MOST]
        except UserError as error:  # a number that is mistyped, or a lost card's
            self._trouble = str(error)
            return ()
        lines = household_lines(self._session.book, found)
        return [(line.id, household_words(line)) for line in lines]

    def _counted(self) -> str:
        going = [line for line in self._lines.values() if not line.waiting]
        waiting = len(self._lines) - len(going)
        total, wanted = words.households(len(going)), self.day.wanted
        room = _("{n} of {total}").format(n=format_number(len(going)), total=words.households(wanted or 0))
        said = [room if wanted else total]
        said += [
            f"{slot}: {format_number(sum(line.slot == slot for line in going))}" for slot in self.day.slots
        ]
        if waiting:
            said.append(_("wait list: {n}").format(n=format_number(waiting)))
        return "\n".join(said)

    def _follow(self, household: Id) -> None:
        line = self._lines.get(household)
        self._chosen.setText(line.label if line else "")
        for part in (self._chosen, self.their_time, self.off):
            part.setVisible(line is not None)
        if line is not None:
            self.their_time.set_value(WAIT if line.waiting else line.slot or "")

    def _listen(self) -> None:
        self.finder.picked.connect(self.add)
        self.finder.edit().returnPressed.connect(self._nobody)
        self.finder.typed.connect(lambda: self.say(self._trouble))
        self.list.chosen.connect(self._follow)
        self.list.installEventFilter(self)
        self.their_time.saves(self._move_to)
        for field in (self.name, self.people):
            field.edit().returnPressed.connect(self.add_new)

    def _nobody(self) -> None:
        text = self.finder.text()
        if text and not self._find(text):
            if self._trouble:  # a number is nobody's name
                self.say(self._trouble)
                return
            self.name.set_value(None)
            self.name.show_value(text)
            self.finder.set_value(None)
            self.people.setFocus()
            self.people.edit().selectAll()
            self.say(_("Nobody in the book is called so. Add them here, with how many people they are."))

    def _lay_out(self) -> None:
        inside = QWidget()
        lines = column(inside, spacing=12)
        about_list: tuple[QWidget, ...] = (self.finder, self.slot, self.said, self._counts)
        about_one: tuple[QWidget, ...] = (self._chosen, self.their_time, self.off)
        for part in (*about_list, *about_one, rule(), self.name, self.people):
            lines.addWidget(part)
        lines.addWidget(button(_("Add and sign up"), self.add_new, icon="user-plus"))
        lines.addStretch(1)
        self.people.set_value(1)
        self.said.hide()
        panel = Panel()
        panel.show_widget(inside)
        panel.foot.addWidget(button(_("Back"), self.closed.emit, icon="arrow-left"))
        panel.foot.addStretch(1)
        self.split = ListAndPanel(self.list, panel)
        column(self).addWidget(self.split)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Del in the list takes the chosen household off."""
        if (
            watched is self.list
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            self.take_off()
            return True
        return super().eventFilter(watched, event)


def _columns() -> list[Column[Expected]]:
    return [
        Column(_("Time"), lambda line: _("wait list") if line.waiting else line.slot or "", 100),
        Column(_("Name"), lambda line: with_also(line.label, line.also)),
        Column(_("Number"), lambda line: line.number or "", 110),
        Column(_("People"), lambda line: format_number(line.people), 80, "right"),
        Column(_("Boxes"), lambda line: format_number(line.boxes), 80, "right"),
    ]
