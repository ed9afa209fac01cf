"""A book that was copied or restored finds that out by itself when it is opened, and goes on as a laptop of its own."""

import shutil
from pathlib import Path

import pytest

from aidbook.actions import members, pantry
from aidbook.domain.entries import Header
from aidbook.store import origins, tokens
from aidbook.store.check import check
from aidbook.store.members import members_by_name
from tests.stories_of_copies import Machine, copy_book, item_names


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Give a computer with the book of Eastside on it, closed, with something in it."""
    machine = Machine(tmp_path / "here", monkeypatch)
    with machine.create("Eastside") as book:
        pantry.add_item(book, "Beans")
    return machine


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Give another computer, with no book."""
    return Machine(tmp_path / "there", monkeypatch)


def test_a_book_that_stays_where_it_is_stays_who_it_is(here: Machine) -> None:
    who = here.origin()
    for name in ("Rice", "Oil"):
        with here.open() as book:
            assert book.identity.origin == who
            assert book.news is None
            pantry.add_item(book, name)
    with here.open() as book:
        assert book.identity.origin == who
        assert origins.notes(book.connection) == []
        assert check(book) == ()


def test_a_book_copied_to_another_computer_goes_on_as_a_laptop_of_its_own(
    here: Machine, there: Machine
) -> None:
    who = here.origin()
    copy_book(here, there)
    with there.open() as book:
        assert book.identity.origin != who
        assert book.news is not None
        assert "copied or moved" in book.news
        assert [note.what for note in origins.notes(book.connection)] == ["copied"]
        pantry.add_item(book, "Rice")
        assert check(book) == ()
        now = book.identity.origin
    with there.open() as book:
        assert book.identity.origin == now
        assert book.news is None
    assert here.origin() == who


def test_a_book_whose_token_was_deleted_goes_on_as_a_laptop_of_its_own(here: Machine) -> None:
    who = here.origin()
    for token in here.tokens():
        token.unlink()
    assert here.origin() != who


def test_a_token_that_cannot_be_read_is_none(here: Machine) -> None:
    who = here.origin()
    here.token_of(who).write_bytes(b'{"origin": 7')
    assert here.origin() != who


def test_a_restored_book_goes_on_as_a_laptop_of_its_own(here: Machine, tmp_path: Path) -> None:
    who = here.origin()
    old = here.keep(tmp_path / "a month ago")
    with here.open() as book:
        pantry.add_item(book, "Rice")
    here.put_back(old)
    with here.open() as book:
        assert book.identity.origin != who
        assert "older than" in (book.news or "")
        assert item_names(book) == {"Beans"}
        assert check(book) == ()


def test_a_restored_book_that_is_no_older_stays_who_it_is(here: Machine, tmp_path: Path) -> None:
    who = here.origin()
    old = here.keep(tmp_path / "yesterday")
    with here.open() as book:
        pass
    here.put_back(old)
    assert here.origin() == who
    assert book.news is None


def test_a_book_whose_program_was_killed_stays_who_it_is(here: Machine) -> None:
    who = here.origin()
    with here.killed() as book:
        pantry.add_item(book, "Rice")
    with here.open() as book:
        assert book.identity.origin == who
        assert item_names(book) == {"Beans", "Rice"}


def test_of_two_copies_on_one_computer_one_goes_on_as_another(here: Machine, tmp_path: Path) -> None:
    who = here.origin()
    twin = here.twin(tmp_path / "twin")
    with twin.open() as book:
        assert book.identity.origin == who
        pantry.add_item(book, "Rice")
    with here.open() as book:
        assert book.identity.origin != who
        pantry.add_item(book, "Oil")
    assert twin.origin() == who


def test_two_copies_of_which_neither_is_behind_find_each_other_out(here: Machine, tmp_path: Path) -> None:
    who = here.origin()
    twin = here.twin(tmp_path / "twin")
    for machine, names in ((here, ["Rice"]), (twin, ["Oil", "Salt"])):
        with machine.killed() as book:
            for name in names:
                pantry.add_item(book, name)
    with here.open():
        pass
    with twin.open() as book:
        assert book.identity.origin != who
        assert "Another copy" in (book.news or "")
        assert item_names(book) == {"Beans", "Oil", "Salt"}
        assert check(book) == ()
    assert here.origin() == who


