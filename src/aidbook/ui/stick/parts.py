"""What the cards of this page share: how one is laid out, and how a result stands in it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget

from aidbook.errors import UserError
from aidbook.ui.widgets.basics import column, label, row
from aidbook.ui.widgets.notice import Notice, announce

_SETTLE_MS = 50


class Card(QFrame):
    """A sheet with a heading, what it asks and does, and under it what came of that."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.lines: QBoxLayout = column(self, margin=20, spacing=16)
        self.lines.addWidget(label(title, "section", wrap=True))
        self.outcome = Notice("", "good")
        self.outcome.hide()

    def say(self, text: str) -> None:
        """Say that something went well."""
        self._tell(text, stops=False)

    def refuse(self, error: UserError) -> None:
        """Say what could not be done and what to do now."""
        self._tell(str(error), stops=True)

    def say_nothing(self) -> None:
        """Take back what was said."""
        self.outcome.hide()

    def _tell(self, text: str, *, stops: bool) -> None:
        self.outcome.say(text, "stop" if stops else "good")
        self.outcome.show()
        announce(self.outcome, text)
        bring_into_sight(self.outcome)


def bring_into_sight(part: QWidget) -> None:
    """Scroll the page to a part of it, once it has its place."""

    def scroll() -> None:
        above = part.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(part, 0, 16)

    # The part has been shown just now: its layout, and the banner under the page, still want their room.
    QTimer.singleShot(_SETTLE_MS, part, scroll)


def from_left(*parts: QWidget) -> QHBoxLayout:
    """Return a row of buttons, beginning at the left."""
    line = row()
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return line


def code_label(code: str) -> QWidget:
    """Return a short code, large enough to be read out, and to be taken with the mouse."""
    made = label(code, "title", wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAccessibleName(code)
    return made


def sentences(lines: Iterable[str]) -> QWidget:
    """Return sentences one under another."""
    made = QWidget()
    inside = column(made, spacing=4)
    for line in lines:
        inside.addWidget(label(line, wrap=True))
    return made
