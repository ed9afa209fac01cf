"""Who lives together, phones and days, as people write them into one cell."""

import pytest

from aidbook.domain.imports import ImportFile, MemberRow
from aidbook.domain.profiles import BUILT_IN
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.makeup import read_makeup
from aidbook.tabular.mapping import Mapping, propose
from aidbook.tabular.phones import read_phones
from aidbook.tabular.reading import Pasted, read_table
from aidbook.tabular.rows import rows_of


def _mapping(text: str, on: frozenset[str] | None = None) -> tuple[Mapping, ImportFile]:
    table = read_table(Pasted(text))
    mapping = propose(table, "members", on)
    return mapping, rows_of(table, mapping, "members")


def _members(text: str) -> list[MemberRow]:
    return [row for row in _mapping(text)[1].rows if isinstance(row, MemberRow)]


# How many


@pytest.mark.parametrize(
    ("cell", "size", "ages"),
    [
        ("4", 4, {}),
        ("4 people", 4, {}),
        ("family of 5", 5, {}),
        ("me + 3", 4, {}),
        ("4 kids", None, {"0-17": 4}),
        ("2 adults, 3 children", None, {"18-59": 2, "0-17": 3}),
        ("2A 3C", None, {"18-59": 2, "0-17": 3}),
        ("two adults and one baby", None, {"18-59": 2, "0-17": 1}),
        ("2 adultos y 3 niños", None, {"18-59": 2, "0-17": 3}),
        ("2 adultes, 1 enfant, 1 aîné", None, {"18-59": 2, "0-17": 1, "60+": 1}),
        ("2 granmoun ak 3 timoun", None, {"18-59": 2, "0-17": 3}),
        ("1 senior 2 adults", None, {"60+": 1, "18-59": 2}),
    ],
)
def test_a_cell_says_who_lives_together(cell: str, size: int | None, ages: dict[str, int]) -> None:
    assert read_makeup(cell) == (size, ages)


@pytest.mark.parametrize("cell", ["0", "Rosa", "2 adults 2", "300 kids", "many", "2 cats"])
def test_what_says_nothing_of_a_household_is_told(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_makeup(cell)


def test_four_kids_are_four_beside_the_one_who_is_named() -> None:
    rosa, ti_jo = _members("Name\tFamily size\nRosa\t4 kids\nTi Jo\t2 adults, 1 child\n")
    assert (rosa.counted, ti_jo.counted) == ({"0-17": 4}, {"18-59": 1, "0-17": 1})


# By name


def test_names_in_one_cell_are_members_of_one_household() -> None:
    text = "Name\tHousehold members\tHousehold size\nRosa\tAna (12), Joe and Marie (1980)\t6\nTi Jo\t\t1\n"
    rosa, ana, joe, marie, ti_jo = _members(text)
    assert [one.name for one in (rosa, ana, joe, marie, ti_jo)] == ["Rosa", "Ana", "Joe", "Marie", "Ti Jo"]
    assert (ana.age_band, marie.birth, joe.birth) == ("0-17", "1980", None)
    assert rosa.is_contact
    assert rosa.counted == {"not asked": 2}
    assert {one.row for one in (rosa, ana, joe, marie)} == {2}
    assert len({one.key for one in (rosa, ana, joe, marie)}) == 4


def test_a_list_of_names_alone_has_the_first_as_the_contact_person() -> None:
    rosa, ana, ti_jo = _members("Names\tAddress\nRosa; Ana\t12 Elm St\nTi Jo\t4 Oak Ave\n")
    assert [one.is_contact for one in (rosa, ana, ti_jo)] == [True, False, False]
    assert rosa.address == "12 Elm St"


def test_children_are_counted_or_named_as_the_column_has_it() -> None:
    assert [one.name for one in _members("Name\tChildren\nRosa\tAna, Joe (5)\nBo\tMarie\n")] == [
        "Rosa",
        "Ana",
        "Joe",
        "Bo",
        "Marie",
    ]
    (rosa,) = _members("Name\tChildren\nRosa\t3\n")
    assert rosa.counted == {"0-17": 3}


def test_a_list_that_writes_the_family_s_name_first_is_turned_round() -> None:
    text = "Name\tPhone\nLuz, Rosa\t0042\nJo, Ti\t0043\nDelgado, Ana María\t0044\n"
    assert [one.name for one in _members(text)] == ["Rosa Luz", "Ti Jo", "Ana María Delgado"]


# Phones


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("+1 (555) 010-1234", ("+1 (555) 010-1234",)),
        ("555-0101 / 555-0102", ("555-0101", "555-0102")),
        ("555-0101 or 555-0102", ("555-0101", "555-0102")),
        ("555-0101/2", ("555-0101/2",)),
        ("tel: 0042 555 01", ("0042 555 01",)),
        ("cell: 5550101; home: 5550102", ("5550101", "5550102")),
        ("٠٥٥٥٠١٠٢", ("05550102",)),
        ("＋１ ５５５ ０１０１", ("+1 555 0101",)),
        ("5550101.0", ("5550101",)),
        ("through Ana", ("through Ana",)),
        ("555.010.1234 ext. 12", ("555.010.1234 ext. 12",)),
    ],
)
def test_phones_are_read_in_any_writing(cell: str, phones: tuple[str, ...]) -> None:
    assert read_phones(cell) == phones


