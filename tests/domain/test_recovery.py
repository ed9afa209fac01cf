"""The recovery code: read back however it is typed, and no slip in it goes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidbook.domain.recovery import SIGNS, groups, new_code, read_code
from aidbook.errors import UserError


def test_a_code_is_read_back_in_any_case_and_with_any_blanks() -> None:
    code = new_code()
    assert len(groups(code)) == 7
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', '  ')}\n"):
        assert read_code(typed) == code


@given(st.integers(0, 34), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_found_and_its_group_named(at: int, sign: str) -> None:
    signs = list(new_code().replace("-", ""))
    if signs[at] == sign:
        return
    signs[at] = sign
    with pytest.raises(UserError, match=f"group {at // 5 + 1}"):
        read_code("".join(signs))


@given(st.integers(0, 33))
def test_two_signs_that_changed_places_are_found(at: int) -> None:
    signs = list(new_code().replace("-", ""))
    if signs[at] == signs[at + 1]:
        return
    signs[at], signs[at + 1] = signs[at + 1], signs[at]
    with pytest.raises(UserError, match="slip in group"):
        read_code("".join(signs))


@given(st.permutations(range(7)))
def test_groups_in_another_order_are_found(order: list[int]) -> None:
    code = new_code()
    parts = [groups(code)[number] for number in order]
    if parts != groups(code):
        with pytest.raises(UserError, match="slip in group"):
            read_code("-".join(parts))


def test_a_code_that_is_not_whole_says_so() -> None:
    code = new_code()
    for typed in ("", code[:-1], code[:-6], code + "A", code + code):
        with pytest.raises(UserError):
            read_code(typed)
