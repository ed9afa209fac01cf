"""Somebody is in the book twice, under two names, with two cards; linked, the day takes them for one."""

from dataclasses import dataclass

import pytest

from aidbook import clock
from aidbook.actions import distributions, gifts, members, pantry, same
from aidbook.actions.erasing import what_erasing_does
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution, Visit
from aidbook.domain.members import Member
from aidbook.errors import NeedsDecision, NeedsReason, UserError
from aidbook.store import linked_households
from aidbook.store.attention.days import below_zero
from aidbook.store.book import Book
from aidbook.store.distributions import (
    at_door,
    day_count,
    expected,
    listed_households,
    planned_boxes,
    visit_lines,
)
from aidbook.store.history_filter import Thing, Wanted, people_named, wanted_ids
from aidbook.store.member_story import gave, received
from aidbook.store.members import also_known_as, household_page, member_ids, whole_household
from aidbook.store.pantry import lot_stock, stock_lines
from aidbook.store.reports import day_report
from aidbook.store.today import past_date


@dataclass(frozen=True)
class Twice:
    """Rosa, in the book as Rosa with a child only counted, and as Rosita with two; the day has a list of sign-ups."""

    book: Book
    rosa: Id
    rosita: Id
    home: Id
    other_home: Id
    beans: Id
    day: Distribution


def _home(book: Book, member: Id) -> Id:
    found = book.get(Member, member)
    assert found is not None
    return found.household or ""


@pytest.fixture
def twice(book: Book) -> Twice:
    rosa = members.add_member(book, "Rosa Luz", counted={"0-17": 1}, diet=("no pork",)).id
    rosita = members.add_member(book, "Rosita Luz", counted={"0-17": 2}, allergens=("milk",)).id
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=50)])
    made = distributions.plan_distribution(book, clock.today(), {beans: 1}, by_size={1: 1, 3: 2}).id
    day = book.get(Distribution, made)
    assert day is not None
    return Twice(book, rosa, rosita, _home(book, rosa), _home(book, rosita), beans, day)


def test_who_is_signed_up_under_one_number_is_on_the_list_under_the_other(twice: Twice) -> None:
    book, day = twice.book, twice.day
    distributions.sign_up(book, day.id, twice.other_home, slot="10:00")
    same.link(book, "member", twice.rosa, twice.rosita)
    (line,) = expected(book, day)
    assert (line.household, line.label, line.people, line.boxes) == (twice.home, "Rosa Luz", 3, 2)
    assert line.also == also_known_as(book, [twice.rosa])[twice.rosa]
    assert line.diet + line.allergens == ("no pork", "milk")
    assert listed_households(book, day.id) == {twice.home}
    assert planned_boxes(book, day) == 2
    for home in (twice.home, twice.other_home):
        here = at_door(book, day, home)
        assert here is not None
        assert (here.listed, here.slot, here.people) == (True, "10:00", 3)


def test_signed_up_again_under_the_other_number_they_keep_one_place(twice: Twice) -> None:
    book, day = twice.book, twice.day
    distributions.sign_up(book, day.id, twice.other_home)
    same.link(book, "member", twice.rosa, twice.rosita)
    distributions.sign_up(book, day.id, twice.home, slot="11:00")
    (line,) = expected(book, day)
    assert line.slot == "11:00"
    same.unlink(book, "member", twice.rosa)
    assert [one.household for one in expected(book, day)] == [twice.other_home]
    same.link(book, "member", twice.rosa, twice.rosita)
    distributions.take_off_list(book, day.id, twice.home)
    assert expected(book, day) == []


def test_who_was_here_already_under_the_other_number_needs_a_reason(twice: Twice) -> None:
    book, day = twice.book, twice.day
    distributions.check_in(book, day.id, twice.home)
    same.link(book, "member", twice.rosa, twice.rosita)
    here = at_door(book, day, twice.other_home)
    assert here is not None
    assert len(here.visits) == 1
    with pytest.raises(NeedsReason, match="already picked up"):
        distributions.check_in(book, day.id, twice.other_home)
    distributions.check_in(book, day.id, twice.other_home, reason="for a neighbour")
    count = day_count(book, day)
    assert (count.households, count.people, count.boxes) == (1, 2, 3)
    same.unlink(book, "member", twice.rosa)
    assert day_count(book, day).households == 2


def test_a_visit_has_everybody_once_and_takes_the_place_on_the_list(twice: Twice) -> None:
    book, day = twice.book, twice.day
    distributions.sign_up(book, day.id, twice.other_home)
    same.link(book, "member", twice.rosa, twice.rosita)
    visit = book.get(Visit, distributions.check_in(book, day.id, twice.home).id)
    assert visit is not None
    assert (visit.people, visit.by_age["0-17"], visit.walk_in) == (3, 2, False)
    assert day_count(book, day).no_shows == 0
    (line,) = expected(book, day)
    assert line.visit == visit.id


def test_a_household_that_only_shares_somebody_is_noticed_and_stays_apart(twice: Twice) -> None:
    book, day = twice.book, twice.day
    ana = members.add_member(book, "Ana", household=twice.home).id
    anita = members.add_member(book, "Anita").id
    same.link(book, "member", ana, anita)
    assert linked_households.one_of(book) == {}
    distributions.sign_up(book, day.id, _home(book, anita))
    here = at_door(book, day, twice.home)
    assert here is not None
    assert [(other.label, other.listed, other.here) for other in here.sharing] == [("Anita", True, False)]
    distributions.check_in(book, day.id, _home(book, anita))
    here = at_door(book, day, twice.home)
    assert here is not None
    assert [other.here for other in here.sharing] == [True]


