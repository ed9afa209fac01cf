"""Correcting a member and the household: every field is saved when it is left."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.members import edit_member
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.i18n import _
from aidbook.store.private_notes import private_note
from aidbook.ui.members.consents import ConsentsPart
from aidbook.ui.members.form_fields import (
    MEMBER_SECTIONS,
    AnyField,
    answered,
    asks,
    member_fields,
    section_title,
)
from aidbook.ui.members.household import HouseholdEdit
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label, row
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.section import Section

_OPEN = "who"


class MemberEdit(QWidget):
    """The fields of one member in sections, and of the household all its members share."""

    done = Signal()
    """Somebody is done correcting."""

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self.member = member
        self._session = session
        self._fields = member_fields(session.book)
        self.sections: dict[str, Section] = {}
        self.consents = ConsentsPart(session, member) if asks(session.book, "consent", "given") else None
        self.household = HouseholdEdit(session)
        self._lay_out()
        for name, field in self._fields.items():
            field.saves(self._saver(name))
        self.refresh()

    def refresh(self) -> None:
        """Show what the book says now; leave what is being typed."""
        member = self._session.book.get(Member, self.member)
        if member is None:
            return
        apart = {"left": member.left or "", "private_note": private_note(self._session.book, self.member)}
        for name, field in self._fields.items():
            field.update_value(apart[name] if name in apart else getattr(member, name))
        if "left_on" in self._fields:
            self._fields["left_on"].setVisible(bool(member.left))
        for section, names in MEMBER_SECTIONS:
            if section in self.sections:
                self.sections[section].say(
                    answered(self._fields[name] for name in names if name in self._fields)
                )
        if self.consents:
            self.consents.refresh()
            self.sections["consents"].say(self.consents.answered())
        self.household.show_household(member.household)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self._fields["name"]

    def unsaved(self) -> Typed:
        """Return what is typed and could not be saved."""
        return typed_in({name: field for name, field in self._all().items() if field.is_changed()})

    def take(self, typed: Typed) -> None:
        """Give back what was typed, and say again what is wrong with it."""
        fields = self._all()
        give_back(fields, typed)
        for name in typed:
            if name in fields:
                fields[name].leave()
                self._open_around(fields[name])

    def _all(self) -> dict[str, AnyField]:
        consents = self.consents.fields() if self.consents else {}
        return {**self._fields, **self.household.all_fields(), **consents}

    def _open_around(self, field: QWidget) -> None:
        for section in (*self.sections.values(), *self.household.sections.values()):
            if section.isAncestorOf(field):
                section.set_open(on=True)

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=4)
        head = row()
        head.addWidget(label(_("Correct"), "section"), 1)
        head.addWidget(button(_("Done"), self.done.emit, icon="check"))
        lines.addLayout(head)
        lines.addWidget(label(_("What you type is saved when you leave its field."), "small", wrap=True))
        for name, of in MEMBER_SECTIONS:
            here = [self._fields[field] for field in of if field in self._fields]
            if here:
                self._add_section(name, *here)
                lines.addWidget(self.sections[name])
        if self.consents:
            self._add_section("consents", self.consents)
            lines.addWidget(self.sections["consents"])
        lines.addWidget(self.household)
        lines.addStretch(1)

    def _add_section(self, name: str, *parts: QWidget) -> None:
        self.sections[name] = Section(section_title(name), is_open=name == _OPEN)
        for part in parts:
            self.sections[name].add(part)

    def _saver(self, name: str) -> Callable[[object], object]:
        return lambda value: self._session.attempt(edit_member, self.member, **{name: value})
