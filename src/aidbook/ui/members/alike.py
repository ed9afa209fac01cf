"""The page of members who may be in the book twice: pair by pair, side by side, to be linked or let be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from aidbook.actions.duplicates import remember_not_same, why_words
from aidbook.actions.same import link
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.i18n import N_, _, format_number
from aidbook.store.alike import Pair
from aidbook.store.duplicates import find, still_open
from aidbook.store.members import member_count, member_lines
from aidbook.ui import theme
from aidbook.ui.members.side_by_side import SideBySide
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, row
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.panel import ListAndPanel

TITLE = N_("In the book twice?")
_SMALL = 2_000
"""A book of so few members is looked through again by itself whenever it changes."""


_LISTED, _NOBODY = 1, 2


@dataclass(frozen=True, slots=True)
class _Row:
    one: str
    other: str
    pair: Pair


class AlikePage(Page):
    """Everybody who may be there twice, the surest first. Enter goes to the two side by side, Esc back."""

    kinds: ClassVar[frozenset[str]] = frozenset({"member", "household", "same_member", "erasure"})

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._found: list[Pair] | None = None
        self._pairs: dict[str, Pair] = {}
        self._wanted = ""
        self._asked = 0
        self.again = self.command(_("Look again"), "again", "refresh-cw", "Ctrl+R")
        self.again.triggered.connect(lambda *_: self.look())
        self.table: ListTable[_Row] = ListTable(_(TITLE), _columns(), self._rows)
        self.panel = SideBySide(session, self._same, self._two, self._see)
        self._lay_out()

    def title(self) -> str:
        """Return its title."""
        return _(TITLE)

    # What is shown

    def refresh(self) -> None:
        """Show what is still open of what was found; look through the book where nobody did, or where it is small."""
        if self._found is None:
            self.look()
            return
        self._show()
        if member_count(self.session.book) <= _SMALL:
            self._asked += 1
            asked = self._asked
            self.session.read(self, find, lambda found: self._take(found) if asked == self._asked else None)

    def look(self) -> None:
        """Compare everybody with everybody, as long work that can be stopped."""
        self._asked += 1
        self.session.job(self, _("Looking for people who are in the book twice"), find, self._take)

    def open(self, thing: str) -> None:
        """Show one pair, by "one other"; one that is not found yet is shown as soon as it is."""
        key = " ".join(sorted(thing.split()))
        if self.table.choose(key):
            self._to_panel()
        else:
            self._wanted = key

    def back(self) -> bool:
        """Go back from the two to the list, and from the list to the members."""
        in_panel = self.panel.isAncestorOf(focused) if (focused := self.focusWidget()) else False
        if self._split.back() or in_panel:
            self.table.setFocus()
            return True
        self.session.go("members")
        return True

    def _take(self, found: list[Pair]) -> None:
        self._found = found
        self._show()

    def _show(self) -> None:
        at = max(self.table.currentIndex().row(), 0)
        pairs = still_open(self.session.book, self._found or [])
        self._pairs = {f"{pair.a} {pair.b}": pair for pair in pairs}
        keys = list(self._pairs)
        self.table.show_ids(keys)
        self._stack.setCurrentIndex(_LISTED if keys else _NOBODY)
        self.panel.setVisible(bool(keys))
        self.counted.emit(format_number(len(keys)) if keys else "")
        if self._wanted in self._pairs:
            self.open(self._wanted)
            self._wanted = ""
        elif keys and not self.table.current_id():
            self.table.choose(keys[min(at, len(keys) - 1)])
        self._choose(self.table.current_id())

    def _rows(self, keys: Sequence[str]) -> list[_Row | None]:
        pairs = [self._pairs[key] for key in keys]
        ids = list({id_: None for pair in pairs for id_ in (pair.a, pair.b)})
        called = {line.id: _called(line.name, line.number) for line in member_lines(self.session.book, ids)}
        return [
            _Row(called[pair.a], called[pair.b], pair) if pair.a in called and pair.b in called else None
            for pair in pairs
        ]

    def _choose(self, key: str) -> None:
        self.panel.show_pair(self._pairs.get(key))

    def _to_panel(self) -> None:
        self._split.show_panel()
        self.panel.focus_button()

    # What is said of two

    def _same(self) -> None:
        pair = self._pairs.get(self.table.current_id())
        if pair is not None:
            self._said(self.session.run(link, "member", pair.a, pair.b))

    def _two(self) -> None:
        pair = self._pairs.get(self.table.current_id())
        if pair is not None:
            self._said(self.session.run(remember_not_same, pair.a, pair.b))

    def _said(self, done: Done | None) -> None:
        """Go on with the pair that takes its place."""
        if done is not None:
            self._show()
            if not self._pairs:
                self._split.back()

    def _see(self, member: Id) -> None:
        self.session.go("members", member)

    # Parts

    def _lay_out(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _key: self._to_panel())
        self._nothing = EmptyState(
            "users",
            _("Nobody seems to be in the book twice"),
            _(
                "Names, births, phones and addresses are compared, slips of the pen allowed for. Who may be one person "
                "stands here, to be linked or let be."
            ),
            also=[self.again],
        )
        self._not_yet = EmptyState(
            "users",
            _("Nobody looked through the book yet"),
            _("It takes a few seconds where there are many."),
            also=[self.again],
        )
        self._stack = QStackedWidget()
        for part in (self._not_yet, self._listing(), self._nothing):
            self._stack.addWidget(part)
        self._split = ListAndPanel(self._stack, self.panel)
        self.panel.hide()
        column(self).addWidget(self._split)

    def _listing(self) -> QWidget:
        listing = QWidget()
        lines = column(listing, spacing=0)
        lines.addWidget(self.table, 1)
        foot = row()
        foot.setContentsMargins(0, theme.GRID, 0, 0)
        foot.addWidget(button(self.again.text(), self.again.trigger, "quiet", "refresh-cw"))
        foot.addStretch(1)
        lines.addLayout(foot)
        return listing


def _columns() -> list[Column[_Row]]:
    return [
        Column(_("One"), lambda each: each.one, 230),
        Column(_("Other"), lambda each: each.other, 230),
        Column(_("Why"), lambda each: why_words(each.pair.why)),
    ]


def _called(name: str, number: str | None) -> str:
    return " · ".join(part for part in (name, number) if part)
