"""What is taken first: one unit at a time by the plain rules, against lots all at once."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aidbook.domain.holding import LotStock, hold_of, pick_first_expired
from aidbook.domain.pantry import BEST_BEFORE, USE_BY

TODAY = "2026-06-15"
BOXES = "p2"

_days = st.integers(-40, 40).map(lambda n: (date.fromisoformat(TODAY) + timedelta(days=n)).isoformat())
_stocks = st.lists(
    st.builds(
        LotStock,
        item=st.just("beans"),
        lot=st.sampled_from([f"l{n}" for n in range(6)]),
        place=st.sampled_from(["p0", "p1", BOXES]),
        best_before=st.none() | _days,
        units=st.integers(-3, 9),
        date_kind=st.sampled_from([None, BEST_BEFORE, USE_BY]),
        grace_days=st.sampled_from([0, 0, 7, 30]),
        formula=st.booleans(),
        held=st.sampled_from([False, False, True]),
        recalled=st.sampled_from([False, False, False, True]),
        opened_on=st.sampled_from([None, None, "2026-06-01"]),
        packed=st.booleans(),
    ),
    max_size=7,
    unique_by=lambda each: (each.lot, each.place),
)


def _may_be_given(each: LotStock) -> bool:
    """Say it as the group would."""
    if each.recalled or each.held:
        return False
    if each.best_before is None or each.best_before >= TODAY:
        return True
    if each.formula or each.date_kind == USE_BY:
        return False
    days_past = (date.fromisoformat(TODAY) - date.fromisoformat(each.best_before)).days
    return days_past <= each.grace_days


def _one_by_one(
    stock: list[LotStock], units: int, packed_in: str | None
) -> tuple[Counter[tuple[str, str]], int]:
    left = {(each.lot, each.place): each.units for each in stock}
    taken: Counter[tuple[str, str]] = Counter()
    for _n in range(units):
        there = [each for each in stock if left[each.lot, each.place] > 0 and _may_be_given(each)]
        if not there:
            return taken, units - sum(taken.values())
        own = [each for each in there if packed_in is not None and each.place == packed_in]
        there = own or [each for each in there if not each.packed] or there
        there = [each for each in there if each.opened_on] or there
        dated = [each for each in there if each.best_before]
        if dated:
            first = min(each.best_before or "" for each in dated)
            there = [each for each in dated if each.best_before == first]
        one = min(there, key=lambda each: (each.lot, each.place))
        left[one.lot, one.place] -= 1
        taken[one.lot, one.place] += 1
    return taken, 0


@given(stock=_stocks, units=st.integers(0, 25), packed_in=st.sampled_from([None, BOXES]))
def test_lots_give_what_taking_one_unit_at_a_time_gives(
    stock: list[LotStock], units: int, packed_in: str | None
) -> None:
    picks, lack = pick_first_expired(stock, units, TODAY, packed_in=packed_in)
    taken = Counter({(pick.lot, pick.place): pick.units for pick in picks})
    assert (taken, lack) == _one_by_one(stock, units, packed_in)


@given(stock=_stocks)
def test_what_is_held_says_why_and_everything_else_may_be_given(stock: list[LotStock]) -> None:
    for each in stock:
        assert (hold_of(each, TODAY) is None) == _may_be_given(each)


@given(day=_days, grace=st.integers(0, 60))
def test_infant_formula_past_its_date_is_held_whatever_the_group_says(day: str, grace: int) -> None:
    formula = LotStock("milk", "l", "p", day, 5, grace_days=grace, formula=True)
    assert (hold_of(formula, TODAY) == "past use-by") == (day < TODAY)
