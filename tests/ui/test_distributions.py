"""A day on the page of distributions: planned, signed up for, closed, and its report."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, members, pantry
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Member
from aidbook.i18n import format_number
from aidbook.store.book import Book
from aidbook.store.distributions import distribution_lines, expected
from aidbook.store.reports import day_report
from aidbook.ui.distributions.page import DistributionsPage
from aidbook.ui.distributions.plan_form import PlanForm
from aidbook.ui.distributions.sign_ups import WAIT
from aidbook.ui.main_window import MainWindow
from aidbook.ui.session import Session


@dataclass(frozen=True)
class Day:
    """A Saturday with two times and room for two, and three households of the book."""

    id: Id
    beans: Id
    homes: list[Id]


@pytest.fixture
def day(book: Book, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Plan it."""
    monkeypatch.setattr("aidbook.clock.today", lambda: "2026-03-25")
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=3)])
    homes = []
    for name in ("Rosa Luz", "Paul Brun", "Amina Diallo"):
        person = book.get(Member, members.add_member(book, name).id)
        homes.append(person.household or "" if person else "")
    planned = distributions.plan_distribution(
        book, "2026-03-28", {beans: 2}, title="Spring", slots=("10:00", "10:30"), wanted=2
    )
    return Day(planned.id, beans, homes)


@pytest.fixture
def page(window: MainWindow, day: Day) -> DistributionsPage:
    """Show the page with the day chosen."""
    made = window.page("distributions")
    assert isinstance(made, DistributionsPage)
    made.open(day.id)
    return made


def typed(widget: QWidget, text: str) -> None:
    """Type as a person, and press Enter."""
    QTest.keyClicks(widget, text)
    QTest.keyClick(widget, Qt.Key.Key_Return)


def line(form: PlanForm, name: str) -> QWidget:
    """Return the line of a field, where its keys go."""
    proxy = form.field(name).focusProxy()
    assert proxy is not None
    return proxy


def on_list(book: Book, day: Id) -> dict[str, str | None]:
    record = book.get(Distribution, day)
    assert record
    lines = [line for line in expected(book, record) if line.sign_up]
    return {line.label: WAIT if line.waiting else line.slot for line in lines}


def test_a_plan_says_what_is_short_before_it_is_added(page: DistributionsPage, day: Day, book: Book) -> None:
    page.do("plan")
    form = page.plan
    QTest.keyClicks(line(form, "on"), "4/4/2026")
    wanted = line(form, "wanted")
    QTest.keyClick(wanted, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(wanted, "4")
    typed(form.box.finder.edit(), "bea")
    QTest.keyClicks(form.box.rows()[0].units.edit(), "2")
    assert "Beans: 5 short" in form.summary()
    form.add()
    assert [line.on for line in distribution_lines(book)] == ["2026-04-04", "2026-03-28"]
    assert page.side.day != day.id


def test_a_change_of_plan_is_saved_when_its_field_is_left(
    page: DistributionsPage, day: Day, book: Book
) -> None:
    page.do("edit")
    typed(line(page.plan, "where"), "Church hall")
    record = book.get(Distribution, day.id)
    assert record
    assert record.where == "Church hall"


def test_a_new_item_goes_into_the_box_by_its_name(page: DistributionsPage) -> None:
    page.do("plan")
    QTest.keyClicks(page.plan.box.finder.edit(), "Rice")
    QTest.mouseClick(page.plan.box.new, Qt.MouseButton.LeftButton)
    assert list(page.plan.box.contents().values()) == [2, 1], "the beans of last time, and the rice"


def test_letters_and_enter_put_a_household_on_the_list_at_the_chosen_time(
    page: DistributionsPage, day: Day, book: Book
) -> None:
    page.do("sign-up")
    page.sign_ups.slot.show_value("10:30")
    typed(page.sign_ups.finder.edit(), "rosa")
    assert on_list(book, day.id) == {"Rosa Luz": "10:30"}
    assert "1 of 2 households" in page.sign_ups.counts()
    assert "10:30: 1" in page.sign_ups.counts()


def test_a_full_list_puts_the_next_one_on_the_wait_list(
    page: DistributionsPage, day: Day, book: Book
) -> None:
    page.do("sign-up")
    for letters in ("rosa", "paul", "amina"):
        typed(page.sign_ups.finder.edit(), letters)
    assert on_list(book, day.id) == {"Rosa Luz": None, "Paul Brun": None, "Amina Diallo": WAIT}


def test_somebody_new_is_added_and_signed_up_in_one_action(
    page: DistributionsPage, day: Day, book: Book, session: Session
) -> None:
    page.do("sign-up")
    typed(page.sign_ups.finder.edit(), "Kwame")
    typed(page.sign_ups.people.edit(), "3")
    assert on_list(book, day.id) == {"Kwame": None}
    session.undo()
    assert on_list(book, day.id) == {}


def test_del_takes_a_household_off_and_undo_puts_it_back(
    page: DistributionsPage, day: Day, book: Book, session: Session
) -> None:
    distributions.sign_up(book, day.id, day.homes[0], slot="10:00")
    page.do("sign-up")
    page.sign_ups.list.choose(day.homes[0])
    QTest.keyClick(page.sign_ups.list, Qt.Key.Key_Delete)
    assert on_list(book, day.id) == {}
    session.undo()
    assert on_list(book, day.id) == {"Rosa Luz": "10:00"}


def test_closing_writes_the_figures_that_are_shown_and_the_report_has(
    page: DistributionsPage, day: Day, book: Book
) -> None:
    distributions.sign_up(book, day.id, day.homes[0])
    distributions.sign_up(book, day.id, day.homes[1])
    distributions.check_in(book, day.id, day.homes[0])
    distributions.check_in_unnamed(book, day.id, 3)
    page.do("close")
    shown = page.report.figures()
    QTest.mouseClick(page.report.close_day, Qt.MouseButton.LeftButton)
    report = day_report(book, day.id)
    assert report
    assert report.closed
    assert page.report.figures() == shown
    assert shown["Didn't come"] == format_number(report.no_shows) == "1"
    assert shown["Walk-ins"] == format_number(report.walk_ins) == "1"
    assert shown["People"] == format_number(report.people)
    assert shown["Beans"].startswith(str(report.items_out["Beans"]))


def test_a_gift_is_noted_at_closing_with_one_key(page: DistributionsPage, qtbot: QtBot) -> None:
    page.do("close")
    QTest.keyClick(page.report.close_day, Qt.Key.Key_G)
    qtbot.waitUntil(lambda: page.report.gifts is not None)
    assert page.report.gifts
    assert page.report.gifts.isVisible()
    assert page.back()
    assert not page.report.gifts.isVisible()


def test_esc_goes_back_to_the_list_and_keeps_a_half_typed_plan(page: DistributionsPage) -> None:
    page.do("plan")
    QTest.keyClicks(line(page.plan, "title"), "Easter")
    assert page.back()
    assert page.title() == "Distributions"
    page.do("plan")
    assert page.plan.field("title").value() == "Easter"
