"""Going back to a backup: it is unpacked and opened beside the book, compared with it, and put in its place whole.

Until the very last step the present book is as it was, open or not. It is kept: as a backup, or, where it cannot be
opened any more, as the files it consists of.
"""

import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from aidbook import clock
from aidbook.domain.backups import Restored
from aidbook.domain.declare import Id, new_id
from aidbook.domain.roles import must_see
from aidbook.errors import Damaged, UserError
from aidbook.i18n import _
from aidbook.store import backup, backup_file, durable, erasure, faults, file, slots, swap, tokens
from aidbook.store.backup_file import BOOK, ERASED, BackupFile, NoBackup
from aidbook.store.book import Book
from aidbook.store.connection import DatabaseError
from aidbook.store.progress import Progress, silent
from aidbook.store.slots import SlotKind

_DAY_S = 86_400
_BESIDE = (".keys", ".erased", ".lock", "-wal", "-shm", "-journal")
"""What lies beside a book and is replaced, or goes, with it."""
_ID = re.compile(rb"\b[0-9a-f]{32}\b")


# What may be replaced


def must_be_replaceable(file_: Path, target: Path) -> None:
    """Raise UserError unless a book, damaged or not, lies at `target`, or nothing; never the backup itself.

    A book is told by its keys beside it; one that lost them by its name.
    """
    if target.exists() and file_.exists() and target.samefile(file_):
        raise _not_replaced(_("{name} is the backup itself.").format(name=target.name))
    is_book = target.is_file() and (target.suffix == file.SUFFIX or slots.slots_path(target).exists())
    if target.exists() and not is_book:
        raise _not_replaced(_("{path} is no book, and is not replaced by one.").format(path=target))
    for suffix in _BESIDE:
        one = target.with_name(target.name + suffix)
        if one.is_dir():
            raise _not_replaced(
                _("{name} is a folder, where a file of the book belongs.").format(name=one.name)
            )


def _not_replaced(what: str) -> UserError:
    return UserError(what, _("Choose another name; nothing was changed."))


# Opening


@dataclass(slots=True)
class OpenedBackup:
    """A backup, unpacked and open beside the book whose place it is to take. `discard` or `restore` ends it.

    `origin` is what it writes under, if that began with this opening: with the backup it is thrown away.
    """

    file: Path
    target: Path
    book: Book
    made: int
    position: int
    stage: Path
    origin: bytes | None

    def discard(self) -> None:
        """Close it and forget it: nothing was changed."""
        _throw_away(self.book, self.origin)
        shutil.rmtree(self.stage, ignore_errors=True)


def open_backup(
    file_: Path, target: Path, passphrase: str, kind: SlotKind = "person", progress: Progress = silent
) -> OpenedBackup:
    """Unpack a backup and open it with a passphrase of then. `target` is the book whose place it may take.

    Raises NoBackup, WrongPassphrase, NewerBook or another UserError; then nothing is left of it.
    """
    must_be_replaceable(file_, target)
    _sweep(target)
    stage = swap.stage_path(target, secrets.token_hex(4))
    try:
        _make_folder(stage)
        said = backup_file.unpack(file_, stage, progress)
        book = Book.open(stage / BOOK, passphrase, kind)
        begun = None if book.identity.origin.hex() == said.origin else book.identity.origin
        try:
            _must_be_sound(book, file_)
            must_see(book.role, "backups")  # no page: whoever is no coordinator sees none that is not named
        except BaseException:
            _throw_away(book, begun)
            raise
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    return OpenedBackup(file_, target, book, said.made, said.position, stage, begun)


def _throw_away(book: Book, origin: bytes | None) -> None:
    with suppress(Exception):
        book.close()
    if origin is not None:
        tokens.forget(origin)


def _make_folder(stage: Path) -> None:
    try:
        stage.mkdir(mode=0o700)
    except FileNotFoundError:
        raise UserError(
            _("There is no folder {folder}.").format(folder=stage.parent),
            _("Make the folder first, or choose another."),
        ) from None
    except OSError as error:
        raise durable.in_words(stage.parent, error) from error


def _must_be_sound(book: Book, file_: Path) -> None:
    with faults.told(book.connection):
        if book.connection.execute("PRAGMA cipher_integrity_check").fetchone():
            raise NoBackup(
                _("The backup {name} is damaged inside.").format(name=file_.name),
                _("Take another one, the one before it for instance. Nothing was changed."),
            )


def _sweep(target: Path) -> None:
    """Remove what was made ready and never used, a day ago or longer."""
    for stage in swap.stages_of(target):
        with suppress(OSError):
            if clock.now_ms() / 1000 - stage.stat().st_mtime > _DAY_S:
                shutil.rmtree(stage)


# Restoring


