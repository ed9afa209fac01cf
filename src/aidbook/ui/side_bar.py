"""The bar at the left: a button for each page, and at its foot the site, who is here, the menu and the lock."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QWidget

from aidbook.i18n import _, format_number, ngettext
from aidbook.ui import theme
from aidbook.ui.pages import Registered
from aidbook.ui.widgets.basics import Button, column, label
from aidbook.ui.widgets.panel import scrolling

WIDE, THIN = 196, 64
_GAP = 8


class SideBar(QFrame):
    """Where one can go. It shows words beside its icons, or icons with tooltips where the window is narrow."""

    page_wanted = Signal(str)
    lock_wanted = Signal()

    def __init__(self, pages: Sequence[Registered], site: str, who: str, menu: QMenu) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._thin = False
        self._buttons = {
            page.key: self._page_button(page, number)
            for number, page in enumerate(pages, start=1)
            if page.in_bar
        }
        self._counts: dict[str, int] = {}
        self._site = label(site, "small", wrap=True)
        self._who = label(who, "small", wrap=True)
        self._menu = self._foot_button(_("Menu"), "settings", "F10")
        self._menu.clicked.connect(lambda *_: self.show_menu())
        self._popup = menu
        self._lock = self._foot_button(_("Lock"), "lock", "Ctrl+L")
        self._lock.clicked.connect(lambda *_: self.lock_wanted.emit())
        self._lay_out()
        self.set_thin(thin=False, short=False)

    def show_page(self, key: str) -> None:
        """Mark the page one is on, and have its button in sight."""
        marked = self._buttons.get(key) or self._buttons.get("today")
        if marked is not None:
            marked.setChecked(True)
            self._area.ensureWidgetVisible(marked, 0, 0)

    def show_count(self, key: str, n: int) -> None:
        """Say at a page how many things wait there."""
        self._counts[key] = n
        each = self._buttons.get(key)
        if each is None:
            return
        if not self._thin:
            each.setText(self._words(each))
        words = ngettext("{n} thing needs attention", "{n} things need attention", n)
        each.setAccessibleDescription(words.format(n=format_number(n)) if n else "")

    def _words(self, each: Button) -> str:
        n = next((n for key, n in self._counts.items() if self._buttons.get(key) is each), 0)
        return f"{each.accessibleName()}  ·  {format_number(n)}" if n else each.accessibleName()

    def show_menu(self) -> None:
        """Open the menu."""
        size = self._popup.sizeHint()
        corner = self._menu.mapToGlobal(self._menu.rect().topRight())
        self._popup.popup(QPoint(corner.x(), corner.y() + self._menu.height() - size.height()))

    def set_thin(self, *, thin: bool, short: bool) -> None:
        """Show icons alone, or words too; leave the site's name out where there is no height for it."""
        self._thin = thin
        self.setFixedWidth(THIN if thin else WIDE)
        for each in (*self._buttons.values(), self._menu, self._lock):
            each.setText("" if thin else self._words(each))
            each.setIconSize(QSize(theme.ICON + (0 if thin else _GAP), theme.ICON))
            theme.give(each, narrow=thin)
        self._site.setVisible(not thin and not short)
        self._who.setVisible(not thin and not short and bool(self._who.text()))
        side = 8 if thin else 12
        self._lines.setContentsMargins(side, 8 if short else 16, side, 8)

    def _lay_out(self) -> None:
        self._lines = column(self, spacing=0)
        inside = QWidget()
        pages = column(inside, spacing=0)
        for each in self._buttons.values():
            pages.addWidget(each)
        pages.addStretch(1)
        area = self._area = scrolling(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        area.setMinimumHeight(theme.ROW)
        self._lines.addWidget(area, 1)
        for part in (self._site, self._who):
            part.setContentsMargins(4, 0, 0, 4)
            self._lines.addWidget(part)
        self._lines.addWidget(self._menu)
        self._lines.addWidget(self._lock)

    def _page_button(self, page: Registered, number: int) -> Button:
        made = Button(page.title(), "nav", page.icon)
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.setToolTip(f"{page.title()} (Alt+{number})")
        made.clicked.connect(lambda *_: self.page_wanted.emit(page.key))
        return made

    def _foot_button(self, word: str, icon: str, keys: str) -> Button:
        made = Button(word, "nav", icon)
        made.setToolTip(f"{word} ({keys})")
        return made
