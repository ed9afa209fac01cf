"""Who may open the book: added, given a role, removed for good, and back in with the recovery sheet."""

import shutil
from pathlib import Path

import pytest

from aidbook.actions import members, pantry, people_who_open
from aidbook.domain import recovery
from aidbook.domain.members import Member
from aidbook.domain.roles import NotYours
from aidbook.domain.sites import User
from aidbook.domain.writes import take_back
from aidbook.errors import UserError
from aidbook.store import backup, backup_file, keys, slots
from aidbook.store import people as query
from aidbook.store.book import Book, NoLongerLetIn
from aidbook.store.check import check
from aidbook.store.file import NotABook
from aidbook.store.slots import WrongPassphrase
from tests.conftest import PASSPHRASE

MARIES = "seven kettles in an orchard"
THIRD = "ribbon tractor lemon stairs"


@pytest.fixture
def marie(book: Book) -> str:
    """Give the id of Marie, who opens the book at the door."""
    return people_who_open.add_person(book, "Marie", "door", MARIES).id


def opened(book: Book, passphrase: str) -> Book:
    book.close()
    return Book.open(book.path, passphrase)


def test_a_second_person_opens_the_book_as_herself(book: Book, marie: str) -> None:
    members.add_member(book, "Rosa")
    with opened(book, MARIES) as hers:
        assert (hers.user, hers.role) == (marie, "door")
        assert members.find_member(hers, "Rosa").name == "Rosa"
        assert [(line.label, line.role, line.is_me) for line in query.people(hers)] == [
            ("Marie", "door", True),
            ("", "coordinator", False),
        ]


@pytest.mark.parametrize(
    ("label", "role", "passphrase", "why"),
    [
        ("  ", "door", MARIES, "no name"),
        ("MARIE", "door", THIRD, "here already"),
        ("Jo", "king", THIRD, "no role"),
        ("Jo", "door", "short", "too short"),
        ("Jo", "door", MARIES, "cannot be taken"),
    ],
)
def test_somebody_who_cannot_be_added_leaves_nothing(
    book: Book, marie: str, label: str, role: str, passphrase: str, why: str
) -> None:
    before = (book.position, slots.slots_path(book.path).read_bytes())
    with pytest.raises(UserError, match=why) as refusal:
        people_who_open.add_person(book, label, role, passphrase)  # type: ignore[arg-type] # a role that is none
    assert refusal.value.remedy
    assert (book.position, slots.slots_path(book.path).read_bytes()) == before
    assert marie


def test_a_role_changes_what_the_next_action_may_do(book: Book, marie: str) -> None:
    people_who_open.change_role(book, marie, "shelf")
    with opened(book, MARIES) as hers:
        with pytest.raises(NotYours):
            members.add_member(hers, "Rosa")
        assert pantry.add_item(hers, "Beans").id


def test_the_door_sees_names_and_sizes_and_writes_them_without_touching_the_rest(
    book: Book, marie: str
) -> None:
    rosa = members.add_member(
        book, "Rosa", phone="555 0101", birth="1980-03-04", note="knee", counted={"0-17": 2}
    )
    with opened(book, MARIES) as hers:
        seen = members.find_member(hers, "Rosa")
        assert (seen.name, seen.phone, seen.birth, seen.note) == ("Rosa", None, None, None)
        members.edit_member(hers, rosa.id, name="Rosa B.")
        for hidden in ({"phone": "555 0202"}, {"note": ""}, {"home": "f" * 32}):
            with pytest.raises(NotYours):
                members.edit_member(hers, rosa.id, **hidden)
        assert marie
    with Book.open(book.path, PASSPHRASE) as mine:
        whole = members.find_member(mine, "Rosa B.")
        assert (whole.phone, whole.birth, whole.note) == ("555 0101", "1980-03-04", "knee")


