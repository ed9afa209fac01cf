"""Leads the pantry's page to the delivery that is being taken in, and back; says so where it waits."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget

from aidbook.domain.declare import Id
from aidbook.i18n import _
from aidbook.ui.page import Page
from aidbook.ui.pantry.receiving import ReceivingPage
from aidbook.ui.widgets.notice import Notice


class TakingIn:
    """The commands that take in, and the face of the page that they show."""

    def __init__(self, page: Page, chosen: Callable[[], Id]) -> None:
        """Give the page its commands; `chosen` is the item that is shown."""
        self._page = page
        self.begin = page.command(_("Take in"), "receive", "package-plus", "Ctrl+T")
        self.begin_with = page.command(_("Take in this item"), "receive_this", "package-plus", "Ctrl+Shift+T")
        self.book = page.command(_("Book the delivery"), "book_delivery", "check", "Ctrl+Return")
        self.face = ReceivingPage(page.session)
        self.waiting = Notice("", "heed")
        self.waiting.add_button(_("Go on"), self.show, "package-plus")
        self._stack: QStackedWidget | None = None
        self._leave: Callable[[], None] = lambda: None
        self.begin.triggered.connect(lambda *_: self.show())
        self.begin_with.triggered.connect(lambda *_: self.show(chosen()))
        self.book.triggered.connect(lambda *_: self.face.book())
        self.face.turned.connect(self._turned)

    def live_in(self, stack: QStackedWidget, leave: Callable[[], None]) -> None:
        """Show it in this stack; `leave` makes room for the shelves. What was begun before goes on at once."""
        self._stack, self._leave = stack, leave
        stack.addWidget(self.face)
        if self.face.desk.is_begun:
            stack.setCurrentWidget(self.face)
            self.dress()
        self.say_waiting()

    def show(self, item: Id = "") -> None:
        """Show the delivery that is being taken in, with an item of it if one is given."""
        if self._stack is None:
            return
        if not self._page.isVisible():
            self._page.session.go("pantry")
        self._leave()
        self._stack.setCurrentWidget(self.face)
        self.face.begin(item)
        self.dress()

    def is_shown(self) -> bool:
        """Say whether the page shows it."""
        return self._stack is not None and self._stack.currentWidget() is self.face

    def dress(self) -> None:
        """Say above the page what it shows now."""
        self.book.setEnabled(self.is_shown())
        if self.is_shown():
            self._page.main_action = self.book
            self._page.counted.emit(self.face.count())
        self._page.dressed.emit()

    def kept(self) -> dict[str, object]:
        """Return whether it is shown and what is half typed; nothing where no delivery is begun."""
        if not (self.is_shown() or self.face.desk.is_begun):
            return {}
        return {"shown": self.is_shown(), "face": self.face.kept()}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `kept` returned."""
        face = kept.get("face")
        if self._stack is None or not isinstance(face, dict):
            return
        if kept["shown"]:
            self._stack.setCurrentWidget(self.face)
        elif self.is_shown():
            self._stack.setCurrentIndex(0)
        self.face.take(face)
        self.dress()

    def say_waiting(self) -> None:
        """Say on the shelves that a delivery is not booked yet."""
        begun = self.face.desk.is_begun
        if begun:
            so_far = self.face.lines() or _("no lines yet")
            self.waiting.say(_("A delivery is not booked yet: {lines}.").format(lines=so_far), "heed")
        self.waiting.setVisible(begun)

    def _turned(self) -> None:
        self.say_waiting()
        if self.is_shown():
            self.dress()
