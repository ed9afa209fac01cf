"""What a member gave and what they received over a period: two lists of dated sentences, neither summed up."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.i18n import _, format_date, format_number
from aidbook.store.member_story import Line, gave, received
from aidbook.ui.gifts.form import GiftForm
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, empty, label, row
from aidbook.ui.widgets.period import PeriodField

_SHOWN = 6


class Story(QWidget):
    """Both lists, with the form for a gift between its title and the first."""

    more_shown = Signal()
    """Somebody asked for all of a list: the button they pressed is gone."""

    def __init__(self, session: Session, add_gift: QAction) -> None:
        super().__init__()
        self._session = session
        self._member: Id = ""
        self._all_of: set[str] = set()
        self.gift = GiftForm(session)
        self.gift.hide()
        self.period = PeriodField("months")
        self._gave, self._received = column(spacing=4), column(spacing=4)
        self._add_gift = button(_("Add gift"), add_gift.trigger, icon="plus")
        self._lay_out()
        self.period.changed.connect(self.refresh)

    def show_member(self, member: Id) -> None:
        """Show a member's lists."""
        if member != self._member:
            self._all_of.clear()
        self._member = member
        self.refresh()

    def refresh(self) -> None:
        """Read both lists again."""
        if not self._member:
            return
        first, last = self.period.days()
        book = self._session.book
        self._show_list("gave", self._gave, gave(book, self._member, first, last))
        self._show_list("received", self._received, received(book, self._member, first, last))

    def show_gift(self, *, on: bool) -> None:
        """Show or hide the form for a gift."""
        self.gift.setVisible(on)
        self._add_gift.setVisible(not on)
        if on:
            self.gift.start(self._member)

    def sentences(self) -> list[str]:
        """Return what both lists say, the first one first."""
        return [
            widget.text()
            for lines in (self._gave, self._received)
            for at in range(lines.count())
            if (item := lines.itemAt(at)) and isinstance(widget := item.widget(), QLabel)
        ]

    def _show_list(self, which: str, lines: QVBoxLayout, said: Sequence[Line]) -> None:
        empty(lines)
        shown = said if which in self._all_of else said[:_SHOWN]
        for line in shown:
            lines.addWidget(label(sentence(line), wrap=True))
        if not said:
            lines.addWidget(label(self._nothing(), "soft", wrap=True))
        if len(shown) < len(said):
            text = _("Show all {n}").format(n=format_number(len(said)))
            more = button(text, lambda: self._show_all(which), "link")
            lines.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _nothing(self) -> str:
        if self.period.days() == (None, None):
            return _("Nothing written down yet.")
        return _("Nothing written down in this period.")

    def _show_all(self, which: str) -> None:
        self._all_of.add(which)
        self.refresh()
        self.more_shown.emit()

    def _lay_out(self) -> None:
        lines = column(self, spacing=12)
        self.period.which.label().hide()  # it says what it is by itself
        lines.addWidget(self.period)
        giving = row()
        giving.addWidget(label(_("Gave"), "section"), 1)
        giving.addWidget(self._add_gift)
        lines.addLayout(giving)
        lines.addWidget(self.gift)
        lines.addLayout(self._gave)
        lines.addWidget(label(_("Received"), "section"))
        lines.addLayout(self._received)


def sentence(line: Line) -> str:
    """Return a dated sentence: "3 hours: the ramp, 21 March"."""
    date = format_date(line.on, "day" if line.on[:4] == clock.today()[:4] else "long")
    return _("{what}, {date}").format(what=line.text, date=date)
