"""Files of any group: columns found by their words or by what they hold, rows read, and what is wrong told in words."""

import time
from pathlib import Path

import pytest

from aidbook.domain.imports import CodeRow, ImportFile, ImportKind, MemberRow, StockRow
from aidbook.errors import UserError
from aidbook.i18n import using
from aidbook.tabular.days import DateOrder
from aidbook.tabular.mapping import Mapping, fields, parse_columns, propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of
from aidbook.tabular.units import clean_unit

REAL = Path(__file__).parents[1] / "data" / "real"


class _Folder:
    """Reads texts as files of any name."""

    def __init__(self, path: Path) -> None:
        self.path = path / "list.csv"

    def mapping(self, text: str, kind: ImportKind) -> Mapping:
        self.path.write_text(text, encoding="utf-8")
        return propose(read_table(self.path), kind)

    def read(self, text: str, kind: ImportKind) -> ImportFile:
        mapping = self.mapping(text, kind)
        return rows_of(read_table(self.path), mapping, kind)

    def members(self, text: str) -> list[MemberRow]:
        return [row for row in self.read(text, "members").rows if isinstance(row, MemberRow)]

    def stock(self, text: str) -> list[StockRow]:
        return [row for row in self.read(text, "stock").rows if isinstance(row, StockRow)]

    def why(self, text: str, kind: ImportKind) -> list[tuple[int, str, str]]:
        return [(wrong.row, wrong.column, wrong.why) for wrong in self.read(text, kind).wrong]


@pytest.fixture
def folder(tmp_path: Path) -> _Folder:
    return _Folder(tmp_path)


# Members


@pytest.mark.parametrize(
    "titles",
    [
        "Name,Phone,Household size",
        "Full name,Tel.,How many people live in your household?",
        "Nombre completo,Teléfono,Personas en el hogar",
        "Nom complet,Téléphone,Nombre de personnes dans le foyer",
        "Non konplè,Telefòn,Kantite moun nan kay la",
    ],
)
def test_titles_in_four_languages_mean_the_same(folder: _Folder, titles: str) -> None:
    (rosa,) = folder.members(f"{titles}\nRosa Luz,0042,4\n")
    assert (rosa.name, rosa.phone, rosa.counted) == ("Rosa Luz", "0042", {"not asked": 3})


@pytest.mark.parametrize("titles", ["Nom;Prénom", "Apellidos;Nombre", "Siyati;Non", "Surname;First name"])
def test_first_and_family_names_are_told_apart_in_any_order(folder: _Folder, titles: str) -> None:
    (rosa,) = folder.members(f"{titles}\nLuz;Rosa\n")
    assert (rosa.name, rosa.family_name) == ("Rosa Luz", "Luz")


def test_a_family_name_that_somebody_prefers_not_to_say_is_no_part_of_the_name(folder: _Folder) -> None:
    rosa, ana = folder.members("First name,Surname\nRosa,declined\nAna,Na\n")
    assert (rosa.name, rosa.family_name) == ("Rosa", "~")
    assert (ana.name, ana.family_name) == ("Ana Na", "Na")


def test_a_household_s_size_counts_those_who_have_a_row_of_their_own(folder: _Folder) -> None:
    text = "Name,Family ID,People in household,Head of household\nTi Jo,7,5,\nRosa,7,5,yes\nAna,8,1,\n"
    ti_jo, rosa, ana = folder.members(text)
    assert (ti_jo.household_key, rosa.household_key, ana.household_key) == ("7", "7", "8")
    assert (ti_jo.counted, rosa.counted, ana.counted) == ({}, {"not asked": 3}, {})
    assert rosa.is_contact
    assert not ti_jo.is_contact


def test_a_household_smaller_than_its_rows_is_told_and_nobody_is_lost(folder: _Folder) -> None:
    text = "Name,Family ID,Household size\nRosa,7,1\nTi Jo,7,1\n"
    assert len(folder.members(text)) == 2
    ((row, column, why),) = folder.why(text, "members")
    assert (row, column) == (2, "Household size")
    assert why.startswith("2 people of this household have a row of their own.")


def test_a_column_household_holds_sizes_or_names_by_what_is_in_it(folder: _Folder) -> None:
    assert [row.counted for row in folder.members("Name,Household\nRosa,4\nTi Jo,2\n")] == [
        {"not asked": 3},
        {"not asked": 1},
    ]
    assert [row.household_key for row in folder.members("Name,Household\nRosa,1\nTi Jo,1\nAna,2\n")] == [
        "1",
        "1",
        "2",
    ]


