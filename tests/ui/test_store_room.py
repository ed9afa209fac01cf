"""The store room, by keys: counting together, moving, boxes, lending, other sites, recalls; and the door that tells."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aidbook import clock
from aidbook.actions import counting, distributions, members, pantry, places, recalls
from aidbook.actions.places import Units
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Place
from aidbook.exchange import cards
from aidbook.i18n import set_language
from aidbook.store.book import Book
from aidbook.store.counted import differences
from aidbook.store.pantry import level, stock_lines
from aidbook.store.places import holds, lines_at, made_ahead, open_loans
from aidbook.store.recall_trace import is_told
from aidbook.store.transfers import sent_transfers
from aidbook.ui import jobs
from aidbook.ui.distributions.door_page import DoorPage
from aidbook.ui.main_window import MainWindow
from aidbook.ui.pantry.between_sites import SendForm, SitesRoom
from aidbook.ui.pantry.counting import CountingRoom, CountsRoom, NewCount, OneLine, Unlisted
from aidbook.ui.pantry.differences import DifferencesRoom
from aidbook.ui.pantry.hour_field import read_moment
from aidbook.ui.pantry.lending import BackForm, LendForm
from aidbook.ui.pantry.making import HowMany
from aidbook.ui.pantry.page import PantryPage
from aidbook.ui.pantry.places import MoveForm, PlacesRoom, PlaceView
from aidbook.ui.pantry.recall import NewRecall, RecallRoom
from aidbook.ui.pantry.store_room import StoreRoom
from aidbook.ui.session import Session
from aidbook.ui.sheets.page import SheetsPage
from aidbook.ui.widgets.basics import Button
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from tests.exchange.conftest import household_of
from tests.ui.test_accessibility import cut, nameless, small

CODE = "4006381333931"


@pytest.fixture
def beans(book: Book) -> Id:
    """Give beans with a barcode, 48 of them on the first shelf."""
    item = pantry.add_item(book, "Black beans", unit="can", code=CODE).id
    pantry.receive_stock(book, [pantry.Units(item=item, units=48, best_before="2031-03-31", lot_code="B7")])
    return item


@pytest.fixture
def cellar(book: Book) -> Id:
    """Give a second place."""
    return places.add_place(book, "Cellar", kind="room").id


@pytest.fixture
def page(window: MainWindow, beans: Id, cellar: Id) -> PantryPage:
    """Give the pantry's page, nothing of it chosen."""
    assert beans
    assert cellar
    made = window.frame.show_page("pantry")
    assert isinstance(made, PantryPage)
    made.refresh()
    return made


def _room(page: PantryPage, kind: type) -> object:
    assert page.ways.room is not None
    room = page.ways.room.current()
    assert isinstance(room, kind)
    return room


def _read() -> None:
    """Wait until what is read in the background is there."""
    while jobs.any_running():
        QTest.qWait(2)


def _type(field: object, text: str, *, enter: bool = False) -> None:
    edit = field.edit()  # type: ignore[attr-defined] # every field here has a line
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)
    if enter:
        QTest.keyClick(edit, Qt.Key.Key_Return)


def _press(inside: QWidget, text: str) -> None:
    button = next(each for each in inside.findChildren(Button) if each.accessibleName() == text)
    button.click()


