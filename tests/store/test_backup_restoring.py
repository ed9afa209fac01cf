"""Going back to a backup: what goes and comes is said first, and the book is whole whatever happens."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from aidbook import paths
from aidbook.actions.backups import look_at_backup
from aidbook.actions.erasing import erase
from aidbook.actions.history import sentence
from aidbook.actions.members import add_member
from aidbook.domain.roles import NotYours
from aidbook.domain.sites import User
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.store import backup, history, origins
from aidbook.store.backup_file import NoBackup
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.file import BookInUse
from aidbook.store.slots import WrongPassphrase
from tests.conftest import PASSPHRASE


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


def leftovers(book: Path) -> list[str]:
    return sorted(
        path.name for path in book.parent.glob(f"{book.name}.*") if path.suffix not in {".keys", ".lock"}
    )


# There and back


def test_the_book_is_as_it_was_then(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    add_member(book, "Ben")
    go_back(made.path, book.path, book)
    with reopened(book.path) as then:
        assert names(then) == ["Ana"]
    assert leftovers(book.path) == []


def test_what_was_given_up_is_in_a_backup_and_comes_back(book: Book) -> None:
    made = backup.make(book)
    add_member(book, "Ben")
    go_back(made.path, book.path, book)
    with reopened(book.path) as then:
        (latest, *_older) = [one for one in backup.list_backups(then) if one.why == "restore"]
        said = go_back(latest.path, book.path, then)
    assert any("come back" in line for line in said)
    with reopened(book.path) as again:
        assert names(again) == ["Ben"]


def test_history_says_that_it_was_restored(book: Book) -> None:
    made = backup.make(book)
    add_member(book, "Ben")
    go_back(made.path, book.path, book)
    with reopened(book.path) as then:
        assert sentence(then, history.action_ids(then)[0]).startswith("Restored the backup of ")


def test_one_works_on_in_a_restored_book(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    add_member(book, "Ben")
    go_back(made.path, book.path, book)
    with reopened(book.path) as then:
        add_member(then, "Cleo")
        assert names(then) == ["Ana", "Cleo"]
        assert check(then) == ()


def test_a_new_laptop_needs_the_file_and_the_passphrase_alone(book: Book, tmp_path: Path) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    laptop = tmp_path / "laptop"
    laptop.mkdir()
    shutil.move(made.path, laptop / "moved.aidbackup")
    said = go_back(laptop / "moved.aidbackup", laptop / "our.aidbook")
    assert len(said) == 1, "nothing is there that could be lost"
    with reopened(laptop / "our.aidbook") as there:
        assert names(there) == ["Ana"]
    assert leftovers(laptop / "our.aidbook") == []


# What is said before


def test_it_says_in_words_what_would_be_lost(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    add_member(book, "Ben")
    add_member(book, "Cleo")
    found = look_at_backup(made.path, book.path, PASSPHRASE, present=book)
    said = found.words()
    found.discard()
    assert "2 things that were done since would be lost." in said
    assert "New: 2 members, 2 households." in said
    assert any("Added Ben" in line for line in said)
    assert not any("Ana" in line for line in said)
    assert leftovers(book.path) == []
    assert names(book) == ["Ana", "Ben", "Cleo"]


def test_it_says_where_nothing_would_be_lost(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    found = look_at_backup(made.path, book.path, PASSPHRASE, present=book)
    assert found.lost is not None
    assert found.lost.headline == "Nothing was done since that is not in it: nothing would be lost."
    found.discard()


def test_of_many_things_the_last_few_are_named_and_the_rest_counted(book: Book) -> None:
    made = backup.make(book)
    for n in range(25):
        add_member(book, f"Member {n}")
    found = look_at_backup(made.path, book.path, PASSPHRASE, present=book)
    assert found.lost is not None
    assert len(found.lost.things) == 10
    assert found.lost.more == 15
    assert "Member 24" in found.lost.things[0]
    found.discard()


def test_of_two_copies_that_both_went_on_each_is_told_what_the_other_lacks(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole laptop was cloned, with all that it remembers of its books."""
    add_member(book, "Ana")
    book.close()
    clone = tmp_path / "clone"
    shutil.copytree(os.environ["AIDBOOK_HOME"], clone / "home")
    for suffix in ("", ".keys"):
        shutil.copy(book.path.with_name(book.path.name + suffix), clone)
    with monkeypatch.context() as there:
        there.setenv("AIDBOOK_HOME", str(clone / "home"))
        with Book.open(clone / book.path.name, PASSPHRASE) as other:
            add_member(other, "Cleo")
            made = backup.make(other)
    with reopened(book.path) as present:
        add_member(present, "Ben")
        found = look_at_backup(made.path, present.path, PASSPHRASE, present=present)
        said = found.words()
        found.discard()
    assert any("Added Ben" in line for line in said)
    assert any("Added Cleo" in line for line in said)
    assert not any("Ana" in line for line in said)


