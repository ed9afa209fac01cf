"""Why units stand below zero, and what helps, in words."""

from collections.abc import Sequence

from aidbook import clock
from aidbook.i18n import _, format_date
from aidbook.store.stock_card import BelowZero
from aidbook.ui.pantry.words import quantity

_MOST = 3


def below_words(below: Sequence[BelowZero], unit: str) -> str:
    """Return by how much an item is below zero, how that came about lot by lot, and what to do."""
    units = quantity(-sum(each.line.quantity for each in below), unit)
    said = [
        _("{units} below zero: more went out than the book knew of.").format(units=units),
        *(_why(each, unit) for each in below[:_MOST]),
        _("Take in what came, or count what is there."),
    ]
    return " ".join(said)


def _why(each: BelowZero, unit: str) -> str:
    figures = {"place": each.line.place, "came": quantity(each.came, unit), "went": quantity(each.went, unit)}
    if each.counted_at is None:
        return _("{place}: {came} came in, {went} went out.").format(**figures)
    return _("{place}: {counted} counted on {date}; since then {came} came in, {went} went out.").format(
        **figures,
        counted=quantity(each.counted or 0, unit),
        date=format_date(clock.day_of(each.counted_at), "long"),
    )
