"""Telling how far it is while SQLite works on one long statement, and stopping it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aidbook.store.connection import Connection, DatabaseError

_STEPS_BETWEEN = 20_000


@contextmanager
def watched(connection: Connection, look: Callable[[], None]) -> Iterator[None]:
    """Call `look` now and then while SQLite works inside; what it raises stops the statement and leaves here."""
    raised: list[BaseException] = []

    def handle() -> int:
        try:
            look()
        except BaseException as error:  # noqa: BLE001 - SQLite would swallow it: it is carried out, whatever it is
            raised.append(error)
        return len(raised)

    connection.set_progress_handler(handle, _STEPS_BETWEEN)
    try:
        yield
    except DatabaseError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, _STEPS_BETWEEN)
    if raised:
        raise raised[0]
