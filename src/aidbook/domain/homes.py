"""Ids that tell which site made them, so that nobody else can pass a record off as their own.

The second half of such an id is a hash of the first and the site. Older ids are random throughout: of those the first
entry about the record tells where it was made.
"""

import hashlib

from aidbook.domain.declare import Id, derived_id, random_id
from aidbook.domain.pantry import HANDED_OUT, LENT, OUTSIDE, REPACKED, SHELF, TRANSIT, WASTE, special_place

_RANDOM = 16
"""Hex digits of an id that are random; as many more tell the site."""
_ROLES = (SHELF, OUTSIDE, HANDED_OUT, WASTE, TRANSIT, LENT, REPACKED)


def new_id_at(site: Id) -> Id:
    """Return the id of a new record that `site` makes."""
    nonce = random_id()[:_RANDOM]
    return nonce + _proof(nonce, site)


def _proof(nonce: str, site: Id) -> str:
    return hashlib.blake2b(f"made at\n{site}\n{nonce}".encode(), digest_size=_RANDOM // 2).hexdigest()


def tells_its_site(kind: str, id_: Id, site: Id) -> bool:
    """Tell whether an id can only be of a record that `site` made."""
    if id_[_RANDOM:] == _proof(id_[:_RANDOM], site):
        return True
    if kind == "place":
        return any(id_ == special_place(site, role) for role in _ROLES)
    return (kind == "site" and id_ == site) or (kind == "settings" and id_ == derived_id("settings", site))
