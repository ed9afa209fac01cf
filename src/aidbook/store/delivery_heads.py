"""Whom deliveries came from and when, as it was put right since: what was said of them first stays as it was reported.

What is put right stands as a delivery with `lines` below zero, written by the action that a correction of the first one
belongs to. It is no delivery of its own.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from aidbook import clock
from aidbook.domain.declare import Id, derived_id
from aidbook.domain.pantry import Delivery
from aidbook.store.book import Book

NO_DELIVERY = -1
"""The `lines` of what only says anew what a delivery was."""


@dataclass(frozen=True, slots=True)
class HeadChange:
    """What was said of a delivery was put right at a moment (ms): how it was known `before`, and `after`."""

    delivery: Id
    at: int
    before: Delivery
    after: Delivery

    @property
    def turns_source(self) -> bool:
        """Tell whether it came from somebody else."""
        return self.before.source != self.after.source


def head_id(correction: Id) -> Id:
    """Return the id of what a correction says anew of its delivery."""
    return derived_id("delivery", correction)


def head_changes(
    book: Book, deliveries: Collection[Id] | None = None, *, site: Id | None = None
) -> list[HeadChange]:
    """Return what was put right of a site's deliveries, or of these, in the order in which it was."""
    asked = "" if deliveries is None else " AND c.of IN (SELECT value FROM json_each(?2))"
    rows = book.connection.execute(
        "SELECT c.id, c.of, c.at FROM correction c JOIN delivery d ON d.id = c.of AND d.stands = 1"
        f" WHERE c.stands = 1 AND c.site = ?1 AND d.site = ?1{asked} ORDER BY c.at, c.written, c.id",
        (site or book.identity.site, *([] if deliveries is None else [json.dumps(list(deliveries))])),
    ).fetchall()
    known: dict[Id, Delivery] = {}
    found = []
    for correction, id_, at in rows:
        before = known.get(id_) or book.get(Delivery, id_)
        said = book.get(Delivery, head_id(correction))
        if before is not None and said is not None:
            known[id_] = replace(said, id=id_, lines=before.lines, note_digest=before.note_digest)
            found.append(HeadChange(id_, at, before, known[id_]))
    return found


def by_delivery(changes: Iterable[HeadChange]) -> dict[Id, list[HeadChange]]:
    """Return them by their delivery."""
    found: dict[Id, list[HeadChange]] = defaultdict(list)
    for change in changes:
        found[change.delivery].append(change)
    return found


def within(changes: Iterable[HeadChange], since: str | None, until: str | None) -> list[HeadChange]:
    """Return those that were made in a time, both ISO dates included."""
    first = clock.start_ms(since) if since else None
    end = clock.end_ms(until) if until else None
    return [
        change
        for change in changes
        if (first is None or change.at >= first) and (end is None or change.at < end)
    ]


def weighed_off(change: HeadChange) -> tuple[dict[str, int], dict[str, int]]:
    """Return what was only weighed, {category: mg}, as it no longer counts and as it counts instead."""
    same = not change.turns_source and change.before.weights == change.after.weights
    return ({}, {}) if same else (change.before.weights, change.after.weights)
