"""The power goes while a backup is put in the book's place."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aidbook.actions.backups import look_at_backup
from aidbook.actions.members import add_member
from aidbook.errors import UserError
from aidbook.store import backup, restoring, swap
from aidbook.store.book import Book
from aidbook.store.check import check
from tests.conftest import PASSPHRASE


class PowerCut(BaseException):
    """The computer stops here."""


def names(book: Book) -> list[str]:
    return sorted(name for (name,) in book.connection.execute("SELECT name FROM member WHERE kept = 1"))


def go_back(file: Path, target: Path, present: Book | None = None, passphrase: str = PASSPHRASE) -> list[str]:
    """Go back to a backup as the window does, and return what was said before."""
    found = look_at_backup(file, target, passphrase, present=present)
    said = found.words()
    found.make_ready()
    if present is not None:
        present.close()
    found.finish()
    return said


@contextmanager
def reopened(path: Path, passphrase: str = PASSPHRASE) -> Iterator[Book]:
    with Book.open(path, passphrase) as book:
        assert check(book) == ()
        yield book


# The power goes


def cut_at(step: int, folder: Path) -> Callable[[], None]:
    """Let the power go before the n-th thing that is done to files of a folder; return how to have it back."""
    done = [0]
    with_power = pytest.MonkeyPatch()

    def stops(real: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it stands for
            if isinstance(args[0], int) or str(folder) in str(args[0]):
                if done[0] == step:
                    raise PowerCut
                done[0] += 1
            return real(*args, **kwargs)

        return instead

    for name in ("replace", "rename", "unlink", "remove", "rmdir", "fsync", "mkdir", "link"):
        with_power.setattr(os, name, stops(getattr(os, name)))
    return with_power.undo


def both(book: Book) -> Path:
    """Give a backup with Ana, and the book with Ana and Ben, closed."""
    add_member(book, "Ana")
    made = backup.make(book)
    add_member(book, "Ben")
    return made.path


def test_a_power_cut_at_any_step_leaves_one_whole_book(
    make_book: Callable[..., Book], tmp_path: Path
) -> None:
    """At each step of putting it in place, and then at each step of finishing that."""
    book = make_book()
    file = both(book)
    book.close()
    seen: set[tuple[str, ...]] = set()
    for step in range(100):
        then, target = _fresh(tmp_path / f"cut{step}", book.path)
        found = look_at_backup(file, target, PASSPHRASE)
        found.make_ready()
        found._close_own()
        undo = cut_at(step, then)
        try:
            restoring.restore(found.opened, kept=True)
        except PowerCut:
            ended = False
        else:
            ended = True
        finally:
            undo()
        seen.add(tuple(_open_after_cuts(target)))
        if ended:
            break
    assert step > 8
    assert seen == {("Ana", "Ben"), ("Ana",)}


def _fresh(folder: Path, book: Path) -> tuple[Path, Path]:
    folder.mkdir()
    for suffix in ("", ".keys"):
        shutil.copy(book.with_name(book.name + suffix), folder)
    return folder, folder / book.name


def _open_after_cuts(target: Path) -> list[str]:
    """Open the book, the power going again at each step of that; return who is in it in the end."""
    for step in range(30):
        if not swap.is_unfinished(target):
            break
        undo = cut_at(step % 7, target.parent)
        try:
            with Book.open(target, PASSPHRASE):
                pass
        except PowerCut:
            pass
        finally:
            undo()
    with reopened(target) as there:
        return names(there)


def test_a_power_cut_while_it_is_made_ready_leaves_the_present_book(book: Book) -> None:
    file = both(book)
    for step in range(0, 60, 3):
        undo = cut_at(step, book.path.parent)
        try:
            found = look_at_backup(file, book.path, PASSPHRASE, present=book)
            found.make_ready()
            found.discard()
        except PowerCut:
            pass
        finally:
            undo()
        assert names(book) == ["Ana", "Ben"]
    book.close()
    with reopened(book.path) as there:
        assert names(there) == ["Ana", "Ben"]


def test_a_new_book_is_not_begun_where_a_restored_one_waits(book: Book, tmp_path: Path) -> None:
    file = both(book)
    for step in range(20):
        laptop = tmp_path / f"laptop{step}"
        laptop.mkdir()
        target = laptop / "our.aidbook"
        found = look_at_backup(file, target, PASSPHRASE)
        found.make_ready()
        undo = cut_at(step, laptop)
        try:
            with pytest.raises(PowerCut):
                restoring.restore(found.opened, kept=True)
        finally:
            undo()
        assert not target.exists() or target.with_name(f"{target.name}.keys").exists()
        if swap.is_unfinished(target) and not target.exists():
            break
    for step in range(20):  # the power goes again while that is finished
        undo = cut_at(step, laptop)
        try:
            swap.finish(target)
        except PowerCut:
            assert not target.exists() or target.with_name(f"{target.name}.keys").exists()
        finally:
            undo()
        if target.exists():
            break
    with pytest.raises(UserError, match="already a file"):
        Book.create(target, PASSPHRASE, site_name="Another")
    with reopened(target) as there:
        assert names(there) == ["Ana"]


@pytest.mark.behind_the_ledger
def test_the_old_books_log_is_never_read_into_the_new_book(book: Book) -> None:
    file = both(book)
    log = book.path.with_name(book.path.name + "-wal")
    kept = log.read_bytes()
    assert kept
    book.close()
    log.write_bytes(kept)  # as after a crash
    book.path.with_name(book.path.name + ".keys").unlink()  # so that nobody opens it before, and cleans up
    go_back(file, book.path)
    with reopened(book.path) as there:
        assert names(there) == ["Ana"]


def test_all_of_the_new_book_is_through_to_the_medium_before_the_moment_that_counts(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = look_at_backup(both(book), book.path, PASSPHRASE, present=book)
    found.make_ready()
    book.close()
    stage, did = found.opened.stage, []
    fsync, replace = os.fsync, os.replace

    def note_fsync(handle: int) -> None:
        did.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    def note_replace(one: str, other: str) -> None:
        did.append(f"{one} -> {other}")
        replace(one, other)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    found.finish()
    moment = did.index(f"{stage} -> {book.path}.restoring")
    assert {str(stage / "book.aidbook"), str(stage / "book.aidbook.keys"), str(stage)} <= set(did[:moment])
    assert did[moment + 1] == str(book.path.parent)
