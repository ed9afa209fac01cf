"""The members page: filters beside the list and in words above it, a member's story over a period, and paper from there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aidbook.actions import gifts, members, profiles
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.store.book import Book
from aidbook.store.narrowing import Narrowing
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.filters import FilterForm
from aidbook.ui.members.page import MembersPage
from aidbook.ui.sheets.page import SheetsPage
from aidbook.ui.widgets.basics import Button


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be one day."""
    monkeypatch.setattr("aidbook.clock.today", lambda: "2026-11-23")


@pytest.fixture
def people(book: Book) -> dict[str, Id]:
    """Give {name: id} of three members of two zones."""
    found = {}
    for name, zone, languages in (
        ("Ana", "Hill", ("ht",)),
        ("Paul", "Hill", ("fr",)),
        ("Rosa", "Dale", ("ht",)),
    ):
        found[name] = members.add_member(book, name, languages=languages).id
        record = book.get(Member, found[name])
        assert record is not None
        members.edit_household(book, record.household or "", zone=zone)
    return found


@pytest.fixture
def page(window: MainWindow, people: dict[str, Id]) -> MembersPage:
    """Give the page in the window."""
    assert people
    made = window.frame.show_page("members")
    assert isinstance(made, MembersPage)
    made.refresh()
    return made


def names(page: MembersPage) -> list[str]:
    """Return who is listed."""
    return [page.list.texts(row)[0] for row in range(len(page.list.ids()))]


def form_of(page: MembersPage, qtbot: QtBot) -> FilterForm:
    """Open the filters and wait until they are filled."""
    page.do("filter")
    form = page.side.findChild(FilterForm)
    assert form is not None
    qtbot.waitUntil(lambda: not form.fields["zone"].isHidden())
    return form


def choose(form: FilterForm, name: str, value: str | None) -> None:
    """Choose in a field, as a person does."""
    box = form.fields[name].box()
    form.fields[name].show_value(value)
    box.activated.emit(box.currentIndex())


def test_filters_narrow_the_list_together_and_say_so_in_words(page: MembersPage, qtbot: QtBot) -> None:
    form = form_of(page, qtbot)
    choose(form, "zone", "Hill")
    qtbot.waitUntil(lambda: names(page) == ["Ana", "Paul"])
    choose(form, "language", "ht")
    qtbot.waitUntil(lambda: names(page) == ["Ana"])
    said = [made.text() for made in page.filter_words.buttons()]
    assert said == ["Zone: Hill", "Language: Haitian Creole", "Clear all"]
    assert page.title() == "Members"
    assert page._shown == "1 of 3"


def test_each_part_is_cleared_by_itself_and_all_at_once(page: MembersPage, qtbot: QtBot) -> None:
    page._narrow(Narrowing(zone="Hill", language="ht"))
    qtbot.waitUntil(lambda: names(page) == ["Ana"])
    page.filter_words.buttons()[0].click()
    qtbot.waitUntil(lambda: names(page) == ["Ana", "Rosa"])
    page.filter_words.buttons()[0].click()
    qtbot.waitUntil(lambda: names(page) == ["Ana", "Paul", "Rosa"])
    assert page.filter_words.isHidden()


def test_a_search_goes_on_within_what_is_narrowed(page: MembersPage, qtbot: QtBot) -> None:
    page._narrow(Narrowing(zone="Hill"))
    qtbot.waitUntil(lambda: names(page) == ["Ana", "Paul"])
    page.search("ro")
    qtbot.waitUntil(lambda: names(page) == [])
    page.search("pau")
    qtbot.waitUntil(lambda: names(page) == ["Paul"])
    assert page.side.member == page.list.ids()[0]


def test_what_is_narrowed_survives_a_change_of_language(
    page: MembersPage, window: MainWindow, qtbot: QtBot
) -> None:
    page._narrow(Narrowing(zone="Dale"))
    kept = page.keep()
    again = MembersPage(window.frame.session)
    qtbot.addWidget(again)
    again.take(kept)
    qtbot.waitUntil(lambda: names(again) == ["Rosa"])
    assert again.narrowing == Narrowing(zone="Dale")


