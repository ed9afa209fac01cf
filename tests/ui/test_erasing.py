"""Erasing a member in the window, and handing one over: said first, done by one button."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from aidbook.actions.fingerprints import seen
from aidbook.actions.members import add_member, edit_member
from aidbook.actions.same import link
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.domain.sites import Site
from aidbook.store.book import Book
from aidbook.store.claims import home_of
from aidbook.store.erasure import erased_ids
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.erase import EraseForm
from aidbook.ui.members.hand_over import HandOverForm
from aidbook.ui.members.page import MembersPage
from aidbook.ui.widgets.basics import Button


@pytest.fixture
def page(window: MainWindow) -> MembersPage:
    """Give the page in the window."""
    made = window.frame.show_page("members")
    assert isinstance(made, MembersPage)
    return made


@pytest.fixture
def rosa(book: Book, page: MembersPage, qtbot: QtBot) -> Id:
    """Give a member who is shown, and what erasing them would do."""
    member = add_member(book, "Rosa Luz", phone="555-0142").id
    add_member(book, "Paul Brun", note="Comes with Rosa")
    page.refresh()
    page.open(member)
    page.do("erase")
    form = page.side.findChild(EraseForm)
    assert form is not None
    qtbot.waitUntil(form.foot()[1].isEnabled)
    return member


def said(form: EraseForm) -> str:
    """Return all that the form says."""
    return "\n".join(one.text() for one in form.findChildren(QLabel) if not one.isHidden())


def test_what_goes_and_what_stays_is_said_before(page: MembersPage, rosa: Id, book: Book) -> None:
    form = page.side.findChild(EraseForm)
    assert form is not None
    assert form.first().hasFocus()
    assert form.first() is not form.foot()[1]
    for words in (
        "What goes",
        "What stays",
        "Paul Brun: “Comes with Rosa”",
        "What cannot be reached",
        "Backups",
    ):
        assert words in said(form)
    assert page.back()
    assert book.get(Member, rosa) is not None


def test_one_button_erases_and_nothing_takes_it_back(
    page: MembersPage, rosa: Id, book: Book, window: MainWindow
) -> None:
    form = page.side.findChild(EraseForm)
    assert form is not None
    go = form.foot()[1]
    assert isinstance(go, Button)
    go.click()
    assert rosa in erased_ids(book.connection)
    assert book.get(Member, rosa) is None
    assert not page.side.member
    assert not window.frame.session.can_undo


def test_a_fingerprint_is_kept_only_where_somebody_asks_for_it(
    page: MembersPage, rosa: Id, book: Book
) -> None:
    form = page.side.findChild(EraseForm)
    assert form is not None
    assert not form.fingerprint.value()
    form.fingerprint.box().click()
    form.foot()[1].click()  # type: ignore[attr-defined] # a button
    assert book.get(Member, rosa) is None
    assert seen(book, "Luz, Rosa", None, "907 555 0142") is not None


def test_a_note_of_another_member_leads_to_their_page(page: MembersPage, rosa: Id, book: Book) -> None:
    form = page.side.findChild(EraseForm)
    assert form is not None
    (link,) = (one for one in form.findChildren(Button) if one.text() == "Look at that page")
    link.click()
    shown = book.get(Member, page.side.member)
    assert shown is not None
    assert shown.name == "Paul Brun"
    assert book.get(Member, rosa) is not None


def test_linked_records_of_the_same_person_go_too_unless_somebody_says_no(
    page: MembersPage, rosa: Id, book: Book, qtbot: QtBot
) -> None:
    twice = add_member(book, "Rosita Luz").id
    link(book, "member", rosa, twice)
    page.side.back_to_view()
    page.do("erase")
    form = page.side.findChild(EraseForm)
    assert form is not None
    qtbot.waitUntil(lambda: "What is linked as the same person: Rosita Luz" in said(form))
    form.linked.box().click()
    qtbot.waitUntil(lambda: "linked and shown as one" in said(form))
    form.linked.box().click()
    qtbot.waitUntil(form.foot()[1].isEnabled)
    form.foot()[1].click()  # type: ignore[attr-defined] # a button
    assert book.get(Member, rosa) is book.get(Member, twice) is None


@pytest.mark.behind_the_ledger
def test_a_member_is_handed_to_a_paired_site_once_they_agreed(page: MembersPage, book: Book) -> None:
    west = Site(id="f" * 32, name="Westside", code="W", sign_key="", lock_key="")
    book.record(west)
    member = add_member(book, "Rosa Luz").id
    page.refresh()
    page.open(member)
    page.do("hand_over")
    form = page.side.findChild(HandOverForm)
    assert form is not None
    form.sites[0].click()
    assert home_of(book.connection, "member", member) == book.identity.site
    edit_member(book, member, may_share=True)
    form.sites[0].click()
    assert home_of(book.connection, "member", member) == west.id