def test_two_families_of_one_name_are_told_apart_by_where_their_contact_persons_live(folder: _Folder) -> None:
    text = "Name,Family,Contact person,Address\nAli,Mohammed,x,Unit 1\nSedra,Mohammed,,Unit 1\nOmar,Mohammed,x,Unit 9\n"
    ali, sedra, omar = folder.members(text)
    assert ali.household_key == sedra.household_key
    assert omar.household_key not in {"", ali.household_key}


def test_a_wrong_birthday_keeps_nobody_out(folder: _Folder) -> None:
    text = "Name,Date of birth\nRosa,1980-02-31\nTi Jo,1980\nAna,1985-03\nZoë,2999-01-01\n"
    assert [row.birth for row in folder.members(text)] == [None, "1980", "1985-03", None]
    assert [row for row, _column, _why in folder.why(text, "members")] == [2, 5]
    assert "not a day of the calendar" in folder.why(text, "members")[0][2]


def test_the_same_wrong_cell_is_told_of_every_row_that_has_it(folder: _Folder) -> None:
    text = "Name,Date of birth,Zone\nRosa,1980-02-31,Hill\nTi Jo,1980-02-31,hill\nAna,1980,HILL\n"
    assert [(row.birth, row.zone) for row in folder.members(text)] == [
        (None, "Hill"),
        (None, "Hill"),
        ("1980", "Hill"),
    ]
    assert [row for row, _column, _why in folder.why(text, "members")] == [2, 3]


@pytest.mark.parametrize(
    "title", ["Other names", "Diet", "Skills", "Who may pick up", "Phone", "How to reach"]
)
def test_a_whole_book_in_a_cell_of_a_list_is_told_and_its_row_read(folder: _Folder, title: str) -> None:
    text = f'Name,{title}\nRosa,"{"one, two" * 1_000}"\nAna,\n'
    assert [row.name for row in folder.members(text)] == ["Rosa", "Ana"]
    assert [(row, column) for row, column, _why in folder.why(text, "members")] == [(2, title)]


def test_who_has_left_paused_or_died_is_read_and_another_word_is_told(folder: _Folder) -> None:
    text = "Name,Status\nRosa,Active\nTi Jo,décédé\nAna,on hold\nZoë,closed\nBo,purple\n"
    assert [row.left for row in folder.members(text)] == ["", "died", "paused", "left", None]
    assert folder.why(text, "members")[0][:2] == (6, "Status")


def test_languages_are_codes_and_answers_are_answers(folder: _Folder) -> None:
    text = "Name,Languages,Phone\nRosa,Español; Kreyòl,n/a\nTi Jo,French and Quechua,prefers not to say\n"
    rosa, ti_jo = folder.members(text)
    assert (rosa.languages, ti_jo.languages) == (("es", "ht"), ("fr", "quechua"))
    assert (rosa.phone, ti_jo.phone) == (None, "~")


def test_a_row_without_a_name_is_wrong_and_blank_rows_count_as_the_spreadsheet_counts(
    folder: _Folder,
) -> None:
    text = "Name,Phone\n\nRosa,0042\n,\n,0043\n"
    assert [row.row for row in folder.members(text)] == [3]
    assert folder.why(text, "members") == [(5, "Name", "There is no name to call them by.")]


# Goods


@pytest.mark.parametrize(
    "titles",
    ["Item,Quantity,Best before,Place", "Artículo,Cantidad,Caducidad,Lugar", "Désignation,Qté,DLC,Emplacement",
     "Atik,Kantite,Dat ekspirasyon,Kote"],
)  # fmt: skip
def test_goods_are_found_by_titles_in_four_languages(folder: _Folder, titles: str) -> None:
    (beans,) = folder.stock(f'{titles}\nBeans,"1,200",31/12/2026,A1\n')
    assert (beans.item, beans.units, beans.best_before, beans.place) == ("Beans", 1200, "2026-12-31", "A1")


def test_a_list_without_titles_is_found_by_what_it_holds(folder: _Folder) -> None:
    beans, rice = folder.stock("Beans in sauce;24;2026-12-31\nRice;12;2027-01-31\n")
    assert (beans.item, beans.units, rice.best_before) == ("Beans in sauce", 24, "2027-01-31")


