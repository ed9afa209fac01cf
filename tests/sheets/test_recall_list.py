"""The contact list of a recall: whom to tell, how, and nothing more than that takes."""

import io
from typing import Any

import pypdfium2
import pytest

from aidbook import clock
from aidbook.actions import distributions, members, pantry, profiles, recalls
from aidbook.actions.places import hold_lot
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.roles import NotYours
from aidbook.errors import UserError
from aidbook.sheets import catalog
from aidbook.store.book import Book
from aidbook.store.members import member_ids, member_lines
from aidbook.store.pantry import stock_lines
from tests.sheets.pretend import pdf_of

HOUR = 3_600_000


def words(pdf: bytes) -> str:
    """Return the text of all pages, its blanks even."""
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(
        " ".join(page.get_textpage().get_text_range().replace("\u00a0", " ").split()) for page in pages
    )


@pytest.fixture
def recalled(book: Book) -> Id:
    """Give a recall of a lot that Rosa, Kwame and Ana got for certain, and Marie perhaps."""
    begun = clock.now_ms() - 10 * HOUR
    food = pantry.add_item(book, "Baby food", unit="jar").id
    day = distributions.plan_distribution(book, clock.today(), {food: 2}, everyone=True).id
    for code, until in (("L-0417", "2031-01-01"), ("L-0418", "2032-01-01")):
        lot = pantry.Units(item=food, units=9, best_before=until, lot_code=code)
        pantry.receive_stock(book, [lot], at=begun)
    (bad,) = (line for line in stock_lines(book, item=food) if line.lot_code == "L-0417")
    people: list[tuple[str, dict[str, Any]]] = [
        (
            "Rosa",
            {
                "phone": "555-0100",
                "reach_by": "text",
                "home": {"address": "12 Elm Street"},
                "email": "rosa@example.org",
            },
        ),
        ("Kwame", {"phone": PREFERS_NOT, "reach_by": "in person", "home": {"address": "the blue house"}}),
        ("Ana", {"reach_by": "email", "email": "ana@example.org", "languages": ("es",)}),
        ("Marie", {"phone": "555-0103", "reach_by": "through someone", "reach_note": "her sister Lise"}),
    ]
    for n, (name, known) in enumerate(people, start=1):
        if name == "Marie":
            hold_lot(book, bad.lot, "look at the lids")
        member = members.add_member(book, name, **known).id
        distributions.check_in(book, day, household(book, member), at=begun + n * HOUR)
    distributions.check_in_unnamed(book, day, 1, boxes=1, at=begun + 5 * HOUR)
    return recalls.recall(book, "Glass in the jars", lots=[bad.lot]).id


def household(book: Book, member: Id) -> Id:
    return member_lines(book, [member])[0].household or ""


def test_it_has_who_is_to_be_told_and_an_address_only_where_that_is_the_way(book: Book, recalled: Id) -> None:
    values = catalog.values(book, "recall", distribution=recalled, number=1)
    assert [(row.name, row.certain) for row in values.rows] == [
        ("Ana", True), ("Kwame", True), ("Marie", False), ("Rosa", True),
    ]  # fmt: skip
    said = words(pdf_of(book, "recall", distribution=recalled, number=1))
    for told in ("Glass in the jars", "lot L-0417", "Has some for certain · 3 households", "555-0100", "the blue house",
                 "ana@example.org", "Spanish", "May have some · 1 household", "her sister Lise",
                 "and 1 visit without a name", "4 households to tell", "then shred it"):  # fmt: skip
        assert told in said
    for kept_back in ("12 Elm Street", "rosa@example.org", "L-0418", PREFERS_NOT):
        assert kept_back not in said


def test_what_the_site_does_not_ask_and_what_nobody_would_say_is_not_on_it(book: Book, recalled: Id) -> None:
    (kwame,) = (line for line in member_lines(book, member_ids(book)) if line.name == "Kwame")
    members.edit_household(book, household(book, kwame.id), address=PREFERS_NOT)
    assert "~" not in words(pdf_of(book, "recall", distribution=recalled, number=1))
    profiles.choose(book, "our own shelf")
    text = words(pdf_of(book, "recall", distribution=recalled, number=1))
    assert "Rosa" in text
    assert not any(said in text for said in ("555", "ana@", "sister", "Spanish", "in person"))


def test_who_was_told_is_no_longer_on_it(book: Book, recalled: Id) -> None:
    rosa = next(line for line in member_lines(book, _ids(book)) if line.name == "Rosa")
    recalls.tell(book, recalled, rosa.household or "")
    said = words(pdf_of(book, "recall", distribution=recalled, number=1))
    assert "3 households to tell · 1 told already" in said
    assert "Rosa" not in said


def test_without_a_word_it_is_about_the_latest_recall(book: Book, recalled: Id) -> None:
    asked = (catalog.values(book, "recall", distribution=about, number=1) for about in (None, recalled))
    first, second = asked
    assert first == second


def test_there_is_none_without_a_recall_and_for_nobody_but_coordinators(book: Book) -> None:
    with pytest.raises(UserError, match="Nothing is recalled"):
        catalog.values(book, "recall", distribution=None, number=1)
    book._role = "door"
    with pytest.raises(NotYours):
        catalog.values(book, "recall", distribution=None, number=1)


def _ids(book: Book) -> list[Id]:
    return [id_ for (id_,) in book.connection.execute("SELECT id FROM member")]
