"""The page one opens the book on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from aidbook import clock
from aidbook.actions.distributions import Plan, plan_of
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.roles import may_do
from aidbook.i18n import N_, _, format_date, format_number, ngettext
from aidbook.store.distributions import day_count, upcoming
from aidbook.store.today import Beginnings, beginnings
from aidbook.ui.page import Page
from aidbook.ui.pages import registered
from aidbook.ui.session import Session
from aidbook.ui.today.attention import Attention, few
from aidbook.ui.today.parts import JobButton, Part, from_left, something
from aidbook.ui.widgets.basics import Button, button, label
from aidbook.ui.widgets.notice import Notice

_TWO_COLUMNS_FROM = 800


@dataclass(frozen=True, slots=True)
class Job:
    """A common job: its words, its icon, and the page and command that do it."""

    words: str
    icon: str
    page: str
    command: str


JOBS = (
    Job(N_("Open the door"), "door-open", "distributions", "door"),
    Job(N_("Sign somebody up"), "clipboard-list", "distributions", "sign-up"),
    Job(N_("New member"), "user-plus", "members", "new"),
    Job(N_("Note what somebody gave"), "gift", "members", "gift"),
    Job(N_("Receive stock"), "package-plus", "pantry", "receive"),
    Job(N_("Plan a distribution"), "calendar-check", "distributions", "plan"),
    Job(N_("Write the USB stick"), "usb", "stick", "send"),
)


class TodayPage(Page):
    """What is next, what needs attention, and a key for each common job."""

    kinds = frozenset(
        {
            "distribution",
            "box",
            "sign_up",
            "visit",
            "closing",
            "gift",
            "movement",
            "count",
            "lot",
            "item",
            "member",
        }
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._next, self._jobs = Part(), Part()
        self._needs = Attention(session)
        self._day: Distribution | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._share_out()
        self._show_jobs()

    def title(self) -> str:
        """Return its title, with the day."""
        today = clock.today()
        # The year is known on the day itself.
        day = f"{format_date(today, 'weekday')} {format_date(today, 'short')}"
        return _("Today, {day}").format(day=day)

    def refresh(self) -> None:
        """Read what is next and what needs attention."""
        coming = upcoming(self.session.book, clock.today())
        self._day = coming[0] if coming else None
        begun = beginnings(self.session.book)
        if begun.members and begun.items and begun.distributions:
            self._show_next()
        else:
            self._show_beginning(begun)
        if self._sees("attention"):
            self._needs.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the jobs beside the rest, or under it where the window is narrow."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        wide = self.width() >= _TWO_COLUMNS_FROM
        self._grid.addWidget(self._next, 0, 0)
        if self._sees("attention"):
            self._grid.addWidget(self._needs, 1, 0)
        self._grid.addWidget(self._jobs, 0 if wide else 2, 1 if wide else 0, 2 if wide else 1, 1)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2 if wide else 0)
        self._grid.setRowStretch(3, 1)

    # What is next

    def _show_next(self) -> None:
        said = self._said()
        if self._next.says((said, self._day)):
            self._read_plan()
            return
        lines = self._next.begin(_("Next"))
        if self._day is None:
            lines.addWidget(label(_("No distribution is planned."), wrap=True))
            if not self._does("distributions", "plan"):
                return
            plan = button(
                _("Plan a distribution"), lambda: self._go("distributions", "", "plan"), "main", "plus"
            )
            lines.addLayout(from_left([plan]))
            return
        lines.addWidget(label(said, "title", wrap=True))
        self._short = Notice("", "heed")
        self._short.hide()
        lines.addWidget(self._short)
        lines.addLayout(from_left(self._ways_into(self._day)))
        self._read_plan()

    def _said(self) -> str:
        if self._day is None:
            return ""
        expected = day_count(self.session.book, self._day).expected
        households = ngettext("{n} household", "{n} households", expected).format(n=format_number(expected))
        when = format_date(self._day.on)
        return ", ".join(filter(None, [when[:1].upper() + when[1:], self._day.title, households]))

    def _ways_into(self, day: Distribution) -> Iterator[Button]:
        if day.on == clock.today() and self._sees("distributions"):
            yield button(
                _("Open the door"), lambda: self._go("distributions", day.id, "door"), "main", "door-open"
            )
        if self._sees("distributions"):
            yield button(_("Sign-ups"), lambda: self._go("distributions", day.id), icon="clipboard-list")
        if self._sees("sheets"):
            yield button(_("Print its sheets"), lambda: self._go("sheets", day.id), icon="printer")

    def _read_plan(self) -> None:
        day = self._day
        if day is not None:
            self.session.read(self, lambda book: plan_of(book, day.id), self._show_plan)

    def _show_plan(self, plan: Plan) -> None:
        if self._day is None or plan.distribution != self._day.id:
            return
        short = [
            _("{item}: {n} short").format(item=name, n=format_number(units))
            for name, units in plan.short.items()
        ]
        self._short.setVisible(bool(short))
        self._short.say(few(short), "heed")

    # A book that begins

    def _show_beginning(self, begun: Beginnings) -> None:
        if self._next.says(begun):
            return
        lines = self._next.begin(_("This book is new. Three steps to the first distribution"))
        steps = (
            (
                begun.members,
                _("Write in who is in the group, or read in a list you have."),
                "members",
                "user-plus",
            ),
            (
                begun.items,
                _("Write in what is on the shelves, or read in a stock list."),
                "pantry",
                "package-plus",
            ),
            (begun.distributions, _("Plan the first distribution."), "distributions", "calendar-check"),
        )
        for number, (done, words, page, icon) in enumerate(steps, start=1):
            if done:
                lines.addWidget(Notice(_("{n}. {step} Done.").format(n=number, step=words), "good"))
            elif self._sees(page):
                text = f"{number}. {words}"
                lines.addWidget(something(text, _go_words(page), partial(self._go, page), icon))
        if not self.session.book.practice:
            practice = button(_("See it with pretend people"), self.session.open_practice, "link")
            lines.addLayout(from_left([practice]))

    # Jobs

    def _show_jobs(self) -> None:
        lines = self._jobs.begin(_("Start with one key"))
        lines.setSpacing(0)
        here = [job for job in JOBS if self._sees(job.page) and self._does(job.page, job.command)]
        for number, job in enumerate(here, start=1):
            words, keys = _(job.words), str(number)
            action = self.command(words, f"start-{job.command}", job.icon, keys)
            action.triggered.connect(lambda *_, job=job: self._start(job))
            lines.addWidget(JobButton(words, job.icon, keys, action.trigger))
        if self._sees("attention"):
            self.command(_("What needs attention"), "attention", "bell", "0").triggered.connect(
                lambda *_: self._go("attention")
            )

    def _start(self, job: Job) -> None:
        needs_day = job.command in {"door", "sign-up"}
        self._go(job.page, self._day.id if needs_day and self._day else "", job.command)

    def _sees(self, page: str) -> bool:
        return any(one.key == page for one in registered(self.session.book.role))

    def _does(self, page: str, command: str) -> bool:
        return may_do(self.session.book.role, page, command)

    def _go(self, page: str, thing: Id = "", command: str = "") -> None:
        self.session.go(page, thing, command)


def _go_words(page: str) -> str:
    return {"members": _("Go to Members"), "pantry": _("Go to Pantry")}.get(page, _("Go to Distributions"))
