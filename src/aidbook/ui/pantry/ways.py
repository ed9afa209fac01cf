"""The commands that lead from the shelves to the store room; its faces are loaded when the first is wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QStackedWidget

from aidbook.domain.declare import Id
from aidbook.i18n import N_, _
from aidbook.ui.page import Page
from aidbook.ui.widgets.basics import Button, button

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from aidbook.ui.pantry.store_room import StoreRoom


@dataclass(frozen=True, slots=True)
class Way:
    """A command of the pantry that leads here: its words are marked and want `_`."""

    name: str
    text: str
    icon: str
    keys: str


WAYS = (
    Way("count_places", N_("Count together"), "clipboard-list", "Ctrl+Shift+U"),
    Way("places", N_("Places"), "home", "Ctrl+Shift+P"),
    Way("move", N_("Move units"), "arrow-right-left", "Ctrl+Shift+M"),
    Way("boxes", N_("Boxes made ahead"), "package", "Ctrl+Shift+B"),
    Way("repack", N_("Open and fill into another item"), "package-plus", "Ctrl+Shift+F"),
    Way("lend", N_("Lend and take back"), "hand-heart", "Ctrl+Shift+L"),
    Way("sites", N_("Goods between sites"), "usb", "Ctrl+Shift+G"),
    Way("recall", N_("Recalls"), "bell", "Ctrl+Shift+R"),
    Way("sources", N_("Sources"), "gift", "Ctrl+Shift+S"),
    Way("labels", N_("Labels"), "barcode", "Ctrl+Shift+E"),
)
KINDS = frozenset(
    {
        "count_session", "tally", "making", "repack", "loan", "loan_return", "transfer", "transfer_receipt", "recall",
        "box", "tie", "fair_value", "settings",
    }
)  # fmt: skip
"""Kinds that the store room shows."""


class Ways:
    """Leads a page to the store room and back."""

    def __init__(self, page: Page, chosen: Callable[[], Id]) -> None:
        """Give the page its commands; `chosen` is the item that is shown."""
        self._page, self._chosen = page, chosen
        self._stack: QStackedWidget | None = None
        self._leave: Callable[[], None] = lambda: None
        self.room: StoreRoom | None = None
        self.commands: list[QAction] = []
        for way in WAYS:
            command = page.command(_(way.text), way.name, way.icon, way.keys)
            command.triggered.connect(lambda *_, name=way.name: self.open(name))
            self.commands.append(command)

    def live_in(self, stack: QStackedWidget, leave: Callable[[], None]) -> None:
        """Show the store room in this stack; `leave` shows the shelves again."""
        self._stack, self._leave = stack, leave

    def open(self, name: str) -> None:
        """Show what a command leads to."""
        if self._stack is None:
            return
        if not self._page.isVisible():
            self._page.session.go("pantry")
        room = self._enter(self._stack)
        room.open(name, self._chosen())
        self._dress()

    def _enter(self, stack: QStackedWidget) -> "StoreRoom":
        if self.room is None:
            from aidbook.ui.pantry.store_room import StoreRoom

            self.room = StoreRoom(self._page.session)
            self.room.left.connect(self._leave)
            self.room.turned.connect(self._dress)
            self.room.filled.connect(self._count)
            stack.addWidget(self.room)
        stack.setCurrentWidget(self.room)
        return self.room

    def kept(self) -> dict[str, Any]:
        """Return what the store room shows and what is half typed there; nothing where it is not shown."""
        return self.room.kept() if self.room is not None and self.is_shown() else {}

    def take(self, kept: dict[str, Any]) -> None:
        """Take back what `kept` returned."""
        if self._stack is not None and kept:
            self._enter(self._stack).take(kept)
            self._dress()

    def is_shown(self) -> bool:
        """Say whether the page shows the store room."""
        return self.room is not None and self._stack is not None and self._stack.currentWidget() is self.room

    def title(self) -> str:
        """Return what the page is called meanwhile."""
        return self.room.title() if self.room else ""

    def refresh(self) -> None:
        """Read again what is shown."""
        if self.room is not None and self.is_shown():
            self.room.refresh()
            self._page.counted.emit(self.room.counted())

    def back(self) -> bool:
        """Go back one step in the store room, or out of it; say whether it was shown."""
        if self.room is None or not self.is_shown():
            return False
        self.room.back()
        return True

    def button(self) -> Button:
        """Return a button that opens a menu of all the commands."""
        made = button(_("Store room"), lambda: self._menu(made), "quiet", "chevron-up")
        made.setToolTip(_("Count together, move, boxes, lend, send to another site, recall"))
        return made

    def _menu(self, under: Button) -> None:
        menu = QMenu(under)
        menu.addActions([command for command in self.commands if command.isVisible()])
        menu.popup(under.mapToGlobal(under.rect().topLeft()))

    def _count(self) -> None:
        if self.is_shown() and self.room is not None:
            self._page.counted.emit(self.room.counted())

    def _dress(self) -> None:
        if self.is_shown() and self.room is not None:
            self._page.main_action = None
            self._page.counted.emit(self.room.counted())
            self._page.dressed.emit()
