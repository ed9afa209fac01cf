"""Every declared kind, imported once so that all of them are known."""

from aidbook.domain import attention, corrections, distributions, gifts, members, pantry, sites
from aidbook.domain.declare import KINDS

__all__ = ["KINDS", "attention", "corrections", "distributions", "gifts", "members", "pantry", "sites"]
