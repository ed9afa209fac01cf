"""What was done with deliveries, in words."""

from collections.abc import Sequence
from typing import Any

from aidbook import clock
from aidbook.domain.declare import Id
from aidbook.domain.pantry import Delivery, Source
from aidbook.i18n import _, format_date, format_number, ngettext
from aidbook.store import history as query
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.delivery_heads import head_id
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


def head_words(book: Book, correction: Id, of: object) -> str | None:
    """Return what a correction says anew of a whole delivery; None where it is about something else."""
    delivery = query.ever(book, Delivery, str(of)) if of else None
    said = query.ever(book, Delivery, head_id(correction)) if delivery else None
    if delivery is None or said is None:
        return None
    parts = []
    if said.source != delivery.source:
        source = query.ever(book, Source, str(said.source))
        parts.append(_("from {source}").format(source=source.name if source else _("nobody named")))
    if said.on and said.on != delivery.on:
        parts.append(_("on {day}").format(day=format_date(said.on, "long")))
    if said.weights != delivery.weights:
        parts.append(_("what was only weighed"))
    if said.cost != delivery.cost:
        parts.append(_("what was paid"))
    if said.value != delivery.value:
        parts.append(_("what it is worth"))
    what = ", ".join(parts) or _("as it was written first")
    day = format_date(delivery.on or said.on or clock.today(), "long")
    return _("Put right the delivery of {day}: {lines}").format(day=day, lines=what)
