"""A scanner on a page: it works wherever the focus is, whatever it sends before and after the code.

Told from a person's typing by its pace alone, key by key, by the keys' own moments: on a busy laptop they arrive in a
heap. What a scanner typed into a field before it was known for one is taken out of it again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from aidbook.ui.distributions.pace import Pace

GS = "\x1d"
_UNDO = QKeySequence.StandardKey.Undo
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SEPARATORS = (Qt.Key.Key_F8,)
"""Keys that some scanners press where a code has its separator, besides Ctrl and ]."""
_PAUSE_MS = 120
"""After so long a silence a scan that no Enter or Tab ends is over."""
_LONG = 8
"""So many keys in a run are a scan without its Enter; fewer may be a quick hand."""
_NOT_TYPING = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_CONTROLS = {"\x02", "\x03", GS}
"""What scanners send besides printed characters: start and end of text, the separator."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What is done: with a scan, with a person's Enter in the entry, with Esc, with Ctrl+Z, with an arrow in the entry.

    `can_undo` tells whether Ctrl+Z is ours now, and not the window's.
    """

    scanned: Callable[[str], None]
    entered: Callable[[], None]
    escaped: Callable[[], bool]
    undone: Callable[[], bool]
    can_undo: Callable[[], bool]
    stepped: Callable[[int], bool]


class ScanKeys(QObject):
    """Watches every key of the window while `page` is in sight. What no field takes is typed into `entry`."""

    def __init__(self, page: QWidget, entry: QLineEdit, deeds: Deeds, now_ms: Callable[[], float]) -> None:
        super().__init__(page)
        self._page, self._entry, self._deeds, self._now_ms = page, entry, deeds, now_ms
        self._pace = Pace()
        self._burst = ""
        self._before: tuple[QLineEdit | QPlainTextEdit, str] | None = None
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_PAUSE_MS)
        self._silence.timeout.connect(self._fell_silent)

    def watch(self) -> None:
        """Begin to watch."""
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def rest(self) -> None:
        """Watch no more."""
        self._silence.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Judge a key; say whether it was dealt with here."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or not isinstance(
            event, QKeyEvent
        ):
            return False
        widget = self._ours(watched)
        if widget is None:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            return self._claim(widget, event)
        return self._key(widget, event)

    def _ours(self, watched: QObject) -> QWidget | None:
        """Return the widget of this window that gets the key first; None for a key that is none of ours."""
        # A list of suggestions is a window of its own; what is typed into it is meant for its line.
        widget = watched.focusProxy() if watched is QApplication.activePopupWidget() else watched
        if not isinstance(widget, QWidget) or not self._page.isVisible():
            return None
        window = self._page.window()
        # A key that a widget ignores comes by here again on its way up through the parents.
        first = widget is (window.focusWidget() or window)
        return widget if first and widget.window() is window else None

    def _claim(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Claim Ctrl+Z from the window: here it takes back what was said last, unless a field has typing of its own."""
        if event.matches(_UNDO) and not _has_typing(widget) and self._deeds.can_undo():
            event.accept()
            return True
        return False

    def _key(self, widget: QWidget, event: QKeyEvent) -> bool:
        key = event.key()
        if key in _ENDS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.isAutoRepeat() or self._ended(widget, event)
        if key == Qt.Key.Key_Escape:
            return self._deeds.escaped()
        if event.matches(_UNDO) and not _has_typing(widget):
            return self._deeds.undone()
        if widget is self._entry and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            return self._deeds.stepped(1 if key == Qt.Key.Key_Down else -1)
        if text := _typed(event):
            return self._take(widget, event, text)
        return False

    def _take(self, widget: QWidget, event: QKeyEvent, text: str) -> bool:
        begins = self._pace.key(text, self._moment(event))
        self._burst = text if begins else self._burst + text
        self._silence.start()
        if text in _CONTROLS:
            return True
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            if begins:
                self._before = (widget, _text_of(widget))
            return False
        if isinstance(widget, QPushButton) and text == " ":
            return False
        # No other widget has any use for letters: whoever types wants the entry.
        if begins:
            self._before = (self._entry, self._entry.text())
        self._entry.setFocus()
        self._entry.insert(text)
        return True

    def _ended(self, widget: QWidget, event: QKeyEvent) -> bool:
        self._silence.stop()
        burst, self._burst = self._burst, ""
        if self._pace.enter(self._moment(event)).scanned:
            self._scanned(burst)
            return True
        if event.key() == Qt.Key.Key_Tab or widget is not self._entry:
            return False
        self._deeds.entered()
        return True

    def _moment(self, event: QKeyEvent) -> float:
        return event.timestamp() or self._now_ms()

    def _fell_silent(self) -> None:
        """Take a long run of keys for a scan whose scanner sends nothing after it."""
        burst, self._burst = self._burst, ""
        if len(burst) >= _LONG:
            self._scanned(burst)

    def _scanned(self, text: str) -> None:
        if self._before is not None:
            editor, before = self._before
            _put(editor, before)
        self._before = None
        if popup := QApplication.activePopupWidget():
            popup.hide()
        self._deeds.scanned(text)


def _typed(event: QKeyEvent) -> str:
    """Return what a key types, a scanner's separator among it; "" for one that types nothing."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.key() in _SEPARATORS or (control and event.key() == Qt.Key.Key_BracketRight):
        return GS
    text = event.text()
    if text in _CONTROLS:
        return text if not control or text == GS else ""
    return text if text and text.isprintable() and not control and not event.modifiers() & _NOT_TYPING else ""


def _text_of(editor: QLineEdit | QPlainTextEdit) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def _put(editor: QLineEdit | QPlainTextEdit, text: str) -> None:
    if isinstance(editor, QLineEdit):
        editor.setText(text)
    else:
        editor.setPlainText(text)


def _has_typing(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.isUndoAvailable()
    return isinstance(widget, QPlainTextEdit) and widget.document().isUndoAvailable()
