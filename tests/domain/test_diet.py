"""What somebody must not meet in their food, in the words that people write."""

import pytest

from aidbook.domain.closed_lists import ALLERGENS, DIETS
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.diet import clashes, kinds_of


@pytest.mark.parametrize(
    ("member", "item", "found"),
    [
        (("peanuts",), ("peanuts", "milk"), ("peanuts",)),
        (("shrimp",), ("shellfish",), ("shellfish",)),
        (("Crevettes",), ("shellfish",), ("shellfish",)),
        (("gluten",), ("wheat",), ("wheat",)),
        (("kiwi",), ("Kiwis", "Kiwi"), ("Kiwi",)),
        (("maní",), ("peanuts",), ("peanuts",)),
        (("peanuts",), ("tree nuts",), ()),
        (("milk",), (), ()),
        ((PREFERS_NOT,), ("milk", PREFERS_NOT), ()),
        ((), ("milk",), ()),
    ],
)
def test_an_item_clashes_with_who_must_not_meet_it(
    member: tuple[str, ...], item: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert clashes(member, item) == found


@pytest.mark.parametrize(
    ("diet", "item", "found"),
    [
        ("no pork", ("pork",), ("pork",)),
        ("halal", ("jambon",), ("jambon",)),
        ("vegan", ("milk", "soy"), ("milk",)),
        ("vegetarian", ("fish", "eggs"), ("fish",)),
        ("soft food", ("fish",), ()),
    ],
)
def test_a_diet_leaves_kinds_out(diet: str, item: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert diet in DIETS
    assert clashes((), item, (diet,)) == found


def test_each_allergen_is_its_own_kind() -> None:
    assert all(kinds_of(key) == {key} for key in ALLERGENS)
