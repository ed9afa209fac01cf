"""Telling how far it is while SQLite works on one long statement, and stopping it."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aidbook.store.connection import Connection

_STEPS_BETWEEN = 20_000


@contextmanager
def watched(connection: Connection, look: Callable[[], None]) -> Iterator[None]:
    """Call `look` now and then while SQLite works inside; what it raises, or Ctrl+C, stops it and leaves here."""
    raised: list[BaseException] = []

    def handle() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it: it is carried out, whatever it is
            raised.append(error)
        return len(raised)

    with _interrupts_kept(raised):
        connection.set_progress_handler(handle, _STEPS_BETWEEN)
        try:
            yield
        except Exception:
            if raised:
                raise raised[0] from None
            raise
        finally:
            connection.set_progress_handler(None, _STEPS_BETWEEN)
    if raised:
        raise raised[0]


@contextmanager
def _interrupts_kept(raised: list[BaseException]) -> Iterator[None]:
    """Let Ctrl+C be kept in `raised`: raised as SQLite calls back, it would be lost, and the statement just fail."""
    raises = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not raises or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, lambda *_of: raised.append(KeyboardInterrupt()))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
