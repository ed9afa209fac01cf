"""The chosen day beside the list: what it is, its figures, what is short, and what can be done with it."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from aidbook.actions.distributions import plan_of
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.i18n import _
from aidbook.store.distributions import box_of, closing_of, day_count, planned_boxes
from aidbook.ui.distributions import words
from aidbook.ui.distributions.flow import Flow
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import Panel


class DaySide(Panel):
    """Shows one day; its buttons are the page's commands."""

    def __init__(self, session: Session, commands: Sequence[QAction]) -> None:
        super().__init__()
        self._session, self.day = session, ""
        self._date, self._about = label("", "title", wrap=True), label("", "soft", wrap=True)
        self._so_far, self._rule = label("", wrap=True), label("", "soft", wrap=True)
        self._short = Notice("", "heed")
        inside = QWidget()
        lines = column(inside, spacing=12)
        for part in (self._date, self._about, self._so_far, self._short, self._rule):
            lines.addWidget(part)
        flow = Flow()
        for action in commands:
            role = "main" if action.objectName() == "door" else ""
            flow.addWidget(button(action.text(), action.trigger, role, str(action.data())))
        lines.addLayout(flow)
        lines.addStretch(1)
        self.show_widget(inside)
        self.hide()

    def show_day(self, day: Id) -> None:
        """Show a day; "" for none."""
        self.day = day
        record = self._session.book.get(Distribution, day) if day else None
        self.setVisible(record is not None)
        if record is not None:
            self._say(record)

    def texts(self) -> str:
        """Return all that is said of the day."""
        said = [self._date, self._about, self._so_far]
        return "\n".join([*(part.text() for part in said), self._short.text()])

    def _say(self, day: Distribution) -> None:
        book = self._session.book
        is_closed = closing_of(book, day.id) is not None
        short = {} if is_closed else plan_of(book, day.id).short
        self._date.setText(words.day_words(day.on))
        parts = [words.about(day), ", ".join(day.slots), _("closed") if is_closed else _("open")]
        if day.bring:
            parts.append(_("bring {what}").format(what=day.bring))
        self._about.setText(" · ".join(part for part in parts if part))
        self._so_far.setText(words.so_far(day_count(book, day), planned_boxes(book, day)))
        by_size = box_of(book, day).by_size
        self._rule.setText(words.rule_words(by_size))
        self._short.say(words.short_words(short), "heed")
        self._short.setVisible(bool(short))
