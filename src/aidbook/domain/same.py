"""Same: two members, items or sources are shown as one. Nothing is merged away, and a no takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from aidbook.domain.declare import Id, derived_id, record, ref
from aidbook.i18n import _


@record("same_member", chapter="people")
@dataclass(frozen=True, kw_only=True, slots=True)
class SameMember:
    """Whether two members are one person; its id is `same_id(a, b)`."""

    id: Id
    a: Id = ref("member")
    b: Id = ref("member")
    same: bool


@record("same_item", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class SameItem:
    """Whether two items are one; its id is `same_id(a, b)`."""

    id: Id
    a: Id = ref("item")
    b: Id = ref("item")
    same: bool


@record("same_source", chapter="pantry")
@dataclass(frozen=True, kw_only=True, slots=True)
class SameSource:
    """Whether two sources are one; its id is `same_id(a, b)`."""

    id: Id
    a: Id = ref("source")
    b: Id = ref("source")
    same: bool


Same = SameMember | SameItem | SameSource
SAME: dict[str, type[Same]] = {"member": SameMember, "item": SameItem, "source": SameSource}


def same_id(one: Id, other: Id) -> Id:
    """Return the id that any site gives the link of these two."""
    return derived_id("same", one, other)


def same_of(kind: str, one: Id, other: Id, *, same: bool) -> Same:
    """Return the link of two members, items or sources; which is named first makes no difference."""
    a, b = sorted((one, other))
    return SAME[kind](id=same_id(one, other), a=a, b=b, same=same)


def with_linked(kinds: frozenset[str]) -> frozenset[str]:
    """Return the kinds that look otherwise when these changed: what is linked shows as one, what is not apart."""
    return kinds | {kind for kind in SAME if f"same_{kind}" in kinds}


def with_also(name: str, also: Sequence[str]) -> str:
    """Return a name with the numbers or names of what is shown as one with it: "Rosa · also E-0412-K"."""
    return " · ".join([name, _("also {names}").format(names=", ".join(also))]) if also else name
