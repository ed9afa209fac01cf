"""How the door is laid out: the field, the large card, the last lines; one below the other where the window is small."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from aidbook.i18n import _
from aidbook.store.distributions import DayCount
from aidbook.ui import theme
from aidbook.ui.distributions import words
from aidbook.ui.distributions.door_cards import (
    HouseholdCard,
    HouseholdsCard,
    UnnamedCard,
    WordsCard,
    door_button,
    door_notice,
)
from aidbook.ui.distributions.door_lines import JustNow
from aidbook.ui.distributions.flow import Flow
from aidbook.ui.widgets.basics import LineEdit, card, column, label, row
from aidbook.ui.widgets.panel import scrolling

_LOW = 600
_LEAST_CARD, _LEAST_LINES = 232, 320
_AS_MUCH = 16_777_215


class DoorView(QWidget):
    """The parts of the door. It decides nothing."""

    leave_wanted = Signal()
    unnamed_wanted = Signal()
    to_come_wanted = Signal()
    aim_dropped = Signal()
    queue_turned = Signal()

    def __init__(self, title: str, unnamed: UnnamedCard) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self._title = label(title, "section")
        self._counts = label("", "door-soft", wrap=True)
        self.queue = door_button(_("Short names"), self.queue_turned.emit, icon_name="eye")
        self.queue.setCheckable(True)
        self.queue.setToolTip(
            _("First names and an initial only, for when the screen is turned to the queue")
        )
        self.leave = door_button(_("Leave the door"), self.leave_wanted.emit, icon_name="lock")
        self.field = LineEdit()
        self.field.setAccessibleName(_("Card, number or a few letters"))
        self.field.setPlaceholderText(_("Card, number or a few letters"))
        self.said = door_notice("plain")
        self.aim = door_notice("plain")
        self.aim.add_button(_("Never mind"), self.aim_dropped.emit)
        self.words, self.household, self.households = WordsCard(), HouseholdCard(), HouseholdsCard()
        self.unnamed = unnamed
        self.just_now = JustNow()
        self._hint = label(_("A scan finds; Enter books. Esc clears."), "soft")
        self._lay_out()

    def show_count(self, count: DayCount, planned: int) -> None:
        """Show how far the day is."""
        self._counts.setText(words.so_far(count, planned))

    def counts(self) -> str:
        """Return what it says of how far the day is."""
        return self._counts.text()

    def show_card(self, card_: QWidget) -> None:
        """Show one of the four cards."""
        self._stack.setCurrentWidget(card_)

    def shown(self) -> QWidget | None:
        """Return the card that is shown."""
        return self._stack.currentWidget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew what the size asks for."""
        super().resizeEvent(event)
        self._fit(small=self.width() < theme.NARROW or self.height() < _LOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the room there is for the card."""
        if event.type() == QEvent.Type.Resize:
            self._size_card()
        return super().eventFilter(watched, event)

    def _size_card(self) -> None:
        """Let the card fill what is in sight, where the rest lies below it; its buttons are in sight then."""
        room = max(_LEAST_CARD, self._area.viewport().height())
        self._card.setMinimumHeight(room if self._small else 0)
        self._card.setMaximumHeight(room if self._small else _AS_MUCH)

    def _lay_out(self) -> None:
        self._small = False
        self._outer: QVBoxLayout = column(self, spacing=12)
        self._outer.addLayout(self._header())
        self._outer.addWidget(self.field)
        body = QWidget()
        self._grid = QGridLayout(body)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._area = scrolling(body)
        self._outer.addWidget(self._area, 1)
        self._card = self._large_card()
        self._foot = self._foot_row()
        self._fit(small=False)
        self._area.viewport().installEventFilter(self)

    def _header(self) -> QBoxLayout:
        line = row(spacing=16)
        self._said_of_day = row(spacing=16)
        self._said_of_day.addWidget(self._title)
        self._said_of_day.addStretch(1)
        self._said_of_day.addWidget(self._counts, 8)
        line.addLayout(self._said_of_day, 1)
        line.addWidget(self.queue)
        line.addWidget(self.leave)
        return line

    def _large_card(self) -> QWidget:
        made = card()
        self._inside = column(made, spacing=12)
        self._stack = QStackedWidget()
        for each in (self.words, self.household, self.households, self.unnamed):
            self._stack.addWidget(each)
        for part, share in ((self.aim, 0), (self.said, 0), (self._stack, 1)):
            self._inside.addWidget(part, share)
        return made

    def _foot_row(self) -> QWidget:
        made = QWidget()
        line = row(made)
        unnamed = door_button(
            _("Without a name"), self.unnamed_wanted.emit, icon_name="user-plus", keys="Alt+N"
        )
        to_come = door_button(_("Still to come"), self.to_come_wanted.emit, icon_name="list", keys="Alt+C")
        line.addLayout(Flow(unnamed, to_come), 1)
        line.addWidget(self._hint)
        return made

    def _fit(self, *, small: bool) -> None:
        side, top = (8, 8) if small else (32, 20)
        self._outer.setContentsMargins(side, top, side, top)
        self._outer.setSpacing(8 if small else 16)
        self._inside.setContentsMargins(*((12,) * 4 if small else (32, 24, 24, 24)))
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._said_of_day.setDirection(down if small else across)
        self._said_of_day.setSpacing(0 if small else 16)
        right = Qt.AlignmentFlag.AlignLeft if small else Qt.AlignmentFlag.AlignRight
        self._counts.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        self._hint.setVisible(not small)
        self.household.set_small(small=small)
        self.households.set_small(small=small)
        theme.give(self.field, door=not small, small_door=small)
        self._place(small=small)

    def _place(self, *, small: bool) -> None:
        places = (
            (self._card, 0, 0, 1),
            (self._foot, 1, 0, 1),
            (self.just_now, *((2, 0, 1) if small else (0, 1, 2))),
        )
        for part, at, across, high in places:
            self._grid.removeWidget(part)
            self._grid.addWidget(part, at, across, high, 1)
        self._grid.setColumnStretch(0, 64)
        self._grid.setColumnStretch(1, 0 if small else 36)
        self._grid.setRowStretch(0, 1)
        self._small = small
        self._size_card()
        self.just_now.setMinimumSize(QSize(0, _LEAST_LINES) if small else QSize(360, 0))