def test_the_shelf_sees_no_people_at_all(book: Book, marie: str) -> None:
    rosa = members.add_member(book, "Rosa")
    people_who_open.change_role(book, marie, "shelf")
    with opened(book, MARIES) as hers:
        assert hers.get(Member, rosa.id) is None
        with pytest.raises(UserError, match="Nobody called"):
            members.find_member(hers, "Rosa")


def test_only_coordinators_decide_who_opens_the_book(book: Book, marie: str) -> None:
    with opened(book, MARIES) as hers:
        for forbidden in (
            lambda: people_who_open.add_person(hers, "Jo", "coordinator", THIRD),
            lambda: people_who_open.change_role(hers, marie, "coordinator"),
            lambda: people_who_open.rename_person(hers, marie, "Boss"),
            lambda: people_who_open.give_passphrase(hers, marie, THIRD),
            lambda: people_who_open.make_recovery(hers),
            lambda: people_who_open.lock_after(hers, 60),
            lambda: people_who_open.finish_removals(hers),
            lambda: people_who_open.change_key(hers),
        ):
            with pytest.raises(NotYours):
                forbidden()
        assert hers.role == "door"


def test_everybody_changes_their_own_passphrase_and_nobody_elses(book: Book, marie: str) -> None:
    with opened(book, MARIES) as hers:
        with pytest.raises(WrongPassphrase):
            people_who_open.change_passphrase(hers, PASSPHRASE, THIRD)
        people_who_open.change_passphrase(hers, MARIES, THIRD)
        assert hers.check_passphrase(THIRD)
        assert not hers.check_passphrase(PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        Book.open(book.path, MARIES)
    with Book.open(book.path, THIRD) as again:
        assert again.user == marie


def test_a_coordinator_lets_somebody_who_forgot_theirs_take_another(book: Book, marie: str) -> None:
    people_who_open.give_passphrase(book, marie, THIRD)
    with opened(book, THIRD) as hers:
        assert (hers.user, hers.role) == (marie, "door")


# Removing


def test_who_is_removed_opens_the_book_no_more_even_with_an_old_slot_file(
    book: Book, marie: str, tmp_path: Path
) -> None:
    members.add_member(book, "Rosa")
    kept = shutil.copy(slots.slots_path(book.path), tmp_path / "kept.keys")
    before = book.key
    people_who_open.remove_person(book, marie)
    assert book.key != before
    members.add_member(book, "After her")
    book.close()
    with pytest.raises(WrongPassphrase):
        Book.open(book.path, MARIES)
    present = slots.slots_path(book.path).read_bytes()
    shutil.copy(kept, slots.slots_path(book.path))
    with pytest.raises(NotABook):
        Book.open(book.path, MARIES)
    slots.slots_path(book.path).write_bytes(present)
    with Book.open(book.path, PASSPHRASE) as mine:
        assert check(mine) == ()
        assert [line.label for line in query.people(mine)] == [""]


def test_backups_on_this_computer_follow_to_the_new_key(book: Book, marie: str, tmp_path: Path) -> None:
    members.add_member(book, "Rosa")
    kept = backup.make(book)
    people_who_open.remove_person(book, marie)
    assert [one.whole for one in backup.list_backups(book)] == [True]
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()
    backup_file.unpack(kept.path, unpacked)
    copy = unpacked / "book.aidbook"
    with pytest.raises(WrongPassphrase):
        Book.open(copy, MARIES)
    with Book.open(copy, PASSPHRASE) as old:
        assert members.find_member(old, "Rosa")


def test_a_backup_that_cannot_follow_is_said(book: Book, marie: str) -> None:
    backup.make(book)
    keys.renew_key(book)  # as if the power had gone before the backups followed
    removal = people_who_open.remove_person(book, marie)
    assert removal.backups_left == 1
    assert "1 backup on this computer could not be changed" in people_who_open.after_removal(1)
    assert [one.whole for one in backup.list_backups(book)] == [True]


def test_somebody_removed_on_another_laptop_is_let_in_no_more_here(book: Book, marie: str) -> None:
    book.record(take_back(User, marie))  # as the other laptop's bundle brings it
    book.close()
    with pytest.raises(NoLongerLetIn):
        Book.open(book.path, MARIES)
    with Book.open(book.path, PASSPHRASE) as mine:
        assert query.removed_with_slots(mine) == [marie]
        before = mine.key
        people_who_open.finish_removals(mine)
        assert mine.key != before
        assert query.removed_with_slots(mine) == []
    with pytest.raises(WrongPassphrase):
        Book.open(book.path, MARIES)


def test_somebody_is_always_left_to_look_after_the_book(book: Book, marie: str) -> None:
    with pytest.raises(UserError, match="cannot remove yourself"):
        people_who_open.remove_person(book, book.user)
    with pytest.raises(UserError, match="nobody here could look after"):
        people_who_open.change_role(book, book.user, "door")
    people_who_open.change_role(book, marie, "coordinator")
    people_who_open.change_role(book, book.user, "door")
    assert book.role == "door"


# The recovery sheet


def test_a_forgotten_passphrase_is_set_anew_with_the_recovery_sheet(book: Book) -> None:
    members.add_member(book, "Rosa")
    mine = book.user
    code = people_who_open.make_recovery(book)
    book.close()
    with people_who_open.recover(book.path, code.lower().replace("-", " ")) as found:
        assert [line.id for line in people_who_open.who_may_sit_down(found)] == [mine]
        people_who_open.sit_down(found, mine, THIRD)
        assert (found.user, found.role) == (mine, "coordinator")
        members.add_member(found, "Added by her")
    with Book.open(book.path, THIRD) as again:
        assert again.user == mine
    with pytest.raises(WrongPassphrase):
        Book.open(book.path, PASSPHRASE)


def test_a_sheet_counts_as_proved_once_its_own_code_was_typed_back(book: Book) -> None:
    assert query.recovery_state(book) == "none"
    first = people_who_open.make_recovery(book)
    assert query.recovery_state(book) == "printed"
    with pytest.raises(UserError, match="another sheet"):
        people_who_open.prove_recovery(book, recovery.new_code())
    people_who_open.prove_recovery(book, first)
    assert query.recovery_state(book) == "proved"
    before = book.key
    second = people_who_open.make_recovery(book)
    assert query.recovery_state(book) == "printed"
    assert book.key != before
    with pytest.raises(UserError, match="another sheet"):
        people_who_open.prove_recovery(book, first)
    book.close()
    with pytest.raises(UserError, match="another sheet"):
        people_who_open.recover(book.path, first)
    people_who_open.recover(book.path, second).close()


def test_the_recovery_sheet_makes_nobody_a_coordinator_who_is_none(book: Book, marie: str) -> None:
    code = people_who_open.make_recovery(book)
    book.close()
    with people_who_open.recover(book.path, code) as found, pytest.raises(UserError, match="no coordinator"):
        people_who_open.sit_down(found, marie, THIRD)


def test_the_code_of_the_sheet_is_no_passphrase(book: Book) -> None:
    code = people_who_open.make_recovery(book)
    book.close()
    with pytest.raises(WrongPassphrase):
        Book.open(book.path, code)


def test_the_code_stands_nowhere_but_on_the_sheet(book: Book, tmp_path: Path) -> None:
    code = people_who_open.make_recovery(book)
    people_who_open.prove_recovery(book, code)
    plain = "".join(row[0] if isinstance(row[0], str) else repr(row[0]) for row in book.connection.execute(
        "SELECT value FROM local UNION ALL SELECT bytes FROM body"))  # fmt: skip
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for group in recovery.groups(code):
        assert group not in plain
        assert not any(group.encode() in raw for raw in files)


def test_the_lock_waits_as_long_as_the_coordinator_says(book: Book) -> None:
    assert query.lock_after_minutes(book) == 15
    people_who_open.lock_after(book, 5)
    assert query.lock_after_minutes(book) == 5
    with pytest.raises(UserError):
        people_who_open.lock_after(book, 600)
    assert keys.slots_of(book)
