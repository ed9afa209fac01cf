"""What is known of members, in words of the present language: the same on the page, on paper and in history."""

from collections.abc import Mapping

from aidbook.domain.closed_lists import prefers_not
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.members import BAND_NAMES, NOT_ASKED
from aidbook.i18n import DateStyle, _, format_date


def said(value: str) -> str:
    """Write a text, or the answer "prefers not to say"."""
    return prefers_not() if value == PREFERS_NOT else value


def dated(iso: str, style: DateStyle = "long") -> str:
    """Write a day; what is none, as it may come from elsewhere, is written as it stands."""
    try:
        return format_date(iso, style)
    except ValueError:
        return said(iso)


def birth_words(birth: str) -> str:
    """Write a birth date, or the month or the year of one."""
    if birth.count("-") == 2:  # noqa: PLR2004 - year, month and day
        return dated(birth)
    return dated(birth, "month") if "-" in birth else said(birth)


def band_word(band: str) -> str:
    """Return an age band as people read it."""
    return _("age not asked") if band == NOT_ASKED else said(band).replace("-", "–")


def bands_words(counted: Mapping[str, int]) -> str:
    """Return people counted by age: "2 × 0–17, 1 × age not asked"; or that somebody would rather not say how many."""
    parts = [f"{counted[band]} × {band_word(band)}" for band in BAND_NAMES if counted.get(band)]
    return ", ".join(parts) or (prefers_not() if PREFERS_NOT in counted else "")
