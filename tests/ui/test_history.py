"""The history: everything that was done, in sentences, and taking any one of it back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aidbook.actions import distributions, gifts, history, members, pantry
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import using
from aidbook.store.book import Book
from aidbook.store.history import action_ids
from aidbook.ui import jobs
from aidbook.ui.history import searching
from aidbook.ui.history.page import HistoryPage
from aidbook.ui.session import Session


@pytest.fixture
def page(book: Book, qtbot: QtBot) -> Iterator[HistoryPage]:
    """Give the page of Eastside's book, in its own window."""
    session = Session(book)
    made = HistoryPage(session)
    session.changed.connect(lambda _kinds: made.refresh())
    qtbot.addWidget(made)
    made.resize(1120, 640)
    made.show()
    made.refresh()
    yield made
    jobs.stop_all()


@pytest.fixture
def life(book: Book, page: HistoryPage) -> dict[str, Done]:
    """Give some actions of a day, by name, and let the page show them."""
    beans = pantry.add_item(book, "Beans", unit="can")
    rosa = members.add_member(book, "Rosa Luz")
    person = book.get(Member, rosa.id)
    assert person is not None
    assert person.household is not None
    day = distributions.plan_distribution(book, "2026-03-28", {beans.id: 2})
    done = {
        "beans": beans,
        "rosa": rosa,
        "delivery": pantry.receive_stock(book, [pantry.Units(item=beans.id, units=48)]),
        "day": day,
        "sign-up": distributions.sign_up(book, day.id, person.household),
        "visit": distributions.check_in(book, day.id, person.household),
        "gift": gifts.add_gift(book, "hours", member=rosa.id, minutes=180, on="2026-03-28"),
        "phone": members.edit_member(book, rosa.id, phone="555-0142"),
        "new phone": members.edit_member(book, rosa.id, phone="555-0199"),
    }
    page.refresh()
    return done


def sentences(page: HistoryPage) -> list[str]:
    """Return what the list says, from the top."""
    return [page.table.texts(number)[1] for number in range(len(page.table.ids()))]


def said_beside(page: HistoryPage) -> list[str]:
    """Return every line of the panel."""
    inside = page.panel.inside()
    assert inside is not None
    return [each.text() for each in inside.findChildren(QLabel) if each.text()]


def find(page: HistoryPage, qtbot: QtBot, text: str) -> list[str]:
    """Type into the search box and return what is listed in the end."""
    with qtbot.waitSignal(page._search.ended):
        page.search(text)
    return sentences(page)


