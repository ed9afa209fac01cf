"""What people wrote without seeing each other, and members who may be one: why it is said, what makes it go."""

import pytest

from aidbook.actions import attention, distributions, history, members, pantry
from aidbook.actions.same import link
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Visit
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.store.attention import noticed
from aidbook.store.book import Book
from tests.attention.conftest import TODAY, Trip, do, household_of, let_be, only, remedy, told


@pytest.fixture
def rosa(east: Book, west: Book, trip: Trip) -> Id:
    """Give a member of Eastside whom Westside knows too."""
    member = members.add_member(east, "Rosa Quetzal", phone="555-0142", may_share=True).id
    trip(east, west)
    return member


def phone(book: Book, member: Id) -> str | None:
    found = book.get(Member, member)
    assert found is not None
    return found.phone


def change_at_both(east: Book, west: Book, rosa: Id, trip: Trip) -> None:
    members.edit_member(east, rosa, phone="555-0100")
    members.edit_member(west, rosa, phone="555-0199")
    trip(west, east)


# Fields with two values


def test_a_field_changed_at_two_sites_asks_which_value_is_right(
    east: Book, west: Book, rosa: Id, trip: Trip
) -> None:
    assert not told(east, "conflict")
    change_at_both(east, west, rosa, trip)
    one = only(east, "conflict")
    assert "Rosa Quetzal" in one.sentence
    assert [line.split("\n")[0] for line in one.happened] == ["“555-0100”", "“555-0199”"]
    assert "Westside" in one.happened[1]
    assert [each.words for each in one.remedies] == ["Keep “555-0100”", "Keep “555-0199”"]


@pytest.mark.parametrize("right", ["555-0100", "555-0199"])
def test_the_value_that_is_chosen_holds_and_is_asked_no_more_at_either_site(
    east: Book, west: Book, rosa: Id, trip: Trip, right: str
) -> None:
    change_at_both(east, west, rosa, trip)
    do(east, only(east, "conflict"), right)
    trip(east, west)
    for book in (east, west):
        assert phone(book, rosa) == right
        assert not told(book, "conflict")


def test_choosing_is_taken_back_like_anything_else(east: Book, west: Book, rosa: Id, trip: Trip) -> None:
    change_at_both(east, west, rosa, trip)
    done = do(east, only(east, "conflict"), "555-0100")
    history.undo(east, done.action)
    assert phone(east, rosa) == "555-0199"


def test_what_is_settled_already_is_not_settled_again(east: Book, west: Book, rosa: Id, trip: Trip) -> None:
    change_at_both(east, west, rosa, trip)
    one = only(east, "conflict")
    do(east, one, "555-0100")
    with pytest.raises(UserError, match="settled already"):
        do(east, one, "555-0199")


def test_a_conflict_cannot_be_let_be(east: Book, west: Book, rosa: Id, trip: Trip) -> None:
    change_at_both(east, west, rosa, trip)
    with pytest.raises(UserError, match="seen to"):
        let_be(east, only(east, "conflict"))


# Visits that two doors booked


@pytest.fixture
def day(east: Book, west: Book, trip: Trip) -> Id:
    """Give a distribution of Eastside that Westside knows too."""
    beans = pantry.add_item(east, "Beans", unit="can").id
    pantry.receive_stock(east, [pantry.Units(item=beans, units=48)])
    made = distributions.plan_distribution(east, TODAY, {beans: 2}).id
    trip(east, west)
    return made


def test_a_household_checked_in_at_two_doors_is_shown_and_one_visit_is_taken_back(
    east: Book, west: Book, rosa: Id, day: Id, trip: Trip
) -> None:
    household = household_of(east, rosa)
    own = distributions.check_in(east, day, household).id
    distributions.check_in(west, day, household)
    assert not told(east, "twice")
    trip(west, east)
    one = only(east, "twice")
    assert "Rosa Quetzal picked up more than once on 28 March 2026" in one.sentence
    assert [line.split(",")[0] for line in one.happened] == ["Eastside", "Westside"]
    on_shelf = pantry_units(east)
    do(east, one, "Take back the one of")
    assert east.get(Visit, own) is None
    assert pantry_units(east) == on_shelf + 2
    assert not told(east, "twice")


def pantry_units(book: Book) -> int:
    from aidbook.store.pantry import item_lines

    return item_lines(book)[0].on_hand


def test_only_the_own_visit_is_offered_and_the_other_is_refused(
    east: Book, west: Book, rosa: Id, day: Id, trip: Trip
) -> None:
    household = household_of(east, rosa)
    distributions.check_in(east, day, household)
    theirs = distributions.check_in(west, day, household).id
    trip(west, east)
    assert len([each for each in only(east, "twice").remedies if not each.rests]) == 1
    with pytest.raises(UserError, match="Another site"):
        attention.void_visit(east, theirs)


