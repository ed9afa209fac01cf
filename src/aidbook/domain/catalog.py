"""Every declared kind, imported once so that all of them are known."""

from aidbook.domain import (
    attention,
    backups,
    consents,
    corrections,
    distributions,
    fingerprints,
    gifts,
    members,
    pantry,
    profiles,
    same,
    sites,
)
from aidbook.domain.declare import KINDS

__all__ = [
    "KINDS",
    "attention",
    "backups",
    "consents",
    "corrections",
    "distributions",
    "fingerprints",
    "gifts",
    "members",
    "pantry",
    "profiles",
    "same",
    "sites",
]
