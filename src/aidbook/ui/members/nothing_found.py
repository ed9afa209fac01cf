"""What stands in a list where a search finds nothing: it says so, and offers to add what was looked for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.i18n import _
from aidbook.ui.widgets.basics import button, card, column, label


class NothingFound(QStackedWidget):
    """A list, or in its place that nothing fits; `add` is done with what was searched for."""

    def __init__(self, listing: QWidget, add: Callable[[str], object], icon: str = "plus") -> None:
        super().__init__()
        self._list, self._text = listing, ""
        self._said = label("", "section", wrap=True)
        self.add = button("", lambda: add(self._text), icon=icon)
        self._nothing = card()
        lines = column(self._nothing, margin=24, spacing=16)
        lines.addStretch(1)
        lines.addWidget(self._said)
        lines.addWidget(label(_("Type fewer letters, or another word."), "soft", wrap=True))
        lines.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(2)
        self.addWidget(listing)
        self.addWidget(self._nothing)

    def show_list(self) -> None:
        """Show the list."""
        self.setCurrentWidget(self._list)

    def show_nothing(self, text: str, add: str) -> None:
        """Say that nothing fits `text`; `add` is what the button says, "" for none."""
        self._text = text
        self._said.setText(_("Nothing here fits “{text}”.").format(text=text))
        self.add.setText(add)
        self.add.setAccessibleName(add)
        self.add.setVisible(bool(add))
        self.setCurrentWidget(self._nothing)

    def is_empty(self) -> bool:
        """Say whether nothing is found."""
        return self.currentWidget() is self._nothing
