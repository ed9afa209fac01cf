"""Files as other systems write them are read without a question."""

from pathlib import Path

import pytest

from aidbook.domain.imports import MemberRow
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of

FILES = Path(__file__).parent / "known"


def _read(name: str) -> tuple[list[MemberRow], str | None]:
    table = read_table(FILES / name)
    mapping = propose(table, "members")
    assert not mapping.questions
    file = rows_of(table, mapping, "members")
    assert file.wrong == ()
    return [row for row in file.rows if isinstance(row, MemberRow)], mapping.layout


def test_link2feed_names_the_head_first_and_answers_that_are_none() -> None:
    (rosa, ana, joe), layout = _read("link2feed.csv")
    assert layout == "link2feed"
    assert (rosa.name, rosa.birth, rosa.address) == ("Rosa Delgado", "1980-03-04", "12 Elm St, Springfield")
    assert (ana.household_key, joe.household_key) == (rosa.household_key, "1002")
    assert (ana.birth, ana.address) == ("~", None)
    assert joe.birth is None


def test_boswell_ties_people_to_the_row_they_are_related_to() -> None:
    (rosa, ana, joe), layout = _read("boswell.csv")
    assert layout == "boswell"
    assert (rosa.name, rosa.other_number, rosa.phone) == ("Rosa Maria Delgado", "C-17", "+15550101")
    assert (rosa.household_key, ana.household_key, joe.household_key) == ("1", "1", "3")
    assert rosa.is_contact
    assert not ana.is_contact
    assert (ana.age_band, joe.age_band, rosa.age_band) == ("0-17", "60+", None)
    assert rosa.address == "12 Elm St, 01234 Springfield"


def test_hyce_counts_a_household_in_one_row() -> None:
    (rosa, joe), layout = _read("hyce.csv")
    assert layout == "hyce foodbank"
    assert (rosa.name, rosa.counted) == ("Rosa Delgado", {"0-17": 3, "18-59": 1})
    assert (joe.counted, joe.note) == ({"60+": 1}, "Comes by the blue house")


@pytest.mark.parametrize(
    ("titles", "row", "counted"),
    [
        ("Name,Children,Adults", "Rosa,4 kids,2", {"0-17": 4, "18-59": 1}),
        ("Nombre,Niños,Adultos,Mayores", "Rosa,2,1,1", {"0-17": 2, "60+": 1}),
        ("Nom,Enfants,Adultes", "Rosa,0,1", {}),
        ("Name,Age,Household size", "Rosa,44,3", {"not asked": 2}),
        ("Name,Age,Kids,Adults", "Ti Jo,12,2,1", {"0-17": 1, "18-59": 1}),
    ],
)
def test_counts_by_age_leave_out_the_one_who_is_named(
    tmp_path: Path, titles: str, row: str, counted: dict[str, int]
) -> None:
    (tmp_path / "list.csv").write_text(f"{titles}\n{row}\n", encoding="utf-8")
    table = read_table(tmp_path / "list.csv")
    (rosa,) = rows_of(table, propose(table, "members"), "members").rows
    assert isinstance(rosa, MemberRow)
    assert rosa.counted == counted
