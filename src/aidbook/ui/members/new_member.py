"""A new member: a name is enough. What is typed stays until Add is pressed."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aidbook import clock
from aidbook.actions.members import add_member
from aidbook.domain.declare import Id
from aidbook.i18n import _
from aidbook.store.members import household_lines
from aidbook.store.profiles import chosen
from aidbook.ui.members.already_here import AlreadyHere
from aidbook.ui.members.counted import CountedFields
from aidbook.ui.members.form_fields import (
    MEMBER_SECTIONS,
    AnyField,
    answered,
    asks,
    consent_field,
    household_fields,
    member_fields,
    section_title,
    why_asked,
)
from aidbook.ui.members.picking import household_field, household_words
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.section import Section
from aidbook.ui.widgets.trouble import Trouble

_FIRST = ("name", "phone")
_LATER = ("left", "left_on")
"""Fields that nobody has who is new."""


class NewMember(QWidget):
    """The form for a new member: name, people and phone, and under "More" whatever else is asked."""

    added = Signal(str)
    """The id of the new member."""
    other_wanted = Signal(str)
    """The person is here already: somebody wants to see them instead."""
    closed = Signal()
    """Somebody left the form; what is typed stays in it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._profile = chosen(session.book)
        self._lines = column(self, margin=16)
        self._make()

    def _make(self) -> None:
        """Make the fields that are asked now."""
        book = self._session.book
        self._fields = {name: field for name, field in member_fields(book).items() if name not in _LATER}
        if asks(book, "member", "may_share"):
            self._fields["may_share"] = consent_field()
        self._home = household_fields(book)
        self._where: ChoiceField[str] = ChoiceField(
            _("Household"),
            [("new", _("a household of their own")), ("here", _("with somebody who is here"))],
            _("Members of a household pick up together."),
        )
        self._household = household_field(book, _("With whom"), needed=_("Pick the household from the list."))
        self._counted = (
            CountedFields(why_asked(book, "counted")) if asks(book, "household", "counted") else None
        )
        self._here = AlreadyHere(self._session, self._fields, self._home)
        self._trouble = Trouble()
        self.sections: dict[str, Section] = {}
        self.more = button(_("More"), self._turn_more, icon="chevron-right")
        self._rest = QWidget()
        self._rest.hide()
        self._inside = QWidget()
        self._lay_out(column(self._inside, spacing=16))
        self._lines.addWidget(self._inside)
        self._listen()
        self._show_where()

    # What the page uses

    def refresh(self) -> None:
        """Ask what the profile in use asks; what is typed stays where it is still asked."""
        now = chosen(self._session.book)
        if now == self._profile:
            return
        self._profile = now
        typed, is_open = self.kept(), not self._rest.isHidden()
        self._lines.removeWidget(self._inside)
        self._inside.hide()
        self._inside.deleteLater()
        self._make()
        self.take(typed)
        if is_open:
            self._turn_more()

    def begin(self, household: Id = "") -> None:
        """Begin, in a household of the book if one is given; what was typed before is still there."""
        if household:
            line = household_lines(self._session.book, [household])
            self._where.set_value("here")
            if line:
                self._household.show_hit((household, household_words(line[0])))
            self._show_where()
        if not self.kept():  # who left it empty before did nothing wrong
            self._fields["name"].show_error("")
        self._fields["name"].setFocus()

    def add(self) -> None:
        """Write the member, or say what is missing beside its field."""
        done = self._trouble.tried(lambda: self._session.attempt(add_member, **self._said()))
        if done is None:
            self._show_wrong()
            return
        self.clear()
        self.added.emit(done.id)

    def clear(self) -> None:
        """Forget what is typed."""
        for name, field in {**self._fields, **self._home}.items():
            field.set_value(() if name in _LISTS else None)
        self._fields["name"].edit().clear()  # type: ignore[attr-defined] # a line of text
        self._household.set_value(None)
        self._where.set_value("new")
        if self._counted:
            self._counted.set_value({})
        self._here.forget()
        self._trouble.hide()
        self._close_more()
        self._show_where()

    def kept(self) -> Typed:
        """Return what is half typed; nothing where the form is as new."""
        typed = {name: content for name, content in typed_in(self._all()).items() if content}
        return {} if typed == {"where": "new"} else typed

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self._all(), typed)
        if any(name in typed for section in self.sections for name in _names_in(section)):
            self._open_more()
        self._show_where()

    # Parts

    def _all(self) -> dict[str, AnyField]:
        home = {f"home {name}": field for name, field in self._home.items()}
        counted = self._counted.all_fields() if self._counted else {}
        return {**self._fields, **home, **counted, "where": self._where, "household": self._household}

    def _said(self) -> dict[str, Any]:
        here = self._where.value() == "here"
        said: dict[str, Any] = {name: field.checked() for name, field in self._fields.items()}
        said["household"] = self._household.checked() if here else None
        said["counted"] = {} if here or not self._counted else self._counted.value()
        said["home"] = {} if here else {name: field.checked() for name, field in self._home.items()}
        if said.get("may_share") is not None:
            said["may_share_on"] = clock.today()
        return said

    def _show_wrong(self) -> None:
        """Open what holds a field in which something is wrong, and go there."""
        for name, section in self.sections.items():
            wrong = next((field for field in self._fields_in(name) if field.error()), None)
            if wrong is not None:
                self._open_more()
                section.set_open(on=True)
                wrong.setFocus()

    def _show_where(self) -> None:
        here = self._where.value() == "here"
        self._household.setVisible(here)
        if self._counted:
            self._counted.setVisible(not here)
        if "where" in self.sections:
            self.sections["where"].setVisible(not here)

    def _listen(self) -> None:
        self._where.typed.connect(self._show_where)
        self._here.wanted.connect(self.other_wanted)

    # More

    def _turn_more(self) -> None:
        (self._open_more if self._rest.isHidden() else self._close_more)()

    def _open_more(self) -> None:
        self._rest.show()
        self._say_in_short()
        self.more.hide()
        focused = next(iter(self.sections.values()), None)
        if focused is not None and self.isVisible():
            focused.heading.setFocus()

    def _close_more(self) -> None:
        self._rest.hide()
        self.more.setVisible(bool(self.sections))

    def _say_in_short(self) -> None:
        for name, section in self.sections.items():
            section.say(answered(self._fields_in(name)))

    def _fields_in(self, section: str) -> list[AnyField]:
        own = [self._fields[name] for name in _names_in(section) if name in self._fields]
        return [*own, *(self._home.values() if section == "where" else ())]

    def _lay_out(self, lines: QVBoxLayout) -> None:
        lines.addWidget(label(_("New member"), "section"))
        lines.addWidget(
            label(_("Only the name is needed. “Not asked” is an answer too."), "small", wrap=True)
        )
        lines.addWidget(self._fields["name"])
        lines.addWidget(self._here)
        for part in (self._where, self._household, self._counted, self._fields.get("phone")):
            if part is not None:
                lines.addWidget(part)
        rest = column(self._rest, spacing=4)
        for name in (*(name for name, _of in MEMBER_SECTIONS), "where", "consents"):
            fields = self._fields_in(name)
            if fields:
                self.sections[name] = section = Section(section_title(name))
                section.turned.connect(self._say_in_short)
                for field in fields:
                    section.add(field)
                rest.addWidget(section)
        lines.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._rest)
        lines.addWidget(self._trouble)
        lines.addStretch(1)
        self.more.setVisible(bool(self.sections))

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        cancel = button(_("Back"), self.closed.emit)
        return cancel, button(_("Add"), self.add, "main", "user-plus", keys="Ctrl+Return")


_LISTS = {"languages", "reads", "diet", "allergens", "other_names", "other_phones", "access_needs", "skills"}


def _names_in(section: str) -> tuple[str, ...]:
    """Return the fields of a section that stand under "More"."""
    if section == "consents":
        return ("may_share",)
    return tuple(name for name in dict(MEMBER_SECTIONS).get(section, ()) if name not in _FIRST)
