"""Days in cells: which way round a column writes them, and each as an ISO date."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aidbook import clock
from aidbook.domain.folding import fold
from aidbook.i18n import LANGUAGES, N_, _, language, parse_date, using
from aidbook.i18n.calendars import CALENDARS
from aidbook.tabular.errors import Unreadable

DateOrder = Literal["day first", "month first"]
DATE_ORDERS: dict[DateOrder, str] = {"day first": N_("day first"), "month first": N_("month first")}

Partial = Literal["keep", "first", "last"]
"""What a month or a year alone becomes: stays itself (a birth), its first day, or its last (best before end)."""

_TIME = r"(?:[T ,]+\d{1,2}[:h.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?\s?m\.?)?(?:Z|\s?[+-]\d{2}:?\d{2}| UTC| GMT)?)?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})" + _TIME, re.IGNORECASE)
_MONTH = re.compile(r"(?:(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2}))")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NAMED_MONTH = re.compile(r"([^\W\d_]{3,})[.,]?[-/ ]+['’]?(\d{4}|\d{2})")
_NAMED = re.compile(
    r"(?=.*[^\W\d_]{3})(?=.*\b(?:\d{4}|\d{1,2}\D+\d{2})$).{6,40}|(?=.*[^\W\d_]{3})\d{4}\D.{5,30}"
)
# What a month begins with in any of our languages, with accents and without.
_MONTH_WORD = re.compile(
    "|".join(
        sorted(
            {
                rf"\b{start}"
                for words in CALENDARS.values()
                for month in words.months
                for start in (month[:3], fold(month[:3]))
            }
        )
    ),
    re.IGNORECASE,
)
_MONTHS = 12
_EARLIEST, _LATEST = 1880, 2120
_RECENT = 2020  # what was before lies behind us, whatever day it is
_LATEST_SHORT = 2069  # "69" of a best-before date is 2069, "70" is 1970
_ANY_DAY = "2000-01-01"  # only days with a year are read, so today does not matter


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How a column writes its days.

    `settled` is False where both ways fit every cell, or some cells want the one way and some the other; then the
    order is assumed.
    """

    order: DateOrder
    settled: bool
    example: str = ""


def date_column(cells: Iterable[str]) -> DateColumn | None:
    """Return how a column writes days in figures, or None where it writes none so."""
    found = [match for cell in cells if (match := _NUMERIC.fullmatch(cell))]
    if not found:
        return None
    day_first = sum(int(one[1]) > _MONTHS or one[2] == "." for one in found)  # nobody writes 12.31.2026
    month_first = sum(int(one[3]) > _MONTHS for one in found)
    open_ones = [
        one[0] for one in found if int(one[1]) != int(one[3]) and max(int(one[1]), int(one[3])) <= _MONTHS
    ]
    mixed = bool(day_first and month_first)
    if not open_ones or (not mixed and (day_first or month_first)):
        return DateColumn("month first" if month_first > day_first else "day first", settled=True)
    if mixed:
        order: DateOrder = "month first" if month_first > day_first else "day first"
        return DateColumn(order, settled=False, example=open_ones[0])
    return DateColumn(
        "month first" if language() == "en" else "day first", settled=False, example=open_ones[0]
    )


def looks_like_day(cell: str) -> bool:
    """Return whether a cell is written as a day, right or wrong."""
    return (
        bool(_ISO.fullmatch(cell) or _NUMERIC.fullmatch(cell) or _MONTH.fullmatch(cell))
        or _named(cell) is not None
    )


def read_day(text: str, order: DateOrder, partial: Partial, *, past: bool) -> str:
    """Return the ISO date of a cell; a month or a year alone as `partial` says. `past` says that it lies behind us.

    Raises Unreadable with a sentence for what is no day, no day of the calendar, or one that cannot be meant.
    """
    day = _figures(text, order, past=past) or _named(text)
    if day is None:
        raise Unreadable(_("“{text}” is not a date.").format(text=text))
    year, *rest = day
    try:
        whole = date(year, *(*rest, 1, 1)[:2])
    except ValueError:
        raise Unreadable(_("{text} is not a day of the calendar.").format(text=text)) from None
    if not _EARLIEST <= year <= _LATEST:
        raise Unreadable(_("{text} is too far from our days.").format(text=text))
    if past and year >= _RECENT and whole.isoformat() > clock.today():
        raise Unreadable(_("{text} is still to come.").format(text=text))
    return _written(day, whole, partial)


def _written(day: tuple[int, ...], whole: date, partial: Partial) -> str:
    if len(day) == 3 or partial == "first":  # noqa: PLR2004 - year, month, day
        return whole.isoformat()
    if partial == "keep":
        return whole.isoformat()[: 4 if len(day) == 1 else 7]
    month = day[1] if len(day) > 1 else _MONTHS
    return date(whole.year, month, calendar.monthrange(whole.year, month)[1]).isoformat()


def _figures(text: str, order: DateOrder, *, past: bool) -> tuple[int, ...] | None:
    """Return (year, month, day), (year, month) or (year,) of a day written in figures."""
    if text[:4].isdigit():  # only these begin with a year
        if match := _ISO.fullmatch(text):
            return int(match[1]), int(match[3]), int(match[4])
        if match := _COMPACT.fullmatch(text):
            return int(match[1]), int(match[2]), int(match[3])
    elif match := _NUMERIC.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _full_year(match[4], past=past)
        turned = first > _MONTHS >= second if order == "month first" else second > _MONTHS >= first
        # What only the other way is a day of the calendar is meant so: two people kept this list.
        return (year, second, first) if (order == "day first") != turned else (year, first, second)
    if match := _MONTH.fullmatch(text):
        return int(match[2] or match[3]), int(match[1] or match[4])
    return (int(text),) if _YEAR.fullmatch(text) else None


def _full_year(digits: str, *, past: bool) -> int:
    if len(digits) == 4:  # noqa: PLR2004 - written in full
        return int(digits)
    this_year = int(clock.today()[:4])
    latest = this_year if past else _LATEST_SHORT
    full = this_year // 100 * 100 + int(digits)
    return full if full <= latest else full - 100


def _named(text: str) -> tuple[int, ...] | None:
    """Return (year, month, day) or (year, month) of a day whose month is a word, in any of our languages."""
    month_alone = _NAMED_MONTH.fullmatch(text)
    if month_alone:
        text = f"1 {month_alone[1]} {month_alone[2] if len(month_alone[2]) == 4 else '20' + month_alone[2]}"  # noqa: PLR2004 - in full
    elif not _NAMED.fullmatch(text):
        return None
    if not _MONTH_WORD.search(text):
        return None
    for code in (language(), *LANGUAGES):
        with using(code):
            found = parse_date(re.sub(r"[-/]", " ", text), _ANY_DAY)
        if found:
            year, month, day = map(int, found.split("-"))
            return (year, month) if month_alone else (year, month, day)
    return None
