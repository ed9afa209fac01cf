"""Fields one chooses in; saved as soon as another is chosen."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionButton

from aidbook.i18n import _
from aidbook.ui import icons
from aidbook.ui.widgets.field import BadInput, Field

V = TypeVar("V")


class _Chooser(QComboBox):
    """A combo box with our arrow; the wheel scrolls the page and chooses nothing by accident."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        at = (self.width() - 28, (self.height() - 16) // 2)
        icons.icon("chevron-down", "soft").paint(painter, *at, 16, 16)
        painter.end()

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        else:
            super().keyPressEvent(event)


class ChoiceField(Field[V]):
    """One of a few: `choices` are (value, words). Saved as soon as another is chosen."""

    def __init__(self, title: str, choices: Sequence[tuple[V, str]], why: str = "") -> None:
        self._box = _Chooser()
        self._values: list[V] = []
        super().__init__(title, self._box, why)
        self.set_choices(choices)
        self._box.activated.connect(self._chosen)

    def set_choices(self, choices: Sequence[tuple[V, str]]) -> None:
        """Offer others; the chosen one stays so if it is among them."""
        kept = self._values[self._box.currentIndex()] if self._box.currentIndex() >= 0 else None
        self._values = [value for value, _words in choices]
        self._box.clear()
        self._box.addItems([words for _value, words in choices])
        if kept in self._values:
            self.show_value(kept)
        if self._values and self._shown is None:
            self._shown = self.value()

    def offers(self, value: V) -> bool:
        """Tell whether a value can be chosen."""
        return value in self._values

    def value(self) -> V:
        """Return the chosen value."""
        if self._box.currentIndex() < 0:
            raise BadInput(_("Nothing is chosen yet."))
        return self._values[self._box.currentIndex()]

    def show_value(self, value: V) -> None:
        """Show a value as chosen."""
        self._box.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def box(self) -> QComboBox:
        """Return the box itself."""
        return self._box

    def _chosen(self, _index: int) -> None:
        self.typed.emit()
        self.leave()


class _Tick(QCheckBox):
    """A box with our tick in it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            icons.icon("check", "on_accent").paint(painter, box.adjusted(2, 2, -2, -2))
            painter.end()


class CheckField(Field[bool]):
    """Yes or no. Saved as soon as it is ticked or cleared."""

    def __init__(self, title: str, why: str = "") -> None:
        self._box = _Tick(title.replace("&", "&&"))
        super().__init__(title, self._box, why)
        self._title.hide()
        self._shown = False
        self._box.clicked.connect(self._clicked)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self._box.isChecked()

    def show_value(self, value: bool) -> None:  # noqa: FBT001 - the value of the field
        """Show it ticked or not."""
        self._box.setChecked(value)

    def box(self) -> QCheckBox:
        """Return the box itself."""
        return self._box

    def _clicked(self, _on: bool) -> None:  # noqa: FBT001 - Qt's
        self.typed.emit()
        self.leave()
