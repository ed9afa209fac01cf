"""Files that other systems wrote, read into a book."""

from pathlib import Path

import pytest

from aidbook.actions import history, imports, members, pantry
from aidbook.actions.imports import Preview
from aidbook.domain.done import Done
from aidbook.domain.imports import CodeRow, ImportFile, ImportKind, ImportRow, MemberRow, StockRow
from aidbook.domain.members import Member
from aidbook.errors import NeedsDecision
from aidbook.store import members as people
from aidbook.store import pantry as shelves
from aidbook.store.book import Book
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import read_table
from aidbook.tabular.rows import rows_of

REAL = Path(__file__).parents[1] / "data" / "real"


def _file(name: str, kind: ImportKind) -> ImportFile:
    table = read_table(REAL / name)
    return rows_of(table, propose(table, kind), kind)


def _of(kind: ImportKind, *rows: ImportRow, digest: str = "d") -> ImportFile:
    return ImportFile(kind, digest, rows, ())


def _counts(preview: Preview) -> tuple[int, int, int, int]:
    return preview.new, preview.same, preview.changed, len(preview.decide)


def _must(done: Done | None) -> Done:
    assert done is not None
    return done


@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("sahana-shelter-people.csv", "members", 9),
        ("sous-chef-clients.csv", "members", 10),
        ("mutual-aid-requests.csv", "members", 1),
        ("sahana-warehouse-stock.csv", "stock", 152),
        ("openboxes-inventory.csv", "stock", 42),
        ("diaper-barcodes.csv", "codes", 72),
    ],
)
def test_a_real_file_is_new_once_then_changes_nothing_and_one_undo_takes_it_back(
    book: Book, name: str, kind: ImportKind, rows: int
) -> None:
    before = book.position
    file = _file(name, kind)
    assert _counts(imports.look_over(book, file)) == (rows, 0, 0, 0)
    assert book.position == before
    done = _must(imports.read_in(book, file))
    assert _counts(imports.look_over(book, file)) == (0, rows, 0, 0)
    assert imports.read_in(book, file) is None
    history.undo(book, done.action)
    assert people.member_ids(book) == []
    assert shelves.stock_lines(book) == []
    assert shelves.item_lines(book) == []
    assert shelves.barcodes(book) == []


def test_the_shelter_s_people_are_nine_in_five_households(book: Book) -> None:
    imports.read_in(book, _file("sahana-shelter-people.csv", "members"))
    households = people.household_lines(book, people.household_ids(book))
    assert people.member_count(book) == 9
    assert sorted(line.size for line in households) == [1, 1, 1, 3, 3]
    assert {line.label for line in households} >= {"Alibrahim Malik"}


def test_the_warehouse_s_stock_is_counted_to_the_unit(book: Book) -> None:
    imports.read_in(book, _file("sahana-warehouse-stock.csv", "stock"))
    lines = shelves.stock_lines(book)
    assert len({line.item_id for line in lines}) == 152
    assert sum(line.quantity for line in lines) == 1_918_696
    assert len({line.place for line in lines}) == 4


def test_the_lots_keep_their_dates_and_zero_is_an_answer(book: Book) -> None:
    imports.read_in(book, _file("openboxes-inventory.csv", "stock"))
    lines = shelves.stock_lines(book)
    assert len(lines) == 42
    assert sum(line.quantity for line in lines) == 51_137
    assert sum(line.quantity == 0 for line in lines) == 8
    assert sum(line.best_before is not None for line in lines) == 8


def test_a_household_counts_seven_of_unasked_ages(book: Book) -> None:
    imports.read_in(book, _file("mutual-aid-requests.csv", "members"))
    page = people.household_page(book, people.household_ids(book)[0])
    assert page is not None
    assert (page.size, page.household.counted) == (7, {"not asked": 6})


def test_the_good_codes_are_known_and_the_wrong_one_is_named(book: Book) -> None:
    file = _file("diaper-barcodes.csv", "codes")
    imports.read_in(book, file)
    assert [(wrong.row, "3700086357" in wrong.why) for wrong in file.wrong] == [(21, True)]
    assert len(shelves.barcodes(book)) == 71
    assert len(shelves.item_lines(book)) == 47
    assert shelves.stock_lines(book) == []


def test_another_figure_is_one_change_and_the_rest_stays(book: Book) -> None:
    rows = [StockRow(row=n, item=f"Item {n}", units=n, best_before="2027-01-31") for n in range(2, 6)]
    imports.read_in(book, _of("stock", *rows))
    rows[0] = StockRow(row=2, item="item  2", units=7, best_before="2027-01-31")
    assert _counts(imports.look_over(book, _of("stock", *rows))) == (0, 3, 1, 0)
    imports.read_in(book, _of("stock", *rows))
    assert {line.item: line.quantity for line in shelves.stock_lines(book)}["Item 2"] == 7


