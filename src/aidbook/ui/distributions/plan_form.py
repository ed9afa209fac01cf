"""The plan of a day: when, where, for whom and what is in the box. New it wants Add; later it is saved as typed."""

import re
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.distributions import Plan, draft_plan, edit_distribution, plan_distribution, plan_of
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.distributions import box_of
from aidbook.ui.distributions import words
from aidbook.ui.distributions.box_editor import BoxEditor, SizesEditor
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, in_the_middle, row
from aidbook.ui.widgets.choice_fields import CheckField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField, NumberField, TextField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import scrolling

_WIDTH = 720


def read_slots(text: str | None) -> tuple[str, ...]:
    """Return the times in a line such as "10:00, 10:30"."""
    return tuple(part.strip() for part in re.split(r"[,;]", text or "") if part.strip())


class PlanForm(QWidget):
    """Plans a day, or changes the one that `edit(id)` names."""

    planned = Signal(str)
    """The id of the day that was planned."""
    closed = Signal()
    """Somebody left the form; what is typed stays in it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self.day = session, ""
        self._fields: dict[str, Field[Any]] = {
            "on": DateField(_("Date"), needed=_("Type the day, such as 28/3 or next friday.")),
            "title": TextField(_("Title")),
            "where": TextField(_("Where")),
            "slots": TextField(_("Times"), _("Such as 10:00, 10:30. Empty for a list without times.")),
            "wanted": NumberField(_("Room for how many households"), _("Empty for no limit."), least=1),
            "bring": TextField(_("What to bring")),
            "everyone": CheckField(_("Everybody is expected, not only those who sign up")),
        }
        self.box, self.sizes = BoxEditor(session), SizesEditor()
        self._says = Notice("", "plain")
        self._add = button(_("Add this distribution"), self.add, "main", "plus", keys="Ctrl+Return")
        self._lay_out()
        self._listen()
        self.clear()

    def field(self, name: str) -> Field[Any]:
        """Return a field by its name in the record."""
        return self._fields[name]

    def clear(self) -> None:
        """Forget what is typed."""
        for name, field in self._fields.items():
            field.set_value(False if name == "everyone" else None)
        self.box.show_contents({})
        self.sizes.show_sizes({1: 1})
        self.reckon()

    def begin(self) -> None:
        """Plan a new day; what was typed before is still there."""
        if self.day:
            self.day = ""
            self.clear()
        self._add.show()
        self._fields["on"].setFocus()

    def edit(self, day: Id) -> None:
        """Change a day that is in the book."""
        self.day = day
        self._add.hide()
        self._show_day(fresh=True)
        self._fields["on"].setFocus()

    def refresh(self) -> None:
        """Read again what stands in the book; leave alone what is being typed."""
        self._show_day(fresh=False)
        self.reckon()

    def kept(self) -> Typed:
        """Return what is half typed of a new day."""
        typed = {name: content for name, content in typed_in(self._fields).items() if content}
        return {} if self.day or not typed else typed

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self._fields, typed)

    def summary(self) -> str:
        """Return what is said of households, boxes and what is short."""
        return self._says.text()

    def add(self) -> None:
        """Write the new day, or say beside a field what is missing."""
        try:
            fields = {name: field.checked() for name, field in self._fields.items()}
            fields["slots"] = read_slots(fields["slots"])
            on = fields.pop("on")
            done = self._session.attempt(
                plan_distribution, on, self.box.contents(), by_size=self.sizes.by_size(), **fields
            )
        except BadInput:
            return
        except UserError as error:
            self._says.say(str(error), "stop")
            return
        self.clear()
        self.planned.emit(done.id)

    def reckon(self) -> None:
        """Say how many households and boxes that makes, and what is short."""
        try:
            plan = self._plan()
        except UserError:
            return
        said = _("{households}, {boxes}.").format(
            households=words.households(plan.households), boxes=words.boxes(plan.boxes)
        )
        short = words.short_words(plan.short)
        self._says.say(f"{said} {short}".strip(), "heed" if short else "plain")

    # Parts

    def _plan(self) -> Plan:
        if self.day:
            return plan_of(self._session.book, self.day)
        return draft_plan(
            self._session.book,
            self._on(),
            {line.item: line.units.value() or 0 for line in self.box.rows()},
            {line.size_.value() or 1: line.boxes.value() or 0 for line in self.sizes.rows()},
            everyone=self._fields["everyone"].value(),
            wanted=self._fields["wanted"].value(),
        )

    def _on(self) -> str:
        try:
            return str(self._fields["on"].value() or clock.today())
        except BadInput:
            return clock.today()

    def _show_day(self, *, fresh: bool) -> None:
        day = self._session.book.get(Distribution, self.day) if self.day else None
        if day is None:
            return
        for name, field in self._fields.items():
            value = getattr(day, name)
            shown = ", ".join(value) or None if name == "slots" else value
            (field.set_value if fresh else field.update_value)(shown)
        box = box_of(self._session.book, day)
        self.box.show_contents(box.contents)
        self.sizes.show_sizes({int(size): boxes for size, boxes in box.by_size.items()})
        self.reckon()

    def _listen(self) -> None:
        for name, field in self._fields.items():
            field.saves(partial(self._save, name))
            field.typed.connect(self.reckon)
        for editor in (self.box, self.sizes):
            editor.typed.connect(self.reckon)
        self.box.changed.connect(lambda: self._save_rows("contents"))
        self.sizes.changed.connect(lambda: self._save_rows("by_size"))

    def _save(self, name: str, value: object) -> None:
        if not self.day:
            return
        kept = read_slots(str(value or "")) if name == "slots" else value
        self._session.attempt(edit_distribution, self.day, **{name: kept})

    def _save_rows(self, name: str) -> None:
        if self.day:
            try:
                rows = self.box.contents() if name == "contents" else self.sizes.by_size()
            except BadInput:
                return
            self._session.run(edit_distribution, self.day, **{name: rows})
        self.reckon()

    def _lay_out(self) -> None:
        inside, form = QWidget(), QWidget()
        lines = column(form, spacing=12)
        for part in (*self._fields.values(), self.box, self.sizes):
            lines.addWidget(part)
        lines.addStretch(1)
        column(inside).addLayout(in_the_middle(form, _WIDTH))
        foot = row()
        foot.addWidget(button(_("Back"), self.closed.emit, icon="arrow-left"))
        foot.addWidget(self._says, 1)
        foot.addWidget(self._add)
        outer = column(self)
        outer.addWidget(scrolling(inside), 1)
        outer.addLayout(foot)
