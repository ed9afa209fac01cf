"""Every action has a sentence, and every action can be taken back."""

import pytest

from aidbook import clock
from aidbook.actions import distributions, history, members, pantry
from aidbook.actions.history import InTheWay, sentence
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.store import history as query
from aidbook.store.book import Book
from aidbook.store.members import member_ids
from aidbook.store.pantry import item_lines


def test_a_correction_taken_back_shows_what_was_there_before(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="555").id
    edit = members.edit_member(book, rosa, phone="777", note="calls late")
    history.undo(book, edit.action)
    member = book.get(Member, rosa)
    assert member is not None
    assert (member.phone, member.note) == ("555", None)


def test_what_was_changed_again_since_cannot_be_taken_back_alone(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="1").id
    first = members.edit_member(book, rosa, phone="2")
    second = members.edit_member(book, rosa, phone="3")
    with pytest.raises(UserError, match="changed again"):
        history.undo(book, first.action)
    history.undo(book, second.action)
    member = book.get(Member, rosa)
    assert member is not None
    assert member.phone == "2"


def test_a_member_somebody_checked_in_cannot_be_taken_back_before_the_visit(book: Book) -> None:
    added = members.add_member(book, "Rosa")
    household = members.household_of(book, members.find_member(book, "Rosa"))
    day = distributions.plan_distribution(book, "2026-11-28", {}).id
    visit = distributions.check_in(book, day, household)
    with pytest.raises(UserError, match="Something later needs"):
        history.undo(book, added.action)
    history.undo(book, visit.action)
    history.undo(book, added.action)
    assert member_ids(book) == []
    assert member_ids(book, "rosa") == []


def test_an_item_that_is_planned_for_a_box_cannot_be_taken_back_before_the_plan(book: Book) -> None:
    beans = pantry.add_item(book, "Beans")
    day = distributions.plan_distribution(book, "2026-11-28", {beans.id: 2})
    with pytest.raises(InTheWay, match="Something later needs Beans: a box") as raised:
        history.undo(book, beans.action)
    assert raised.value.obstacles[0].actions == (day.action,)
    history.undo(book, day.action)
    history.undo(book, beans.action)
    assert book.get(Item, beans.id) is None


def test_nobody_comes_back_into_a_household_that_was_taken_back(book: Book) -> None:
    ana, kai = members.add_member(book, "Ana"), members.add_member(book, "Kai")
    home = members.household_of(book, members.find_member(book, "Ana"))
    move = members.move_member(book, kai.id, home)
    for action in (kai.action, move.action):
        history.undo(book, action)
    gone = history.undo(book, ana.action)
    history.redo(book, move.action)
    with pytest.raises(InTheWay, match="Ana was changed again since") as raised:
        history.redo(book, kai.action)
    assert raised.value.obstacles[0].actions == (gone.action,)
    history.redo(book, ana.action)
    history.redo(book, kai.action)
    member = book.get(Member, kai.id)
    assert member is not None
    assert member.household == home


def test_a_delivery_of_an_item_that_was_taken_back_comes_back_after_it(book: Book) -> None:
    beans = pantry.add_item(book, "Beans")
    delivery = pantry.receive_stock(book, [pantry.Units(item=beans.id, units=5)])
    history.undo(book, delivery.action)
    history.undo(book, beans.action)
    with pytest.raises(InTheWay, match="Beans was changed again since"):
        history.redo(book, delivery.action)
    history.redo(book, beans.action)
    history.redo(book, delivery.action)
    assert [line.on_hand for line in item_lines(book)] == [5]


def test_an_action_is_taken_back_once(book: Book) -> None:
    added = members.add_member(book, "Rosa")
    history.undo(book, added.action)
    with pytest.raises(UserError, match="already"):
        history.undo(book, added.action)


def test_what_was_brought_back_and_taken_back_again_says_so(book: Book) -> None:
    added = members.add_member(book, "Rosa")
    step = history.undo(book, added.action)
    said = [sentence(book, step.action)]
    for _again in range(3):
        step = history.undo(book, step.action)
        said.append(sentence(book, step.action))
    back, out = "Brought back: Added Rosa", "Took back: Added Rosa"
    assert said == [out, back, out, back]
    assert member_ids(book) == [added.id]


def test_undo_goes_back_action_by_action_to_the_empty_book(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    pantry.count_stock(book, [pantry.Units(item=beans, units=3)])
    members.add_member(book, "Rosa")
    day = distributions.plan_distribution(book, "2026-11-28", {beans: 1}).id
    household = members.household_of(book, members.find_member(book, "Rosa"))
    distributions.sign_up(book, day, household)
    distributions.check_in(book, day, household)
    undone = 0
    while action := query.latest_undoable(book):
        history.undo(book, action)
        undone += 1
    assert undone == 6
    assert member_ids(book) == []


def test_the_last_action_is_the_one_done_last_though_the_clock_was_set_back(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    members.add_member(book, "Rosa")
    now = clock.now_ms()
    monkeypatch.setattr(clock, "now_ms", lambda: now + 5 * 365 * 86_400_000)
    members.add_member(book, "Kwame")
    monkeypatch.setattr(clock, "now_ms", lambda: now)
    members.add_member(book, "Ines")
    said = []
    while action := query.latest_undoable(book):
        said.append(sentence(book, history.undo(book, action).action))
    assert said == ["Took back: Added Ines", "Took back: Added Kwame", "Took back: Added Rosa"]


def test_the_sentences_say_who_did_what(book: Book) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    members.add_member(book, "Rosa")
    day = distributions.plan_distribution(book, "2026-11-28", {beans: 1}, by_size={1: 2}).id
    household = members.household_of(book, members.find_member(book, "Rosa"))
    listed = distributions.sign_up(book, day, household)
    visit = distributions.check_in(book, day, household)
    unnamed = distributions.check_in_unnamed(book, day, 3)
    undone = history.undo(book, unnamed.action)
    assert sentence(book, listed.action) == "Signed up Rosa for 28 November 2026"
    assert sentence(book, visit.action) == "Rosa picked up 2 boxes"
    assert sentence(book, unnamed.action) == "3 people without a name picked up 2 boxes"
    assert sentence(book, undone.action) == "Took back: 3 people without a name picked up 2 boxes"


def test_every_action_of_a_book_has_a_sentence_of_its_own(book: Book) -> None:
    members.add_member(book, "Rosa")
    unknown = "Something this AidBook does not know yet"
    assert all(sentence(book, action) != unknown for action in query.action_ids(book))


def test_a_clock_set_back_does_not_disorder_what_was_done(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = members.add_member(book, "Rosa").id
    now = query.action_lines(book, query.action_ids(book))[0].written
    monkeypatch.setattr("aidbook.clock.now_ms", lambda: now - 60_000)
    members.edit_member(book, rosa, name="Rosalinda")
    latest = query.action_ids(book)[0]
    assert sentence(book, latest) == "Corrected Rosalinda"
