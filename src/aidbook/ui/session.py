"""All that a page gets: the book, doing things in it, taking them back, and where to go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from aidbook.actions import corrections, history
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.same import with_linked
from aidbook.errors import Damaged, UserError
from aidbook.i18n import _
from aidbook.store import faults
from aidbook.store.book import Book
from aidbook.ui.jobs import Progress, run_job, run_quietly
from aidbook.ui.pin import SessionPin

T = TypeVar("T")


class Session(QObject):
    """An open book in a window. Pages act through it and listen to it; they never know each other."""

    changed = Signal(object)
    """The kinds that changed, a frozenset of str. It carries no data: pages read again."""
    happened = Signal(str, bool)
    """A sentence for the banner, and whether it can be undone."""
    refused = Signal(object)
    """A UserError for the banner: nothing was written."""
    went = Signal(str, str, str)
    """Somebody wants another page: its key, the id of a thing to open there or "", a command to do there or ""."""
    filled = Signal(object)
    """A widget wants the whole window (or None: give it back)."""
    locked = Signal()
    """The book is to be hidden until somebody gives the passphrase."""
    left = Signal(str)
    """Somebody wants another book: "practice", or "" for the choice of books; "other person": this one's lock;
    "salvage": what can be read of this one."""
    restoring = Signal(object, str)
    """A backup is ready to take the book's place (a Restoration), and the passphrase that will open it."""
    lock_set = Signal()
    """How long the book stays open while nobody touches it was changed."""

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.pin = SessionPin()
        self._undoable: list[Id] = []
        self._redoable: list[Id] = []

    # Doing

    def run(self, action: Callable[..., Done], *args: object, **kwargs: object) -> Done | None:
        """Do something in the book; a refusal is shown in the banner and gives None."""
        try:
            return self.attempt(action, *args, **kwargs)
        except UserError as error:
            self.refused.emit(error)
            return None

    def attempt(self, action: Callable[..., Done], *args: object, **kwargs: object) -> Done:
        """Do something in the book; a refusal is raised, for a page that says it beside the field."""
        with self._going_on():
            done = action(self.book, *args, **kwargs)
        self.did(done)
        return done

    def job(
        self,
        parent: QWidget,
        title: str,
        work: Callable[[Book, Progress], T],
        on_done: Callable[[T], None] = lambda _result: None,
        *,
        on_error: Callable[[UserError], None] | None = None,
    ) -> None:
        """Do something long in the book, on a connection of its own, under a panel that can stop it.

        A `Done` that comes back counts as done here, with undo and banner. A UserError goes to the banner, or to
        `on_error`; anything else is ours and goes to the crash dialog.
        """
        run_job(
            parent,
            title,
            lambda progress: self._with_another(work, progress),
            lambda result: self._job_done(result, on_done),
            on_error=lambda error: self._job_failed(error, on_error or self.refused.emit),
            on_stopped=lambda: self.said(_("Stopped. Nothing was changed.")),
        )

    def read(self, owner: QObject, query: Callable[[Book], T], on_read: Callable[[T], None]) -> None:
        """Read something that may take over 50 ms, on a connection of its own, while the window goes on.

        `on_read` is not called any more once `owner`, the widget that asked, is gone.
        """
        run_quietly(
            lambda progress: self._with_another(lambda book, _progress: query(book), progress),
            lambda result: on_read(result) if isValid(owner) else None,
            lambda error: self._job_failed(error, self.refused.emit),
        )

    def did(self, done: Done) -> None:
        """Take note of something that was done: undo, the banner, and whoever shows what changed."""
        if "user" in done.kinds:  # perhaps on a connection of its own
            self.book.forget_role()
        if not done.kinds:  # it was so already: nothing was written, and nothing is to be taken back
            return
        undoable = not history.stays(self.book, done.action)
        self._undoable += [done.action] if undoable else []
        self._redoable.clear()
        self.changed.emit(with_linked(done.kinds))
        self._tell(done.action, undoable=undoable)

    def said(self, text: str) -> None:
        """Say something in the banner that is not undone."""
        self._say(text, undoable=False)

    # Taking back

    @property
    def can_undo(self) -> bool:
        """Say whether something was done here that can be taken back."""
        return bool(self._undoable)

    @property
    def can_redo(self) -> bool:
        """Say whether the last thing was a taking back that can be taken back."""
        return bool(self._redoable)

    def undo(self) -> None:
        """Take back the last thing done in this window that still shows."""
        while self._undoable and history.is_over(self.book, self._undoable[-1]):
            self._undoable.pop()
        if self._undoable:
            self.take_back(self._undoable[-1])

    def take_back(self, action: Id) -> Done | None:
        """Take back one action, not only the last; a refusal is shown in the banner and gives None."""
        return self._turn(history.undo, action, self._took_back)

    def redo(self) -> None:
        """Do again what was taken back last."""
        while self._redoable and not history.is_taken_back(self.book, self._redoable[-1]):
            self._redoable.pop()
        if self._redoable:
            self.bring_back(self._redoable[-1])

    def bring_back(self, action: Id) -> Done | None:
        """Bring back one action that was taken back, not only the last; a refusal is shown and gives None."""
        return self._turn(history.redo, action, self._brought_back)

    def put_right(self, action: Id) -> Done | None:
        """Put right, as of today, what cannot be taken back alone; a refusal is shown and gives None."""
        return self._turn(corrections.correct, action, lambda _action, done: self.did(done))

    def _took_back(self, action: Id, done: Done) -> None:
        self._undoable = [other for other in self._undoable if other != action]
        self._redoable.append(action)
        self._tell(done.action, undoable=False)

    def _brought_back(self, action: Id, done: Done) -> None:
        self._redoable = [other for other in self._redoable if other != action]
        self._undoable.append(action)
        self._tell(done.action, undoable=True)

    # Going

    def go(self, page: str, thing: Id = "", command: str = "") -> None:
        """Show another page by its key; open a thing there, or do one of its commands (by object name)."""
        self.went.emit(page, thing, command)

    def show_full(self, widget: QWidget) -> None:
        """Give the whole window to `widget`: no bar, no other page."""
        self.filled.emit(widget)

    def leave_full(self) -> None:
        """Give the window back to its pages; the widget that filled it is deleted."""
        self.filled.emit(None)

    def lock(self) -> None:
        """Hide everything until somebody gives the passphrase."""
        self.locked.emit()

    def open_practice(self) -> None:
        """Leave this book for one with pretend people."""
        self.left.emit("practice")

    def _tell(self, action: Id, *, undoable: bool) -> None:
        self._say(history.sentence(self.book, action), undoable=undoable)

    def _say(self, text: str, *, undoable: bool) -> None:
        self.happened.emit(text, undoable)

    def _turn(self, turn: Callable[..., Done], action: Id, then: Callable[[Id, Done], None]) -> Done | None:
        """Take back, bring back or put right; what is long work goes on under a panel, and gives None."""
        window = QApplication.activeWindow()
        if window is not None and history.is_long(self.book, action):
            run_job(
                window,
                _("This was much: taking it in hand"),
                lambda progress: self._with_another(
                    lambda book, told: turn(book, action, progress=told), progress
                ),
                lambda done: self._turned(action, done, then),
                on_error=lambda error: self._job_failed(error, self.refused.emit),
                on_stopped=lambda: self.said(_("Stopped. Nothing was changed.")),
            )
            return None
        try:
            with faults.told(self.book.connection):
                done = turn(self.book, action)
        except UserError as error:
            self.refused.emit(error)
            return None
        self._turned(action, done, then)
        return done

    def _turned(self, action: Id, done: Done, then: Callable[[Id, Done], None]) -> None:
        self.changed.emit(with_linked(done.kinds))
        then(action, done)

    def go_on_after(self, fault: UserError) -> None:
        """Go on after a fault: a connection that met a damaged page writes no more, a new one does."""
        if isinstance(fault, Damaged):
            with suppress(UserError):
                self.book.reopen((self.book.key,))

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        try:
            with faults.told(self.book.connection):
                yield
        except Damaged as fault:
            self.go_on_after(fault)
            raise

    def _with_another(self, work: Callable[[Book, Progress], T], progress: Progress) -> T:
        book = self.book.another()
        try:
            with faults.told(book.connection):
                return work(book, progress)
        finally:
            book.close()

    def _job_done(self, result: T, on_done: Callable[[T], None]) -> None:
        if isinstance(result, Done):
            self.did(result)
        on_done(result)

    def _job_failed(self, error: Exception, on_error: Callable[[UserError], None]) -> None:
        if not isinstance(error, UserError):
            raise error
        on_error(error)
