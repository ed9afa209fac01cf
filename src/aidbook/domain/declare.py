"""How records and facts are declared: one declaration gives a kind its chapter, its fields and its columns."""

import dataclasses
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal, TypeVar

from aidbook import clock

Id = str
"""32 lower-case hex digits: made at a moment, random, or derived from what identifies the thing; never a name."""

Chapter = Literal["book", "days", "fund", "pantry", "people"]
CHAPTERS: tuple[Chapter, ...] = ("book", "days", "fund", "pantry", "people")

PREFERS_NOT: Final = "~"
"""The answer "prefers not to say"; `None` is "not asked"."""
YesNo = bool | Literal["~"]
"""An answer to a question for yes or no, which somebody may prefer not to give: ask it `is True`."""

_T = TypeVar("_T")


def answered(said: str | None) -> str | None:
    """Return a text that somebody gave for an answer; None where there is none, or they would rather not say."""
    return None if said == PREFERS_NOT else said or None


@dataclass(frozen=True)
class Kind:
    """A declared kind. `shape` says which merge rule it lives under; `version` which meaning its fields have."""

    name: str
    shape: Literal["record", "fact"]
    chapter: Chapter
    type: type[Any]
    version: int

    @cached_property
    def fields(self) -> tuple["dataclasses.Field[Any]", ...]:
        """Return every field but the id."""
        return tuple(f for f in dataclasses.fields(self.type) if f.name != "id")

    @cached_property
    def refs(self) -> dict[str, str]:
        """Return {field: kind it refers to}."""
        return {f.name: f.metadata["ref"] for f in self.fields if "ref" in f.metadata}


KINDS: dict[str, Kind] = {}
_BY_TYPE: dict[type[Any], Kind] = {}


def ref(kind: str, *, optional: bool = False) -> Any:  # noqa: ANN401 - a dataclass field descriptor
    """Declare a field that holds the id of another record or fact."""
    return field(default=None, metadata={"ref": kind}) if optional else field(metadata={"ref": kind})


def _declare(
    name: str, shape: Literal["record", "fact"], chapter: Chapter, version: int
) -> Callable[[type[_T]], type[_T]]:
    def declare(cls: type[_T]) -> type[_T]:
        kind = Kind(name, shape, chapter, cls, version)
        KINDS[name] = kind
        _BY_TYPE[cls] = kind
        return cls

    return declare


def record(name: str, *, chapter: Chapter, version: int = 1) -> Callable[[type[_T]], type[_T]]:
    """Declare a kind of thing with a current state."""
    return _declare(name, "record", chapter, version)


def fact(name: str, *, chapter: Chapter, version: int = 1) -> Callable[[type[_T]], type[_T]]:
    """Declare a kind of thing that happened."""
    return _declare(name, "fact", chapter, version)


def kind_of(thing: object) -> Kind:
    """Return the kind of a record, a fact, or of the class that declares one."""
    return _BY_TYPE[thing if isinstance(thing, type) else type(thing)]


_MOMENT = 12
"""Hex digits of an id that tell when it was made, in milliseconds; the others are random."""


def new_id() -> Id:
    """Return an id of its own, after all that were made before: what is written together lies together in the file."""
    moment = clock.now_ms() % (1 << 4 * _MOMENT)
    return f"{moment:0{_MOMENT}x}" + random_id()[_MOMENT:]


def random_id() -> Id:
    """Return an id that tells nothing at all: of people, and of what writes."""
    return secrets.token_hex(16)


def beside(id_: Id, derived: Id) -> Id:
    """Return a derived id that lies beside the one it belongs to."""
    return id_[:_MOMENT] + derived[_MOMENT:]


def derived_id(*parts: str) -> Id:
    """Return the id of what others identify: two sites that make it make the same one. Order does not matter."""
    return hashlib.blake2b("\n".join(sorted(parts)).encode(), digest_size=16).hexdigest()
