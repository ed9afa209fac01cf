"""Corrections: what could not be taken back alone is put right later, and what was reported stays."""

from dataclasses import dataclass

from aidbook.domain.declare import Id, fact, ref
from aidbook.i18n import _, ngettext


@fact("correction", chapter="days")
@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """The action `corrected` was wrong, and was put right by this one instead of being taken back.

    `of` is a visit, gift or delivery of that action that stays as it was reported; by `households`, `people` and `boxes`, below
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


def off_words(households: int, people: int, boxes: int, given: str = "") -> str:
    """Return by how much reported figures were too high: "1 household, 4 people, 2 boxes fewer", "3 hours fewer".

    `given` is how much a gift was that was none, in words.
    """
    parts = []
    if households:
        parts.append(ngettext("{n} household", "{n} households", -households).format(n=-households))
    if people:
        parts.append(ngettext("{n} person", "{n} people", -people).format(n=-people))
    if boxes:
        parts.append(ngettext("{n} box", "{n} boxes", -boxes).format(n=-boxes))
    parts += [given] if given else []
    return _("{what} fewer").format(what=", ".join(parts)) if parts else _("nothing in its figures")
