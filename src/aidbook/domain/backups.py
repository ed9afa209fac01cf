"""What a book says of its own restoring."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, fact


@fact("restored", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """The book was put back to a backup: made when (ms), at which ledger position; `lost` entries went with it."""

    id: Id
    made: int
    position: int
    lost: int
