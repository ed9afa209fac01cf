"""The page of the book itself."""

from importlib import import_module
from typing import ClassVar, Protocol, cast

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from aidbook.domain.declare import Id
from aidbook.i18n import _
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column, row
from aidbook.ui.widgets.panel import scrolling

_TWO_COLUMNS_FROM = 860


class Section(Protocol):
    """A card of this page: a widget made with the session, that reads again on `refresh`."""

    def refresh(self) -> None:
        """Show what the book says now."""


SECTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("people", "left", "aidbook.ui.book.people", "PeopleSection"),
    ("recovery", "left", "aidbook.ui.book.recovery", "RecoverySection"),
    ("health", "left", "aidbook.ui.book.health", "HealthSection"),
    ("profile", "right", "aidbook.ui.book.profile", "ProfileSection"),
    ("passphrase", "right", "aidbook.ui.book.passphrase", "PassphraseSection"),
    ("locking", "right", "aidbook.ui.book.locking", "LockingSection"),
    ("backups", "right", "aidbook.ui.book.backups", "BackupsSection"),
)
"""(name, column, module, class) of each card, in the order of the page. Only coordinators see those not in `_FOR_ALL`."""

_FOR_ALL = {"passphrase", "locking"}


class BookPage(Page):
    """Cards under each other, in two columns where there is room."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"user", "settings", "site", "profile", "member", "household", "clearing"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sections: dict[str, QWidget] = {}
        self._inside = QWidget()
        self._both: QBoxLayout = row(spacing=16)
        columns = {name: column(spacing=16) for name in ("left", "right")}
        for name, where, module, class_name in SECTIONS:
            if session.book.role == "coordinator" or name in _FOR_ALL:
                made = cast("QWidget", getattr(import_module(module), class_name)(session))
                self.sections[name] = made
                columns[where].addWidget(made)
                if hasattr(made, "turned"):
                    made.turned.connect(self._settle)
        for one in columns.values():
            one.addStretch(1)
            self._both.addLayout(one, 1)
        lines = column(self._inside, spacing=16)
        lines.addLayout(self._both)
        lines.addStretch(1)
        self._area = scrolling(self._inside)
        column(self).addWidget(self._area)
        self._make_commands()
        self._share_out()

    def title(self) -> str:
        """Return its title."""
        return _("This book")

    def refresh(self) -> None:
        """Read every card again."""
        for section in self.sections.values():
            cast("Section", section).refresh()
        self._settle()

    def open(self, thing: Id) -> None:
        """Bring a card into sight, by its name."""
        if thing in self.sections:
            self._bring(thing)

    def back(self) -> bool:
        """Leave a form that a card shows; say whether there was one."""
        for section in self.sections.values():
            leave = getattr(section, "back", None)
            if leave is not None and leave():
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards beside each other, or under each other where the window is narrow."""
        super().resizeEvent(event)
        self._share_out()
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:
        """Be laid out when it is seen."""
        super().showEvent(event)
        self._settle()

    def _make_commands(self) -> None:
        for text, name, icon, section, do in (
            (_("Let somebody else open the book"), "add-person", "user-plus", "people", "begin_adding"),
            (_("What members are asked"), "profile", "clipboard-list", "profile", "begin"),
            (_("Change your passphrase"), "passphrase", "key-round", "passphrase", "begin"),
            (_("Set a PIN for this session"), "pin", "lock", "locking", "begin_pin"),
            (_("Make the recovery sheet"), "recovery", "printer", "recovery", "begin"),
            (_("Back up now"), "backup", "save", "backups", "back_up"),
            (_("Restore a backup"), "restore", "undo-2", "backups", "begin_restoring"),
            (_("Look through the book"), "check", "shield-check", "health", "check"),
        ):
            action = self.command(text, name, icon)
            action.triggered.connect(lambda *_, section=section, do=do: self._start(section, do))

    def _start(self, section: str, do: str) -> None:
        if not self.isVisible():
            self.session.go("book")
        self._bring(section)
        getattr(self.sections[section], do)()

    def _bring(self, section: str) -> None:
        """Bring a card into sight, the keyboard at its first control."""
        card = self.sections[section]
        top = card.mapTo(self._inside, QPoint(0, 0)).y()
        self._area.verticalScrollBar().setValue(top)
        card.setFocus()

    def _share_out(self) -> None:
        beside = self.width() >= _TWO_COLUMNS_FROM and "people" in self.sections
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
