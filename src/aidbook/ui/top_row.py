"""The row over a page: its title, how many are shown, the search box, the page's one main button."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aidbook.ui import theme
from aidbook.ui.icons import icon
from aidbook.ui.page import Page
from aidbook.ui.widgets.basics import Button, label, row
from aidbook.ui.widgets.search_box import SearchBox


class TopRow(QWidget):
    """Belongs to the window; shows what the page in sight says of itself."""

    searched = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title")
        self._count = label("", "soft")
        self.search = SearchBox()
        self.search.setMaximumWidth(340)
        self.search.setMinimumWidth(120)
        self.search.searched.connect(self.searched)
        self._main: Button | None = None
        self._narrow = False
        self._line: QHBoxLayout = row(self, spacing=16)
        self._line.addWidget(self._title)
        self._line.addWidget(self._count)
        self._line.addStretch(1)
        self._line.addWidget(self.search, 2)
        self.setMinimumHeight(theme.ROW)

    def show_page(self, page: Page, searched: str) -> None:
        """Show a page's title, its search box with what was searched for there, and its main button."""
        self._title.setText(page.title())
        self.show_count("")
        hint = page.search_hint()
        self.search.setVisible(bool(hint))
        self.search.show_hint(hint)
        self.search.blockSignals(True)  # noqa: FBT003 - Qt's; the page has searched for this before
        self.search.setText(searched)
        self.search.blockSignals(False)  # noqa: FBT003 - Qt's
        self.search.forget(searched)
        main = page.main_action
        self._show_main(main if main is not None and main.isVisible() else None)

    def show_count(self, text: str) -> None:
        """Show how many things are shown."""
        self._count.setText(text)
        self._count.setVisible(bool(text) and not self._narrow)

    def set_narrow(self, *, narrow: bool) -> None:
        """Leave out what has no room."""
        self._narrow = narrow
        theme.give(self._title, role="section" if narrow else "title")
        self.show_count(self._count.text())

    def _show_main(self, action: QAction | None) -> None:
        if self._main is not None:
            self._line.removeWidget(self._main)
            self._main.hide()
            self._main.deleteLater()
            self._main = None
        if action is not None:
            self._main = _MainButton(action)
            self._line.addWidget(self._main)


class _MainButton(Button):
    """The button of an action; it follows what the action says and whether it can be done."""

    def __init__(self, action: QAction) -> None:
        super().__init__(action.text(), "main")
        self._action = action
        self.clicked.connect(lambda *_: action.trigger())
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setIcon(icon(self._action.data() or "plus", "on_accent"))
        self.setText(self._action.text())
        self.setAccessibleName(self._action.text())
        self.setEnabled(self._action.isEnabled())
        keys = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(f"{self._action.text()} ({keys})" if keys else self._action.text())
