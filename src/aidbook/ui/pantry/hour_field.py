"""A moment: an hour of today, or of a day that is typed with it."""

import re

from aidbook import clock
from aidbook.i18n import _, format_date, parse_date
from aidbook.ui.widgets.basics import LineEdit
from aidbook.ui.widgets.field import BadInput, Field

_HOUR = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap]m)?$", re.IGNORECASE)
_HALF_DAY, _HOURS, _MINUTES = 12, 24, 60


class HourField(Field[int | None]):
    """An hour such as "10:30", with a day before it if it was not today ("27/3 10:30"); None where it is empty."""

    def __init__(self, title: str, why: str = "") -> None:
        self._edit = LineEdit()
        super().__init__(title, self._edit, why)
        self._edit.textEdited.connect(lambda _text: self.typed.emit())
        self._edit.setPlaceholderText(_("such as 10:30 or 27/3 10:30"))

    def value(self) -> int | None:
        """Return the moment in ms."""
        text = self._edit.text().strip()
        return read_moment(text, clock.today()) if text else None

    def show_value(self, value: int | None) -> None:
        """Show a moment, with its day where that is not today."""
        if value is None:
            self._edit.setText("")
            return
        day = clock.day_of(value)
        before = "" if day == clock.today() else f"{format_date(day, 'long')} "
        self._edit.setText(f"{before}{clock.time_of(value)}")

    def edit(self) -> LineEdit:
        """Return the line itself."""
        return self._edit


def read_moment(text: str, today: str) -> int:
    """Return the moment (ms) that an hour, or a day and an hour, means; raises BadInput."""
    found = _HOUR.search(text)
    before = text[: found.start()].strip() if found else ""
    day = parse_date(before, today) if before else today
    if found is None or day is None:
        raise _unread()
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    half = (found.group(3) or "").lower()
    if half and hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0)
    if hour >= _HOURS or minute >= _MINUTES:
        raise _unread()
    return clock.start_ms(day) + (hour * 60 + minute) * 60_000


def _unread() -> BadInput:
    return BadInput(_("This is not an hour that can be read."), _("Type it like 10:30 or 27/3 10:30."))
