"""Which pages there are, in the order of the bar. A page's module is imported when it is first shown."""

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from aidbook.domain.roles import Role, may_see
from aidbook.i18n import N_, _
from aidbook.ui.page import Page
from aidbook.ui.session import Session


@dataclass(frozen=True, slots=True)
class Registered:
    """A page before it exists: its key, its icon, its word in the bar, and where it is written.

    One that is not `in_bar` belongs to another page, which leads there: Today, or Members.
    """

    key: str
    icon: str
    word: str
    module: str
    name: str
    in_bar: bool = True

    def title(self) -> str:
        """Return its word in the language in use."""
        return _(self.word)

    def make(self, session: Session) -> Page:
        """Return a new page."""
        page_class = cast("type[Page]", getattr(import_module(self.module), self.name))
        page_class.key = self.key
        return page_class(session)


PAGES = (
    Registered("today", "sun", N_("Today"), "aidbook.ui.today.page", "TodayPage"),
    Registered("members", "users", N_("Members"), "aidbook.ui.members.page", "MembersPage"),
    Registered("pantry", "package", N_("Pantry"), "aidbook.ui.pantry.page", "PantryPage"),
    Registered(
        "distributions",
        "calendar-check",
        N_("Distributions"),
        "aidbook.ui.distributions.page",
        "DistributionsPage",
    ),
    Registered("sheets", "printer", N_("Sheets"), "aidbook.ui.sheets.page", "SheetsPage"),
    Registered("stick", "usb", N_("USB stick"), "aidbook.ui.stick.page", "StickPage"),
    Registered("history", "history", N_("History"), "aidbook.ui.history.page", "HistoryPage"),
    Registered("book", "shield-check", N_("This book"), "aidbook.ui.book.page", "BookPage"),
    Registered(
        "attention",
        "bell",
        N_("Needs attention"),
        "aidbook.ui.attention.page",
        "AttentionPage",
        in_bar=False,
    ),
    Registered(
        "alike", "users", N_("In the book twice?"), "aidbook.ui.members.alike", "AlikePage", in_bar=False
    ),
)


def registered(role: Role = "coordinator") -> tuple[Registered, ...]:
    """Return the pages of the window that a role sees."""
    return tuple(page for page in PAGES if may_see(role, page.key))
