"""Items, packs, codes, lots, places; movements and counts of units."""

from dataclasses import dataclass, field

from aidbook.domain.declare import Id, derived_id, fact, record, ref

SHELF, OUTSIDE, HANDED_OUT, WASTE, TRANSIT = "shelf", "source", "handed out", "waste", "on the way"
LENT, REPACKED = "lent", "repacked"

RETAIL_GROUPS = (
    "bakery", "produce", "dairy and deli", "dry", "frozen meat", "frozen meals", "frozen other", "non-food", "food drive",
)  # fmt: skip
"""The nine groups in which shops give and food banks report: what an item's category is chosen from first."""

STORAGES = ("dry", "cold", "frozen")
PLACE_KINDS = ("shelf", "fridge", "freezer", "van", "room")
SOURCE_KINDS = ("donor", "shop", "food bank", "site", "member")
BEST_BEFORE, USE_BY = "best before", "use by"


@record("item", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A kind of thing on the shelf, counted in its base unit `unit` (can, bag, pcs …), fixed once units have moved.

    `name` is what the site calls it, `name_…` what sheets in a language do. `category` is one of `RETAIL_GROUPS` or own
    words. `weight_mg` is of one unit. `least` is how many there should be at least, `supply_days` for how many days they
    should last. `date_kind` says what its date means, `grace_days` how long past a best-before date it is still picked;
    infant formula (`formula`) never is.
    """

    id: Id
    name: str
    unit: str = "pcs"
    category: str | None = None
    code: str | None = None
    note: str | None = None
    name_en: str | None = None
    name_es: str | None = None
    name_fr: str | None = None
    name_ht: str | None = None
    weight_mg: int | None = None
    least: int | None = None
    supply_days: int | None = None
    allergens: tuple[str, ...] = ()
    diet: tuple[str, ...] = ()
    storage: str | None = None
    date_kind: str | None = None
    grace_days: int | None = None
    formula: bool | None = None


@record("pack", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Pack:
    """A named multiple of an item's base unit: case of 24. Its id is `derived_id("pack", item, units)`."""

    id: Id
    item: Id = ref("item")
    name: str
    units: int
    weight_mg: int | None = None


@record("picture", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """What an item looks like: a small JPEG in base64. Its id is `derived_id("picture", item)`."""

    id: Id
    item: Id = ref("item")
    jpeg: str


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
    """Who units came from; `kind` is one of `SOURCE_KINDS`. A member is told by a tie, never by the name.

    `site` is the paired site that it is; `language` the one that its thanks and receipts are in.
    """

    id: Id
    name: str
    kind: str | None = None
    site: Id | None = ref("site", optional=True)
    language: str | None = None
    note: str | None = None


@record("place", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where units are: a shelf of the site, or outside (`role`): docs/pantry.md tells which.

    A shelf's `kind` is one of `PLACE_KINDS`, its `storage` one of `STORAGES`.
    """

    id: Id
    name: str
    role: str = SHELF
    kind: str | None = None
    storage: str | None = None


@record("lot", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Lot:
    """Units of one item that share a date (ISO), a source and the maker's code.

    `date_kind` says what the date means where it is not what it means for the item; `held` units are not picked.
    """

    id: Id
    item: Id = ref("item")
    best_before: str | None = None
    source: Id | None = ref("source", optional=True)
    code: str | None = None
    date_kind: str | None = None
    held: bool | None = None
    held_why: str | None = None
    opened_on: str | None = None


@fact("movement", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """`units` of a lot went from one place to another. `of` is the visit, delivery or gift it belongs to.

    `pack` and `pack_units` keep the pack that was used and what it held then, `unit_mg` what one unit weighed. `cost` is
    what was paid and `value` what it was worth, in the smallest coin and for all of the movement.
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
    unit_mg: int | None = None
    cost: int | None = None
    value: int | None = None


@fact("count", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """`units` of a lot were counted at a place, as of the fact's hour. Never a difference.

    `session` is the count that it was part of, `why` what is said of its difference.
    """

    id: Id
    item: Id = ref("item")
    lot: Id = ref("lot")
    place: Id = ref("place")
    units: int
    session: Id | None = None
    why: str | None = None


@fact("delivery", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """Goods came in together, on the ISO date `on`. `note_digest` names the delivery note so that it is not read in twice.

    `weights` holds what was only weighed: {category: mg}. `cost` is what no line says, `value` is of the whole, lines and all.
    With `lines` below zero it says anew what another one was, which a correction of the same action names, and is none.
    """

    id: Id
    source: Id | None = ref("source", optional=True)
    note_digest: str | None = None
    lines: int
    on: str | None = None
    weights: dict[str, int] = field(default_factory=dict)
    cost: int | None = None
    value: int | None = None
    note: str | None = None


@record("fair_value", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class FairValue:
    """What a pound of donated goods is held to be worth from an ISO date on, in the smallest coin.

    Its id is `derived_id("fair_value", site, from_on)`; `why` says who says so.
    """

    id: Id
    from_on: str
    cents_per_lb: int
    why: str | None = None


def special_place(site: Id, role: str) -> Id:
    """Return the id of a site's one place outside: source, handed out, waste, on the way, lent, repacked."""
    return derived_id("place", site, role)
