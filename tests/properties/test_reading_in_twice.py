"""Whatever a list of people holds and whatever is decided about it: the same list again changes nothing."""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aidbook.actions import history, imports, members
from aidbook.domain.imports import ImportFile
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.members import household_page, member_count
from aidbook.store.rows import things
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import Pasted, read_table
from aidbook.tabular.rows import rows_of

_TITLES = "No\tHousehold ID\tName\tDate of birth\tPhone\tAddress\tHousehold size\tHead of household\tLanguages\tNotes"
_ROW = st.tuples(
    st.sampled_from(["", "", "7", "8", "9"]),
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(
        [
            "Rosa Delgado",
            "Roza Delgado",
            "ROSA  DELGADO",
            "Delgado Rosa",
            "Ana Delgado",
            "Joe Murphy",
            "Jo Murphy",
            "Rosa",
            "",
        ]
    ),
    st.sampled_from(["", "", "1980-03-04", "1980", "1980-04-03", "1951-08-07", "44", "1985-02-31"]),
    st.sampled_from(["", "", "+1 555 010 1234", "5550101234", "555-0199", "555-0199 / 555-0177"]),
    st.sampled_from(["", "12 Elm St", "12 elm street", "9 Hill Rd"]),
    st.sampled_from(["", "1", "4", "4 kids", "2 adults, 1 child"]),
    st.sampled_from(["", "yes", "no"]),
    st.sampled_from(["", "es", "es, fr", "prefers not to say"]),
    st.sampled_from(["", "fine", "=1+1"]),
)


def _file(rows: list[tuple[str, ...]]) -> ImportFile:
    table = read_table(Pasted("\n".join([_TITLES, *("\t".join(row) for row in rows)])), titled=True)
    return rows_of(table, propose(table, "members"), "members")


def _decided(book: Book, file: ImportFile, dice: random.Random) -> dict[int | str, str]:
    """Decide about every row that asks, in any way, until none does."""
    decisions: dict[int | str, str] = {}
    while asked := imports.look_over(book, file, decisions=decisions).decide:
        decisions |= {one.key: dice.choice(one.choices)[0] for one in asked}
    return decisions


def _nothing_is_left_loose(book: Book) -> None:
    for member in things(book, Member):
        page = household_page(book, member.household or "")
        assert page is not None, member
        assert page.contact is not None, member


@pytest.mark.parametrize("there", [False, True])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_ROW, min_size=1, max_size=8), seed=st.integers(0, 99))
@example(rows=[("", "", "Rosa Delgado", "", "", "", "", "", "", "")] * 2, seed=0)
def test_the_same_list_again_changes_nothing(
    book: Book, rows: list[tuple[str, ...]], seed: int, *, there: bool
) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same decisions each time
    done = []
    if there:
        done.append(members.add_member(book, "Rosa Delgado", birth="1980-03-04", phone="5550101234").action)
    count, file = member_count(book), _file(rows)
    read = imports.read_in(book, file, decisions=_decided(book, file, dice))
    done += [read.action] if read else []
    _nothing_is_left_loose(book)
    before = book.position
    again = imports.look_over(book, _file(rows))
    assert (again.new, again.changed, again.decide, again.answers) == (0, 0, (), 0), again
    assert imports.read_in(book, _file(rows)) is None
    assert book.position == before
    if read:
        history.undo(book, read.action)
        assert member_count(book) == count
    for action in done[:-1] if read else done:
        history.undo(book, action)
