"""Gifts: what members, and people nobody named, gave."""

from dataclasses import dataclass
from typing import Literal

from aidbook.domain.declare import Id, fact, ref

GiftWhat = Literal["hours", "money", "goods", "ride", "care"]
GIFTS: tuple[GiftWhat, ...] = ("hours", "goods", "money", "ride", "care")


@fact("gift", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Gift:
    """Somebody gave hours (`minutes`), goods (`units` of `item`), money (`cents` of `currency`), a ride or care."""

    id: Id
    what: GiftWhat
    minutes: int | None = None
    cents: int | None = None
    currency: str | None = None
    item: Id | None = ref("item", optional=True)
    units: int | None = None
    note: str | None = None
    distribution: Id | None = ref("distribution", optional=True)
