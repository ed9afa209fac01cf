"""What is known of a member, in words."""

from collections.abc import Sequence

from aidbook import clock
from aidbook.domain.closed_lists import (
    ACCESS_NEEDS,
    ALLERGENS,
    DIETS,
    LANGUAGES,
    SKILLS,
    prefers_not,
    read_words,
    shown_words,
)
from aidbook.domain.members import BAND_NAMES, NOT_ASKED, Household
from aidbook.i18n import DateStyle, _, format_date, ngettext

__all__ = [
    "ACCESS_NEEDS", "ALLERGENS", "DIETS", "SKILLS", "SPOKEN", "band_word", "birth_words", "counted_words",
    "dated", "day", "joined", "prefers_not", "read_words", "shown_words", "status_word",
]  # fmt: skip

SPOKEN = LANGUAGES


def status_word(left: str | None) -> str:
    """Return what is said of a member who is not in the group as usual; "" of all others."""
    words = {"left": _("left"), "paused": _("paused"), "died": _("died")}
    return words.get(left or "", "")


def band_word(band: str) -> str:
    """Return an age band as people read it."""
    return _("age not asked") if band == NOT_ASKED else band.replace("-", "–")


def counted_words(household: Household) -> str:
    """Return the people of a household who are only counted: "and 3 people only counted: 2 aged 0–17 …"; or ""."""
    total = sum(household.counted.values())
    if not total:
        return _("How many they are: {answer}").format(answer=prefers_not()) if household.counted else ""
    parts = [
        f"{household.counted[band]} × {band_word(band)}" for band in BAND_NAMES if household.counted.get(band)
    ]
    text = ngettext("{n} person only counted: {bands}", "{n} people only counted: {bands}", total)
    said = text.format(n=total, bands=", ".join(parts))
    if household.counted_on:
        return _("{people} (as of {date})").format(people=said, date=day(household.counted_on))
    return said


def birth_words(birth: str) -> str:
    """Write a birth date, or the month or the year of one."""
    if birth.count("-") == 2:  # noqa: PLR2004 - year, month and day
        return dated(birth)
    return dated(birth, "month") if "-" in birth else birth


def dated(iso: str, style: DateStyle = "long") -> str:
    """Write a day; what is none, as it may come from elsewhere, is written as it stands."""
    try:
        return format_date(iso, style)
    except ValueError:
        return iso


def day(iso: str) -> str:
    """Write a day, with its year where it is not this one."""
    return dated(iso, "short" if iso[:4] == clock.today()[:4] else "long")


def joined(words: Sequence[str]) -> str:
    """Write several words in a row: "Haitian Creole and French"."""
    if len(words) < 2:  # noqa: PLR2004 - one alone
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])
