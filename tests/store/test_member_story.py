"""What a member gave and received: over a period, in the households they were in, under every linked record."""

from aidbook import clock
from aidbook.actions import distributions, gifts, history, members, same
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.member_story import gave, received


def household(book: Book, member: Id) -> Id:
    """Return the household of a member."""
    record = book.get(Member, member)
    assert record is not None
    assert record.household is not None
    return record.household


def came(book: Book, home: Id, on: str) -> None:
    """Let a household pick up on a day."""
    day = distributions.plan_distribution(book, on, {}).id
    distributions.check_in(book, day, home, at=clock.noon_ms(on))


def days(book: Book, member: Id, since: str | None = None, until: str | None = None) -> list[str]:
    """Return on which days a member received something."""
    return [line.on for line in received(book, member, since, until)]


def test_lists_hold_the_days_from_the_first_to_the_last_of_a_period(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    for on in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01"):
        came(book, household(book, rosa), on)
        gifts.add_gift(book, "ride", member=rosa, on=on)
    assert days(book, rosa, "2026-01-01", "2026-12-31") == ["2026-12-31", "2026-01-01"]
    assert [line.on for line in gave(book, rosa, "2026-01-01", "2026-12-31")] == ["2026-12-31", "2026-01-01"]
    assert len(days(book, rosa)) == len(gave(book, rosa)) == 4
    assert days(book, rosa, "2027-01-01") == ["2027-01-01"]
    assert days(book, rosa, None, "2025-12-31") == ["2025-12-31"]


def test_what_a_household_received_before_somebody_moved_in_is_not_theirs(book: Book) -> None:
    rosa, paul = members.add_member(book, "Rosa").id, members.add_member(book, "Paul").id
    first, second = household(book, rosa), household(book, paul)
    for on in ("2026-01-10", "2026-05-10"):
        came(book, first, on)
        came(book, second, on)
    members.add_member(book, "Stays", household=first)
    members.move_member(book, rosa, second, on="2026-03-01")
    assert days(book, rosa) == ["2026-05-10", "2026-01-10"]
    assert days(book, paul) == ["2026-05-10", "2026-01-10"]
    came(book, first, "2026-06-10")
    assert "2026-06-10" not in days(book, rosa)


def test_a_move_that_was_taken_back_changes_nothing(book: Book) -> None:
    rosa, paul = members.add_member(book, "Rosa").id, members.add_member(book, "Paul").id
    came(book, household(book, paul), "2099-01-10")
    moved = members.move_member(book, rosa, household(book, paul))
    assert days(book, rosa) == ["2099-01-10"]
    history.undo(book, moved.action)
    assert days(book, rosa) == []


def test_after_somebody_left_their_household_s_boxes_are_not_theirs(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    home = household(book, rosa)
    members.add_member(book, "Stays", household=home)
    came(book, home, "2026-01-10")
    came(book, home, "2026-06-10")
    members.edit_member(book, rosa, left="left", left_on="2026-03-01")
    assert days(book, rosa) == ["2026-01-10"]


def test_two_records_of_one_person_tell_one_story(book: Book) -> None:
    rosa, again = members.add_member(book, "Rosa").id, members.add_member(book, "Rosa Luz").id
    came(book, household(book, rosa), "2026-01-10")
    came(book, household(book, again), "2026-02-10")
    gifts.add_gift(book, "ride", member=again)
    same.link(book, "member", rosa, again)
    assert days(book, rosa) == days(book, again) == ["2026-02-10", "2026-01-10"]
    assert len(gave(book, rosa)) == 1


def test_a_visit_that_was_taken_back_is_in_no_list(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    day = distributions.plan_distribution(book, "2026-01-10", {}).id
    visit = distributions.check_in(book, day, household(book, rosa))
    history.undo(book, visit.action)
    assert days(book, rosa) == []


def test_a_move_that_is_dated_back_takes_the_place_of_the_later_one(book: Book) -> None:
    rosa, paul, ana = (members.add_member(book, name).id for name in ("Rosa", "Paul", "Ana"))
    first = household(book, rosa)
    members.add_member(book, "Stays", household=first)
    members.move_member(book, rosa, household(book, paul), on="2026-06-01")
    members.move_member(book, rosa, household(book, ana), on="2026-05-01")
    for home in (first, household(book, paul), household(book, ana)):
        came(book, home, "2026-05-15")
    assert days(book, rosa) == ["2026-05-15"]
