"""Which units may be picked, and in which order: held, past their date, opened, first expired."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from aidbook.domain.declare import Id
from aidbook.domain.pantry import USE_BY

Hold = Literal["held", "recalled", "past use-by", "past best-before"]
"""Why units stay on the shelf: by hand, by a recall, by their date."""


@dataclass(frozen=True, slots=True)
class LotStock:
    """How many units of a lot are at a place, and what decides whether and when they are picked.

    `date_kind` is the lot's, or its item's; `packed`: they lie in boxes made ahead.
    """

    item: Id
    lot: Id
    place: Id
    best_before: str | None
    units: int
    date_kind: str | None = None
    grace_days: int = 0
    formula: bool = False
    held: bool = False
    recalled: bool = False
    opened_on: str | None = None
    packed: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """Take `units` of a lot, which is of `item`, from a place."""

    lot: Id
    place: Id
    units: int
    item: Id = ""


def last_day(stock: LotStock) -> str | None:
    """Return the last ISO date on which units may be picked; None where no date ends it."""
    if stock.best_before is None or stock.date_kind == USE_BY or stock.formula or stock.grace_days <= 0:
        return stock.best_before
    try:
        return (date.fromisoformat(stock.best_before) + timedelta(days=stock.grace_days)).isoformat()
    except (ValueError, OverflowError):  # what came from elsewhere may be no day at all
        return stock.best_before


def hold_of(stock: LotStock, on: str) -> Hold | None:
    """Return why units are not picked on an ISO date, or None where they are."""
    if stock.recalled:
        return "recalled"
    if stock.held:
        return "held"
    last = last_day(stock)
    if last is None or last >= on:
        return None
    return "past use-by" if stock.date_kind == USE_BY or stock.formula else "past best-before"


def pick_first_expired(
    stock: Iterable[LotStock], units: int, on: str, *, packed_in: Id | None = None
) -> tuple[list[Pick], int]:
    """Return which lots give `units` on an ISO date, and how many lack; what is held gives none.

    Opened first, then first expired, undated last. What lies in boxes made ahead at `packed_in` goes before all else;
    what is packed for another recipe after all else.
    """
    usable = [each for each in stock if each.units > 0 and hold_of(each, on) is None]
    usable.sort(key=lambda each: _turn(each, packed_in))
    picks: list[Pick] = []
    for lot in usable:
        if units <= 0:
            break
        taken = min(units, lot.units)
        picks.append(Pick(lot.lot, lot.place, taken, lot.item))
        units -= taken
    return picks, max(units, 0)


def _turn(stock: LotStock, packed_in: Id | None) -> tuple[int, bool, str, str, str]:
    """Return what units are sorted by."""
    where = 0 if packed_in is not None and stock.place == packed_in else 2 if stock.packed else 1
    return where, stock.opened_on is None, stock.best_before or "9999", stock.lot, stock.place
