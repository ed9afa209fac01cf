"""What an action asks the book to write: a new record or fact as itself, or a change to one."""

from dataclasses import dataclass
from typing import Any

from aidbook.domain.declare import Id, kind_of


@dataclass(frozen=True, slots=True)
class Dated:
    """A new fact that happened at a moment of its own (ms), whatever the rest of its action did."""

    fact: object
    at: int


@dataclass(frozen=True, slots=True)
class Change:
    """Set some fields of a record, or whether a record is kept or a fact stands."""

    kind: str
    id: Id
    fields: dict[str, Any]


def change(cls: type, id_: Id, /, **fields: object) -> Change:
    """Return the change of some fields of a record."""
    return Change(kind_of(cls).name, id_, fields)


def take_back(cls: type, id_: Id) -> Change:
    """Return the change that voids a fact or no longer keeps a record."""
    kind = kind_of(cls)
    return Change(kind.name, id_, {"stands" if kind.shape == "fact" else "kept": False})
