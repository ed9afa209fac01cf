"""Long work on a thread: progress, stopping with nothing half done, errors brought back to the window.

`work` gets a `Progress` and calls it now and then: `progress(done, total)`. When a person wants to stop, that call
raises `Stopped`; the work lets it pass, so that its transaction rolls back. Layers below take it as any callable of
two integers and know nothing of threads.
"""

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal
from PySide6.QtWidgets import QWidget

from aidbook.store import faults

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 - not an error: somebody wanted it
    """A person stopped the work; nothing was changed."""


class Progress:
    """What work reports to. Calling it says how far the work is, and raises `Stopped` once that is wanted."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def __call__(self, done: int, total: int, doing: str = "") -> None:
        """Say that `done` of `total` is done, and perhaps what is being done now; 0 of 0 is "not known"."""
        if self._stop.is_set():
            raise Stopped
        self._report(done, total, doing)

    def stop(self) -> None:
        """Let the next report raise `Stopped`."""
        self._stop.set()


class Job(QObject, Generic[T]):
    """One piece of work on its own thread. Its callbacks run in the window's thread."""

    progressed = Signal(int, int, str)
    ended = Signal()
    _result = Signal(object)
    _error = Signal(object)

    def __init__(
        self,
        work: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None],
        on_stopped: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._work, self._on_done, self._on_error, self._on_stopped = work, on_done, on_error, on_stopped
        self._progress = Progress(self.progressed.emit)
        self._is_abandoned = False
        self._thread = _Thread(self._run)
        self._result.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._error.connect(self._fail, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin; the job keeps itself alive until it has ended."""
        _running.add(self)
        self._thread.start()

    def stop(self) -> None:
        """Ask the work to stop at its next report."""
        self._progress.stop()

    def abandon(self) -> None:
        """Stop, wait until the thread has gone, and call nobody back: what asked is about to go too."""
        self._is_abandoned = True  # what has been posted already still arrives after a disconnection
        self._result.disconnect(self._finish)
        self._error.disconnect(self._fail)
        self.stop()
        self._end()

    def _run(self) -> None:
        try:
            result = self._work(self._progress)
        except Exception as error:  # noqa: BLE001 - every error goes back to the window, which tells them apart
            self._error.emit(faults.explain(error) or error)
        else:
            self._result.emit(result)

    def _finish(self, result: T) -> None:
        if self._is_abandoned:
            return
        self._end()
        self._on_done(result)

    def _fail(self, error: Exception) -> None:
        if self._is_abandoned:
            return
        self._end()
        if isinstance(error, Stopped):
            self._on_stopped()
        else:
            self._on_error(error)

    def _end(self) -> None:
        self._thread.wait()
        _running.discard(self)
        self.ended.emit()


class _Thread(QThread):
    def __init__(self, run: Callable[[], None]) -> None:
        super().__init__()
        self._body = run

    def run(self) -> None:
        self._body()


_running: set["Job[Any]"] = set()


def any_running() -> bool:
    """Say whether some work is under way."""
    return bool(_running)


def stop_all() -> None:
    """Stop all work and wait for its threads: its book is about to be closed."""
    for job in tuple(_running):
        job.abandon()


def run_quietly(
    work: Callable[[Progress], T], on_done: Callable[[T], None], on_error: Callable[[Exception], None]
) -> Job[T]:
    """Run work that takes a second or so and shows nothing but what its page shows."""
    job = Job(work, on_done, on_error)
    job.start()
    return job


def run_job(
    parent: QWidget,
    title: str,
    work: Callable[[Progress], T],
    on_done: Callable[[T], None],
    *,
    on_error: Callable[[Exception], None],
    on_stopped: Callable[[], None] = lambda: None,
) -> Job[T]:
    """Run long work under a panel over `parent`'s window: what it does, how far, how long yet, and Stop."""
    from aidbook.ui.widgets.progress_panel import ProgressPanel

    job = Job(work, on_done, on_error, on_stopped)
    panel = ProgressPanel(parent.window(), title, job.stop)
    job.progressed.connect(panel.show_progress)
    job.ended.connect(panel.finish)
    panel.open()
    job.start()
    return job
