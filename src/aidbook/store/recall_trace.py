"""Where the units of recalled lots went: figures that add up, site by site, and the households that have some.

*Certain* is a household of whose visit a movement says that it was packed from such a lot. *Possible* is one that got
the item while such a lot was on the shelves: somebody may have reached past the list.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aidbook import clock
from aidbook.domain.declare import Id, answered
from aidbook.domain.pantry import HANDED_OUT, LENT, OUTSIDE, REPACKED, SHELF, TRANSIT, WASTE
from aidbook.domain.profiles import only_asked
from aidbook.domain.recalls import Recall
from aidbook.domain.roles import NotYours
from aidbook.store.book import Book
from aidbook.store.counted import differences
from aidbook.store.members import household_page
from aidbook.store.profiles import fields_on
from aidbook.store.recalls import lots_of_recall, recalls
from aidbook.store.same import all_of
from aidbook.store.transfers import sent_on
from aidbook.store.turned_lots import turned_from


@dataclass(frozen=True, slots=True)
class LotTrace:
    """One lot at one site, in units of its item: what came in and was found is all that follows."""

    lot: Id
    item: Id
    name: str
    unit: str
    best_before: str | None
    lot_code: str | None
    came: int
    found: int
    on_hand: int
    handed_out: int
    wasted: int
    missing: int
    lent: int
    repacked: int
    sent: int
    way: int

    @property
    def adds_up(self) -> bool:
        """Tell whether every unit is accounted for; not so while something that is referred to has not arrived."""
        left = self.handed_out + self.wasted + self.missing + self.lent + self.repacked + self.sent + self.way
        return self.came + self.found == self.on_hand + left


@dataclass(frozen=True, slots=True)
class SiteTrace:
    """What is known here of the lots at one site."""

    site: Id
    name: str
    lots: tuple[LotTrace, ...]


def trace(book: Book, recall: Recall) -> list[SiteTrace]:
    """Return where the units of a recall's lots are, by site: the book's own first, then those whose word is here."""
    return trace_lots(book, lots_of_recall(book, recall))


def trace_lots(book: Book, lots: Sequence[Id]) -> list[SiteTrace]:
    """Return where the units of these lots are, by site."""
    rows = book.connection.execute(
        "SELECT DISTINCT m.site, coalesce(s.name, '') FROM movement m LEFT JOIN site s ON s.id = m.site"
        " WHERE m.lot IN (SELECT value FROM json_each(?)) AND m.stands = 1 ORDER BY m.site <> ?, 2, 1",
        (json.dumps(list(lots)), book.identity.site),
    ).fetchall()
    return [SiteTrace(site, name, tuple(_lots_at(book, site, lots))) for site, name in rows]


def _lots_at(book: Book, site: Id, lots: Sequence[Id]) -> Iterable[LotTrace]:
    moved, arrived, on_hand = _moved(book, site, lots), _arrived(book, site, lots), _on_hand(book, site, lots)
    sent = sent_on(book, site=site)
    rows = book.connection.execute(
        "SELECT l.id, l.item, coalesce(i.name, ''), coalesce(i.unit, 'pcs'), l.best_before, l.code FROM lot l"
        " LEFT JOIN item i ON i.id = l.item WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY 3, 5, 6, 1",
        (json.dumps(list(lots)),),
    ).fetchall()
    for row in rows:
        net = moved.get(row[0], {})
        if not net and row[0] not in arrived and row[0] not in on_hand:
            continue
        off = [each.off for each in differences(book, lot=row[0], site=site)]
        filled = net.get(REPACKED, 0)
        figures = (
            arrived.get(row[0], 0) - net.get(OUTSIDE, 0) + max(-filled, 0),
            sum(n for n in off if n > 0),
            on_hand.get(row[0], 0),
            net.get(HANDED_OUT, 0),
            net.get(WASTE, 0),
            -sum(n for n in off if n < 0),
            net.get(LENT, 0),
            max(filled, 0),
            sent.get(row[0], 0),
            net.get(TRANSIT, 0) - sent.get(row[0], 0),
        )
        if any(figures):  # nothing is left of a lot that was all said to be another source's
            yield LotTrace(*(*row, *figures))


def _moved(book: Book, site: Id, lots: Sequence[Id]) -> dict[Id, dict[str, int]]:
    """Return {lot: {role: units}} that a site's own movements brought to its places, less what they took."""
    rows = book.connection.execute(
        "WITH m AS (SELECT lot, from_place, to_place, units FROM movement WHERE stands = 1 AND site = :site"
        " AND lot IN (SELECT value FROM json_each(:lots))) SELECT lot, role, sum(units) FROM ("
        " SELECT m.lot, p.role, m.units FROM m JOIN place p ON p.id = m.to_place AND p.home = :site UNION ALL"
        " SELECT m.lot, p.role, -m.units FROM m JOIN place p ON p.id = m.from_place AND p.home = :site)"
        " GROUP BY lot, role",
        {"site": site, "lots": json.dumps(list(lots))},
    )
    found: dict[Id, dict[str, int]] = {}
    for lot, role, units in rows:
        found.setdefault(lot, {})[role or ""] = units
    return found