def test_a_place_is_counted_by_numbers_and_enter_and_booked_with_its_reasons(
    page: PantryPage, book: Book, beans: Id, qtbot: QtBot
) -> None:
    rice = pantry.add_item(book, "Rice", unit="bag").id
    pantry.receive_stock(book, [pantry.Units(item=rice, units=10)])
    page.do("count_places")
    counts = _room(page, CountsRoom)
    assert isinstance(counts, CountsRoom)
    assert isinstance(counts.form, NewCount)  # there is none yet: the first is asked for at once
    next(iter(counts.form.places.values())).box().click()
    QApplication.processEvents()
    QTest.keyClick(counts.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: isinstance(page.ways.room and page.ways.room.current(), CountingRoom))
    room = _room(page, CountingRoom)
    assert isinstance(room, CountingRoom)
    assert page.title() == "Count: Shelves"
    for number in ("46", "10"):
        form = room.panel.inside()
        assert isinstance(form, OneLine)
        _type(form.who, "Ana")
        _type(form.units, number, enter=True)
    assert [room.list.texts(row)[5] for row in range(2)] == ["46", "10"]
    room.went.emit("differences", room.thing)
    found = _room(page, DifferencesRoom)
    assert isinstance(found, DifferencesRoom)
    assert [found.list.texts(row)[2:4] for row in range(2)] == [["48", "46"], ["10", "10"]]
    why = found.panel.findChildren(ChoiceField)[0]
    why.set_value("")
    why.show_value("damaged")
    why.leave()
    found.book()
    (off,) = differences(book)
    assert (off.off, off.why, off.item) == (-2, "damaged", beans)
    assert isinstance(_room(page, CountsRoom), CountsRoom)


def test_a_blind_count_shows_no_figure_of_the_book(page: PantryPage, book: Book) -> None:
    session = counting.begin_count(book, blind=True).id
    page.do("count_places")
    _room(page, CountsRoom).went.emit("counting", session)  # type: ignore[attr-defined] # it is one
    room = _room(page, CountingRoom)
    assert isinstance(room, CountingRoom)
    assert room.list.isColumnHidden(4)
    said = [label.text() for label in room.panel.findChildren(QWidget) if hasattr(label, "text")]
    assert not any("48" in str(text) for text in said if "such as" not in str(text))


def test_what_lies_there_and_is_on_no_list_is_scanned(
    page: PantryPage, book: Book, beans: Id, cellar: Id
) -> None:
    session = counting.begin_count(book, places=[cellar]).id
    page.do("count_places")
    _room(page, CountsRoom).went.emit("counting", session)  # type: ignore[attr-defined] # it is one
    room = _room(page, CountingRoom)
    assert isinstance(room, CountingRoom)
    form = room.form
    assert isinstance(form, Unlisted)  # nothing is listed there: it is asked for at once
    _type(form.item, CODE, enter=True)
    assert form.units.edit().hasFocus()
    _type(form.units, "6")
    form.write()
    assert form.item.edit().hasFocus()
    counting.book_count(book, session)
    assert [(line.quantity, line.place) for line in stock_lines(book, item=beans)] == [
        (48, "Shelves"),
        (6, "Cellar"),
    ]


def test_a_cart_is_emptied_into_a_place_with_the_scanner(
    page: PantryPage, book: Book, beans: Id, cellar: Id
) -> None:
    page.do("move")
    room = _room(page, PlacesRoom)
    assert isinstance(room, PlacesRoom)
    form = room.form
    assert isinstance(form, MoveForm)
    form.to.set_value(cellar)
    _type(form.what.item, CODE, enter=True)
    _type(form.what.units, "20", enter=True)
    assert [(line.quantity, line.item_id) for line in lines_at(book, cellar)] == [(20, beans)]
    assert form.what.item.edit().hasFocus()
    page.back()
    page.back()
    assert not page.ways.is_shown()


def test_a_place_is_renamed_where_it_stands(page: PantryPage, book: Book, cellar: Id, qtbot: QtBot) -> None:
    page.do("places")
    room = _room(page, PlacesRoom)
    assert isinstance(room, PlacesRoom)
    _read()
    room.list.choose(cellar)
    view = room.panel.inside()
    assert isinstance(view, PlaceView)
    _type(view.name, "Cold cellar", enter=True)
    qtbot.waitUntil(lambda: [line.place.name for line in room.rows.values()] == ["Shelves", "Cold cellar"])
    shown = room.panel.inside()
    assert isinstance(shown, PlaceView)
    assert shown.name.edit().hasFocus()  # read again, and still where the keyboard was
    renamed = book.get(Place, cellar)
    assert renamed is not None
    assert renamed.name == "Cold cellar"


