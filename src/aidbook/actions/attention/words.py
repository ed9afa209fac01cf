"""What needs attention, in words: what happened, what it means for the records, what to do now."""

from collections.abc import Callable
from typing import Any

from aidbook.actions.attention import of_book, of_days, of_goods, of_keeping, of_people
from aidbook.actions.attention.saying import PLAIN
from aidbook.actions.attention.telling import Parts, Remedy, Speech, Told, Tone
from aidbook.domain.roles import may_do, may_see
from aidbook.i18n import N_, _
from aidbook.store.attention import goods
from aidbook.store.attention import values as c
from aidbook.store.attention.kept import KeptTooLong
from aidbook.store.book import Book

_WORDS: dict[str, tuple[Tone, str]] = {
    "damaged": ("stop", N_("Damage")),
    "backup": ("stop", N_("Backup")),
    "copied": ("heed", N_("This copy")),
    "forked": ("heed", N_("Two copies")),
    "asked": ("heed", N_("To forget")),
    "conflict": ("heed", N_("To choose")),
    "recalled": ("stop", N_("Recalled")),
    "below-zero": ("heed", N_("Below zero")),
    "twice": ("heed", N_("Twice on one day")),
    "number": ("heed", N_("Same number")),
    "awaited": ("heed", N_("Missing bundle")),
    "incomplete": ("heed", N_("Newer entries")),
    "clock": ("heed", N_("Date and time")),
    "late": ("heed", N_("Old report")),
    "left-open": ("heed", N_("Not closed")),
    "past-date": ("heed", N_("Past date")),
    "arriving": ("heed", N_("To receive")),
    "not-come": ("heed", N_("On the way")),
    "lent": ("plain", N_("Lent")),
    "uncounted": ("plain", N_("Doesn’t count")),
    "not-handed-over": ("plain", N_("Doesn’t count")),
    "recovery": ("plain", N_("Recovery sheet")),
    "kept": ("plain", N_("Kept long enough")),
    "alike": ("plain", N_("Same person?")),
    "no-gifts": ("plain", N_("Gifts")),
}
"""{kind of concern: its tone and what it is called}."""

_TELL: dict[type[c.Concern], Callable[[Book, Any, Speech], Parts]] = {
    c.Damaged: of_book.tell_damaged,
    c.Copied: of_book.tell_copied,
    c.Forked: of_book.tell_forked,
    c.NoRecovery: of_book.tell_recovery,
    c.Overdue: of_book.tell_backup,
    c.Asked: of_book.tell_asked,
    c.Conflict: of_people.tell_conflict,
    c.BelowZero: of_days.tell_below_zero,
    c.PastDate: of_days.tell_past_date,
    c.VisitedTwice: of_people.tell_twice,
    c.Alike: of_people.tell_alike,
    KeptTooLong: of_keeping.tell_kept,
    c.NumberClash: of_people.tell_number,
    c.LeftOpen: of_days.tell_left_open,
    goods.Arriving: of_goods.tell_arriving,
    goods.NotCome: of_goods.tell_not_come,
    goods.Recalled: of_goods.tell_recalled,
    goods.OutTooLong: of_goods.tell_out,
    c.NoGifts: of_days.tell_no_gifts,
    c.LateReport: of_days.tell_late,
    c.Awaited: of_book.tell_awaited,
    c.Incomplete: of_book.tell_incomplete,
    c.Uncounted: of_book.tell_uncounted,
    c.NotHandedOver: of_book.tell_not_handed_over,
    c.ClockAhead: of_book.tell_clock,
}

_TO_WEIGH = {
    "conflict",
    "alike",
    "asked",
    "uncounted",
    "not-handed-over",
    "twice",
    "number",
    "clock",
    "copied",
    "forked",
}
"""Kinds where no remedy is the usual one: somebody has to think first."""


def tell(book: Book, concern: c.Concern, speech: Speech = PLAIN) -> Told:
    """Return a concern in the present language, with the remedies that the role of who opened the book has."""
    tone, word = _WORDS[concern.kind]
    parts = _TELL[type(concern)](book, concern, speech)
    remedies = tuple(remedy for remedy in parts.remedies if _has(book, remedy))
    return Told(
        concern,
        tone,
        _(word),
        parts.about,
        parts.sentence,
        parts.happened,
        parts.means,
        remedies,
        leads=concern.kind not in _TO_WEIGH,
    )


def _has(book: Book, remedy: Remedy) -> bool:
    where = remedy.go
    if where is not None:
        return (
            may_do(book.role, where.page, where.command) if where.command else may_see(book.role, where.page)
        )
    return not remedy.rests or book.role == "coordinator"


def is_grave(concern: c.Concern) -> bool:
    """Tell whether a concern is more than a suggestion."""
    return _WORDS[concern.kind][0] != "plain"
