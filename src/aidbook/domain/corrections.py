"""Corrections: what could not be taken back alone is put right later, and what was reported stays."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, fact, ref


@fact("correction", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """The action `corrected` was wrong, and was put right by this one instead of being taken back.

    `of` is a visit or gift of that action that stays as it was reported; by `households`, `people` and `boxes`, below
    zero where there were fewer, the figures of the closed `distribution` were wrong. Units that go back are movements
    of this fact.
    """

    id: Id
    corrected: Id
    of: Id | None = None
    distribution: Id | None = ref("distribution", optional=True)
    households: int = 0
    people: int = 0
    boxes: int = 0
