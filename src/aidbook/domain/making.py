"""Boxes made ahead from a recipe, and things that are opened and filled into others."""

from dataclasses import dataclass, field

from aidbook.domain.declare import Id, derived_id, fact, ref

BOXES = "boxes"
"""The kind of a place that holds boxes made ahead."""


@fact("making", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """`boxes` boxes of a recipe were made ahead and put at a place; below zero, taken apart again.

    `contents` keeps the recipe as it was: {item: units of one box}. The units are movements of this fact.
    """

    id: Id
    box: Id | None = ref("box", optional=True)
    place: Id = ref("place")
    boxes: int
    contents: dict[str, int] = field(default_factory=dict)


@fact("repack", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Repack:
    """Units of an item were opened and filled into units of another, such as a sack into bags."""

    id: Id
    opened: Id = ref("item")
    item: Id = ref("item")
    units_opened: int
    units: int


def boxes_place(site: Id, box: Id) -> Id:
    """Return the id of the place where a site keeps boxes of a recipe that are made ahead."""
    return derived_id("place", site, BOXES, box)