@pytest.mark.parametrize(
    ("quantity", "why"),
    [
        ("-3", "below zero"),
        ("(3)", "below zero"),
        ("2.5", "not a whole number"),
        ("2,5", "not a whole number"),
        ("1.200", "could be 1200 or a little over 1"),
        ("", "missing"),
        ("some", "not a number"),
        ("037000862086", "in the right column"),
    ],
)
def test_a_quantity_that_is_none_leaves_its_line_out_and_says_why(
    folder: _Folder, quantity: str, why: str
) -> None:
    file = folder.read(f'Item,Quantity,Place\nRice,4,A1\nBeans,"{quantity}",A1\n', "stock")
    assert [row.row for row in file.rows] == [2]
    assert [(wrong.row, wrong.column) for wrong in file.wrong] == [(3, "Quantity")]
    assert why in file.wrong[0].why


def test_units_without_the_date_beside_them_would_look_good_for_ever(folder: _Folder) -> None:
    file = folder.read("Item,Quantity,Best before\nBeans,4,31/02/2031\nRice,5,\n", "stock")
    assert [row.row for row in file.rows] == [3]
    assert file.wrong[0].why == "31/02/2031 is not a day of the calendar."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/2026", "2026-12-31"), ("2026-02", "2026-02-28"), ("2027", "2027-12-31"), ("Dec 2026", "2026-12-31"),
        ("31 déc. 2026", "2026-12-31"), ("December 31, 2026", "2026-12-31"), ("31.12.26", "2026-12-31"),
        ("20261231", "2026-12-31"), ("2026-12-31 00:00:00", "2026-12-31"), ("Jan-27", "2027-01-31"),
    ],
)  # fmt: skip
def test_best_before_is_read_as_it_is_printed_on_tins(folder: _Folder, written: str, day: str) -> None:
    (beans,) = folder.stock(f'Item,Quantity,Best before\nBeans,4,"{written}"\n')
    assert beans.best_before == day


def test_the_same_place_in_another_spelling_is_the_same_place(folder: _Folder) -> None:
    rows = folder.stock("Item,Quantity,Place,Unit\nBeans,4,Shelf A ,tins\nRice,5,shelf  a,KGS.\n")
    assert {row.place for row in rows} == {"Shelf A"}
    assert [row.unit for row in rows] == ["can", "kg"]


def test_eighteen_spellings_are_eleven_units() -> None:
    rows = read_table(REAL / "sahana-warehouse-stock.csv").column(6)
    assert len(set(rows)) == 18
    clean = {"pcs", "pack", "case", "box", "set", "kg", "can", "barrel", "roll", "pair", "bag"}
    assert {clean_unit(unit) for unit in rows} == clean


def test_a_code_is_good_restored_or_wrong_and_its_item_known_all_the_same(folder: _Folder) -> None:
    text = (
        "Barcode,Product,Brand,Pack size\n037000862086,Baby,Pampers,44\n37000862086,Baby,Pampers,44\n"
        "037000862087,Baby,Pampers,44\n3.7E+10,Wipes,Luvs,3\nSHELF-7,Own,,\n"
    )
    file = folder.read(text, "codes")
    codes = [row for row in file.rows if isinstance(row, CodeRow)]
    assert [row.code for row in codes] == ["037000862086", "037000862086", "", "", "SHELF-7"]
    assert [row.item for row in codes] == [
        "Pampers Baby",
        "Pampers Baby",
        "Pampers Baby",
        "Luvs Wipes",
        "Own",
    ]
    assert [row.units for row in codes] == [44, 44, 44, 3, 1]
    assert [wrong.why.split(":")[0] for wrong in file.wrong] == [
        "037000862087 is mistyped",
        "A spreadsheet has shortened this code to 3.7E+10",
    ]


# What a file leaves open, and what a person changes

_OPEN = "Item,Quantity,Best before\nBeans,3,03/04/2031\nRice,4,05/06/2031\n"


@pytest.mark.parametrize(
    ("language", "order", "day"), [("en", "month first", "2031-03-04"), ("fr", "day first", "2031-04-03")]
)
def test_days_that_read_both_ways_are_asked_about_and_assumed(
    folder: _Folder, language: str, order: DateOrder, day: str
) -> None:
    with using(language):
        mapping = folder.mapping(_OPEN, "stock")
        (question,) = mapping.questions
        assert (question.field, question.column, question.assumed) == ("best_before", 2, order)
        assert "03/04/2031" in question.text
        assert folder.stock(_OPEN)[0].best_before == day


