"""Labels, buttons and boxes, named by their role; the theme says how a role looks."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from aidbook.ui import icons, theme

_L = TypeVar("_L", bound=QBoxLayout)
_ON_ACCENT = ("main", "nav")


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label of plain text; roles: title, section, soft, small, label, error, door, door-soft."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    # Absolute: an Arabic name alone in its label stays in the column of the others.
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
    made.setAlignment(left | Qt.AlignmentFlag.AlignVCenter)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    return made


class Button(QPushButton):
    """A button with a word; roles: main (one on a page), quiet, link, icon, row, fold, danger, nav."""

    _withheld = False

    def __init__(self, text: str, role: str = "", icon: str = "") -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setAccessibleName(text)
        self.setText(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if role in {"main", "icon"}:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if icon:
            token = {"main": "on_accent", "link": "accent", "danger": "stop"}.get(role, "ink")
            self.setIcon(icons.icon(icon, token))

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's
        """Show a word as it is, an ampersand too; leave a gap between it and the icon. Its shortcut stays."""
        keys = self.shortcut()  # which Qt takes away with the word before
        super().setText(text.replace("&", "&&"))
        if not keys.isEmpty():
            self.setShortcut(keys)
        self.setIconSize(QSize(theme.ICON + (theme.ICON_GAP if text else 0), theme.ICON))

    def withhold(self) -> None:
        """Stay hidden: it is for what the role of who opened the book does not do."""
        self._withheld = True
        self.hide()

    def setVisible(self, on: bool) -> None:  # noqa: FBT001, N802 - Qt's
        """Show it, unless it is withheld."""
        super().setVisible(on and not self._withheld)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a click too: Qt does so in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.animateClick()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring inside a focused button whose own colour would swallow the one around it."""
        super().paintEvent(event)
        role = self.property("role")
        if not self.hasFocus() or role not in _ON_ACCENT or (role == "nav" and not self.isChecked()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("on_accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 2, 2)
        painter.end()


def button(
    text: str, on_click: Callable[[], object], role: str = "", icon: str = "", *, keys: str = ""
) -> Button:
    """Return a button that does `on_click`; `keys` is its shortcut, said in its tooltip.

    The button of a command that is withheld stays hidden: of any command that cannot be seen when this is called.
    """
    made = Button(text, role, icon)
    command = getattr(on_click, "__self__", None)
    if isinstance(command, QAction) and not command.isVisible():
        made.withhold()
    made.clicked.connect(lambda *_: on_click())  # Qt tells whether it is checked
    if keys:
        made.setShortcut(keys)
        made.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
    return made


def icon_button(name: str, word: str, on_click: Callable[[], object], *, keys: str = "") -> Button:
    """Return a button that shows an icon alone; its word is its tooltip and its accessible name."""
    made = button("", on_click, "icon", name, keys=keys)
    made.setAccessibleName(word)
    made.setToolTip(
        f"{word} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})" if keys else word
    )
    return made


class LineEdit(QLineEdit):
    """A line to type in. Ctrl+Z is its own only while there is typing to take back; then it is the book's."""

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+Z and Ctrl+Y pass to the window where this line has nothing to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and self._has_no_use_for(event):
            event.ignore()
            return False
        return super().event(event)

    def _has_no_use_for(self, event: QEvent) -> bool:
        matches = getattr(event, "matches", None)
        if matches is None:
            return False
        undo = matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
        redo = matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
        return bool(undo or redo)


def card() -> QFrame:
    """Return the second level of surface: a sheet on the paper."""
    made = QFrame()
    made.setProperty("role", "card")
    return made


def rule() -> QFrame:
    """Return a hairline."""
    made = QFrame()
    made.setProperty("role", "rule")
    return made


class Stack(QStackedWidget):
    """One of several things at a time. Only what is in sight asks for room, and each part scrolls by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        """Ask for no room for what is not in sight."""
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's
        """Let nobody make room for all of a part."""
        return False


def column(parent: QWidget | None = None, *, margin: int = 0, spacing: int = theme.GRID) -> QVBoxLayout:
    """Return a layout from top to bottom, on the grid."""
    return _spaced(QVBoxLayout(parent) if parent else QVBoxLayout(), margin, spacing)


def row(parent: QWidget | None = None, *, margin: int = 0, spacing: int = theme.GRID) -> QHBoxLayout:
    """Return a layout from left to right, on the grid."""
    return _spaced(QHBoxLayout(parent) if parent else QHBoxLayout(), margin, spacing)


def empty(lines: QLayout) -> None:
    """Take everything out of a layout; what was shown is hidden at once and deleted."""
    while (item := lines.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            empty(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def in_the_middle(widget: QWidget, width: int) -> QHBoxLayout:
    """Return a row with `widget` in its middle, `width` wide or as wide as there is room."""
    widget.setMaximumWidth(width)
    line = row(spacing=0)
    line.addStretch(1)
    # Not by alignment: then its height would be reckoned from a width that it doesn't have.
    line.addWidget(widget, 1000)
    line.addStretch(1)
    return line


def _spaced(layout: _L, margin: int, spacing: int) -> _L:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout
