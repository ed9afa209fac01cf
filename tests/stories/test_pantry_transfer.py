"""Ten bags of rice go to another site; one bursts on the way. Nobody guesses, and both books come to the same."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from aidbook.actions import corrections, history, pantry, transfers
from aidbook.actions.places import Units
from aidbook.domain.declare import Id, new_id
from aidbook.domain.pantry import SHELF, TRANSIT, WASTE, Movement, special_place
from aidbook.domain.transfers import TransferReceipt
from aidbook.errors import UserError
from aidbook.exchange import receiving
from aidbook.store.book import Book
from aidbook.store.history import action_of_fact
from aidbook.store.pantry import level, stock_lines
from aidbook.store.transfers import arriving, on_the_way, sent_on, sent_transfers, transfer_page
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import east, pair, send, stick, take, west

__all__ = ["east", "stick", "west"]


@dataclass(frozen=True)
class Load:
    """What Eastside put into the van for Westside."""

    transfer: Id
    rice: Id
    beans: Id


@pytest.fixture
def load(east: Book, west: Book) -> Load:
    """Give 10 of 40 bags of rice and 24 of 48 beans, sent from Eastside."""
    rice = pantry.add_item(east, "Rice", unit="bag").id
    beans = pantry.add_item(east, "Beans", unit="can").id
    lines = [
        pantry.Units(item=rice, units=40, lot_code="R7"),
        pantry.Units(item=beans, units=48, best_before="2031-03-31"),
    ]
    pantry.receive_stock(east, lines, source_name="Food bank")
    lots = {line.item_id: line for line in stock_lines(east)}
    sending = [Units(lots[item].lot, lots[item].place_id, n) for item, n in ((rice, 10), (beans, 24))]
    transfer = transfers.send_goods(east, west.site.id, sending).id
    return Load(transfer, lots[rice].lot, lots[beans].lot)


def _east_has(east: Book, lot: Id) -> tuple[int, int, int, int]:
    """Return what Eastside says of a lot: on hand, on the way, sent on, wasted; together what came in."""
    here = sum(line.quantity for line in stock_lines(east) if line.lot == lot)
    waste = level(east, lot, special_place(east.site.id, WASTE))
    return here, on_the_way(east).get(lot, 0), sent_on(east).get(lot, 0), waste


def test_a_burst_bag_is_said_where_it_came_and_booked_where_it_was_sent(
    east: Book, west: Book, load: Load, stick: Path
) -> None:
    assert _east_has(east, load.rice) == (30, 10, 0, 0)
    take(west, send(east, west, stick))
    (page,) = arriving(west)
    assert (page.site_name, [line.sent for line in page.lines]) == ("Eastside", [24, 10])
    came = {load.rice: transfers.Came(9, why="damaged"), load.beans: transfers.Came(24)}
    transfers.receive_goods(west, load.transfer, came)
    assert not arriving(west)
    assert {line.lot: line.quantity for line in stock_lines(west)} == {load.rice: 9, load.beans: 24}
    # Until the receipt is back, all of it belongs to Eastside's report.
    assert _east_has(east, load.rice) == (30, 10, 0, 0)
    take(east, send(west, east, stick))
    assert _east_has(east, load.rice) == (30, 1, 9, 0)
    assert _east_has(east, load.beans) == (24, 0, 24, 0)
    (sent,) = sent_transfers(east)
    rice = next(line for line in sent.lines if line.lot == load.rice)
    assert (rice.way, rice.said, rice.why) == (1, 1, "damaged")
    assert sent.is_open  # it stays on the way until a person says where it is
    transfers.settle(east, load.transfer, load.rice, 1, "damaged")
    assert _east_has(east, load.rice) == (30, 0, 9, 1)
    assert not sent_transfers(east)[0].is_open
    # What Eastside's own on-the-way place holds is what Westside took off it: nothing is left in between.
    way = special_place(east.site.id, TRANSIT)
    (between,) = east.connection.execute("SELECT sum(units) FROM stock WHERE place = ?", (way,)).fetchone()
    assert between == 0
    take(west, send(east, west, stick))
    assert not next(line for line in transfer_page(west, load.transfer).lines if line.lot == load.rice).way  # type: ignore[union-attr] # it is there


def test_a_bag_that_never_left_is_back_on_the_shelf(east: Book, west: Book, load: Load, stick: Path) -> None:
    take(west, send(east, west, stick))
    transfers.receive_goods(
        west, load.transfer, {load.rice: transfers.Came(8), load.beans: transfers.Came(24)}
    )
    take(east, send(west, east, stick))
    with pytest.raises(UserError, match="Only 2"):
        transfers.settle(east, load.transfer, load.rice, 3, "lost")
    transfers.settle(east, load.transfer, load.rice, 2, transfers.NOT_SENT)
    assert _east_has(east, load.rice) == (32, 0, 8, 0)


def test_more_than_was_written_down_asks_from_where_it_was_taken(
    east: Book, west: Book, load: Load, stick: Path
) -> None:
    take(west, send(east, west, stick))
    transfers.receive_goods(
        west, load.transfer, {load.rice: transfers.Came(11), load.beans: transfers.Came(24)}
    )
    take(east, send(west, east, stick))
    assert _east_has(east, load.rice) == (30, -1, 11, 0)
    shelf = next(line.place_id for line in stock_lines(east) if line.lot == load.rice)
    transfers.add_sent(east, load.transfer, load.rice, 1, shelf)
    assert _east_has(east, load.rice) == (29, 0, 11, 0)


def test_a_receipt_speaks_of_each_lot_once_and_only_where_it_was_sent(
    east: Book, west: Book, load: Load, stick: Path
) -> None:
    with pytest.raises(UserError, match="not sent to this site"):
        transfers.receive_goods(east, load.transfer, {load.rice: transfers.Came(10)})
    take(west, send(east, west, stick))
    with pytest.raises(UserError, match="Nothing is said of Beans"):
        transfers.receive_goods(west, load.transfer, {load.rice: transfers.Came(10)})
    came = {load.rice: transfers.Came(10), load.beans: transfers.Came(24)}
    receipt = transfers.receive_goods(west, load.transfer, came)
    with pytest.raises(UserError, match="received already"):
        transfers.receive_goods(west, load.transfer, came)
    history.undo(west, receipt.action)
    assert [page.transfer for page in arriving(west)] == [load.transfer]
    assert not stock_lines(west)


def test_a_third_site_takes_nothing_off_the_way(east: Book, load: Load, stick: Path, tmp_path: Path) -> None:
    with Book.create(tmp_path / "north.aidbook", PASSPHRASE, site_name="Northside") as north:
        pair(east, north)
        take(north, send(east, north, stick))
        receipt = TransferReceipt(id=new_id(), transfer=load.transfer, lines=1)
        taken = Movement(
            id=new_id(),
            item=stock_lines(east)[0].item_id,
            lot=load.rice,
            from_place=special_place(east.site.id, TRANSIT),
            to_place=special_place(north.site.id, SHELF),
            units=10,
            reason="received",
            of=receipt.id,
        )
        north.record(receipt, taken)
        assert isinstance(take(east, send(north, east, stick)), receiving.Merge)
    assert _east_has(east, load.rice) == (30, 10, 0, 0)


def test_what_was_received_is_not_taken_back_where_it_was_sent(
    east: Book, west: Book, load: Load, stick: Path
) -> None:
    sent = action_of_fact(east, "transfer", load.transfer)
    take(west, send(east, west, stick))
    came = {load.rice: transfers.Came(10), load.beans: transfers.Came(24)}
    transfers.receive_goods(west, load.transfer, came)
    take(east, send(west, east, stick))
    with pytest.raises(history.InTheWay, match="received or spoken of since"):
        history.undo(east, sent)
    with pytest.raises(UserError, match="Two sites"):
        corrections.correct(east, sent)
