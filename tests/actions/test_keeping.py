"""Profiles say what is asked and how long it is kept; what outlives that is listed and cleared in one go."""

from collections.abc import Callable

import pytest

from aidbook import clock
from aidbook.actions import consents, distributions, gifts, history, keeping, members, profiles, same
from aidbook.actions.sentences import sentence
from aidbook.domain.consents import SHARE
from aidbook.domain.members import Household, Member
from aidbook.domain.profiles import ALWAYS, BUILT_IN, EVERYTHING, FIELDS, is_on, key_of
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.keeping import Outlived, add_months, not_asked, overdue
from aidbook.store.profiles import chosen, fields_on, own_profiles, reason
from aidbook.store.proxies import proxies
from tests.exchange.conftest import household_of

TODAY = "2026-03-28"


@pytest.fixture(autouse=True)
def march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be a day in March."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def written_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give what sets the moment at which things are written."""
    return lambda day: monkeypatch.setattr(clock, "now_ms", lambda: clock.noon_ms(day))


def fields_of(found: list[Outlived]) -> list[tuple[str, str]]:
    """Return the fields that are kept too long, and since when."""
    return sorted((one.field, one.since) for one in found)


# Which fields are asked


def test_every_built_in_profile_asks_the_name_and_only_what_there_is() -> None:
    for known in BUILT_IN.values():
        assert set(FIELDS) >= set(known.fields) >= ALWAYS
    assert set(BUILT_IN["our own shelf"].fields) == {"name", "counted"}
    assert not {"address", "birth", "phone"} & set(BUILT_IN["TEFAP"].fields), "7 CFR 251.10 asks no address"
    assert {"basis", "counted", "name"} <= set(BUILT_IN["TEFAP"].fields)


def test_every_field_of_a_member_is_switched_by_a_profile_or_keeps_the_book_in_order() -> None:
    in_order = {"number", "household", "left", "left_on", "household_since", "old_numbers"}
    free = {
        f.name
        for cls in (Member,)
        for f in cls.__dataclass_fields__.values()
        if key_of("member", f.name) is None
    }
    assert free == in_order | {"id"}
    assert {n for n in Household.__dataclass_fields__ if key_of("household", n) is None} == {
        "id",
        "name",
        "contact",
    }


def test_before_somebody_chooses_everything_may_be_asked(book: Book) -> None:
    assert fields_on(book) == frozenset(FIELDS)
    assert not chosen(book).decided
    assert overdue(book) == not_asked(book) == []


def test_a_profile_that_is_chosen_says_which_fields_are_on(book: Book) -> None:
    done = profiles.choose(book, "our own shelf")
    on = fields_on(book)
    assert on == {"name", "counted"}
    assert is_on(on, "member", "name")
    assert is_on(on, "member", "number")
    assert not is_on(on, "member", "other_phones")
    assert not is_on(on, "household", "address")
    assert not is_on(on, "consent", "given")
    assert sentence(book, done.action) == "Chose what is asked: Our own shelf"
    history.undo(book, done.action)
    assert fields_on(book) == frozenset(FIELDS)
    with pytest.raises(UserError, match="not in the book"):
        profiles.choose(book, "nobody knows this")


def test_a_built_in_profile_is_changed_as_the_groups_own(book: Book) -> None:
    own = profiles.copy_profile(book, "our own shelf", "Saturday").id
    assert chosen(book).key == own
    profiles.ask(book, own, "phone", on=True, months=6)
    profiles.ask(book, own, "counted", on=False)
    profiles.give_reason(book, own, "phone", "To say that beans = soup  today.")
    profiles.edit_profile(book, own, agreed_by="the assembly", agreed_on="2026-03-01")
    assert chosen(book).fields == {"name": 0, "phone": 6}
    assert reason(chosen(book), "phone") == "To say that beans = soup today."
    assert BUILT_IN["our own shelf"].fields.keys() == {"name", "counted"}
    with pytest.raises(UserError):
        profiles.ask(book, own, "name", on=False)
    with pytest.raises(UserError):
        profiles.ask(book, own, "shoe size", on=True)
    with pytest.raises(UserError):
        profiles.ask(book, own, "phone", on=True, months=-1)
    with pytest.raises(UserError):
        profiles.ask(book, "our own shelf", "phone", on=True)
    with pytest.raises(UserError):
        profiles.edit_profile(book, own, name=" ")
    profiles.remove_profile(book, own)
    assert own_profiles(book) == []
    assert chosen(book).key == EVERYTHING


# What outlives its keep-until


def test_what_is_kept_while_they_are_a_member_outlives_a_month_after_they_left(book: Book) -> None:
    profiles.choose(book, EVERYTHING)
    rosa = members.add_member(book, "Rosa", phone="555-0142", diet=("halal",)).id
    members.edit_household(book, household_of(book, rosa), address="12 Rue", zone="north")
    assert overdue(book, "2030-01-01") == [], "who is a member stays as she is"
    members.edit_member(book, rosa, left="left", left_on="2026-03-01")
    assert overdue(book, "2026-03-31") == []
    since = "2026-03-31"
    found = fields_of(overdue(book, "2026-04-01"))
    assert found == [(key, since) for key in ("address", "diet", "name", "phone", "zone")]


