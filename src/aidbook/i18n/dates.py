"""Days as the language writes them, and days read in any usual way. Days are ISO strings throughout."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from aidbook.i18n.calendars import CALENDARS, ENGLISH, Calendar
from aidbook.i18n.catalogues import SOURCE, language

DateStyle = Literal["full", "long", "short", "weekday", "month", "day"]

_WEEK = 7
_MONTHS = 12
_THIS_CENTURY_UNTIL = 20  # "45" is 2045 only when that is at most so many years ahead: births are typed too
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|ye|o)\b")
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
_YEAR_FIRST = re.compile(r"(\d{4})(?:[/. -](\d{1,2})[/. -](\d{1,2})|(\d{2})(\d{2}))")


def format_date(iso: str, style: DateStyle = "full") -> str:
    """Write a day: full "Saturday 28 March 2026", long "28 March 2026", short "28 March".

    Further styles: weekday "Saturday", day "Sat 28 March", month "March 2026" (which takes "2026-03" too).
    """
    day = date.fromisoformat(f"{iso}-01" if style == "month" and iso.count("-") == 1 else iso)
    words = CALENDARS[language()]
    weekday = words.weekdays[day.weekday()]
    if style == "weekday":
        return weekday
    if style == "day":
        return f"{words.short_weekdays[day.weekday()]} {format_date(iso, 'short')}"
    return {"full": words.full, "long": words.long, "short": words.short, "month": words.month}[style].format(
        weekday=weekday,
        day=words.first if day.day == 1 else day.day,
        month=words.months[day.month - 1],
        year=day.year,
    )


def parse_date(text: str, today_iso: str) -> str | None:
    """Read a day typed in the language in use or in English, or return None.

    Understood: ISO, "28/3", "3/28", "28.3.26", "28 mars 2026", "March 28th", "sat", "next friday", "tomorrow". A day
    without a year is the nearest to today. A weekday is the coming one, today included; after "next" not today. Two
    small numbers ("4/3") are day and month, except in English, where both orders are usual and it is None.
    """
    today = date.fromisoformat(today_iso)
    plain = _plain(text)
    if not plain:
        return None
    found = _read_figures(plain, today, month_may_lead=language() == SOURCE)
    for words in (CALENDARS[language()], ENGLISH):
        found = found or _read_words(plain, words, today)
    return found.isoformat() if found else None


def _plain(text: str) -> str:
    """Lower case, no accents, no marks that carry nothing, ordinals as figures."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    spaced = re.sub(r"[,'’\s]+|\.(?!\d)|(?<=[a-z])-(?=[a-z])", " ", bare.lower()).strip()
    return _ORDINAL.sub(r"\1", spaced)


def _read_figures(plain: str, today: date, *, month_may_lead: bool) -> date | None:
    year_first = _YEAR_FIRST.fullmatch(plain)
    if year_first:
        return _day(*(int(part) for part in year_first.groups() if part))
    match = _DAY_FIRST.fullmatch(plain)
    if not match:
        return None
    first, second, third = match.groups()
    readings = {_dated(int(first), int(second), third, today)}
    if month_may_lead or int(second) > _MONTHS:
        readings.add(_dated(int(second), int(first), third, today))
    readings.discard(None)
    return readings.pop() if len(readings) == 1 else None


def _read_words(plain: str, words: Calendar, today: date) -> date | None:
    if plain in words.relative:
        return today + timedelta(days=words.relative[plain])
    tokens = [token for token in re.split(r"[ /.-]+", plain) if token and token not in words.fillers]
    if not any(token.isdigit() for token in tokens):
        return _read_weekday(tokens, words, today)
    weekday = _index(tokens[0], words.weekdays)
    # "mar 28 mars" begins with a weekday, "mar 28" with a month.
    if weekday is not None and len([token for token in tokens if not token.isdigit()]) > 1:
        found = _read_day_and_month(tokens[1:], words, today)
        return found if found and found.weekday() == weekday else None
    return _read_day_and_month(tokens, words, today)


def _read_weekday(tokens: list[str], words: Calendar, today: date) -> date | None:
    direction = [token for token in tokens if token in words.following | words.preceding]
    names = [token for token in tokens if token not in direction]
    weekday = _index(names[0], words.weekdays) if len(names) == 1 else None
    if weekday is None or len(direction) > 2:  # noqa: PLR2004 - "k ap vini" leaves at most two
        return None
    ahead = (weekday - today.weekday()) % _WEEK
    if direction and direction[0] in words.preceding:
        return today + timedelta(days=ahead - _WEEK)
    return today + timedelta(days=ahead or (_WEEK if direction else 0))


def _read_day_and_month(tokens: list[str], words: Calendar, today: date) -> date | None:
    names = [token for token in tokens if not token.isdigit()]
    figures = [token for token in tokens if token.isdigit()]
    month = _index(names[0], words.months) if len(names) == 1 else None
    if month is None or len(figures) not in (1, 2) or len(figures[0]) > 2:  # noqa: PLR2004 - a day has two digits
        return None
    return _dated(int(figures[0]), month + 1, figures[1] if figures[1:] else None, today)


def _index(word: str, names: Sequence[str]) -> int | None:
    """Return which name was typed: whole, or its beginning (two letters or more) where only one begins so."""
    plain_names = [_plain(name) for name in names]
    if word in plain_names:
        return plain_names.index(word)
    begun = [i for i, name in enumerate(plain_names) if len(word) > 1 and name.startswith(word)]
    return begun[0] if len(begun) == 1 else None


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is None:
        near = (_day(today.year + step, month, day) for step in (-1, 0, 1))
        return min(filter(None, near), key=lambda one: abs(one - today), default=None)
    if len(year) == 4:  # noqa: PLR2004 - written in full
        return _day(int(year), month, day)
    if len(year) != 2:  # noqa: PLR2004 - neither in full nor short
        return None
    full = today.year // 100 * 100 + int(year)
    return _day(full if full <= today.year + _THIS_CENTURY_UNTIL else full - 100, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