def test_a_phone_that_a_spreadsheet_shortened_is_told_and_its_row_read_in() -> None:
    _found, file = _mapping("Name\tPhone\nRosa\t5.55E+09\n")
    assert [(wrong.row, wrong.column) for wrong in file.wrong] == [(2, "Phone")]
    assert len(file.rows) == 1


def test_two_phones_in_a_cell_are_a_phone_and_another() -> None:
    (rosa,) = _members("Name\tPhone\tPhone 2\nRosa\t555-0101, 555-0102\t555-0103\n")
    assert (rosa.phone, rosa.other_phones) == ("555-0101", ("555-0102", "555-0103"))


# Days and ages


def test_a_column_of_two_minds_asks_only_about_the_days_that_read_both_ways() -> None:
    text = "Name\tDOB\nRosa\t03/04/1980\nAna\t12/25/1990\nBo\t25/12/1990\n"
    mapping, _file = _mapping(text)
    (question,) = mapping.questions
    assert "03/04/1980" in question.text
    table = read_table(Pasted(text))
    for order, rosa in (("day first", "1980-04-03"), ("month first", "1980-03-04")):
        answered = mapping.with_date_order("birth", order)  # type: ignore[arg-type] # one of both
        file = rows_of(table, answered, "members")
        births = [row.birth for row in file.rows if isinstance(row, MemberRow)]
        assert births == [rosa, "1990-12-25", "1990-12-25"]
        assert file.wrong == ()


def test_each_column_of_days_is_settled_by_its_own_cells() -> None:
    text = "Name\tDOB\tMember since\nRosa\t25/12/1980\t03/25/2020\nAna\t03/04/1990\t04/03/2021\n"
    mapping, file = _mapping(text)
    assert mapping.questions == ()
    rosa, ana = (row for row in file.rows if isinstance(row, MemberRow))
    assert (ana.birth, ana.since, rosa.since) == ("1990-04-03", "2021-04-03", "2020-03-25")


def test_an_age_in_the_column_of_births_is_an_age() -> None:
    rows = _members("Name\tDate of birth\nRosa\t46\nAna\t9\nBo\t1950\nZoë\t03/25/1980\n")
    assert [(row.birth, row.age_band) for row in rows] == [
        (None, "18-59"),
        (None, "0-17"),
        ("1950", None),
        ("1980-03-25", None),
    ]


# More of a member


def test_more_of_a_member_is_read_in_four_languages() -> None:
    text = (
        "Nom\tAllergies\tConduit\tCompétences\tMoyen de contact\tPronoms\n"
        "Rosa\tmilk, gluten\toui\tcooking; plomberie\tWhatsApp\telle\nBo\taucune\tnon\t\tpigeon\t\n"
    )
    rosa, bo = _members(text)
    assert (rosa.allergens, rosa.may_drive, rosa.reach_by, rosa.pronouns) == (
        ("milk", "gluten"),
        True,
        "message",
        "elle",
    )
    assert rosa.skills[0] == "cooking"
    assert (bo.may_drive, bo.reach_by, bo.reach_note) == (False, None, "pigeon")


def test_what_the_site_does_not_ask_is_not_read_and_is_named() -> None:
    text = "First name\tLast name\tPhone\tAddress\tFamily size\tNotes\nRosa\tLuz\t0042\t12 Elm St\t4\tfine\n"
    mapping, file = _mapping(text, frozenset(BUILT_IN["our own shelf"].fields))
    (rosa,) = file.rows
    assert isinstance(rosa, MemberRow)
    assert (rosa.name, rosa.family_name, rosa.phone, rosa.address, rosa.note) == (
        "Rosa",
        None,
        None,
        None,
        None,
    )
    assert rosa.counted == {"not asked": 3}
    assert set(file.off) == {"Family name", "Phone", "Address", "Note"}
    assert "phone" not in [name for name, _words in mapping.fields()]