def test_what_is_kept_for_months_outlives_so_long_after_they_were_last_seen(
    book: Book, written_on: Callable[[str], None]
) -> None:
    own = profiles.copy_profile(book, "our own shelf", "Ours").id
    profiles.ask(book, own, "phone", on=True, months=6)
    written_on("2025-01-31")
    rosa, kwame, marie = (
        members.add_member(book, name, phone="555-0142").id for name in ("Rosa", "Kwame", "Marie")
    )
    day = distributions.plan_distribution(book, "2025-06-01", {}).id
    written_on("2025-06-01")
    distributions.check_in(book, day, household_of(book, kwame))
    gifts.add_gift(book, "hours", minutes=60, member=marie)
    who = {one.member: one.since for one in overdue(book, TODAY)}
    assert who == {rosa: "2025-07-31", kwame: "2025-12-01", marie: "2025-12-01"}
    assert {one.member for one in overdue(book, "2025-11-30")} == {rosa}


def test_who_is_linked_is_seen_where_the_other_is(book: Book, written_on: Callable[[str], None]) -> None:
    own = profiles.copy_profile(book, "our own shelf", "Ours").id
    profiles.ask(book, own, "phone", on=True, months=6)
    written_on("2024-01-31")
    old, alone = (members.add_member(book, name, phone="555-0142").id for name in ("Rosa", "Kwame"))
    left = members.add_member(book, "Marie", phone="555-0142").id
    members.edit_member(book, left, left="left", left_on="2024-02-01")
    written_on("2026-03-01")
    new = [members.add_member(book, name, phone="555-0142").id for name in ("Rosa Q.", "Marie L.")]
    same.link(book, "member", old, new[0])
    same.link(book, "member", left, new[1])
    assert {one.member for one in overdue(book, TODAY) if one.field == "phone"} == {alone}


def test_clearing_is_one_action_and_one_undo(book: Book) -> None:
    profiles.choose(book, EVERYTHING)
    rosa = members.add_member(book, "Rosa", phone="555-0142", other_phones=("1",), birth="1980").id
    home = household_of(book, rosa)
    members.edit_household(book, home, address="12 Rue", counted={"0-17": 2})
    members.add_proxy(book, home, name="Luis")
    consents.give(book, rosa, SHARE)
    members.edit_member(book, rosa, left="died", left_on="2026-01-01")
    before = book.get(Member, rosa), book.get(Household, home)
    done = keeping.clear(book, overdue(book))
    record, household = book.get(Member, rosa), book.get(Household, home)
    assert record is not None
    assert household is not None
    assert (record.name, record.phone, record.other_phones, record.birth) == (record.number, None, (), None)
    assert (record.may_share, household.address, household.counted) == (None, None, {})
    assert overdue(book) == []
    assert sentence(book, done.action) == "Cleared what was kept long enough about 2 members"
    history.undo(book, done.action)
    assert (book.get(Member, rosa), book.get(Household, home)) == before
    assert overdue(book) != []


def test_who_may_pick_up_no_more_goes_a_month_later_and_the_others_stay(book: Book) -> None:
    profiles.choose(book, EVERYTHING)
    home = household_of(book, members.add_member(book, "Rosa").id)
    for name, until in (("Luis", None), ("Marie", "2026-02-01"), ("Ana", "2026-03-01"), ("Jo", "in spring")):
        members.add_proxy(book, home, name=name, until=until)
    late = overdue(book)
    assert fields_of(late) == [("proxies", "2026-03-03")]
    keeping.clear(book, late)
    assert [line.name for line in proxies(book, home)] == ["Ana", "Jo", "Luis"]


def test_what_a_profile_does_not_ask_is_listed_and_cleared_too(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="555-0142", birth="1980", since="2020-01-01").id
    members.edit_household(book, household_of(book, rosa), address="12 Rue")
    profiles.choose(book, "our own shelf")
    assert fields_of(not_asked(book)) == [(key, "") for key in ("address", "birth", "phone", "since")]
    keeping.clear(book, not_asked(book))
    assert not_asked(book) == []
    record = book.get(Member, rosa)
    assert record is not None
    assert (record.name, record.phone, record.birth) == ("Rosa", None, None)
    with pytest.raises(UserError, match="Nothing"):
        keeping.clear(book, [Outlived("0" * 32, "phone", TODAY)])


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-15", 12, "2026-12-15"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(
    day: str, months: int, after: str
) -> None:
    assert add_months(day, months) == after


def test_a_day_that_is_none_breaks_nothing(book: Book) -> None:
    profiles.choose(book, EVERYTHING)
    rosa = members.add_member(book, "Rosa", phone="5", since="long ago").id
    members.edit_member(book, rosa, left="left", left_on="in spring")
    assert "phone" in [one.field for one in overdue(book, "2030-01-01")]
