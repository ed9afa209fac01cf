"""What was decided about a file holds for the next one of its source: its columns, its days, and who its rows are."""

from pathlib import Path

import pytest

from aidbook.actions import erasing, history, imports, members, pantry, profiles
from aidbook.actions.imports import LEAVE_OUT, Preview
from aidbook.domain.declare import Id
from aidbook.domain.file_shapes import FileShape, LineAnswer, RowAnswer
from aidbook.domain.imports import ImportFile, ImportKind, MemberRow, RowKey
from aidbook.domain.members import Household, Member
from aidbook.store import members as people
from aidbook.store.book import Book
from aidbook.store.duplicates import find
from aidbook.store.profiles import fields_on
from aidbook.store.rows import things
from aidbook.tabular.heads import head_of, read_as
from aidbook.tabular.mapping import Mapping, propose
from aidbook.tabular.reading import Pasted, read_table
from aidbook.tabular.rows import rows_of

MARCH = "Name\tBorn\tPhone\tNo\n"


def _mapping(book: Book, text: str, kind: ImportKind = "members") -> Mapping:
    table = read_table(Pasted(text))
    mapping = propose(table, kind, fields_on(book))
    before = imports.recall(book, kind, head_of(table, mapping))
    return read_as(mapping, before) if before else mapping


def _file(book: Book, text: str, kind: ImportKind = "members", mapping: Mapping | None = None) -> ImportFile:
    return rows_of(read_table(Pasted(text)), mapping or _mapping(book, text, kind), kind)


def _counts(preview: Preview) -> tuple[int, int, int, int]:
    return preview.new, preview.same, preview.changed, len(preview.decide)


def _named(book: Book, name: str) -> list[Member]:
    return things(book, Member, "name = ?", (name,))


def _once(book: Book, text: str, decisions: dict[RowKey, str] | None = None) -> Preview:
    """Read a file in with these decisions, and once more without: that must change nothing."""
    file = _file(book, text)
    preview = imports.look_over(book, file, decisions=decisions)
    imports.read_in(book, file, decisions=decisions)
    before = book.position
    assert imports.read_in(book, _file(book, text)) is None
    assert book.position == before
    return preview


# Columns and days


def test_columns_that_somebody_chose_are_chosen_for_the_next_file_of_the_source(book: Book) -> None:
    march = "Alpha\tBeta\tGamma\nRosa\t0042\tfine\n"
    mapping = _mapping(book, march).with_columns({"name": 0, "phone": 1, "note": 2})
    imports.read_in(book, _file(book, march, mapping=mapping))
    april = "Alpha\tBeta\tGamma\nTi Jo\t0043\twell\n"
    assert dict(_mapping(book, april).columns) == {"name": 0, "phone": 1, "note": 2}
    moved = "Gamma\tBeta\tAlpha\nfine\t0043\tTi Jo\n"
    assert dict(_mapping(book, moved).columns) == {"name": 2, "phone": 1, "note": 0}
    other = "Alpha\tOmega\tPhone\nTi Jo\tx\t0044\n"
    assert dict(_mapping(book, other).columns) == {"name": 0, "phone": 2}


def test_a_column_that_was_left_out_stays_out_and_one_more_column_is_no_other_source(book: Book) -> None:
    march = "Name\tPhone\tAddress\tZone\tE-mail\nRosa\t0042\tElm\tN\tr@x.org\n"
    mapping = _mapping(book, march).with_column("phone", None)
    imports.read_in(book, _file(book, march, mapping=mapping))
    april = "Name\tPhone\tAddress\tZone\tE-mail\tVisits\nRosa\t0042\tElm\tN\tr@x.org\t3\n"
    assert "phone" not in _mapping(book, april).columns


def test_a_question_about_days_is_asked_once_for_a_source(book: Book) -> None:
    march = "Name\tDOB\nRosa\t03/04/1980\n"
    mapping = _mapping(book, march)
    assert mapping.questions
    imports.read_in(book, _file(book, march, mapping=mapping.with_date_order("birth", "day first")))
    april = _mapping(book, "Name\tDOB\nRosa\t03/04/1980\nAna\t05/06/1990\n")
    assert april.questions == ()
    assert april.date_order("birth") == "day first"


