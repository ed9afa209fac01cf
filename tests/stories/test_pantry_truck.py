"""A truck comes in: cases, loose cans, bread that is only weighed, a sack that is weighed and bagged."""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from aidbook import clock
from aidbook.actions import history, items, pantry
from aidbook.actions.delivery_desk import Desk
from aidbook.actions.making import repack
from aidbook.actions.places import Units
from aidbook.actions.receiving import teach
from aidbook.actions.sources import set_fair_value
from aidbook.domain.declare import Id
from aidbook.domain.weights import read_weight
from aidbook.sheets import receipt
from aidbook.store.book import Book
from aidbook.store.items import meant_by
from aidbook.store.pantry import item_lines, movements_of, stock_lines
from aidbook.store.source_figures import source_lines
from aidbook.store.sources import delivery

CASE, CAN, NEW = "10614141007346", "036000291452", "5901234123457"
NEXT = int(clock.today()[2:4]) + 1
MARCH = f"20{NEXT}-03-31"
LB = Fraction("453592.37")


@dataclass(frozen=True)
class Pantry:
    """What the store room knows before the truck comes."""

    beans: Id
    rice: Id
    bags: Id


@pytest.fixture
def room(book: Book) -> Pantry:
    can_mg = read_weight("15.5 oz", None)
    beans = pantry.add_item(book, "Black beans", unit="can", weight_mg=can_mg, category="dry").id
    items.learn_code(book, CAN, beans)
    items.add_pack(book, beans, "case of 24", 24, code=CASE)
    rice = pantry.add_item(book, "Rice, loose", unit="lb", category="dry").id
    bags = pantry.add_item(
        book, "Rice, 2 lb bag", unit="bag", weight_mg=read_weight("2 lb", None), category="dry"
    ).id
    set_fair_value(book, "2020-01-01", 193)
    return Pantry(beans, rice, bags)


@pytest.fixture
def truck(book: Book, room: Pantry) -> Id:
    """Take the truck in as two volunteers do: one scans and types, one reads the scale."""
    desk = Desk(book)
    desk.change_head(source_name="Food bank", note="Truck 7")
    for said in (CASE, "5", f"3{NEXT}"):  # five cases
        desk.enter(said)
    for _can in range(6):  # and six loose cans, one scan each
        desk.scan(CAN)
    desk.enter("")
    desk.enter("")
    desk.pick(room.rice)  # a sack on the scale
    desk.say_weight(read_weight("100 lb", None) or 0)
    desk.scan(NEW)  # nobody knows this one yet; it waits
    desk.enter("12")
    desk.change_head(weights={"bakery": read_weight("30 lb", None) or 0})
    done = teach(book, NEW, name="Diapers, size 4", unit="pack")
    (meant,) = meant_by(book, (NEW,))
    desk.name_code(NEW, done.id, None, meant.units)
    return desk.book().id


def _on_hand(book: Book) -> dict[str, int]:
    return {line.name: line.on_hand for line in item_lines(book) if line.on_hand}


def test_every_unit_and_every_pound_is_there(book: Book, truck: Id, room: Pantry) -> None:
    assert _on_hand(book) == {"Black beans": 126, "Rice, loose": 100, "Diapers, size 4": 12}
    assert [(line.quantity, line.best_before) for line in stock_lines(book, item=room.beans)] == [
        (120, MARCH),
        (6, None),
    ]
    line = delivery(book, truck)
    assert line is not None
    counted = sum(came.mg or 0 for came in line.came)
    assert round(counted / LB, 2) == Fraction("222.06")  # 126 cans of 15.5 oz and 100 lb
    assert round(line.mg / LB, 2) == Fraction("252.06")  # and 30 lb of bread
    assert not line.is_weighed_whole  # diapers were not weighed


def test_a_case_keeps_the_pack_it_came_in(book: Book, truck: Id) -> None:
    packs = {(m.pack, m.pack_units) for m in movements_of(book, truck)}
    assert ("case of 24", 24) in packs


def test_the_sack_is_weighed_and_bagged_and_no_pound_is_lost(book: Book, truck: Id, room: Pantry) -> None:
    assert truck
    (sack,) = stock_lines(book, item=room.rice)
    repack(book, Units(sack.lot, sack.place_id, 100), room.bags, 50)
    assert _on_hand(book)["Rice, 2 lb bag"] == 50
    assert "Rice, loose" not in _on_hand(book)
    (bags,) = stock_lines(book, item=room.bags)
    assert bags.quantity * (read_weight("2 lb", None) or 0) == pytest.approx(float(100 * LB), abs=50)


def test_the_source_is_thanked_for_all_of_it(book: Book, truck: Id) -> None:
    (line,) = source_lines(book)
    assert (line.name, line.deliveries, round(line.mg / LB, 2)) == ("Food bank", 1, Fraction("252.06"))
    found = receipt.collect(book, truck, number=1, with_values=True)
    assert found.value == round(Fraction(252.0625) * 193)
    assert {row.name or row.category for row in found.parts[0].rows} == {
        "Black beans",
        "Rice, loose",
        "Diapers, size 4",
        "bakery",
    }


def test_the_whole_truck_is_one_action_and_one_undo(book: Book, truck: Id) -> None:
    (action,) = book.connection.execute(
        "SELECT DISTINCT action FROM movement WHERE of = ?", (truck,)
    ).fetchone()
    assert history.sentence(book, action) == "Took in a delivery from Food bank: 4 lines"
    history.undo(book, action)
    assert _on_hand(book) == {}
    assert source_lines(book) == []  # it was made along with the delivery
