"""A delivery taken in by scans and digits: nothing is lost, and in the end it is one action."""

from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import items, pantry, receiving
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.history import sentence
from aidbook.actions.members import add_member
from aidbook.actions.typed_dates import read_short_date
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.pantry import Delivery, Item, Lot
from aidbook.errors import UserError
from aidbook.i18n import set_language
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import movements_of, stock_lines
from tests.conftest import PASSPHRASE

CAN, CASE, RICE = "036000291452", "10614141007346", "4006381333931"
NEXT = int(clock.today()[2:4]) + 1
MARCH = f"20{NEXT}-03-31"


@pytest.fixture
def beans(book: Book) -> Id:
    """Give black beans, known by the can and by the case of 24."""
    made = pantry.add_item(book, "Black beans", unit="can", weight_mg=439_418).id
    items.learn_code(book, CAN, made)
    items.add_pack(book, made, "case of 24", 24, code=CASE)
    return made


@pytest.fixture
def rice(book: Book) -> Id:
    """Give rice, counted in pounds."""
    made = pantry.add_item(book, "Rice", unit="lb").id
    items.learn_code(book, RICE, made)
    return made


def said(desk: Desk) -> list[tuple[int, int, str | None]]:
    """Return the lines: how many packs, of how many units, with which date."""
    return [(line.number, line.each, line.best_before) for line in desk.lines.values()]


def test_twenty_of_these_is_one_scan_and_20(book: Book, beans: Id) -> None:
    desk = Desk(book)
    desk.scan(CASE)
    desk.enter("20")
    assert said(desk) == [(20, 24, None)]
    desk.book()
    assert [line.quantity for line in stock_lines(book, item=beans)] == [480]


@pytest.mark.usefixtures("beans")
def test_a_scan_repeated_adds_one_pack(book: Book) -> None:
    desk = Desk(book)
    assert [desk.scan(CASE).kind, desk.scan(CASE).kind, desk.scan(CASE).kind] == ["new", "more", "more"]
    assert said(desk) == [(3, 24, None)]
    desk.scan(CAN)
    assert said(desk) == [(3, 24, None), (1, 1, None)]


@pytest.mark.usefixtures("beans", "rice")
def test_a_date_is_three_or_four_keys_after_the_number(book: Book) -> None:
    desk = Desk(book)
    for text in (CAN, "24", f"03{NEXT}", RICE, "10", f"3{NEXT}"):
        desk.enter(text)  # digits typed by hand, the codes too
    assert said(desk) == [(24, 1, MARCH), (10, 1, MARCH)]


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("0327", "2027-03-31"),
        ("327", "2027-03-31"),
        ("228", "2028-02-29"),
        ("1227", "2027-12-31"),
        ("032827", "2027-03-28"),
        ("280327", "2027-03-28"),
        ("1327", None),
        ("20", None),
        ("0399", None),
        ("", None),
        ("abc", None),
    ],
)
def test_digits_are_a_date_only_where_goods_may_have_it(digits: str, day: str | None) -> None:
    assert read_short_date(digits, "2026-11-23") == day


def test_six_digits_are_read_as_the_language_writes_days() -> None:
    assert read_short_date("030427", "2026-11-23") == "2027-03-04"
    set_language("fr")
    assert read_short_date("030427", "2026-11-23") == "2027-04-03"
    set_language("en")


@pytest.mark.usefixtures("beans", "rice")
def test_a_wrong_number_is_put_right_by_a_scan_and_a_number(book: Book) -> None:
    desk = Desk(book)
    for text in (CAN, "240", f"03{NEXT}", RICE, "10"):
        desk.enter(text)
    assert desk.scan(CAN).was == 240
    assert desk.enter("24").was == 240
    assert said(desk) == [(24, 1, MARCH), (10, 1, None)]


@pytest.mark.usefixtures("beans")
def test_another_date_after_a_scan_and_a_number_is_another_lot(book: Book) -> None:
    desk = Desk(book)
    for text in (CAN, "24", f"03{NEXT}", CAN, "15", f"04{NEXT}"):
        desk.enter(text)
    assert said(desk) == [(24, 1, MARCH), (15, 1, f"20{NEXT}-04-30")]
    desk.undo()
    assert said(desk) == [(15, 1, MARCH)]


@pytest.mark.usefixtures("beans")
def test_another_date_right_after_a_scan_puts_the_date_right_and_adds_nothing(book: Book) -> None:
    desk = Desk(book)
    for text in (CAN, "24", f"03{NEXT}", CAN, f"04{NEXT}"):
        desk.enter(text)
    assert said(desk) == [(24, 1, f"20{NEXT}-04-30")]


@pytest.mark.usefixtures("beans")
def test_a_number_in_the_place_of_a_date_is_the_number_again(book: Book) -> None:
    desk = Desk(book)
    for text in (CAN, "2", "20"):
        desk.enter(text)
    assert said(desk) == [(20, 1, None)]


@pytest.mark.usefixtures("beans")
def test_nothing_takes_a_line_out_and_undo_brings_it_back(book: Book) -> None:
    desk = Desk(book)
    desk.scan(CAN)
    desk.enter("20")
    desk.enter("0")
    assert said(desk) == []
    desk.undo()
    assert said(desk) == [(20, 1, None)]
    desk.undo()
    desk.undo()
    assert said(desk) == []
    assert not desk.undo()


