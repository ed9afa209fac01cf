"""Moments as lists show them."""

from aidbook import clock
from aidbook.i18n import DateStyle, format_date


def when_words(moment_ms: int) -> str:
    """Return the day and time of a moment, with its year where it is not this one."""
    day = clock.day_of(moment_ms)
    style: DateStyle = "day" if day[:4] == clock.today()[:4] else "long"
    return f"{format_date(day, style)}  {clock.time_of(moment_ms)}"
