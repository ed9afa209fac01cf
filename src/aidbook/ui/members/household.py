"""The part of a member's form that is the household's: it changes for everybody in it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from aidbook.actions.members import edit_household
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.i18n import _
from aidbook.store.members import HouseholdPage, household_page
from aidbook.store.proxies import gone_from
from aidbook.ui.members.counted import CountedFields
from aidbook.ui.members.form_fields import (
    AnyField,
    answered,
    asks,
    household_fields,
    section_title,
    why_asked,
)
from aidbook.ui.members.proxies import ProxiesPart
from aidbook.ui.members.words import counted_words, day, status_word
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column, label, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import DateField
from aidbook.ui.widgets.notice import Notice
from aidbook.ui.widgets.section import Section


class HouseholdEdit(QWidget):
    """Who picks up together, where they are found, and who else may pick up for them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._page: HouseholdPage | None = None
        book = session.book
        self.fields = household_fields(book)
        self.contact: ChoiceField[Id | None] = ChoiceField(
            _("Contact person"), [], _("The one to speak to; the household is listed under this name.")
        )
        self.counted = (
            CountedFields(why_asked(book, "counted")) if asks(book, "household", "counted") else None
        )
        self.counted_on = DateField(_("Counted on"))
        self._whose = Notice("", "plain")
        self._gone = label("", "small", wrap=True)
        self.proxies = (
            ProxiesPart(session, why_asked(book, "proxies")) if asks(book, "proxy", "name") else None
        )
        self.sections = {name: Section(section_title(name)) for name in ("people", "where", "proxies")}
        self._lay_out()
        self._save_what_is_left()

    def show_household(self, household: Id | None) -> None:
        """Show a household, or nothing; leave what is being typed."""
        self._page = household_page(self._session.book, household) if household else None
        self.setVisible(self._page is not None)
        if self._page:
            self._show(self._page)

    def all_fields(self) -> dict[str, AnyField]:
        """Return every field, by names that no member's field has."""
        own = {f"household {name}": field for name, field in self.fields.items()}
        counted = self.counted.all_fields() if self.counted else {}
        proxies = self.proxies.new_fields() if self.proxies else {}
        return {**own, **counted, **proxies, "household counted_on": self.counted_on}

    def _show(self, page: HouseholdPage) -> None:
        for name, field in self.fields.items():
            field.update_value(getattr(page.household, name))
        self.contact.set_choices([(member.id, member.name) for member in page.members])
        self.contact.set_value(page.household.contact)
        self.contact.setVisible(len(page.members) > 1)
        if self.counted:
            self.counted.update_value(page.household.counted)
        self.counted_on.update_value(page.household.counted_on)
        self.counted_on.setVisible(bool(page.household.counted) and self.counted is not None)
        gone = gone_from(self._session.book, page.household.id)
        self._gone.setText("\n".join(map(gone_words, gone)))
        self._gone.setVisible(bool(gone))
        self._whose.say(_("What stands below is the household’s: it changes for everybody in it."), "plain")
        self._whose.setVisible(len(page.members) > 1)
        if self.proxies:
            self.proxies.show_household(page.household.id)
        self._say_in_short(page)

    def _say_in_short(self, page: HouseholdPage) -> None:
        names = ", ".join(member.name for member in page.members)
        self.sections["people"].say(" · ".join(filter(None, (names, counted_words(page.household)))))
        self.sections["where"].say(answered(field for name, field in self.fields.items() if name != "basis"))
        if self.proxies:
            self.sections["proxies"].say(self.proxies.answered())

    def _lay_out(self) -> None:
        lines = column(self, spacing=4)
        lines.addWidget(rule())
        lines.addWidget(label(_("Household"), "section"))
        lines.addWidget(self._whose)
        inside: dict[str, list[QWidget]] = {"people": [self.contact], "where": [], "proxies": []}
        if self.counted:
            inside["people"] += [self.counted, self.counted_on]
        else:
            self.counted_on.hide()
        inside["people"] += [self.fields[name] for name in ("basis",) if name in self.fields] + [self._gone]
        inside["where"] += [field for name, field in self.fields.items() if name != "basis"]
        inside["proxies"] += [self.proxies] if self.proxies else []
        for name, parts in inside.items():
            for part in parts:
                self.sections[name].add(part)
            lines.addWidget(self.sections[name])
            self.sections[name].setVisible(bool(parts))

    def _save_what_is_left(self) -> None:
        for name, field in self.fields.items():
            field.saves(self._saver(name))
        self.contact.saves(self._saver("contact"))
        self.counted_on.saves(lambda on: self._save(counted=self._counted_now(), counted_on=on))
        if self.counted:
            self.counted.saves(self._counted_now, lambda counted: self._save(counted=counted))

    def _saver(self, name: str) -> Callable[[object], object]:
        return lambda value: self._save(**{name: value})

    def _save(self, **fields: Any) -> None:
        if self._page:
            self._session.attempt(edit_household, self._page.household.id, **fields)

    def _counted_now(self) -> dict[str, int]:
        # Read anew: the page is refreshed only after the next field is in.
        page = household_page(self._session.book, self._page.household.id) if self._page else None
        return dict(page.household.counted) if page else {}


def gone_words(member: Member) -> str:
    """Return somebody who left or died, in words: "Rosa died on 3 March"."""
    if not member.left_on:
        return f"{member.name} · {status_word(member.left)}"
    template = _("{name} died on {date}") if member.left == "died" else _("{name} left on {date}")
    return template.format(name=member.name, date=day(member.left_on))
