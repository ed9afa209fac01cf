"""The file: made, opened, refused, and never readable without its key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import members
from aidbook.errors import UserError
from aidbook.store import slots
from aidbook.store.book import Book
from aidbook.store.connection import DatabaseError
from aidbook.store.file import BookInUse, NotABook
from aidbook.store.slots import WrongPassphrase
from tests.conftest import PASSPHRASE

NAME = "Jérémie Baptiste"


def test_what_was_written_is_there_after_opening_again(make_book: Callable[..., Book]) -> None:
    book = make_book()
    members.add_member(book, NAME)
    book.close()
    with Book.open(book.path, PASSPHRASE) as again:
        assert members.find_member(again, "jeremie").name == NAME
        assert again.site.name == "Eastside"


def test_the_wrong_passphrase_opens_nothing(book: Book) -> None:
    book.close()
    with pytest.raises(WrongPassphrase):
        Book.open(book.path, PASSPHRASE.upper())


def test_a_book_open_elsewhere_is_refused(book: Book) -> None:
    with pytest.raises(BookInUse):
        Book.open(book.path, PASSPHRASE)


def test_a_job_has_a_connection_of_its_own_to_the_same_book(book: Book) -> None:
    with book.another() as other:
        members.add_member(other, NAME)
    assert members.find_member(book, "jeremie").name == NAME


def test_no_name_stands_in_the_plain_bytes_of_any_file(
    make_book: Callable[..., Book], tmp_path: Path
) -> None:
    book = make_book()
    members.add_member(book, NAME, note="lives in the blue house")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {
        "eastside.aidbook",
        "eastside.aidbook.keys",
        "eastside.aidbook-wal",
    }
    for path in files:
        raw = path.read_bytes()
        assert all(
            word.encode() not in raw for word in ("Jérémie", "Baptiste", "jeremie", "blue house", "SQLite")
        )


@pytest.mark.parametrize(
    ("spoil", "situation"),
    [
        (lambda path: path.unlink(), NotABook),
        (lambda path: path.write_bytes(b"not a book at all" * 400), NotABook),
        (lambda path: slots.slots_path(path).unlink(), UserError),
        (lambda path: slots.slots_path(path).write_bytes(b"{"), UserError),
    ],
)
def test_what_is_no_book_is_refused_with_a_remedy_and_left_as_it_is(
    book: Book, spoil: Callable[[Path], None], situation: type[UserError]
) -> None:
    book.close()
    spoil(book.path)
    left = {
        path: path.read_bytes() for path in book.path.parent.iterdir() if path.suffix in (".aidbook", ".keys")
    }
    with pytest.raises(situation) as refusal:
        Book.open(book.path, PASSPHRASE)
    assert refusal.value.remedy
    assert {path: path.read_bytes() for path in left} == left


def test_a_book_written_by_a_newer_program_is_refused(book: Book) -> None:
    book.connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('aidbook', '9999 later', '')"
    )
    book.close()
    with pytest.raises(UserError, match="newer AidBook"):
        Book.open(book.path, PASSPHRASE)


def test_a_new_book_never_overwrites_a_file(tmp_path: Path) -> None:
    path = tmp_path / "list.aidbook"
    path.write_text("our old list")
    with pytest.raises(UserError, match="already a file"):
        Book.create(path, PASSPHRASE, site_name="Eastside")
    assert path.read_text() == "our old list"


@pytest.mark.parametrize(("site", "passphrase"), [("  ", PASSPHRASE), ("Eastside", "short")])
def test_a_book_that_cannot_be_made_leaves_nothing_behind(tmp_path: Path, site: str, passphrase: str) -> None:
    with pytest.raises(UserError):
        Book.create(tmp_path / "b.aidbook", passphrase, site_name=site)
    assert list(tmp_path.iterdir()) == []


def test_another_key_does_not_open_a_copy(book: Book, tmp_path: Path) -> None:
    book.close()
    copy = tmp_path / "copy.aidbook"
    shutil.copy(book.path, copy)
    slots.write_slots(copy, slots.new_ring(bytes(32), PASSPHRASE, "somebody", slots.PRACTICE))
    with pytest.raises((NotABook, DatabaseError)):
        Book.open(copy, PASSPHRASE)
