"""The people of a household who are only counted, by age, in four small fields."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from aidbook.domain.members import BAND_NAMES, UNTOLD
from aidbook.i18n import _
from aidbook.ui import theme
from aidbook.ui.members.words import band_word
from aidbook.ui.widgets.basics import column, label
from aidbook.ui.widgets.choice_fields import CheckField
from aidbook.ui.widgets.field import Field
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
        self.untold = CheckField(_("They would rather not say how many"))
        self.untold.typed.connect(self._say_untold)
        grid = QGridLayout()
        grid.setSpacing(theme.GRID)
        self.fields = {band: NumberField(band_word(band), most=_MOST) for band in BAND_NAMES}
        for at, field in enumerate(self.fields.values()):
            field.edit().setAccessibleDescription(_("People only counted, with no name"))
            field.typed.connect(self._say_counted)
            grid.addWidget(field, at // 2, at % 2)
        lines.addLayout(grid)
        lines.addWidget(self.untold)

    def all_fields(self) -> dict[str, Field[Any]]:
        """Return every field by a name of its own."""
        return {**self.fields, "untold": self.untold}

    def value(self) -> Counted:
        """Return {age band: people}; raises BadInput where a field cannot be read."""
        people = {band: field.checked() for band, field in self.fields.items()}
        return dict(UNTOLD) if self.untold.value() else {band: n for band, n in people.items() if n}

    def set_value(self, counted: Counted) -> None:
        """Show who is counted."""
        for band, field in self.fields.items():
            field.set_value(counted.get(band) or None)
        self._show_untold(counted)

    def update_value(self, counted: Counted) -> None:
        """Show who is counted now, but leave what is being typed."""
        for band, field in self.fields.items():
            field.update_value(counted.get(band) or None)
        self._show_untold(counted)

    def saves(self, now: Callable[[], Counted], save: Callable[[Counted], object]) -> None:
        """Save one age's number when its field is left; `now` says how many there are of all."""
        for band, field in self.fields.items():
            field.saves(partial(_save_one, band, now, save))
        self.untold.saves(lambda untold: save(dict(UNTOLD) if untold else {}))

    def _show_untold(self, counted: Counted) -> None:
        self.untold.set_value(counted == UNTOLD)

    def _say_counted(self) -> None:
        self.untold.show_value(value=False)
        self.typed.emit()

    def _say_untold(self) -> None:
        if self.untold.value():
            for field in self.fields.values():
                field.show_value(None)
        self.typed.emit()


def _save_one(
    band: str, now: Callable[[], Counted], save: Callable[[Counted], object], people: int | None
) -> object:
    return save({**now(), band: people or 0})