def test_twice_in_one_household_they_count_once(twice: Twice) -> None:
    book = twice.book
    again = members.add_member(book, "R. Luz", household=twice.home).id
    assert household_page(book, twice.home).size == 3  # type: ignore[union-attr] # it is there
    same.link(book, "member", again, twice.rosa)
    page = whole_household(book, twice.home)
    assert page is not None
    assert (page.size, [one.name for one in page.members]) == (2, ["Rosa Luz"])


def test_gifts_visits_and_history_of_both_stand_together(twice: Twice) -> None:
    book, day = twice.book, twice.day
    gifts.add_gift(book, "hours", member=twice.rosita, minutes=60, note="the ramp")
    visit = distributions.check_in(book, day.id, twice.other_home)
    linked = same.link(book, "member", twice.rosa, twice.rosita)
    for one in (twice.rosa, twice.rosita):
        assert linked.action in wanted_ids(book, Wanted(person=one))
        assert [line.text for line in gave(book, one)] == ["1 hour: the ramp"]
        assert len(received(book, one)) == 1
        assert visit.action in wanted_ids(book, Wanted(person=one))
    assert [thing.id for thing in people_named(book, "luz")] == [twice.rosa]
    assert member_ids(book, "rosita") == [twice.rosa]


def test_linked_items_are_packed_from_the_lots_of_both_and_reported_as_one(twice: Twice) -> None:
    book, day = twice.book, twice.day
    frijoles = pantry.add_item(book, "Frijoles", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=frijoles, units=5, best_before="2099-01-01")])
    linked = same.link(book, "item", twice.beans, frijoles)
    assert linked.action in wanted_ids(book, Wanted(thing=Thing("item", frijoles, "")))
    assert sum(lot.units for lot in lot_stock(book, twice.beans)) == 55
    assert distributions.plan_of(book, day.id).short == {}
    for home in (twice.home, twice.other_home):
        distributions.check_in(book, day.id, home, boxes=4)
    report = day_report(book, day.id)
    assert report is not None
    assert report.items_out == {"Beans": 8}
    assert sum(line.quantity for line in stock_lines(book, item=frijoles)) == 47
    assert {line.item for line in stock_lines(book)} == {"Beans"}
    # Dated ones go first, whichever of the two they are.
    assert not any(lot.best_before for lot in lot_stock(book, frijoles))
    assert wanted_ids(book, Wanted(thing=Thing("item", frijoles, ""))) == wanted_ids(
        book, Wanted(thing=Thing("item", twice.beans, ""))
    )


def test_a_box_with_both_items_takes_no_unit_twice(twice: Twice) -> None:
    book = twice.book
    frijoles = pantry.add_item(book, "Frijoles", unit="can").id
    same.link(book, "item", twice.beans, frijoles)
    contents = {twice.beans: 20, frijoles: 20}
    both = distributions.plan_distribution(book, clock.today(), contents, everyone=True).id
    assert distributions.plan_of(book, both).short == {"Beans": 2 * 40 - 50}
    distributions.check_in(book, both, twice.home, boxes=2)
    assert sum(line.quantity for line in stock_lines(book)) == 50 - 80


def test_below_zero_is_what_linked_items_lack_together(twice: Twice) -> None:
    book = twice.book
    frijoles = pantry.add_item(book, "Frijoles", unit="can").id
    lot = stock_lines(book, item=twice.beans)[0]
    pantry.throw_away(book, lot.lot, lot.place_id, 60, "spoiled")
    pantry.receive_stock(book, [pantry.Units(item=frijoles, units=8)])
    assert [one.units for one in below_zero(book)] == [-10]
    same.link(book, "item", twice.beans, frijoles)
    assert [(one.name, one.units) for one in below_zero(book)] == [("Beans", -2)]
    pantry.receive_stock(book, [pantry.Units(item=frijoles, units=2, best_before="2020-01-01")])
    assert list(below_zero(book)) == []
    assert [(one.name, one.units) for one in past_date(book, clock.today())] == [("Beans", 2)]


def test_who_is_named_by_a_word_of_both_is_one_person(twice: Twice) -> None:
    book = twice.book
    with pytest.raises(NeedsDecision):
        members.find_member(book, "luz")
    same.link(book, "member", twice.rosa, twice.rosita)
    assert members.find_member(book, "luz").id == twice.rosa
    assert members.find_member(book, "rosita luz").id == twice.rosita


def test_who_erases_one_record_is_told_of_the_other(twice: Twice) -> None:
    book = twice.book
    gifts.add_gift(book, "ride", member=twice.rosita)
    same.link(book, "member", twice.rosa, twice.rosita)
    said = what_erasing_does(book, twice.rosa).stays
    assert said[0] == "Nothing: they stand in no figure."
    assert "linked and shown as one" in said[1]
    assert also_known_as(book, [twice.rosa])[twice.rosa][0] in said[1]


def test_linked_items_must_be_counted_in_one_unit(twice: Twice) -> None:
    sack = pantry.add_item(twice.book, "Beans, dry", unit="bag").id
    with pytest.raises(UserError, match="same unit"):
        same.link(twice.book, "item", twice.beans, sack)


def test_a_visit_stands_under_the_name_they_are_shown_by(twice: Twice) -> None:
    distributions.check_in(twice.book, twice.day.id, twice.other_home)
    same.link(twice.book, "member", twice.rosa, twice.rosita)
    assert [line.label for line in visit_lines(twice.book, twice.day.id)] == ["Rosa Luz"]
