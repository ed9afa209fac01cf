"""Every declared kind, imported once so that all of them are known."""

from aidbook.domain import (
    attention,
    backups,
    consents,
    corrections,
    counting,
    distributions,
    fingerprints,
    gifts,
    loans,
    making,
    members,
    pantry,
    profiles,
    recalls,
    same,
    sites,
    transfers,
)
from aidbook.domain.declare import KINDS

__all__ = [
    "KINDS",
    "attention",
    "backups",
    "consents",
    "corrections",
    "counting",
    "distributions",
    "fingerprints",
    "gifts",
    "loans",
    "making",
    "members",
    "pantry",
    "profiles",
    "recalls",
    "same",
    "sites",
    "transfers",
]