def test_a_copy_opened_while_the_other_is_open_is_found_out_at_once(here: Machine, tmp_path: Path) -> None:
    twin = here.twin(tmp_path / "twin")
    with here.open() as one, twin.open() as other:
        assert one.identity.origin != other.identity.origin
        assert "is open on this computer" in (other.news or "")
        assert one.news is None


def test_what_was_never_signed_moves_to_the_new_origin_and_nothing_is_lost(
    here: Machine, there: Machine
) -> None:
    who = here.origin()
    with here.killed() as book:
        pantry.add_item(book, "Rice")
        unsigned = book.ledger.tip(who, "pantry")[0]
    copy_book(here, there)
    with there.open() as book:
        assert item_names(book) == {"Beans", "Rice"}
        assert book.ledger.tip(who, "pantry")[0] < unsigned
        assert book.ledger.tip(book.identity.origin, "pantry")[0] > 0
        assert check(book) == ()


def test_heads_of_an_origin_that_is_no_longer_ours_are_not_signed(here: Machine, there: Machine) -> None:
    who = here.origin()
    copy_book(here, there)
    with there.open() as book:
        before = {s for s in book.ledger.signed_heads() if s.header.origin == who}
        pantry.add_item(book, "Rice")
        tokens.remember(book)
        signed = book.ledger.signed_heads()
        assert {s for s in signed if s.header.origin == who} == before
        assert Header(book.identity.origin, "pantry", 1) in {s.header for s in signed}


def test_an_origin_that_wrote_nothing_leaves_nothing_behind(here: Machine, there: Machine) -> None:
    copy_book(here, there)
    for _opening in range(3):
        with there.open() as book:
            known = len(book.ledger.origins())
        for token in there.tokens():
            token.unlink()
    assert known == 2


def test_members_numbers_of_a_copy_begin_far_above(here: Machine, there: Machine) -> None:
    with here.open() as book:
        members.add_member(book, "Rosa")
    copy_book(here, there)
    numbers = []
    for machine in (here, there):
        with machine.open() as book:
            members.add_member(book, "Kwame")
            numbers.append(members_by_name(book, "Kwame")[0].number)
    first, second = (int("".join(c for c in number or "" if c.isdigit())) for number in numbers)
    assert (first, second) == (2, 1001)


def test_where_no_token_can_be_written_the_book_opens_and_says_so(here: Machine, there: Machine) -> None:
    copy_book(here, there)
    (there.home / "state").mkdir(parents=True)
    (there.home / "state" / "origins").write_text("in the way")
    seen = set()
    for name in ("Rice", "Oil"):
        with there.open() as book:
            assert "cannot note on this computer" in (book.news or "")
            pantry.add_item(book, name)
            seen.add(book.identity.origin)
    assert len(seen) == 2
    with there.open() as book:
        assert item_names(book) == {"Beans", "Rice", "Oil"}
        notes = [note.what for note in origins.notes(book.connection)]
        assert notes.count("unwritable") == 1
        assert check(book) == ()


def test_a_new_book_opens_where_no_token_can_be_written(there: Machine) -> None:
    there.home.mkdir(parents=True)
    (there.home / "state").write_text("in the way")
    with there.create("Eastside") as book:
        pantry.add_item(book, "Beans")
    with there.open() as book:
        assert item_names(book) == {"Beans"}


def test_a_token_holds_nothing_personal(here: Machine) -> None:
    with here.open() as book:
        members.add_member(book, "Rosa Quetzalcoatl")
    folder = here.home / "state"
    words = b"".join(path.read_bytes() + path.name.encode() for path in folder.rglob("*") if path.is_file())
    assert here.origin().hex().encode() in words
    assert not [word for word in (b"Rosa", b"Eastside", str(here.path).encode()) if word in words]


def test_a_book_from_before_tokens_stays_who_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = Path(__file__).parents[1] / "golden" / "0.1.0"
    machine = Machine(tmp_path / "upgraded", monkeypatch)
    for suffix in ("", ".keys"):
        shutil.copy(golden / f"eastside.aidbook{suffix}", f"{machine.path}{suffix}")
    with machine.open() as book:
        assert book.news is None
        assert len(book.ledger.origins()) == 1
    copy = Machine(tmp_path / "copied", monkeypatch)
    copy_book(machine, copy)
    with copy.open() as book:
        assert len(book.ledger.origins()) == 2
