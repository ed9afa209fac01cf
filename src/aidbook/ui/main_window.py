"""The window of an open book: its frame of pages, the lock over it, a page that fills it. It navigates, nothing else."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from shiboken6 import isValid

from aidbook.i18n import _, set_language
from aidbook.store.people import lock_after_minutes
from aidbook.store.slots import WrongPassphrase
from aidbook.ui import jobs, settings, theme
from aidbook.ui.attention.watch import watch_of
from aidbook.ui.books import practice_hint
from aidbook.ui.frame import Frame
from aidbook.ui.idle import IdleWatch
from aidbook.ui.page import Page
from aidbook.ui.pin import could_be_pin
from aidbook.ui.session import Session
from aidbook.ui.unlock import Unlock
from aidbook.ui.widgets.tab_order import follow_the_eye


class MainWindow(QStackedWidget):
    """Shows one of three: the frame, a widget that fills the window, or the lock."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.session = session
        self.frame = self._new_frame()
        self._full: QWidget | None = None
        self._lock: Unlock | None = None
        self._hidden: list[QWidget] = []
        self._role = session.book.role
        self._idle = IdleWatch(self)
        self._idle.idle.connect(self._idle_lock)
        self._wait_as_set()
        session.lock_set.connect(self._wait_as_set)
        session.changed.connect(self._follow_role)
        # Dialogs are windows of their own: who types in one is not idle.
        QGuiApplication.instance().focusWindowChanged.connect(self._idle.watch)  # type: ignore[union-attr] # there is one
        session.went.connect(self._go)
        session.filled.connect(self._fill)
        session.locked.connect(self.lock)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_look_changed)
        self.setMinimumSize(480, 320)
        self.frame.show_page(self.frame.page_keys()[0])

    # Pages

    def page(self, key: str) -> Page:
        """Go to a page by its key, and return it."""
        return self.frame.show_page(key)

    def _go(self, key: str, thing: str, command: str) -> None:
        self.frame.go(key, thing, command)

    def _fill(self, widget: QWidget | None) -> None:
        if self._full is not None:
            self.removeWidget(self._full)
            self._full.deleteLater()
        self._full = widget
        if widget is not None:
            self.addWidget(widget)
        self._show_front()

    def leave_field(self) -> None:
        """Leave the field one is in, so that it is saved."""
        focused = self.window().focusWidget()
        if focused is not None and focused.hasFocus():
            focused.clearFocus()

    # The lock

    def lock(self) -> None:
        """Hide everything until the passphrase is given."""
        if self._lock is not None:
            return
        self.leave_field()
        while (dialog := QApplication.activeModalWidget()) is not None and dialog not in self._hidden:
            self._hidden.append(dialog)
            dialog.hide()
        self._lock = self._new_lock()
        self._lock.unlocked.connect(self._unlock)
        self.addWidget(self._lock)
        self._show_front()

    def is_locked(self) -> bool:
        """Say whether the lock is in front."""
        return self._lock is not None

    def _idle_lock(self) -> None:
        if jobs.any_running():
            self._idle.count_anew()
        else:
            self.lock()

    def _new_lock(self) -> Unlock:
        pin = self.session.pin
        why = _("The book is locked. Nothing was lost; go on where you were with the passphrase.")
        if pin.is_set:
            why = _(
                "The book is locked. Nothing was lost; go on where you were with your PIN or your passphrase."
            )
        asked = _("PIN or passphrase") if pin.is_set else _("Passphrase")
        said = f"{why} {practice_hint(self.session.book)}".strip()
        lock = Unlock(_("Locked"), said, self._check, asked)
        lock.add_way(_("Somebody else opens the book"), lambda: self.session.left.emit("other person"))
        return lock

    def _check(self, typed: str) -> None:
        pin = self.session.pin
        if pin.is_set and could_be_pin(typed):
            pin.must_be(typed)
        elif not self.session.book.check_passphrase(typed):
            raise WrongPassphrase
        pin.begin_again()

    def _wait_as_set(self) -> None:
        self._idle.wait(lock_after_minutes(self.session.book) * 60_000)

    def _follow_role(self, kinds: frozenset[str]) -> None:
        """Show other pages where the role of who is here has changed."""
        if "user" in kinds and self.session.book.role != self._role:
            self._role = self.session.book.role
            QTimer.singleShot(0, self, self.remake)

    def _unlock(self, _result: object) -> None:
        if self._lock is not None:
            self.removeWidget(self._lock)
            self._lock.deleteLater()
            self._lock = None
        self._show_front()
        while self._hidden:
            dialog = self._hidden.pop()
            if isValid(dialog):  # a dialog over work that ended meanwhile is gone
                dialog.show()

    def _show_front(self) -> None:
        front = self._lock or self._full or self.frame
        self.setCurrentWidget(front)
        self._show_title(self.frame.current().title() if front is self.frame else "")
        if front is self.frame:
            front.refresh_now()
        else:
            front.setFocus()

    # Language and look

    def speak(self, code: str) -> None:
        """Say everything in another language, at once."""
        settings.keep(language=code)
        set_language(code)
        self.remake()

    def wear(self, look: settings.Look) -> None:
        """Be light or dark."""
        settings.keep(look=look)
        self._dress(look)

    def remake(self) -> None:
        """Make the frame and its pages anew, with what was half typed in them."""
        self.leave_field()
        old, key, kept = self.frame, self.frame.current_key(), self.frame.kept()
        self.frame = self._new_frame()
        self.frame.take(kept)
        self.frame.show_page(key if key in self.frame.page_keys() else self.frame.page_keys()[0])
        self.removeWidget(old)
        old.disown()
        self._show_front()

    def _new_frame(self) -> Frame:
        frame = Frame(self.session, self.speak, self.wear)
        frame.titled.connect(self._show_title)
        self.addWidget(frame)
        return frame

    def _dress(self, look: settings.Look) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, look)
        self.remake()

    def _system_look_changed(self, _scheme: Qt.ColorScheme) -> None:
        if settings.load().look == "system":
            self._dress("system")

    def _show_title(self, title: str) -> None:
        # Never a person's name: anybody passing sees titles and task bars.
        self.setWindowTitle(f"{title} – AidBook" if title else "AidBook")

    # What Qt calls

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to watch for idleness, once there is a window of the system to watch."""
        super().showEvent(event)
        self._idle.watch(self.window().windowHandle())

    def focusNextPrevChild(self, following: bool) -> bool:  # noqa: FBT001, N802 - Qt's
        """Let Tab follow the eye, whenever the parts of a page were made."""
        follow_the_eye(self)
        return super().focusNextPrevChild(following)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the field one is in, and let no work be cut off in the middle."""
        self.leave_field()
        watch_of(self.session).stop()
        jobs.stop_all()
        super().closeEvent(event)
