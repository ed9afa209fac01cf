"""What a profile of the group's own asks: each field with its reason and its time, saved as it is typed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aidbook.actions.profiles import MOST_MONTHS, ask, edit_profile, give_reason
from aidbook.domain.profiles import ALWAYS, FIELDS, field_label
from aidbook.i18n import _, ngettext
from aidbook.store.profiles import Chosen, reason
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.fields import DateField, NumberField, TextField
from aidbook.ui.widgets.section import Section


def kept_words(months: int) -> str:
    """Return how long a field is kept."""
    if not months:
        return _("Kept while they are a member.")
    return ngettext(
        "Kept {n} month after they were last seen.", "Kept {n} months after they were last seen.", months
    ).format(n=months)


def asked_words(profile: Chosen, key: str) -> str:
    """Return a field, why it is asked, and how long it is kept."""
    return f"{field_label(key)}\n{reason(profile, key)} {kept_words(profile.fields[key])}"


class AskedRow(Section):
    """One field that is asked: opened, its time and its reason are changed, or it is asked no more."""

    def __init__(self, session: Session, key: str, profile: Chosen, *, is_open: bool) -> None:
        super().__init__(field_label(key), is_open=is_open)
        self.key = key
        self._profile = profile.key
        self.months = NumberField(
            _("Months kept after they were last seen"),
            _("0: for as long as they are a member."),
            most=MOST_MONTHS,
            needed=_("Type 0 for as long as they are a member."),
        )
        self.reason = TextField(_("Why it is asked"), _("Empty, and AidBook’s own words stand here again."))
        self.stop = button(
            _("Ask it no more"), lambda: session.run(ask, self._profile, key, on=False), icon="x"
        )
        self.months.saves(lambda months: session.attempt(ask, self._profile, key, on=True, months=months))
        self.reason.saves(lambda words: session.attempt(give_reason, self._profile, key, words))
        for part in (self.months, self.reason):
            self.add(part)
        if key not in ALWAYS:
            self.add(_at_left(self.stop))
        self.show_profile(profile)

    def show_profile(self, profile: Chosen) -> None:
        """Show what the profile says of it now; leave what is being typed."""
        self.months.update_value(profile.fields[self.key])
        self.reason.update_value(reason(profile, self.key))
        self.say(f"{reason(profile, self.key)} {kept_words(profile.fields[self.key])}")


class OwnProfile(QWidget):
    """The name of a profile of the group's own, who agreed on it and when, and a field more to ask."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._profile = session, ""
        self.name = TextField(_("Name of the profile"), needed=_("A profile needs a name."))
        self.agreed_by = TextField(_("Who agreed on it"))
        self.agreed_on = DateField(_("Agreed on"))
        self.more: ChoiceField[str] = ChoiceField(_("Ask something else"), [])
        for name, field in (
            ("name", self.name),
            ("agreed_by", self.agreed_by),
            ("agreed_on", self.agreed_on),
        ):
            field.saves(self._saver(name))
        self.more.saves(self._ask)
        lines = column(self, spacing=16)
        for part in (self.name, self.agreed_by, self.agreed_on, self.more):
            lines.addWidget(part)

    def show_profile(self, profile: Chosen) -> None:
        """Show an own profile; nothing of one that comes with AidBook."""
        self.setVisible(profile.own is not None)
        if profile.own is None:
            return
        self._profile = profile.own.id
        self.name.update_value(profile.own.name)
        self.agreed_by.update_value(profile.own.agreed_by)
        self.agreed_on.update_value(profile.own.agreed_on)
        off = [(key, field_label(key)) for key in FIELDS if key not in profile.fields]
        self.more.set_choices([("", _("choose a field")), *off])
        self.more.set_value("")
        self.more.setVisible(bool(off))

    def _saver(self, name: str) -> Callable[[object], object]:
        return lambda value: self._session.attempt(edit_profile, self._profile, **{name: value})

    def _ask(self, key: str) -> None:
        if key:
            self._session.attempt(ask, self._profile, key, on=True)


def _at_left(widget: QWidget) -> QWidget:
    made = QWidget()
    column(made).addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
    return made