def test_no_title_is_kept_in_words(book: Book) -> None:
    imports.read_in(book, _file(book, "Name\tRosa's number\nTi Jo\t3\n"))
    (shape,) = things(book, FileShape)
    assert "rosa" not in repr(shape).lower()


def test_undo_forgets_how_the_file_was_read_too(book: Book) -> None:
    march = "Alpha\tBeta\nRosa\t0042\n"
    done = imports.read_in(book, _file(book, march, mapping=_mapping(book, march).with_columns({"name": 0})))
    assert done is not None
    history.undo(book, done.action)
    assert things(book, FileShape) == []
    assert "name" not in _mapping(book, march).columns


# Who rows are


@pytest.fixture
def rosa(book: Book) -> Id:
    return members.add_member(book, "Rosa Delgado", birth="1980-03-04", phone="555 0142", note="hers").id


def test_a_near_repeat_asks_who_it_is_and_why_and_is_asked_once(book: Book, rosa: Id) -> None:
    text = f"{MARCH}Roza Delgado\t1980-03-04\t555 0142\t7\n"
    preview = imports.look_over(book, _file(book, text))
    assert _counts(preview) == (0, 0, 0, 1)
    (asked,) = preview.decide
    assert "same birth date" in asked.what
    assert "same phone" in asked.what
    assert {(cell.field, cell.was, cell.becomes) for cell in asked.beside} >= {
        ("name", "Rosa Delgado", "Roza Delgado"),
        ("birth", "4 March 1980", "4 March 1980"),
    }
    _once(book, text, {2: "same person"})
    assert _counts(imports.look_over(book, _file(book, text))) == (0, 1, 0, 0)
    member = book.get(Member, rosa)
    assert member is not None
    assert (member.name, member.note, member.other_number) == ("Rosa Delgado", "hers", "7")
    assert people.member_count(book) == 1


def test_somebody_else_is_new_once_and_not_named_as_a_duplicate_again(book: Book, rosa: Id) -> None:
    text = f"{MARCH}Roza Delgado\t1980-03-04\t555 0142\t\n"
    preview = _once(book, text, {2: "new"})
    assert _counts(preview) == (1, 0, 0, 0)
    assert people.member_count(book) == 2
    assert find(book) == []
    assert rosa not in {one.id for one in _named(book, "Roza Delgado")}


def test_who_was_left_out_stays_out_until_somebody_decides_otherwise(book: Book, rosa: Id) -> None:
    text = f"{MARCH}Roza Delgado\t1980-03-04\t555 0142\t\nTi Jo\t\t\t\n"
    _once(book, text, {2: LEAVE_OUT})
    april = imports.look_over(book, _file(book, text))
    assert _counts(april) == (0, 1, 0, 0)
    (kept,) = april.kept
    assert (kept.row, kept.kept) == (2, LEAVE_OUT)
    members.edit_member(book, rosa, name="Somebody", birth=None, phone=None)
    assert _counts(imports.look_over(book, _file(book, text))) == (0, 1, 0, 0)
    imports.read_in(book, _file(book, text), decisions={2: "new"})
    assert _named(book, "Roza Delgado")


def test_a_decision_alone_is_kept_though_nothing_else_changes(book: Book, rosa: Id) -> None:
    text = f"{MARCH}Roza Delgado\t1980-03-04\t555 0142\t\n"
    assert imports.look_over(book, _file(book, text), decisions={2: LEAVE_OUT}).answers == 1
    assert imports.read_in(book, _file(book, text), decisions={2: LEAVE_OUT}) is not None
    assert imports.look_over(book, _file(book, text)).decide == ()
    assert rosa


def test_a_decision_holds_for_its_source_alone(book: Book, rosa: Id) -> None:
    row = "Roza Delgado\t1980-03-04\t555 0142"
    imports.read_in(book, _file(book, f"{MARCH}{row}\t\n"), decisions={2: LEAVE_OUT})
    other = f"Client\tBirthday\tMobile\n{row}\n"
    assert len(imports.look_over(book, _file(book, other)).decide) == 1
    assert rosa


