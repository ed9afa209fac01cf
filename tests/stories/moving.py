"""A program that moves a file in and meets an end of some sort on the way: given a book, a file, a way and a moment.

The ways: "killed" by the system at a step, "raised" inside at a step, "full" when the disk has so many KB left.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from aidbook.actions import imports
from aidbook.domain.imports import ImportFile
from aidbook.errors import Fault
from aidbook.store.book import Book
from aidbook.store.profiles import fields_on
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of
from tests.faults.filling import PASSPHRASE, Limited


def file_of(book: Book, path: Path) -> ImportFile:
    """Return a file of members as the program reads it without a question answered."""
    table = read_table(path)
    return rows_of(table, propose(table, "members", fields_on(book)), "members")


def main(path: Path, file: Path, way: str, moment: int) -> None:
    """Move in, and meet the end."""
    book = Book.open(path, PASSPHRASE)
    steps = 0

    def progress(_done: int, _total: int) -> None:
        nonlocal steps
        steps += 1
        if steps > moment and way == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if steps > moment and way == "raised":
            raise KeyboardInterrupt

    if way == "full":
        Limited(path.parent).leave(moment * 1024)
    with suppress(Fault, KeyboardInterrupt):
        imports.read_in(book, file_of(book, file), progress=progress)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
