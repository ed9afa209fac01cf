"""What cannot be taken back alone says what stands in the way, and can be put right as of today."""

import pytest

from aidbook import clock
from aidbook.actions import corrections, distributions, gifts, history, members, pantry
from aidbook.actions.history import InTheWay, sentence
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution, Visit
from aidbook.domain.members import Household, Member
from aidbook.errors import UserError
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.gifts import gave
from aidbook.store.members import ties_of
from aidbook.store.pantry import item_lines, stock_lines
from aidbook.store.reports import day_report
from tests.sheets.pretend import joined, pdf_of


def on_hand(book: Book) -> dict[str, int]:
    """Return {item: units on the shelves}."""
    return {line.name: line.on_hand for line in item_lines(book)}


def household(book: Book, name: str) -> Id:
    """Add somebody, and return their household."""
    member = book.get(Member, members.add_member(book, name).id)
    assert member is not None
    return members.household_of(book, member)


def in_the_way(book: Book, action: Id) -> InTheWay:
    """Try to take an action back and return what it says stands in the way."""
    with pytest.raises(InTheWay) as raised:
        history.undo(book, action)
    return raised.value


def test_a_receipt_whose_beans_were_given_out_names_the_visits_that_took_them(book: Book) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    receipt = pantry.receive_stock(book, [pantry.Units(item=beans, units=6)])
    day = distributions.plan_distribution(book, "2026-11-28", {beans: 2}).id
    visits = [
        distributions.check_in(book, day, household(book, name)).action for name in ("Rosa", "Ana", "Luz")
    ]
    error = in_the_way(book, receipt.action)
    (obstacle,) = error.obstacles
    assert obstacle.why == "stock"
    assert obstacle.words == "6 units of Beans have left “Shelves” since."
    assert set(obstacle.actions) == set(visits)
    assert on_hand(book) == {"Beans": 0}
    for visit in visits:
        history.undo(book, visit)
    history.undo(book, receipt.action)
    assert stock_lines(book) == []


def test_a_receipt_of_which_enough_is_left_is_simply_taken_back(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=10)])
    twice = pantry.receive_stock(book, [pantry.Units(item=beans, units=10)])
    day = distributions.plan_distribution(book, "2026-11-28", {beans: 4}).id
    distributions.check_in(book, day, household(book, "Rosa"))
    history.undo(book, twice.action)
    assert on_hand(book) == {"Beans": 6}


def test_the_correction_of_a_receipt_moves_the_units_today_and_leaves_the_past_as_it_was(book: Book) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    receipt = pantry.receive_stock(book, [pantry.Units(item=beans, units=6)], at=clock.noon_ms("2026-03-01"))
    day = distributions.plan_distribution(book, "2026-03-07", {beans: 2}).id
    distributions.check_in(book, day, household(book, "Rosa"), at=clock.noon_ms("2026-03-07"))
    in_the_way(book, receipt.action)
    assert corrections.plan(book, receipt.action).does == ["6 × Beans move today: Shelves → Source."]
    done = corrections.correct(book, receipt.action)
    assert on_hand(book) == {"Beans": -2}
    assert sentence(book, done.action) == "Put right: Took in a delivery: 1 line"
    (line,) = query.action_lines(book, [receipt.action])
    assert line.corrected
    assert not line.undone
    assert check(book) == ()
    with pytest.raises(UserError, match="put right already"):
        history.undo(book, receipt.action)
    history.undo(book, done.action)
    assert on_hand(book) == {"Beans": 4}


def test_what_a_later_count_made_good_is_not_moved_again_by_a_correction(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    wrong = pantry.receive_stock(book, [pantry.Units(item=beans, units=24)], at=clock.noon_ms("2026-03-01"))
    rice = pantry.add_item(book, "Rice").id
    pantry.receive_stock(book, [pantry.Units(item=rice, units=5)])
    pantry.count_stock(book, [pantry.Units(item=beans, units=10)])
    assert corrections.plan(book, wrong.action).writes == []
    with pytest.raises(UserError, match="cannot be put right by itself"):
        corrections.correct(book, wrong.action)


def test_a_visit_of_a_closed_day_is_put_right_and_the_report_keeps_its_figures(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=20)])
    day = distributions.plan_distribution(book, "2026-11-28", {beans: 2}).id
    distributions.check_in(book, day, household(book, "Rosa"))
    wrong = distributions.check_in(book, day, household(book, "Ana"))
    closing = distributions.close_distribution(book, day)
    error = in_the_way(book, wrong.action)
    (obstacle,) = error.obstacles
    assert obstacle.why == "closed"
    assert obstacle.actions == (closing.action,)
    before = day_report(book, day)
    assert before is not None
    corrections.correct(book, wrong.action)
    after = day_report(book, day)
    assert after is not None
    assert (after.households, after.people, after.boxes, after.items_out) == (2, 2, 2, {"Beans": 4})
    (off,) = after.corrections
    assert (off.households, off.people, off.boxes) == (-1, -1, -1)
    assert on_hand(book) == {"Beans": 18}
    assert book.get(Visit, wrong.id) is not None
    assert ties_of(book, wrong.id) == []
    assert check(book) == ()


def test_a_member_who_picked_up_since_counts_as_having_left(book: Book) -> None:
    added = members.add_member(book, "Rosa")
    member = book.get(Member, added.id)
    assert member is not None
    day = distributions.plan_distribution(book, "2026-11-28", {}).id
    visit = distributions.check_in(book, day, members.household_of(book, member))
    error = in_the_way(book, added.action)
    assert any(visit.action in obstacle.actions for obstacle in error.obstacles)
    corrections.correct(book, added.action)
    member = book.get(Member, added.id)
    assert member is not None
    assert member.left == "left"
    assert sentence(book, visit.action) == "Rosa picked up 1 box"


