"""What a page says of the records that are linked with the one it shows, and how one is linked or set apart again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from aidbook.actions.same import link, unlink
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.roles import may_write_field
from aidbook.i18n import _
from aidbook.store.same import all_of, differences
from aidbook.ui.history.values import field_word, value_word
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, empty, label, row
from aidbook.ui.widgets.pick_field import Hit, PickField

_NOT_SAID = {
    "member": {"number", "household", "household_since"},
    "item": {"name", "code"},
    "source": {"name"},
}
"""Fields that two records of one thing differ in by themselves."""


class LinkedPart(QWidget):
    """The part of a page on what is linked with a member, an item or a source; hidden where it has nothing to say."""

    wanted = Signal(str)
    """Another of the linked records is to be shown."""

    def __init__(
        self, session: Session, kind: str, find: Callable[[str], Sequence[Hit]], offer: str, hint: str
    ) -> None:
        """Make the part; `find` looks for another one, `offer` says what linking means, `hint` what to type."""
        super().__init__()
        self._session, self._kind, self._id = session, kind, ""
        self._may = may_write_field(session.book.role, f"same_{kind}", "same")
        self._rows = column(spacing=4)
        self._offer = button(offer, self.ask, "link", "arrow-right-left")
        self.field = PickField(_("Link with"), find, hint=hint)
        self._back = button(_("Back"), self._stop)
        self._lay_out()

    def show_thing(self, id_: Id) -> None:
        """Show what is linked with this."""
        if id_ != self._id:
            self._stop()
        self._id = id_
        empty(self._rows)
        others = [other for other in all_of(self._session.book, self._kind, [id_]) if other != id_]
        if others:
            self._rows.addWidget(label(_("Linked; shown as one"), "section"))
        for other in others:
            self._rows.addLayout(self._other(other))
        for line in self.said():
            self._rows.addWidget(label(line, wrap=True))
        self._offer.setVisible(self._may and self._asking.isHidden())
        self.setVisible(bool(others) or self._may)

    def said(self) -> list[str]:
        """Return in which fields they differ, and what each says."""
        book, lines = self._session.book, []
        for differing in differences(book, self._kind, self._id):
            word = field_word(differing.field)
            if word and differing.field not in _NOT_SAID[self._kind]:
                values = [
                    f"{value_word(book, self._kind, differing.field, value)} ({self._called(one)})"
                    for one, value in differing.said
                ]
                lines.append(_("{field}: {values}").format(field=word, values=" · ".join(values)))
        return lines

    def ask(self) -> None:
        """Ask with what it is to be linked."""
        self._asking.show()
        self._offer.hide()
        self.field.edit().setFocus()
        QTimer.singleShot(0, self, self._bring)

    def _bring(self) -> None:
        """Let the field be seen where the page scrolls."""
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self._asking)
            above = above.parentWidget()

    def _other(self, other: Id) -> QLayout:
        line = row(spacing=8)
        name = self._called(other, whole=True)
        line.addWidget(button(name, lambda: self.wanted.emit(other), "link"), 0, Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        if self._may:
            apart = button(_("Show apart"), lambda: self._session.run(unlink, self._kind, other))
            apart.setAccessibleName(_("Show {name} apart again").format(name=name))
            line.addWidget(apart)
        return line

    def _called(self, id_: Id, *, whole: bool = False) -> str:
        record = self._session.book.get(KINDS[self._kind].type, id_)
        name, number = getattr(record, "name", ""), getattr(record, "number", None)
        return " · ".join(part for part in (name, number) if part) if whole else number or name

    def _link(self, other: Id) -> None:
        if self._session.run(link, self._kind, self._id, other):
            self._stop()

    def _stop(self) -> None:
        self.field.set_value(None)
        self._asking.hide()
        self._offer.setVisible(self._may)

    def _lay_out(self) -> None:
        lines = column(self, spacing=8)
        lines.addLayout(self._rows)
        lines.addWidget(self._offer, 0, Qt.AlignmentFlag.AlignLeft)
        self._asking = QWidget()
        inside = column(self._asking, spacing=8)
        inside.addWidget(self.field)
        inside.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._asking)
        self._asking.hide()
        self.field.picked.connect(self._link)