def test_esc_leaves_the_filters_and_keeps_what_was_chosen(page: MembersPage, qtbot: QtBot) -> None:
    form = form_of(page, qtbot)
    choose(form, "zone", "Dale")
    assert page.back()
    assert page.side.findChild(FilterForm) is None or not form.isVisible()
    qtbot.waitUntil(lambda: names(page) == ["Rosa"])


# The member's page


def test_the_story_is_of_the_period_that_is_chosen(
    page: MembersPage, people: dict[str, Id], book: Book
) -> None:
    for on in ("2024-05-01", "2026-05-01"):
        gifts.add_gift(book, "ride", member=people["Ana"], on=on)
    page.open(people["Ana"])
    story = page.side.view.story
    assert story.sentences() == ["A ride, Fri 1 May", "Nothing written down in this period."]
    story.period.which.show_value("all")
    story.period.which.box().activated.emit(0)
    assert story.sentences()[:2] == ["A ride, Fri 1 May", "A ride, 1 May 2024"]
    story.period.which.show_value("between")
    story.period.which.box().activated.emit(0)
    assert story.period.first.isVisible()
    story.period.first.edit().setText("2024-01-01")
    QTest.keyClick(story.period.first.edit(), Qt.Key.Key_Return)
    story.period.last.edit().setText("2024-12-31")
    QTest.keyClick(story.period.last.edit(), Qt.Key.Key_Return)
    assert story.sentences()[0] == "A ride, 1 May 2024"


def test_no_sum_and_no_balance_stands_on_the_page(
    page: MembersPage, people: dict[str, Id], book: Book
) -> None:
    for _n in range(3):
        gifts.add_gift(book, "hours", member=people["Ana"], minutes=60, on="2026-05-01")
    page.open(people["Ana"])
    said = " ".join(one.text() for one in page.side.view.findChildren(QLabel) if one.isVisible()).casefold()
    for word in ("3 hours", "total", "balance", "score", "rank"):
        assert word not in said


def test_what_is_known_follows_the_site_s_profile(
    page: MembersPage, people: dict[str, Id], book: Book
) -> None:
    members.edit_member(book, people["Ana"], phone="555-0142", skills=("cooking",), private_note="Between us")
    page.open(people["Ana"])
    view = page.side.view
    assert {"phone", "languages", "skills", "private_note"} <= {one.key for one in view.told.shown}
    assert [one.words for one in view.shared.shown] == ["Hill"]
    profiles.choose(book, "our own shelf")
    page.refresh()
    assert view.told.shown == view.shared.shown == ()


def test_cards_of_those_listed_are_one_command_away(
    page: MembersPage, window: MainWindow, qtbot: QtBot
) -> None:
    page._narrow(Narrowing(zone="Hill"))
    qtbot.waitUntil(lambda: names(page) == ["Ana", "Paul"])
    page.do("print_cards")
    sheets = window.page("sheets")
    assert isinstance(sheets, SheetsPage)
    qtbot.waitUntil(lambda: sheets.made is not None, timeout=30_000)
    assert sheets.made is not None
    assert len(sheets.made.answers.people.members) == 2


def test_a_member_s_own_page_is_in_the_language_they_read(
    page: MembersPage, people: dict[str, Id], window: MainWindow, qtbot: QtBot
) -> None:
    page.open(people["Ana"])
    page.do("print_page")
    sheets = window.page("sheets")
    assert isinstance(sheets, SheetsPage)
    qtbot.waitUntil(lambda: sheets.made is not None, timeout=30_000)
    assert sheets.made is not None
    assert sheets.made.answers.language == "ht"
    sheets.choose("cards")
    assert sheets.questions.language.value() == "en"


def test_no_word_under_the_list_is_cut_off(page: MembersPage) -> None:
    for wide in (900, 420, 240):
        page._foot.resize(wide, 48)
        shown = [made for made in page._foot.findChildren(Button) if not made.isHidden()]
        assert len(shown) >= 3
        assert sum(made.sizeHint().width() for made in shown) <= max(wide, 240)
        assert all(made.accessibleName() and made.toolTip() for made in shown)
    page._foot.resize(1200, 48)
    assert all(made.text() for made in page._foot.findChildren(Button) if not made.isHidden())
