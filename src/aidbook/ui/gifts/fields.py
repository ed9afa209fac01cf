"""The field for hours, as people write them."""

import re

from aidbook.i18n import _, format_number
from aidbook.ui.widgets.basics import LineEdit, label
from aidbook.ui.widgets.field import BadInput, Field

_CLOCK = re.compile(r"(\d{1,2})\s*[:hH]\s*([0-5]\d)")
_MINUTES = re.compile(r"(\d{1,4})\s*min\.?", re.IGNORECASE)
_HOURS = re.compile(r"(\d{0,3})(?:[.,](\d{1,2}))?\s*h?", re.IGNORECASE)
_HOUR, _DAY = 60, 24 * 60


class HoursField(Field[int | None]):
    """Hours, kept in minutes: "3", "1.5", "1:30", "45 min". None where empty."""

    def __init__(self, title: str, *, needed: str = "") -> None:
        self._edit = LineEdit()
        super().__init__(title, self._edit)
        self._needed = needed
        self._edit.setMaximumWidth(160)
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.setPlaceholderText(_("such as 3 or 1:30"))
        self.line.addWidget(label(_("hours"), "soft"))
        self.line.addStretch(1)

    def value(self) -> int | None:
        """Return the minutes that are typed."""
        text = self._edit.text().strip()
        if not text:
            if self._needed:
                raise BadInput(self._needed)
            return None
        minutes = read_minutes(text)
        if minutes is None or not 0 < minutes <= _DAY:
            raise BadInput(_("These are not hours of one day."), _("Type them like 3, 1.5 or 1:30."))
        return minutes

    def show_value(self, value: int | None) -> None:
        """Show minutes as hours."""
        self._edit.setText("" if value is None else _written(value))

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit


def _written(minutes: int) -> str:
    if minutes * 4 % _HOUR:
        return f"{minutes // _HOUR}:{minutes % _HOUR:02d}"
    return format_number(minutes / _HOUR)


def read_minutes(text: str) -> int | None:
    """Read hours as people write them, in minutes; None for anything else."""
    if match := _CLOCK.fullmatch(text):
        return int(match[1]) * _HOUR + int(match[2])
    if match := _MINUTES.fullmatch(text):
        return int(match[1])
    match = _HOURS.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    part = int((match[2] or "0").ljust(2, "0")) * _HOUR / 100
    return int(match[1] or 0) * _HOUR + round(part)
