"""The page one opens the book on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions.distributions import check_in_unnamed, close_distribution, plan_distribution, sign_up
from aidbook.actions.gifts import add_gift
from aidbook.actions.members import add_member
from aidbook.actions.pantry import Units, add_item, receive_stock
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.ui import pages
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pages import PAGES
from aidbook.ui.session import Session
from aidbook.ui.today.page import JOBS, Job
from aidbook.ui.widgets.notice import Notice

SATURDAY = "2026-03-28"
HERE = [job for job in JOBS if any(page.key == job.page for page in pages.registered())]


@pytest.fixture(autouse=True)
def a_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: "2026-03-24")


def household(book: Book, name: str) -> Id:
    member = book.get(Member, add_member(book, name).id)
    assert member is not None
    assert member.household is not None
    return member.household


def plan(book: Book, on: str) -> Id:
    """Plan a day with 3 cans of beans in a box and one household signed up."""
    beans = add_item(book, f"Beans {on}", unit="can").id
    day = plan_distribution(book, on, {beans: 3}).id
    sign_up(book, day, household(book, f"Rosa {on}"))
    return day


def said(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def notices(window: MainWindow) -> list[str]:
    return [one.text() for one in window.findChildren(Notice) if one.isVisible()]


def test_it_says_what_is_next_and_what_is_short(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    plan(book, SATURDAY)
    session.changed.emit(frozenset({"distribution"}))
    qtbot.waitUntil(lambda: "Saturday 28 March 2026, 1 household" in said(window))
    qtbot.waitUntil(lambda: "Beans 2026-03-28: 3 short" in notices(window))


def test_what_arrives_is_short_no_more(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    plan(book, SATURDAY)
    session.changed.emit(frozenset({"distribution"}))
    qtbot.waitUntil(lambda: "Beans 2026-03-28: 3 short" in notices(window))
    beans = add_item(book, "Rice").id
    assert beans
    item = next(iter(session.book.connection.execute("SELECT id FROM item WHERE name LIKE 'Beans%'")))[0]
    session.attempt(receive_stock, [Units(item=item, units=5)])
    qtbot.waitUntil(lambda: "Beans 2026-03-28: 3 short" not in notices(window))


def test_a_new_book_says_the_three_steps(window: MainWindow) -> None:
    assert any("Three steps" in text for text in said(window))


def test_what_needs_attention_is_said_with_a_button_that_goes_there(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    day = plan(book, "2026-03-14")
    check_in_unnamed(book, day, 2)
    session.changed.emit(frozenset({"visit"}))
    qtbot.waitUntil(lambda: any("below zero" in text for text in notices(window)))
    qtbot.waitUntil(lambda: "Saturday 14 March 2026 was never closed." in notices(window))
    went: list[tuple[str, ...]] = []
    session.went.disconnect()
    session.went.connect(lambda *where: went.append(where))
    button = next(one for one in window.findChildren(QPushButton) if one.text() == "Close the day")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert went == [("distributions", day, "close")]


def test_a_closed_day_asks_what_people_gave_until_a_gift_is_noted(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    day = plan(book, "2026-03-21")
    close_distribution(book, day)
    session.changed.emit(frozenset({"closing"}))
    asks = "Nobody noted yet what people gave on Saturday 21 March 2026: hours, food, rides."
    qtbot.waitUntil(lambda: asks in notices(window))
    session.attempt(add_gift, None, minutes=180, on="2026-03-21")
    qtbot.waitUntil(lambda: asks not in notices(window))


def test_what_is_past_its_date_is_named(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    milk = add_item(book, "Milk").id
    session.attempt(receive_stock, [Units(item=milk, units=5, best_before="2026-03-20")])
    qtbot.waitUntil(
        lambda: any(text.startswith("Milk on the shelf is past its date") for text in notices(window))
    )


def test_each_common_job_starts_with_one_key(window: MainWindow, session: Session) -> None:
    went: list[tuple[str, ...]] = []
    session.went.disconnect()
    session.went.connect(lambda *where: went.append(where))
    for number in range(1, len(HERE) + 1):
        QTest.keyClick(window, Qt.Key(ord(str(number))))
    assert went == [(job.page, "", job.command) for job in HERE]


@pytest.mark.parametrize("job", HERE, ids=lambda job: job.command)
def test_each_common_job_is_a_command_of_its_page(window: MainWindow, job: Job) -> None:
    assert job.command in [action.objectName() for action in window.frame.page(job.page).actions()]


def test_every_job_names_a_page_there_is() -> None:
    assert {job.page for job in JOBS} <= {page.key for page in PAGES}