def test_another_sites_backup_is_told_from_ones_own(make_book: Callable[..., Book]) -> None:
    east, west = make_book("Eastside"), make_book("Westside")
    made = backup.make(west)
    add_member(east, "Ana")
    found = look_at_backup(made.path, east.path, PASSPHRASE, present=east)
    assert found.lost is not None
    assert found.lost.headline.startswith("It is of another book than the present one")
    assert "All that is in that one would be lost: 1 member, 1 household, " in found.lost.figures[0]
    assert "Added Ana" in found.lost.things[0]
    found.discard()
    go_back(made.path, east.path, east)
    with reopened(east.path) as there:
        assert there.site.name == "Westside"
        kept = [one for one in backup.backups_here() if one.why == "restore"]
    with_ana = look_at_backup(kept[0].path, east.path, PASSPHRASE)
    assert names(with_ana.opened.book) == ["Ana"]
    with_ana.discard()


# What is refused, with nothing changed


def refused(file: Path, book: Book, passphrase: str = PASSPHRASE) -> UserError:
    before = files(book.path.parent)
    with pytest.raises(UserError) as raised:
        look_at_backup(file, book.path, passphrase, present=book)
    assert files(book.path.parent) == before
    assert str(raised.value)
    return raised.value


def files(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*") if "origins" not in path.parts)


def test_a_wrong_passphrase_changes_nothing(book: Book) -> None:
    made = backup.make(book)
    assert isinstance(refused(made.path, book, "not the passphrase"), WrongPassphrase)


def test_a_cut_backup_changes_nothing(book: Book) -> None:
    made = backup.make(book)
    made.path.write_bytes(made.path.read_bytes()[:-2000])
    assert isinstance(refused(made.path, book), NoBackup)


def test_a_file_that_is_something_else_changes_nothing(book: Book, tmp_path: Path) -> None:
    other = tmp_path / "letter.aidbackup"
    other.write_text("Dear all")
    assert isinstance(refused(other, book), NoBackup)
    assert isinstance(refused(tmp_path / "nothing.aidbackup", book), NoBackup)


@pytest.mark.behind_the_ledger
def test_a_backup_of_a_newer_schema_changes_nothing(book: Book) -> None:
    book.connection.execute(
        "INSERT INTO _sqlite_migrations SELECT 9999, 'aidbook', '9999 newer', applied_at FROM _sqlite_migrations LIMIT 1"
    )
    made = backup.make(book)
    assert "newer AidBook" in str(refused(made.path, book))


def not_replaced(file: Path, target: Path) -> str:
    before = files(target.parent)
    with pytest.raises(UserError, match="nothing was changed") as raised:
        look_at_backup(file, target, PASSPHRASE)
    assert files(target.parent) == before
    return str(raised.value)


def test_a_backup_does_not_become_the_book_itself(book: Book, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    made = backup.make(book, tmp_path / "stick")
    before = made.path.read_bytes()
    assert "the backup itself" in not_replaced(made.path, made.path)
    made.path.with_name(f"{made.path.name}.keys").write_bytes(b"{}")
    assert "the backup itself" in not_replaced(made.path, made.path.parent / "." / made.path.name)
    assert made.path.read_bytes() == before


def test_what_is_no_book_is_not_replaced(book: Book, tmp_path: Path) -> None:
    made = backup.make(book)
    folder, letter = tmp_path / "there" / "photos", tmp_path / "there" / "letter.txt"
    folder.mkdir(parents=True)
    letter.write_text("Dear all")
    for target in (folder, letter):
        assert f"{target} is no book" in not_replaced(made.path, target)
    assert letter.read_text() == "Dear all"


def test_a_folder_where_the_keys_belong_is_not_replaced(book: Book, tmp_path: Path) -> None:
    made = backup.make(book)
    target = tmp_path / "there" / "our.aidbook"
    (tmp_path / "there" / "our.aidbook.keys").mkdir(parents=True)
    assert "our.aidbook.keys is a folder" in not_replaced(made.path, target)
    target.write_bytes(b"\0" * 8192)
    assert "our.aidbook.keys is a folder" in not_replaced(made.path, target)


@pytest.mark.behind_the_ledger
def test_a_damaged_book_of_any_name_is_known_by_its_keys_and_replaced(book: Book, tmp_path: Path) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    target = tmp_path / "our book.db"
    target.write_bytes(b"")
    shutil.copy(f"{book.path}.keys", f"{target}.keys")
    go_back(made.path, target)
    with reopened(target) as then:
        assert names(then) == ["Ana"]


def test_a_book_open_elsewhere_is_not_replaced(book: Book) -> None:
    made = backup.make(book)
    with pytest.raises(BookInUse):
        look_at_backup(made.path, book.path, PASSPHRASE)
    assert leftovers(book.path) == []


def test_who_is_no_coordinator_restores_nothing(book: Book) -> None:
    book.record(change(User, book.user, role="door"))
    made = backup.make(book)
    assert isinstance(refused(made.path, book), NotYours)


def test_who_was_a_coordinator_then_and_is_none_now_restores_nothing(book: Book) -> None:
    made = backup.make(book)
    book.record(change(User, book.user, role="door"))
    add_member(book, "Ana")
    book.close()
    with pytest.raises(NotYours):
        look_at_backup(made.path, book.path, PASSPHRASE)
    with reopened(book.path) as still:
        assert still.role == "door"
        assert names(still) == ["Ana"]


# The present book is damaged


@pytest.mark.behind_the_ledger
def test_a_book_that_cannot_be_opened_any_more_is_replaced_and_its_files_are_kept(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    book.close()
    book.path.write_bytes(b"\0" * 8192)
    said = go_back(made.path, book.path)
    assert any("cannot be read any more" in line for line in said)
    with reopened(book.path) as then:
        assert names(then) == ["Ana"]
    (kept,) = (path for path in book.path.parent.iterdir() if ".kept-" in path.name)
    assert (kept / book.path.name).read_bytes() == b"\0" * 8192
    assert (kept / f"{book.path.name}.keys").is_file()


@pytest.mark.behind_the_ledger
def test_a_book_damaged_in_its_middle_is_replaced_while_it_is_open(book: Book) -> None:
    for n in range(300):
        add_member(book, f"Member {n}")
    made = backup.make(book)
    add_member(book, "Ben")
    book.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with book.path.open("r+b") as file:
        for page in range(20, 120):
            file.seek(page * 4096 + 100)
            file.write(b"\0\1\2\3")
    go_back(made.path, book.path, book)
    with reopened(book.path) as then:
        assert len(names(then)) == 300
    assert [path.name for path in book.path.parent.iterdir() if ".kept-" in path.name]


@pytest.mark.behind_the_ledger
def test_missing_keys_are_no_reason_not_to_restore(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    book.close()
    book.path.with_name(book.path.name + ".keys").unlink()
    go_back(made.path, book.path)
    with reopened(book.path) as then:
        assert names(then) == ["Ana"]


# The passphrases of then


def test_the_passphrase_of_then_opens_it_though_it_was_changed_since(book: Book) -> None:
    from aidbook.actions.people_who_open import change_passphrase

    made = backup.make(book)
    change_passphrase(book, PASSPHRASE, "quite another one")
    book.close()
    said = go_back(made.path, book.path)
    assert any("does not open with this passphrase" in line for line in said)
    with reopened(book.path):
        pass


# The erased


def test_who_was_forgotten_since_stays_forgotten(book: Book) -> None:
    ana = add_member(book, "Ana Ruiz").id
    add_member(book, "Ben")
    made = backup.make(book)
    erase(book, ana)
    said = go_back(made.path, book.path, book)
    assert any("stay" in line and "forgotten" in line for line in said)
    with reopened(book.path) as then:
        assert names(then) == ["Ben"]
        assert not then.connection.execute("SELECT 1 FROM body WHERE subject = ?", (ana,)).fetchone()


def test_who_was_forgotten_stays_so_on_a_new_laptop_by_a_later_backup_beside(
    book: Book, tmp_path: Path
) -> None:
    stick, laptop = tmp_path / "stick", tmp_path / "laptop"
    stick.mkdir()
    laptop.mkdir()
    ana = add_member(book, "Ana Ruiz").id
    made = backup.make(book, stick)
    erase(book, ana)
    backup.make(book, stick)
    shutil.rmtree(backup.folder_of(book.identity.site))
    go_back(made.path, laptop / "our.aidbook")
    with reopened(laptop / "our.aidbook") as there:
        assert names(there) == []
    listed = (laptop / "our.aidbook.erased").read_text()
    assert ana in listed


def test_whom_another_site_forgot_is_not_forgotten_because_its_backup_lies_beside(
    make_book: Callable[..., Book], tmp_path: Path
) -> None:
    east, west, stick = make_book("Eastside"), make_book("Westside"), tmp_path / "stick"
    stick.mkdir()
    ana = add_member(east, "Ana Ruiz").id
    made = backup.make(east, stick)
    west.path.with_name(west.path.name + ".erased").write_text(f"{ana}\n")
    backup.make(west, stick)
    go_back(made.path, east.path, east)
    with reopened(east.path) as there:
        assert names(there) == ["Ana Ruiz"]


# Who writes from then on


def test_looking_at_a_backup_and_leaving_it_changes_nothing_of_who_writes(book: Book) -> None:
    made = backup.make(book)
    book.close()
    for _time in range(2):
        look_at_backup(made.path, book.path, PASSPHRASE).discard()
    with reopened(book.path) as present:
        assert present.news is None
        assert len(present.ledger.origins()) == 1


def test_a_restored_book_writes_under_a_new_origin_and_once_only(book: Book) -> None:
    add_member(book, "Ana")
    made = backup.make(book)
    add_member(book, "Ben")
    before = book.identity.origin
    go_back(made.path, book.path, book)
    with reopened(book.path) as then:
        assert then.identity.origin != before
        assert [note.what for note in origins.notes(then.connection)] == ["behind"]
        writers = len(then.ledger.origins())
        assert writers == 2
        add_member(then, "Cleo")
    with reopened(book.path) as then:
        assert len(then.ledger.origins()) == writers
        assert then.news is None


def test_a_backup_is_remembered_outside_the_book(book: Book) -> None:
    add_member(book, "Ana")
    backup.make(book)
    (token,) = (paths.state_dir() / "origins").glob(f"{book.identity.origin.hex()}.json")
    heads = msgspec.json.decode(token.read_bytes())["heads"]
    assert {chapter: seq for chapter, (seq, _head) in heads.items()} == {
        chapter: seq for (_origin, chapter), seq in book.ledger.have().items()
    }
