"""A spreadsheet that comes home: what goes out reads back as no difference, what was changed there as just that."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aidbook import clock
from aidbook.actions import imports, members, profiles
from aidbook.actions.exporting import member_fields, member_rows
from aidbook.domain.closed_lists import prefers_not
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.imports import ImportFile
from aidbook.domain.members import UNTOLD, Member
from aidbook.i18n import LANGUAGES, using
from aidbook.store.book import Book
from aidbook.store.members import household_page
from aidbook.store.private_notes import private_note
from aidbook.store.profiles import fields_on
from aidbook.tabular.mapping import our_title, propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of
from aidbook.tabular.writing import csv_bytes, xlsx_bytes


@pytest.fixture
def rosa(book: Book) -> str:
    """Give a book with two households of all kinds of answers; return the id of Rosa in one of them."""
    rosa = members.add_member(
        book, "Rosa", family_name="Delgado", phone="+15550101", email="rosa@example.org", birth="1980-03-04",
        languages=("es", "fr"), reads=(PREFERS_NOT,), note="First line\nSecond line", since="2024-01-02",
        counted={"0-17": 2, "not asked": 1}, other_names=("Rósa D.", "روزا"), pronouns="she",
        other_phones=("0042", "+509 3555 0142"), reach_by="through someone", reach_note="=after six",
        diet=("halal", "no okra"), allergens=("peanuts", "tree nuts"), access_needs=("no stairs",),
        skills=("plumbing", "plumbing and heating"), may_drive=False, private_note="-", other_number="007",
    ).id  # fmt: skip
    record = book.get(Member, rosa)
    assert record is not None
    household = record.household or ""
    members.edit_household(
        book, household, address="12 Elm St, 01234 Springfield", zone="North", note="Ring twice", basis="word"
    )
    members.add_proxy(book, household, name="Mme. Luz; the neighbour")
    members.add_member(book, "=SUM(A1)", household=household, birth=PREFERS_NOT, allergens=(PREFERS_NOT,))
    members.add_member(book, "Ti Jo", household=household, age_band="0-17", left="left", left_on="2026-01-02")
    members.add_member(book, "None", phone="0042", birth="1950", may_drive=True)
    return rosa


def _saved(
    book: Book, path: Path, *changes: tuple[str, str, str | None], ids: list[str] | None = None
) -> Path:
    """Save the members; each change is a name, a field and what is typed there in another program."""
    rows = list(member_rows(book, ids))
    for row in rows:
        for name, field, typed in changes:
            if row["name"] == name:
                row[field] = typed or ""
    fields = member_fields(book)
    cells = [[row.get(name) for name in fields] for row in rows]
    titles = [our_title(name) for name in fields]
    path.write_bytes(
        csv_bytes(titles, cells) if path.suffix == ".csv" else xlsx_bytes("Members", titles, cells)
    )
    return path


def _look(book: Book, path: Path) -> tuple[imports.Preview, ImportFile]:
    table = read_table(path)
    file = rows_of(table, propose(table, "members", fields_on(book)), "members")
    return imports.look_over(book, file), file


def _read(book: Book, path: Path) -> imports.Preview:
    preview, file = _look(book, path)
    assert file.wrong == ()
    imports.read_in(book, file)
    return preview


_T = TypeVar("_T")


def _must(found: _T | None) -> _T:
    assert found is not None
    return found


def _answer(book: Book, member: str, field: str) -> object:
    return private_note(book, member) if field == "private_note" else getattr(book.get(Member, member), field)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["members.csv", "members.xlsx"])
@pytest.mark.usefixtures("rosa")
def test_what_goes_out_reads_back_with_nothing_changed(
    book: Book, tmp_path: Path, language: str, name: str
) -> None:
    with using(language):
        path = _saved(book, tmp_path / name)
    before = book.position
    preview = _read(book, path)
    assert (preview.new, preview.changed, preview.same, preview.decide) == (0, 0, 4, ())
    assert book.position == before


_ASKED_IN_WORDS = (
    "pronouns",
    "phone",
    "birth",
    "may_drive",
    "since",
    "other_number",
    "note",
    "private_note",
    "family_name",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_somebody_would_rather_not_say_is_said_so_and_comes_home(
    book: Book, tmp_path: Path, language: str
) -> None:
    answers: dict[str, Any] = dict.fromkeys(_ASKED_IN_WORDS, PREFERS_NOT)
    rosa = members.add_member(book, "Rosa", counted=UNTOLD, **answers).id
    members.add_member(book, "Ann", note="prefers not to say", family_name="Prefers not to say")
    household = _must(_must(book.get(Member, rosa)).household)
    members.edit_household(
        book, household, **dict.fromkeys(("address", "zone", "note", "basis"), PREFERS_NOT)
    )
    with using(language):
        row = next(row for row in member_rows(book) if row["name"] == "Rosa")
        assert {row[name] for name in (*_ASKED_IN_WORDS, "address", "household_note")} == {prefers_not()}
        preview = _read(book, _saved(book, tmp_path / "members.csv"))
    assert (preview.new, preview.changed, preview.same, preview.decide) == (0, 0, 2, ())
    members.edit_member(book, rosa, **dict.fromkeys(_ASKED_IN_WORDS))
    preview = _read(book, tmp_path / "members.csv")
    assert preview.changed == 1
    assert {_answer(book, rosa, name) for name in _ASKED_IN_WORDS} == {PREFERS_NOT}


@pytest.mark.parametrize(
    ("field", "typed", "becomes"),
    [
        ("phone", "555 0199", "555 0199"),
        ("note", None, None),
        ("name", "Rósa", "Rósa"),
        ("languages", "es", ("es",)),
        ("may_drive", "yes", True),
        ("skills", None, ()),
        ("skills", "plumbing; cooking", ("plumbing", "cooking")),
        ("allergens", "eggs; prefers no nuts", ("eggs", "prefers no nuts")),
        ("reach_by", "by email", "email"),
        ("other_phones", "+509 3555 0142", ("+509 3555 0142",)),
        ("private_note", "=1+1", "=1+1"),
    ],
)
def test_a_cell_changed_elsewhere_changes_just_that(
    book: Book, tmp_path: Path, rosa: str, field: str, typed: str | None, becomes: object
) -> None:
    preview = _read(book, _saved(book, tmp_path / "members.csv", ("Rosa", field, typed)))
    assert (preview.new, preview.changed, preview.same) == (0, 1, 3)
    assert _answer(book, rosa, field) == becomes


def test_a_household_counted_anew_elsewhere_is_counted_anew(book: Book, tmp_path: Path, rosa: str) -> None:
    record = book.get(Member, rosa)
    assert record is not None
    path = _saved(book, tmp_path / "members.csv", ("Rosa", "children", "1"))
    _read(book, path)
    page = household_page(book, record.household or "")
    assert page is not None
    assert page.household.counted["0-17"] == 1


def test_a_member_put_into_another_household_elsewhere_moves_there_from_today(
    book: Book, tmp_path: Path, rosa: str
) -> None:
    lea = members.add_member(book, "Léa", phone="0099").id
    there = _must(book.get(Member, rosa))
    (preview, _file) = _look(book, _saved(book, tmp_path / "m.xlsx", ("Léa", "household", there.number)))
    (line,) = (line for line in preview.lines if line.state == "changed")
    assert [(cell.field, cell.becomes) for cell in line.cells] == [("household", there.number)]
    _read(book, tmp_path / "m.xlsx")
    moved = _must(book.get(Member, lea))
    assert (moved.household, moved.household_since) == (there.household, clock.today())


def test_another_contact_person_elsewhere_is_the_contact_person(
    book: Book, tmp_path: Path, rosa: str
) -> None:
    household = _must(book.get(Member, rosa)).household or ""
    path = _saved(book, tmp_path / "m.csv", ("Rosa", "contact", None), ("=SUM(A1)", "contact", "yes"))
    preview = _read(book, path)
    assert preview.changed == 1
    page = household_page(book, household)
    assert page is not None
    assert page.contact is not None
    assert page.contact.name == "=SUM(A1)"


def test_what_changed_elsewhere_is_told_cell_by_cell(book: Book, tmp_path: Path, rosa: str) -> None:
    path = _saved(book, tmp_path / "m.xlsx", ("Rosa", "phone", "555 0199"), ("Rosa", "zone", "South"))
    preview, _file = _look(book, path)
    (line,) = (line for line in preview.lines if line.state == "changed")
    assert {(cell.field, cell.was, cell.becomes) for cell in line.cells} == {
        ("phone", "+15550101", "555 0199"),
        ("zone", "North", "South"),
    }
    assert _must(book.get(Member, rosa)).phone == "+15550101"


def test_a_part_of_the_list_comes_home_without_touching_the_rest(
    book: Book, tmp_path: Path, rosa: str
) -> None:
    household = household_page(book, _must(book.get(Member, rosa)).household or "")
    assert household is not None
    path = _saved(book, tmp_path / "m.xlsx", ids=[rosa])
    preview = _read(book, path)
    assert (preview.new, preview.changed, preview.same) == (0, 0, 1)


@pytest.mark.usefixtures("rosa")
def test_fields_that_the_site_does_not_ask_do_not_leave_and_come_home_untouched(
    book: Book, tmp_path: Path
) -> None:
    profiles.choose(book, "our own shelf")
    path = _saved(book, tmp_path / "m.csv")
    text = path.read_text(encoding="utf-8")
    assert "0101" not in text
    assert "Elm St" not in text
    assert "Rosa" in text
    preview = _read(book, path)
    assert (preview.new, preview.changed, preview.same) == (0, 0, 4)


_ANY = st.builds(
    str.__add__,
    st.sampled_from(["", "=", "+", "-", "@", "'", "'=", " @", "\t=", "＝", "+1", "-1"]),
    st.text(st.sampled_from("=+-@'\";,|\t\n0 19aZñق—~x"), max_size=12)
    | st.text(st.characters(exclude_categories=["C"]), max_size=12),
)
_SOME = st.lists(_ANY.map(str.strip).filter(lambda text: ";" not in text and bool(text)), max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(name="~", note="~", phone="", others=[], suffix="csv")
@given(
    name=_ANY.filter(str.strip), note=_ANY, phone=_ANY, others=_SOME, suffix=st.sampled_from(["csv", "xlsx"])
)
def test_whatever_people_type_leaves_as_no_formula_and_comes_home_unchanged(
    book: Book, tmp_path: Path, name: str, note: str, phone: str, others: list[str], suffix: str
) -> None:
    wanted = members.add_member(
        book,
        name,
        note=note or None,
        phone=phone.strip() or None,
        skills=tuple(dict.fromkeys(others)),
        pronouns="they",
    ).id
    path = _saved(book, tmp_path / f"any.{suffix}", ids=[wanted])
    if suffix == "csv":
        text = path.read_text(encoding="utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert not [
            cell
            for cell in cells
            if (cell[:1] in "=+@\t\r" and cell) or (cell[:1] == "-" and not cell[1:].isdigit())
        ]
    preview, file = _look(book, path)
    assert file.wrong == ()
    assert (preview.new, preview.changed, preview.same, preview.decide) == (0, 0, 1, ())


@pytest.mark.usefixtures("rosa")
def test_no_cell_of_a_spreadsheet_holds_a_formula(book: Book, tmp_path: Path) -> None:
    with zipfile.ZipFile(_saved(book, tmp_path / "m.xlsx")) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name]
        strings = packed.read("xl/sharedStrings.xml")
    assert sheets
    assert not any(b"<f" in sheet for sheet in sheets)
    assert b"=SUM(A1)" in strings
