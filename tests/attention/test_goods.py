"""Goods that need attention: to be received, not come, recalled, out too long, past their days of grace."""

from pathlib import Path

from aidbook.actions import lending, pantry, recalls, transfers
from aidbook.actions.places import Units
from aidbook.store.book import Book
from aidbook.store.pantry import stock_lines
from tests.attention.conftest import east, only, remedy, stick, told, west
from tests.exchange.conftest import send, take

__all__ = ["east", "stick", "west"]


def test_goods_wait_to_be_received_and_then_to_be_found(east: Book, west: Book, stick: Path) -> None:
    rice = pantry.add_item(east, "Rice", unit="bag").id
    pantry.receive_stock(east, [pantry.Units(item=rice, units=10)])
    (line,) = stock_lines(east)
    sent = transfers.send_goods(east, west.site.id, [Units(line.lot, line.place_id, 10)]).id
    assert not told(east, "not-come")  # it is on the way, as it should be
    take(west, send(east, west, stick))
    one = only(west, "arriving")
    assert one.sentence == "Eastside sent goods on 28 March 2026, and nobody has written down what came."
    assert remedy(one, "Receive").go is not None
    transfers.receive_goods(west, sent, {line.lot: transfers.Came(9, why="damaged")})
    assert not told(west, "arriving")
    take(east, send(west, east, stick))
    assert only(east, "not-come").happened == ("Rice: 1 did not come",)
    transfers.settle(east, sent, line.lot, 1, "damaged")
    assert not told(east, "not-come")


def test_what_is_recalled_is_said_while_it_lies_on_a_shelf(book: Book) -> None:
    rice = pantry.add_item(book, "Rice", unit="bag").id
    pantry.receive_stock(book, [pantry.Units(item=rice, units=10)])
    recalled = recalls.recall(book, "Moths", item=rice).id
    assert only(book, "recalled").happened == ("Shelves: 10",)
    recalls.end_recall(book, recalled, "the maker said so")
    assert not told(book, "recalled")


def test_what_was_wanted_back_is_said_until_it_comes(book: Book) -> None:
    spade = pantry.add_item(book, "Spade").id
    pantry.receive_stock(book, [pantry.Units(item=spade, units=2)])
    (line,) = stock_lines(book)
    late = lending.lend(book, Units(line.lot, line.place_id, 1), due="2026-03-27").id
    lending.lend(book, Units(line.lot, line.place_id, 1), due="2026-03-28")
    assert only(book, "lent").sentence == "1 × Spade was wanted back on 27 March 2026."
    lending.come_back(book, late, 1)
    assert not told(book, "lent")


def test_within_its_days_of_grace_nothing_is_past_its_date_but_what_is_used_by_it(book: Book) -> None:
    for name, fields in (
        ("Soup", {"grace_days": 30}),
        ("Milk", {"grace_days": 30, "date_kind": "use by"}),
        ("Formula", {"grace_days": 30, "formula": True}),
        ("Tea", {"grace_days": 5}),
    ):
        item = pantry.add_item(book, name, **fields).id
        pantry.receive_stock(book, [pantry.Units(item=item, units=5, best_before="2026-03-20")])
    assert [one.about for one in told(book, "past-date")] == ["Formula", "Milk", "Tea"]
