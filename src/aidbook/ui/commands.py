"""What the window itself can do, each with its shortcut; the menu, F1 and Ctrl+K are made of these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from aidbook.i18n import LANGUAGES, _, language
from aidbook.ui import settings
from aidbook.ui.icons import icon
from aidbook.ui.pages import Registered


@dataclass(frozen=True)
class Deeds:
    """What the window lends its commands to do."""

    go: Callable[[str], None]
    search: Callable[[], None]
    find: Callable[[], None]
    undo: Callable[[], None]
    redo: Callable[[], None]
    lock: Callable[[], None]
    shortcuts: Callable[[], None]
    about: Callable[[], None]
    other_book: Callable[[], None]
    speak: Callable[[str], None]
    look: Callable[[settings.Look], None]
    leave: Callable[[], None]


class Commands:
    """The window's own commands. Its actions belong to `owner`: hidden with it, their shortcuts sleep."""

    def __init__(self, owner: QWidget, pages: Sequence[Registered], deeds: Deeds) -> None:
        self._owner = owner
        self._deeds = deeds
        self.pages = [self._page(page, number, deeds.go) for number, page in enumerate(pages, start=1)]
        self.search = self._make(_("Search on this page"), deeds.search, "search", "Ctrl+F")
        self.find = self._make(_("Search everything, or run a command"), deeds.find, "search", "Ctrl+K")
        self.undo = self._make(_("Undo"), deeds.undo, "undo-2", "Ctrl+Z")
        self.redo = self._make(_("Do it again"), deeds.redo, "redo-2", "Ctrl+Shift+Z", "Ctrl+Y")
        self.lock = self._make(_("Lock"), deeds.lock, "lock", "Ctrl+L")
        self.shortcuts = self._make(_("Keyboard shortcuts"), deeds.shortcuts, "keyboard", "F1")
        self.about = self._make(_("About AidBook"), deeds.about, "info")
        self.other_book = self._make(_("Open another book"), deeds.other_book, "book-open")
        self.leave = self._make(_("Quit"), deeds.leave, "log-out", "Ctrl+Q")

    def all(self) -> list[QAction]:
        """Return every command of the window, in the order of the menu."""
        return [*self.pages, *self._things(), *self._program()]

    def fill(self, menu: QMenu, of_page: Sequence[QAction]) -> None:
        """Fill the menu anew: the page's commands first, each shortcut beside its command."""
        menu.clear()
        menu.addActions(list(of_page))
        menu.addSeparator()
        go = menu.addMenu(icon("arrow-left"), _("Go to"))
        go.addActions(self.pages)
        menu.addActions(self._things())
        menu.addSeparator()
        self._add_choice(menu, "languages", _("Language"), LANGUAGES, language(), self._deeds.speak)
        self._add_choice(menu, "moon", _("Light or dark"), _looks(), settings.load().look, self._look)
        menu.addSeparator()
        menu.addActions(self._program())

    def _look(self, look: str) -> None:
        self._deeds.look("light" if look == "light" else "dark" if look == "dark" else "system")

    def _things(self) -> list[QAction]:
        return [self.search, self.find, self.undo, self.redo]

    def _program(self) -> list[QAction]:
        return [self.shortcuts, self.about, self.lock, self.other_book, self.leave]

    def _page(self, page: Registered, number: int, go: Callable[[str], None]) -> QAction:
        return self._make(page.title(), lambda: go(page.key), page.icon, f"Alt+{number}")

    def _make(self, text: str, do: Callable[[], None], drawn: str, *keys: str) -> QAction:
        action = QAction(icon(drawn), text, self._owner)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda *_: do())
        self._owner.addAction(action)
        return action

    def _add_choice(
        self,
        menu: QMenu,
        drawn: str,
        title: str,
        choices: dict[str, str],
        now: str,
        choose: Callable[[str], None],
    ) -> None:
        under = menu.addMenu(icon(drawn), title)
        group = QActionGroup(under)
        for value, words in choices.items():
            action = under.addAction(words)
            action.setCheckable(True)
            action.setChecked(value == now)
            action.triggered.connect(lambda *_, value=value: choose(value))
            group.addAction(action)


def _looks() -> dict[str, str]:
    return {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
