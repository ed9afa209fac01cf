"""A choice whose sentence goes on in the next line where there is no room."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionButton

from aidbook.ui import theme
from aidbook.ui.widgets.basics import Button


class ChoiceButton(Button):
    """A button as wide as there is room, and as high as its sentence then is. It can be chosen."""

    def __init__(self, words: str, on_click: Callable[[], object], keys: str) -> None:
        super().__init__(words)
        self._words = words
        self.setCheckable(True)
        self.setShortcut(keys)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda *_: on_click())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the sentence anew."""
        super().resizeEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        metrics = self.fontMetrics()
        lines = broken(self._words, room, metrics.horizontalAdvance)
        if "\n".join(lines) != self.text():
            self.setText("\n".join(lines))
            self.setMinimumHeight(metrics.lineSpacing() * len(lines) + 3 * theme.GRID)


def broken(words: str, room: int, width: Callable[[str], int]) -> list[str]:
    """Return a sentence in lines that are no wider than there is room, a longer word alone in its line."""
    lines = [""]
    for word in words.split(" "):  # not between a word and the mark after it
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
