"""What was done with deliveries, in words."""

from collections.abc import Sequence
from typing import Any

from aidbook import clock
from aidbook.domain.pantry import Delivery
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.sources import CORRECTION


def put_right_words(book: Book, fact: dict[str, Any], own: Sequence[Body]) -> str | None:
    """Return that a delivery was put right, where these movements do that; None for any others."""
    if fact.get("reason") != CORRECTION or not fact.get("of"):
        return None
    delivery = query.ever(book, Delivery, str(fact["of"]))
    if delivery is None:
        return None
    lots = len({(body.fact or {}).get("lot") for body in own})
    lines = ngettext("{n} line", "{n} lines", lots).format(n=format_number(lots))
    day = delivery.on or clock.today()
    return _("Put right the delivery of {day}: {lines}").format(day=format_date(day, "long"), lines=lines)
