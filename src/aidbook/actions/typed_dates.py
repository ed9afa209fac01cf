"""Best-before dates in three or four keys: 327 and 0327 are March 2027, its last day."""

from calendar import monthrange
from datetime import date

from aidbook.i18n import language

_BACK_YEARS, _AHEAD_YEARS = 3, 12
"""A date on goods lies in these bounds; other digits are no date."""
_MONTHS = 12


def read_short_date(text: str, today: str) -> str | None:
    """Return the ISO date that digits alone mean: MYY, MMYY, or six with the day; None for anything else.

    Of six digits the order is the language's, and the other one where only that is a day.
    """
    if not (text.isascii() and text.isdigit()):
        return None
    if len(text) in (3, 4):
        return _month_end(int(text[:-2]), int(text[-2:]), today)
    if len(text) == 6:  # noqa: PLR2004 - two digits each
        one, two, year = int(text[:2]), int(text[2:4]), int(text[4:])
        day_first, month_first = _day(one, two, year, today), _day(two, one, year, today)
        return month_first or day_first if language() == "en" else day_first or month_first
    return None


def _month_end(month: int, year: int, today: str) -> str | None:
    if not 1 <= month <= _MONTHS:
        return None
    full = _year(year, today)
    return f"{full}-{month:02d}-{monthrange(full, month)[1]:02d}" if _is_near(full, today) else None


def _day(day: int, month: int, year: int, today: str) -> str | None:
    full = _year(year, today)
    try:
        return date(full, month, day).isoformat() if _is_near(full, today) else None
    except ValueError:
        return None


def _year(year: int, today: str) -> int:
    return int(today[:2]) * 100 + year


def _is_near(year: int, today: str) -> bool:
    return -_BACK_YEARS <= year - int(today[:4]) <= _AHEAD_YEARS
