"""At the door: who may pick up for whom, and what must not be in a household's box; a word, and nothing is stopped."""

import pytest
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, members, pantry, profiles
from aidbook.actions.pantry import edit_item
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.sheets import distribution_list
from aidbook.sheets.values import Asked
from aidbook.store.book import Book
from aidbook.store.distributions import AtDoor, Expected, at_door, day_count, expected
from aidbook.store.members import household_lines, member_lines
from aidbook.ui.distributions.door_cards import HouseholdCard, View
from tests.exchange.conftest import household_of

ON = "2026-11-28"


@pytest.fixture
def day(book: Book) -> Distribution:
    """Give a day whose box has a nut bar and rice."""
    bar, rice = pantry.add_item(book, "Nut bar").id, pantry.add_item(book, "Rice").id
    edit_item(book, bar, allergens=("tree nuts", "milk"))
    found = book.get(Distribution, distributions.plan_distribution(book, ON, {bar: 1, rice: 1}).id)
    assert found is not None
    return found


@pytest.fixture
def home(book: Book, day: Distribution) -> Id:
    """Give the household of Rosa, who is on the list; her child must not meet nuts, and Kwame may pick up."""
    rosa = members.add_member(book, "Rosa", languages=("ht",)).id
    home = household_of(book, rosa)
    members.add_member(book, "Ti Jo", household=home, allergens=("almonds",), diet=("halal",))
    members.add_proxy(book, home, member=members.add_member(book, "Kwame").id)
    members.add_proxy(book, home, name="the boy next door", until="2026-11-27")
    distributions.sign_up(book, day.id, home)
    return home


def seen(book: Book, day: Distribution, home: Id) -> tuple[AtDoor, Expected]:
    """Return a household as the door and as the list has it."""
    here = at_door(book, day, home)
    assert here is not None
    return here, next(one for one in expected(book, day) if one.household == home)


def test_the_door_says_who_may_pick_up_and_what_of_the_box_must_stay_out(
    book: Book, day: Distribution, home: Id, qtbot: QtBot
) -> None:
    for shown in seen(book, day, home):
        assert shown.proxies == ("Kwame",), "the boy’s time is over on that day"
        assert shown.meets == ("Nut bar",)
    card = HouseholdCard()
    qtbot.addWidget(card)
    card.show_household(seen(book, day, home)[0], View())
    assert card._leave_out.text() == "Leave out: almonds · In the box: Nut bar"
    assert card._others.text() == "also Ti Jo · may pick up: Kwame"
    distributions.check_in(book, day.id, home)
    assert day_count(book, day).households == 1, "a word stops nobody"


def test_the_list_on_paper_says_so_too(book: Book, day: Distribution, home: Id) -> None:
    (row,) = distribution_list.collect(book, Asked(day.id, 1)).rows
    assert home
    assert row.pick_up == ("Ti Jo", "Kwame")
    assert distribution_list._diet(row) == "halal · allergy: almonds · leave out: Nut bar"


def test_what_the_profile_does_not_ask_is_neither_at_the_door_nor_on_the_list(
    book: Book, day: Distribution, home: Id
) -> None:
    profiles.choose(book, "our own shelf")
    for shown in seen(book, day, home):
        assert (shown.proxies, shown.meets, shown.diet, shown.allergens, shown.languages) == ((),) * 5
    own = profiles.copy_profile(book, "our own shelf", "Ours").id
    profiles.ask(book, own, "allergens", on=True)
    here, listed = seen(book, day, home)
    assert here.meets == listed.meets == ("Nut bar",)
    assert here.proxies == here.diet == ()


def test_who_is_not_asked_their_age_is_counted_as_not_asked(book: Book, day: Distribution) -> None:
    rosa = members.add_member(book, "Rosa", birth="1980", phone="555-0142", counted={"0-17": 2}).id
    members.edit_household(book, household_of(book, rosa), zone="north")
    profiles.choose(book, "our own shelf")
    distributions.check_in(book, day.id, household_of(book, rosa))
    assert day_count(book, day).by_age == {"not asked": 1, "0-17": 2}
    assert member_lines(book, [rosa])[0].phone is None
    assert household_lines(book, [household_of(book, rosa)])[0].zone is None
