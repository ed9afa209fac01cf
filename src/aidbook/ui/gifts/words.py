"""What somebody gave and received, as dated sentences. Never a sum, never a balance."""

from aidbook import clock
from aidbook.i18n import _, format_date, format_money, format_number, ngettext
from aidbook.store.gifts import GiftLine, ReceivedLine

_HOUR = 60


def gift_words(gift: GiftLine) -> str:
    """Return a gift in words: "3 hours: the ramp, 21 March"."""
    what = amount_words(gift)
    if gift.note:
        return _("{what}: {note}, {date}").format(what=what, note=gift.note, date=_day(clock.day_of(gift.at)))
    return _("{what}, {date}").format(what=what, date=_day(clock.day_of(gift.at)))


def amount_words(gift: GiftLine) -> str:
    """Return how much a gift was."""
    if gift.what == "hours":
        minutes = gift.minutes or 0
        hours = format_number(round(minutes / _HOUR, 2))
        return ngettext("{n} hour", "{n} hours", 1 if minutes == _HOUR else 2).format(n=hours)
    if gift.what == "money":
        return format_money(gift.cents or 0, gift.currency or "USD")
    if gift.what == "goods":
        item = gift.item or _("an item that is not here")
        return _("{n} × {item}").format(n=format_number(gift.units or 0), item=item)
    return _("A ride") if gift.what == "ride" else _("Care")


def received_words(line: ReceivedLine) -> str:
    """Return what a household received on a day: "2 boxes, Sat 14 March"."""
    boxes = ngettext("{n} box", "{n} boxes", line.boxes).format(n=format_number(line.boxes))
    said = _("{what}, {date}").format(what=boxes, date=_day(line.on))
    return f"{said} · {line.title}" if line.title else said


def _day(iso: str) -> str:
    return format_date(iso, "day" if iso[:4] == clock.today()[:4] else "long")
