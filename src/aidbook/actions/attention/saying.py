"""What the sentences about concerns share: moments, how things are called, how fields and values read."""

from typing import Any

from aidbook import clock
from aidbook.actions.attention import deciding
from aidbook.actions.attention.telling import Remedy, Speech
from aidbook.actions.sentences import kind_word, sentence
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Household
from aidbook.i18n import _, format_date
from aidbook.store import history
from aidbook.store.attention.values import Concern
from aidbook.store.book import Book
from aidbook.store.members import household_lines


def let_be(concern: Concern, words: str) -> Remedy:
    """Return the remedy that lets a concern be until its facts change."""
    return Remedy(words, do=lambda book: deciding.dismiss(book, concern), rests=True)


def moment(ms: int) -> str:
    """Return a day and its time: "Saturday 28 March 2026, 10:14"."""
    return f"{format_date(clock.day_of(ms))}, {clock.time_of(ms)}"


def capital(text: str) -> str:
    """Return a sentence with its first letter large."""
    return text[:1].upper() + text[1:]


def quoted(text: str) -> str:
    """Return a value so that one sees where it begins and ends."""
    return _("“{text}”").format(text=text)


def called(book: Book, kind: str, id_: Id) -> str:
    """Return what a person would call a record or a fact."""
    record: Any = book.get(KINDS[kind].type, id_) if kind in KINDS else None
    if isinstance(record, Distribution):
        return format_date(record.on, "long")
    if isinstance(record, Household):
        lines = household_lines(book, [id_])
        return (lines[0].label if lines else "") or kind_word(kind)
    if kind in KINDS and KINDS[kind].shape == "fact":
        return sentence(book, history.action_of_fact(book, kind, id_))
    return getattr(record, "name", None) or kind_word(kind)


# How fields and values read without a window


def plain_field(field: str) -> str:
    """Return what a field is called."""
    words = {
        "name": _("Name"),
        "number": _("Number"),
        "phone": _("Phone"),
        "birth": _("Birth"),
        "address": _("Address"),
        "household": _("Household"),
        "note": _("Note"),
        "units": _("Units"),
        "on": _("Day"),
        "kept": _("In the book"),
        "stands": _("Whether it counts"),
        "home": _("Site"),
        "same": _("One person, or two"),
    }
    return words.get(field, field.replace("_", " "))


def plain_value(_book: Book, _kind: str, _field: str, value: object) -> str:
    """Return how a value reads."""
    if value in (None, "", [], {}):
        return _("nothing")
    if value == PREFERS_NOT:
        return _("prefers not to say")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


PLAIN = Speech(plain_field, plain_value)