def test_a_number_without_a_scan_is_refused(book: Book) -> None:
    with pytest.raises(UserError, match="Nothing was scanned yet"):
        Desk(book).enter("20")


@pytest.mark.usefixtures("beans")
def test_what_a_gs1_code_says_of_date_lot_and_count_is_taken(book: Book) -> None:
    desk = Desk(book)
    desk.scan(f"01{CASE}17{NEXT}0331" + "10L7")
    desk.enter("5")
    assert said(desk) == [(5, 24, MARCH)]
    assert desk.waits == ""  # nobody is asked for a date that the code said
    desk.scan(f"01{CASE}17{NEXT}0430")
    assert said(desk) == [(5, 24, MARCH), (1, 24, f"20{NEXT}-04-30")]
    done = desk.book()
    lots = [book.get(Lot, movement.lot) for movement in movements_of(book, done.id)]
    assert sorted((lot.code or "", lot.best_before, lot.date_kind) for lot in lots if lot) == [
        ("", f"20{NEXT}-04-30", "use by"),
        ("L7", MARCH, "use by"),
    ]


def test_what_is_counted_by_weight_is_weighed(book: Book, rice: Id, beans: Id) -> None:
    desk = Desk(book)
    desk.scan(RICE)
    desk.say_weight(45_359_237)
    desk.scan(CAN)
    desk.enter("126")
    done = desk.book()
    moved = movements_of(book, done.id)
    assert {m.item: m.units for m in moved} == {rice: 100, beans: 126}
    total = sum(m.units * (m.unit_mg or 0) for m in moved)
    assert round(total / 453_592.37, 2) == 222.06


def test_a_code_that_nobody_knows_is_asked_once_and_waits_for_its_name(book: Book) -> None:
    desk = Desk(book)
    assert desk.scan("5901234123457").kind == "unknown"
    desk.enter("20")
    desk.scan("5901234123457")
    assert said(desk) == [(21, 1, None)]
    with pytest.raises(UserError, match="1 code has no name yet"):
        desk.book()
    taught = receiving.teach(book, "5901234123457", name="Diapers", unit="pack", units=4)
    (meant,) = meant_by(book, ("5901234123457",))
    desk.name_code("5901234123457", taught.id, meant.pack.id if meant.pack else None, meant.units)
    desk.book()
    assert [line.quantity for line in stock_lines(book)] == [84]
    again = Desk(book)
    assert again.scan("5901234123457").kind == "new"


def test_a_power_cut_takes_nothing_of_it(tmp_path: Path) -> None:
    with Book.create(tmp_path / "cut.aidbook", PASSPHRASE, site_name="Cut") as book:
        made = pantry.add_item(book, "Beans", unit="can").id
        items.learn_code(book, CAN, made)
        desk = Desk(book)
        desk.change_head(source_name="Food bank", weights={"produce": 5_000_000})
        desk.scan(CAN)
        desk.enter("20")
        desk.enter(f"03{NEXT}")
        for name in ("cut.aidbook", "cut.aidbook-wal", "cut.aidbook.keys"):
            (tmp_path / name.replace("cut", "after")).write_bytes((tmp_path / name).read_bytes())
    with Book.open(tmp_path / "after.aidbook", PASSPHRASE) as after:
        again = Desk(after)
        assert said(again) == [(20, 1, MARCH)]
        assert (again.head.source_name, again.head.weights) == ("Food bank", {"produce": 5_000_000})
        again.book()
        assert not Desk(after).is_begun


def test_200_lines_are_one_action_and_one_commit(book: Book) -> None:
    desk = Desk(book)
    for number in range(200):
        made = pantry.add_item(book, f"Item {number}", unit="can").id
        desk.pick(made)
        desk.say_number(number + 1)
    desk.change_head(source_name="Food bank")
    commits: list[str] = []
    book.connection.set_trace_callback(lambda sql: commits.append(sql) if sql.startswith("COMMIT") else None)
    done = desk.book()
    book.connection.set_trace_callback(None)
    assert len(commits) == 1
    assert len(movements_of(book, done.id)) == 200
    assert sentence(book, done.action) == "Took in a delivery from Food bank: 200 lines"


def test_what_was_only_weighed_is_a_delivery_too(book: Book) -> None:
    desk = Desk(book)
    desk.change_head(source_name="Corner shop", weights={"bakery": 4_000_000, "dry": 0})
    fact = book.get(Delivery, desk.book().id)
    assert fact is not None
    assert (fact.lines, fact.weights, fact.on) == (0, {"bakery": 4_000_000}, clock.today())


def test_a_delivery_of_nothing_and_one_of_tomorrow_are_refused(book: Book, beans: Id) -> None:
    desk = Desk(book)
    with pytest.raises(UserError, match="nothing to take in"):
        desk.book()
    desk.scan(CAN)
    desk.change_head(on="2999-01-01")
    with pytest.raises(UserError, match="still to come"):
        desk.book()
    assert said(desk) == [(1, 1, None)]
    assert book.get(Item, beans) is not None


def test_a_member_s_card_is_no_goods(book: Book) -> None:
    card = add_member(book, "Rosa").id
    member = book.get(Member, card)
    assert member is not None
    with pytest.raises(UserError, match="a member’s card"):
        Desk(book).scan(member.number or "")
