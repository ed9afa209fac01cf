"""A strip that tells something in a tone: a colour, and always an icon and words with it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from aidbook.ui import icons, theme
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Button, button, label, row

TONE_ICONS: dict[Tone, str] = {
    "good": "circle-check",
    "heed": "triangle-alert",
    "stop": "circle-x",
    "plain": "info",
}


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something now."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class ToneIcon(QLabel):
    """The icon of a tone, in its colour."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self.setFixedSize(theme.ICON, theme.ICON)
        self.show_tone(tone)

    def show_tone(self, tone: Tone) -> None:
        """Show another tone."""
        token = "ink" if tone == "plain" else tone
        drawn = icons.icon(TONE_ICONS[tone], token)
        self.setPixmap(drawn.pixmap(QSize(theme.ICON, theme.ICON), self.devicePixelRatioF()))


class Notice(QFrame):
    """A strip of words in a tone, with room for buttons at its right."""

    def __init__(self, text: str, tone: Tone = "heed") -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self._row: QHBoxLayout = row(self, spacing=theme.GRID)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._icon = ToneIcon(tone)
        self._words = label(text, wrap=True)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._words, 1)
        self.setMinimumHeight(theme.ROW)
        self.say(text, tone)

    def say(self, text: str, tone: Tone) -> None:
        """Say something else."""
        self._words.setText(text)
        self._icon.show_tone(tone)
        theme.give(self, tone=tone)
        theme.give(self._words, tone=tone)
        self.setAccessibleName(text)

    def text(self) -> str:
        """Return what it says."""
        return self._words.text()

    def add_button(self, text: str, on_click: Callable[[], object], icon: str = "") -> Button:
        """Add a button that does something about it."""
        made = button(text, on_click, icon=icon)
        self._row.addWidget(made)
        return made
