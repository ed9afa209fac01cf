"""F1: every shortcut there is, read off the commands themselves, so that the list cannot be wrong."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.i18n import N_, _
from aidbook.ui.widgets.basics import label
from aidbook.ui.widgets.dialog import Dialog

_EVERYWHERE = (
    (N_("Go to the next field or button"), "Tab"),
    (N_("Go back one step"), "Esc"),
    (N_("Move in a list"), "↑ ↓"),
    (N_("Open what is chosen in a list"), "Enter"),
    (N_("Open the menu"), "F10"),
)


class Shortcuts(Dialog):
    """The list, in two groups: this page's, and the window's."""

    def __init__(
        self, parent: QWidget, page_title: str, of_page: Sequence[QAction], of_window: Sequence[QAction]
    ) -> None:
        super().__init__(parent, _("Keyboard shortcuts"), width=560)
        self._group(page_title, _said(of_page))
        self._group(_("Everywhere"), [*_said(of_window), *((_(words), keys) for words, keys in _EVERYWHERE)])
        self.body.addStretch(1)
        self.add_close(_("Close")).setDefault(True)

    def _group(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        if not lines:
            return
        self.body.addWidget(label(title, "label"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        for at, (words, keys) in enumerate(lines):
            grid.addWidget(label(words, wrap=True), at, 0)
            grid.addWidget(label(keys, "label"), at, 1, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(grid)


def shown_keys(action: QAction) -> str:
    """Return the shortcut of a command as this system writes it, or ""."""
    native = QKeySequence.SequenceFormat.NativeText
    return _(" or ").join(keys.toString(native) for keys in action.shortcuts())


def _said(actions: Sequence[QAction]) -> list[tuple[str, str]]:
    return [(action.text().replace("&", ""), shown_keys(action)) for action in actions if action.shortcuts()]