def _arrived(book: Book, site: Id, lots: Sequence[Id]) -> dict[Id, int]:
    """Return {lot: units} that a site received off the way of others."""
    rows = book.connection.execute(
        "SELECT m.lot, sum(m.units) FROM movement m JOIN place p ON p.id = m.from_place AND p.home <> m.site"
        " AND p.role = ? WHERE m.stands = 1 AND m.site = ? AND m.lot IN (SELECT value FROM json_each(?)) GROUP BY m.lot",
        (TRANSIT, site, json.dumps(list(lots))),
    )
    return dict(rows.fetchall())


def _on_hand(book: Book, site: Id, lots: Sequence[Id]) -> dict[Id, int]:
    rows = book.connection.execute(
        "SELECT s.lot, sum(s.units) FROM stock s JOIN place p ON p.id = s.place AND p.home = s.site AND p.role = ?"
        " WHERE s.site = ? AND s.lot IN (SELECT value FROM json_each(?)) GROUP BY s.lot",
        (SHELF, site, json.dumps(list(lots))),
    )
    return dict(rows.fetchall())


def on_shelves(book: Book, lots: Sequence[Id]) -> dict[str, int]:
    """Return {place: units} of what of these lots is on the site's own shelves."""
    rows = book.connection.execute(
        "SELECT p.name, sum(s.units) FROM stock s JOIN place p ON p.id = s.place AND p.home = s.site AND p.role = ?"
        " WHERE s.site = ? AND s.units <> 0 AND s.lot IN (SELECT value FROM json_each(?)) GROUP BY 1 ORDER BY 1",
        (SHELF, book.identity.site, json.dumps(list(lots))),
    )
    return dict(rows.fetchall())


# Households


@dataclass(frozen=True, slots=True)
class Reached:
    """A household that has, or may have, units of a recall: when it last got some (ms), how many, and who to call.

    `told` is whether somebody has told it. What its contact person never said is None.
    """

    household: Id
    label: str
    certain: bool
    last: int
    units: int
    told: bool
    number: str | None = None
    phone: str | None = None
    reach_by: str | None = None
    reach_note: str | None = None
    email: str | None = None
    address: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Households:
    """Who is to be told. `unnamed`: visits from these lots of which nobody knows whose they were."""

    certain: tuple[Reached, ...]
    possible: tuple[Reached, ...]
    unnamed: int
    unnamed_possible: int


def households_of(book: Book, recall: Recall) -> Households:
    """Return the households to tell of a recall, the certain ones apart. Raises NotYours for all but coordinators."""
    if book.role != "coordinator":
        raise NotYours(book.role)
    visits = _visits(book, recall)
    certain = [visit for visit in visits if visit.certain]
    possible = [visit for visit in visits if not visit.certain]
    named = {visit.household for visit in certain if visit.household}
    return Households(
        tuple(_reached(book, recall, certain)),
        tuple(_reached(book, recall, [visit for visit in possible if visit.household not in named])),
        sum(1 for visit in certain if visit.household is None),
        sum(1 for visit in possible if visit.household is None),
    )


@dataclass(frozen=True, slots=True)
class _Visit:
    household: Id | None
    at: int
    units: int
    certain: bool


def _visits(book: Book, recall: Recall, households: Sequence[Id] | None = None) -> list[_Visit]:
    """Return the visits that got the item of a recall while its lots were out; only some households' if asked."""
    lots = lots_of_recall(book, recall)
    window = _window(book, lots)
    if window is None:
        return []
    items = book.connection.execute(
        "SELECT DISTINCT item FROM lot WHERE item IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(lots),),
    ).fetchall()
    # Of a few households the ties lead to the visits; of all, the item's movements do.
    begin = (
        " FROM tie t CROSS JOIN visit v ON v.id = t.of CROSS JOIN movement m ON m.of = v.id AND m.stands = 1"
        " WHERE t.kept = 1 AND t.household IN (SELECT value FROM json_each(:households)) AND v.stands = 1"
        if households is not None
        else " FROM visit v JOIN movement m ON m.of = v.id AND m.stands = 1 LEFT JOIN tie t ON t.of = v.id AND t.kept = 1"
        " WHERE v.stands = 1"
    )
    rows = book.connection.execute(
        f"SELECT t.household, max(v.at), sum(m.units), m.lot IN (SELECT value FROM json_each(:lots)) AS sure{begin}"
        " AND m.item IN (SELECT value FROM json_each(:items)) AND (sure OR (v.at BETWEEN :first AND :last))"
        " GROUP BY v.id, t.household, sure",
        {
            "lots": json.dumps(lots),
            "items": json.dumps(all_of(book, "item", [item for (item,) in items])),
            "first": window[0],
            "last": window[1],
            "households": json.dumps(list(households or ())),
        },
    )
    return [_Visit(who, at, units, bool(sure)) for who, at, units, sure in rows]


