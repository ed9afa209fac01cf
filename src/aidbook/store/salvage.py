"""Salvage: a new book from every entry of a damaged one that verifies. The damaged file is only read."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from aidbook.store import file, schema, slots, swap
from aidbook.store.book import remove
from aidbook.store.connection import transaction
from aidbook.store.pages import PageFile
from aidbook.store.progress import Progress, silent
from aidbook.store.rejoining import NothingReadable, Rejoining
from aidbook.store.salvaged import Salvaged

__all__ = ["NothingReadable", "Salvaged", "salvage", "salvage_in_place"]

_ERASED = ".erased"
"""Beside a book: the ids of who was erased, which bind the new book too."""


def salvage(
    damaged: Path,
    new: Path,
    passphrase: str,
    progress: Progress = silent,
    kind: slots.SlotKind = "person",
) -> Salvaged:
    """Write a new book at `new` from what can be read of `damaged`, which nobody may have open; say what came of it.

    The same people open it with the same passphrases. Raises UserError, or what `progress` raises to stop: then
    nothing is left at `new`.
    """
    file.must_exist(damaged)
    file.must_be_free(new)
    guard = file.lock_to_read(damaged)
    try:
        found = slots.unlock(slots.read_slots(damaged), passphrase, kind)
        with _open_pages(damaged, found.keys) as pages:
            return _write(pages, new, found, progress)
    finally:
        if guard is not None:
            guard.release()


def salvage_in_place(
    damaged: Path, passphrase: str, progress: Progress = silent, kind: slots.SlotKind = "person"
) -> tuple[Salvaged, Path]:
    """Let a new book from what can be read take the damaged one's place; return what came of it and where that is kept.

    Raises UserError, or what `progress` raises to stop: then the damaged book lies where it lay.
    """
    file.must_exist(damaged)
    with _stage(damaged) as stage:
        outcome = salvage(damaged, stage / swap.STAGED, passphrase, progress, kind)
        guard = file.lock(damaged)
        try:
            kept = _keep_aside(damaged)
            swap.put_in_place(damaged, stage)
        finally:
            guard.release()
    return outcome, kept


@contextmanager
def _stage(path: Path) -> Iterator[Path]:
    """Make a folder on the same disk in which the new book is made ready; it is gone afterwards."""
    stage = swap.stage_path(path, secrets.token_hex(4))
    stage.mkdir(mode=0o700)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _keep_aside(damaged: Path) -> Path:
    """Give the damaged book a second name beside the first, which a new one then takes; return it."""
    number = 1
    while (kept := damaged.with_name(f"{damaged.stem}-damaged-{number}{damaged.suffix}")).exists():
        number += 1
    for suffix in ("-wal", slots.slots_path(damaged).name.removeprefix(damaged.name), _ERASED, ""):
        part, other = damaged.with_name(damaged.name + suffix), kept.with_name(kept.name + suffix)
        if part.exists():
            try:
                other.hardlink_to(part)
            except OSError:  # a stick's file system has one name for each file
                shutil.copyfile(part, other)
    return kept


def _open_pages(damaged: Path, keys: Sequence[bytes]) -> PageFile:
    """Return the pages under the key that fits: while it is being changed, there are two."""
    for key in keys[1:]:
        pages = PageFile(damaged, key)
        if pages.opens:
            return pages
        pages.close()
    return PageFile(damaged, keys[0])


def _write(pages: PageFile, new: Path, found: slots.Unlocked, progress: Progress) -> Salvaged:
    guard = file.lock(new)
    try:
        slots.write_slots(new, found.ring)
        erased = pages.path.with_name(pages.name + _ERASED)
        if erased.is_file():
            shutil.copyfile(erased, new.with_name(new.name + _ERASED))
        connection = file.open_connection(new, found.keys[0])
        try:
            new.chmod(0o600)
            schema.bring_up_to_date(connection)
            with transaction(connection):
                return Rejoining(connection, pages, progress).run()
        finally:
            connection.close()
    except BaseException:
        remove(new)
        raise
    finally:
        guard.release()
