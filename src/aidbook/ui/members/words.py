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
from aidbook.domain.declare import PREFERS_NOT
from aidbook.domain.members import BAND_NAMES, NOT_ASKED, Household, Member
from aidbook.i18n import DateStyle, _, format_date, language, ngettext

__all__ = [
    "ACCESS_NEEDS", "ALLERGENS", "DIETS", "SKILLS", "SPOKEN", "band_word", "birth_words", "consent_words", "counted_words",
    "dated", "day", "joined", "known_line", "prefers_not", "read_words", "shown_words", "status_word", "told_lines",
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
        return ""
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


def _within(spoken: str) -> str:
    """Return languages as they are written within a sentence: with a capital in English alone."""
    return spoken if language() == "en" else spoken.lower()


def joined(words: Sequence[str]) -> str:
    """Write several words in a row: "Haitian Creole and French"."""
    if len(words) < 2:  # noqa: PLR2004 - one alone
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def known_line(member: Member) -> str:
    """Return the line under a member's name: number, pronouns, languages, phone; what is not asked is left out."""
    spoken = [word for word in shown_words(member.languages, SPOKEN) if word != prefers_not()]
    parts = [
        member.number,
        _real(member.pronouns),
        _("speaks {languages}").format(languages=_within(joined(spoken))) if spoken else None,
        _real(member.phone),
        _real(member.email),
    ]
    return " · ".join(part for part in parts if part)


def told_lines(member: Member, *, consent: bool = True) -> list[str]:
    """Return what else a member told, a sentence each: food, birth, note, since when, consent if it may be seen."""
    lines = []
    diet, allergens = shown_words(member.diet, DIETS), shown_words(member.allergens, ALLERGENS)
    if diet:
        lines.append(_("Food: {words}.").format(words=", ".join(diet)))
    if allergens:
        lines.append(_("Allergic to: {words}.").format(words=", ".join(allergens)))
    if member.birth and member.birth != PREFERS_NOT:
        lines.append(_("Born {date}.").format(date=birth_words(member.birth)))
    if member.since:
        lines.append(_("A member since {date}.").format(date=dated(member.since)))
    if member.other_number:
        lines.append(_("Number elsewhere: {number}.").format(number=member.other_number))
    if consent:
        lines.append(consent_words(member))
    return lines


def consent_words(member: Member) -> str:
    """Return whether a member agreed to be shared with other sites, and when."""
    if member.may_share is None:
        return _("Not asked yet whether they may be shared with other sites.")
    if not member.may_share:
        return _("Not to be shared with other sites.")
    if member.may_share_on:
        return _("Agreed to be shared with other sites on {date}.").format(date=day(member.may_share_on))
    return _("Agreed to be shared with other sites.")


def _real(value: str | None) -> str | None:
    return None if value == PREFERS_NOT else value
