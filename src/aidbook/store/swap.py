"""Putting another book in a book's place, such that a power cut at any moment leaves one whole book there.

A book is itself, its keys, and the list of the erased. The new ones wait in a folder of their own, through to the medium; giving
that folder its last name is the moment that counts. Whoever looks for the book after that finishes what was begun.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from aidbook.store import durable

_PARTS = ("", ".keys", ".erased")
_BESIDE = ("-wal", "-shm", "-journal")
_MARK = ".restoring"
STAGED = "book.aidbook"
"""What the new book is called until it is in its place."""


def put_in_place(path: Path, stage: Path) -> None:
    """Let the closed book in the folder `stage` take the place of the one at `path`. The caller holds the lock there.

    An OSError before the moment that counts leaves everything as it was; after it, the next opening goes on.
    """
    for suffix in _PARTS:
        if (stage / f"{STAGED}{suffix}").exists():
            durable.sync_file(stage / f"{STAGED}{suffix}")
    durable.sync_folder(stage)
    if is_unfinished(path):
        finish(path)
    stage.replace(_ready(path))  # the moment that counts
    durable.sync_folder(path.parent)
    finish(path)


def is_unfinished(path: Path) -> bool:
    """Tell whether a new book waits to take the place of the one at `path`."""
    return _ready(path).is_dir()


def finish(path: Path) -> None:
    """Put in place what still waits. The caller holds the lock. Each step may have been done before."""
    ready = _ready(path)
    if (ready / STAGED).exists():
        # The old book's log would be read into the new book.
        for suffix in _BESIDE:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        durable.sync_folder(path.parent)
    # The book last: on a computer without a book, there is none until it can be opened.
    for suffix in reversed(_PARTS):
        with suppress(FileNotFoundError):
            (ready / f"{STAGED}{suffix}").replace(path.with_name(path.name + suffix))
    durable.sync_folder(path.parent)
    shutil.rmtree(ready, ignore_errors=True)
    durable.sync_folder(path.parent)


def is_staged(path: Path) -> bool:
    """Tell whether a book is one that waits to take another's place."""
    return path.name == STAGED and _MARK in path.parent.name


def stages_of(path: Path) -> list[Path]:
    """Return the folders beside a book in which others were made ready and never used."""
    return [one for one in path.parent.glob(f"{path.name}{_MARK}-*") if one.is_dir()]


def stage_path(path: Path, tag: str) -> Path:
    """Return the folder in which a book is made ready for the place of the one at `path`: on the same disk."""
    return path.with_name(f"{path.name}{_MARK}-{tag}")


def _ready(path: Path) -> Path:
    return path.with_name(path.name + _MARK)