def make_ready(
    opened: OpenedBackup, present: Book | None, lost: int = 0, progress: Progress = silent
) -> bool:
    """Do all but the last step: keep the present book, forget anew who was erased since. The present book stays open.

    Returns whether the present book could be kept as a backup; one that cannot be read is kept as it is, by
    `restore`. Raises UserError; then nothing was changed.
    """
    kept = _keep(present, progress) if present is not None else not opened.target.exists()
    _note_why(opened)
    _forget_again(opened)
    if not opened.book.practice:
        opened.book.record(Restored(id=new_id(), made=opened.made, position=opened.position, lost=lost))
    with faults.told(opened.book.connection):
        opened.book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    opened.book.close()
    return kept


def restore(opened: OpenedBackup, *, kept: bool) -> None:
    """Put the backup in its place, in one step; the present book is closed by now. Made ready before.

    Raises UserError; then the present book is as it was, unless the power failed: the next opening goes on.
    """
    guard = file.lock(opened.target)
    try:
        if not kept:
            _set_aside(opened.target)
        for suffix in ("-wal", "-shm", ".lock"):
            (opened.stage / f"{BOOK}{suffix}").unlink(missing_ok=True)
        swap.put_in_place(opened.target, opened.stage)
    except OSError as error:
        raise durable.in_words(opened.target.parent, error) from error
    finally:
        guard.release()


def _note_why(opened: OpenedBackup) -> None:
    """Say that it was restored: as it was opened beside the book whose copy it is, it could not know why."""
    with opened.book.transaction():
        opened.book.connection.execute(
            "UPDATE origin_note SET what = 'behind' WHERE what = 'open' AND n = (SELECT max(n) FROM origin_note)"
        )


def _keep(present: Book, progress: Progress) -> bool:
    """Keep the present book as a backup; tell whether that went: not where it is damaged."""
    try:
        backup.before(present, "restore", progress)
    except (backup.NotSound, file.NotABook, Damaged, DatabaseError):
        return False
    return True


def _set_aside(path: Path) -> None:
    """Keep the files of a book that cannot be opened, beside it, for whoever can mend them."""
    if not path.exists():
        return
    stamp = f"{clock.day_of(clock.now_ms())}-{clock.time_of(clock.now_ms()).replace(':', '')}"
    folder = path.with_name(f"{path.name}.kept-{stamp}-{secrets.token_hex(2)}")
    folder.mkdir(mode=0o700)
    for suffix in ("", "-wal", ".keys", ".erased"):
        one = path.with_name(path.name + suffix)
        if one.exists():
            _link_or_copy(one, folder / one.name)
    durable.sync_folder(folder)
    durable.sync_folder(folder.parent)


def _link_or_copy(one: Path, to: Path) -> None:
    try:
        os.link(one, to)  # needs no room, and reads nothing of a disk that is failing
    except OSError:
        shutil.copyfile(one, to)
        durable.sync_file(to)


# The erased


def _forget_again(opened: OpenedBackup) -> None:
    """Erase in the backup whoever was erased since it was made, and let nobody forget that."""
    ids = _erased_anywhere(opened)
    if ids:
        erasure.apply_erased(opened.book, ids)
        durable.write_bytes(
            _list_of(opened.stage / BOOK), "".join(f"{id_}\n" for id_ in sorted(ids)).encode()
        )


def forgotten_since(opened: OpenedBackup) -> set[Id]:
    """Return the ids of those who are in the backup and are known to be erased by now."""
    gone = _erased_anywhere(opened) - erasure.erased_ids(opened.book.connection)
    found = (
        opened.book.connection.execute("SELECT 1 FROM body WHERE subject = ? LIMIT 1", (id_,)).fetchone()
        for id_ in gone
    )
    return {id_ for id_, row in zip(gone, found, strict=True) if row}


def _erased_anywhere(opened: OpenedBackup) -> set[Id]:
    """Return the ids of all who are known to be erased: beside the book, in its backups, in those beside this one.

    What lies there of another site's book says nothing: its word comes as entries, and who may is asked of these.
    """
    lists = [_read(_list_of(opened.target)), _read(_list_of(opened.stage / BOOK))]
    lists += [
        _list_in(one)
        for one in (*backup.backups_here(), *backup.backups_in(opened.file.parent))
        if one.erased and one.site == opened.book.identity.site
    ]
    return {id_.decode() for text in lists for id_ in _ID.findall(text)}


def _list_of(book: Path) -> Path:
    return book.with_name(book.name + ".erased")


def _read(path: Path) -> bytes:
    with suppress(OSError):
        return path.read_bytes()
    return b""


def _list_in(one: BackupFile) -> bytes:
    with suppress(NoBackup):
        return backup_file.read_small(one.path, ERASED)
    return b""