def test_an_exact_repeat_in_a_file_is_read_once_and_a_near_one_asks(book: Book) -> None:
    text = (
        f"{MARCH}Rosa Delgado\t1980-03-04\t555 0142\t\nRosa Delgado\t1980-03-04\t555 0142\t\n"
        "Rosa Delgdo\t1980-03-04\t555 0142\t\nTi Jo\t\t\t\n"
    )
    preview = imports.look_over(book, _file(book, text))
    assert _counts(preview) == (2, 1, 0, 1)
    (asked,) = preview.decide
    assert (asked.row, asked.other_row) == (4, 2)
    assert [(cell.field, cell.was, cell.becomes) for cell in asked.beside] == [
        ("name", "Rosa Delgado", "Rosa Delgdo"),
        ("birth", "4 March 1980", "4 March 1980"),
        ("phone", "555 0142", "555 0142"),
    ]
    _once(book, text, {4: "same row"})
    assert people.member_count(book) == 2


def test_a_number_that_means_somebody_else_in_the_book_asks(book: Book) -> None:
    _once(book, f"{MARCH}Rosa\t\t\t7\n")
    text = f"{MARCH}Rosa Luz-Martin\t\t\t7\n"
    (asked,) = imports.look_over(book, _file(book, text)).decide
    assert {key for key, _words in asked.choices} == {"same person", "renamed", "new", LEAVE_OUT}
    _once(book, text, {2: "renamed"})
    assert [one.name for one in things(book, Member)] == ["Rosa Luz-Martin"]


def test_a_number_that_a_whole_family_has_takes_nobody_for_another(book: Book) -> None:
    text = f"{MARCH}Rosa\t\t\t7\nAna\t\t\t7\nJoe\t\t\t7\n"
    assert _counts(_once(book, text)) == (3, 0, 0, 0)
    assert sorted(one.name for one in things(book, Member)) == ["Ana", "Joe", "Rosa"]


def test_who_prefers_not_to_say_is_not_one_person_with_all_who_do_not(book: Book) -> None:
    text = (
        MARCH
        + "Rosa\t1980-01-01\t555 0101\tdeclined\nRosa\t1991-01-01\t555 0102\tdeclined\nLi\tdeclined\t\t\nLi\tdeclined\t\t\n"
    )
    assert _counts(_once(book, text)) == (4, 0, 0, 0)
    assert [one.other_number for one in _named(book, "Rosa")] == ["~", "~"]
    preview = imports.look_over(book, _file(book, MARCH + "Ana\t\t\tdeclined\nLi\t1980-01-01\t\t\n"))
    assert preview.new == 1
    (asked,) = preview.decide
    assert asked.what.startswith("Li is in the book already (E-000")


def test_somebody_erased_is_asked_about_and_not_brought_back(book: Book, rosa: Id) -> None:
    erasing.erase(book, rosa, fingerprint=True)
    text = f"{MARCH}Rosa Delgado\t1980-03-04\t555 0142\t\n"
    (asked,) = imports.look_over(book, _file(book, text)).decide
    assert "erased on" in asked.what
    assert imports.read_in(book, _file(book, text)) is None
    _once(book, text, {2: LEAVE_OUT})
    assert people.member_count(book) == 0
    imports.read_in(book, _file(book, text), decisions={2: "new"})
    assert people.member_count(book) == 1
    assert _counts(imports.look_over(book, _file(book, text))) == (0, 1, 0, 0)


def test_a_decision_about_somebody_erased_is_erased_with_them(book: Book, rosa: Id) -> None:
    text = f"{MARCH}Roza Delgado\t1980-03-04\t555 0142\t\n"
    imports.read_in(book, _file(book, text), decisions={2: "same person"})
    assert [one.member for one in things(book, RowAnswer)] == [rosa]
    erasing.erase(book, rosa)
    assert things(book, RowAnswer) == []


# Another system's file fills in, and wipes nothing


