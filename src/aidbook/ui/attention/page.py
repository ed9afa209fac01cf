"""The page of what needs attention: the gravest first, each with what to do about it beside it."""

from collections.abc import Mapping, Sequence
from functools import partial

from aidbook.actions.attention import Remedy, Told, tell
from aidbook.i18n import N_, _, format_number
from aidbook.store.attention.values import Concern
from aidbook.ui.attention.panel import ConcernPanel, Sure
from aidbook.ui.attention.speech import SPEECH
from aidbook.ui.attention.watch import watch_of
from aidbook.ui.page import Page
from aidbook.ui.session import Session
from aidbook.ui.theme import Tone
from aidbook.ui.widgets.basics import Stack, column
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.panel import ListAndPanel

TITLE = N_("Needs attention")
LOCAL = frozenset({"backup", "check"})
"""What changes of this computer alone, without an entry."""


class AttentionPage(Page):
    """What somebody should look at. Enter goes to the remedies of a line, Esc back to the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._watch = watch_of(session)
        self._by_key: Mapping[str, Concern] = {}
        self._told: Told | None = None
        self._wanted = ""
        self._acted = False
        self.table: ListTable[Told] = ListTable(_(TITLE), _columns(), self._rows)
        self.panel = ConcernPanel(self.act)
        self._lay_out()
        self._watch.changed.connect(self._show)

    def title(self) -> str:
        """Return its title."""
        return _(TITLE)

    # What is shown

    def refresh(self) -> None:
        """Show what is known, and look again."""
        if self._watch.seen is not None:
            self._show()
        self._watch.ask()

    def open(self, thing: str) -> None:
        """Show one concern, by its key; one that is not read yet is shown as soon as it is."""
        if self.table.choose(thing):
            self._to_panel()
        else:
            self._wanted = thing

    def back(self) -> bool:
        """Go back from the remedies to the list."""
        in_panel = any(each.hasFocus() for each in self.panel.buttons)
        if self._split.back() or in_panel:
            self.table.setFocus()
            return True
        return False

    def _show(self) -> None:
        """List what needs attention; where the line one was on is gone, go to the one that took its place."""
        row = max(self.table.currentIndex().row(), 0)
        seen = self._watch.seen
        self._by_key = {concern.key: concern for concern in seen.concerns} if seen else {}
        keys = list(self._by_key)
        self.table.show_ids(keys)
        self._stack.setCurrentWidget(self.table if keys else self._nothing)
        self.panel.setVisible(bool(keys))
        self.counted.emit(format_number(len(keys)) if keys else "")
        if self._wanted in self._by_key:
            self.open(self._wanted)
            self._wanted = ""
        elif keys and not self.table.current_id():
            self.table.choose(keys[min(row, len(keys) - 1)])
        self._choose(self.table.current_id())
        self._after_acting()

    def _rows(self, keys: Sequence[str]) -> list[Told | None]:
        return [self._tell(self._by_key.get(key)) for key in keys]

    def _tell(self, concern: Concern | None) -> Told | None:
        return tell(self.session.book, concern, SPEECH) if concern else None

    def _choose(self, key: str) -> None:
        told = self.table.current_row() if key else None
        if told is None or told.concern != (self._told.concern if self._told else None):
            self.panel.show_told(told)
        self._told = told

    def _to_panel(self) -> None:
        self._split.show_panel()
        self.panel.focus_button()

    def _after_acting(self) -> None:
        """Put the keyboard back where it can go on, once what was acted on is gone."""
        if self._acted:
            self._acted = False
            self._split.back()
            if self.isVisible() and not self.table.isHidden():
                self.table.setFocus()

    # Acting

    def act(self, remedy: Remedy) -> None:
        """Do what a remedy says; what cannot be taken back is asked once more."""
        if remedy.confirm:
            Sure(self, remedy, partial(self._act, remedy)).open()
        else:
            self._act(remedy)

    def _act(self, remedy: Remedy) -> None:
        if remedy.go is not None:
            self.session.go(remedy.go.page, remedy.go.thing, remedy.go.command)
        elif remedy.work is not None:
            self.session.job(self, remedy.words, remedy.work, self._worked)
        elif remedy.do is not None:
            self._acted = self.session.run(remedy.do) is not None

    def _worked(self, said: str) -> None:
        self.session.said(said)
        self._acted = True
        self.session.changed.emit(LOCAL)

    # Parts

    def _lay_out(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _key: self._to_panel())
        self._nothing = EmptyState(
            "circle-check",
            _("Nothing needs attention"),
            _(
                "What two sites wrote differently, what stands below zero, what waits for a stick, an old backup: "
                "it stands here with what can be done about it."
            ),
        )
        self._stack = Stack()
        for part in (self.table, self._nothing):
            self._stack.addWidget(part)
        self._split = ListAndPanel(self._stack, self.panel)
        column(self).addWidget(self._split)


def _columns() -> list[Column[Told]]:
    return [
        Column(_("Why"), lambda told: told.word, 208, tone=_tone),
        Column(_("About"), lambda told: told.about),
    ]


def _tone(told: Told) -> Tone | None:
    return told.tone
