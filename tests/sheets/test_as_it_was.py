"""The sheet of the shelves as they were on a past day."""

import pytest

from aidbook import clock
from aidbook.actions import members, pantry, people_who_open
from aidbook.errors import UserError
from aidbook.sheets import catalog
from aidbook.sheets.as_it_was import AsItWas
from aidbook.sheets.values import Look
from aidbook.store.book import Book
from tests.sheets.pretend import joined

DAY = "2026-03-19"


def _then(book: Book, day: str | None = DAY) -> AsItWas:
    values = catalog.values(book, "as-it-was", distribution=day, number=3)
    assert isinstance(values, AsItWas)
    return values


@pytest.fixture
def stocked(book: Book) -> Book:
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=40)], at=clock.noon_ms("2026-03-01"))
    pantry.receive_stock(book, [pantry.Units(item=beans, units=5)], at=clock.noon_ms("2026-03-25"))
    members.add_member(book, "Rosa", since="2026-01-01")
    return book


def test_it_shows_what_was_there_then_and_not_what_came_later(stocked: Book) -> None:
    then = _then(stocked)
    assert [(line.item, line.quantity) for line in then.lines] == [("Beans", 40)]
    assert sum(line.quantity for line in _then(stocked, None).lines) == 45
    text = joined(catalog.draw("as-it-was", then, Look()))
    assert "Thursday 19 March 2026" in text
    assert "1 item · 1 lot" in text
    assert catalog.table("as-it-was", then, "en").rows == (("Beans", 40, "can", None, "Shelves", None, None),)


def test_an_empty_shelf_says_so(stocked: Book) -> None:
    text = joined(catalog.draw("as-it-was", _then(stocked, "2026-02-01"), Look()))
    assert "Nothing was on the shelves." in text


@pytest.mark.parametrize("day", ["2999-01-01", "soon"])
def test_what_is_no_day_that_has_been_is_refused(stocked: Book, day: str) -> None:
    with pytest.raises(UserError, match="has been"):
        _then(stocked, day)


def test_who_sees_no_people_prints_it_without_their_figures(stocked: Book) -> None:
    assert _then(stocked).counts is not None
    shelf = people_who_open.add_person(stocked, "Kwame", "shelf", "four other words here").id
    stocked.sit_down(shelf)
    then = _then(stocked)
    assert then.counts is None
    assert "Members" not in joined(catalog.draw("as-it-was", then, Look()))
