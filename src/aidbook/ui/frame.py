"""The frame around the pages: the bar, the row over the page, the page, the banner. Made anew in another language."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from aidbook.actions.history import InTheWay
from aidbook.domain.declare import Id
from aidbook.domain.roles import NotYours, role_word
from aidbook.domain.sites import User
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.book import Book
from aidbook.ui import theme
from aidbook.ui.attention.watch import watch_of
from aidbook.ui.commands import Commands, Deeds
from aidbook.ui.icons import icon
from aidbook.ui.page import Page
from aidbook.ui.pages import registered
from aidbook.ui.session import Session
from aidbook.ui.settings import Look
from aidbook.ui.side_bar import SideBar
from aidbook.ui.top_row import TopRow
from aidbook.ui.widgets.banner import Banner
from aidbook.ui.widgets.basics import column, label, row
from aidbook.ui.widgets.notice import ToneIcon
from aidbook.ui.widgets.panel import scrolling
from aidbook.ui.widgets.tab_order import first_stop

_SHORT = 480


class Frame(QWidget):
    """Shows one page at a time, made when first shown, read again when what it shows has changed."""

    titled = Signal(str)
    """The title of the page in sight."""

    def __init__(self, session: Session, speak: Callable[[str], None], look: Callable[[Look], None]) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.session = session
        self._registered = {page.key: page for page in registered(session.book.role)}
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._searched: dict[str, str] = {}
        self._counts: dict[str, str] = {}
        self._stale: set[str] = set()
        self._key = ""
        self._refused_action: Id = ""
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.commands = Commands(self, tuple(self._registered.values()), self._deeds(speak, look))
        self.bar = SideBar(tuple(self._registered.values()), *_site_and_who(session.book), self.menu)
        self.top = TopRow()
        self.banner = Banner()
        self._stack = QStackedWidget()
        self._heard = (
            (session.changed, self._changed),
            (session.happened, self._happened),
            (session.refused, self._refused),
            (watch_of(session).changed, self._count_attention),
        )
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.refresh_now)
        self._lay_out()
        self._listen()
        self._show_undo()
        self._count_attention()

    # Going about

    def show_page(self, key: str) -> Page:
        """Go to a page, and return it."""
        page = self.page(key)
        self._key = key
        self.bar.show_page(key)
        self._dressed(key)
        self._stack.setCurrentWidget(self._areas[key])
        if key in self._stale:
            self._stale.discard(key)
            page.refresh()
        self.focus_page()
        return page

    def focus_page(self) -> None:
        """Put the keyboard where one begins on this page: in the search box, or at its first control."""
        if not self.top.search.isHidden():
            self.top.search.setFocus()
            return
        first = first_stop(self.current())
        if first is not None:
            first.setFocus()

    def page(self, key: str) -> Page:
        """Return a page, made now if nobody has been there."""
        if key not in self._pages:
            page = self._registered[key].make(self.session)
            page.counted.connect(lambda text: self._counted(key, text))
            page.dressed.connect(lambda: self._dressed(key))
            self._pages[key] = page
            self._areas[key] = scrolling(page)
            self._stack.addWidget(self._areas[key])
            self._stale.add(key)
        return self._pages[key]

    def current(self) -> Page:
        """Return the page in sight."""
        return self._pages[self._key]

    def current_key(self) -> str:
        """Return the key of the page in sight."""
        return self._key

    def icon_of(self, key: str) -> QIcon:
        """Return the icon of a page."""
        return icon(self._registered[key].icon)

    def page_keys(self) -> tuple[str, ...]:
        """Return the keys of all pages."""
        return tuple(self._registered)

    def made_keys(self) -> tuple[str, ...]:
        """Return the keys of the pages that were made so far."""
        return tuple(key for key in self._registered if key in self._pages)

    def go(self, key: str, thing: Id, command: str) -> None:
        """Go to a page, open a thing there, do one of its commands."""
        if key not in self._registered:
            self._refused(NotYours(self.session.book.role))
            return
        page = self.show_page(key)
        if thing:
            page.open(thing)
        if command:
            page.do(command)

    def refresh_now(self) -> None:
        """Read again the page in sight, if what it shows has changed."""
        if self._key in self._stale and self.isVisible():
            self._stale.discard(self._key)
            self.current().refresh()

    def kept(self) -> dict[str, dict[str, object]]:
        """Return what is half typed on each page."""
        return {key: page.keep() for key, page in self._pages.items()}

    def take(self, kept: dict[str, dict[str, object]]) -> None:
        """Give each page back what was half typed."""
        for key, typed in kept.items():
            if typed and key in self._registered:
                self.page(key).take(typed)

    def disown(self) -> None:
        """Hear the session no more, and go: another frame takes its place."""
        for signal, slot in self._heard:
            signal.disconnect(slot)
        self.deleteLater()

    # What Qt calls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step; F10 opens the menu."""
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif event.key() == Qt.Key.Key_F10:
            self.bar.show_menu()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a narrow or low window's room to the page."""
        super().resizeEvent(event)
        narrow, short = self.width() < theme.NARROW, self.height() < _SHORT
        self.bar.set_thin(thin=narrow, short=short)
        self.top.set_narrow(narrow=narrow)
        margin = 8 if narrow or short else 24
        self._content.setContentsMargins(margin, 8 if narrow or short else 20, margin, margin - 4)
        self._content.setSpacing(8 if short else 16)

    # Parts

    def _lay_out(self) -> None:
        line = row(self, spacing=0)
        line.addWidget(self.bar)
        right = column(spacing=0)
        if self.session.book.practice:
            right.addWidget(_practice_stripe())
        self._content: QVBoxLayout = column(spacing=16)
        for part, share in ((self.top, 0), (self._stack, 1), (self.banner, 0)):
            self._content.addWidget(part, share)
        right.addLayout(self._content, 1)
        line.addLayout(right, 1)

    def _listen(self) -> None:
        self.bar.page_wanted.connect(self.show_page)
        self.bar.lock_wanted.connect(self.session.lock)
        self.top.searched.connect(self._search)
        self.top.search.entered.connect(self._search_entered)
        self.top.search.escaped.connect(self._search_entered)
        self.banner.undo_wanted.connect(self.session.undo)
        self.banner.redo_wanted.connect(self.session.redo)
        self.banner.why_wanted.connect(self._show_why)
        for signal, slot in self._heard:
            signal.connect(slot)

    def _deeds(self, speak: Callable[[str], None], look: Callable[[Look], None]) -> Deeds:
        return Deeds(
            go=lambda key: self.go(key, "", ""),
            search=self._go_search,
            find=self._find,
            undo=self.session.undo,
            redo=self.session.redo,
            lock=self.session.lock,
            shortcuts=self._shortcuts,
            about=self._about,
            other_book=lambda: self.session.left.emit(""),
            speak=speak,
            look=look,
            leave=self._close,
        )

    def _close(self) -> None:
        self.window().close()

    # The session speaks

    def _changed(self, kinds: frozenset[str]) -> None:
        self._stale |= {key for key, page in self._pages.items() if page.kinds & kinds}
        # Later, not now: the page that acts may be in the middle of leaving a field.
        self._later.start()

    def _happened(self, text: str, undoable: bool) -> None:  # noqa: FBT001 - as the signal has it
        self.banner.tell(text, can_undo=undoable, can_redo=self.session.can_redo)
        self._show_undo()

    def _count_attention(self) -> None:
        self.bar.show_count("today", watch_of(self.session).count())

    def _refused(self, error: UserError) -> None:
        self._refused_action = error.action if isinstance(error, InTheWay) else ""
        if self._refused_action and self._key == "history":  # that page shows what stands in the way itself
            self.banner.close_it()
        else:
            self.banner.refuse(error, explained=bool(self._refused_action) and "history" in self._registered)

    def _show_why(self) -> None:
        self.go("history", self._refused_action, "take-back")

    def _show_undo(self) -> None:
        self.commands.undo.setEnabled(self.session.can_undo)
        self.commands.redo.setEnabled(self.session.can_redo)

    # Searching

    def _search(self, text: str) -> None:
        self._searched[self._key] = text
        self.current().search(text)

    def _search_entered(self) -> None:
        self.current().search_entered()

    def _counted(self, key: str, text: str) -> None:
        self._counts[key] = text
        if key == self._key:
            self.top.show_count(text)

    def _dressed(self, key: str) -> None:
        if key == self._key:
            page = self._pages[key]
            self.top.show_page(page, self._searched.get(key, ""))
            self.top.show_count(self._counts.get(key, ""))
            self.titled.emit(page.title())

    def _go_search(self) -> None:
        if self.top.search.isHidden():
            self._find()
        else:
            self.top.search.setFocus()
            self.top.search.selectAll()

    def _find(self) -> None:
        from aidbook.ui.everything import find_everything

        find_everything(self)

    # Menu, F1, Esc

    def fill_menu(self) -> None:
        """Put into the menu what can be done here and now."""
        from aidbook.ui.everything import named

        self.commands.fill(self.menu, named(self.current()))

    def _shortcuts(self) -> None:
        from aidbook.ui.everything import named
        from aidbook.ui.shortcuts import Shortcuts

        Shortcuts(self, self.current().title(), named(self.current()), self.commands.all()).open()

    def _about(self) -> None:
        from aidbook.ui.about import About

        About(self).open()

    def _back(self) -> None:
        if self.current().back():
            return
        if self.top.search.text():
            self.top.search.clear()
            self.top.search.ask_now()
        elif self.banner.isVisible():
            self.banner.close_it()


def _site_and_who(book: Book) -> tuple[str, str]:
    user = book.get(User, book.user)
    who = [user.label if user else "", role_word(book.role)]
    return book.site.name, " · ".join(part for part in who if part)


def _practice_stripe() -> QFrame:
    stripe = QFrame()
    stripe.setProperty("role", "stripe")
    words = label(_("Practice book: pretend people. Try anything; nothing here is real."), "label", wrap=True)
    theme.give(words, tone="heed")
    line = row(stripe)
    line.setContentsMargins(24, 4, 24, 4)
    line.addWidget(ToneIcon("heed"))
    line.addWidget(words, 1)
    return stripe
