"""The forms about members: sections, every answer, who may pick up, what was agreed to; only what is asked is there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aidbook.actions import profiles
from aidbook.actions.members import add_member, add_proxy, edit_household, edit_member
from aidbook.domain.consents import SHARE
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import UNTOLD, Household, Member
from aidbook.domain.profiles import FIELDS
from aidbook.store.book import Book
from aidbook.store.consents import consent
from aidbook.store.keeping import not_asked
from aidbook.store.member_known import known_of
from aidbook.store.members import household_page, member_ids
from aidbook.store.private_notes import private_note
from aidbook.store.profiles import chosen, fields_on
from aidbook.store.proxies import proxies
from aidbook.ui import jobs
from aidbook.ui.book.page import BookPage
from aidbook.ui.book.profile import ProfileSection
from aidbook.ui.book.profile_fields import AskedRow
from aidbook.ui.main_window import MainWindow
from aidbook.ui.members.edit import MemberEdit
from aidbook.ui.members.new_member import NewMember
from aidbook.ui.members.page import MembersPage
from aidbook.ui.members.words import counted_words
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.half_typed import left_in, put_into
from tests.exchange.conftest import household_of
from tests.ui.test_accessibility import SIZES, cut, nameless, small


@pytest.fixture
def page(window: MainWindow) -> MembersPage:
    """Give the page of members in the window."""
    made = window.frame.show_page("members")
    assert isinstance(made, MembersPage)
    return made


@pytest.fixture
def rosa(book: Book, page: MembersPage) -> Id:
    """Give a member who is shown."""
    member = add_member(book, "Rosa Luz", phone="555-0142", diet=("halal",)).id
    page.refresh()
    page.open(member)
    return member


@pytest.fixture
def edit(page: MembersPage, rosa: Id) -> MemberEdit:
    """Give the form on that member."""
    assert rosa
    page.do("edit")
    assert page.side._edit is not None
    return page.side._edit


@pytest.fixture
def card(window: MainWindow) -> ProfileSection:
    """Give the card of what is asked."""
    page = window.frame.show_page("book")
    assert isinstance(page, BookPage)
    found = page.sections["profile"]
    assert isinstance(found, ProfileSection)
    return found


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClick(where, key, modifier)


def typing(text: str) -> None:
    """Type where the keyboard is."""
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClicks(where, text)


def kept(book: Book, member: Id) -> Member:
    """Return a member."""
    found = book.get(Member, member)
    assert found is not None
    return found


# A new member


def test_an_answer_that_is_half_typed_is_the_same_answer_in_another_language(page: MembersPage) -> None:
    page.new_member()
    form = page.side.new
    answers = {"name": "Rosa", "since": PREFERS_NOT, "note": PREFERS_NOT, "phone": PREFERS_NOT}
    for name, answer in answers.items():
        form._fields[name].show_value(answer)
    other = NewMember(page.session)
    other.take(form.kept())
    assert {name: other._fields[name].checked() for name in answers} == answers
    assert other._fields["phone"].edit().text() == ""  # type: ignore[attr-defined] # a line of text


def test_who_may_pick_up_is_half_typed_in_another_language_too(
    edit: MemberEdit, book: Book, rosa: Id
) -> None:
    asking = edit.household.proxies
    assert asking is not None
    asking.who.edit().setText("Auntie in the blue car")
    asking.phone.edit().setText("555-0190")
    typed = edit.unsaved()
    again = MemberEdit(edit._session, rosa)
    again.take(typed)
    there = again.household.proxies
    assert there is not None
    assert again.household.sections["proxies"].is_open()
    there.add.click()
    assert [(line.name, line.phone) for line in proxies(book, household_of(book, rosa))] == [
        ("Auntie in the blue car", "555-0190")
    ]
    assert again.unsaved() == {}


def test_a_choice_of_nothing_in_particular_is_put_back_and_one_that_is_gone_is_not(qtbot: QtBot) -> None:
    def form(*keys: str) -> tuple[QWidget, ChoiceField[str]]:
        made, field = QWidget(), ChoiceField("Sort", [(key, key) for key in keys])
        qtbot.addWidget(made)
        column(made).addWidget(field)
        return made, field

    one, chosen = form("shop", "")
    fresh = left_in(one)
    chosen.show_value("")
    other, again = form("shop", "")
    put_into(other, left_in(one, fresh))
    assert again.value() == ""
    third, without = form("shop")
    put_into(third, left_in(one, fresh))
    assert without.value() == "shop"


# Correcting


def test_a_closed_section_says_what_stands_in_it_and_opens_by_keyboard(
    edit: MemberEdit, book: Book, rosa: Id
) -> None:
    section = edit.sections["food"]
    assert not section.is_open()
    assert section._said.text() == "Food: halal"
    section.heading.setFocus()
    QTest.keyClick(section.heading, Qt.Key.Key_Return)
    QTest.qWait(150)  # the button shows that it was pressed
    assert section.is_open()
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_End)
    typing(", no pork; corn")
    key(Qt.Key.Key_Tab)
    assert kept(book, rosa).diet == ("halal", "no pork", "corn")


def test_each_answer_can_be_that_they_prefer_not_to_say(edit: MemberEdit, book: Book, rosa: Id) -> None:
    for name in ("pronouns", "phone", "email", "birth", "since", "note", "private_note", "other_number"):
        edit._fields[name]._answer(PREFERS_NOT)  # type: ignore[attr-defined] # a line of text with answers
    for name in ("other_phones", "languages", "reads", "access_needs", "skills", "other_names", "allergens"):
        edit._fields[name]._answer((PREFERS_NOT,))  # type: ignore[attr-defined] # a list of words
    for name in ("reach_by", "age_band", "may_drive"):
        box = edit._fields[name].box()  # type: ignore[attr-defined] # a choice
        box.setCurrentIndex(box.count() - 1)
        box.activated.emit(box.count() - 1)
    for name in ("address", "zone", "note", "basis"):
        edit.household.fields[name]._answer(PREFERS_NOT)  # type: ignore[attr-defined] # a line of text with answers
    edit.refresh()
    member = kept(book, rosa)
    home = book.get(Household, member.household)
    assert (member.pronouns, member.phone, member.reach_by, member.age_band) == (PREFERS_NOT,) * 4
    assert (member.other_phones, member.reads, member.skills, member.access_needs) == ((PREFERS_NOT,),) * 4
    assert home is not None
    assert {home.address, home.zone, home.note, home.basis} == {PREFERS_NOT}
    assert {member.birth, member.since, member.note, private_note(book, rosa), member.may_drive} == {
        PREFERS_NOT
    }
    edit.refresh()
    assert edit.consents is not None
    share = edit.consents.purposes[SHARE].given
    share.show_value(PREFERS_NOT)
    share.leave()
    edit.refresh()
    assert "prefers not to say" in edit.consents.answered()
    assert consent(book, rosa, SHARE).given == kept(book, rosa).may_share == PREFERS_NOT
    said = [part.partition(": ") for part in edit.sections["doing"]._said.text().split(" · ")]
    assert [title for title, _colon, _answer in said] == ["Access needs", "Skills", "Drives"]
    assert {answer for _title, _colon, answer in said} == {"prefers not to say"}
    assert {one.words for one in known_of(book, member, private=True) if one.key != "consents"} >= {
        "prefers not to say"
    }
    assert all("~" not in one.words for one in known_of(book, member, private=True))
    assert not any(field.is_changed() for field in edit._all().values())


def test_a_household_need_not_say_how_many_it_is_until_somebody_counts(
    edit: MemberEdit, book: Book, rosa: Id
) -> None:
    counted = edit.household.counted
    assert counted is not None
    edit_household(book, household_of(book, rosa), counted={"0-17": 2})
    edit.refresh()
    counted.untold.box().click()
    edit.refresh()
    home = book.get(Household, household_of(book, rosa))
    assert home is not None
    assert (home.counted, counted.untold.value(), counted.fields["0-17"].value()) == (UNTOLD, True, None)
    page = household_page(book, home.id)
    assert page is not None
    assert page.size == 1
    assert "prefers not to say" in counted_words(home)
    counted.fields["18-59"].edit().setText("3")
    counted.fields["18-59"].typed.emit()
    counted.fields["18-59"].leave()
    edit.refresh()
    home = book.get(Household, home.id)
    assert home is not None
    assert (home.counted, counted.untold.value()) == ({"18-59": 3}, False)


def test_a_consent_is_written_with_its_witness_and_its_end(
    edit: MemberEdit, book: Book, rosa: Id, qtbot: QtBot
) -> None:
    assert edit.consents is not None
    share = edit.consents.purposes[SHARE]
    edit.sections["consents"].set_open(on=True)
    assert share._details.isHidden()
    share.given.show_value(value=True)
    share.given.leave()
    qtbot.waitUntil(share._details.isVisible)
    share.witness.setFocus()
    typing("Marie")
    share.until.setFocus()
    typing("2027-03-01")
    key(Qt.Key.Key_Tab)
    said = consent(book, rosa, SHARE)
    assert (said.given, said.witness, said.until) == (True, "Marie", "2027-03-01")
    assert kept(book, rosa).may_share is True
    share.until.edit().setText("2001-01-01")
    share.until.leave()
    assert "before it begins" in share.until.error()
    edit.consents.own.edit().setText("to be named in the assembly")
    edit.consents._add()
    assert "to be named in the assembly" in edit.consents.purposes


def test_who_may_pick_up_is_added_as_a_member_or_as_a_name(edit: MemberEdit, book: Book, rosa: Id) -> None:
    kwame = add_member(book, "Kwame").id
    part = edit.household.proxies
    assert part is not None
    edit.household.sections["proxies"].set_open(on=True)
    part.add.click()
    assert "not said who" in part.who.error()
    for who in ("Kwame", "the boy next door"):
        part.who.setFocus()
        part.who.edit().clear()
        typing(who)
        part.add.click()
    lines = proxies(book, household_of(book, rosa))
    assert [(line.name, line.member) for line in lines] == [("Kwame", kwame), ("the boy next door", None)]
    part._remove(lines[1].id)
    edit.refresh()
    assert part.answered() == "Kwame"


def test_until_when_somebody_may_pick_up_is_changed_and_their_note(
    edit: MemberEdit, book: Book, rosa: Id
) -> None:
    kwame = add_member(book, "Kwame", phone=PREFERS_NOT).id
    home = household_of(book, rosa)
    add_proxy(book, home, member=kwame)
    add_proxy(book, home, name="Luz", phone="555-0142", until="2027-01-31")
    edit.refresh()
    part = edit.household.proxies
    assert part is not None
    edit.household.sections["proxies"].set_open(on=True)
    shown = proxies(book, home)
    for field, text in ((part.who, "Ana"), (part.phone, "555-0199"), (part.until, "the flood")):
        field.edit().setText(text)
    part._begin(shown[0])
    assert (part.phone.isHidden(), part.who.isHidden(), shown[0].phone) == (True, True, None)
    part._begin(shown[1])
    assert (part.phone.value(), part.until.value()) == ("555-0142", "2027-01-31")
    typing("the day after the flood")
    part.save.click()
    assert part.until.error()
    part.until.edit().setText("2027-02-28")
    part.note.setFocus()
    typing("blue car")
    part.save.click()
    changed = proxies(book, home)[1]
    assert (changed.phone, changed.until, changed.note) == ("555-0142", "2027-02-28", "blue car")
    assert not part.add.isHidden()
    half = [field.edit().text() for field in (part.who, part.phone, part.until, part.note)]
    assert half == ["Ana", "555-0199", "the flood", ""]


def test_what_was_typed_and_cannot_be_saved_opens_its_section_again(
    page: MembersPage, edit: MemberEdit
) -> None:
    edit.sections["age"].set_open(on=True)
    edit._fields["birth"].setFocus()
    typing("the day of the flood")
    page.back()
    page.do("edit")
    again = page.side._edit
    assert again is not None
    assert again.sections["age"].is_open()
    assert "not a birth date" in again._fields["birth"].error()


@pytest.mark.parametrize("size", SIZES)
def test_with_every_section_open_nothing_is_cut_off_or_without_a_name(
    window: MainWindow, edit: MemberEdit, size: tuple[int, int], qtbot: QtBot
) -> None:
    window.resize(*size)
    for section in (*edit.sections.values(), *edit.household.sections.values()):
        section.set_open(on=True)
    qtbot.waitUntil(lambda: not cut(edit))
    assert not nameless(edit)
    assert not small(edit)


# A new member


def test_a_new_member_is_asked_name_people_and_phone_and_the_rest_under_more(
    page: MembersPage, book: Book, qtbot: QtBot
) -> None:
    page.do("new")
    form = page.side.new
    seen = [name for name, field in form._fields.items() if field.isVisible()]
    assert seen == ["name", "phone"]
    assert form._counted is not None
    assert form._counted.isVisible()
    typing("Ti Jo")
    form.more.setFocus()
    form.more.click()
    assert QApplication.focusWidget() is form.sections["who"].heading
    form.sections["where"].set_open(on=True)
    form._home["address"].setFocus()
    typing("comes by the blue house")
    form._fields["skills"].show_value(("cooking", "roofs"))
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(member_ids(book)))
    member = kept(book, member_ids(book)[0])
    home = book.get(Household, member.household)
    assert home is not None
    assert (member.name, member.skills, home.address) == (
        "Ti Jo",
        ("cooking", "roofs"),
        "comes by the blue house",
    )


def test_what_is_wrong_in_a_closed_section_opens_it(page: MembersPage) -> None:
    page.do("new")
    form = page.side.new
    typing("Ti Jo")
    form._fields["birth"].edit().setText("the day of the flood")  # type: ignore[attr-defined] # a line of text
    form.add()
    assert form.sections["age"].is_open()
    assert form._fields["birth"].isVisible()


# Profiles


def test_a_field_that_is_off_is_on_no_form(page: MembersPage, book: Book, rosa: Id, qtbot: QtBot) -> None:
    page.do("new")
    typing("Ti J")
    page.session.run(profiles.choose, "our own shelf")
    qtbot.waitUntil(lambda: set(page.side.new._fields) == {"name"})
    assert page.side.new._fields["name"].value() == "Ti J"
    assert page.side.new.sections == {}
    assert not page.side.new.more.isVisible()
    page.open(rosa)
    page.do("edit")
    edit = page.side._edit
    assert edit is not None
    assert set(edit._fields) == {"name", "left", "left_on"}
    assert edit.consents is None
    assert edit.household.fields == {}
    assert edit.household.proxies is None
    assert kept(book, rosa).phone == "555-0142", "what stands in the book stays until it is cleared"


def test_the_reason_beside_a_field_is_the_groups_own(session_page: NewMember) -> None:
    assert session_page._fields["phone"]._editor.accessibleDescription() == "To say that the beans are here."


@pytest.fixture
def session_page(page: MembersPage, book: Book) -> NewMember:
    """Give the form for a new member where the group has a reason of its own."""
    own = profiles.copy_profile(book, "everything", "Ours").id
    profiles.give_reason(book, own, "phone", "To say that the beans are here.")
    page.refresh()
    return page.side.new


def test_a_profile_is_chosen_made_the_groups_own_and_changed_on_its_card(
    card: ProfileSection, book: Book, qtbot: QtBot
) -> None:
    assert card.profile.value() == ""
    card.profile.show_value("TEFAP")
    card.profile.leave()
    assert fields_on(book) == {"name", "family_name", "counted", "basis", "proxies"}
    qtbot.waitUntil(lambda: len(card.rows) == len(fields_on(book)))
    card.copy.click()
    assert chosen(book).name == "TEFAP, our own"
    qtbot.waitUntil(card.give_up.isVisible)
    rows = {row.key: row for row in card.rows if isinstance(row, AskedRow)}
    assert set(rows) == fields_on(book)
    rows["basis"].stop.click()
    assert "basis" not in fields_on(book)
    qtbot.waitUntil(lambda: len(card.rows) == len(fields_on(book)))
    counted = next(row for row in card.rows if isinstance(row, AskedRow) and row.key == "counted")
    counted.set_open(on=True)
    counted.months.edit().setText("6")
    counted.months.leave()
    assert chosen(book).fields["counted"] == 6
    qtbot.waitUntil(lambda: "6 months" in counted._said.text())
    card.own.more.show_value("phone")
    card.own.more.leave()
    assert "phone" in fields_on(book)
    card.give_up.click()
    assert fields_on(book) == frozenset(FIELDS)


def test_what_is_kept_too_long_or_not_asked_is_cleared_on_the_card_by_one_click(
    card: ProfileSection, book: Book, qtbot: QtBot
) -> None:
    rosa = add_member(book, "Rosa", phone="555-0142").id
    edit_member(book, rosa, left="left", left_on="2020-01-01")
    card._session.run(profiles.choose, "our own shelf")
    qtbot.waitUntil(lambda: card.off.isVisible() and card.late.isVisible())
    assert "Phone 1" in card.off.text()
    assert "Name" in card._late_lines.text()
    card.clear_off.click()
    qtbot.waitUntil(lambda: not card.off.isVisible())
    assert not_asked(book) == []
    card.clear_late.click()
    qtbot.waitUntil(lambda: not card.late.isVisible())
    assert kept(book, rosa).name == kept(book, rosa).number
    qtbot.waitUntil(lambda: not jobs.any_running())


@pytest.mark.parametrize("size", SIZES)
def test_nothing_of_the_card_is_cut_off_or_without_a_name(
    window: MainWindow, card: ProfileSection, size: tuple[int, int], qtbot: QtBot
) -> None:
    window.resize(*size)
    card._session.run(profiles.copy_profile, "everything", "Ours")
    card.begin()
    qtbot.waitUntil(card.give_up.isVisible)
    for row in card.rows:
        assert isinstance(row, AskedRow)
        row.set_open(on=True)
    qtbot.waitUntil(lambda: not cut(card))  # as soon as it is laid out
    assert not nameless(card)
    assert not small(card)
    qtbot.waitUntil(lambda: not jobs.any_running())
