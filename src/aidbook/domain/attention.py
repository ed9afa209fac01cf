"""What somebody looked at and let be: a concern that stays away until its facts change."""

import hashlib
from dataclasses import dataclass

from aidbook.domain.declare import Id, derived_id, record


@record("dismissal", chapter="book")
@dataclass(frozen=True, kw_only=True, slots=True)
class Dismissal:
    """Somebody decided that a concern is none, as its facts are. Its id is `dismissal_id(key)`.

    It says which kind of concern it was and nothing else: not about whom, and not what the facts were.
    """

    id: Id
    concern: str


def concern_key(kind: str, *facts: object) -> str:
    """Return what names a concern with these facts: with others it is another one.

    Where a person is concerned the facts are the hashes of the entries that say them, never what they say: those
    bodies have a salt, so that nothing can be guessed from a key once they are erased.
    """
    text = repr(facts).encode("utf-8", "surrogatepass")
    return f"{kind}:{hashlib.blake2b(text, digest_size=16).hexdigest()}"


def dismissal_id(key: str) -> Id:
    """Return the id that any laptop gives the dismissal of a concern."""
    return derived_id("dismissal", key)
