"""Fields of the pantry: so many units in any usual way, and a best-before day or month."""

import re
from calendar import monthrange
from collections.abc import Sequence

from aidbook import clock
from aidbook.actions.typed_dates import read_short_date
from aidbook.domain.pantry import Item, Pack
from aidbook.domain.weights import Weighing, read_weight, weight_word
from aidbook.i18n import _, parse_date
from aidbook.tabular.errors import Unreadable
from aidbook.tabular.quantities import read_quantity
from aidbook.tabular.units import clean_unit
from aidbook.ui.pantry.words import quantity, unit_name
from aidbook.ui.widgets.basics import LineEdit, label
from aidbook.ui.widgets.field import BadInput, Field
from aidbook.ui.widgets.fields import DateField

_PACKS = frozenset({"case", "pack", "box", "carton", "tray", "bundle", "bag"})
_MONTH = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{4})|(\d{4})\s*[./-]\s*(\d{1,2})")
_LAST_MONTH = 12


class UnitsField(Field[int | None]):
    """So many units of an item: "48", "2 cases of 24", "2x24", "2 cases" where its case is known."""

    def __init__(
        self, title: str, why: str = "", *, least: int = 0, needed: str = "", hint: str | None = None
    ) -> None:
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._least, self._needed = least, needed
        self._unit, self._packs = "pcs", list[Pack]()
        self._of = label("", "soft")
        self._read = label("", "small")
        self._edit.setMaximumWidth(240)
        self._edit.textEdited.connect(self._on_typed)
        self._edit.setPlaceholderText(_("such as 48 or 2 cases of 24") if hint is None else hint)
        self.line.addWidget(self._of)
        self.line.addStretch(1)
        self.add_line(self._read)
        self._read.hide()

    def count_in(self, item: Item | None, packs: Sequence[Pack]) -> None:
        """Count in the unit and the packs of an item."""
        self._unit, self._packs = (item.unit if item else "pcs"), list(packs)
        self._of.setText(unit_name(self._unit) if item else "")
        self._say_read()

    def value(self) -> int | None:
        """Return how many units are typed."""
        text = self._edit.text().strip()
        if not text:
            if self._needed:
                raise BadInput(self._needed)
            return None
        units = read_units(text, self._unit, self._packs)
        if units < self._least:
            raise BadInput(_("The number of units must be 1 or more."), _("Type how many there are."))
        return units

    def show_value(self, value: int | None) -> None:
        """Show a number of units."""
        self._edit.setText("" if value is None else str(value))
        self._say_read()

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit

    def _on_typed(self, _text: str) -> None:
        self._say_read()
        self.typed.emit()

    def _say_read(self) -> None:
        """Say what packs come to, before anything is written."""
        text = self._edit.text().strip()
        said = ""
        if text and not text.isdigit():
            try:
                said = f"= {quantity(self.value() or 0, self._unit)}"
            except BadInput:
                said = ""
        self._read.setText(said)
        self._read.setVisible(bool(said))


def read_units(text: str, unit: str, packs: Sequence[Pack]) -> int:
    """Return how many of `unit` a text means; raise BadInput where it says no number, or another unit."""
    try:
        read = read_quantity(text)
    except Unreadable as error:
        raise BadInput(str(error)) from None
    if read.pack or read.unit is None or read.unit == clean_unit(unit):
        return read.units
    named = {pack.units for pack in packs if clean_unit(pack.name.split(" ")[0]) == read.unit}
    sizes = named or ({pack.units for pack in packs} if read.unit in _PACKS else set())
    if len(sizes) == 1:
        return read.units * sizes.pop()
    raise BadInput(
        _("This item is counted in another unit: {unit}.").format(unit=unit_name(unit)),
        _("Type only the number, or packs with what is in them, such as 2 cases of 24."),
    )


class BestBeforeField(DateField):
    """A best-before day; a month alone ("327", "0327", "03/2027", "March 2027") is its last day."""

    def __init__(self, title: str, why: str = "") -> None:
        super().__init__(title, why)
        self.edit().setPlaceholderText(_("such as 0327 or 28/3/2027"))

    def value(self) -> str | None:
        """Return the ISO date that is typed, or None where nothing is."""
        short = read_short_date(self.edit().text().strip(), clock.today())
        if short is not None:
            return short
        try:
            return super().value()
        except BadInput:
            month = read_month(self.edit().text())
            if month is None:
                raise
            return month


def read_month(text: str) -> str | None:
    """Return the last day of the month that a text names; None for anything else."""
    match = _MONTH.fullmatch(text.strip())
    if match:
        year, month = int(match[2] or match[3]), int(match[1] or match[4])
        if not 1 <= month <= _LAST_MONTH:
            return None
    else:
        first = parse_date(f"1 {text}", clock.today()) if re.search(r"\d{4}$", text.strip()) else None
        if first is None:
            return None
        year, month = int(first[:4]), int(first[5:7])
    return f"{year:04d}-{month:02d}-{monthrange(year, month)[1]:02d}"


class WeightField(Field[int | None]):
    """A weight, in milligrams; typed in any usual way, a bare number in the unit that the group weighs in."""

    def __init__(self, title: str, weighing: str, why: str = "", *, hint: str | None = None) -> None:
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._weighing: Weighing = "kg" if weighing == "kg" else "lb"
        self._edit.setMaximumWidth(160)
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.returnPressed.connect(self.leave)
        self._edit.setPlaceholderText(self._usual() if hint is None else hint)
        self.line.addStretch(1)

    def _usual(self) -> str:
        return _("such as 439 g") if self._weighing == "kg" else _("such as 15.5 oz")

    def value(self) -> int | None:
        """Return the milligrams that are typed."""
        text = self._edit.text().strip()
        if not text:
            return None
        if self._shown is not None and text == _plain(self._shown, self._weighing):
            return self._shown
        mg = read_weight(text, self._weighing)
        if mg is None:
            raise BadInput(
                _("This is not a weight that can be read."), _("Type it like 15.5 oz, 100 lb or 2.5 kg.")
            )
        return mg

    def show_value(self, value: int | None) -> None:
        """Show a weight as the group weighs."""
        self._edit.setText("" if value is None else _plain(value, self._weighing))

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit


def _plain(mg: int, weighing: str) -> str:
    return weight_word(mg, weighing).replace("\u00a0", " ")
