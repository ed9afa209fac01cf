"""The shared parts: lists, fields, search box, list beside panel."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.errors import UserError
from aidbook.i18n import set_language
from aidbook.ui.widgets.basics import LineEdit, column
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.field import BadInput, Form
from aidbook.ui.widgets.fields import DateField, NumberField, TextField, read_number
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.panel import ListAndPanel, Panel
from aidbook.ui.widgets.progress_panel import time_left
from aidbook.ui.widgets.search_box import SearchBox

MANY = [f"{number:032x}" for number in range(100_000)]


class Fetched:
    """Counts how many rows a list asks for."""

    def __init__(self) -> None:
        self.rows = 0

    def __call__(self, ids: Sequence[Id]) -> list[str]:
        self.rows += len(ids)
        return [f"Row {int(id_, 16)}" for id_ in ids]


@pytest.fixture
def fetched() -> Fetched:
    return Fetched()


@pytest.fixture
def table(qtbot: QtBot, fetched: Fetched) -> ListTable[str]:
    columns: list[Column[str]] = [
        Column("Row", str, sort="row"),
        Column("Length", lambda row: str(len(row)), 80, "right"),
    ]
    made = ListTable("Rows", columns, fetched)
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def test_a_list_of_100_000_reads_only_what_is_in_sight(table: ListTable[str], fetched: Fetched) -> None:
    table.show_ids(MANY)
    table.grab()
    assert 0 < fetched.rows <= 256
    table.choose(MANY[90_000])
    table.grab()
    assert table.current_row() == "Row 90000"
    assert fetched.rows <= 768


def test_what_is_chosen_stays_chosen_when_the_list_is_read_again(qtbot: QtBot, table: ListTable[str]) -> None:
    table.show_ids(MANY[:10])
    table.choose(MANY[4])
    with qtbot.assertNotEmitted(table.chosen):
        table.show_ids(MANY[2:6])
    assert table.current_id() == MANY[4]
    with qtbot.waitSignal(table.chosen) as told:
        table.show_ids(MANY[5:9])
    assert told.args == [""]


def test_arrows_move_and_enter_opens(qtbot: QtBot, table: ListTable[str]) -> None:
    table.show_ids(MANY[:10])
    table.choose_first()
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as told:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [MANY[1]]
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current_id() == MANY[9]


def test_a_title_that_is_clicked_sorts_first_up_then_down(qtbot: QtBot, table: ListTable[str]) -> None:
    with qtbot.waitSignal(table.sorted_by) as told:
        table.horizontalHeader().sectionClicked.emit(0)
    assert told.args == ["row", False]
    with qtbot.waitSignal(table.sorted_by) as told:
        table.horizontalHeader().sectionClicked.emit(0)
    assert told.args == ["row", True]


def test_a_search_asks_once_after_the_last_key_and_esc_clears_it(qtbot: QtBot) -> None:
    box = SearchBox("Name")
    qtbot.addWidget(box)
    asked: list[str] = []
    box.searched.connect(asked.append)
    QTest.keyClicks(box, "rosa ")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["rosa"])
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert asked == ["rosa", ""]


class Fields(Form):
    """Two fields, for leaving one for the other."""

    def __init__(self) -> None:
        self.name = TextField("Name", needed="Type a name.")
        self.note = TextField("Note", answers=True)
        super().__init__(self.name, self.note)


@pytest.fixture
def form(qtbot: QtBot) -> Fields:
    made = Fields()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.name.setFocus()
    return made


def test_a_field_is_saved_when_it_is_left_and_only_if_it_is_new(form: Fields) -> None:
    saved: list[str | None] = []
    form.name.set_value("Rosa")
    form.name.saves(saved.append)
    form.note.setFocus()
    assert saved == []
    form.name.setFocus()
    form.name.edit().selectAll()
    QTest.keyClicks(form.name.edit(), "Rosalie")
    QTest.keyClick(form.name.edit(), Qt.Key.Key_Tab)
    assert saved == ["Rosalie"]


def test_a_refusal_stands_beside_the_field_and_the_typing_stays(form: Fields) -> None:
    def refuse(_value: str | None) -> None:
        raise UserError("Somebody else has this name.", "Add the family name.")

    form.name.saves(refuse)
    QTest.keyClicks(form.name.edit(), "Rosa")
    form.note.setFocus()
    assert form.name.error() == "Somebody else has this name. Add the family name."
    assert form.name.edit().text() == "Rosa"


def test_an_empty_field_that_is_needed_says_so_and_saves_nothing(form: Fields) -> None:
    saved: list[str | None] = []
    form.name.set_value("Rosa")
    form.name.saves(saved.append)
    form.name.edit().clear()
    form.note.setFocus()
    assert form.name.error() == "Type a name."
    assert saved == []
    with pytest.raises(BadInput):
        form.name.checked()


def test_not_asked_and_prefers_not_to_say_are_two_answers(form: Fields) -> None:
    form.note.show_value(PREFERS_NOT)
    assert form.note.value() == PREFERS_NOT
    assert form.note.edit().text() == ""
    assert form.note.edit().placeholderText() == "prefers not to say"
    form.note.show_value(None)
    assert form.note.value() is None
    assert form.note.edit().placeholderText() == "not asked"


def test_what_is_being_typed_survives_a_refresh(form: Fields) -> None:
    form.name.set_value("Rosa")
    QTest.keyClicks(form.name.edit(), " Mar")
    form.name.update_value("Rosa Bell")
    assert form.name.edit().text() == "Rosa Mar"
    form.note.update_value("calls after 6")
    assert form.note.edit().text() == "calls after 6"


@pytest.mark.parametrize(
    ("code", "typed"), [("en", "28 mar 2026"), ("fr", "28/3/2026"), ("ht", "28 mas 2026")]
)
def test_a_day_is_read_in_any_usual_way_and_shown_in_full(qtbot: QtBot, code: str, typed: str) -> None:
    set_language(code)
    field = DateField("Day")
    qtbot.addWidget(field)
    field.edit().setText(typed)
    field.leave()
    assert field.value() == "2026-03-28"
    assert "2026" in field.edit().text()
    assert field.edit().text() != typed


def test_a_day_that_cannot_be_read_says_how_to_type_one(qtbot: QtBot) -> None:
    field = DateField("Day")
    qtbot.addWidget(field)
    field.edit().setText("31 February")
    field.leave()
    assert "2026-03-28" in field.error()


@pytest.mark.parametrize(
    ("typed", "decimals", "read"),
    [
        ("12", 0, 12),
        ("1 200", 0, 1200),
        ("1,200", 0, 1200),
        ("1.200", 0, 1200),
        ("12.5", 2, 1250),
        ("12,50", 2, 1250),
        ("1,200.00", 2, 120_000),
        (".50", 2, 50),
        ("-3", 0, -3),
        ("-0.50", 2, -50),
        ("twelve", 0, None),
        ("1-2", 0, None),
        ("", 0, None),
    ],
)
def test_numbers_are_read_with_any_usual_marks(typed: str, decimals: int, read: int | None) -> None:
    assert read_number(typed, decimals) == read


def test_a_number_out_of_bounds_says_which_fit(qtbot: QtBot) -> None:
    field = NumberField("Boxes", least=1, most=20)
    qtbot.addWidget(field)
    field.edit().setText("30")
    field.leave()
    assert "from 1 to 20" in field.error()


def test_a_choice_and_a_tick_are_saved_at_once(qtbot: QtBot) -> None:
    saved: list[object] = []
    choice = ChoiceField("Language", [("en", "English"), ("ht", "Kreyòl")])
    tick = CheckField("May be shared")
    for field in (choice, tick):
        qtbot.addWidget(field)
        field.saves(saved.append)
    QTest.keyClick(choice.box(), Qt.Key.Key_Down)
    QTest.keyClick(tick.box(), Qt.Key.Key_Space)
    assert saved == ["ht", True]


def test_enter_presses_a_button_and_every_field_has_its_label_s_name(qtbot: QtBot, form: Fields) -> None:
    pressed: list[bool] = []
    empty = EmptyState("users", "Nobody yet", "Members belong here.", "Add one", lambda: pressed.append(True))
    qtbot.addWidget(empty)
    QTest.keyClick(empty.begin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pressed == [True])
    assert form.name.edit().accessibleName() == "Name"


def test_a_notice_says_its_words_whatever_its_colour(qtbot: QtBot) -> None:
    notice = Notice("Beans: 12 short", "heed")
    qtbot.addWidget(notice)
    assert notice.accessibleName() == "Beans: 12 short"
    notice.say("Beans are back", "good")
    assert notice.text() == "Beans are back"


@pytest.fixture
def split(qtbot: QtBot) -> ListAndPanel:
    made = ListAndPanel(QWidget(), Panel())
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_wide_window_shows_list_and_panel_a_narrow_one_either(split: ListAndPanel) -> None:
    listing, panel = split.listing, split.panel
    split.resize(1100, 600)
    assert listing.isVisible()
    assert panel.isVisible()
    split.resize(600, 300)
    assert listing.isVisible()
    assert not panel.isVisible()
    split.show_panel()
    assert not listing.isVisible()
    assert panel.isVisible()
    assert split.back()
    assert listing.isVisible()
    assert not split.back()


def test_a_panel_that_shows_another_thing_lets_the_field_be_saved_first(qtbot: QtBot) -> None:
    panel = Panel()
    qtbot.addWidget(panel)
    inside, saved = QWidget(), []
    line = LineEdit()
    line.editingFinished.connect(lambda: saved.append(line.text()))
    column(inside).addWidget(line)
    panel.show_widget(inside)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    line.setFocus()
    line.setText("typed")
    panel.show_widget(QWidget())
    assert saved == ["typed"]


@pytest.mark.parametrize(
    ("seconds", "done", "total", "said"),
    [
        (1.0, 50, 100, "A moment …"),
        (10.0, 1, 100, "A moment …"),
        (10.0, 50, 100, "about 10 seconds left"),
        (60.0, 10, 100, "about 9 minutes left"),
        (60.0, 0, 0, "A moment …"),
    ],
)
def test_how_long_yet_is_said_once_there_is_ground_for_it(
    seconds: float, done: int, total: int, said: str
) -> None:
    assert time_left(seconds, done, total) == said
