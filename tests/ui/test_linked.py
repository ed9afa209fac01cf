"""Linked records stand in the window as one, say what each of them says, and are set apart again."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, pantry
from aidbook.actions.gifts import add_gift
from aidbook.actions.members import add_member
from aidbook.actions.same import link
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import NeedsReason
from aidbook.store.book import Book
from aidbook.store.distributions import listed_households
from aidbook.store.same import any_linked
from aidbook.ui.distributions.door_cards import View
from aidbook.ui.distributions.door_page import DoorPage
from aidbook.ui.distributions.page import DistributionsPage
from aidbook.ui.linked import LinkedPart
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.page import MembersPage
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.pantry.sources import SourcesRoom
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button


@pytest.fixture
def two(book: Book) -> tuple[Id, Id]:
    """Give one person, written down twice."""
    one = add_member(book, "Rosa Luz", phone="555-0142").id
    return one, add_member(book, "Rosita L.", phone="555-0199", email="rosita@example.org").id


def _members(window: MainWindow) -> MembersPage:
    page = window.frame.show_page("members")
    assert isinstance(page, MembersPage)
    page.refresh()
    return page


def _names(page: MembersPage | PantryPage) -> list[str]:
    model = page.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _text_of(part: LinkedPart) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(each.text() for each in part.findChildren(QLabel) if not each.isHidden())


def test_linked_members_are_one_row_that_both_names_and_numbers_find(
    window: MainWindow, book: Book, two: tuple[Id, Id]
) -> None:
    page = _members(window)
    assert len(_names(page)) == 2
    link(book, "member", *two)
    page.refresh()
    number = next(m.number for m in [book.get(Member, two[1])] if m)
    assert _names(page) == [f"Rosa Luz · also {number}"]
    for text in ("rosita", "luz", number or "", "0199"):
        page.search(text)
        assert _names(page) == [f"Rosa Luz · also {number}"], text


def test_a_member_is_linked_and_set_apart_from_their_page(
    window: MainWindow, book: Book, two: tuple[Id, Id], qtbot: QtBot
) -> None:
    page = _members(window)
    page.open(two[0])
    part = page.side.view.findChild(LinkedPart)
    assert part is not None
    part.ask()
    QTest.keyClicks(part.field.edit(), "rosita")
    QTest.keyClick(part.field.edit(), Qt.Key.Key_Return)
    assert any_linked(book, "member")
    qtbot.waitUntil(lambda: "shown as one" in _text_of(part))
    assert "555-0142 (E-0001-" in _text_of(part)
    assert "555-0199 (E-0002-" in _text_of(part)
    apart = next(
        each for each in part.findChildren(Button) if each.text() == "Show apart" and not each.isHidden()
    )
    apart.click()
    assert not any_linked(book, "member")
    qtbot.waitUntil(lambda: "shown as one" not in _text_of(part))


def test_a_page_has_the_gifts_of_both_records(window: MainWindow, book: Book, two: tuple[Id, Id]) -> None:
    add_gift(book, "hours", member=two[0], minutes=60, note="the ramp")
    add_gift(book, "hours", member=two[1], minutes=120, note="the stove")
    link(book, "member", *two)
    page = _members(window)
    for one in two:
        page.open(one)
        from PySide6.QtWidgets import QLabel

        said = "\n".join(each.text() for each in page.side.view.findChildren(QLabel))
        assert "the ramp" in said
        assert "the stove" in said


def test_linked_items_are_one_row_with_the_units_of_both(window: MainWindow, book: Book) -> None:
    one, other = (pantry.add_item(book, name, unit="can").id for name in ("Beans", "Frijoles"))
    for item, units in ((one, 3), (other, 4)):
        pantry.receive_stock(book, [pantry.Units(item=item, units=units)])
    link(book, "item", one, other)
    page = window.frame.show_page("pantry")
    assert isinstance(page, PantryPage)
    page.refresh()
    assert _names(page) == ["Beans · also Frijoles"]
    assert page.list.model().index(0, 1).data() == "7"
    page.open(other)
    assert "7" in page.side.view._on_hand.text()
    page.side.view.linked.wanted.emit(one)
    assert page.side.view.item == one


# On a distribution day


@dataclass(frozen=True)
class Day:
    """A day with a list, and the numbers and household of somebody who is in the book twice."""

    id: Id
    numbers: tuple[str, str]
    home: Id


@pytest.fixture
def day(book: Book, two: tuple[Id, Id]) -> Day:
    planned = distributions.plan_distribution(book, "2026-03-28", {}, everyone=False).id
    people = [person for one in two if (person := book.get(Member, one))]
    link(book, "member", *two)
    return Day(planned, (people[0].number or "", people[1].number or ""), people[0].household or "")


def test_either_number_puts_the_household_on_the_list_once(window: MainWindow, book: Book, day: Day) -> None:
    page = window.page("distributions")
    assert isinstance(page, DistributionsPage)
    page.open(day.id)
    page.do("sign-up")
    for number in day.numbers:
        QTest.keyClicks(page.sign_ups.finder.edit(), number)
        QTest.keyClick(page.sign_ups.finder.edit(), Qt.Key.Key_Return)
    assert page.sign_ups.said.text() == "Rosa Luz is on the list already."
    assert page.sign_ups.list.texts(0)[1] == f"Rosa Luz · also {day.numbers[1]}"
    assert listed_households(book, day.id) == {day.home}


def test_somebody_of_two_households_is_noticed_when_both_sign_up(
    window: MainWindow, book: Book, day: Day
) -> None:
    ana = add_member(book, "Ana", household=day.home).id
    anita = add_member(book, "Anita").id
    link(book, "member", ana, anita)
    page = window.page("distributions")
    assert isinstance(page, DistributionsPage)
    page.open(day.id)
    page.do("sign-up")
    for name in ("rosa", "anita"):
        QTest.keyClicks(page.sign_ups.finder.edit(), name)
        QTest.keyClick(page.sign_ups.finder.edit(), Qt.Key.Key_Return)
    assert "also in Rosa Luz’s household, which is on the list" in page.sign_ups.said.text()


def test_the_door_knows_either_card_and_that_they_were_here(
    window: MainWindow, session: Session, day: Day
) -> None:
    now = [1_000_000.0]
    page = DoorPage(session, day.id, lambda: now[0])
    session.show_full(page)
    assert page.window() is window
    found = page.desk.find(day.numbers[1]).households
    assert [(here.household, here.also) for here in found] == [(day.home, (day.numbers[1],))]
    page.desk.book(found[0], None, "")
    (again,) = page.desk.find(day.numbers[0]).households
    assert len(again.visits) == 1
    page.view.household.show_household(again, View())
    assert f"also {day.numbers[1]}" in page.view.household.spoken()
    with pytest.raises(NeedsReason):
        page.desk.book(again, None, "")
    session.leave_full()


def test_linked_sources_are_one_line_and_are_linked_from_it(
    window: MainWindow, book: Book, qtbot: QtBot
) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    for name in ("Corner shop", "The corner shop"):
        pantry.receive_stock(book, [pantry.Units(item=beans, units=3)], source_name=name)
    page = window.frame.show_page("pantry")
    assert isinstance(page, PantryPage)
    page.do("sources")
    assert page.ways.room is not None
    room = page.ways.room.current()
    assert isinstance(room, SourcesRoom)
    qtbot.waitUntil(lambda: bool(room.rows))
    first = next(id_ for id_, line in room.rows.items() if line.name == "Corner shop")
    room.list.choose(first)
    qtbot.waitUntil(lambda: bool(room.findChildren(LinkedPart)))
    part = room.findChildren(LinkedPart)[-1]
    part.ask()
    QTest.keyClicks(part.field.edit(), "the")
    QTest.keyClick(part.field.edit(), Qt.Key.Key_Return)
    assert any_linked(book, "source")
    qtbot.waitUntil(lambda: [line.also for line in room.rows.values()] == [("The corner shop",)])
