"""Households change: they split, people leave and die, others pick up for them. What was reported stays as it was."""

from collections.abc import Callable

import pytest

from aidbook import clock
from aidbook.actions import distributions, history, members
from aidbook.actions.sentences import sentence
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Household, Member
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.distributions import day_count
from aidbook.store.members import household_ids, household_page, household_sizes, member_ids
from aidbook.store.private_notes import private_note
from aidbook.store.proxies import gone_from, proxies
from tests.exchange.conftest import household_of

BEFORE, ON, LAST_DAY = "2026-03-14", "2026-03-21", "2026-04-30"


@pytest.fixture(autouse=True)
def march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the day of the move."""
    monkeypatch.setattr(clock, "today", lambda: ON)


def test_a_household_splits_and_its_past_reports_stay_as_they_were(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", counted={"0-17": 3}).id
    home = household_of(book, rosa)
    luis = members.add_member(book, "Luis", household=home, birth="1980").id
    day = distributions.plan_distribution(book, BEFORE, {}).id
    distributions.check_in(book, day, home)
    planned = book.get(Distribution, day)
    assert planned is not None
    before = day_count(book, planned)
    assert before.people == len((rosa, luis)) + 3

    moved = members.move_member(book, luis, None, on=ON)
    members.edit_household(book, home, counted={"0-17": 1})
    members.edit_household(book, household_of(book, luis), counted={"0-17": 2})

    assert day_count(book, planned) == before
    record = book.get(Member, luis)
    assert record is not None
    assert record.household_since == ON
    assert household_of(book, luis) != home
    assert [household_sizes(book)[household_of(book, who)] for who in (rosa, luis)] == [2, 3]
    assert sentence(book, moved.action) == "Moved Luis to another household"
    with pytest.raises(UserError, match="already"):
        members.move_member(book, luis, household_of(book, luis))


def test_moving_back_is_one_undo(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    home = household_of(book, rosa)
    luis = members.add_member(book, "Luis", household=home).id
    history.undo(book, members.move_member(book, luis, None).action)
    page = household_page(book, home)
    assert page is not None
    assert [member.id for member in page.members] == [rosa, luis]
    record = book.get(Member, luis)
    assert record is not None
    assert record.household_since is None


@pytest.mark.parametrize("left", ["left", "died"])
def test_who_is_gone_is_on_no_list_and_is_still_found_and_kept(book: Book, left: str) -> None:
    rosa, marie = (members.add_member(book, name).id for name in ("Rosa", "Marie"))
    home = household_of(book, rosa)
    luis = members.add_member(book, "Luis", household=home).id
    members.edit_member(book, rosa, left=left)

    assert member_ids(book) == [luis, marie]
    assert member_ids(book, gone=True) == [luis, marie, rosa]
    assert member_ids(book, "Rosa")[0] == rosa
    record, household = book.get(Member, rosa), book.get(Household, home)
    assert record is not None
    assert (record.left, record.left_on) == (left, ON)
    assert household is not None
    assert household.contact == luis, "somebody who is here is spoken to"
    assert [member.id for member in gone_from(book, home)] == [rosa]


def test_a_household_of_which_everybody_is_gone_is_on_no_list_until_somebody_is_back(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    home = household_of(book, rosa)
    members.edit_member(book, rosa, left="died", left_on=BEFORE)
    assert household_ids(book) == []
    assert home not in household_sizes(book)
    members.edit_member(book, rosa, left="")
    record = book.get(Member, rosa)
    assert household_ids(book) == [home]
    assert record is not None
    assert record.left_on is None


def test_the_last_who_moves_out_does_not_take_the_dead_along(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    home = household_of(book, rosa)
    luis = members.add_member(book, "Luis", household=home).id
    members.edit_member(book, rosa, left="died")
    members.move_member(book, luis, None)
    assert book.get(Household, home) is not None
    assert [member.id for member in gone_from(book, home)] == [rosa]


def test_who_may_pick_up_is_a_member_or_a_name_until_a_day(book: Book) -> None:
    rosa, kwame = (members.add_member(book, name).id for name in ("Rosa", "Kwame"))
    home = household_of(book, rosa)
    members.add_proxy(book, home, member=kwame)
    boy = members.add_proxy(book, home, name=" the boy  next door ", until=LAST_DAY).id
    lines = proxies(book, home)
    assert [line.name for line in lines] == ["Kwame", "the boy next door"]
    assert [line.may("2026-05-01") for line in lines] == [True, False]
    for refused in ({"member": kwame}, {"name": "  "}):
        with pytest.raises(UserError):
            members.add_proxy(book, home, **refused)
    gone = members.remove_proxy(book, boy)
    assert [line.name for line in proxies(book, home)] == ["Kwame"]
    assert sentence(book, gone.action) == "the boy next door may no longer pick up for Rosa’s household"
    members.edit_member(book, kwame, left="died")
    assert proxies(book, home) == []


def test_the_door_sees_who_may_pick_up_and_no_phone(book: Book, as_role: Callable[[Book, str], None]) -> None:
    rosa = members.add_member(book, "Rosa", private_note="owes nobody anything", other_phones=("555-1",)).id
    home = household_of(book, rosa)
    members.add_proxy(book, home, name="Luis", phone="555-0142", note="blue car")
    as_role(book, "door")
    (line,) = proxies(book, home)
    assert (line.name, line.phone, line.note) == ("Luis", None, None)
    record = book.get(Member, rosa)
    assert record is not None
    assert (private_note(book, rosa), record.other_phones) == (None, ())
    members.add_proxy(book, home, name="Kwame")
    with pytest.raises(UserError, match="door"):
        members.add_proxy(book, home, name="Marie", phone="555-2")
    with pytest.raises(UserError, match="door"):
        members.edit_member(book, rosa, private_note="x")


@pytest.fixture
def as_role() -> Callable[[Book, str], None]:
    """Give what lets the person who opened a book have another role from now on."""

    def become(book: Book, role: str) -> None:
        from aidbook.domain.sites import User
        from aidbook.domain.writes import change

        book.record(change(User, book.user, role=role))

    return become
