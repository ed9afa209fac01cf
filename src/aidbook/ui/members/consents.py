"""What a member agreed to, purpose by purpose: yes or no, when, before whom, until when."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.consents import answer
from aidbook.domain.consents import PURPOSE_REASONS, Consent, purpose_words, stands
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.consents import consents
from aidbook.ui.members.form_fields import agreed_choices
from aidbook.ui.members.words import day
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField, TextField
from aidbook.ui.widgets.notice import Notice


class _Purpose(QWidget):
    """One purpose: the answer, and below it when it was given, until when, and who heard it."""

    def __init__(self, purpose: str, save: Callable[..., object]) -> None:
        super().__init__()
        why = PURPOSE_REASONS.get(purpose)
        self.given = ChoiceField(purpose_words(purpose), agreed_choices(), _(why) if why else "")
        self.on = DateField(_("Asked on"))
        self.until = DateField(_("Holds until, if not for good"))
        self.witness = TextField(_("Who heard it"))
        self._over = Notice("", "heed")
        self._details = QWidget()
        self._details.setContentsMargins(16, 0, 0, 0)
        below = column(self._details, spacing=8)
        for part in (self._over, self.on, self.until, self.witness):
            below.addWidget(part)
        lines = column(self, spacing=8)
        lines.addWidget(self.given)
        lines.addWidget(self._details)
        self.given.saves(
            lambda given: save(purpose, given=given, on=None if given is None else clock.today())
        )
        self.on.saves(lambda on: save(purpose, on=on))
        self.until.saves(lambda until: save(purpose, until=until))
        self.witness.saves(lambda witness: save(purpose, witness=witness))

    def fields(self) -> dict[str, Field[Any]]:
        return {"given": self.given, "on": self.on, "until": self.until, "witness": self.witness}

    def show_consent(self, consent: Consent) -> None:
        for name, field in self.fields().items():
            field.update_value(getattr(consent, name))
        self._details.setVisible(consent.given is not None)
        self.until.setVisible(consent.given is True)
        over = consent.given is True and not stands(consent, clock.today())
        self._over.setVisible(over)
        if over and consent.until:
            self._over.say(
                _("This ended on {date}: it is none any more.").format(date=day(consent.until)), "heed"
            )


class ConsentsPart(QWidget):
    """All purposes of one member, and a line for one of the group's own."""

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self._session, self._member = session, member
        self.purposes: dict[str, _Purpose] = {}
        self._shown: list[Consent] = []
        self._list = column(spacing=16)
        self.own = TextField(_("Something else they are asked"), _("Such as “to be named in the assembly”."))
        lines = column(self, spacing=16)
        lines.addLayout(self._list)
        lines.addWidget(self.own)
        lines.addWidget(button(_("Add this question"), self._add, icon="plus"), 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def refresh(self) -> None:
        """Show what the book says now; leave what is being typed."""
        self._shown = consents(self._session.book, self._member)
        for consent in self._shown:
            if consent.purpose not in self.purposes:
                self.purposes[consent.purpose] = made = _Purpose(consent.purpose, self._save)
                self._list.addWidget(made)
            self.purposes[consent.purpose].show_consent(consent)

    def fields(self) -> dict[str, Field[Any]]:
        """Return its fields by names of their own."""
        return {
            f"consent {purpose} {name}": field
            for purpose, part in self.purposes.items()
            for name, field in part.fields().items()
        }

    def answered(self) -> str:
        """Return what was answered, in few words."""
        words = dict(agreed_choices())
        today = clock.today()
        return " · ".join(
            f"{purpose_words(one.purpose)} {words[one.given] if one.given is not True or stands(one, today) else _('ended')}"
            for one in self._shown
            if one.given is not None
        )

    def _save(self, purpose: str, **fields: Any) -> object:
        return self._session.attempt(answer, self._member, purpose, **fields)

    def _add(self) -> None:
        try:
            self._save(self.own.checked() or "", given=None)
        except BadInput:
            return
        except UserError as error:
            self.own.show_error(str(error))
            return
        self.own.set_value(None)
        self.refresh()
