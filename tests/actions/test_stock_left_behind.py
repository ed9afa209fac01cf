"""Units on a shelf whose lot was taken back meanwhile: what is shown can be counted and set aside."""

import pytest

from aidbook.actions import history, pantry
from aidbook.domain.pantry import Movement
from aidbook.domain.writes import change
from aidbook.store import pantry as query
from aidbook.store.book import Book


@pytest.mark.behind_the_ledger
def test_units_of_a_lot_that_was_taken_back_can_be_set_aside_and_counted(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    came = pantry.receive_stock(book, [pantry.Units(item=beans, units=10)])
    (movement,) = book.connection.execute("SELECT id FROM movement").fetchone()
    history.undo(book, came.action)
    book.record(change(Movement, movement, stands=True))  # as another laptop may have said meanwhile
    (line,) = query.stock_lines(book)
    pantry.throw_away(book, line.lot, line.place_id, 4, "spoiled")
    assert [each.quantity for each in query.stock_lines(book)] == [6]
    pantry.count_stock(book, [pantry.Units(item=beans, units=5, lot=line.lot, place=line.place_id)])
    assert [each.quantity for each in query.stock_lines(book)] == [5]
