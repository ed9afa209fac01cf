"""Setting units aside that nobody gets any more, with the reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.pantry import throw_away
from aidbook.actions.sentences import reason_word
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Item
from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.store.pantry import packs_of, stock_lines
from aidbook.ui.pantry.count import lot_title
from aidbook.ui.pantry.fields import UnitsField
from aidbook.ui.pantry.words import due_tone, quantity
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.notice import Notice

REASONS = ("expired", "spoiled", "damaged", "lost")


class SetAsideForm(QWidget):
    """Takes units of one lot off the shelf. It begins with what is past its date."""

    done = Signal()
    """Units were set aside."""
    closed = Signal()
    """Somebody left the form."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self.item = session, item
        self._lines = {
            f"{line.lot} {line.place_id}": line
            for line in stock_lines(session.book, item=item)
            if line.quantity > 0
        }
        choices = [
            (key, f"{quantity(line.quantity, line.unit)} · {lot_title(line)}")
            for key, line in self._lines.items()
        ]
        self.lot: ChoiceField[str] = ChoiceField(_("Which lot"), choices)
        self.units = UnitsField(_("How many"), least=1, needed=_("Type how many there are."))
        self.units.count_in(session.book.get(Item, item), packs_of(session.book, item))
        self.reason: ChoiceField[str] = ChoiceField(_("Why"), [(why, reason_word(why)) for why in REASONS])
        self._trouble = Notice("", "stop")
        self._trouble.hide()
        self._lay_out()
        self.lot.typed.connect(self._show_lot)
        self._begin()

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.lot if len(self._lines) > 1 else self.units

    def set_aside(self) -> None:
        """Write it, or say what is wrong beside its field."""
        try:
            line, units = self._lines[self.lot.checked()], self.units.checked() or 0
            if units > line.quantity:
                text = _("Only {n} of this lot are in the book. Count it first if there are more.")
                self.units.show_error(text.format(n=format_number(line.quantity)))
                self.units.setFocus()
                return
            self._session.attempt(throw_away, line.lot, line.place_id, units, self.reason.value())
        except BadInput:
            return
        except UserError as error:
            self._trouble.say(str(error), "stop")
            self._trouble.show()
            return
        self.done.emit()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        aside = button(_("Set aside"), self.set_aside, "main", "package-minus", keys="Ctrl+Return")
        return button(_("Back"), self.closed.emit), aside

    def _begin(self) -> None:
        past = next((key for key, line in self._lines.items() if due_tone(line.best_before) == "stop"), None)
        if past is not None:
            self.lot.set_value(past)
        self._show_lot()

    def _show_lot(self) -> None:
        line = self._lines.get(self.lot.value())
        if line is not None:
            self.units.set_value(line.quantity)
            self.reason.set_value("expired" if due_tone(line.best_before) == "stop" else "spoiled")

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        record = self._session.book.get(Item, self.item)
        title = _("Set aside {item}").format(item=record.name if record else "")
        lines.addWidget(label(title, "section", wrap=True))
        lines.addWidget(label(_("It leaves the shelf and goes to nobody."), "small", wrap=True))
        for part in (self.lot, self.units, self.reason, self._trouble):
            lines.addWidget(part)
        lines.addStretch(1)
