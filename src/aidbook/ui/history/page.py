"""The page of everything that was ever done."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget

from aidbook.actions import history
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.i18n import _, format_number
from aidbook.store.history import ActionLine, action_ids, action_lines
from aidbook.ui.history.action_panel import ActionPanel, Told, tell
from aidbook.ui.history.searching import SentenceSearch
from aidbook.ui.moments import when_words
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.panel import ListAndPanel

_SITE_COLUMN = 2
_NAMING = frozenset({"member", "household", "item", "source", "place", "site", "distribution"})
"""Kinds whose names stand in sentences."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: ActionLine
    sentence: str


class HistoryPage(Page):
    """Every action as a sentence, the latest first; any one can be taken back."""

    kinds = frozenset(KINDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._text = ""
        self._all: list[Id] = []
        self._fits: list[Id] = []
        self._told: Told | None = None
        self._search = SentenceSearch(session.book)
        self._search.found.connect(self._found)
        self._search.ended.connect(self._ended)
        self._searching = 0
        self.destroyed.connect(self._search.stop)
        session.changed.connect(self._changed)
        self.table: ListTable[_Row] = ListTable(_("History"), _columns(), self._rows)
        self.panel = ActionPanel()
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
        self._all = action_ids(book)
        origins = {origin.site for origin in book.ledger.origins()}
        self.table.setColumnHidden(_SITE_COLUMN, len(origins) < 2)  # noqa: PLR2004 - the book's own alone
        self.search(self._text)
        self._choose(self.table.current_id())

    def search(self, text: str) -> None:
        """Show the actions whose sentence has every word that is typed."""
        self._text = text
        self._search.stop()
        self._searching = 0
        if not text:
            self._show(self._all)
            return
        # What was found stays until the first of the new is there: nothing blinks while one types.
        self._fits = []
        self._searching = self._search.start(self._all, text)

    def search_entered(self) -> None:
        """Go to the first line."""
        self.table.choose_first()
        self.table.setFocus()

    def open(self, thing: Id) -> None:
        """Show one action."""
        if self.table.choose(thing):
            self._open_panel()

    def back(self) -> bool:
        """Go from the panel back to the list, where only one of them has room."""
        return self._split.back()

    def _found(self, number: int, ids: Sequence[Id], through: int) -> None:
        if number != self._searching:
            return
        first = not self._fits
        self._fits += ids
        if ids or first:
            self._show(self._fits)
        self.counted.emit(
            _("{n} found, {through} of {all} looked through").format(
                n=format_number(len(self._fits)),
                through=format_number(through),
                all=format_number(len(self._all)),
            )
        )

    def _ended(self, number: int) -> None:
        if number == self._searching:
            self._searching = 0
            self._show(self._fits)

    def _show(self, ids: list[Id]) -> None:
        self.table.show_ids(ids)
        self._stack.setCurrentWidget(self.table if ids or self._searching else self._nothing())
        total = format_number(len(self._all))
        if self._text:
            total = _("{n} of {all}").format(n=format_number(len(ids)), all=total)
        self.counted.emit(total)

    def _nothing(self) -> EmptyState:
        return self._none_fits if self._all else self._empty

    def _rows(self, ids: Sequence[Id]) -> list[_Row | None]:
        book = self.session.book
        found = {line.id: _Row(line, history.sentence(book, line.id)) for line in action_lines(book, ids)}
        return [found.get(id_) for id_ in ids]

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds & _NAMING:
            self._search.forget()

    # The panel

    def _choose(self, action: Id) -> None:
        told = tell(self.session.book, action) if action else None
        if told is None or told != self._told:
            self.panel.show_told(told)
        self._told = told
        self._take_back.setEnabled(bool(self._told and self._told.can_take_back))
        self._bring_back.setEnabled(bool(self._told and self._told.back))

    def _open_panel(self) -> None:
        self._split.show_panel()
        self.panel.focus_button()

    def take_back(self) -> None:
        """Take the chosen action back."""
        if self._told and self._told.can_take_back:
            self.session.take_back(self._told.id)

    def bring_back(self) -> None:
        """Bring back the chosen action, or what it took back."""
        if self._told and self._told.back:
            self.session.run(history.redo, self._told.back)

    # Parts

    def _make_commands(self) -> None:
        self._take_back = self.command(_("Take this back"), "take-back", "undo-2", "Ctrl+T")
        self._bring_back = self.command(_("Bring back"), "bring-back", "redo-2", "Ctrl+B")
        for action, made, do in (
            (self._take_back, self.panel.take_back, self.take_back),
            (self._bring_back, self.panel.bring_back, self.bring_back),
        ):
            action.triggered.connect(do)
            action.setEnabled(False)
            made.clicked.connect(action.trigger)
            made.setText(action.text())
            made.setAccessibleName(action.text())
            made.setToolTip(f"{action.text()} ({action.shortcut().toString()})")

    def _lay_out(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _id: self._open_panel())
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
        self._stack = QStackedWidget()
        for part in (self.table, self._empty, self._none_fits):
            self._stack.addWidget(part)
        self._split = ListAndPanel(self._stack, self.panel)
        column(self).addWidget(self._split)


def _columns() -> list[Column[_Row]]:
    return [
        Column(_("When"), lambda row: when_words(row.line.written), 204),
        Column(_("What happened"), _what),
        Column(_("Site"), lambda row: row.line.site_name, 120),
    ]


def _what(row: _Row) -> str:
    if row.line.undone:
        return _("Taken back · {sentence}").format(sentence=row.sentence)
    return row.sentence
