"""Every declared kind, imported once so that all of them are known."""

from aidbook.domain import attention, backups, corrections, distributions, gifts, members, pantry, same, sites
from aidbook.domain.declare import KINDS

__all__ = [
    "KINDS",
    "attention",
    "backups",
    "corrections",
    "distributions",
    "gifts",
    "members",
    "pantry",
    "same",
    "sites",
]
