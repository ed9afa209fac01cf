"""Counting together: what is being counted, and what each counter found."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, fact, record, ref

START = "start"
"""Why a first count differs: it begins the book."""
SHORT_BECAUSE = ("given without record", "damaged", "spoiled", "expired", "lost", "miscounted")
OVER_BECAUSE = ("found", "taken in without record", "miscounted", START)


@record("count_session", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class CountSession:
    """Places and items that are counted together; without any, everything. `blind`: without the book's figures."""

    id: Id
    name: str | None = None
    places: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    blind: bool = False


@fact("tally", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """`units` of a lot were found at a place at the fact's hour; it moves nothing until its session is booked.

    Without `lot` it is what nobody had listed, told by its date and the maker's code. `who` is the counter's name;
    `decides`: it settles what several counters found.
    """

    id: Id
    session: Id = ref("count_session")
    item: Id = ref("item")
    place: Id = ref("place")
    lot: Id | None = ref("lot", optional=True)
    best_before: str | None = None
    lot_code: str | None = None
    units: int
    who: str | None = None
    decides: bool = False
