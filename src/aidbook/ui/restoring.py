"""Going back to a backup: which one, with whose passphrase, what would be lost; then the window does it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QWidget

from aidbook.actions.backups import Restoration, look_at_backup
from aidbook.domain import recovery
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import backup_file
from aidbook.store.book import Book
from aidbook.ui.jobs import Progress, run_job
from aidbook.ui.restoring_steps import Asking, Choosing, Telling
from aidbook.ui.unlock import Sheet

_SCROLLS: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class RestoreScreen(Sheet):
    """Three steps on one card. `target` is the book whose place the backup takes, `present` that book where it is open.

    Until `ready` nothing is changed; who gets it closes the present book and finishes.
    """

    back_wanted = Signal()
    ready = Signal(object, str)
    """A Restoration made ready, and the passphrase that opens it, "" where that was the recovery sheet's code."""

    def __init__(self, target: Path, present: Book | None = None) -> None:
        super().__init__(width=720)
        self._target, self._present = target, present
        self._held = _Held()
        self.destroyed.connect(self._held.discard)
        self.choosing = Choosing(present, self._chose, self.back_wanted.emit)
        self.asking = Asking(self._look, self._to_choosing)
        self.telling = Telling(self._restore, self._to_asking)
        self._steps: tuple[QWidget, ...] = (self.choosing, self.asking, self.telling)
        for step in self._steps:
            self.lines.addWidget(step)
        self._show(self.choosing)

    def begin_with(self, path: Path) -> None:
        """Begin with a file that was chosen already."""
        self._chose(path)

    def discard(self) -> None:
        """Forget what was looked at: nothing was changed."""
        self._held.discard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step; the words are scrolled by keys too."""
        if event.key() in _SCROLLS:
            self.findChildren(QScrollArea)[0].verticalScrollBar().triggerAction(_SCROLLS[event.key()])
        elif event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.telling.isVisible():
            self._to_asking()
        elif self.asking.isVisible():
            self._to_choosing()
        else:
            self.back_wanted.emit()

    # The steps

    def _chose(self, path: Path) -> None:
        self.asking.begin(backup_file.look(path))
        self._show(self.asking)

    def _look(self, path: Path, passphrase: str, by_sheet: bool) -> None:  # noqa: FBT001 - as it is chosen
        code = recovery.read_code(passphrase) if by_sheet else passphrase

        def work(progress: Progress) -> Restoration:
            return look_at_backup(
                path,
                self._target,
                code,
                kind="recovery" if by_sheet else "person",
                present=self._present,
                progress=progress,
            )

        run_job(self, _("Looking at the backup"), work, self._told, on_error=self._not_opened)

    def _told(self, found: Restoration) -> None:
        self._held.take(found)
        self.telling.show_words(found)
        self._show(self.telling)

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.asking.refuse(error)

    def _restore(self) -> None:
        found = self._held.found
        if found is not None:
            run_job(
                self,
                _("Making the backup ready"),
                found.make_ready,
                lambda _nothing: self._made_ready(),
                on_error=self._not_ready,
                on_stopped=self._to_asking,
            )

    def _made_ready(self) -> None:
        found = self._held.hand_over()
        if found is not None:
            self.ready.emit(found, self.asking.passphrase())

    def _not_ready(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.telling.refuse(error)

    def _to_choosing(self) -> None:
        self._held.discard()
        self.choosing.refresh()
        self._show(self.choosing)

    def _to_asking(self) -> None:
        self._held.discard()
        self._show(self.asking)

    def _show(self, step: QWidget) -> None:
        for one in self._steps:
            one.setVisible(one is step)
        self.setFocusProxy(step)
        step.setFocus()


class _Held:
    """What was looked at and is not yet restored; it is discarded when its screen goes."""

    def __init__(self) -> None:
        self.found: Restoration | None = None

    def take(self, found: Restoration) -> None:
        self.discard()
        self.found = found

    def hand_over(self) -> Restoration | None:
        found, self.found = self.found, None
        return found

    def discard(self, *_destroyed: object) -> None:
        if self.found is not None:
            self.found.discard()
            self.found = None
