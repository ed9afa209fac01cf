"""What needs attention today, each as a sentence and where to go about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aidbook.domain.declare import Id
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import today as query
from aidbook.store.book import Book
from aidbook.store.distributions import left_open
from aidbook.store.pantry import negative_items

_GIFT_DAYS = 14
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Need:
    """Something to look at: a sentence, what its button says, and the page, thing and command it goes to."""

    sentence: str
    button: str
    page: str
    thing: Id = ""
    command: str = ""


def needs(book: Book, today: str) -> list[Need]:
    """Return what needs attention on an ISO date, the gravest first."""
    return [
        *_below_zero(book),
        *_past_date(book, today),
        *_left_open(book, today),
        *_without_gifts(book, today),
    ]


def few(names: list[str]) -> str:
    """Return a few names as the language joins them, and how many more there are."""
    if len(names) <= _NAMED:
        return "; ".join(names)
    more = len(names) - _NAMED
    return _("{names} and {n} more").format(names="; ".join(names[:_NAMED]), n=format_number(more))


def _below_zero(book: Book) -> Iterator[Need]:
    below = negative_items(book)
    if below:
        yield Need(
            ngettext(
                "{items} stands below zero: more left the shelf than was ever written in.",
                "{items} stand below zero: more left the shelf than was ever written in.",
                len(below),
            ).format(items=few([name for _item, name, _units in below])),
            _("Count again"),
            "pantry",
            below[0][0],
        )


def _past_date(book: Book, today: str) -> Iterator[Need]:
    past = query.past_date(book, today)
    if past:
        yield Need(
            ngettext(
                "{items} on the shelf is past its date. It is never given out.",
                "{items} on the shelf are past their date. They are never given out.",
                len(past),
            ).format(items=few([line.name for line in past])),
            _("Set aside"),
            "pantry",
            past[0].item,
        )


def _left_open(book: Book, today: str) -> Iterator[Need]:
    for day in left_open(book, today):
        words = _("{day} was never closed.").format(day=_capital(format_date(day.on)))
        yield Need(words, _("Close the day"), "distributions", day.id)


def _without_gifts(book: Book, today: str) -> Iterator[Need]:
    since = (date.fromisoformat(today) - timedelta(days=_GIFT_DAYS)).isoformat()
    for day in query.days_without_gifts(book, since, today):
        words = _("Nobody noted yet what people gave on {day}: hours, food, rides.").format(
            day=format_date(day.on)
        )
        yield Need(words, _("Note what people gave"), "distributions", day.id)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
