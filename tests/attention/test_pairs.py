"""Members who may be one: found as they are written, settled on the spot, and those that comparing all finds."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.actions import history, members
from aidbook.actions.attention import concerns
from aidbook.actions.duplicates import remember_not_same
from aidbook.actions.erasing import erase
from aidbook.actions.same import link
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.store.attention import pairs
from aidbook.store.book import Book
from aidbook.store.duplicates import find
from aidbook.store.rows import things
from tests.attention.conftest import do, household_of, let_be, only, remedy, told


def twice(book: Book) -> list[Id]:
    """Write the same person in twice; return both."""
    return [
        members.add_member(book, "Rosa Luz", phone="555-0142", birth="1980-03-04").id for _twice in range(2)
    ]


def named(book: Book) -> set[tuple[Id, Id]]:
    """Return the pairs that need attention."""
    return {(one.one.id, one.other.id) for one in concerns(book) if one.kind == "alike"}  # type: ignore[attr-defined] # alike ones


def compared(book: Book) -> set[tuple[Id, Id]]:
    """Return the pairs that comparing everybody finds."""
    return {(pair.a, pair.b) for pair in find(book)}


def test_who_is_written_in_twice_is_said_with_why(book: Book) -> None:
    twice(book)
    one = only(book, "alike")
    assert "may be one person" in one.sentence
    assert one.happened[1].startswith("Same name")
    assert "same phone" in one.happened[1]


def test_that_they_are_one_person_is_said_on_the_spot_and_taken_back(book: Book) -> None:
    first, second = sorted(twice(book))
    done = do(book, only(book, "alike"), "They are one person")
    assert not told(book, "alike")
    history.undo(book, done.action)
    assert named(book) == {(first, second)}


def test_that_they_are_two_is_said_on_the_spot_and_holds_when_one_changes(book: Book) -> None:
    one, _other = twice(book)
    done = do(book, only(book, "alike"), "They are two people")
    assert not told(book, "alike")
    members.edit_member(book, one, note="likes tea")
    assert not told(book, "alike")
    history.undo(book, done.action)
    assert told(book, "alike")


def test_the_two_are_seen_side_by_side_and_opened(book: Book) -> None:
    first, second = sorted(twice(book))
    one = only(book, "alike")
    beside = remedy(one, "side by side").go
    assert beside is not None
    assert (beside.page, beside.thing) == ("alike", f"{first} {second}")
    assert [each.go.thing for each in one.remedies if each.go and each.go.page == "members"] == [
        first,
        second,
    ]


def test_what_was_let_be_before_there_was_this_remedy_stays_so(book: Book) -> None:
    one, _other = twice(book)
    let_be(book, only(book, "alike"))
    assert not told(book, "alike")
    members.edit_member(book, one, phone="555-0143")
    assert told(book, "alike")


def test_a_dismissal_says_nothing_of_anybody(book: Book) -> None:
    both = twice(book)
    let_be(book, only(book, "alike"))
    (said,) = book.connection.execute("SELECT bytes FROM body WHERE kind = 'dismissal'").fetchone()
    for secret in (*both, "Rosa", "555-0142"):
        assert secret.encode() not in said


def test_who_is_erased_is_no_longer_asked_about_and_stands_in_no_pair(book: Book) -> None:
    one, _other = twice(book)
    assert told(book, "alike")
    erase(book, one)
    assert not told(book, "alike")
    assert book.connection.execute("SELECT * FROM possible_pair").fetchall() == []


def test_after_many_came_at_once_everybody_is_compared_by_a_job(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "_FEW", 3)
    twice(book)
    for n in range(4):
        members.add_member(book, f"Kwame {'abcd'[n] * 5}")
    assert not told(book, "alike")
    assert pairs.behind(book)
    steps: list[int] = []
    pairs.compare_all(book, lambda done, _total: steps.append(done))
    assert steps
    assert not pairs.behind(book)
    assert told(book, "alike")


def test_what_nobody_touched_is_not_compared_again(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    twice(book)
    assert told(book, "alike")

    def refuse(*_any: object) -> None:
        raise AssertionError("compared again")

    monkeypatch.setattr(pairs, "touching", refuse)
    assert told(book, "alike")


STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 5), st.integers(0, 2)),
    st.tuples(st.just("edit"), st.integers(0, 9), st.integers(0, 5)),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(0, 2)),
    st.tuples(
        st.sampled_from(["link", "two", "undo", "erase", "look", "compare"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
)
NAMES = ("Rosa Luz", "Roza Luz", "Luz Rosa", "Rosa Marta Luz", "Kwame Mensah", "R. Luz")
PHONES = (None, "555-0142", "555-0199")


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(STEPS, min_size=2, max_size=14), few=st.integers(0, 4))
def test_once_all_are_compared_the_pairs_are_those_that_are_found_whatever_was_kept_before(
    make_book: Callable[..., Book], steps: list[tuple[str, int, int]], few: int
) -> None:
    book, done = make_book(f"Site {next(_numbers)}"), list[str]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "_FEW", few)
        for step in steps:
            happen(book, step, done)
        here = {member.id for member in things(book, Member)}
        assert all(one in here and other in here for one, other in named(book))
        pairs.compare_all(book)
        assert named(book) == compared(book)


_numbers = iter(range(10**6))


def happen(book: Book, step: tuple[str, int, int], done: list[str]) -> None:
    """Let one thing happen; what cannot be, does not."""
    what, n, k = step
    here = [member.id for member in things(book, Member)]
    one, other = (here[n % len(here)], here[k % len(here)]) if here else ("", "")
    if what == "add":
        done.append(members.add_member(book, NAMES[n], phone=PHONES[k]).action)
    elif what == "look":
        named(book)
    elif what == "compare":
        pairs.compare_all(book)
    elif what == "undo" and done:
        with suppress(UserError):  # something later may need it
            history.undo(book, done.pop())
    elif one and what == "edit":
        members.edit_member(book, one, name=NAMES[k])
    elif one and what == "move":
        members.edit_household(book, household_of(book, one), address=("", "17 Elm", "18 Elm")[k])
    elif one and what == "erase" and len(here) > 3:
        erase(book, one)
        done.clear()
    elif one != other and what == "link":
        link(book, "member", one, other)
    elif one != other and what == "two" and (min(one, other), max(one, other)) in compared(book):
        remember_not_same(book, one, other)


def test_an_address_that_both_have_since_makes_two_a_pair(book: Book) -> None:
    both = [members.add_member(book, name).id for name in ("Ada Diallo", "A. Diallo")]
    assert not told(book, "alike")
    for member in both:
        members.edit_household(book, household_of(book, member), address="17 Elm Street, apartment 4")
    assert named(book) == compared(book) == {(min(both), max(both))}