def test_history_shows_every_action_as_a_sentence_the_latest_first(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    assert sentences(page)[: len(life)] == [
        "Corrected Rosa Luz",
        "Corrected Rosa Luz",
        "Rosa Luz gave 3 hours",
        "Rosa Luz picked up 1 box",
        "Signed up Rosa Luz for 28 March 2026",
        "Took in a delivery: 1 line",
        "Planned the distribution on 28 March 2026",
        "Added Rosa Luz",
        "Added the item Beans",
    ]
    assert len(sentences(page)) == len(action_ids(page.session.book))


def test_history_takes_any_one_action_back_and_brings_it_back(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    page.open(life["gift"].action)
    QTest.keyClick(page.panel.take_back, Qt.Key.Key_Space)
    assert sentences(page)[0] == "Took back: Rosa Luz gave 3 hours"
    assert "Taken back · Rosa Luz gave 3 hours" in sentences(page)
    assert "This was taken back." in said_beside(page)
    page.do("bring-back")
    assert sentences(page)[0] == "Brought back: Rosa Luz gave 3 hours"
    assert "Taken back · Rosa Luz gave 3 hours" not in sentences(page)


def test_what_was_taken_back_is_brought_back_from_the_line_that_took_it(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    page.open(life["gift"].action)
    page.take_back()
    page.table.choose(page.table.ids()[0])
    assert not page.panel.take_back.isVisible()
    page.bring_back()
    assert sentences(page)[0] == "Brought back: Rosa Luz gave 3 hours"


def test_a_refused_undo_says_what_stands_in_the_way(
    page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    page.open(life["rosa"].action)
    with qtbot.waitSignal(page.session.refused) as heard:
        page.take_back()
    assert heard.args is not None
    error = heard.args[0]
    assert isinstance(error, UserError)
    assert "Rosa Luz" in error.what
    assert "History" in error.remedy
    assert not sentences(page)[0].startswith("Took back")


def test_the_panel_says_what_was_there_before_and_what_is_there_after(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    page.open(life["new phone"].action)
    assert "Phone: 555-0142 → 555-0199" in said_beside(page)
    page.open(life["phone"].action)
    assert "Phone: nothing → 555-0142" in said_beside(page)


def test_the_panel_of_a_visit_says_who_it_was_and_what_left_the_shelf(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    page.open(life["visit"].action)
    said = said_beside(page)
    assert said.index("Who it was") == said.index("Rosa Luz") - 1
    assert "2 × Beans" in said
    assert "Shelves → Handed out" in said


def test_nothing_in_the_panel_is_an_id_or_a_name_of_a_table(page: HistoryPage, life: dict[str, Done]) -> None:
    hidden = {done.id for done in life.values()} | {"sign_up", "by_size", "from_place"}
    for action in page.table.ids():
        page.open(action)
        text = " ".join(said_beside(page))
        assert not [word for word in hidden if word and word in text]


def test_search_finds_words_of_the_sentence_without_accents_or_case(
    page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    assert find(page, qtbot, "ROSÁ gave") == ["Rosa Luz gave 3 hours"]
    assert find(page, qtbot, "nobody at all") == []
    page.search("")
    assert len(sentences(page)) == len(action_ids(page.session.book))
    assert life["gift"].action in page.table.ids()


@pytest.fixture
def soon_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search rest as soon in this small book as it would in a large one."""
    monkeypatch.setattr(searching, "MADE", 4)
    monkeypatch.setattr(searching, "_STRETCH", 2)


@pytest.mark.usefixtures("soon_enough")
def test_search_begins_with_what_is_called_so_and_leaves_the_rest_until_it_is_wanted(
    page: HistoryPage, book: Book, qtbot: QtBot
) -> None:
    members.add_member(book, "Rosalind")
    for n in range(30):
        gifts.add_gift(book, "hours", minutes=60, note=f"stove {n}")
    page.refresh()
    assert find(page, qtbot, "rosalind") == ["Added Rosalind"]
    assert page._search.left() > 20
    assert page._left.text() == f"{page._search.left()} older actions were not looked through."


@pytest.mark.usefixtures("soon_enough")
def test_a_word_of_no_name_is_looked_for_further_back_on_request(
    page: HistoryPage, book: Book, qtbot: QtBot
) -> None:
    gifts.add_gift(book, "ride")
    for n in range(30):
        members.add_member(book, f"Member {n}")
    page.refresh()
    assert find(page, qtbot, "ride") == []
    assert page._further.isVisible()
    with qtbot.waitSignal(page._search.ended):
        page._further_button.click()
    assert len(sentences(page)) == 1
    assert not page._further.isVisible()
    page.search("")
    assert not page._further.isVisible()


def test_search_knows_a_member_by_the_name_of_now(
    page: HistoryPage, life: dict[str, Done], qtbot: QtBot
) -> None:
    assert find(page, qtbot, "rosa gave")
    page.search("")
    page.session.did(members.edit_member(page.session.book, life["rosa"].id, name="Marisol Luz"))
    assert find(page, qtbot, "rosa gave") == []
    assert find(page, qtbot, "marisol gave") == ["Marisol Luz gave 3 hours"]


def test_sentences_follow_the_language(page: HistoryPage, life: dict[str, Done]) -> None:
    with using("fr"):
        page.refresh()
        assert "28 mars 2026" in page.table.texts(_row_of(page, life["day"].action))[1]


def test_what_was_printed_or_began_the_book_offers_no_button(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    assert life
    page.open(page.table.ids()[-1])
    assert sentences(page)[-1] == "Started the book"
    assert not page.panel.take_back.isVisible()
    assert any(line.startswith("This stays") for line in said_beside(page))


def test_the_chosen_line_stays_chosen_when_something_else_happens(
    page: HistoryPage, life: dict[str, Done]
) -> None:
    page.open(life["day"].action)
    history.undo(page.session.book, life["gift"].action)
    page.refresh()
    assert page.table.current_id() == life["day"].action
    assert said_beside(page)[0] == "Planned the distribution on 28 March 2026"


def _row_of(page: HistoryPage, action: Id) -> int:
    return list(page.table.ids()).index(action)