def test_a_place_says_what_is_in_it_and_what_of_it_is_held(
    page: PantryPage, book: Book, beans: Id, cellar: Id
) -> None:
    (line,) = stock_lines(book, item=beans)
    places.move_units(book, [Units(line.lot, line.place_id, 20)], cellar)
    places.hold_lot(book, line.lot, "look at the lids")
    said_counts: list[str] = []
    page.counted.connect(said_counts.append)
    page.do("places")
    room = _room(page, PlacesRoom)
    assert isinstance(room, PlacesRoom)
    _read()
    assert [room.list.texts(n)[::2] for n in range(2)] == [["Shelves", "1"], ["Cellar", "1"]]
    assert said_counts[-1:] == ["2"]
    room.list.choose(cellar)
    _read()
    view = room.panel.inside()
    assert isinstance(view, PlaceView)
    (said,) = [each.accessibleName() for each in view.here.findChildren(QWidget) if each.accessibleName()]
    assert said.startswith("Black beans · ")
    assert said.endswith("B7 · held: 20 cans")


def test_boxes_are_made_ahead_and_what_is_short_is_said_before(
    page: PantryPage, book: Book, beans: Id
) -> None:
    distributions.plan_distribution(book, clock.today(), {beans: 2}, everyone=True)
    page.do("boxes")
    room = _room(page, object)
    room.ask(HowMany(page.session, next(iter(room.rows.values()))))  # type: ignore[attr-defined] # a room
    form = room.form  # type: ignore[attr-defined] # a room
    _type(form.boxes, "30")
    assert "12 cans Black beans" in form.short.text()
    _type(form.boxes, "20", enter=True)
    assert [each.boxes for each in made_ahead(book)] == [20]


def test_a_tool_is_lent_to_a_member_and_comes_back(page: PantryPage, book: Book, beans: Id) -> None:
    rosa = members.add_member(book, "Rosa").id
    page.do("lend")
    room = _room(page, object)
    room.ask_lend(beans)  # type: ignore[attr-defined] # a room
    form = room.form  # type: ignore[attr-defined] # a room
    assert isinstance(form, LendForm)
    assert form.member is not None
    form.member.show_hit((rosa, "Rosa"))
    _type(form.what.units, "2")
    form.write()
    (loan,) = open_loans(book)
    assert (loan.units, loan.who) == (2, "Rosa")
    room.ask(BackForm(page.session, loan))  # type: ignore[attr-defined] # a room
    room.form.write()  # type: ignore[attr-defined] # a room
    assert not open_loans(book)


def test_goods_are_sent_line_by_line(
    page: PantryPage, book: Book, make_book: Callable[..., Book], beans: Id
) -> None:
    west = make_book("Westside")
    cards.pair(book, cards.card_of(west))
    page.do("sites")
    room = _room(page, SitesRoom)
    assert isinstance(room, SitesRoom)
    room.ask_send()
    form = room.form
    assert isinstance(form, SendForm)
    _type(form.what.item, CODE, enter=True)
    _type(form.what.units, "24", enter=True)
    assert "24 cans" in form.listed.text()
    form.write()
    (sent,) = sent_transfers(book)
    assert [(line.item, line.sent, line.way) for line in sent.lines] == [(beans, 24, 24)]
    assert room.list.texts(0)[3] == "on the way"


def test_a_recall_by_a_scanned_code_is_held_and_seen_beside_the_item(
    page: PantryPage, book: Book, beans: Id
) -> None:
    page.do("recall")
    room = _room(page, RecallRoom)
    assert isinstance(room, RecallRoom)
    room.ask_new()
    form = room.form
    assert isinstance(form, NewRecall)
    _type(form.code, f"(01)0{CODE}(10)B7")
    _type(form.why, "Dented cans")
    form.write()
    (lot,) = stock_lines(book, item=beans)
    assert holds(book) == {lot.lot: "recalled"}
    page.ways.back()
    page.open(beans)
    assert "recalled" in page.side.view.lots()[0]


