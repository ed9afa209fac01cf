"""Shelves, days and reports that need attention: why it is said, what makes it go."""

import pytest

from aidbook import clock
from aidbook.actions import distributions, gifts, history, members, pantry
from aidbook.actions.prints import note_print
from aidbook.domain.declare import Id
from aidbook.store.book import Book
from aidbook.store.pantry import stock_lines
from tests.attention.conftest import TODAY, Trip, household_of, let_be, only, remedy, told

LAST_WEEK = "2026-03-21"


@pytest.fixture
def beans(book: Book) -> Id:
    return pantry.add_item(book, "Beans", unit="can").id


# Shelves


def test_what_stands_below_zero_is_said_until_it_is_counted(book: Book, beans: Id) -> None:
    day = distributions.plan_distribution(book, TODAY, {beans: 3}).id
    assert not told(book, "below-zero")
    distributions.check_in_unnamed(book, day, 2)
    one = only(book, "below-zero")
    assert one.happened == ("Shelves: -3 can",)
    go = remedy(one, "Count again").go
    assert go is not None
    assert (go.page, go.thing, go.command) == ("pantry", beans, "count")
    (line,) = stock_lines(book)
    pantry.count_stock(book, [pantry.Units(item=beans, units=7, lot=line.lot, place=line.place_id)])
    assert not told(book, "below-zero")


def test_a_lot_below_zero_beside_one_with_enough_is_nothing_to_say(book: Book, beans: Id) -> None:
    day = distributions.plan_distribution(book, TODAY, {beans: 3}).id
    distributions.check_in_unnamed(book, day, 2)
    pantry.receive_stock(book, [pantry.Units(item=beans, units=3, best_before="2027-01-01")])
    assert not told(book, "below-zero")


def test_what_is_past_its_date_is_said_until_it_is_set_aside(book: Book, beans: Id) -> None:
    pantry.receive_stock(book, [pantry.Units(item=beans, units=5, best_before="2026-03-20")])
    assert "Beans" in only(book, "past-date").sentence
    (line,) = stock_lines(book)
    pantry.throw_away(book, line.lot, line.place_id, 5, "expired")
    assert not told(book, "past-date")


# Days


def test_a_day_left_open_is_said_until_it_is_closed(book: Book, beans: Id) -> None:
    day = distributions.plan_distribution(book, LAST_WEEK, {beans: 3}).id
    assert only(book, "left-open").sentence == "Saturday 21 March 2026 was never closed."
    distributions.close_distribution(book, day)
    assert not told(book, "left-open")


def test_a_day_without_gifts_is_asked_about_until_somebody_says_that_there_were_none(book: Book) -> None:
    day = distributions.plan_distribution(book, LAST_WEEK, {}).id
    distributions.close_distribution(book, day)
    let_be(book, only(book, "no-gifts"))
    assert not told(book, "no-gifts")


def test_a_gift_that_is_noted_answers_too(book: Book) -> None:
    day = distributions.plan_distribution(book, LAST_WEEK, {}).id
    distributions.close_distribution(book, day)
    assert told(book, "no-gifts")
    gifts.add_gift(book, "hours", minutes=60, on=LAST_WEEK, distribution=day)
    assert not told(book, "no-gifts")


# Reports on paper


@pytest.fixture
def printed(book: Book, beans: Id) -> Id:
    """Give a day of last week, closed and its report printed as sheet 1."""
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    day = distributions.plan_distribution(book, LAST_WEEK, {beans: 2}).id
    distributions.check_in_unnamed(book, day, 3)
    gifts.add_gift(book, "hours", minutes=60, on=LAST_WEEK, distribution=day)
    distributions.close_distribution(book, day)
    assert note_print(book, "day", day) == 1
    return day


@pytest.mark.usefixtures("printed")
def test_a_printed_report_is_right_while_nothing_of_its_day_comes(book: Book) -> None:
    members.add_member(book, "Rosa Luz")
    distributions.plan_distribution(book, TODAY, {})
    assert not told(book, "late")


def test_a_visit_keyed_in_late_says_which_sheet_is_old_and_what_changed(book: Book, printed: Id) -> None:
    distributions.check_in_unnamed(book, printed, 2, at=clock.noon_ms(LAST_WEEK))
    one = only(book, "late")
    assert one.sentence == "The report of 21 March 2026 that was printed as sheet 1 is not right any more."
    assert "Households: 1 on paper, 2 now" in one.happened
    assert "People: 3 on paper, 5 now" in one.happened
    assert "Beans: 2 on paper, 4 now" in one.happened
    assert not any(line.startswith("Hours") for line in one.happened)
    go = remedy(one, "Print it again").go
    assert go is not None
    assert (go.page, go.thing) == ("sheets", printed)


def test_printing_it_again_makes_it_right(book: Book, printed: Id) -> None:
    distributions.check_in_unnamed(book, printed, 2)
    assert told(book, "late")
    note_print(book, "day", printed)
    assert not told(book, "late")


def test_what_is_taken_back_leaves_the_paper_right(book: Book, printed: Id) -> None:
    done = distributions.check_in_unnamed(book, printed, 2)
    assert told(book, "late")
    history.undo(book, done.action)
    assert not told(book, "late")


def test_a_gift_that_comes_late_changes_the_report_too(book: Book, printed: Id) -> None:
    gifts.add_gift(book, "hours", minutes=90, on=LAST_WEEK, distribution=printed)
    assert only(book, "late").happened == ("Hours given: 1 on paper, 2.5 now",)


def test_paper_that_is_left_as_it_is_stays_so_until_more_comes(book: Book, printed: Id) -> None:
    distributions.check_in_unnamed(book, printed, 2)
    let_be(book, only(book, "late"))
    assert not told(book, "late")
    distributions.check_in_unnamed(book, printed, 1)
    assert told(book, "late")


def test_the_report_of_a_day_that_goes_on_says_itself_that_it_is_not_the_last(book: Book, beans: Id) -> None:
    day = distributions.plan_distribution(book, TODAY, {beans: 2}).id
    note_print(book, "day", day)
    distributions.check_in_unnamed(book, day, 3)
    distributions.close_distribution(book, day)
    assert not told(book, "late")


def test_a_visit_that_comes_on_a_stick_makes_the_paper_old(east: Book, west: Book, trip: Trip) -> None:
    rosa = members.add_member(east, "Rosa Quetzal", may_share=True).id
    day = distributions.plan_distribution(east, LAST_WEEK, {}).id
    trip(east, west)
    distributions.check_in(west, day, household_of(west, rosa), at=clock.noon_ms(LAST_WEEK))
    distributions.close_distribution(east, day)
    note_print(east, "day", day)
    assert not told(east, "late")
    trip(west, east)
    assert "Households: 0 on paper, 1 now" in only(east, "late").happened
