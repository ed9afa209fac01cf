"""Finding members and households by a few letters, as fields pick them."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from aidbook.domain.members import parse_member_number
from aidbook.domain.same import with_also
from aidbook.errors import UserError
from aidbook.i18n import _, format_date
from aidbook.store.book import Book
from aidbook.store.cards import lost_card
from aidbook.store.members import (
    HouseholdLine,
    MemberLine,
    household_ids,
    household_lines,
    member_ids,
    member_lines,
)
from aidbook.ui.widgets.pick_field import Hit, PickField

_MOST = 8


def household_words(line: HouseholdLine) -> str:
    """Return what to call a household: its contact person, how many, the number."""
    return with_also(
        " · ".join(part for part in (line.label, str(line.size), line.number) if part), line.also
    )


def member_words(line: MemberLine) -> str:
    """Return what to call a member in a list of a few."""
    return with_also(" · ".join(part for part in (line.name, line.number) if part), line.also)


def find_households(book: Book) -> Callable[[str], Sequence[Hit]]:
    """Return what finds households."""

    def find(text: str) -> Sequence[Hit]:
        lines = household_lines(book, household_ids(book, _without_dots(text))[:_MOST])
        return [(line.id, household_words(line) + _replaced(book, text)) for line in lines]

    return find


def find_members(book: Book) -> Callable[[str], Sequence[Hit]]:
    """Return what finds members."""

    def find(text: str) -> Sequence[Hit]:
        lines = member_lines(book, member_ids(book, _without_dots(text))[:_MOST])
        return [(line.id, member_words(line) + _replaced(book, text)) for line in lines]

    return find


def household_field(book: Book, title: str, why: str = "", *, needed: str = "") -> PickField:
    """Return a field that picks a household by anybody in it."""
    hint = _("a name, a number or a phone of somebody in it")
    return PickField(title, find_households(book), why, needed=needed, hint=hint)


def member_field(book: Book, title: str, why: str = "") -> PickField:
    """Return a field that picks a member."""
    return PickField(title, find_members(book), why, hint=_("a name, a number or a phone"))


def _replaced(book: Book, text: str) -> str:
    """Return what to say beside who is found by the number of a lost card: somebody else may hold it now."""
    number = None
    with suppress(UserError):
        number = parse_member_number(text)
    lost = lost_card(book, number) if number else None
    if lost is None:
        return ""
    return " · " + (
        _("card replaced {date}").format(date=format_date(lost.on, "short")) if lost.on else _("lost card")
    )


def _without_dots(text: str) -> str:
    # What was picked reads "Rosa Luz · 4 · E-0042-K"; the size is in no index.
    parts = [part.strip() for part in text.split("·")]
    return " ".join(part for part in parts if not part.isdigit()) if len(parts) > 1 else text