def test_a_shelf_volunteer_sees_no_people_in_a_recall(
    page: PantryPage, book: Book, beans: Id, qtbot: QtBot
) -> None:
    day = distributions.plan_distribution(book, clock.today(), {beans: 2}, everyone=True).id
    distributions.check_in(book, day, household_of(book, members.add_member(book, "Rosa").id))
    recalls.recall(book, "Dented cans", item=beans)
    page.do("recall")
    room = _room(page, RecallRoom)
    assert isinstance(room, RecallRoom)
    qtbot.waitUntil(lambda: "Rosa" in _words(room))
    book._role = "shelf"
    room.begin()
    qtbot.waitUntil(lambda: "handed out" in _words(room))
    assert "Rosa" not in _words(room)


def test_the_contact_list_of_a_recall_is_printed_from_its_panel(
    window: MainWindow, page: PantryPage, book: Book, beans: Id, qtbot: QtBot
) -> None:
    day = distributions.plan_distribution(book, clock.today(), {beans: 2}, everyone=True).id
    distributions.check_in(book, day, household_of(book, members.add_member(book, "Rosa").id))
    first = recalls.recall(book, "Dented cans", item=beans).id
    recalls.recall(book, "Another", codes=["4006381333931"], on="2099-01-01")
    page.do("recall")
    room = _room(page, RecallRoom)
    assert isinstance(room, RecallRoom)
    room.list.choose(first)
    qtbot.waitUntil(lambda: "Rosa" in _words(room))
    _press(room.panel, "Print the contact list")
    sheets = window.frame.show_page("sheets")
    assert isinstance(sheets, SheetsPage)
    asked = sheets.questions.answers()
    assert asked is not None
    assert (asked.sheet, asked.distribution) == ("recall", first)
    sheets.choose("stock")
    assert sheets.questions.recall.isHidden()
    _read()


def _words(inside: QWidget) -> str:
    shown = inside.panel.inside() if isinstance(inside, RecallRoom) else inside
    assert shown is not None
    return " ".join(str(each.text()) for each in shown.findChildren(QWidget) if hasattr(each, "text"))


def test_a_lot_is_held_and_released_where_it_is_set_aside(page: PantryPage, book: Book, beans: Id) -> None:
    page.open(beans)
    page.do("aside")
    form = page.side.aside
    assert form is not None
    form.what.set_value("hold")
    form.what.typed.emit()
    form.set_aside()
    assert "why" in form.words.error()
    _type(form.words, "smells odd")
    form.set_aside()
    assert list(holds(book).values()) == ["held"]
    assert "held" in page.side.view.lots()[0]
    page.do("aside")
    again = page.side.aside
    assert again is not None
    again.what.set_value("release")
    again.what.typed.emit()
    _type(again.words, "Ana looked")
    again.set_aside()
    assert not holds(book)


@pytest.fixture
def door(window: MainWindow, session: Session, book: Book, beans: Id, qtbot: QtBot) -> Iterator[DoorPage]:
    """Give the door of a day at which Rosa picked up beans last time."""
    rosa = household_of(book, members.add_member(book, "Rosa").id)
    before = distributions.plan_distribution(book, "2026-03-21", {beans: 2}, everyone=True).id
    distributions.check_in(book, before, rosa)
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2}, everyone=True).id
    made = DoorPage(session, day)
    session.show_full(made)
    qtbot.waitUntil(made.field.hasFocus)
    yield made
    session.leave_full()
    assert window


def test_the_door_tells_who_got_some_of_a_recalled_lot_until_they_were_told(
    door: DoorPage, book: Book, beans: Id
) -> None:
    recalled = recalls.recall(book, "Dented cans", item=beans, lot_codes=["B7"]).id
    QTest.keyClicks(door.field, "Rosa")
    door.find_now()
    strip = door.view.household.recalled
    assert strip.isVisible()
    assert strip.text().startswith("Recalled: they got Black beans. Dented cans.")
    assert strip.text() in door.view.household.spoken()
    rosa = household_of(book, next(iter(book.connection.execute("SELECT id FROM member")))[0])
    strip.button.click()
    assert is_told(book, recalled, rosa)
    assert not strip.isVisible()


@pytest.mark.parametrize(
    ("text", "hour"), [("10:30", 630), ("9", 540), ("9 am", 540), ("12:15 pm", 735), ("2:05 PM", 845)]
)
def test_an_hour_is_read_as_people_write_it(text: str, hour: int) -> None:
    assert read_moment(text, "2026-03-28") == clock.start_ms("2026-03-28") + hour * 60_000


