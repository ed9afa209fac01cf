"""Goods between sites: sent, on the way, received with the differences said."""

from dataclasses import dataclass, field

from aidbook.domain.declare import Id, fact, ref


@fact("transfer", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """Goods left for another site; the units are movements of this fact to the sender's place on the way."""

    id: Id
    to: Id = ref("site")
    lines: int
    note: str | None = None


@fact("transfer_receipt", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class TransferReceipt:
    """What came of a transfer, written where it came; the units are movements of this fact off the sender's way.

    `short` is {lot: units that were sent and did not come}, below zero where more came. `why` says of a lot why, as
    "lot reason". It takes nothing off the sender's books but what came.
    """

    id: Id
    transfer: Id = ref("transfer")
    lines: int
    short: dict[str, int] = field(default_factory=dict)
    why: tuple[str, ...] = ()
    note: str | None = None
