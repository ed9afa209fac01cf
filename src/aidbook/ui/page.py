"""What a page is to the window."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from aidbook.domain.declare import Id
from aidbook.domain.roles import may_do
from aidbook.ui.session import Session


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was searched for everywhere: how it is called, what else to know, and its id on its page."""

    title: str
    detail: str
    thing: Id


class Withheld(QAction):
    """A command that the role of who opened the book does not have: it shows nowhere, and nothing enables it."""

    def __init__(self, text: str, owner: QWidget) -> None:
        super().__init__(text, owner)
        super().setEnabled(False)
        super().setVisible(False)

    def setEnabled(self, _on: bool) -> None:  # noqa: FBT001, N802 - Qt's
        """Stay as it is."""

    def setVisible(self, _on: bool) -> None:  # noqa: FBT001, N802 - Qt's
        """Stay as it is."""

    def setShortcut(self, *_keys: object) -> None:  # noqa: N802 - Qt's
        """Have none: a page may give its key to another."""


class Page(QWidget):
    """One page of the window. It is given the session and knows nothing else.

    The window shows `title()` and `main_action` above it, calls `refresh()` when one of `kinds` changed (later, if
    the page is not in sight), `search(text)` as somebody types, and `back()` on Esc.
    """

    kinds: ClassVar[frozenset[str]] = frozenset()
    """Kinds of record and fact that this page shows."""

    key: ClassVar[str] = ""
    """Its key among the pages, which says what a role may do here."""

    counted = Signal(str)
    """How many are shown, beside the title: "6 of 412"."""
    dressed = Signal()
    """The title, the search box or the main button are others now: the page shows something else of itself."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.main_action: QAction | None = None

    def title(self) -> str:
        """Return the page's title."""
        raise NotImplementedError

    def search_hint(self) -> str:
        """Return what the search box says while it is empty; "" for a page without one."""
        return ""

    def refresh(self) -> None:
        """Read again what is shown; keep what is chosen, where one was and what is half typed."""

    def search(self, text: str) -> None:
        """Show what fits `text`; "" shows everything."""

    def search_entered(self) -> None:
        """Go on from the search box with Enter or an arrow: to the first thing found."""

    def find_things(self, text: str) -> list[Found]:  # noqa: ARG002 - what there is to find is the page's to say
        """Return the best few things that fit `text`, for the search over everything (Ctrl+K)."""
        return []

    def open(self, thing: Id) -> None:
        """Show one thing: chosen in the list, its panel beside it."""

    def back(self) -> bool:
        """Go back one step, such as from the panel to the list; say whether there was one. Lose no typing."""
        return False

    def command(self, text: str, name: str, icon: str = "", keys: str = "") -> QAction:
        """Return a new command of this page. The menu, F1 and Ctrl+K have it by itself, unless the role withholds it."""
        from aidbook.ui.icons import icon as drawn

        allowed = may_do(self.session.book.role, self.key, name)
        action = QAction(text, self) if allowed else Withheld(text, self)
        action.setObjectName(name)
        if icon:
            action.setIcon(drawn(icon))
            action.setData(icon)
        if keys:
            action.setShortcut(keys)
        if allowed:
            self.addAction(action)
        return action

    def do(self, name: str) -> None:
        """Do the command with this object name."""
        for action in self.actions():
            if action.objectName() == name and action.isEnabled():
                action.trigger()

    def keep(self) -> dict[str, object]:
        """Return what is half typed, so that a change of language loses none of it."""
        return {}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
