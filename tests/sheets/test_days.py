"""How households are called and sorted on sheets, and how places are spread over slots."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook.sheets.days import listed_name, short_name, sort_key
from aidbook.sheets.sign_up import spread


@pytest.mark.parametrize(
    ("label", "family", "listed"),
    [
        ("Jérémie Baptiste", "Baptiste", "Baptiste, Jérémie"),
        ("Jérémie", "Baptiste", "Baptiste, Jérémie"),
        ("María García López", "García López", "García López, María"),
        ("Cher", None, "Cher"),
        ("Baptiste", "Baptiste", "Baptiste"),
        ("Rosa", " ", "Rosa"),
        ("Rosa", "~", "Rosa"),
        ("أحمد الحسن", "الحسن", "الحسن، أحمد"),
    ],
)
def test_a_name_is_listed_with_its_family_name_first(label: str, family: str | None, listed: str) -> None:
    assert listed_name(label, family) == listed


def test_one_of_the_same_family_is_called_by_the_given_name_alone() -> None:
    assert short_name("Luis Núñez", "Núñez") == "Luis"
    assert short_name("Marie Baptiste", "Núñez") == "Marie Baptiste"
    assert short_name("Núñez", "Núñez") == "Núñez"
    assert short_name("Luis Núñez", None) == "Luis Núñez"
    assert short_name("Luis ~", "~") == "Luis ~"


def test_names_sort_without_regard_to_accents_and_case() -> None:
    names = ["Zapata", "álvarez", "Łukasz", "Lopez", "Évora"]
    assert sorted(names, key=lambda name: sort_key("name", (), None, name)) == [
        "álvarez", "Évora", "Lopez", "Łukasz", "Zapata",
    ]  # fmt: skip


def test_slots_sort_as_the_day_has_them_then_others_then_none() -> None:
    slots = ("9:00", "10:00")
    found = sorted([None, "10:00", "8:00", "9:00"], key=lambda slot: sort_key("slot", slots, slot, "A"))
    assert found == ["9:00", "10:00", "8:00", None]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6), st.integers(0, 120))
def test_places_left_are_spread_so_that_all_are_there_and_none_is_fuller_than_need_be(
    taken: list[int], wanted: int
) -> None:
    room = [n or 0 for n in spread(taken, wanted, 0)]
    assert sum(room) == max(0, wanted - sum(taken))
    after = [before + more for before, more in zip(taken, room, strict=True)]
    filled = [total for total, more in zip(after, room, strict=True) if more]
    assert not filled or max(filled) <= min(after) + 1


def test_nobody_said_how_many_leaves_the_room_open() -> None:
    assert spread([3, 0], None, 2) == [None, None]
