"""A program that works in a book on a small disk, while that fills up again and again; it prints what came of it.

Given a folder on that disk; or with "limit" in front, any folder, and then the system's bound on a file's size plays
the disk: for systems that let nobody make a disk.
"""

import json
import os
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path

from aidbook.actions import members
from aidbook.errors import DiskFull, Fault
from aidbook.i18n import set_language
from aidbook.store import slots
from aidbook.store.book import Book
from aidbook.store.check import check

PASSPHRASE = "four words on paper"
STEP_KB, MOST_KB = 20, 420


class Small:
    """A disk of which any little may be left."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def leave(self, room: int) -> None:
        """Let only so many bytes be free."""
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(64 * 1024))
        free = shutil.disk_usage(self._ballast.parent).free
        with suppress(OSError):
            os.truncate(self._ballast, max(0, self._ballast.stat().st_size - max(0, room - free)))

    def make_room(self) -> None:
        """Delete what nobody needs."""
        self._ballast.unlink(missing_ok=True)


class Limited(Small):
    """No file may grow by more than what is left."""

    def leave(self, room: int) -> None:
        import resource

        log = self._ballast.with_name("east.aidbook-wal")
        size = log.stat().st_size if log.exists() else 0
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def work(folder: Path, disk: Small) -> dict[str, object]:
    """Work with ever more room left, each time until it is used up; return what was confirmed, lost and said."""
    path = folder / "east.aidbook"
    book = Book.create(path, PASSPHRASE, site_name="Eastside", cost=slots.PRACTICE)
    confirmed: list[str] = []
    said: set[str] = set()
    refusals = after = reopened = 0
    for room in range(0, MOST_KB, STEP_KB):
        disk.leave(room * 1024)
        try:
            for number in range(12):
                done = members.add_member(book, f"Person {room} {number}", note="x" * 9000)
                confirmed.append(done.action)
        except Fault as fault:
            refusals += 1
            said.add(str(fault) if isinstance(fault, DiskFull) else f"{type(fault).__name__}: {fault}")
        if room % 80 == 0:  # closed and opened again while there is no room
            book.close()
            with suppress(Fault):
                book = Book.open(path, PASSPHRASE)
                reopened += 1
        disk.make_room()
        if not _is_open(book):
            book = Book.open(path, PASSPHRASE)
        confirmed.append(members.add_member(book, f"After {room}").action)
        after += 1
    there = {id_ for (id_,) in book.connection.execute("SELECT id FROM action")}
    found = check(book)
    book.close()
    return {
        "confirmed": len(confirmed),
        "lost": len(set(confirmed) - there),
        "refusals": refusals,
        "said": sorted(said),
        "went_on": after,
        "reopened": reopened,
        "found": found,
    }


def _is_open(book: Book) -> bool:
    try:
        book.connection.execute("SELECT 1")
    except Exception:  # noqa: BLE001 - it is closed, by whatever word
        return False
    return True


def main() -> None:
    """Work, and print what came of it."""
    set_language("en")
    if hasattr(signal, "SIGXFSZ"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    *how, folder = sys.argv[1:]
    disk = Limited(Path(folder)) if how else Small(Path(folder))
    print(json.dumps(work(Path(folder), disk)))  # noqa: T201 - whoever started it reads it


if __name__ == "__main__":
    main()
