"""What somebody gave, as a dated sentence. Never a sum, never a balance."""

from aidbook import clock
from aidbook.i18n import _, format_date
from aidbook.store.gifts import GiftLine
from aidbook.store.member_story import amount_words


def gift_words(gift: GiftLine) -> str:
    """Return a gift in words: "3 hours: the ramp, 21 March"."""
    what = amount_words(gift)
    if gift.note:
        return _("{what}: {note}, {date}").format(what=what, note=gift.note, date=_day(clock.day_of(gift.at)))
    return _("{what}, {date}").format(what=what, date=_day(clock.day_of(gift.at)))


def _day(iso: str) -> str:
    return format_date(iso, "day" if iso[:4] == clock.today()[:4] else "long")