def test_a_list_without_dates_counts_all_lots_together_and_what_lacks_left_the_first_to_expire(
    book: Book,
) -> None:
    beans = pantry.add_item(book, "Beans").id
    for day, units in (("2027-01-31", 5), ("2027-06-30", 5)):
        pantry.count_stock(book, [pantry.Units(item=beans, units=units, best_before=day)])
    assert _counts(imports.look_over(book, _of("stock", StockRow(row=2, item="Beans", units=10)))) == (
        0,
        1,
        0,
        0,
    )
    imports.read_in(book, _of("stock", StockRow(row=2, item="Beans", units=7)))
    assert {line.best_before: line.quantity for line in shelves.stock_lines(book)} == {
        "2027-01-31": 2,
        "2027-06-30": 5,
    }
    imports.read_in(book, _of("stock", StockRow(row=2, item="Beans", units=20)))
    assert sum(line.quantity for line in shelves.stock_lines(book)) == 20


def test_rows_of_one_lot_are_added_up(book: Book) -> None:
    row = {"item": "Rice", "place": "Store"}
    imports.read_in(book, _of("stock", StockRow(row=2, units=3, **row), StockRow(row=3, units=4, **row)))  # type: ignore[arg-type] # named above
    assert [line.quantity for line in shelves.stock_lines(book)] == [7]


def test_a_delivery_adds_and_the_same_note_twice_is_asked(book: Book) -> None:
    file = _of("delivery", StockRow(row=2, item="Rice", units=3, source="Food bank"))
    imports.read_in(book, file)
    with pytest.raises(NeedsDecision, match="already"):
        imports.read_in(book, file)
    imports.read_in(book, file, again=True)
    assert [(line.quantity, line.source) for line in shelves.stock_lines(book)] == [(6, "Food bank")]


def test_another_unit_of_an_item_is_decided_by_a_person(book: Book) -> None:
    pantry.add_item(book, "Rice", unit="bag")
    file = _of("stock", StockRow(row=2, item="Rice", units=3, unit="kg"))
    assert _counts(imports.look_over(book, file)) == (0, 0, 0, 1)
    assert imports.read_in(book, file) is None
    imports.read_in(book, file, decisions={2: "new"})
    assert sorted((line.item, line.unit) for line in shelves.stock_lines(book)) == [("Rice", "kg")]


def test_a_namesake_with_another_birth_is_somebody_else_and_without_one_a_question(book: Book) -> None:
    members.add_member(book, "Rosa Lópes", birth="1980-03-04")
    other = MemberRow(row=2, name="Rosa Lopes", birth="1991-01-01")
    same = MemberRow(row=2, name="rosa lopes", birth="1980-03-04", phone="555")
    assert _counts(imports.look_over(book, _of("members", other))) == (1, 0, 0, 0)
    assert _counts(imports.look_over(book, _of("members", same))) == (0, 0, 1, 0)
    members.add_member(book, "Rosa Lópes", birth="1980-03-04")
    preview = imports.look_over(book, _of("members", same))
    assert _counts(preview) == (0, 0, 0, 1)
    assert imports.read_in(book, _of("members", same)) is None


def test_a_row_fills_in_what_it_knows_and_wipes_nothing(book: Book) -> None:
    rosa = members.add_member(book, "Rosa", phone="1", note="keep me").id
    imports.read_in(book, _of("members", MemberRow(row=2, name="Rosa", phone="2")))
    member = book.get(Member, rosa)
    assert member is not None
    assert (member.phone, member.note, member.name) == ("2", "keep me", "Rosa")


def test_numbers_run_on_and_are_given_once(book: Book) -> None:
    members.add_member(book, "Rosa")
    done = _must(
        imports.read_in(book, _of("members", *(MemberRow(row=n, name=f"P{n}") for n in range(2, 5))))
    )
    history.undo(book, done.action)
    members.add_member(book, "Kwame")
    numbers = [line.number for line in people.member_lines(book, people.member_ids(book))]
    assert [str(number)[:6] for number in numbers] == ["E-0005", "E-0001"]


def test_a_code_that_means_something_else_is_decided_by_a_person(book: Book) -> None:
    imports.read_in(book, _of("codes", CodeRow(row=1, code="037000862086", item="Size 1", units=44)))
    other = _of("codes", CodeRow(row=1, code="037000862086", item="Size 2", units=44))
    assert _counts(imports.look_over(book, other)) == (0, 0, 0, 1)
    imports.read_in(book, other, decisions={1: "replace"})
    (code,) = shelves.barcodes(book)
    assert [item.name for item in shelves.items_named(book, code.code)] == ["Size 2"]
