"""The plan of a day: when, where, for whom and what is in the box. New it wants Add; later it is saved as typed."""

import re
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from aidbook import clock
from aidbook.actions.distributions import Plan, draft_plan, edit_distribution, plan_distribution, plan_of
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Box, Distribution
from aidbook.errors import UserError
from aidbook.i18n import _, format_date
from aidbook.store.distributions import box_of, latest
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

_WIDTH = 1160
_SIDE_BY_SIDE_FROM = 840
_OF_THE_BOX = ("agreed_by", "agreed_on")
_AS_LAST_TIME = ("where", "slots", "wanted", "bring", "everyone", *_OF_THE_BOX)


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
            "agreed_by": TextField(_("Agreed by"), _("Who decided on the boxes, such as the assembly.")),
            "agreed_on": DateField(_("Agreed on")),
        }
        self.box, self.sizes = BoxEditor(session), SizesEditor()
        self._last_time = Notice("", "plain")
        self._says = Notice("", "plain")
        self._add = button(_("Add this distribution"), self.add, "main", "plus", keys="Ctrl+Return")
        self._fresh: Typed = {}
        self._lay_out()
        self._listen()
        self.clear()

    # What the page uses

    def field(self, name: str) -> Field[Any]:
        """Return a field by its name in the record."""
        return self._fields[name]

    def begin(self) -> None:
        """Plan a new day, like the last one but for its date; what was typed before is still there."""
        if self.day or not self.kept():
            self.clear()
            self._show_last_time()
        self._add.show()
        self._fields["on"].setFocus()

    def edit(self, day: Id) -> None:
        """Change a day that is in the book."""
        self.clear()
        self.day = day
        self._add.hide()
        self._show_day(fresh=True)
        self.reckon()
        self._fields["on"].setFocus()

    def clear(self) -> None:
        """Forget what is typed."""
        self.day = ""
        for name, field in self._fields.items():
            field.set_value(False if name == "everyone" else None)
        self.box.show_contents({})
        self.sizes.show_sizes({1: 1})
        self._last_time.hide()
        self._fresh = self._typed()
        self.reckon()

    def refresh(self) -> None:
        """Read again what stands in the book; leave alone what is being typed."""
        if self.day:
            self._show_day(fresh=False)
        self.reckon()

    def kept(self) -> Typed:
        """Return what is half typed of a new day; nothing where the form is as it began."""
        typed = self._typed()
        return {} if self.day or typed == self._fresh else typed

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self._fields, typed)
        contents, sizes = typed.get("contents"), typed.get("by_size")
        if isinstance(contents, dict):
            self.box.show_contents(contents)
        if isinstance(sizes, dict):
            self.sizes.show_sizes(sizes)
        self.reckon()

    def summary(self) -> str:
        """Return what is said of households, boxes and what is short."""
        return self._says.text()

    def add(self) -> None:
        """Write the new day, or say beside a field what is missing."""
        try:
            fields = {name: field.checked() for name, field in self._fields.items()}
            fields["slots"] = read_slots(fields["slots"])
            on, contents, sizes = fields.pop("on"), self.box.contents(), self.sizes.by_size()
            done = self._session.attempt(plan_distribution, on, contents, by_size=sizes, **fields)
        except BadInput:
            return
        except UserError as error:
            self._says.say(str(error), "stop")
            return
        self.clear()
        self.planned.emit(done.id)

    # What it makes

    def reckon(self) -> None:
        """Say how many households and boxes that makes, and what is short."""
        day = self.day
        if day:
            self._session.read(self, lambda book: plan_of(book, day), self._say_plan)
            return
        try:
            self._say_plan(self._draft())
        except UserError:  # a number is half typed
            return

    def _say_plan(self, plan: Plan) -> None:
        if plan.distribution != self.day:
            return
        said, short = self._size_words(plan), words.short_words(plan.short)
        enough = _("The shelves have enough.") if plan.boxes and self.box.rows() else ""
        told = f"{said} {short or enough}".strip()
        self._says.say(told, "heed" if short else "good" if enough else "plain")

    def _size_words(self, plan: Plan) -> str:
        households, boxes = words.households(plan.households), words.boxes(plan.boxes)
        if self.day or self._fields["everyone"].value():
            return _("{households}, {boxes}.").format(households=households, boxes=boxes)
        if plan.households:
            return _("Room for {households}, about {boxes}.").format(households=households, boxes=boxes)
        return _("Nobody has signed up yet.")

    def _draft(self) -> Plan:
        return draft_plan(
            self._session.book,
            self._on(),
            self.box.shown(),
            self.sizes.shown() or {1: 1},
            everyone=self._fields["everyone"].value(),
            wanted=self._fields["wanted"].value(),
        )

    def _on(self) -> str:
        try:
            return str(self._fields["on"].value() or clock.today())
        except BadInput:
            return clock.today()

    def _typed(self) -> Typed:
        return {**typed_in(self._fields), "contents": self.box.shown(), "by_size": self.sizes.shown()}

    # What is shown

    def _show_last_time(self) -> None:
        last = latest(self._session.book)
        if last is None:
            return
        self._show(last, box_of(self._session.book, last), _AS_LAST_TIME, fresh=True)
        said = _("As on {day}. Change what is different this time.")
        self._last_time.say(said.format(day=format_date(last.on)), "plain")
        self._last_time.show()
        self._fresh = self._typed()
        self.reckon()

    def _show_day(self, *, fresh: bool) -> None:
        day = self._session.book.get(Distribution, self.day)
        if day is not None:
            self._show(day, box_of(self._session.book, day), tuple(self._fields), fresh=fresh)

    def _show(self, day: Distribution, box: Box, names: tuple[str, ...], *, fresh: bool) -> None:
        for name in names:
            field = self._fields[name]
            value = getattr(box if name in _OF_THE_BOX else day, name)
            shown = ", ".join(value) or None if name == "slots" else value
            (field.set_value if fresh else field.update_value)(shown)
        self.box.show_contents(box.contents)
        self.sizes.show_sizes({int(size): boxes for size, boxes in box.by_size.items()})

    # Saving as typed

    def _listen(self) -> None:
        for name, field in self._fields.items():
            field.saves(partial(self._save, name))
            field.typed.connect(self._typing)
        self.box.typed.connect(self._typing)
        self.sizes.typed.connect(self._typing)
        self.box.changed.connect(lambda: self._save_rows("contents"))
        self.sizes.changed.connect(lambda: self._save_rows("by_size"))

    def _typing(self) -> None:
        # A day that is in the book counts by what is kept of it, once that is kept.
        if not self.day:
            self.reckon()

    def _save(self, name: str, value: object) -> None:
        if not self.day:
            return
        kept = read_slots(str(value or "")) if name == "slots" else value
        self._session.attempt(edit_distribution, self.day, **{name: kept})

    def _save_rows(self, name: str) -> None:
        if not self.day:
            self.reckon()
            return
        try:
            rows = self.box.contents() if name == "contents" else self.sizes.by_size()
        except BadInput:
            return
        self._session.run(edit_distribution, self.day, **{name: rows})

    # Parts

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the day and its box beside each other where there is room."""
        super().resizeEvent(event)
        wide = self.width() >= _SIDE_BY_SIDE_FROM
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(across if wide else down)

    def _lay_out(self) -> None:
        inside, form = QWidget(), QWidget()
        self._halves: QBoxLayout = row(form, spacing=40)
        of_box = [self._fields[name] for name in _OF_THE_BOX]
        of_day = [field for field in self._fields.values() if field not in of_box]
        for parts in ((self._last_time, *of_day), (self.box, self.sizes, *of_box)):
            half = column(spacing=12)
            for part in parts:
                half.addWidget(part)
            half.addStretch(1)
            self._halves.addLayout(half, 1)
        column(inside).addLayout(in_the_middle(form, _WIDTH))
        foot = row()
        foot.addWidget(button(_("Back"), self.closed.emit, icon="arrow-left"))
        foot.addWidget(self._says, 1)
        foot.addWidget(self._add)
        outer = column(self)
        outer.addWidget(scrolling(inside), 1)
        outer.addLayout(foot)
