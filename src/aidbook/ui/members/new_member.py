"""A new member: a name is enough. What is typed stays until Add is pressed."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.members import add_member
from aidbook.domain.declare import Id
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.members import household_lines
from aidbook.ui.members.already_here import AlreadyHere
from aidbook.ui.members.counted import CountedFields
from aidbook.ui.members.edit import member_fields, open_to
from aidbook.ui.members.picking import household_field, household_words
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.half_typed import Typed, give_back, typed_in
from aidbook.ui.widgets.notice import Notice

_ASKED = ("name", "phone", "languages", "birth", "age_band", "diet", "allergens", "note", "may_share")
_LOOK_AFTER_MS = 150


class NewMember(QWidget):
    """The form for a new member."""

    added = Signal(str)
    """The id of the new member."""
    other_wanted = Signal(str)
    """The person is here already: somebody wants to see them instead."""
    closed = Signal()
    """Somebody left the form; what is typed stays in it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        every = open_to(session.book.role, "member", member_fields())
        self._fields = {name: every[name] for name in _ASKED if name in every}
        self._where: ChoiceField[str] = ChoiceField(
            _("Household"),
            [("new", _("a household of their own")), ("here", _("with somebody who is here"))],
            _("Members of a household pick up together."),
        )
        self._household = household_field(
            session.book, _("With whom"), needed=_("Pick the household from the list.")
        )
        self._counted = CountedFields()
        self._here = AlreadyHere(session.book)
        self._trouble = Notice("", "stop")
        self._trouble.hide()
        self._look = QTimer(self, singleShot=True, interval=_LOOK_AFTER_MS)
        self._lay_out()
        self._listen()
        self._show_where()

    # What the page uses

    def begin(self, household: Id = "") -> None:
        """Begin, in a household of the book if one is given; what was typed before is still there."""
        if household:
            line = household_lines(self._session.book, [household])
            self._where.set_value("here")
            if line:
                self._household.show_hit((household, household_words(line[0])))
            self._show_where()
        self._fields["name"].setFocus()

    def add(self) -> None:
        """Write the member, or say what is missing beside its field."""
        try:
            done = self._session.attempt(add_member, **self._said())
        except BadInput:
            return
        except UserError as error:
            self._trouble.say(str(error), "stop")
            self._trouble.show()
            return
        self.clear()
        self.added.emit(done.id)

    def clear(self) -> None:
        """Forget what is typed."""
        self._look.stop()
        for name, field in self._fields.items():
            field.set_value(() if name in {"languages", "diet", "allergens"} else None)
        self._fields["name"].edit().clear()  # type: ignore[attr-defined] # a line of text
        self._household.set_value(None)
        self._where.set_value("new")
        self._counted.set_value({})
        self._here.hide()
        self._trouble.hide()
        self._show_where()

    def kept(self) -> Typed:
        """Return what is half typed; nothing where the form is as new."""
        typed = {name: content for name, content in typed_in(self._all()).items() if content}
        return {} if typed == {"where": "new"} else typed

    def take(self, typed: Typed) -> None:
        """Put back what `kept` returned."""
        give_back(self._all(), typed)
        self._show_where()

    # Parts

    def _all(self) -> dict[str, Field[Any]]:
        return {**self._fields, **self._counted.fields, "where": self._where, "household": self._household}

    def _said(self) -> dict[str, Any]:
        here = self._where.value() == "here"
        said: dict[str, Any] = {name: field.checked() for name, field in self._fields.items()}
        said["household"] = self._household.checked() if here else None
        said["counted"] = {} if here else self._counted.value()
        if said.get("may_share") is not None:
            said["may_share_on"] = clock.today()
        return said

    def _show_where(self) -> None:
        here = self._where.value() == "here"
        self._household.setVisible(here)
        self._counted.setVisible(not here)

    def _listen(self) -> None:
        self._where.typed.connect(self._show_where)
        self._fields["name"].typed.connect(self._look.start)
        self._look.timeout.connect(self.look_now)
        self._here.wanted.connect(self.other_wanted)

    def look_now(self) -> None:
        """Look whether somebody of this name is here already."""
        if not self.isVisible():  # the form was left meanwhile
            return
        self._here.look(str(typed_in({"name": self._fields["name"]})["name"]))

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        lines.addWidget(label(_("New member"), "section"))
        lines.addWidget(
            label(_("Only the name is needed. “Not asked” is an answer too."), "small", wrap=True)
        )
        lines.addWidget(self._fields["name"])
        lines.addWidget(self._here)
        for part in (self._where, self._household, self._counted):
            lines.addWidget(part)
        for name, field in self._fields.items():
            if name != "name":
                lines.addWidget(field)
        lines.addWidget(self._trouble)
        lines.addStretch(1)

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        cancel = button(_("Back"), self.closed.emit)
        return cancel, button(_("Add"), self.add, "main", "user-plus", keys="Ctrl+Return")