def test_a_day_may_stand_before_the_hour() -> None:
    assert read_moment("27/3 10:30", "2026-03-28") == clock.start_ms("2026-03-27") + 630 * 60_000
    for text in ("25:00", "soon", "32/3 10:30"):
        with pytest.raises(BadInput):
            read_moment(text, "2026-03-28")


def test_what_was_moved_is_undone_from_the_store_room(
    page: PantryPage, book: Book, beans: Id, cellar: Id
) -> None:
    (line,) = stock_lines(book, item=beans)
    page.do("places")
    page.session.run(places.move_units, [Units(line.lot, line.place_id, 5)], cellar)
    page.session.undo()
    assert level(book, line.lot, cellar) == 0


FORMS = [
    ("count_places", "ask_new"), ("places", "add"), ("places", "ask_move"), ("boxes", "ask_repack"), ("lend", "ask_lend"),
    ("sites", ""), ("recall", "ask_new"),
]  # fmt: skip


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
@pytest.mark.parametrize(("way", "form"), FORMS)
def test_every_face_has_names_room_and_rows_to_hit(
    page: PantryPage, window: MainWindow, qtbot: QtBot, way: str, form: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    page.do(way)
    if form:
        getattr(_room(page, object), form)()
    room = _room(page, QWidget)
    assert isinstance(room, QWidget)
    qtbot.waitUntil(lambda: not cut(room))
    assert not nameless(room)
    assert not small(room)
    assert room.focusWidget() is not None


@pytest.mark.parametrize("language", ["fr", "es", "ht"])
def test_the_faces_keep_their_words_in_every_language(page: PantryPage, qtbot: QtBot, language: str) -> None:
    set_language(language)
    room = StoreRoom(page.session)
    qtbot.addWidget(room)
    room.resize(1146, 640)
    room.show()
    for name in ("count_places", "places", "boxes", "lend", "sites", "recall"):
        room.show_room(name)
        qtbot.waitUntil(lambda: not cut(room))


def test_a_long_list_is_told_one_after_the_other_without_going_back_to_its_top(
    page: PantryPage, book: Book, beans: Id, qtbot: QtBot
) -> None:
    day = distributions.plan_distribution(book, clock.today(), {beans: 1}, everyone=True).id
    for name in ("Rosa", "Kwame"):
        distributions.check_in(book, day, household_of(book, members.add_member(book, name).id))
    recalled = recalls.recall(book, "Dented cans", item=beans).id
    page.do("recall")
    room = _room(page, RecallRoom)
    assert isinstance(room, RecallRoom)
    qtbot.waitUntil(lambda: "Rosa" in _words(room) and "Kwame" in _words(room))
    before = room.panel.inside()
    assert before is not None
    for name in ("Rosa", "Kwame"):
        _press(before, f"Mark as told: {name}")
        qtbot.wait(50)
        assert room.panel.inside() is before
    told = book.connection.execute(
        "SELECT count(*) FROM tie WHERE of = ? AND kept = 1", (recalled,)
    ).fetchone()
    assert told[0] == 2
    page.session.undo()
    qtbot.waitUntil(lambda: room.panel.inside() is not before)


def test_one_lot_of_an_item_is_recalled_by_its_date(page: PantryPage, book: Book, beans: Id) -> None:
    pantry.receive_stock(book, [pantry.Units(item=beans, units=7, best_before="2032-05-31")])
    page.do("recall")
    room = _room(page, RecallRoom)
    assert isinstance(room, RecallRoom)
    room.ask_new()
    form = room.form
    assert isinstance(form, NewRecall)
    assert not form.lot.isVisible()
    _type(form.item, "black", enter=True)
    later = next(line.lot for line in stock_lines(book, item=beans) if line.best_before == "2032-05-31")
    form.lot.set_value(later)
    _type(form.why, "Swollen")
    form.write()
    assert holds(book) == {later: "recalled"}
