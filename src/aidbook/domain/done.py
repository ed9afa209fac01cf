"""What an action returns: which action it was, what it made, and which kinds of thing changed."""

from dataclasses import dataclass

from aidbook.domain.declare import Id


@dataclass(frozen=True, slots=True)
class Done:
    """`action` is what undo takes back; `kinds` whom to tell; `id` the thing that was made or changed."""

    action: Id
    kinds: frozenset[str]
    id: Id = ""
