"""Correcting a member and the household: every field is saved when it is left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.members import edit_household, edit_member
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import BANDS, Member
from aidbook.domain.roles import Role, may_write_field
from aidbook.i18n import _
from aidbook.store.members import HouseholdPage, household_page
from aidbook.ui.members.counted import CountedFields
from aidbook.ui.members.fields import BirthField, WordsField
from aidbook.ui.members.words import ALLERGENS, DIETS, SPOKEN, band_word, status_word
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, row, rule
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import Field
from aidbook.ui.widgets.fields import DateField, LongTextField, TextField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.notice import Notice

AnyField = Field[Any]


class MemberEdit(QWidget):
    """The fields of one member, and of the household all its members share."""

    done = Signal()
    """Somebody is done correcting."""

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self.member = member
        self._session = session
        role = session.book.role
        self._fields = open_to(role, "member", member_fields())
        self._consent_on = DateField(_("Agreed on"))
        self._shared = open_to(role, "household", household_fields())
        self._contact: ChoiceField[Id | None] = ChoiceField(
            _("Contact person"), [], _("The one to speak to; the household is listed under this name.")
        )
        self._counted = CountedFields()
        self._household: HouseholdPage | None = None
        self._lay_out()
        self._save_what_is_left()
        self.refresh()

    def refresh(self) -> None:
        """Show what the book says now; leave what is being typed."""
        member = self._session.book.get(Member, self.member)
        if member is None:
            return
        for name, field in self._fields.items():
            field.update_value(getattr(member, name) if name != "left" else member.left or "")
        self._consent_on.update_value(member.may_share_on)
        self._consent_on.setVisible(bool(member.may_share) and "may_share" in self._fields)
        self._household = household_page(self._session.book, member.household) if member.household else None
        self._household_part.setVisible(self._household is not None)
        if self._household:
            self._show_household(self._household)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self._fields["name"]

    def unsaved(self) -> Typed:
        """Return what is typed and could not be saved."""
        return typed_in({name: field for name, field in self._all().items() if field.is_changed()})

    def take(self, typed: Typed) -> None:
        """Give back what was typed, and say again what is wrong with it."""
        give_back(self._all(), typed)
        for name in typed:
            self._all()[name].leave()

    def _all(self) -> dict[str, AnyField]:
        shared = {f"household {name}": field for name, field in self._shared.items()}
        return {**self._fields, **shared, **self._counted.fields, "may_share_on": self._consent_on}

    def _show_household(self, page: HouseholdPage) -> None:
        for name, field in self._shared.items():
            field.update_value(getattr(page.household, name))
        self._contact.set_choices([(member.id, member.name) for member in page.members])
        self._contact.set_value(page.household.contact)
        self._contact.setVisible(len(page.members) > 1)
        self._counted.update_value(page.household.counted)
        self._whose.say(_("What stands below is the household’s: it changes for everybody in it."), "plain")
        self._whose.setVisible(len(page.members) > 1)

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        head = row()
        head.addWidget(label(_("Correct"), "section"), 1)
        head.addWidget(button(_("Done"), self.done.emit, icon="check"))
        lines.addLayout(head)
        lines.addWidget(label(_("What you type is saved when you leave its field."), "small", wrap=True))
        for name, field in self._fields.items():
            lines.addWidget(field)
            if name == "may_share":
                lines.addWidget(self._consent_on)
        self._household_part = QWidget()
        part = column(self._household_part, spacing=16)
        part.addWidget(rule())
        part.addWidget(label(_("Household"), "section"))
        self._whose = Notice("", "plain")
        for widget in (self._whose, self._contact, self._counted, *self._shared.values()):
            part.addWidget(widget)
        lines.addWidget(self._household_part)
        lines.addStretch(1)

    def _save_what_is_left(self) -> None:
        for name, field in self._fields.items():
            field.saves(self._saver(name))
        self._consent_on.saves(self._saver("may_share_on"))
        for name, field in self._shared.items():
            field.saves(self._household_saver(name))
        self._contact.saves(lambda value: self._save_household(contact=value))
        self._counted.saves(self._counted_now, lambda counted: self._save_household(counted=counted))

    def _saver(self, name: str) -> Callable[[object], object]:
        def save(value: object) -> object:
            fields = {name: value}
            if name == "may_share":
                fields["may_share_on"] = clock.today() if value is not None else None
            return self._session.attempt(edit_member, self.member, **fields)

        return save

    def _household_saver(self, name: str) -> Callable[[object], object]:
        return lambda value: self._save_household(**{name: value})

    def _save_household(self, **fields: Any) -> None:
        if self._household:
            self._session.attempt(edit_household, self._household.household.id, **fields)

    def _counted_now(self) -> dict[str, int]:
        # Read anew: the page is refreshed only after the next field is in.
        page = household_page(self._session.book, self._household.household.id) if self._household else None
        return dict(page.household.counted) if page else {}


def open_to(role: Role, kind: str, fields: dict[str, AnyField]) -> dict[str, AnyField]:
    """Return the fields that a role may write."""
    return {name: field for name, field in fields.items() if may_write_field(role, kind, name)}


def member_fields() -> dict[str, AnyField]:
    """Return the fields of a member, in their order, by what they are called in the book."""
    return {
        "name": TextField(
            _("Name"), _("What to call them. Any name will do."), needed=_("A member needs a name.")
        ),
        "family_name": TextField(_("Family name"), answers=True),
        "pronouns": TextField(_("Pronouns"), answers=True),
        "phone": TextField(_("Phone"), _("To call when a day changes."), answers=True),
        "email": TextField(_("Email"), answers=True),
        "languages": WordsField(_("Languages"), SPOKEN, _("The first is the one to write and call in.")),
        "birth": BirthField(),
        "age_band": age_field(),
        "diet": WordsField(_("Food"), DIETS, _("So that nobody carries home what they cannot eat.")),
        "allergens": WordsField(_("Allergic to"), ALLERGENS),
        "note": LongTextField(
            _("Note"), _("Everybody who opens this book reads it. Nothing about health or papers.")
        ),
        "since": DateField(_("Member since")),
        "may_share": consent_field(),
        "left": ChoiceField(_("In the group"), [(key, status_word(key) or _("yes")) for key in STATUS]),
    }


STATUS = ("", "paused", "left", "died")


def age_field() -> ChoiceField[str | None]:
    """Return the field for an age group, where there is no birth date."""
    choices: list[tuple[str | None, str]] = [(None, _("not asked"))]
    choices += [(band, band_word(band)) for band, _low, _high in BANDS]
    choices.append((PREFERS_NOT, _("prefers not to say")))
    field: ChoiceField[str | None] = ChoiceField(
        _("Age group"), choices, _("Counts where there is no birth date.")
    )
    return field


def consent_field() -> ChoiceField[bool | None]:
    """Return the field for the consent to share with other sites; it says why it is asked."""
    choices: list[tuple[bool | None, str]] = [(None, _("not asked")), (True, _("agreed")), (False, _("no"))]
    why = _(
        "Only who agreed is carried to another site on the USB stick, so that nobody is asked the same twice. "
        "They can take it back at any time."
    )
    return ChoiceField(_("May other sites know them?"), choices, why)


def household_fields() -> dict[str, AnyField]:
    """Return the fields of a household that are text."""
    return {
        "address": TextField(_("Address"), _("For bringing things to the door; leave it empty otherwise.")),
        "zone": TextField(_("Zone"), _("A quarter or a route, for lists of who lives near.")),
        "note": LongTextField(_("Note on the household"), lines=2),
    }
