"""Concerns about goods that move, in words."""

from aidbook import clock
from aidbook.actions.attention.telling import Parts, Remedy, Speech, Where
from aidbook.i18n import _, format_date, format_number
from aidbook.store.attention import goods as c
from aidbook.store.book import Book


def tell_arriving(_book: Book, concern: c.Arriving, _speech: Speech) -> Parts:
    """Say that goods wait to be received, and where."""
    day = format_date(clock.day_of(concern.at), "long")
    return Parts(
        concern.site,
        _("{site} sent goods on {day}, and nobody has written down what came.").format(
            site=concern.site, day=day
        ),
        (),
        _("Until somebody does, they stand in the report of the site that sent them."),
        (Remedy(_("Receive"), go=Where("pantry", "", "sites")),),
    )


def tell_not_come(_book: Book, concern: c.NotCome, _speech: Speech) -> Parts:
    """Say what did not come, and where to say what became of it."""
    return Parts(
        concern.site,
        _("What came at {site} is not what was sent.").format(site=concern.site),
        tuple(_off(item, units) for item, units in concern.off),
        _("It stays on the way, in this site’s report, until somebody says where it is. Nobody guesses."),
        (Remedy(_("Say what became of it"), go=Where("pantry", "", "sites")),),
    )


def _off(item: str, units: int) -> str:
    if units > 0:
        return _("{item}: {n} did not come").format(item=item, n=format_number(units))
    return _("{item}: {n} more came").format(item=item, n=format_number(-units))


def tell_recalled(_book: Book, concern: c.Recalled, _speech: Speech) -> Parts:
    """Say where recalled units lie, and where to see who has some."""
    return Parts(
        concern.why,
        _("Something that is recalled lies on the shelves: {why}").format(why=concern.why),
        tuple(
            _("{place}: {n}").format(place=place, n=format_number(units)) for place, units in concern.places
        ),
        _("It is held and goes to nobody. Take it off the shelf, and tell those who got some."),
        (Remedy(_("See where it went"), go=Where("pantry", "", "recall")),),
    )


def tell_out(_book: Book, concern: c.OutTooLong, _speech: Speech) -> Parts:
    """Say what was wanted back, and where to write that it came."""
    return Parts(
        concern.name,
        _("{n} × {item} was wanted back on {day}.").format(
            n=format_number(concern.units), item=concern.name, day=format_date(concern.due, "long")
        ),
        (),
        _("It counts as lent until it comes back or is written off."),
        (Remedy(_("It came back"), go=Where("pantry", "", "lend")),),
    )
