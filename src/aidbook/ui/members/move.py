"""Moving a member to another household, or into one of their own."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.members import move_member
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.ui.members.picking import household_field
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import DateField


class MoveForm(QWidget):
    """Asks where to, and moves."""

    moved = Signal()
    closed = Signal()

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self._session, self._member = session, member
        record = session.book.get(Member, member)
        self._household = household_field(
            session.book,
            _("To the household of"),
            needed=_("Pick the household from the list."),
        )
        lines = column(self, margin=16, spacing=16)
        title = _("Move {name} to another household").format(name=record.name if record else "")
        lines.addWidget(label(title, "section", wrap=True))
        why = _("What the old household received stays with the old household.")
        lines.addWidget(label(why, "small", wrap=True))
        lines.addWidget(self._household)
        self._on = DateField(_("Moved on"), _("Today, if nothing is written."))
        lines.addWidget(self._on)
        lines.addWidget(button(_("Into a household of their own"), lambda: self._move_to(None), icon="home"))
        lines.addStretch(1)

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self._household

    def move_there(self) -> None:
        """Move to the household that is picked."""
        try:
            self._move_to(self._household.checked())
        except BadInput:
            return

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        move = button(_("Move"), self.move_there, "main", "arrow-right-left", keys="Ctrl+Return")
        return button(_("Back"), self.closed.emit), move

    def _move_to(self, household: Id | None) -> None:
        try:
            self._session.attempt(move_member, self._member, household, on=self._on.checked())
        except BadInput:
            return
        except UserError as error:
            self._household.show_error(str(error))
            return
        self.moved.emit()
