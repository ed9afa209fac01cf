"""Picking, boxes, folding, ids and the chain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook.domain.declare import derived_id
from aidbook.domain.distributions import boxes_for
from aidbook.domain.entries import NO_HEAD, Header, body_hash, next_head
from aidbook.domain.folding import fold, fold_any
from aidbook.domain.holding import LotStock, pick_first_expired

dates = st.none() | st.sampled_from(["2026-03-27", "2026-03-28", "2026-04-01", "2027-01-01"])
lots = st.lists(st.tuples(st.integers(-3, 9), dates), max_size=6)


@given(lots=lots, units=st.integers(0, 30))
def test_picks_and_lack_add_up_and_nothing_past_its_date_goes(
    lots: list[tuple[int, str | None]], units: int
) -> None:
    stock = [
        LotStock("beans", f"lot{n}", "shelf", best_before, have) for n, (have, best_before) in enumerate(lots)
    ]
    picks, lack = pick_first_expired(stock, units, "2026-03-28")
    by_lot = {lot.lot: lot for lot in stock}
    assert sum(pick.units for pick in picks) + lack == units
    assert all(0 < pick.units <= by_lot[pick.lot].units for pick in picks)
    taken = [by_lot[pick.lot].best_before or "9999" for pick in picks]
    assert taken == sorted(taken)
    assert all(day >= "2026-03-28" for day in taken)


@pytest.mark.parametrize(("people", "boxes"), [(1, 1), (2, 2), (4, 2), (5, 3), (6, 3), (7, 4), (12, 4)])
def test_boxes_follow_the_largest_threshold_reached(people: int, boxes: int) -> None:
    assert boxes_for({"1": 1, "2": 2, "5": 3, "7": 4}, people) == boxes


def test_below_the_smallest_threshold_there_is_no_box() -> None:
    assert boxes_for({"2": 1}, 1) == 0
    assert boxes_for({}, 3) == 0


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz", "lukasz"),
        ("Jérémie", "jeremie"),
        ("Jean-Baptiste", "jean baptiste"),
        ("  O’Brien ", "obrien"),
        ("Søren Ångström", "soren angstrom"),
        ("STRASSE Straße", "strasse strasse"),
        ("مُحَمَّد", "محمد"),
        ("N'Diaye", "ndiaye"),
    ],
)
def test_folding_keeps_letters_and_drops_what_is_typed_in_many_ways(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_fold_quickly_to_the_same(text: str) -> None:
    assert fold(text) == fold_any(text)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_an_id_made_of_others_does_not_depend_on_their_order() -> None:
    assert derived_id("sign_up", "a", "b") == derived_id("b", "sign_up", "a")
    assert derived_id("a", "b") != derived_id("ab", "")


def test_a_head_depends_on_every_part() -> None:
    header, name = Header(bytes(16), "pantry", 1), body_hash(b"{}")
    heads = {
        next_head(NO_HEAD, header, name),
        next_head(bytes([1]) + bytes(31), header, name),
        next_head(NO_HEAD, Header(bytes(16), "people", 1), name),
        next_head(NO_HEAD, Header(bytes(16), "pantry", 2), name),
        next_head(NO_HEAD, Header(bytes([1]) + bytes(15), "pantry", 1), name),
        next_head(NO_HEAD, header, body_hash(b"{ }")),
    }
    assert len(heads) == 6
