"""The people of a household who are only counted, by age, in four small fields."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.domain.members import BAND_NAMES
from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.members.words import band_word
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.fields import NumberField

Counted = dict[str, int]
_MOST = 99


class CountedFields(QWidget):
    """How many people of each age pick up along with those who have a name here."""

    typed = Signal()

    def __init__(self, why: str) -> None:
        super().__init__()
        lines = column(self, spacing=4)
        lines.addWidget(label(_("People only counted, with no name"), "label"))
        lines.addWidget(label(why, "small", wrap=True))
        grid = QGridLayout()
        grid.setSpacing(theme.GRID)
        self.fields = {band: NumberField(band_word(band), most=_MOST) for band in BAND_NAMES}
        for at, field in enumerate(self.fields.values()):
            field.edit().setAccessibleDescription(_("People only counted, with no name"))
            field.typed.connect(self.typed)
            grid.addWidget(field, at // 2, at % 2)
        lines.addLayout(grid)

    def value(self) -> Counted:
        """Return {age band: people}; raises BadInput where a field cannot be read."""
        people = {band: field.checked() for band, field in self.fields.items()}
        return {band: n for band, n in people.items() if n}

    def set_value(self, counted: Counted) -> None:
        """Show who is counted."""
        for band, field in self.fields.items():
            field.set_value(counted.get(band) or None)

    def update_value(self, counted: Counted) -> None:
        """Show who is counted now, but leave what is being typed."""
        for band, field in self.fields.items():
            field.update_value(counted.get(band) or None)

    def saves(self, now: Callable[[], Counted], save: Callable[[Counted], object]) -> None:
        """Save one age's number when its field is left; `now` says how many there are of all."""
        for band, field in self.fields.items():
            field.saves(partial(_save_one, band, now, save))


def _save_one(
    band: str, now: Callable[[], Counted], save: Callable[[Counted], object], people: int | None
) -> object:
    return save({**now(), band: people or 0})
