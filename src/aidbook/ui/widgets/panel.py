"""A list with a panel beside it; where the window is narrow, one or the other."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.widgets.basics import button, card, column, empty, row

_SIDE_BY_SIDE_FROM = 720
_PANEL_WIDTH = 480
_PANEL_LEAST = 320
_MARGIN = 20


class _Scroller(QScrollArea):
    """Knows that lines which wrap are higher where it is narrow: Qt's own would press them into each other."""

    def setWidget(self, inside: QWidget) -> None:  # noqa: N802 - Qt's
        super().setWidget(inside)
        inside.installEventFilter(self)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if inside is not None and layout is not None and layout.hasHeightForWidth():
            inside.setMinimumHeight(layout.totalMinimumHeightForWidth(self.viewport().width()))


def scrolling(inside: QWidget) -> QScrollArea:
    """Return a frameless area that scrolls `inside` from top to bottom and never sideways if it can help it."""
    area = _Scroller()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setProperty("role", "clear")
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    return area


def into_sight(widget: QWidget) -> None:
    """Bring a widget into sight, however many areas it scrolls in."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


class Panel(QFrame):
    """A card whose content scrolls. Fill it with `show_widget`; fixed buttons go into `foot`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        lines = column(self)
        self._area = scrolling(QWidget())
        self.foot = row(spacing=theme.GRID)
        self.foot.setContentsMargins(_MARGIN, 0, _MARGIN, 16)
        lines.addWidget(self._area, 1)
        lines.addLayout(self.foot)

    def show_widget(self, inside: QWidget) -> None:
        """Show `inside` from its top; what was shown is deleted."""
        # A field in there may be where the keyboard is: let it be left, and so saved, before it goes.
        focused = self._area.focusWidget()
        if focused is not None and focused.hasFocus():
            focused.clearFocus()
        inside.setProperty("role", "clear")
        layout = inside.layout()
        if layout is not None:
            layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        old = self._area.takeWidget()
        self._area.setWidget(inside)
        if old is not None:
            old.deleteLater()

    def fill_foot(self, *buttons: QWidget) -> None:
        """Show these buttons under what scrolls, at its right."""
        empty(self.foot)
        self.foot.addStretch(1)
        for each in buttons:
            self.foot.addWidget(each)

    def inside(self) -> QWidget | None:
        """Return what is shown."""
        return self._area.widget()

    def scroll_to(self, widget: QWidget) -> None:
        """Bring a widget in the panel into sight."""
        self._area.ensureWidgetVisible(widget)


class ListAndPanel(QWidget):
    """The middle of most pages: a list, and a panel for the chosen thing. Narrow windows show one of them."""

    left_panel = Signal()
    """Somebody went back from the panel to the list, in a narrow window."""

    def __init__(self, listing: QWidget, panel: QWidget) -> None:
        super().__init__()
        self.listing, self.panel = listing, panel
        self._in_panel = False
        self._back = button(_("Back to the list"), self.back, "quiet", "arrow-left")
        self._side = card()
        self._side.setProperty("role", "")
        side: QVBoxLayout = column(self._side)
        side.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(panel, 1)
        line = row(self, spacing=16)
        line.addWidget(listing, 1)
        line.addWidget(self._side)
        panel.installEventFilter(self)
        self._fit()

    def show_panel(self) -> None:
        """Let the panel be seen, where only one of both has room."""
        self._in_panel = True
        self._fit()

    def back(self) -> bool:
        """Go back from the panel to the list in a narrow window; say whether that was a step."""
        if not self._in_panel or not self._is_narrow():
            self._in_panel = False
            return False
        self._in_panel = False
        self._fit()
        self.left_panel.emit()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a panel that its page hides or shows."""
        if event.type() in (QEvent.Type.HideToParent, QEvent.Type.ShowToParent):
            self._fit()
        return super().eventFilter(watched, event)

    def _is_narrow(self) -> bool:
        return self.width() < _SIDE_BY_SIDE_FROM

    def _fit(self) -> None:
        narrow, has_panel = self._is_narrow(), not self.panel.isHidden()
        self._back.setVisible(narrow)
        self.listing.setVisible(not (narrow and self._in_panel and has_panel))
        self._side.setVisible(has_panel and (self._in_panel or not narrow))
        if narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16777215)
        else:
            self._side.setFixedWidth(max(_PANEL_LEAST, min(_PANEL_WIDTH, self.width() * 43 // 100)))
