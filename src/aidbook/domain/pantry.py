"""Items, packs, codes, lots, places; movements and counts of units; which lots are taken first."""

from collections.abc import Iterable
from dataclasses import dataclass

from aidbook.domain.declare import Id, derived_id, fact, record, ref

SHELF, OUTSIDE, HANDED_OUT, WASTE, TRANSIT = "shelf", "source", "handed out", "waste", "on the way"


@record("item", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A kind of thing on the shelf, counted in its base unit `unit` (can, bag, pcs …)."""

    id: Id
    name: str
    unit: str = "pcs"
    category: str | None = None
    code: str | None = None
    note: str | None = None


@record("pack", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """A named multiple of an item's base unit: case of 24. Its id is `derived_id("pack", item, units)`."""

    id: Id
    item: Id = ref("item")
    name: str
    units: int


@record("barcode", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Barcode:
    """A code that a scanner reads, and the item and pack it means. Its id is `derived_id("barcode", code)`."""

    id: Id
    code: str
    item: Id = ref("item")
    pack: Id | None = ref("pack", optional=True)


@record("source", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Who units came from: a donor, a shop, a food bank, a site."""

    id: Id
    name: str


@record("place", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where units are: a shelf of the site, or outside (`role`): a source, handed out, waste, on the way."""

    id: Id
    name: str
    role: str = SHELF


@record("lot", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Lot:
    """Units of one item that share a best-before date (ISO), a source and the maker's code."""

    id: Id
    item: Id = ref("item")
    best_before: str | None = None
    source: Id | None = ref("source", optional=True)
    code: str | None = None


@fact("movement", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """`units` of a lot went from one place to another. `of` is the visit, delivery or gift it belongs to.

    `pack` and `pack_units` keep the pack that was used and what it held then.
    """

    id: Id
    item: Id = ref("item")
    lot: Id = ref("lot")
    from_place: Id = ref("place")
    to_place: Id = ref("place")
    units: int
    reason: str
    of: Id | None = None
    pack: str | None = None
    pack_units: int = 1


@fact("count", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """`units` of a lot were counted at a place, as of the fact's hour. Never a difference."""

    id: Id
    item: Id = ref("item")
    lot: Id = ref("lot")
    place: Id = ref("place")
    units: int


@fact("delivery", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """Goods came in together. `note_digest` names the delivery note so that it is not read in twice."""

    id: Id
    source: Id | None = ref("source", optional=True)
    note_digest: str | None = None
    lines: int


def special_place(site: Id, role: str) -> Id:
    """Return the id of a site's one place outside: its source, handed out, waste or on the way."""
    return derived_id("place", site, role)


@dataclass(frozen=True, slots=True)
class LotStock:
    """How many units of a lot are at a place; what picking needs to know."""

    item: Id
    lot: Id
    place: Id
    best_before: str | None
    units: int


@dataclass(frozen=True, slots=True)
class Pick:
    """Take `units` of a lot from a place."""

    lot: Id
    place: Id
    units: int


def pick_first_expired(stock: Iterable[LotStock], units: int, on: str) -> tuple[list[Pick], int]:
    """Return which lots give `units` on an ISO date, first expired first, undated last; and how many lack.

    A lot past its date is never taken.
    """
    usable = [s for s in stock if s.units > 0 and (s.best_before is None or s.best_before >= on)]
    usable.sort(key=lambda s: (s.best_before or "9999", s.lot, s.place))
    picks: list[Pick] = []
    for lot in usable:
        if units <= 0:
            break
        taken = min(units, lot.units)
        picks.append(Pick(lot.lot, lot.place, taken))
        units -= taken
    return picks, units
