"""The stock card of an item beside the list: in and out by month, and every movement with what was there after it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.domain.roles import may_print
from aidbook.i18n import _, format_date, format_number
from aidbook.sheets.card_words import change_words, shelf_words, what_words
from aidbook.store.same import all_of
from aidbook.store.stock_card import CardLine, Cursor, card, months, on_hand
from aidbook.ui import theme
from aidbook.ui.pantry.chart import InAndOut
from aidbook.ui.pantry.words import quantity
from aidbook.ui.reading_in.flow import Flow
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, empty, label, row, rule


class CardView(QWidget):
    """One item's card; more of it is read where somebody asks."""

    closed = Signal()
    """Somebody wants the item again."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.item: Id = ""
        self._oldest_first = False
        self._after: Cursor | None = None
        self._lines: list[CardLine] = []
        self._name = label("", "section", wrap=True)
        self._on_hand = label("", "label", wrap=True)
        self.chart = InAndOut()
        self._rows = column(spacing=theme.GRID)
        self._none = label(_("Nothing has moved yet."), "soft", wrap=True)
        self._turn = button(_("Oldest first"), self.turn_over, icon="arrow-right-left")
        self._more = button(_("Show more"), self.show_more, icon="chevron-down")
        self._print = button(_("Print or save"), self.print_, icon="printer")
        self._back = button(_("Back to the item"), self.closed.emit, "quiet", "arrow-left")
        self._lay_out()
        if not may_print(session.book.role, "stock-card"):
            self._print.hide()

    def show_item(self, item: Id) -> None:
        """Show the card of an item from its newest end."""
        self.item = item
        self.refresh()

    def refresh(self) -> None:
        """Read the card again, from its beginning."""
        book = self._session.book
        record = book.get(Item, self.item)
        if record is None:
            return
        there = on_hand(book, all_of(book, "item", [self.item]))
        self._name.setText(_("Every movement: {item}").format(item=record.name))
        self._on_hand.setText(_("{units} on hand").format(units=quantity(there, record.unit)))
        self.chart.show_months(months(book, self.item, until=clock.today()))
        self._begin()

    def turn_over(self) -> None:
        """Show the other end of the card first."""
        self._oldest_first = not self._oldest_first
        self._turn.setText(_("Newest first") if self._oldest_first else _("Oldest first"))
        self._begin()

    def show_more(self) -> None:
        """Show the next lines."""
        page = card(self._session.book, self.item, oldest_first=self._oldest_first, after=self._after)
        for line in page.lines:
            if self._lines:
                self._rows.addWidget(rule())
            self._rows.addWidget(_line(line))
            self._lines.append(line)
        self._after = page.after
        self._more.setVisible(page.after is not None)
        self._none.setVisible(not self._lines)

    def print_(self) -> None:
        """Show the card as a report, to be printed or saved."""
        self._session.go("sheets", f"stock-card {self.item}")

    def focus_first(self) -> None:
        """Go to the first thing that can be done."""
        self._turn.setFocus()

    def lines(self) -> list[CardLine]:
        """Return what is shown."""
        return self._lines

    def _begin(self) -> None:
        empty(self._rows)
        self._lines, self._after = [], None
        self.show_more()

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=12)
        lines.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._name, self._on_hand, Flow([self._turn, self._print])):
            lines.addWidget(part)
        lines.addWidget(label(_("In and out by month"), "section"))
        lines.addWidget(self.chart)
        lines.addWidget(label(_("Movements"), "section"))
        lines.addWidget(self._none)
        lines.addLayout(self._rows)
        lines.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)


def _line(line: CardLine) -> QWidget:
    """Return a line: its day and what was done, the change and the balance; below, the lot and where."""
    made = QWidget()
    lines = column(made, spacing=2)
    head = row()
    head.addWidget(label(what_words(line), "label", wrap=True), 1)
    change = label(change_words(line.change))
    balance = label(_("then {n}").format(n=format_number(line.balance)))
    for part in (change, balance):
        part.setFont(theme.font(tabular=True))
        head.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
    if line.balance < 0:
        theme.give(balance, tone="heed")
    lines.addLayout(head)
    rest = " · ".join(
        [format_date(clock.day_of(line.at), "long"), clock.time_of(line.at), *where_words(line)]
    )
    lines.addWidget(label(rest, "soft", wrap=True))
    made.setAccessibleName(f"{what_words(line)} {change.text()} {balance.text()} {rest}")
    return made


def where_words(line: CardLine) -> list[str]:
    """Return from which shelf to which, and of which lot."""
    lot = [
        _("date {date}").format(date=format_date(line.best_before, "long")) if line.best_before else "",
        _("lot {code}").format(code=line.lot_code) if line.lot_code else "",
        _("from {source}").format(source=line.source) if line.source else "",
    ]
    return [part for part in (shelf_words(line), *lot) if part]
