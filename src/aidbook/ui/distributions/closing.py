"""A day's figures: before it is closed what will be written, with the gifts of the day; afterwards its report."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.actions.distributions import close_distribution
from aidbook.domain.declare import Id
from aidbook.domain.members import NOT_ASKED
from aidbook.i18n import _, format_number
from aidbook.store.reports import DayReport, day_report
from aidbook.ui import theme
from aidbook.ui.distributions import words
from aidbook.ui.gifts.form import GiftForm
from aidbook.ui.gifts.words import gift_words
from aidbook.ui.pantry.words import quantity
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, card, column, in_the_middle, label, row
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import scrolling

_WIDTH = 760
_WHAT = 240


class DayView(QWidget):
    """The report of one day, and closing it."""

    closed = Signal()
    """Somebody goes back."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self.day = session, ""
        self._shown: list[tuple[str, str]] = []
        self._state = Notice("", "plain")
        self._figures = QWidget()
        self._box = card()
        self.gifts: GiftForm | None = None
        self._gift_place = column()
        self.note = button(_("Note a gift"), self.note_gift, icon="gift", keys="G")
        self.close_day = button(_("Close the day"), self.close_now, "main", "check")
        self.print_ = button(_("Print the report"), lambda: session.go("sheets", self.day), icon="printer")
        self._lay_out()

    def show_day(self, day: Id) -> None:
        """Show a day."""
        if day != self.day:
            self._drop_form()
        self.day = day
        self.refresh()
        (self.note if self.close_day.isHidden() else self.close_day).setFocus()

    def refresh(self) -> None:
        """Read the figures again."""
        report = day_report(self._session.book, self.day) if self.day else None
        if report is None:
            return
        day = words.day_words(report.on)
        if report.closed:
            self._state.say(_("{day} is closed. These are its figures.").format(day=day), "good")
        else:
            said = _("{day} is open. Closing writes these figures; undo opens it again.")
            self._state.say(said.format(day=day), "plain")
        self.close_day.setVisible(not report.closed)
        self._show(figures(report))

    def figures(self) -> dict[str, str]:
        """Return what is shown: {what: how much}."""
        return dict(self._shown)

    def note_gift(self) -> None:
        """Ask what somebody gave on this day."""
        if self.gifts is None:
            self.gifts = GiftForm(self._session, ask_who=True, distribution=self.day)
            self.gifts.closed.connect(self._leave_form)
            self.gifts.added.connect(lambda _id: self._leave_form())
            self._gift_place.addWidget(self.gifts)
        self.note.hide()
        self.gifts.start()

    def close_now(self) -> None:
        """Write the closing."""
        if self._session.run(close_distribution, self.day):
            self.refresh()
            self.print_.setFocus()

    def back(self) -> bool:
        """Leave the form of a gift, if it is in sight; what is typed stays in it."""
        if self.gifts is None or self.gifts.isHidden():
            return False
        self._leave_form()
        return True

    def _leave_form(self) -> None:
        if self.gifts is not None:
            self.gifts.hide()
        self.note.show()
        self.note.setFocus()

    def _drop_form(self) -> None:
        if self.gifts is not None:
            self.gifts.hide()
            self.gifts.deleteLater()
            self.gifts = None
        self.note.show()

    def _show(self, shown: list[tuple[str, str]]) -> None:
        self._shown = shown
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(theme.GRID)
        for at, (what, how_much) in enumerate(shown):
            grid.addWidget(label(what, "soft", wrap=True), at, 0)
            grid.addWidget(label(how_much, wrap=True), at, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, _WHAT if self.width() > theme.NARROW else 0)
        self._box.layout().replaceWidget(self._figures, fresh)  # type: ignore[union-attr] # it has one since it was made
        self._figures.hide()
        self._figures.deleteLater()
        self._figures = fresh

    def _lay_out(self) -> None:
        column(self._box, margin=20).addWidget(self._figures)
        inside, middle = QWidget(), QWidget()
        lines = column(middle, spacing=16)
        lines.addWidget(self._state)
        lines.addWidget(self._box)
        lines.addLayout(self._gift_place)
        lines.addStretch(1)
        column(inside).addLayout(in_the_middle(middle, _WIDTH))
        foot = row()
        foot.addWidget(button(_("Back"), self.closed.emit, icon="arrow-left"))
        foot.addStretch(1)
        for made in (self.note, self.print_, self.close_day):
            foot.addWidget(made)
        outer = column(self)
        outer.addWidget(scrolling(inside), 1)
        outer.addLayout(foot)


def figures(report: DayReport) -> list[tuple[str, str]]:
    """Return a day's figures as lines: what, and how much."""
    lines = [
        (_("Households expected"), format_number(report.expected)),
        (_("Households that picked up"), format_number(report.households)),
        (_("People"), format_number(report.people)),
        (_("Boxes handed out"), format_number(report.boxes)),
        (_("Didn't come"), format_number(report.no_shows)),
        (_("Walk-ins"), format_number(report.walk_ins)),
    ]
    for band, people in report.by_age.items():
        title = _("Age not asked") if band == NOT_ASKED else _("Age {band}").format(band=band)
        lines.append((title, format_number(people)))
    lines += [(name, quantity(n, report.units[name])) for name, n in report.items_out.items()]
    if report.gifts:
        lines.append((_("Given"), "\n".join(_gift(gift.who, gift_words(gift)) for gift in report.gifts)))
    return lines


def _gift(who: str, said: str) -> str:
    return _("{who}: {what}").format(who=who, what=said) if who else said
