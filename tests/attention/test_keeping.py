"""What was kept longer than the group keeps it is asked about once, and goes by one click."""

from aidbook import clock
from aidbook.actions import history, members, profiles
from aidbook.actions.attention import concerns
from aidbook.domain.members import Member
from aidbook.store.book import Book
from tests.attention.conftest import do, told


def test_what_was_kept_too_long_is_one_concern_and_goes_by_one_click(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="555-0142", diet=("halal",)).id
    luis = members.add_member(book, "Luis", phone="555-0199").id
    for gone in (rosa, luis):
        members.edit_member(book, gone, left="left", left_on="2025-12-01")
    assert told(book, "kept") == [], "as long as the group has not said what it keeps, nothing is too long"
    profiles.choose(book, "disaster household")
    assert told(book, "kept") == [], "they were written into the book this year"
    own = profiles.copy_profile(book, "disaster household", "Ours").id
    for key in ("phone", "diet"):
        profiles.ask(book, own, key, on=True, months=0)
    (said,) = told(book, "kept")
    assert said.sentence == "3 answers were kept longer than your group keeps them."
    assert said.happened[:2] == ("Phone: 2", "Food: 1")
    assert said.about == "2 members and households"
    done = do(book, said, "Clear all of it")
    assert told(book, "kept") == []
    record = book.get(Member, rosa)
    assert record is not None
    assert (record.name, record.phone, record.diet) == ("Rosa", None, ())
    history.undo(book, done.action)
    assert len(told(book, "kept")) == 1


def test_what_is_kept_for_now_comes_back_when_more_is_kept_too_long(book: Book) -> None:
    profiles.choose(book, "everything")
    rosa = members.add_member(book, "Rosa").id
    members.edit_member(book, rosa, left="left", left_on="2025-12-01")
    (said,) = told(book, "kept")
    do(book, said, "Keep it for now")
    assert told(book, "kept") == []
    members.edit_member(book, rosa, phone="555-0142")
    assert len(told(book, "kept")) == 1
    assert all(concern.kind != "kept" for concern in concerns(book, clock.day_of(0)))
