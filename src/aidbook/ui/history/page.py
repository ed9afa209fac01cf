"""The page of everything that was ever done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.actions import corrections, history
from aidbook.actions.history import InTheWay
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _, format_number, ngettext
from aidbook.store.book import Book
from aidbook.store.history import ActionLine, action_lines, several_writers
from aidbook.store.history_filter import Wanted, wanted_ids
from aidbook.ui import theme
from aidbook.ui.history.action_panel import LINKS, ActionPanel, Told, tell
from aidbook.ui.history.filters import FilterPanel
from aidbook.ui.history.searching import SentenceSearch
from aidbook.ui.moments import when_words
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Button, Stack, button, column, label, row
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.panel import ListAndPanel

_WHO_COLUMN = 2
_AT_ONCE = 20_000
"""A book of so few entries is read at once; a larger one while the window goes on."""
_NAMING = frozenset({"member", "household", "item", "source", "place", "site", "distribution", "erasure"})
"""Kinds whose names stand in sentences."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: ActionLine
    sentence: str


class HistoryPage(Page):
    """Every action as a sentence, the latest first; any one can be taken back."""

    key = "history"
    kinds = frozenset(KINDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._text = ""
        self._all: list[Id] = []
        self._fits: Sequence[Id] = ()
        self._told: Told | None = None
        self._to_open: Id = ""
        self._asked = 0
        self._search = SentenceSearch(session.book)
        self._search.found.connect(self._found)
        self._search.ended.connect(self._ended)
        self._searching = 0
        self.destroyed.connect(self._search.stop)
        session.changed.connect(self._changed)
        session.refused.connect(self._refused)
        self.table: ListTable[_Row] = ListTable(_("History"), _columns(), self._rows)
        self.panel = ActionPanel(self.open)
        self.filters = FilterPanel(session)
        self._lay_out()
        self._make_commands()

    def title(self) -> str:
        """Return its title."""
        return _("History")

    def search_hint(self) -> str:
        """Return what can be searched for."""
        return _("Name, item or any word")

    # What is shown

    def refresh(self) -> None:
        """List the actions of now."""
        book = self.session.book
        origins = {origin.site for origin in book.ledger.origins()}
        several = len(origins) > 1 or several_writers(book)
        self.table.setColumnHidden(_WHO_COLUMN, not several)
        self.filters.refresh()
        self._read()

    def _read(self) -> None:
        """Read which actions there are that are asked for, and show them; a large book's while the window goes on."""
        self._asked += 1
        asked, wanted = self._asked, self.filters.wanted()
        words = self.filters.words()
        self._asked_for.setText(_("Only: {what}").format(what=words))
        self._strip.setVisible(bool(words))

        def show(ids: list[Id]) -> None:
            if asked == self._asked:
                self._show_all(ids)

        if wanted != Wanted() or self.session.book.position > _AT_ONCE:
            self.session.read(self, lambda book: wanted_ids(book, wanted), show)
        else:
            show(wanted_ids(self.session.book, wanted))

    def _show_all(self, ids: list[Id]) -> None:
        if self.table.current_id() not in ids:
            self.table.scrollToTop()
        self._all = ids
        self.search(self._text)
        if self._to_open and self.table.choose(self._to_open):
            self._open_panel()
        self._to_open = ""
        self._choose(self.table.current_id())

    def search(self, text: str) -> None:
        """Show the actions whose sentence has every word that is typed."""
        self._text = text
        self._search.stop()
        self._searching = 0
        self._say_left()
        if not text:
            self._show(self._all)
            return
        # What was found stays until the first of the new is there: nothing blinks while one types.
        self._fits = ()
        self._searching = self._search.start(self._all, text)

    def search_entered(self) -> None:
        """Go to the first line."""
        self.table.choose_first()
        self.table.setFocus()

    def open(self, thing: Id) -> None:
        """Show one action; where the filter or the search hides it, everything is listed again."""
        if self.table.choose(thing):
            self._open_panel()
            return
        self._to_open, self._text = thing, ""
        self._search.stop()
        if self.filters.wanted() == Wanted():
            self._read()
        else:
            self.filters.clear()

    def back(self) -> bool:
        """Go from the filter to the action, from what stands in the way to what it was, from the panel to the list."""
        if self._side.currentWidget() is self.filters:
            self._leave_filters()
            return True
        if not self.panel.put_right.isHidden():
            self._show_told(force=True)
            return True
        return self._split.back()

    def _found(self, number: int, ids: Sequence[Id], through: int) -> None:
        if number != self._searching:
            return
        if through and (len(ids) != len(self._fits) or not ids):
            self._fits = ids
            self._show(ids)
        self.counted.emit(
            _("{n} found, {through} of {all} looked through").format(
                n=format_number(len(ids)), through=format_number(through), all=format_number(len(self._all))
            )
        )

    def _ended(self, number: int) -> None:
        if number == self._searching:
            self._searching = 0
            self._show(self._fits)
            self._say_left()

    def _say_left(self) -> None:
        """Say how much was not looked through, and offer to."""
        left = self._search.left() if self._text and not self._searching else 0
        words = ngettext(
            "{n} older action was not looked through.", "{n} older actions were not looked through.", left
        )
        self._left.setText(words.format(n=format_number(left)))
        self._further.setVisible(left > 0)
        self._look_further.setEnabled(left > 0)

    def look_further(self) -> None:
        """Look through what the search left out."""
        self._searching = self._search.go_on()
        self._say_left()

    def _show(self, ids: Sequence[Id]) -> None:
        self.table.show_ids(ids)
        self._stack.setCurrentWidget(self.table if ids or self._searching else self._nothing())
        total = format_number(len(self._all))
        if self._text:
            total = _("{n} of {all}").format(n=format_number(len(ids)), all=total)
        self.counted.emit(total)

    def _nothing(self) -> EmptyState:
        return self._none_fits if self._text or self.filters.words() else self._empty

    def _rows(self, ids: Sequence[Id]) -> list[_Row | None]:
        book = self.session.book
        said = history.sentences(book, ids)
        found = {line.id: _Row(line, said[line.id]) for line in action_lines(book, ids)}
        return [found.get(id_) for id_ in ids]

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _NAMING:
            self._search.forget()

    # The panel

    def _choose(self, action: Id) -> None:
        told = tell(self.session.book, action) if action else None
        changed = told != self._told
        self._told = told
        if told is None or changed:
            self._show_told()
        self._take_back.setEnabled(bool(told and told.can_take_back))
        self._bring_back.setEnabled(bool(told and told.back))

    def _show_told(self, *, force: bool = False) -> None:
        self._put_right.setEnabled(False)
        self.panel.show_told(self._told)
        if force:
            self.panel.focus_button()

    def _follow(self, action: Id) -> None:
        if action:
            self._side.setCurrentWidget(self.panel)
        self._choose(action)

    def _open_panel(self) -> None:
        self._side.setCurrentWidget(self.panel)
        self._split.show_panel()
        self.panel.focus_button()

    def _refused(self, error: UserError) -> None:
        """Show what stands in the way of what was to be taken back, here or with Ctrl+Z."""
        if not isinstance(error, InTheWay) or not self.isVisible():
            return
        self.table.choose(error.action)
        self._told = tell(self.session.book, error.action)
        if self._told:
            self._show_in_the_way(self._told, error)

    def _show_in_the_way(self, told: Told, error: InTheWay) -> None:
        wanted = [action for obstacle in error.obstacles for action in obstacle.actions[:LINKS]]

        def read(book: Book) -> tuple[corrections.Plan, dict[Id, str]]:
            return corrections.plan(book, told.id), history.sentences(book, wanted)

        def show(found: tuple[corrections.Plan, dict[Id, str]]) -> None:
            if self._told is told:
                self._put_right.setEnabled(bool(found[0].writes))
                self.panel.show_in_the_way(told, error, *found)

        self._side.setCurrentWidget(self.panel)
        self._split.show_panel()
        self.session.read(self, read, show)

    def take_back(self) -> None:
        """Take the chosen action back."""
        if self._told and self._told.can_take_back:
            self.session.take_back(self._told.id)

    def bring_back(self) -> None:
        """Bring back the chosen action, or what it took back."""
        if self._told and self._told.back:
            self.session.bring_back(self._told.back)

    def put_right(self) -> None:
        """Put the chosen action right as of today, where it cannot be taken back alone."""
        if self._told and self._told.can_take_back:
            self.session.put_right(self._told.id)

    # The filter

    def ask(self) -> None:
        """Show the fields that narrow the list down."""
        self._side.setCurrentWidget(self.filters)
        self._split.show_panel()
        self.filters.person.setFocus()

    def _leave_filters(self) -> None:
        self._side.setCurrentWidget(self.panel)
        self._split.back()
        self.table.choose_first()
        self.table.setFocus()

    # Parts

    def _make_commands(self) -> None:
        self._take_back = self.command(_("Take this back"), "take-back", "undo-2", "Ctrl+T")
        self._bring_back = self.command(_("Bring back"), "bring-back", "redo-2", "Ctrl+B")
        self._put_right = self.command(_("Put it right as of today"), "put-right", "check", "Ctrl+Return")
        self._ask = self.command(_("Show only …"), "filter", "search", "Ctrl+G")
        self._then = self.command(_("The shelves as they were on a day"), "as_it_was", "package", "Ctrl+J")
        self._ask.triggered.connect(lambda *_: self.ask())
        self._then.triggered.connect(lambda *_: self.session.go("pantry", "", "as_it_was"))
        for action, made, do in (
            (self._take_back, self.panel.take_back, self.take_back),
            (self._bring_back, self.panel.bring_back, self.bring_back),
            (self._put_right, self.panel.put_right, self.put_right),
        ):
            self._bind(action, made, do)
        self._look_further = self.command(_("Look further back"), "further", "history", "Ctrl+M")
        self._look_further.triggered.connect(lambda *_: self.look_further())
        self._look_further.setEnabled(False)
        self._further_button.clicked.connect(self._look_further.trigger)
        self.main_action = self._ask

    def _bind(self, action: QAction, made: Button, do: Callable[[], None]) -> None:
        action.triggered.connect(do)
        action.setEnabled(False)
        made.clicked.connect(action.trigger)
        made.setText(action.text())
        made.setAccessibleName(action.text())
        made.setToolTip(f"{action.text()} ({action.shortcut().toString()})")

    def _lay_out(self) -> None:
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(lambda _id: self._open_panel())
        self.filters.changed.connect(self._read)
        self.filters.done.connect(self._leave_filters)
        self._empty = EmptyState(
            "history",
            _("Nothing has happened in this book yet"),
            _(
                "Whatever anybody does in the book stands here as a sentence, and any of it can be taken back."
            ),
        )
        self._none_fits = EmptyState(
            "search",
            _("Nothing fits"),
            _("Type fewer letters, or another word. Names are searched as they are now."),
        )
        self._stack, self._side = Stack(), QStackedWidget()
        for part in (self.table, self._empty, self._none_fits):
            self._stack.addWidget(part)
        for side in (self.panel, self.filters):
            self._side.addWidget(side)
        self._split = ListAndPanel(self._listing(), self._side)
        column(self).addWidget(self._split)

    def _listing(self) -> QWidget:
        listing = QWidget()
        lines = column(listing, spacing=theme.GRID)
        self._strip, self._asked_for = QWidget(), label("", "label", wrap=True)
        line = row(self._strip)
        line.addWidget(self._asked_for, 1)
        line.addWidget(button(_("Show everything"), self.filters.clear, "quiet", "x"))
        self._strip.hide()
        lines.addWidget(self._strip)
        lines.addWidget(self._stack, 1)
        self._further, self._left = QWidget(), label("", "soft", wrap=True)
        self._further_button = button(_("Look further back"), lambda: None, "quiet", "history")
        below = row(self._further)
        below.addWidget(self._left, 1)
        below.addWidget(self._further_button)
        self._further.hide()
        lines.addWidget(self._further)
        return listing


def _columns() -> list[Column[_Row]]:
    return [
        Column(_("When"), lambda row: when_words(row.line.written), 204),
        Column(_("What happened"), _what),
        Column(_("Who"), lambda row: row.line.by_label or row.line.site_name, 120),
    ]


def _what(row: _Row) -> str:
    if row.line.undone:
        return _("Taken back · {sentence}").format(sentence=row.sentence)
    if row.line.corrected:
        return _("Put right later · {sentence}").format(sentence=row.sentence)
    return row.sentence
