"""The history, asked: about whom, about what, on which days; what stands in the way; and the shelves as they were."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.members import Household, Member
from aidbook.store import history_filter
from aidbook.store.book import Book
from aidbook.store.members import HouseholdPage, member_ids, member_lines
from aidbook.ui import jobs
from aidbook.ui.history.page import HistoryPage
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.session import Session
from aidbook.ui.sheets.making import file_name
from aidbook.ui.sheets.page import SheetsPage


@pytest.fixture
def life(book: Book) -> dict[str, Done]:
    """Give the actions of a day on which Rosa and Ana got beans, by name."""
    beans, rice = pantry.add_item(book, "Beans", unit="can"), pantry.add_item(book, "Rice")
    done = {"beans": beans, "rice": rice}
    done["delivery"] = pantry.receive_stock(
        book,
        [pantry.Units(item=beans.id, units=4)],
        source_name="Corner shop",
        at=clock.noon_ms("2026-03-20"),
    )
    day = done["day"] = distributions.plan_distribution(book, "2026-03-28", {beans.id: 2})
    for name in ("Rosa", "Ana"):
        done[name] = members.add_member(book, name)
        person = book.get(Member, done[name].id)
        assert person is not None
        at = clock.noon_ms("2026-03-28")
        done[f"{name} came"] = distributions.check_in(book, day.id, person.household or "", at=at)
    return done


@pytest.fixture
def page(life: dict[str, Done], window: MainWindow, qtbot: QtBot) -> Iterator[HistoryPage]:
    """Give the page of history in the window."""
    assert life
    made = window.page("history")
    assert isinstance(made, HistoryPage)
    settle(qtbot)
    yield made
    jobs.stop_all()


def settle(qtbot: QtBot) -> None:
    """Let all reading come to its end."""
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=10_000)


def sentences(page: HistoryPage) -> list[str]:
    """Return what the list says, from the top."""
    return [page.table.texts(number)[1] for number in range(len(page.table.ids()))]


def type_into(page: HistoryPage, field: str, text: str, qtbot: QtBot) -> None:
    """Type into a field of the filter, take what is found with Enter, and let the list follow."""
    edit = getattr(page.filters, field).edit()
    edit.setFocus()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settle(qtbot)


def test_the_history_of_one_person_has_all_that_is_about_them_and_nothing_else(
    page: HistoryPage, qtbot: QtBot
) -> None:
    page.do("filter")
    type_into(page, "person", "rosa", qtbot)
    assert sentences(page) == ["Rosa picked up 1 box", "Added Rosa"]


def test_what_was_taken_back_about_a_thing_is_part_of_its_history(
    page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    history.undo(page.session.book, life["Ana came"].action)
    page.do("filter")
    type_into(page, "thing", "bean", qtbot)
    assert sentences(page) == [
        "Took back: Ana picked up 1 box",
        "Taken back · Ana picked up 1 box",
        "Rosa picked up 1 box",
        "Planned the distribution on 28 March 2026",
        "Took in a delivery from Corner shop: 1 line",
        "Added the item Beans",
    ]


def test_person_thing_day_and_words_narrow_it_down_together(page: HistoryPage, qtbot: QtBot) -> None:
    page.do("filter")
    type_into(page, "person", "ana", qtbot)
    type_into(page, "thing", "bean", qtbot)
    assert sentences(page) == ["Ana picked up 1 box"]
    type_into(page, "last", "2020-01-01", qtbot)
    assert sentences(page) == []
    page.filters.clear()
    settle(qtbot)
    type_into(page, "first", clock.today(), qtbot)
    assert "Started the book" in sentences(page)
    with qtbot.waitSignal(page._search.ended):
        page.search("added")
    assert set(sentences(page)) == {"Added Rosa", "Added Ana", "Added the item Beans", "Added the item Rice"}


def test_what_is_asked_for_stands_over_the_list_until_everything_is_wanted_again(
    page: HistoryPage, qtbot: QtBot
) -> None:
    everything = sentences(page)
    page.do("filter")
    type_into(page, "person", "rosa", qtbot)
    assert page._asked_for.text().startswith("Only: Rosa")
    assert page._strip.isVisible()
    page._strip.findChildren(QPushButton)[0].click()
    settle(qtbot)
    assert not page._strip.isVisible()
    assert sentences(page) == everything


def test_an_open_filter_is_left_with_escape_and_keeps_what_it_asks(page: HistoryPage, qtbot: QtBot) -> None:
    page.do("filter")
    type_into(page, "person", "rosa", qtbot)
    assert page.back()
    assert page._side.currentWidget() is page.panel
    assert sentences(page) == ["Rosa picked up 1 box", "Added Rosa"]


def links(page: HistoryPage) -> list[QPushButton]:
    """Return the buttons in the panel that lead to other actions."""
    inside = page.panel.inside()
    assert inside is not None
    return [each for each in inside.findChildren(QPushButton) if each.property("role") == "link"]


def test_a_receipt_whose_beans_left_leads_to_who_got_them_and_is_put_right(
    page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    page.open(life["delivery"].action)
    page.do("take-back")
    settle(qtbot)
    assert {each.accessibleName() for each in links(page)} == {"Rosa picked up 1 box", "Ana picked up 1 box"}
    assert page.panel.put_right.isVisible()
    QTest.keyClick(page.panel.put_right, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sentences(page)[0].startswith("Put right:"))
    assert sentences(page)[0] == "Put right: Took in a delivery from Corner shop: 1 line"
    assert "Put right later · Took in a delivery from Corner shop: 1 line" in sentences(page)
    page.session.undo()
    qtbot.waitUntil(lambda: sentences(page)[0].startswith("Took back: Put right"))


def test_a_link_goes_to_the_action_in_the_way_and_escape_back_from_the_reasons(
    page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    page.open(life["delivery"].action)
    page.do("take-back")
    settle(qtbot)
    assert page.back()
    assert page.panel.take_back.isVisible()
    page.do("take-back")
    settle(qtbot)
    links(page)[0].click()
    settle(qtbot)
    assert page.table.current_id() in (life["Rosa came"].action, life["Ana came"].action)


def test_an_undo_refused_on_another_page_leads_to_the_reasons(
    window: MainWindow, page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    session = window.session
    window.page("members")
    session.take_back(life["delivery"].action)
    assert window.frame.banner._why.isVisible()
    window.frame.banner._why.click()
    settle(qtbot)
    assert window.frame.current() is page
    assert page.panel.put_right.isVisible()
    assert len(links(page)) == 2


# What this window did


def test_undo_and_redo_go_on_after_one_in_the_middle_was_taken_back(book: Book) -> None:
    session = Session(book)
    done = [session.attempt(members.add_member, name) for name in ("Rosa", "Ana", "Luz")]
    session.take_back(done[1].action)
    session.undo()
    assert names(book) == ["Rosa"]
    session.redo()
    assert names(book) == ["Luz", "Rosa"]
    session.redo()
    assert names(book) == ["Ana", "Luz", "Rosa"]
    assert not session.can_redo


def test_what_another_way_took_back_is_passed_over(book: Book) -> None:
    session = Session(book)
    first, last = (session.attempt(members.add_member, name) for name in ("Rosa", "Ana"))
    history.undo(book, last.action)
    session.undo()
    assert names(book) == []
    assert history.is_taken_back(book, first.action)


def test_locking_forgets_nothing_that_can_be_taken_back(
    window: MainWindow, session: Session, book: Book
) -> None:
    session.attempt(members.add_member, "Rosa")
    window.lock()
    window._unlock(None)
    session.undo()
    assert names(book) == []


def test_a_long_list_that_was_moved_in_is_taken_back_in_one_go_while_the_window_goes_on(
    window: MainWindow, session: Session, book: Book, qtbot: QtBot
) -> None:
    pages = [
        HouseholdPage(Household(id=new_id()), (Member(id=new_id(), name=f"Person {n}"),)) for n in range(200)
    ]
    done = session.attempt(members.add_households, pages)
    assert history.is_long(book, done.action)
    session.undo()
    settle(qtbot)
    assert names(book) == []
    assert window.frame.banner.text() == "Took back: Added 200 members"
    session.redo()
    settle(qtbot)
    assert len(names(book)) == 200
    assert session.can_undo


def names(book: Book) -> list[str]:
    """Return who is in the book."""
    return [line.name for line in member_lines(book, member_ids(book))]


# As it was


def test_the_shelves_of_a_day_are_seen_from_the_pantry_and_from_history(
    window: MainWindow, page: HistoryPage, qtbot: QtBot
) -> None:
    page.do("filter")
    type_into(page, "last", "2026-03-21", qtbot)
    page.filters._shelves.click()
    settle(qtbot)
    past = window.frame.current()
    assert isinstance(past, PantryPage)
    assert past.title() == "Pantry as it was"
    assert shelves(past) == [["Beans", "4 cans", "Corner shop"]]
    past.as_it_was.day.set_value("2026-03-19")
    past.as_it_was._read()
    settle(qtbot)
    assert shelves(past) == []
    assert past.back()
    assert past.title() == "Pantry"


def test_a_day_to_come_is_refused_beside_the_field(
    window: MainWindow, page: HistoryPage, qtbot: QtBot
) -> None:
    assert page
    past = window.page("pantry")
    assert isinstance(past, PantryPage)
    past.do("as_it_was")
    settle(qtbot)
    past.as_it_was.day.edit().setText("2999-01-01")
    past.as_it_was.day.leave()
    assert past.as_it_was.day.error() == "This day is still to come."


def test_the_shelves_of_a_day_are_printed_as_a_sheet(
    window: MainWindow, page: HistoryPage, qtbot: QtBot
) -> None:
    assert page
    past = window.frame.show_page("pantry")
    assert isinstance(past, PantryPage)
    past.open("2026-03-21")
    settle(qtbot)
    past.as_it_was._print.click()
    sheets = window.frame.current()
    assert isinstance(sheets, SheetsPage)
    qtbot.waitUntil(lambda: sheets.made is not None and sheets.made.answers.sheet == "as-it-was")
    assert sheets.made is not None
    assert sheets.made.answers.distribution == "2026-03-21"
    assert sheets.questions.then.isVisible()
    assert not sheets.questions.day.isVisible()
    assert (
        file_name(window.session.book, sheets.made.answers, ".pdf")
        == "The shelves as they were 2026-03-21.pdf"
    )


def test_a_visit_left_out_of_a_closed_day_says_why_it_is_not_brought_back(
    window: MainWindow, page: HistoryPage, book: Book, qtbot: QtBot
) -> None:
    day = distributions.plan_distribution(book, clock.today(), {}).id
    rosa = book.get(Member, members.add_member(book, "Rosalind").id)
    assert rosa is not None
    slip = distributions.check_in(book, day, rosa.household or "")
    window.session.take_back(slip.action)
    distributions.close_distribution(book, day)
    page.refresh()
    settle(qtbot)
    window.session.bring_back(slip.action)
    settle(qtbot)
    inside = page.panel.inside()
    assert inside is not None
    said = [each.text() for each in inside.findChildren(QLabel)]
    assert "This cannot be brought back alone." in said
    assert any("its figures are without it" in text for text in said)
    assert any("close the day again" in text for text in said)
    assert page.panel.put_right.isHidden()


def shelves(page: PantryPage) -> list[list[str]]:
    """Return item, units and source of each line."""
    table = page.as_it_was.list
    rows = [table.texts(number) for number in range(len(table.ids()))]
    return [[row[0], row[1], row[4]] for row in rows]


def test_things_are_found_by_name_day_and_source(book: Book, life: dict[str, Done]) -> None:
    assert life

    def kinds(text: str) -> list[tuple[str, str]]:
        return [(thing.kind, thing.name) for thing in history_filter.things_named(book, text)]

    assert ("item", "Beans") in kinds("bea")
    assert ("source", "Corner shop") in kinds("shop")
    assert ("distribution", "28 March 2026") in kinds("28 mar")
    assert history_filter.writers(book) == [(book.user, "", "you")]
    assert Id(book.user)
