"""A day from plan to closing, by the actions alone."""

from typing import Any

import pytest

from aidbook.actions import distributions, gifts, history, members, pantry
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.errors import NeedsReason, UserError
from aidbook.store import distributions as days
from aidbook.store import pantry as shelves
from aidbook.store.book import Book
from aidbook.store.reports import day_report

ON = "2026-11-28"


class Day:
    """A planned day: beans and rice, one box for one person, two from three on."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.beans = pantry.add_item(book, "Beans", unit="can").id
        self.rice = pantry.add_item(book, "Rice", unit="bag").id
        self.rosa = self.household("Rosa Lópes", {"0-17": 2}, birth="1980")
        self.kwame = self.household("Kwame Owusu", {})
        plan = distributions.plan_distribution(book, ON, {self.beans: 2, self.rice: 1}, by_size={1: 1, 3: 2})
        self.id = plan.id

    def household(self, name: str, counted: dict[str, int], **fields: Any) -> Id:
        member = members.add_member(self.book, name, counted=counted, **fields)
        return members.household_of(self.book, members.find_member(self.book, name)) if member else ""

    def count(self, item: Id, units: int, best_before: str | None = None) -> None:
        pantry.count_stock(self.book, [pantry.Units(item=item, units=units, best_before=best_before)])

    def on_hand(self, item: Id) -> dict[str | None, int]:
        return {line.best_before: line.quantity for line in shelves.stock_lines(self.book, item=item)}


@pytest.fixture
def day(book: Book) -> Day:
    return Day(book)


def test_the_plan_says_what_is_short(day: Day) -> None:
    day.count(day.beans, 5)
    distributions.sign_up(day.book, day.id, day.rosa)
    distributions.sign_up(day.book, day.id, day.kwame)
    plan = distributions.plan_of(day.book, day.id)
    assert (plan.households, plan.boxes, plan.short) == (2, 3, {"Beans": 1, "Rice": 3})


def test_what_is_past_its_date_on_the_day_is_never_picked_and_counts_as_short(day: Day) -> None:
    day.count(day.beans, 100, "2026-11-27")
    day.count(day.beans, 3, ON)
    distributions.sign_up(day.book, day.id, day.rosa)
    assert distributions.plan_of(day.book, day.id).short["Beans"] == 1
    distributions.check_in(day.book, day.id, day.rosa)
    assert day.on_hand(day.beans) == {"2026-11-27": 100, None: -1}


def test_the_first_to_expire_leaves_first_and_undated_last(day: Day) -> None:
    day.count(day.beans, 9)
    day.count(day.beans, 3, "2027-01-31")
    day.count(day.beans, 1, "2026-12-31")
    distributions.check_in(day.book, day.id, day.rosa)
    assert day.on_hand(day.beans) == {None: 9}


def test_a_second_visit_wants_a_reason_and_counts_the_household_once(day: Day) -> None:
    distributions.check_in(day.book, day.id, day.rosa)
    with pytest.raises(NeedsReason):
        distributions.check_in(day.book, day.id, day.rosa)
    with pytest.raises(NeedsReason):
        distributions.check_in(day.book, day.id, day.rosa, reason="  ")
    distributions.check_in(day.book, day.id, day.rosa, reason="the first bag tore")
    report = day_report(day.book, day.id)
    assert report is not None
    assert (report.households, report.people, report.boxes) == (1, 3, 4)
    assert report.reasons == ("the first bag tore",)


def test_food_that_is_not_in_the_book_leaves_all_the_same(day: Day) -> None:
    distributions.check_in(day.book, day.id, day.kwame)
    assert day.on_hand(day.rice) == {None: -1}
    assert [name for _id, name, _units in shelves.negative_items(day.book)] == ["Beans", "Rice"]


def test_stock_below_zero_is_set_off_against_the_other_lots(day: Day) -> None:
    distributions.check_in(day.book, day.id, day.kwame)
    pantry.receive_stock(day.book, [pantry.Units(item=day.rice, units=4, best_before="2027-01-01")])
    pantry.receive_stock(day.book, [pantry.Units(item=day.beans, units=1, best_before="2027-01-01")])
    assert [(name, units) for _id, name, units in shelves.negative_items(day.book)] == [("Beans", -1)]


def test_figures_stay_as_they_were_on_the_day(day: Day) -> None:
    distributions.check_in(day.book, day.id, day.rosa)
    before = day_report(day.book, day.id)
    members.edit_household(day.book, day.rosa, counted={"0-17": 7})
    members.add_member(day.book, "Ana", household=day.rosa)
    assert day_report(day.book, day.id) == before


def test_who_signed_up_and_did_not_come_and_who_walked_in(day: Day) -> None:
    distributions.sign_up(day.book, day.id, day.kwame)
    waiting = day.household("Batya Levi", {})
    distributions.sign_up(day.book, day.id, waiting, waiting=True)
    distributions.check_in(day.book, day.id, day.rosa)
    distributions.check_in_unnamed(day.book, day.id, 4)
    report = day_report(day.book, day.id)
    assert report is not None
    assert (report.expected, report.no_shows, report.walk_ins, report.households) == (1, 1, 2, 2)
    assert report.by_age == {"0-17": 2, "18-59": 1, "60+": 0, "not asked": 4}


def test_with_everyone_all_households_are_expected_and_stay_so_after_closing(book: Book) -> None:
    day = Day(book)
    distributions.edit_distribution(book, day.id, everyone=True)
    distributions.check_in(book, day.id, day.rosa)
    distributions.close_distribution(book, day.id)
    day.household("Somebody New", {})
    report = day_report(book, day.id)
    assert report is not None
    assert (report.expected, report.no_shows, report.walk_ins) == (2, 1, 0)


def test_an_undone_check_in_is_as_if_it_never_was_and_can_come_back(day: Day) -> None:
    day.count(day.beans, 10)
    before = (day_report(day.book, day.id), day.on_hand(day.beans))
    visit = distributions.check_in(day.book, day.id, day.rosa)
    after = (day_report(day.book, day.id), day.on_hand(day.beans))
    history.undo(day.book, visit.action)
    assert (day_report(day.book, day.id), day.on_hand(day.beans)) == before
    history.redo(day.book, visit.action)
    assert (day_report(day.book, day.id), day.on_hand(day.beans)) == after


def test_a_day_is_closed_once_and_opened_by_undo(day: Day) -> None:
    closed = distributions.close_distribution(day.book, day.id)
    with pytest.raises(UserError, match="closed already"):
        distributions.close_distribution(day.book, day.id)
    history.undo(day.book, closed.action)
    record = day.book.get(Distribution, day.id)
    assert record is not None
    assert days.closing_of(day.book, day.id) is None


def test_a_gift_of_goods_goes_on_the_shelf_and_hours_count_with_the_day(day: Day) -> None:
    gifts.add_gift(day.book, "goods", item=day.beans, units=24)
    rosa = members.find_member(day.book, "rosa")
    gifts.add_gift(day.book, "hours", member=rosa.id, minutes=90, on=ON)
    report = day_report(day.book, day.id)
    assert report is not None
    assert day.on_hand(day.beans) == {None: 24}
    assert (report.minutes_given, report.gifts[0].who) == (90, "Rosa Lópes")


@pytest.mark.parametrize(
    "amount", [{"what": "hours"}, {"what": "money", "cents": 0}, {"what": "goods", "units": 3}]
)
def test_a_gift_without_its_amount_is_refused_and_nothing_is_written(
    book: Book, amount: dict[str, object]
) -> None:
    before = book.position
    with pytest.raises(UserError):
        gifts.add_gift(book, **amount)  # type: ignore[arg-type] # parametrised
    assert book.position == before