def test_a_second_visit_that_the_door_gave_a_reason_for_is_none_to_ask_about(
    east: Book, rosa: Id, day: Id
) -> None:
    household = household_of(east, rosa)
    distributions.check_in(east, day, household)
    distributions.check_in(east, day, household, reason="forgot the bread")
    assert not told(east, "twice")


def test_of_three_visits_the_one_with_a_reason_is_left_out(
    east: Book, west: Book, rosa: Id, day: Id, trip: Trip
) -> None:
    household = household_of(east, rosa)
    distributions.check_in(east, day, household)
    distributions.check_in(east, day, household, reason="forgot the bread")
    distributions.check_in(west, day, household)
    trip(west, east)
    assert len(only(east, "twice").happened) == 2


def test_two_distributions_of_two_sites_on_one_day_count_as_one_day(
    east: Book, west: Book, rosa: Id, day: Id, trip: Trip
) -> None:
    other = distributions.plan_distribution(west, TODAY, {}).id
    household = household_of(east, rosa)
    distributions.check_in(east, day, household)
    distributions.check_in(west, other, household)
    trip(west, east)
    assert len(only(east, "twice").happened) == 2


def test_two_visits_that_were_let_be_come_back_with_a_third(
    east: Book, west: Book, rosa: Id, day: Id, trip: Trip
) -> None:
    household = household_of(east, rosa)
    distributions.check_in(east, day, household)
    distributions.check_in(west, day, household)
    trip(west, east)
    let_be(east, only(east, "twice"))
    assert not told(east, "twice")
    other = distributions.plan_distribution(west, TODAY, {}).id
    distributions.check_in(west, other, household)
    trip(west, east)
    assert len(only(east, "twice").happened) == 3


# One number for two


def test_two_members_with_one_number_are_told_apart_by_another_number(east: Book, rosa: Id) -> None:
    other = members.add_member(east, "Kwame Mensah").id
    taken = east.get(Member, rosa)
    assert taken is not None
    assert taken.number is not None
    members.edit_member(east, other, number=taken.number)
    one = only(east, "number")
    assert taken.number in one.sentence
    do(east, one, "Give Kwame Mensah another number")
    assert not told(east, "number")


# What is kept of candidates


def two_with_one_number(book: Book) -> None:
    """Let a member get the printed number of another."""
    first = book.get(Member, members.add_member(book, "Rosa Luz").id)
    assert first is not None
    members.edit_member(book, members.add_member(book, "Kwame Mensah").id, number=first.number)


def test_it_is_found_all_the_same_once_much_was_stored_since(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticed, "_KEEP_FROM", 5)
    monkeypatch.setattr(noticed, "_CHUNK", 3)
    for n in range(12):
        members.add_member(book, f"Kwame {n}")
    assert not told(book, "number")
    assert noticed.behind(book.connection) == 0
    two_with_one_number(book)
    assert told(book, "number")
    for n in range(12):
        members.add_member(book, f"Ada {n}")
    assert told(book, "number")
    assert noticed.behind(book.connection) == 0


def test_it_is_found_all_the_same_while_somebody_else_writes_for_long(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticed, "_KEEP_FROM", 1)
    two_with_one_number(book)
    with book.another() as other, other.transaction():
        book.connection.execute("PRAGMA busy_timeout = 0")
        assert told(book, "number")
    assert noticed.behind(book.connection) > 0


def test_a_program_that_understands_more_looks_at_all_again(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticed, "_KEEP_FROM", 1)
    two_with_one_number(book)
    assert told(book, "number")
    with book.transaction():
        book.connection.execute("DELETE FROM noticed")
    assert not told(book, "number")
    monkeypatch.setattr(noticed, "_VERSION", 99)
    assert told(book, "number")
    assert noticed.behind(book.connection) == 0


def test_households_whose_members_are_one_person_count_as_one(
    east: Book, west: Book, rosa: Id, day: Id, trip: Trip
) -> None:
    again = members.add_member(west, "Rosa Quetzal", may_share=True).id
    distributions.check_in(east, day, household_of(east, rosa))
    distributions.check_in(west, day, household_of(west, again))
    trip(west, east)
    assert not told(east, "twice")
    link(east, "member", rosa, again)
    assert len(only(east, "twice").happened) == 2


def test_a_remedy_that_was_offered_has_words(east: Book, west: Book, rosa: Id, day: Id, trip: Trip) -> None:
    distributions.check_in(east, day, household_of(east, rosa))
    distributions.check_in(west, day, household_of(east, rosa))
    trip(west, east)
    assert remedy(only(east, "twice"), "They did pick up each time").rests