def test_the_answer_settles_the_question(folder: _Folder) -> None:
    mapping = folder.mapping(_OPEN, "stock").with_date_order("best_before", "day first")
    assert mapping.questions == ()
    file = rows_of(read_table(folder.path), mapping, "stock")
    assert "best_before='2031-04-03'" in repr(file.rows[0])


def test_columns_are_given_by_number_from_one_and_taken_away_by_nothing(folder: _Folder) -> None:
    mapping = folder.mapping("Who,Called,Phone\n1,Rosa Luz,0042\n", "members")
    changed = mapping.with_columns(parse_columns("name=2, phone=", "members"))
    assert changed.columns["name"] == 1
    assert "phone" not in changed.columns
    (rosa,) = rows_of(read_table(folder.path), changed, "members").rows
    assert "name='Rosa Luz'" in repr(rosa)


@pytest.mark.parametrize("text", ["nose=1", "name=0", "name=x", "name=-1", "name=9999999999"])
def test_a_column_or_field_that_is_not_there_is_refused(folder: _Folder, text: str) -> None:
    mapping = folder.mapping("Name\nRosa\n", "members")
    with pytest.raises(UserError) as refused:
        mapping.with_columns(parse_columns(text, "members"))
    assert refused.value.remedy


def test_every_field_has_a_name_for_people() -> None:
    for kind in ("members", "stock", "delivery", "codes"):
        listed = fields(kind)
        assert len(listed) == len({label for _name, label in listed}) >= 7


@pytest.mark.parametrize(
    ("name", "asked", "is_a"),
    [
        ("diaper-barcodes.csv", "stock", "known barcodes"),
        ("sahana-warehouse-stock.csv", "members", "a stock list"),
        ("sahana-shelter-people.csv", "delivery", "a list of members"),
    ],
)
def test_a_file_of_another_kind_says_what_it_is(name: str, asked: ImportKind, is_a: str) -> None:
    table = read_table(REAL / name)
    with pytest.raises(UserError, match=is_a):
        rows_of(table, propose(table, asked), asked)


def test_a_file_without_a_name_for_its_items_asks_which_column_it_is(folder: _Folder) -> None:
    with pytest.raises(UserError, match="No column of this file looks like “Item”"):
        folder.read("Shelf,Quantity\n1,4\n2,5\n", "stock")


# The layouts we know, closer


def test_another_system_s_columns_may_stand_in_any_order_and_gain_one(folder: _Folder) -> None:
    text = (
        "Label,DOB,Head of Family,Family,Last Name,First Name,Phone\n12,1980-03-04,true,Luz,Luz,Rosa,0042\n"
    )
    mapping = folder.mapping(text, "members")
    assert mapping.layout == "sahana people"
    (rosa,) = folder.members(text)
    assert (rosa.name, rosa.other_number, rosa.phone, rosa.is_contact) == ("Rosa Luz", "12", "0042", True)


def test_the_meal_clients_are_active_paused_left_and_died() -> None:
    table = read_table(REAL / "sous-chef-clients.csv")
    rows = [
        row for row in rows_of(table, propose(table, "members"), "members").rows if isinstance(row, MemberRow)
    ]
    assert {row.other_number: row.left for row in rows} == {
        "93": "", "92": "", "91": "paused", "90": "left", "99": "died", "97": "paused", "96": "left", "95": "left",
        "94": "", "98": "left",
    }  # fmt: skip
    assert [row.note for row in rows if row.other_number in {"94", "96"}] == [
        None,
        "communicate with her sister\nCode entree: 17",
    ]
    assert {row.languages for row in rows} == {("en",), ("fr",)}
    assert rows[3].since is None


def test_twenty_thousand_rows_are_read_and_mapped_while_one_waits(tmp_path: Path) -> None:
    lines = [
        f"Name{n} Family{n % 700},555 {n:07d},{n} Main Street,{n // 3},01/{1 + n % 28:02d}/1980"
        for n in range(20_000)
    ]
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["Name,Phone,Address,Household ID,Date of birth", *lines]), encoding="utf-8")
    start = time.process_time()
    table = read_table(path)
    file = rows_of(table, propose(table, "members"), "members")
    assert time.process_time() - start < 2
    assert (len(file.rows), file.wrong) == (20_000, ())
