"""What the door tells a household that got something of a recalled lot, until somebody has told it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.recalls import tell
from aidbook.domain.declare import Id
from aidbook.i18n import _
from aidbook.store import linked_households
from aidbook.store.book import Book
from aidbook.store.recall_trace import RecallNotice, recall_notices
from aidbook.ui import theme
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence


class RecalledStrip(QWidget):
    """Says what is recalled, and that it was told; hidden where there is nothing to tell."""

    told = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notices: Sequence[RecallNotice] = ()
        self._strip = Notice("", "stop")
        theme.give(self._strip, door=True)
        self.button = self._strip.add_button(_("They were told"), self.told.emit, "check")
        column(self).addWidget(self._strip)
        self.hide()

    def look(self, book: Book, household: Id) -> None:
        """Say what a household, with those shown as one with it, is to be told."""
        notices = self.notices = recall_notices(book, linked_households.group_of(book, household))
        if notices:
            self._strip.say(" ".join(recall_words(notice) for notice in notices), "stop")
        self.setVisible(bool(notices))

    def text(self) -> str:
        """Return what it says."""
        return self._strip.text() if self.notices else ""

    def tell(self, session: Session, household: Id) -> None:
        """Write that the household was told."""
        for notice in self.notices:
            session.run(tell, notice.recall, household)


def recall_words(notice: RecallNotice) -> str:
    """Return what to tell them."""
    items = ", ".join(notice.items)
    if notice.certain:
        return _("Recalled: they got {items}. {why}. Ask them to bring it back.").format(
            items=items, why=notice.why
        )
    return _("Recalled: they may have got {items}. {why}. Ask them to look.").format(
        items=items, why=notice.why
    )
