"""Parts of the Today page: a card with a heading, a thing to look at, a job with its key."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from aidbook.ui import theme
from aidbook.ui.widgets.basics import Button, button, column, label, row


class Part(QFrame):
    """A card with a heading. What it shows is made anew only when there is something else to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._outer = column(self, margin=20)
        self._outer.addStretch(1)
        self._inside: QWidget | None = None
        self._said: object = None
        self.hide()

    def says(self, what: object) -> bool:
        """Take note of what is to be said; tell whether that was said already."""
        same, self._said = self._said == what, what
        return same

    def begin(self, heading: str) -> QVBoxLayout:
        """Empty the card, and return where to put what it shows under its heading."""
        if self._inside is not None:
            self._outer.removeWidget(self._inside)
            self._inside.deleteLater()
        self._inside = QWidget()
        lines = column(self._inside, spacing=12)
        lines.addWidget(label(heading, "section"))
        self._outer.insertWidget(0, self._inside)
        self.show()
        return lines


class JobButton(Button):
    """A job with its key at its right. The key works wherever one is on the page."""

    def __init__(self, text: str, icon: str, keys: str, do: Callable[[], object]) -> None:
        super().__init__(text, "row", icon)
        self.clicked.connect(lambda *_: do())
        key = label(keys, "small")
        key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = row(self)
        inside.setContentsMargins(0, 0, 12, 0)
        inside.addStretch(1)
        inside.addWidget(key)
        self.setAccessibleDescription(keys)


def something(text: str, word: str, do: Callable[[], object], icon: str = "") -> QWidget:
    """Return a line with a sentence and a button that goes about it."""
    made = QWidget()
    line = row(made, spacing=16)
    line.addWidget(label(text, wrap=True), 1)
    line.addWidget(button(word, do, icon=icon))
    made.setMinimumHeight(theme.ROW)
    return made


def from_left(widgets: Iterable[QWidget]) -> QHBoxLayout:
    """Return a row of widgets that begins at the left."""
    line = row()
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line
