"""How the pantry weighs, what a pound of goods is held to be worth from when on, and whether items have pictures."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.actions.sources import drop_fair_value, set_fair_value, set_pantry_settings
from aidbook.domain.done import Done
from aidbook.i18n import _, format_date, format_money
from aidbook.store.sources import fair_values
from aidbook.ui.pantry.rooms import PanelForm
from aidbook.ui.session import Session
from aidbook.ui.widgets.basics import column, empty, icon_button, label, row, rule
from aidbook.ui.widgets.choice_fields import CheckField, ChoiceField
from aidbook.ui.widgets.fields import DateField, NumberField, TextField

if TYPE_CHECKING:
    from aidbook.domain.weights import Weighing


class SettingsForm(PanelForm):
    """The unit and pictures are saved as they are chosen; a worth is added, and holds from its day on."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("Weights and worth"))
        settings = session.book.settings
        self.unit: ChoiceField[Weighing] = ChoiceField(
            _("Weights in"), [("lb", _("pounds and ounces")), ("kg", _("kilograms"))]
        )
        self.unit.set_value("kg" if settings.weight_unit == "kg" else "lb")
        self.unit.saves(lambda unit: session.attempt(set_pantry_settings, weight_unit=unit))
        self.pictures = CheckField(
            _("Items may have pictures"), _("They make the book larger, and every stick with it.")
        )
        self.pictures.set_value(settings.pictures)
        self.pictures.saves(lambda on: session.attempt(set_pantry_settings, pictures=on))
        self._listed = column(spacing=4)
        listed = QWidget()
        listed.setLayout(self._listed)
        self.cents = NumberField(
            _("A pound of goods is worth"),
            _("Where nobody says what a gift is worth. Used on receipts with values."),
            decimals=2,
            unit=settings.currency,
            needed=_("Type it like 1.93."),
        )
        self.from_on = DateField(
            _("From this day on"), _("Empty for today. What came before stays as it was.")
        )
        self.why = TextField(_("Who says so"), _("Such as the food bank’s yearly study."))
        self.lay_out(
            self.unit, self.pictures, rule(), listed, self.cents, self.from_on, self.why,
        )  # fmt: skip
        self._show_worths()

    def first(self) -> QWidget:
        """Return the field to begin in."""
        return self.unit

    def foot(self) -> tuple[QWidget, ...]:
        """Return back and the button that adds a worth."""
        return self.foot_with(_("Add this worth"), "plus")

    def deed(self) -> Done | None:
        """Add what a pound is worth."""
        cents = self.cents.checked() or 0
        on = self.from_on.checked() or clock.today()
        self.session.attempt(set_fair_value, on, cents, why=self.why.value())
        for field in (self.cents, self.from_on, self.why):
            field.set_value(None)
        self._show_worths()
        return None  # one may add another

    def _show_worths(self) -> None:
        empty(self._listed)
        currency = self.session.book.settings.currency
        for each in reversed(fair_values(self.session.book)):
            words = _("{money} a pound from {day}").format(
                money=format_money(each.cents_per_lb, currency), day=format_date(each.from_on, "long")
            )
            line, holder = row(), QWidget()
            line.addWidget(label(" · ".join(filter(None, (words, each.why))), wrap=True), 1)
            line.addWidget(
                icon_button("x", _("Take off: {what}").format(what=words), partial(self._drop, each.from_on))
            )
            holder.setLayout(line)
            self._listed.addWidget(holder)

    def _drop(self, on: str) -> None:
        self.session.run(drop_fair_value, on)
        self._show_worths()
