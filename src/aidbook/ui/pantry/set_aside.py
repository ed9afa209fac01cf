"""What else becomes of a lot: it goes to nobody, is held, may be given again, goes back, turns up, was opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook.actions.places import Units, correct_lot, hold_lot, open_lot, release_lot
from aidbook.actions.wasting import WASTE_REASONS, bring_back, find_again, send_back, waste
from aidbook.domain.declare import Id
from aidbook.domain.done import Done
from aidbook.domain.goods_reasons import reason_word
from aidbook.domain.pantry import Item
from aidbook.i18n import _, format_number
from aidbook.store.pantry import StockLine, packs_of, stock_lines
from aidbook.store.places import holds
from aidbook.ui.pantry.count import lot_title
from aidbook.ui.pantry.fields import BestBeforeField, UnitsField
from aidbook.ui.pantry.hold_words import hold_word
from aidbook.ui.pantry.words import due_tone, quantity
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import button, column, label
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import TextField
from aidbook.ui.widgets.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidbook.domain.holding import Hold

_WITH_UNITS = ("waste", "back", "found", "brought")
_ANY_NUMBER = ("found", "brought")
"""What may be more than the book has there."""
_WITH_WORDS = ("hold", "release")


class SetAsideForm(QWidget):
    """Takes units of one lot off the shelf, or says what is with the lot. It begins with what is past its date."""

    done = Signal()
    """It was written."""
    closed = Signal()
    """Somebody left the form."""

    def __init__(self, session: Session, item: Id) -> None:
        super().__init__()
        self._session, self.item = session, item
        lines = stock_lines(session.book, item=item)
        self._lines = {f"{line.lot} {line.place_id}": line for line in lines if line.quantity >= 0}
        self._holds = holds(session.book, item=item)
        self.what: ChoiceField[str] = ChoiceField(_("What"), _whats())
        self.lot: ChoiceField[str] = ChoiceField(_("Which lot"), [self._choice(key) for key in self._lines])
        self.units = UnitsField(_("How many"), least=1, needed=_("Type how many there are."))
        self.units.count_in(session.book.get(Item, item), packs_of(session.book, item))
        self.reason: ChoiceField[str] = ChoiceField(
            _("Why"), [(why, reason_word(why)) for why in WASTE_REASONS]
        )
        self.words = TextField(_("Why"), needed=_("Say why."))
        self.date = BestBeforeField(_("The right date"), _("Empty where nothing is printed on it."))
        self._trouble = Trouble()
        self._lay_out()
        self.lot.typed.connect(self._show_lot)
        self.what.typed.connect(self._show_what)
        self._begin()

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.lot if len(self._lines) > 1 else self.units

    def set_aside(self) -> None:
        """Write it, or say what is wrong beside its field."""
        if self._trouble.tried(lambda: self._deed(self._lines[self.lot.checked()])) is not None:
            self.done.emit()

    def foot(self) -> tuple[QWidget, ...]:
        """Return the buttons that stay in sight under the form."""
        aside = button(_("Write"), self.set_aside, "main", "check", keys="Ctrl+Return")
        return button(_("Back"), self.closed.emit), aside

    def _deed(self, line: StockLine) -> Done:
        return self._with_units(line) if self.what.value() in _WITH_UNITS else self._with_lot(line)

    def _with_lot(self, line: StockLine) -> Done:
        what, attempt = self.what.value(), self._session.attempt
        if what == "hold":
            return attempt(hold_lot, line.lot, self.words.checked())
        if what == "release":
            return attempt(release_lot, line.lot, self.words.checked())
        if what == "date":
            return attempt(correct_lot, line.lot, best_before=self.date.checked())
        return attempt(open_lot, line.lot)

    def _with_units(self, line: StockLine) -> Done:
        what, units = self.what.value(), Units(line.lot, line.place_id, self._units(line))
        if what == "waste":
            return self._session.attempt(waste, [units], self.reason.value())
        if what == "back":
            return self._session.attempt(send_back, [units])
        action: Callable[..., Done] = find_again if what == "found" else bring_back
        return self._session.attempt(action, units)

    def _units(self, line: StockLine) -> int:
        units = self.units.checked() or 0
        if units > line.quantity and self.what.value() not in _ANY_NUMBER:
            text = _("Only {n} of this lot are in the book. Count it first if there are more.")
            self.units.show_error(text.format(n=format_number(line.quantity)))
            self.units.setFocus()
            raise BadInput("")
        return units

    def _begin(self) -> None:
        past = next((key for key, line in self._lines.items() if due_tone(line.best_before) == "stop"), None)
        first = next((key for key, line in self._lines.items() if line.quantity > 0), None)
        if past or first:
            self.lot.set_value(past or first or "")
        self._show_lot()
        self._show_what()

    def _show_lot(self) -> None:
        line = self._lines.get(self.lot.value()) if self._lines else None
        if line is not None:
            self.units.set_value(line.quantity or None)
            self.date.set_value(line.best_before)
            why = self._holds.get(line.lot)
            usual = {"recalled": "recalled", "past use-by": "expired", "past best-before": "expired"}.get(
                why or ""
            )
            self.reason.set_value(usual or ("expired" if due_tone(line.best_before) == "stop" else "spoiled"))

    def _show_what(self) -> None:
        what = self.what.value()
        self.units.setVisible(what in _WITH_UNITS)
        self.reason.setVisible(what == "waste")
        self.words.setVisible(what in _WITH_WORDS)
        self.date.setVisible(what == "date")
        self._about.setText(_about(what))

    def _choice(self, key: str) -> tuple[str, str]:
        line = self._lines[key]
        why: Hold | None = self._holds.get(line.lot)
        parts = (quantity(line.quantity, line.unit), lot_title(line), hold_word(why) if why else "")
        return key, " · ".join(part for part in parts if part)

    def _lay_out(self) -> None:
        lines = column(self, margin=16, spacing=16)
        record = self._session.book.get(Item, self.item)
        title = _("Set aside {item}").format(item=record.name if record else "")
        self._about = label("", "small", wrap=True)
        lines.addWidget(label(title, "section", wrap=True))
        for part in (
            self.what,
            self._about,
            self.lot,
            self.units,
            self.reason,
            self.words,
            self.date,
            self._trouble,
        ):
            lines.addWidget(part)
        lines.addStretch(1)


def _whats() -> list[tuple[str, str]]:
    return [
        ("waste", _("it goes to nobody")),
        ("hold", _("hold the lot")),
        ("release", _("the lot may be given again")),
        ("opened", _("the lot was opened")),
        ("date", _("its date is wrong")),
        ("back", _("it goes back to where it came from")),
        ("found", _("it was found again")),
        ("brought", _("a member brought it back")),
    ]


def _about(what: str) -> str:
    words = {
        "waste": _("It leaves the shelf and goes to nobody."),
        "hold": _("It stays on the shelf, here and wherever else it is, and is given to nobody."),
        "release": _("Say who looked at it, or what was found."),
        "opened": _("It is taken before all other lots."),
        "date": _("Whatever was packed from it keeps its lot; only the date changes."),
        "back": _("It leaves the shelf and counts as never received."),
        "found": _("It had been given up and is there again."),
        "brought": _("It had been handed out and is there again."),
    }
    return words[what]
