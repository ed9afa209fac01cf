"""The page of distributions: the days in a list, and the plan, the sign-ups, the door and the report of each."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.folding import fold
from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number
from aidbook.store.distributions import DistributionLine, closing_of, distribution_lines, upcoming
from aidbook.ui.distributions import words
from aidbook.ui.distributions.closing import DayView
from aidbook.ui.distributions.door_page import DoorPage
from aidbook.ui.distributions.plan_form import PlanForm
from aidbook.ui.distributions.side import DaySide
from aidbook.ui.distributions.sign_ups import SignUps
from aidbook.ui.page import Found, Page
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import Stack, column
from aidbook.ui.widgets.empty_state import EmptyState
from aidbook.ui.widgets.list_table import Column, ListTable
from aidbook.ui.widgets.panel import ListAndPanel

_FEW = 8


class DistributionsPage(Page):
    """Every distribution day of the site."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"distribution", "box", "sign_up", "visit", "closing", "gift", "item", "movement", "count", "lot"}
        | {"member", "household", "tie"}
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._text = ""
        self._lines: dict[Id, DistributionLine] = {}
        self._make_commands()
        self.list: ListTable[DistributionLine] = ListTable(_("Distributions"), _columns(), self._fetch)
        of_a_day = (self._door, self._sign_up, self._print, self._close, self._report, self._edit)
        self.side = DaySide(session, of_a_day)
        self._both = ListAndPanel(self.list, self.side)
        self.plan, self.sign_ups, self.report = PlanForm(session), SignUps(session), DayView(session)
        self._empty = self._teaching()
        self._stack = Stack()
        for widget in (self._both, self._empty, self.plan, self.sign_ups, self.report):
            self._stack.addWidget(widget)
        column(self).addWidget(self._stack)
        self._listen()
        self.refresh()

    # What the window asks

    def title(self) -> str:
        """Return the page's title, or what is done with a day."""
        shown = self._stack.currentWidget()
        if shown is self.plan:
            return _("Change the plan") if self.plan.day else _("Plan a distribution")
        if shown is self.sign_ups:
            return _("Sign-ups, {day}").format(day=format_date(self.sign_ups.day.on))
        if shown is self.report:
            return _("The day's report")
        return _("Distributions")

    def search_hint(self) -> str:
        """Return what can be searched for."""
        if self._stack.currentWidget() is self.sign_ups:
            return _("Name or number on the list")
        return _("Day or title") if self._stack.currentWidget() is self._both else ""

    def refresh(self) -> None:
        """Read the list and what is in sight again."""
        self._show_list()
        shown = self._stack.currentWidget()
        if shown in (self._both, self._empty):
            self._show_lists()
        elif shown is self.plan:
            self.plan.refresh()
        elif shown is self.sign_ups:
            self.sign_ups.refresh()
        else:
            self.report.refresh()

    def search(self, text: str) -> None:
        """Show what fits."""
        if self._stack.currentWidget() is self.sign_ups:
            self.sign_ups.search(text)
            return
        self._text = text
        self._show_list()
        if text:
            self.list.choose_first()

    def search_entered(self) -> None:
        """Go on from the search box to the list."""
        listed = self.sign_ups.list if self._stack.currentWidget() is self.sign_ups else self.list
        listed.choose_first()
        listed.setFocus()

    def find_things(self, text: str) -> list[Found]:
        """Return the first few days that fit."""
        lines = [line for line in distribution_lines(self.session.book) if _fits(line, text)]
        return [Found(words.day_words(line.on), line.title or "", line.id) for line in lines[:_FEW]]

    def open(self, thing: Id) -> None:
        """Show a day beside the list."""
        self._show_list()
        if not self.list.choose(thing):
            self.list.clearSelection()
        self.side.show_day(thing)
        self._show(self._both)
        self._both.show_panel()

    def back(self) -> bool:
        """Go back one step: from a form of the report, to the list, from the panel."""
        shown = self._stack.currentWidget()
        if shown is self.report and self.report.back():
            return True
        if shown in (self.plan, self.sign_ups, self.report):
            self._to_list()
            return True
        return self._both.back()

    def keep(self) -> dict[str, object]:
        """Return which day is shown and what is half typed of a plan."""
        kept: dict[str, object] = {"day": self.side.day, "plan": self.plan.kept()}
        return {name: content for name, content in kept.items() if content}

    def take(self, kept: dict[str, object]) -> None:
        """Take back what `keep` returned."""
        if day := kept.get("day"):
            self.open(str(day))
        typed = kept.get("plan")
        if isinstance(typed, dict):
            self.plan_day()
            self.plan.take(typed)

    # Commands

    def _make_commands(self) -> None:
        self._plan = self.command(_("Plan a distribution"), "plan", "plus", "Ctrl+N")
        self._door = self.command(_("Open the door"), "door", "door-open", "Ctrl+D")
        self._sign_up = self.command(_("Sign-ups"), "sign-up", "clipboard-list", "Ctrl+U")
        self._print = self.command(_("Print"), "print", "printer", "Ctrl+P")
        self._close = self.command(_("Close the day"), "close", "check")
        self._report = self.command(_("Report"), "report", "list")
        self._edit = self.command(_("Change the plan"), "edit", "pencil", "Ctrl+E")
        self.main_action = self._plan

    def plan_day(self) -> None:
        """Show the form for a new day."""
        self._come()
        self.plan.begin()
        self._show(self.plan)
        self.plan.field("on").setFocus()

    def open_door(self, day: Id) -> None:
        """Give the window to the door of a day."""
        if closing_of(self.session.book, day):
            closed = _("This distribution is closed.")
            self.session.refused.emit(UserError(closed, _("Undo its closing in History to go on.")))
            return
        self.session.show_full(DoorPage(self.session, day))

    def _sign_ups_of(self, day: Id) -> None:
        self.sign_ups.show_day(day)
        self._show(self.sign_ups)
        self.sign_ups.split.show_panel()
        self.sign_ups.finder.setFocus()

    def _report_of(self, day: Id) -> None:
        self._show(self.report)
        self.report.show_day(day)

    def _plan_of(self, day: Id) -> None:
        self.plan.edit(day)
        self._show(self.plan)

    def _with_day(self, do: Callable[[Id], None]) -> None:
        """Do something with the chosen day, or the next one; where there is none, plan one."""
        self._come()
        if not self._day():
            self.plan_day()
            return
        self.open(self._day())
        do(self._day())

    def _day(self) -> Id:
        if self.session.book.get(Distribution, self.side.day) is not None:
            return self.side.day
        coming = upcoming(self.session.book, clock.today())
        return coming[0].id if coming else next(iter(self._lines), "")

    def _come(self) -> None:
        # Somebody may ask for this from another page.
        if not self.isVisible():
            self.session.go("distributions")

    def _listen(self) -> None:
        self._plan.triggered.connect(lambda *_: self.plan_day())
        deeds: dict[str, Callable[[Id], None]] = {
            "door": self.open_door,
            "sign-up": self._sign_ups_of,
            "print": lambda day: self.session.go("sheets", day),
            "close": self._report_of,
            "report": self._report_of,
            "edit": self._plan_of,
        }
        for action in (self._door, self._sign_up, self._print, self._close, self._report, self._edit):
            do = deeds[action.objectName()]
            action.triggered.connect(lambda *_, do=do: self._with_day(do))
        self.list.chosen.connect(self.side.show_day)
        self.list.opened.connect(self.open)
        self.plan.planned.connect(self.open)
        for view in (self.plan, self.sign_ups, self.report):
            view.closed.connect(self.back)

    # What is shown

    def _show_list(self) -> None:
        lines = distribution_lines(self.session.book)
        self._lines = {line.id: line for line in lines if _fits(line, self._text)}
        self.list.show_ids(list(self._lines))
        shown, total = format_number(len(self._lines)), format_number(len(lines))
        said = _("{n} of {total}").format(n=shown, total=total) if self._text else shown
        self.counted.emit(said if lines and self._stack.currentWidget() is self._both else "")

    def _show_lists(self) -> None:
        self._show(self._both if self._lines or self._text else self._empty)
        if not self.side.day and not self._text and self._day():
            self.list.choose(self._day())
        self.side.show_day(self.side.day)

    def _to_list(self) -> None:
        self._show_list()
        self._show_lists()
        self.list.setFocus()

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        in_list = widget in (self._both, self._empty)
        self.main_action = self._plan if in_list else None
        if not in_list:
            self.counted.emit("")
        self.dressed.emit()

    def _fetch(self, ids: Sequence[Id]) -> list[DistributionLine | None]:
        return [self._lines.get(id_) for id_ in ids]

    def _teaching(self) -> EmptyState:
        return EmptyState(
            "calendar-check",
            _("No distribution is planned yet"),
            _("Here are the days when things are shared: who signs up, what is in the box, who picked up."),
            _("Plan a distribution"),
            self._plan.trigger,
            practice=None if self.session.book.practice else self.session.open_practice,
        )


def _fits(line: DistributionLine, text: str) -> bool:
    said = fold(f"{line.on} {words.day_words(line.on)} {line.title or ''}")
    return all(word in said for word in fold(text).split())


def _columns() -> list[Column[DistributionLine]]:
    return [
        Column(_("Day"), lambda line: words.day_words(line.on), 220),
        Column(_("Title"), lambda line: line.title or ""),
        Column(_("Expected"), lambda line: format_number(line.expected), 80, "right"),
        Column(_("Picked up"), lambda line: format_number(line.picked_up), 84, "right"),
        Column(_("State"), lambda line: _("closed") if line.closed else _("open"), 68),
    ]
