"""A card is lost: a new one takes its place, the old one says so wherever it is read, and undo gives it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aidbook.actions import cards, distributions, gifts, members
from aidbook.actions.history import undo
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import format_date
from aidbook.store.book import Book
from aidbook.store.cards import lost_card, without_card
from aidbook.store.distributions import listed_households, visit_lines
from aidbook.store.member_story import gave, received
from aidbook.ui.distributions.page import DistributionsPage
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.page import MembersPage
from aidbook.ui.members.picking import find_members
from aidbook.ui.sheets.page import SheetsPage
from tests.ui.test_door import Door, door

__all__ = ["door"]


def number(book: Book, member: str) -> str:
    """Return the number that a member has now."""
    record = book.get(Member, member)
    assert record is not None
    return record.number or ""


def test_at_the_door_a_lost_card_books_nothing_and_says_when_it_was_replaced(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    rosa = door.people["Rosa Luz"]
    old = rosa.number or ""
    monkeypatch.setattr("aidbook.clock.today", lambda: "2026-03-28")
    replaced = cards.replace_card(door.book, rosa.id)
    new = number(door.book, rosa.id)
    assert new != old

    for _again in range(2):
        door.scan(old)
        door.enter()
        door.now[0] += 2000
    assert door.page.household() is None
    assert visit_lines(door.book, door.day) == []
    lost = lost_card(door.book, old)
    assert lost is not None
    assert lost.on is not None
    said = door.page.view.words.accessibleName()
    assert f"This card was replaced on {format_date(lost.on, 'long')}." in said

    door.scan(new)
    door.now[0] += 1500
    door.scan(new)
    assert [line.label for line in visit_lines(door.book, door.day)] == ["Rosa Luz"]

    undo(door.book, replaced.action)
    door.now[0] += 5000
    door.scan(old)
    here = door.page.household()
    assert here is not None
    assert here.label == "Rosa Luz"


def test_from_the_members_page_to_a_new_card_on_paper(window: MainWindow, book: Book, qtbot: QtBot) -> None:
    rosa = members.add_member(book, "Rosa Luz").id
    paul = members.add_member(book, "Paul Brun").id
    old = number(book, rosa)
    page = window.frame.show_page("members")
    assert isinstance(page, MembersPage)
    page.refresh()
    page.open(rosa)
    page.do("lost_card")
    new = number(book, rosa)
    assert new != old

    page.search(old)
    assert list(page.list.ids()) == [rosa]
    assert page._replaced.isVisible()
    page.search("")
    assert not page._replaced.isVisible()
    assert set(page.list.ids()) == {rosa, paul}

    page.do("print_card")
    sheets = window.page("sheets")
    assert isinstance(sheets, SheetsPage)
    qtbot.waitUntil(lambda: sheets.made is not None, timeout=30_000)
    assert sheets.made is not None
    assert new in sheets.made.pdf.text(0)
    assert old not in sheets.made.pdf.text(0)
    assert set(without_card(book)) == {rosa, paul}, "what is only looked at is no card"

    window.frame.session.undo()
    assert number(book, rosa) == old


def test_nobody_gets_the_number_of_a_lost_card_again(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    numbers = {number(book, rosa)}
    for n in range(5):
        cards.replace_card(book, rosa)
        numbers.add(number(book, rosa))
        numbers.add(number(book, members.add_member(book, f"Somebody {n}").id))
    assert len(numbers) == 11
    record = book.get(Member, rosa)
    assert record is not None
    assert len(record.old_numbers) == 5


def test_on_the_command_line_a_lost_card_signs_nobody_up(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    old = number(book, rosa)
    cards.replace_card(book, rosa)
    with pytest.raises(UserError, match="This card was replaced on"):
        members.find_member(book, old.lower())
    assert members.find_member(book, number(book, rosa)).id == rosa


def test_what_was_given_and_received_under_the_old_card_stays(book: Book) -> None:
    rosa = members.add_member(book, "Rosa").id
    record = members.find_member(book, "Rosa")
    day = distributions.plan_distribution(book, "2026-03-28", {}).id
    distributions.check_in(book, day, members.household_of(book, record))
    gifts.add_gift(book, "ride", member=rosa)
    cards.replace_card(book, rosa)
    assert len(gave(book, rosa)) == len(received(book, rosa)) == 1


def test_a_lost_card_signs_nobody_up_and_says_so_where_people_are_picked(
    window: MainWindow, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aidbook.clock.today", lambda: "2026-03-25")
    rosa = members.add_member(book, "Rosa Luz").id
    old = number(book, rosa)
    cards.replace_card(book, rosa)
    day = distributions.plan_distribution(book, "2026-03-28", {})
    page = window.frame.show_page("distributions")
    assert isinstance(page, DistributionsPage)
    page.refresh()
    page.open(day.id)
    page.do("sign-up")
    QTest.keyClicks(page.sign_ups.finder.edit(), old)
    QTest.keyClick(page.sign_ups.finder.edit(), Qt.Key.Key_Return)
    assert listed_households(book, day.id) == set()
    assert "This card was replaced on" in page.sign_ups.said.text()
    assert not page.sign_ups.name.edit().text(), "a number is nobody’s name"
    QTest.keyClick(page.sign_ups.finder.edit(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(page.sign_ups.finder.edit(), number(book, rosa))
    QTest.keyClick(page.sign_ups.finder.edit(), Qt.Key.Key_Return)
    assert len(listed_households(book, day.id)) == 1

    ((_id, words),) = find_members(book)(old)
    assert "card replaced" in words
    everyone = window.page("members")
    assert isinstance(everyone, MembersPage)
    assert "replaced" in everyone.find_things(old)[0].detail
