"""Small parts of a member's page: what is known, field by field; emptying a column."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.store.member_known import Known
from aidbook.ui import theme
from aidbook.ui.widgets.basics import empty, label

_LABELS = 132


class KnownPart(QWidget):
    """Fields with what was answered, one below the other; what nobody answered is not there."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.GRID)
        self._grid.setVerticalSpacing(theme.GRID // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, _LABELS)
        self.shown: tuple[Known, ...] = ()

    def show_known(self, known: Sequence[Known]) -> None:
        """Show these."""
        empty(self._grid)
        self.shown = tuple(known)
        for at, one in enumerate(known):
            name = label(one.label, "soft", wrap=True)
            name.setMaximumWidth(_LABELS)
            said = label(one.words, wrap=True)
            said.setAccessibleName(f"{one.label}: {one.words}")
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(said, at, 1, Qt.AlignmentFlag.AlignTop)
        self.setVisible(bool(known))
