"""Member numbers, ages and bands."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook.domain.members import (
    Member,
    age_on,
    band_of,
    member_number,
    parse_member_number,
    people_by_age,
    whole_name,
)
from aidbook.errors import UserError

numbers = st.integers(1, 99_999)


@given(number=numbers)
def test_a_number_reads_back_however_it_is_typed(number: int) -> None:
    printed = member_number("E", number)
    assert parse_member_number(f" {printed.lower()} ") == printed


@given(number=numbers, place=st.integers(0, 4), digit=st.sampled_from(string.digits))
def test_one_wrong_digit_is_always_noticed(number: int, place: int, digit: str) -> None:
    code, digits, letter = member_number("E", number).split("-")
    place = min(place, len(digits) - 1)
    wrong = digits[:place] + digit + digits[place + 1 :]
    if wrong != digits:
        with pytest.raises(UserError, match="does not fit"):
            parse_member_number(f"{code}-{wrong}-{letter}")


@given(number=numbers, place=st.integers(0, 3))
def test_two_digits_swapped_are_always_noticed(number: int, place: int) -> None:
    code, digits, letter = member_number("E", number).split("-")
    place = min(place, len(digits) - 2)
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        with pytest.raises(UserError):
            parse_member_number(f"{code}-{swapped}-{letter}")


@pytest.mark.parametrize("text", ["Rosa", "417", "E-0417", "E-04x7-K", "", "--", "12-34-56"])
def test_what_has_no_number_s_form_is_none(text: str) -> None:
    assert parse_member_number(text) is None


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2008-03-28", "2026-03-28", 18),
        ("2008-03-29", "2026-03-28", 17),
        ("2008-02-29", "2026-02-28", 17),
        ("1966", "2026-06-30", 59),
        ("1966-06-01T00:00", "2026-06-30", None),
        ("19x6-06-01", "2026-06-30", None),
        ("1966", "2026-07-01", 60),
        ("1966-06", "2026-06-01", 60),
        (None, "2026-03-28", None),
        ("~", "2026-03-28", None),
    ],
)
def test_age_is_that_of_the_day(birth: str | None, day: str, age: int | None) -> None:
    assert age_on(birth, day) == age


def test_a_known_age_goes_before_a_band_and_no_answer_is_not_asked() -> None:
    assert band_of(Member(id="1", name="A", birth="2020", age_band="60+"), "2026-03-28") == "0-17"
    assert band_of(Member(id="1", name="A", age_band="60+"), "2026-03-28") == "60+"
    assert band_of(Member(id="1", name="A", birth="~"), "2026-03-28") == "not asked"


def test_people_of_a_household_add_up_whatever_their_bands_are_called() -> None:
    ages = people_by_age([Member(id="1", name="A", birth="1950")], {"0-17": 2, "toddlers": 1}, "2026-03-28")
    assert ages == {"0-17": 2, "18-59": 0, "60+": 1, "not asked": 1}


@pytest.mark.parametrize(
    ("name", "family", "whole"),
    [
        ("Rosa", "Luz", "Rosa Luz"),
        ("Rosa Luz", "luz", "Rosa Luz"),
        ("Díaz, Rosa", "Diaz", "Díaz, Rosa"),
        ("Elias", "Li", "Elias Li"),
        ("Joanna", "Ann", "Joanna Ann"),
        ("Rosa De la Luz", "de la Luz", "Rosa De la Luz"),
        ("王小明", "王", "王小明"),
        ("김민수", "김", "김민수"),
        ("Rosa", "~", "Rosa"),
        ("Rosa", None, "Rosa"),
    ],
)
def test_a_family_name_is_said_once_and_only_left_out_where_it_stands_already(
    name: str, family: str | None, whole: str
) -> None:
    assert whole_name(name, family) == whole