def test_another_writing_of_the_same_is_no_change(book: Book) -> None:
    who = members.add_member(
        book, "Rosa Delgado", birth="1980-03-04", phone="+1 (555) 010-1234", email="Rosa@Example.org",
        languages=("es", "fr"), note="Rings twice.\nAllergic", other_phones=("555 0199",), since="2020-01-01",
    ).id  # fmt: skip
    member = book.get(Member, who)
    assert member is not None
    members.edit_household(book, member.household or "", address="12 Elm St., Springfield")
    row = MemberRow(
        row=2, name="ROSA DELGADO", birth="1980", phone="5550101234", email="rosa@example.org", languages=("es",),
        note="allergic", other_phones=("5550199",), address="12 elm st springfield", since="2021-05-05",
    )  # fmt: skip
    assert _counts(imports.look_over(book, ImportFile("members", "d", (row,), ()))) == (0, 1, 0, 0)


def test_what_is_more_is_added_and_what_was_there_stays(book: Book) -> None:
    who = members.add_member(book, "Rosa", languages=("fr",), note="one", birth="1980", diet=("~",)).id
    row = MemberRow(
        row=2,
        name="Rosa",
        languages=("es", "fr"),
        note="two",
        birth="1980-03-04",
        diet=("halal",),
        basis="word",
    )
    imports.read_in(book, ImportFile("members", "d", (row,), ()))
    member = book.get(Member, who)
    assert member is not None
    assert (member.languages, member.note, member.birth, member.diet) == (
        ("fr", "es"),
        "one\ntwo",
        "1980-03-04",
        ("~",),
    )
    household = book.get(Household, member.household or "")
    assert household is not None
    assert household.basis == "word"


def test_people_who_may_pick_up_are_read_once(book: Book) -> None:
    text = "Name\tWho may pick up\nRosa\tMme. Luz; Ti Jo\n"
    _once(book, text)
    page = people.household_page(book, people.household_ids(book)[0])
    assert page is not None
    assert sorted(one[0] for one in book.connection.execute("SELECT name FROM proxy")) == [
        "Mme. Luz",
        "Ti Jo",
    ]


# Goods


def test_a_decision_about_goods_holds_for_the_next_list(book: Book) -> None:
    pantry.add_item(book, "Rice", unit="bag")
    text = "Item\tQuantity\tUnit\nRice\t3\tkg\n"
    file = _file(book, text, "stock")
    assert len(imports.look_over(book, file).decide) == 1
    imports.read_in(book, file, decisions={2: LEAVE_OUT})
    assert [one.answer for one in things(book, LineAnswer)] == [LEAVE_OUT]
    april = imports.look_over(book, _file(book, "Item\tQuantity\tUnit\nRice\t5\tkg\n", "stock"))
    assert (april.decide, [one.kept for one in april.kept]) == ((), [LEAVE_OUT])


# Layouts, without a click beyond the last


FILES = sorted((Path(__file__).parents[1] / "tabular" / "known").glob("*.csv")) + [
    Path(__file__).parents[1] / "data" / "real" / name
    for name in ("sahana-shelter-people.csv", "sous-chef-clients.csv", "mutual-aid-requests.csv")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_known_layout_reads_without_a_question_and_then_changes_nothing(book: Book, path: Path) -> None:
    table = read_table(path)
    mapping = propose(table, "members", fields_on(book))
    assert mapping.layout
    assert mapping.questions == ()
    file = rows_of(table, mapping, "members")
    preview = imports.look_over(book, file)
    assert (preview.decide, preview.wrong, preview.changed) == ((), (), 0)
    assert preview.new == len(file.rows)
    imports.read_in(book, file)
    assert imports.read_in(book, file) is None


def test_a_profile_keeps_a_known_layout_s_columns_outside(book: Book) -> None:
    profiles.choose(book, "our own shelf")
    table = read_table(FILES[0])
    file = rows_of(table, propose(table, "members", fields_on(book)), "members")
    preview = imports.look_over(book, file)
    assert "Phone" in preview.off
    imports.read_in(book, file)
    assert [(one.phone, one.birth, one.family_name) for one in things(book, Member)] == [
        (None, None, None)
    ] * 3