def _window(book: Book, lots: Sequence[Id]) -> tuple[int, int] | None:
    """Return when the first of the lots came to the site, whatever they were said to be, and their last unit left (ms)."""
    (first, _gone), (_came, last) = (
        book.connection.execute(
            "SELECT min(at), max(at) FROM movement WHERE stands = 1 AND site = ?"
            " AND lot IN (SELECT value FROM json_each(?))",
            (book.identity.site, json.dumps(sorted(those))),
        ).fetchone()
        for those in ({*lots, *turned_from(book, lots)}, lots)
    )
    if last is None:
        return None
    still = any(_on_hand(book, book.identity.site, lots).values())
    return first, clock.now_ms() if still else last


def _reached(book: Book, recall: Recall, visits: Sequence[_Visit]) -> Iterable[Reached]:
    on = fields_on(book)
    by_household: dict[Id, list[_Visit]] = {}
    for visit in visits:
        if visit.household:
            by_household.setdefault(visit.household, []).append(visit)
    for household, those in sorted(by_household.items(), key=lambda pair: -max(each.at for each in pair[1])):
        page = household_page(book, household)
        if page is None:  # erased since: nobody to tell
            continue
        contact = only_asked(page.contact, on) if page.contact else None
        yield Reached(
            household=household,
            label=page.label,
            certain=those[0].certain,
            last=max(each.at for each in those),
            units=sum(each.units for each in those),
            told=is_told(book, recall.id, household),
            number=contact.number if contact else None,
            phone=answered(contact.phone) if contact else None,
            reach_by=answered(contact.reach_by) if contact else None,
            reach_note=answered(contact.reach_note) if contact else None,
            email=answered(contact.email) if contact else None,
            address=answered(only_asked(page.household, on).address),
            languages=tuple(filter(answered, contact.languages)) if contact else (),
        )


def is_told(book: Book, recall: Id, household: Id) -> bool:
    """Tell whether a household was told of a recall."""
    row = book.connection.execute(
        "SELECT 1 FROM tie WHERE of = ? AND household = ? AND kept = 1 LIMIT 1", (recall, household)
    ).fetchone()
    return row is not None


@dataclass(frozen=True, slots=True)
class RecallNotice:
    """What to tell a household that stands at the door: `items` it got, surely or perhaps of a recalled lot."""

    recall: Id
    why: str
    items: tuple[str, ...]
    certain: bool


def recall_notices(book: Book, households: Sequence[Id]) -> list[RecallNotice]:
    """Return what a household, given with those shown as one with it, has not been told yet, the certain first."""
    found = []
    for recall in recalls(book, ended=False):
        if any(is_told(book, recall.id, one) for one in households):
            continue
        visits = _visits(book, recall, households)
        if visits:
            certain = any(visit.certain for visit in visits)
            found.append(RecallNotice(recall.id, recall.why, _names(book, recall), certain))
    return sorted(found, key=lambda notice: not notice.certain)


def _names(book: Book, recall: Recall) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lot.name for lot in recalled(book, recall) if lot.name))


@dataclass(frozen=True, slots=True)
class RecalledLot:
    """What tells a recalled lot from others, for whoever looks on a lid."""

    name: str
    best_before: str | None
    lot_code: str | None


def recalled(book: Book, recall: Recall) -> list[RecalledLot]:
    """Return the lots of a recall by item, date and code; those that look alike once."""
    rows = book.connection.execute(
        "SELECT DISTINCT coalesce(i.name, ''), l.best_before, l.code FROM lot l LEFT JOIN item i ON i.id = l.item"
        " WHERE l.id IN (SELECT value FROM json_each(?)) ORDER BY 1, 2, 3",
        (json.dumps(lots_of_recall(book, recall)),),
    )
    return [RecalledLot(*row) for row in rows]
