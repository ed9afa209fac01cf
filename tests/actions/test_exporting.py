"""A spreadsheet that comes home: what goes out reads back as no difference, what was changed there as just that."""

from pathlib import Path

import pytest

from aidbook.actions import imports, members
from aidbook.actions.exporting import MEMBER_FIELDS, member_rows
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.members import Member
from aidbook.i18n import LANGUAGES, using
from aidbook.store.book import Book
from aidbook.store.members import household_page
from aidbook.tabular.mapping import our_title, propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of
from aidbook.tabular.writing import csv_bytes, xlsx_bytes


@pytest.fixture
def rosa(book: Book) -> str:
    """Give a book with two households of all kinds of answers; return the id of Rosa in one of them."""
    rosa = members.add_member(
        book, "Rosa", family_name="Delgado", phone="+1 555 0101", email="rosa@example.org", birth="1980-03-04",
        languages=("es", "fr"), note="First line\nSecond line", since="2024-01-02", counted={"0-17": 2, "not asked": 1},
    ).id  # fmt: skip
    record = book.get(Member, rosa)
    assert record is not None
    members.edit_household(book, record.household or "", address="12 Elm St, 01234 Springfield", zone="North")
    members.add_member(book, "=SUM(A1)", household=record.household, birth=PREFERS_NOT)
    members.add_member(book, "Ti Jo", household=record.household, age_band="0-17", left="left")
    members.add_member(book, "None", phone="0042", birth="1950")
    return rosa


def _saved(book: Book, path: Path, change: tuple[str, str, str | None] | None = None) -> Path:
    """Save the members; `change` is a name, a field and what is typed there in another program."""
    rows = list(member_rows(book))
    for row in rows:
        if change and row["name"] == change[0]:
            row[change[1]] = change[2] or ""
    cells = [[row.get(name) for name in MEMBER_FIELDS] for row in rows]
    titles = [our_title(name) for name in MEMBER_FIELDS]
    path.write_bytes(
        csv_bytes(titles, cells) if path.suffix == ".csv" else xlsx_bytes("Members", titles, cells)
    )
    return path


def _read(book: Book, path: Path) -> imports.Preview:
    table = read_table(path)
    file = rows_of(table, propose(table, "members"), "members")
    assert file.wrong == ()
    preview = imports.look_over(book, file)
    imports.read_in(book, file)
    return preview


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


@pytest.mark.parametrize(
    ("field", "typed", "becomes"),
    [
        ("phone", "555 0199", "555 0199"),
        ("note", None, None),
        ("name", "Rósa", "Rósa"),
        ("languages", "es", ("es",)),
    ],
)
def test_a_cell_changed_elsewhere_changes_just_that(
    book: Book, tmp_path: Path, rosa: str, field: str, typed: str | None, becomes: object
) -> None:
    preview = _read(book, _saved(book, tmp_path / "members.csv", ("Rosa", field, typed)))
    assert (preview.new, preview.changed, preview.same) == (0, 1, 3)
    assert getattr(book.get(Member, rosa), field) == becomes


def test_a_household_counted_anew_elsewhere_is_counted_anew(book: Book, tmp_path: Path, rosa: str) -> None:
    record = book.get(Member, rosa)
    assert record is not None
    path = _saved(book, tmp_path / "members.csv", ("Rosa", "children", "1"))
    _read(book, path)
    page = household_page(book, record.household or "")
    assert page is not None
    assert page.household.counted["0-17"] == 1
