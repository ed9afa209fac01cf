"""What sheets take from a real book, and that paper says what the book says."""

import re
from typing import Any

import pypdfium2
import pytest

from aidbook.actions import distributions, gifts, members, pantry
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.sheets import catalog
from aidbook.store.book import Book
from aidbook.store.members import member_lines
from aidbook.store.reports import day_report
from tests.sheets.pretend import joined, pdf_of

ON = "2026-03-28"

OF_A_DAY = [name for name, sheet in catalog.SHEETS.items() if sheet.of == "distribution"]


class Saturday:
    """A distribution of beans and rice with two slots and room for six: one box, two from three people on."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.beans = pantry.add_item(book, "Beans", unit="can").id
        rice = pantry.add_item(book, "Rice", unit="bag").id
        pantry.count_stock(book, [pantry.Units(item=item, units=100) for item in (self.beans, rice)])
        self.id = distributions.plan_distribution(
            book,
            ON,
            {self.beans: 2, rice: 1},
            by_size={1: 1, 3: 2},
            title="Spring sharing",
            where="Main hall",
            slots=("9:00", "10:00"),
            wanted=6,
            bring="A bag",
        ).id

    def household(self, name: str, counted: dict[str, int] | None = None, **fields: Any) -> Id:
        member = members.add_member(self.book, name, counted=counted or {}, **fields).id
        return member_lines(self.book, [member])[0].household or ""

    def signed_up(self, name: str, slot: str | None = None, *, waiting: bool = False, **fields: Any) -> Id:
        household = self.household(name, **fields)
        distributions.sign_up(self.book, self.id, household, slot=slot, waiting=waiting)
        return household

    def values(self, sheet: str, **asked: Any) -> Any:  # noqa: ANN401 - each sheet has values of its own
        return catalog.values(self.book, sheet, distribution=self.id, number=7, **asked)

    def printed(self, sheet: str, **asked: Any) -> str:
        return joined(pdf_of(self.book, sheet, distribution=self.id, number=7, **asked))


@pytest.fixture
def saturday(book: Book) -> Saturday:
    return Saturday(book)


@pytest.fixture
def busy(saturday: Saturday) -> Saturday:
    """Give a Saturday with four households on the list and one waiting."""
    rosa = saturday.signed_up(
        "Rosa Núñez",
        "10:00",
        family_name="Núñez",
        counted={"0-17": 2},
        diet=("no pork",),
        allergens=("peanuts",),
    )
    members.add_member(saturday.book, "Luis Núñez", household=rosa, diet=("halal",))
    saturday.signed_up("Jérémie Baptiste", "9:00", family_name="Baptiste")
    saturday.signed_up("أحمد الحسن", "9:00", family_name="الحسن")
    saturday.signed_up("Cher")
    saturday.signed_up("Ana Zapata", "9:00", family_name="Zapata", waiting=True)
    return saturday


def test_the_list_is_by_family_name_and_says_so(busy: Saturday) -> None:
    values = busy.values("list")
    assert [row.name for row in values.rows] == ["Baptiste, Jérémie", "Cher", "Núñez, Rosa", "الحسن، أحمد"]
    assert [row.row for row in values.rows + values.waiting] == [1, 2, 3, 4, 5]
    assert [row.name for row in values.waiting] == ["Zapata, Ana"]
    assert "by family name" in busy.printed("list")


def test_the_list_by_slot_follows_the_days_slots_and_says_so(busy: Saturday) -> None:
    values = busy.values("list", order="slot")
    assert [(row.slot, row.name) for row in values.rows] == [
        ("9:00", "Baptiste, Jérémie"),
        ("9:00", "الحسن، أحمد"),
        ("10:00", "Núñez, Rosa"),
        (None, "Cher"),
    ]
    text = busy.printed("list", order="slot")
    assert "by time" in text
    assert "9:00 · 2 households · 2 people · 2 boxes" in text


def test_a_row_says_what_the_door_must_know(busy: Saturday) -> None:
    (rosa,) = (row for row in busy.values("list").rows if row.name == "Núñez, Rosa")
    assert (rosa.people, rosa.boxes) == (3, 2)
    assert (set(rosa.diet), rosa.allergens) == ({"no pork", "halal"}, ("peanuts",))
    assert rosa.pick_up == ("Luis",)
    text = busy.printed("list")
    assert "allergy:" in text
    assert "peanuts" in text
    assert "In each box: 2 × Beans, 1 × Rice" in text


def test_the_totals_count_who_is_expected_and_not_who_waits(busy: Saturday) -> None:
    text = busy.printed("list")
    plan = distributions.plan_of(busy.book, busy.id)
    assert f"End of the list: {plan.households} households · 6 people · {plan.boxes} boxes" in text
    assert "Wait list: 1 household" in text


def test_twenty_blank_rows_follow_numbered_on(busy: Saturday) -> None:
    after = busy.printed("list").split("Walk-ins", 1)[1]
    assert {str(row) for row in range(6, 26)} <= set(re.findall(r"^\d+$", after, re.MULTILINE))


def test_a_guest_who_signs_reads_numbers_and_names_alone(busy: Saturday) -> None:
    values = busy.values("signatures")
    assert [name for _number, name in values.rows] == [
        "Baptiste, Jérémie",
        "Cher",
        "Núñez, Rosa",
        "الحسن، أحمد",
    ]
    assert all(re.fullmatch(r"[A-Z]+-\d{4}-[A-Z]", number) for number, _name in values.rows)
    text = busy.printed("signatures")
    for secret in ("pork", "peanuts", "halal", "Luis", "boxes", "people", "10:00"):
        assert secret not in text


def test_the_wall_shows_numbers_and_no_name(busy: Saturday) -> None:
    text = busy.printed("sign-up")
    for secret in ("Rosa", "Núñez", "Baptiste", "Cher", "Luis", "pork", "peanuts"):
        assert secret not in text
    numbers = {number for number, _name in busy.values("signatures").rows}
    assert numbers == set(re.findall(r"[A-Z]+-\d{4}-[A-Z]", text))
    assert "Please bring: A bag" in text


def test_the_wall_has_as_many_rows_as_there_are_places_left(busy: Saturday) -> None:
    values = busy.values("sign-up")
    assert [(slot.slot, slot.taken, slot.room) for slot in values.slots] == [
        ("9:00", 2, 1),
        ("10:00", 1, 1),
        (None, 1, 0),
    ]
    assert "Room for 6 households · 4 signed up · 2 places left" in busy.printed("sign-up")


def test_a_sign_up_sheet_without_a_day_is_blank_to_fill_in(book: Book) -> None:
    text = joined(pdf_of(book, "sign-up", distribution=None, number=1))
    assert all(word in text for word in ("What", "Date", "Where", "Please bring", "Name or member number"))


def test_the_day_report_prints_the_figures_that_screen_and_files_have(busy: Saturday) -> None:
    book = busy.book
    for name in ("Rosa", "Jérémie"):
        distributions.check_in(book, busy.id, members.find_member(book, name).household or "")
    distributions.check_in(book, busy.id, busy.household("Kwame Owusu", {"60+": 1}), boxes=1)
    gifts.add_gift(book, "hours", minutes=150, distribution=busy.id, on=ON)
    gifts.add_gift(book, "hours", minutes=60, distribution=busy.id, on=ON)
    gifts.add_gift(book, "money", cents=2000, distribution=busy.id, on=ON)
    report = day_report(book, busy.id)
    assert report
    assert (report.households, report.people, report.boxes, report.no_shows, report.walk_ins) == (
        3,
        7,
        4,
        2,
        1,
    )
    text = busy.printed("day")
    assert f"{report.households} households · {report.people} people · {report.boxes} boxes" in text
    assert "Not closed yet" in text
    for line in ("Beans 8 can", "Rice 4 bag", "Hours 3.5 hours", "Money $20.00"):
        assert line in text
    table = {(row[0], row[1]): row[2] for row in catalog.table("day", busy.values("day"), "en").rows}
    assert table["Households", ""] == report.households
    assert table["Didn't come", ""] == report.no_shows
    assert {band: table["People by age", band.replace("-", "–")] for band in report.by_age} == report.by_age
    assert {item: table["Items out", item] for item in report.items_out} == report.items_out
    assert (table["Gifts", "Hours"], table["Gifts", "Money"]) == (3.5, 20)


def test_the_day_report_names_nobody(busy: Saturday) -> None:
    book = busy.book
    gifts.add_gift(
        book, "hours", member=members.find_member(book, "Cher").id, minutes=60, distribution=busy.id, on=ON
    )
    assert "Cher" not in repr(busy.values("day"))
    distributions.close_distribution(book, busy.id)
    assert "Not closed yet" not in busy.printed("day")


def test_the_table_of_a_sheet_has_the_rows_of_its_paper(busy: Saturday) -> None:
    for name in OF_A_DAY:
        table = catalog.table(name, busy.values(name), "en")
        assert table.rows
        assert all(len(row) == len(table.titles) for row in table.rows)
    table = catalog.table("list", busy.values("list"), "en")
    assert [row[2] for row in table.rows][-1] == "Zapata, Ana"


def test_the_stamp_says_the_print_the_position_and_practice(busy: Saturday) -> None:
    stamp = busy.values("list").stamp
    assert (stamp.site, stamp.number, stamp.position, stamp.practice) == (
        "Eastside",
        7,
        busy.book.position,
        False,
    )
    assert "Sheet 7" in busy.printed("list")


def test_a_sheet_knows_whether_its_data_has_changed(busy: Saturday) -> None:
    before = catalog.fingerprint(busy.values("list"))
    pantry.add_item(busy.book, "Soap")
    other_print = catalog.values(busy.book, "list", distribution=busy.id, number=8)
    assert catalog.fingerprint(other_print) == before
    busy.signed_up("Somebody New")
    assert catalog.fingerprint(busy.values("list")) != before


@pytest.mark.parametrize("name", ["list", "signatures", "day"])
def test_a_sheet_about_a_distribution_asks_for_one(book: Book, name: str) -> None:
    for unknown in (None, "0" * 32):
        with pytest.raises(UserError, match="about a distribution"):
            pdf_of(book, name, distribution=unknown, number=1)


def test_an_unknown_sheet_is_refused_with_the_names_there_are(book: Book) -> None:
    with pytest.raises(UserError, match="sign-up, list, signatures, day"):
        pdf_of(book, "posters", distribution=None, number=1)


def test_every_sheet_prints_in_two_languages_on_letter_paper(busy: Saturday) -> None:
    for name in OF_A_DAY:
        pdf = pdf_of(busy.book, name, distribution=busy.id, number=7, languages=("ht", "fr"), paper="Letter")
        with pypdfium2.PdfDocument(pdf) as document:
            assert min(document[0].get_size()) == pytest.approx(8.5 * 72)
        assert "samedi 28 mars 2026" in joined(pdf)
