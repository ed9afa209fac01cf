"""Weights are whole milligrams, whatever they are written in."""

import pytest

from aidbook.domain.weights import read_weight, units_of_weight, weight_word, worth


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("15.5 oz", 439_418),
        ("15,5 oz", 439_418),
        ("100 lb", 45_359_237),
        ("100 lbs.", 45_359_237),
        ("100#", 45_359_237),
        ("1 lb 4 oz", 566_990),
        ("2,5 kg", 2_500_000),
        ("439.4 g", 439_400),
        ("3 libras", 1_360_777),
        ("12", 5_443_108),
    ],
)
def test_a_weight_is_read_as_people_write_it(text: str, mg: int) -> None:
    assert read_weight(text, "lb") == mg


@pytest.mark.parametrize("text", ["", "heavy", "12 cans", "lb", "1 2", "-3 lb", "1e9 kg", "99999999999 kg"])
def test_what_is_no_weight_is_none(text: str) -> None:
    assert read_weight(text, "lb") is None


def test_a_bare_number_needs_a_unit() -> None:
    assert read_weight("12", None) is None


def test_126_cans_and_100_pounds_of_rice_are_222_06_pounds() -> None:
    can, rice = read_weight("15.5 oz", None), read_weight("100 lb", None)
    assert can is not None
    assert rice is not None
    assert round((126 * can + rice) / 453592.37, 2) == 222.06


def test_units_come_out_of_a_weight() -> None:
    assert units_of_weight(45_359_237, "lb", None) == 100
    assert units_of_weight(45_359_237, "g", None) == 45_359
    assert units_of_weight(45_359_237, "bag", 907_185) == 50
    assert units_of_weight(45_359_237, "can", None) is None


def test_worth_is_by_the_pound() -> None:
    assert worth(45_359_237, 193) == 19_300


def test_a_weight_is_shown_as_the_group_weighs() -> None:
    can = read_weight("15.5 oz", None)
    assert can is not None
    assert [weight_word(can, unit) for unit in ("lb", "kg")] == ["15.5\u00a0oz", "439.4\u00a0g"]
    assert weight_word(126 * can + 45_359_237, "lb") == "222.06\u00a0lb"
    assert weight_word(126 * can + 45_359_237, "kg") == "100.73\u00a0kg"
