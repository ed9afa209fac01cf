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
from aidbook.domain.member_words import band_word, bands_words, birth_words, dated
from aidbook.domain.members import Household
from aidbook.i18n import _, ngettext

__all__ = [
    "ACCESS_NEEDS", "ALLERGENS", "DIETS", "SKILLS", "SPOKEN", "band_word", "birth_words", "counted_words",
    "dated", "day", "joined", "prefers_not", "read_words", "shown_words", "status_word",
]  # fmt: skip

SPOKEN = LANGUAGES


def status_word(left: str | None) -> str:
    """Return what is said of a member who is not in the group as usual; "" of all others."""
    words = {"left": _("left"), "paused": _("paused"), "died": _("died")}
    return words.get(left or "", "")


def counted_words(household: Household) -> str:
    """Return the people of a household who are only counted: "and 3 people only counted: 2 aged 0–17 …"; or ""."""
    total = sum(household.counted.values())
    if not total:
        return _("How many they are: {answer}").format(answer=prefers_not()) if household.counted else ""
    text = ngettext("{n} person only counted: {bands}", "{n} people only counted: {bands}", total)
    people = text.format(n=total, bands=bands_words(household.counted))
    if household.counted_on:
        return _("{people} (as of {date})").format(people=people, date=day(household.counted_on))
    return people


def day(iso: str) -> str:
    """Write a day, with its year where it is not this one."""
    return dated(iso, "short" if iso[:4] == clock.today()[:4] else "long")


def joined(words: Sequence[str]) -> str:
    """Write several words in a row: "Haitian Creole and French"."""
    if len(words) < 2:  # noqa: PLR2004 - one alone
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])
