"""The keys of the door: a scanner works wherever the focus is, and its Enter never books.

Keys are judged by their own moments, not by when they are handled: on a busy laptop a person's keys arrive in a heap.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from aidbook.ui.distributions.pace import Enter, Pace

_NOT_TYPING = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the keys do: a scan finds; a person's Enter (is it deliberate?) in some widget; Esc; a step in the list."""

    scanned: Callable[[str], None]
    entered: Callable[[QWidget, Enter], None]
    escaped: Callable[[], None]
    stepped: Callable[[int], None]


class DoorKeys(QObject):
    """Watches every key on its way to a widget of `page` while the page is in sight."""

    def __init__(self, page: QWidget, field: QLineEdit, deeds: Deeds, now_ms: Callable[[], float]) -> None:
        super().__init__(page)
        self._page, self._field, self._deeds, self._now_ms = page, field, deeds, now_ms
        self._pace = Pace()
        self._before: tuple[QLineEdit, str] | None = None

    def watch(self) -> None:
        """Begin to watch."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def rest(self) -> None:
        """Watch no more."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Judge a key; say whether it was dealt with here."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not self._is_ours(watched)
        ):
            return False
        return isinstance(watched, QWidget) and self._key(watched, event)

    def _is_ours(self, watched: QObject) -> bool:
        """Say whether this is the first widget that gets the key: the one that has the keyboard, in this page."""
        # A key that a widget ignores comes by here again on its way up through the parents.
        here = isinstance(watched, QWidget) and (watched is self._page or self._page.isAncestorOf(watched))
        focused = self._page.window().focusWidget()
        return here and watched is (focused or self._page)

    def _key(self, widget: QWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return event.isAutoRepeat() or self._enter(widget, event)
        if key == Qt.Key.Key_Escape:
            self._deeds.escaped()
            return True
        if widget is self._field and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._deeds.stepped(1 if key == Qt.Key.Key_Down else -1)
            return True
        if event.text().isprintable() and event.text() and not event.modifiers() & _NOT_TYPING:
            return self._typed(widget, event)
        return False

    def _typed(self, widget: QWidget, event: QKeyEvent) -> bool:
        begins = self._pace.key(event.text(), self._moment(event))
        if isinstance(widget, QLineEdit):
            if begins:
                self._before = (widget, widget.text())
            return False
        if isinstance(widget, QPushButton) and event.key() == Qt.Key.Key_Space:
            return False
        # No other widget has any use for letters: whoever types wants to find somebody.
        self._field.setFocus()
        self._field.insert(event.text())
        return True

    def _enter(self, widget: QWidget, event: QKeyEvent) -> bool:
        enter = self._pace.enter(self._moment(event))
        if enter.scanned:
            self._put_back()
            self._deeds.scanned(self._whole(widget, enter.scanned))
            return True
        if isinstance(widget, QPushButton):
            return not enter.deliberate
        self._deeds.entered(widget, enter)
        return True

    def _whole(self, widget: QWidget, scanned: str) -> str:
        """Return what was scanned: all that stands in the field, where a hitch cut the scan in two."""
        text = self._field.text().strip()
        cut = widget is self._field and "-" in text and text.endswith(scanned)
        return text if cut and text.count("-") == _DASHES else scanned

    def _put_back(self) -> None:
        """Give a field back what stood in it before a scanner typed into it."""
        if self._before is not None and self._before[0] is not self._field:
            editor, text = self._before
            editor.setText(text)
        self._before = None

    def _moment(self, event: QKeyEvent) -> float:
        return event.timestamp() or self._now_ms()


_DASHES = 2
"""How many dashes a member's number has."""