def test_a_field_that_was_changed_again_shows_what_it_showed_before_all_that(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="1").id
    first = members.edit_member(book, rosa, phone="2")
    second = members.edit_member(book, rosa, phone="3")
    assert in_the_way(book, first.action).obstacles[0].actions == (second.action,)
    done = corrections.correct(book, first.action)
    assert phone(book, rosa) == "1"
    history.undo(book, done.action)
    assert phone(book, rosa) == "3"


def test_a_field_set_back_to_the_same_no_longer_stands_in_the_way(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="1").id
    first = members.edit_member(book, rosa, phone="2")
    second = members.edit_member(book, rosa, phone="3")
    history.undo(book, second.action)
    history.undo(book, first.action)
    assert phone(book, rosa) == "1"


def test_a_day_with_sign_ups_is_called_off_with_them(book: Book) -> None:
    day = distributions.plan_distribution(book, "2026-11-28", {})
    for name in ("Rosa", "Ana"):
        distributions.sign_up(book, day.id, household(book, name))
    error = in_the_way(book, day.action)
    assert len(error.obstacles[0].actions) == 2
    assert corrections.plan(book, day.action).does[0] == (
        "The distribution on 28 November 2026 and 2 sign-ups are taken off."
    )
    corrections.correct(book, day.action)
    assert book.get(Distribution, day.id) is None


def test_a_day_on_which_somebody_picked_up_stays_and_says_so(book: Book) -> None:
    day = distributions.plan_distribution(book, "2026-11-28", {})
    distributions.check_in(book, day.id, household(book, "Rosa"))
    in_the_way(book, day.action)
    corrections.correct(book, day.action)
    assert book.get(Distribution, day.id) is not None


def phone(book: Book, member: Id) -> str | None:
    """Return a member's phone."""
    record = book.get(Member, member)
    assert record is not None
    return record.phone


def _closed_day(book: Book) -> tuple[Id, Id]:
    """Return a day that is not closed yet and somebody's household."""
    day = distributions.plan_distribution(book, "2026-11-28", {}).id
    distributions.check_in(book, day, household(book, "Ana"))
    return day, household(book, "Rosa")


def test_a_visit_taken_back_before_the_day_was_closed_is_not_brought_back_into_its_figures(
    book: Book,
) -> None:
    day, rosa = _closed_day(book)
    slip = distributions.check_in(book, day, rosa)
    history.undo(book, slip.action)
    closing = distributions.close_distribution(book, day)
    with pytest.raises(InTheWay, match="closed while this was taken back") as refused:
        history.redo(book, slip.action)
    (obstacle,) = refused.value.obstacles
    assert (obstacle.why, obstacle.actions) == ("closed", (closing.action,))
    report = day_report(book, day)
    assert report is not None
    assert report.households == 1
    assert "close the day again" in corrections.plan(book, refused.value.action).leaves[0]
    history.undo(book, closing.action)
    history.redo(book, slip.action)
    distributions.close_distribution(book, day)
    report = day_report(book, day)
    assert report is not None
    assert report.households == 2


def test_a_visit_is_brought_back_while_its_day_goes_on(book: Book) -> None:
    day, rosa = _closed_day(book)
    slip = distributions.check_in(book, day, rosa)
    history.undo(book, slip.action)
    history.redo(book, slip.action)
    distributions.close_distribution(book, day)
    assert query.closed_without(book, [("visit", slip.id)]) == {}


def test_a_gift_of_a_closed_day_is_put_right_and_its_report_says_so(book: Book) -> None:
    day, _rosa = _closed_day(book)
    who = members.add_member(book, "Kwame").id
    wrong = gifts.add_gift(book, "hours", member=who, minutes=180, note="the stove", distribution=day)
    closing = distributions.close_distribution(book, day)
    error = in_the_way(book, wrong.action)
    assert [(one.why, one.actions) for one in error.obstacles] == [("closed", (closing.action,))]
    assert "3 hours fewer" in " ".join(corrections.plan(book, wrong.action).does)
    corrections.correct(book, wrong.action)
    report = day_report(book, day)
    assert report is not None
    assert report.minutes_given == 180
    (off,) = report.corrections
    assert off.gift is not None
    assert (off.gift.minutes, off.gift.member, off.gift.who) == (180, None, "")
    assert gave(book, who) == []
    assert "3 hours fewer" in joined(pdf_of(book, "day", distribution=day, number=1))
    assert check(book) == ()


def test_goods_given_on_a_closed_day_by_mistake_leave_the_shelf_today(book: Book) -> None:
    day, _rosa = _closed_day(book)
    beans = pantry.add_item(book, "Beans").id
    wrong = gifts.add_gift(book, "goods", item=beans, units=12, distribution=day)
    distributions.close_distribution(book, day)
    assert on_hand(book) == {"Beans": 12}
    done = corrections.correct(book, wrong.action)
    assert on_hand(book) == {"Beans": 0}
    report = day_report(book, day)
    assert report is not None
    assert [line.units for line in report.gifts] == [12]
    history.undo(book, done.action)
    assert on_hand(book) == {"Beans": 12}


def test_who_counts_as_having_left_still_has_a_household(book: Book) -> None:
    rosa = members.add_member(book, "Rosa")
    gifts.add_gift(book, "hours", member=rosa.id, minutes=60)
    corrections.correct(book, rosa.action)
    member = book.get(Member, rosa.id)
    assert member is not None
    assert member.left == "left"
    assert book.get(Household, member.household or "") is not None
