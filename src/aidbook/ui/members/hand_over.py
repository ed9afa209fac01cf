"""Handing a member over to another site: whose list they are on from then on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.handing_over import hand_over
from aidbook.domain.declare import Id
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store.sites import known_sites
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.notice import Notice


class HandOverForm(QWidget):
    """Asks which site, and hands over."""

    done = Signal()
    closed = Signal()

    def __init__(self, session: Session, member: Id) -> None:
        super().__init__()
        self._session, self._member = session, member
        self._back = button(_("Back"), self.closed.emit)
        self._wrong = Notice("", "heed")
        self._wrong.hide()
        record = session.book.get(Member, member)
        lines = column(self, margin=16, spacing=16)
        title = _("Hand {name} over to another site").format(name=record.name if record else "")
        lines.addWidget(label(title, "section", wrap=True))
        why = _(
            "From then on that site lists and corrects them, and may erase them. Who picks up alone takes the household along."
            " What was given out here stays in the figures here."
        )
        lines.addWidget(label(why, "small", wrap=True))
        self.sites = [
            button(site.name, lambda to=site.id: self._hand_to(to), icon="arrow-right-left")  # type: ignore[misc] # a lambda's default
            for site in known_sites(session.book)
        ]
        for each in self.sites:
            lines.addWidget(each)
        lines.addWidget(self._wrong)
        lines.addStretch(1)

    def first(self) -> QWidget:
        """Return where to begin."""
        return self._back

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        return (self._back,)

    def _hand_to(self, site: Id) -> None:
        try:
            self._session.attempt(hand_over, "member", self._member, site)
        except UserError as error:
            self._wrong.say(str(error), "heed")
            self._wrong.show()
            return
        self.done.emit()
