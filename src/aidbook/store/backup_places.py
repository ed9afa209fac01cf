"""Where else each day's backup goes: a folder or a stick that was chosen on this computer, for one site's book."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from aidbook import clock, paths
from aidbook.domain.declare import Id
from aidbook.store import backup, durable
from aidbook.store.backup_file import BackupFile
from aidbook.store.book import Book
from aidbook.store.progress import Progress, silent

_NAME = "backups.json"


def second_place(site: Id) -> Path | None:
    """Return the folder in which each day's backup is put as well, or None."""
    said = _read().get(site)
    return Path(said) if isinstance(said, str) and said else None


def choose_second_place(site: Id, folder: Path | None) -> None:
    """Put each day's backup into this folder as well, or (None) nowhere else. Raises CannotWrite."""
    places = {**_read(), site: str(folder.absolute())} if folder else {**_read()}
    if folder is None:
        places.pop(site, None)
    durable.write_bytes(paths.config_dir() / _NAME, json.dumps(places).encode())


def copy_along(book: Book, progress: Progress = silent) -> BackupFile | None:
    """Put the last good backup into the second place unless one of that day is there; None where nothing was to do.

    Raises CannotWrite where the place is there and takes nothing; a stick that is not in is no error.
    """
    folder = second_place(book.identity.site)
    latest = next(_good(book, None), None)
    if folder is None or latest is None or not folder.is_dir():
        return None
    if any(clock.day_of(one.made) == clock.day_of(latest.made) for one in _good(book, folder)):
        return None
    made = backup.copy_to(latest, folder, progress)
    backup.thin(book, folder)
    return made


def last_there(book: Book) -> int | None:
    """Return when the last good backup in the second place was made, in ms; None if there is none or it is not in."""
    folder = second_place(book.identity.site)
    return next((one.made for one in _good(book, folder)), None) if folder else None


def _good(book: Book, folder: Path | None) -> Iterator[BackupFile]:
    """Yield the good backups of this copy of the book, the latest first, none from a moment that is yet to come."""
    return backup.ours_in_time(book, backup.list_backups(book, folder))


def _read() -> dict[str, object]:
    with suppress(OSError, ValueError):
        read = json.loads((paths.config_dir() / _NAME).read_text(encoding="utf-8"))
        if isinstance(read, dict):
            return read
    return {}
