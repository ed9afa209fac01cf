"""A period: this year, the last twelve months, from one day to another, or all there is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aidbook import clock
from aidbook.i18n import _
from aidbook.ui.widgets.basics import column
from aidbook.ui.widgets.choice_fields import ChoiceField
from aidbook.ui.widgets.field import BadInput
from aidbook.ui.widgets.fields import DateField

Which = Literal["year", "months", "all", "between"]


class PeriodField(QWidget):
    """A choice of period; two days are asked where somebody wants their own."""

    changed = Signal()

    def __init__(self, which: Which = "year") -> None:
        super().__init__()
        self.which: ChoiceField[Which] = ChoiceField(
            _("Period"),
            [
                ("year", _("this year")),
                ("months", _("the last twelve months")),
                ("all", _("from the beginning")),
                ("between", _("from one day to another")),
            ],
        )
        self.first, self.last = DateField(_("First day")), DateField(_("Last day"))
        self.which.set_value(which)
        lines = column(self)
        for field in (self.which, self.first, self.last):
            lines.addWidget(field)
            field.left.connect(self._changed)
        self._show()

    def days(self) -> tuple[str | None, str | None]:
        """Return the first and the last day as ISO dates, both included; None is without an end."""
        today = clock.today()
        which = self.which.value()
        if which == "year":
            return f"{today[:4]}-01-01", f"{today[:4]}-12-31"
        if which == "months":
            return _a_year_before(today), None
        return (_day(self.first), _day(self.last)) if which == "between" else (None, None)

    def keep(self) -> dict[str, object]:
        """Return what is chosen and typed."""
        return {"which": self.which.value(), "first": _day(self.first), "last": _day(self.last)}

    def take(self, kept: Mapping[str, object]) -> None:
        """Take back what `keep` returned."""
        self.which.set_value(kept.get("which", "year"))  # type: ignore[arg-type] # what this field itself gave
        for field, name in ((self.first, "first"), (self.last, "last")):
            said = kept.get(name)
            field.set_value(said if isinstance(said, str) else None)
        self._show()

    def _show(self) -> None:
        for field in (self.first, self.last):
            field.setVisible(self.which.value() == "between")

    def _changed(self) -> None:
        self._show()
        self.changed.emit()


def _day(field: DateField) -> str | None:
    try:
        return field.value()
    except BadInput:
        return None


def _a_year_before(today: str) -> str:
    """Return the day after the same day of last year."""
    day = date.fromisoformat(today)
    last = (
        day.replace(year=day.year - 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year - 1)
    )
    return (last + timedelta(days=1)).isoformat()
