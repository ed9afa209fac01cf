"""The page of what needs attention: reached from Today, done with the keyboard, empty when all is well."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import distributions, members, pantry
from aidbook.actions.attention import dismiss
from aidbook.domain.attention import Dismissal
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Visit
from aidbook.domain.sites import User
from aidbook.domain.writes import change
from aidbook.store.attention import concerns, pairs
from aidbook.store.book import Book
from aidbook.ui.attention.page import AttentionPage
from aidbook.ui.attention.panel import Sure
from aidbook.ui.attention.watch import watch_of
from aidbook.ui.main_window import MainWindow
from aidbook.ui.session import Session
from aidbook.ui.widgets.notice import Notice


@pytest.fixture(autouse=True)
def a_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: "2026-03-24")


@pytest.fixture(autouse=True)
def without_recovery_sheet(book: Book) -> None:
    """Let nobody ask for a recovery sheet: what is left is what a test makes."""
    for concern in concerns(book):
        dismiss(book, concern)


@pytest.fixture
def page(window: MainWindow) -> AttentionPage:
    """Give the page, in front."""
    shown = window.page("attention")
    assert isinstance(shown, AttentionPage)
    return shown


def listed(page: AttentionPage) -> list[str]:
    return [" | ".join(page.table.texts(number)) for number in range(len(page.table.ids()))]


def said(page: AttentionPage) -> list[str]:
    inside = page.panel.inside()
    assert inside is not None
    return [one.text() for one in inside.findChildren(QLabel) if one.text()]


def namesakes(book: Book, name: str = "Rosa Luz") -> list[Id]:
    return [members.add_member(book, name, phone="555-0142").id for _twice in range(2)]


def tell(qtbot: QtBot, session: Session) -> None:
    """Let the window hear that something changed, and wait until it knows."""
    session.changed.emit(frozenset({"member"}))
    qtbot.waitUntil(lambda: seen(session) == [concern.key for concern in concerns(session.book)])


def seen(session: Session) -> list[str] | None:
    """Return what the window knows to need attention, None before it has looked."""
    known = watch_of(session).seen
    return [concern.key for concern in known.concerns] if known else None


def press(page: AttentionPage, key: Qt.Key) -> None:
    focused = page.window().focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def test_a_book_in_order_has_an_empty_page_that_says_what_would_stand_there(
    qtbot: QtBot, page: AttentionPage, session: Session
) -> None:
    tell(qtbot, session)
    assert listed(page) == []
    words = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "Nothing needs attention" in words


def test_each_concern_is_a_line_and_its_remedies_stand_beside_it(
    qtbot: QtBot, page: AttentionPage, book: Book, session: Session
) -> None:
    namesakes(book)
    tell(qtbot, session)
    assert len(listed(page)) == 1
    assert listed(page)[0].startswith("Same person? | Rosa Luz")
    assert "Same name, same phone" in said(page)
    assert [one.text() for one in page.panel.buttons][:2] == ["They are one person", "They are two people"]


def test_with_the_keyboard_alone_one_is_let_be_and_the_next_is_there(
    qtbot: QtBot, page: AttentionPage, book: Book, session: Session
) -> None:
    namesakes(book)
    namesakes(book, "Kwame Mensah")
    tell(qtbot, session)
    assert len(listed(page)) == 2
    page.table.setFocus()
    first = page.table.current_id()
    press(page, Qt.Key.Key_Return)
    assert page.panel.buttons[0].hasFocus()
    press(page, Qt.Key.Key_Tab)
    assert page.panel.buttons[1].hasFocus()
    with qtbot.waitSignal(watch_of(session).changed):
        press(page, Qt.Key.Key_Space)
    assert len(listed(page)) == 1
    assert page.table.current_id() not in {"", first}
    assert page.table.hasFocus()


def test_esc_goes_back_from_the_remedies_to_the_list(
    qtbot: QtBot, page: AttentionPage, book: Book, session: Session
) -> None:
    namesakes(book)
    tell(qtbot, session)
    page.table.setFocus()
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_what_was_decided_is_in_the_banner_and_taken_back_with_ctrl_z(
    qtbot: QtBot, page: AttentionPage, book: Book, session: Session
) -> None:
    namesakes(book)
    tell(qtbot, session)
    with qtbot.waitSignals([watch_of(session).changed, session.happened]):
        QTest.mouseClick(page.panel.buttons[1], Qt.MouseButton.LeftButton)
    assert book.connection.execute("SELECT same FROM same_member WHERE kept = 1").fetchall() == [(0,)]
    with qtbot.waitSignal(watch_of(session).changed):
        session.undo()
    assert len(listed(page)) == 1


def test_a_remedy_that_is_done_elsewhere_goes_there(
    qtbot: QtBot, page: AttentionPage, book: Book, session: Session
) -> None:
    beans = pantry.add_item(book, "Beans", unit="can").id
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 3}).id
    distributions.check_in_unnamed(book, day, 2)
    tell(qtbot, session)
    went: list[tuple[str, ...]] = []
    session.went.disconnect()
    session.went.connect(lambda *where: went.append(where))
    QTest.mouseClick(page.panel.buttons[0], Qt.MouseButton.LeftButton)
    assert went == [("pantry", beans, "count")]


def test_what_cannot_be_taken_back_is_asked_once_more(page: AttentionPage) -> None:
    from aidbook.actions.attention import Remedy

    done: list[Book] = []

    def forget(book: Book) -> object:
        done.append(book)
        return None

    page.act(Remedy("Forget Rosa", do=forget, confirm="All is dropped for good."))  # type: ignore[arg-type] # writes nothing
    (sure,) = page.window().findChildren(Sure)
    assert "Rosa" not in sure.windowTitle()
    assert done == []
    assert any(one.text() == "All is dropped for good." for one in sure.findChildren(QLabel))
    assert next(one for one in sure.findChildren(QPushButton) if one.text() == "Cancel").isDefault()
    sure.reject()
    assert done == []


def notices(window: MainWindow) -> list[str]:
    return [one.text() for one in window.findChildren(Notice) if one.isVisible()]


def test_today_names_the_gravest_and_leads_to_all_of_it(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    distributions.plan_distribution(book, "2026-03-14", {})
    namesakes(book)
    tell(qtbot, session)
    grave = "Saturday 14 March 2026 was never closed."
    qtbot.waitUntil(lambda: grave in notices(window))
    assert next(text for text in notices(window) if "never closed" in text or "one person" in text) == grave
    button = next(one for one in window.findChildren(QPushButton) if one.text() == "See all 2")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.frame.current_key() == "attention"


def test_one_key_leads_from_today_to_what_needs_attention(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_0)
    assert window.frame.current_key() == "attention"


def test_the_bar_says_at_today_how_much_is_more_than_a_suggestion(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    def word() -> str:
        return next(one.text() for one in window.frame.bar.findChildren(QPushButton) if "Today" in one.text())

    namesakes(book)
    tell(qtbot, session)
    assert word() == "Today"
    distributions.plan_distribution(book, "2026-03-14", {})
    tell(qtbot, session)
    assert word() == "Today  ·  1"


def test_many_of_one_kind_are_one_line_on_today(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    for on in ("2026-03-07", "2026-03-14", "2026-03-21"):
        distributions.plan_distribution(book, on, {})
    tell(qtbot, session)
    line = "Saturday 21 March 2026 was never closed. 2 more like this."
    qtbot.waitUntil(lambda: [text for text in notices(window) if "never closed" in text] == [line])


def test_who_works_at_the_door_is_shown_what_the_door_can_do(
    qtbot: QtBot, window: MainWindow, book: Book, session: Session
) -> None:
    namesakes(book)
    day = distributions.plan_distribution(book, "2026-03-24", {}).id
    first = members.add_member(book, "Ada Diallo").id
    from tests.attention.conftest import household_of

    visit = distributions.check_in(book, day, household_of(book, first)).id
    stands = book.get(Visit, visit)
    assert stands is not None
    from dataclasses import replace

    from aidbook.domain.declare import new_id

    book.record(replace(stands, id=new_id()))
    book.record(change(User, book.user, role="door"))
    kinds = {concern.kind for concern in concerns(book)}
    assert kinds == {"twice"}
    window.remake()
    page = window.page("attention")
    assert isinstance(page, AttentionPage)
    tell(qtbot, session)
    assert all("Take back" in one.text() for one in page.panel.buttons)
    assert page.panel.buttons


def test_after_many_came_everybody_is_compared_meanwhile_and_shown(
    qtbot: QtBot, page: AttentionPage, book: Book, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairs, "_FEW", 1)
    namesakes(book)
    assert pairs.behind(book)
    session.changed.emit(frozenset({"member"}))
    qtbot.waitUntil(lambda: any(line.startswith("Same person?") for line in listed(page)), timeout=20000)
    assert not pairs.behind(book)


def test_dismissals_are_records_like_any_other(book: Book) -> None:
    namesakes(book)
    (one,) = concerns(book)
    done = dismiss(book, one)
    assert "dismissal" in done.kinds
    rows = book.connection.execute("SELECT id FROM dismissal WHERE concern = 'alike'").fetchall()
    assert [book.get(Dismissal, row[0]) for row in rows] == [Dismissal(id=rows[0][0], concern="alike")]
