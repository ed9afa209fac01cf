"""The page of the USB stick."""

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from aidbook.i18n import _
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.stick.pairing import SitesCard
from aidbook.ui.stick.reading import ReadCard
from aidbook.ui.stick.writing import WriteCard
from aidbook.ui.widgets.basics import column, row
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import scrolling

_TWO_COLUMNS_FROM = 720


class StickPage(Page):
    """Writes bundles and reads them in, and says with which sites this book shares."""

    kinds = frozenset({"site", "sent", "received", "distribution", "member", "household"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.writing, self.reading, self.sites = WriteCard(session), ReadCard(session), SitesCard(session)
        inside = QWidget()
        lines = column(inside, spacing=16)
        if session.book.practice:
            words = _("This is a practice book: it shares with practice books only, never with a real site.")
            lines.addWidget(Notice(words, "plain"))
        self._both: QBoxLayout = row(spacing=16)
        right = column(spacing=16)
        for card in (self.reading, self.sites):
            right.addWidget(card)
        right.addStretch(1)
        self._both.addWidget(self.writing, 1)
        self._both.addLayout(right, 1)
        lines.addLayout(self._both)
        lines.addStretch(1)
        self._inside = inside
        self._area = scrolling(inside)
        column(self).addWidget(self._area)
        self._make_commands()
        self._share_out()

    def title(self) -> str:
        """Return its title."""
        return _("USB stick")

    def refresh(self) -> None:
        """Show the sites, and what would go along now."""
        self.writing.refresh()
        self.sites.refresh()
        self._settle()

    def back(self) -> bool:
        """Leave a bundle that is only looked at."""
        if self.reading.found is None:
            return False
        self.reading.begin_again()
        return True

    def keep(self) -> dict[str, object]:
        """Return what is half typed."""
        return {"writing": self.writing.keep(), "reading": self.reading.keep()}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        for part, card in (("writing", self.writing), ("reading", self.reading)):
            of_card = kept.get(part)
            if isinstance(of_card, dict):
                card.take(of_card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside each other, or under each other where the window is narrow."""
        super().resizeEvent(event)
        self._share_out()
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Be laid out when it is seen."""
        super().showEvent(event)
        self._settle()

    def _share_out(self) -> None:
        beside = self.width() >= _TWO_COLUMNS_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self._both.direction():
            self._both.setDirection(way)

    def _settle(self) -> None:
        """Lay out at once: Qt would do it card by card, and what is new would be pressed together until then."""
        for part in (*self._inside.findChildren(QWidget), self._inside):
            part.ensurePolished()
        for layout in reversed(self._inside.findChildren(QLayout)):
            layout.activate()
        QCoreApplication.sendEvent(self._inside, QEvent(QEvent.Type.LayoutRequest))

    def _make_commands(self) -> None:
        for text, name, icon, keys, do in (
            (_("Write a bundle"), "send", "usb", "Ctrl+N", self._begin_writing),
            (_("Read a bundle"), "read", "folder-open", "Ctrl+O", self._choose_bundle),
            (_("Save our card"), "save-card", "id-card", "", self.sites.save_card),
            (_("Read another site's card"), "pair", "heart-handshake", "", self._choose_card),
        ):
            self.command(text, name, icon, keys).triggered.connect(lambda *_, do=do: do())

    def _begin_writing(self) -> None:
        self._bring(self.writing, self.writing.reader)

    def _choose_bundle(self) -> None:
        self._bring(self.reading, self.reading.choose)
        self.reading.choose_file()

    def _choose_card(self) -> None:
        self._bring(self.sites, self.sites.meet)
        self.sites.choose_card()

    def _bring(self, card: QWidget, first: QWidget) -> None:
        """Bring a card into sight, its first question with the keyboard."""
        if not self.isVisible():
            self.session.go("stick")
        top = card.mapTo(self._inside, QPoint(0, 0)).y()
        self._area.verticalScrollBar().setValue(top)
        first.setFocus()
