"""Mending a slip at the door, and taking somebody new onto a list: one action each, whole or not at all."""

import pytest

from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.declare import Id
from aidbook.errors import NeedsReason, UserError
from aidbook.store import distributions as days
from aidbook.store import pantry as shelves
from aidbook.store.book import Book
from aidbook.store.history import action_ids
from aidbook.store.reports import day_report

ON = "2026-11-28"


class Day:
    """Beans on the shelf, a day that gives a box of two cans, households of three, one and one."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.beans = pantry.add_item(book, "Beans", unit="can").id
        pantry.count_stock(book, [pantry.Units(item=self.beans, units=4, best_before="2027-01-01")])
        self.rosa = self.household("Rosa", 3)
        self.kwame = self.household("Kwame", 1)
        self.batya = self.household("Batya", 1)
        self.id = distributions.plan_distribution(book, ON, {self.beans: 2}, by_size={1: 1, 3: 2}).id

    def household(self, name: str, people: int) -> Id:
        members.add_member(self.book, name, counted=members.unasked(people))
        return members.household_of(self.book, members.find_member(self.book, name))

    def on_hand(self) -> dict[str | None, int]:
        return {line.best_before: line.quantity for line in shelves.stock_lines(self.book, item=self.beans)}

    def came(self) -> list[tuple[str, int, int]]:
        return [(line.label, line.people, line.boxes) for line in days.visit_lines(self.book, self.id)]


@pytest.fixture
def day(book: Book) -> Day:
    return Day(book)


def test_a_swap_gives_what_was_handed_out_to_the_right_household(day: Day) -> None:
    slip = distributions.check_in(day.book, day.id, day.rosa)
    assert day.on_hand() == {}
    distributions.swap_visit(day.book, slip.id, day.kwame)
    assert day.came() == [("Kwame", 1, 2)]
    assert day.on_hand() == {}, "what comes back leaves again, from the same lot"
    report = day_report(day.book, day.id)
    assert report is not None
    assert (report.households, report.people, report.boxes, report.items_out) == (1, 1, 2, {"Beans": 4})


def test_a_swap_with_another_amount_puts_the_rest_back(day: Day) -> None:
    slip = distributions.check_in(day.book, day.id, day.rosa)
    distributions.swap_visit(day.book, slip.id, day.kwame, boxes=1)
    assert (day.came(), day.on_hand()) == ([("Kwame", 1, 1)], {"2027-01-01": 2})


def test_a_swap_is_one_action_that_one_undo_takes_back(day: Day) -> None:
    slip = distributions.check_in(day.book, day.id, day.rosa)
    before, actions = day_report(day.book, day.id), len(action_ids(day.book))
    swap = distributions.swap_visit(day.book, slip.id, day.kwame)
    assert len(action_ids(day.book)) == actions + 1
    assert history.sentence(day.book, swap.action) == "Gave 2 boxes to Kwame instead"
    history.undo(day.book, swap.action)
    assert (day.came(), day_report(day.book, day.id)) == ([("Rosa", 3, 2)], before)


def test_a_swap_keeps_the_hour_of_the_slip_and_its_place_in_the_list(day: Day) -> None:
    slip = distributions.check_in(day.book, day.id, day.rosa, at=1_000)
    distributions.check_in(day.book, day.id, day.batya, at=2_000)
    swap = distributions.swap_visit(day.book, slip.id, day.kwame)
    assert [line.label for line in days.visit_lines(day.book, day.id)] == ["Batya", "Kwame"]
    assert days.moment_of(day.book, swap.id) == 1_000


def test_a_swap_to_somebody_who_was_here_wants_a_reason(day: Day) -> None:
    distributions.check_in(day.book, day.id, day.kwame)
    slip = distributions.check_in(day.book, day.id, day.rosa)
    with pytest.raises(NeedsReason):
        distributions.swap_visit(day.book, slip.id, day.kwame)
    distributions.swap_visit(day.book, slip.id, day.kwame, reason="picks up for the neighbour")
    assert [line.label for line in days.visit_lines(day.book, day.id)] == ["Kwame", "Kwame"]


def test_a_visit_without_a_name_can_be_given_to_a_household(day: Day) -> None:
    slip = distributions.check_in_unnamed(day.book, day.id, 3)
    distributions.swap_visit(day.book, slip.id, day.rosa)
    assert day.came() == [("Rosa", 3, 2)]


def test_what_was_taken_back_already_cannot_be_swapped(day: Day) -> None:
    slip = distributions.check_in(day.book, day.id, day.rosa)
    history.undo(day.book, slip.action)
    with pytest.raises(UserError, match="taken back already"):
        distributions.swap_visit(day.book, slip.id, day.kwame)


def test_somebody_new_is_added_and_signed_up_in_one_action(day: Day) -> None:
    actions = len(action_ids(day.book))
    done = distributions.sign_up_new(day.book, day.id, "Amara Diallo", 4, "10:00")
    assert len(action_ids(day.book)) == actions + 1
    amara = members.find_member(day.book, "Amara")
    assert days.listed_households(day.book, day.id) == {amara.household}
    plan = distributions.plan_of(day.book, day.id)
    assert (plan.households, plan.boxes) == (1, 2)
    history.undo(day.book, done.action)
    assert not days.listed_households(day.book, day.id)
    with pytest.raises(UserError):
        members.find_member(day.book, "Amara")


@pytest.mark.parametrize(("name", "people"), [("", 1), ("Amara", 0)])
def test_nobody_is_added_without_a_name_or_without_people(day: Day, name: str, people: int) -> None:
    before = day.book.position
    with pytest.raises(UserError):
        distributions.sign_up_new(day.book, day.id, name, people)
    assert day.book.position == before


def test_a_draft_says_what_it_would_need_before_anything_is_written(day: Day) -> None:
    before = day.book.position
    everyone = distributions.draft_plan(
        day.book, ON, {day.beans: 2}, {1: 1, 3: 2}, everyone=True, wanted=None
    )
    assert (everyone.households, everyone.boxes, everyone.short) == (3, 4, {"Beans": 4})
    room = distributions.draft_plan(day.book, ON, {day.beans: 1}, {1: 1, 3: 2}, everyone=False, wanted=6)
    assert (room.households, room.boxes, room.short) == (6, 8, {"Beans": 4})
    assert day.book.position == before


@pytest.mark.parametrize("everyone", [False, True])
def test_the_boxes_of_the_door_are_those_of_the_plan(day: Day, everyone: bool) -> None:  # noqa: FBT001 - parametrised
    distributions.edit_distribution(day.book, day.id, everyone=everyone)
    distributions.sign_up(day.book, day.id, day.rosa)
    distributions.sign_up(day.book, day.id, day.kwame, waiting=True)
    members.edit_household(day.book, day.rosa, counted={})
    record = days.distributions_on(day.book, ON)[0]
    assert days.planned_boxes(day.book, record) == distributions.plan_of(day.book, day.id).boxes


def test_at_the_door_a_household_says_what_it_gets_and_nothing_of_where_it_lives(day: Day) -> None:
    rosa = members.find_member(day.book, "Rosa")
    members.edit_member(day.book, rosa.id, diet=("no pork",), allergens=("~",), languages=("ht",))
    members.edit_household(day.book, day.rosa, address="12 Rose Street")
    record = days.distributions_on(day.book, ON)[0]
    shown = days.at_door(day.book, record, day.rosa)
    assert shown is not None
    assert (shown.label, shown.people, shown.boxes, shown.diet, shown.allergens) == (
        "Rosa",
        3,
        2,
        ("no pork",),
        (),
    )
    assert (shown.listed, shown.visits) == (False, ())
    assert "Rose Street" not in repr(shown)
