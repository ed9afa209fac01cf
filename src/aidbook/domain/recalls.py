"""Recalls: which lots are held everywhere until it is over."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, record, ref


@record("recall", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Recall:
    """Lots that nobody is to get.

    A lot fits where it is one of `lots`; or where its item is `item` or has one of `codes` on it, and the maker's code
    is one of `lot_codes`, if any are named.
    `on` and `ended_on` are ISO dates; until it has ended the lots are held, wherever they are and whenever they arrive.
    """

    id: Id
    why: str
    on: str
    lots: tuple[str, ...] = ()
    item: Id | None = ref("item", optional=True)
    codes: tuple[str, ...] = ()
    lot_codes: tuple[str, ...] = ()
    ended_on: str | None = None
    ended_why: str | None = None
