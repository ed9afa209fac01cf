"""What people do in the pantry: take in, count, throw away; find the item that was meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aidbook import clock
from aidbook.actions.items import checked_fields
from aidbook.actions.places import must_have_lot
from aidbook.actions.scanned import read_scan
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.pantry import (
    OUTSIDE,
    SHELF,
    WASTE,
    Count,
    Delivery,
    Item,
    Lot,
    Movement,
    Place,
    Source,
    special_place,
)
from aidbook.domain.weights import mg_of_unit
from aidbook.domain.writes import change
from aidbook.errors import NeedsDecision, UserError
from aidbook.i18n import _
from aidbook.store import pantry as query
from aidbook.store.book import Book


@dataclass(frozen=True, kw_only=True, slots=True)
class Units:
    """So many units of an item, with what is known of their lot: the lot itself, or what tells it apart.

    `place_name` names a shelf that may be new; without it and `place` they are on the first one.
    """

    item: Id
    units: int
    best_before: str | None = None
    source: Id | None = None
    lot_code: str | None = None
    place: Id | None = None
    place_name: str | None = None
    lot: Id | None = None


_LotKey = tuple[Id, str | None, Id | None, str | None, str | None]
"""What tells a lot apart: item, date, source, the maker's code, what the date means where that is not usual."""


class Shelf:
    """The lots, places and sources an action works with: found where they are, made where they are not.

    `made` lists the new records; an action writes them along with its facts.
    """

    def __init__(self, book: Book) -> None:
        self.made: list[object] = []
        self._book = book
        self._lots: dict[_LotKey, Id] = {}
        self._items_read: set[Id] = set()
        self.first = special_place(book.identity.site, SHELF)

    def outside(self, role: str) -> Id:
        """Return the site's place outside: source, handed out, waste."""
        return special_place(self._book.identity.site, role)

    def lot(
        self,
        item: Id,
        best_before: str | None = None,
        source: Id | None = None,
        code: str | None = None,
        date_kind: str | None = None,
    ) -> Id:
        """Return the lot of an item with this date and what it means, this source and the maker's code."""
        if item not in self._items_read:
            self._items_read.add(item)
            for lot in query.lots_of(self._book, item):
                if lot.opened_on or (lot.held and not lot.code):
                    continue  # what comes now is neither opened nor held
                self._lots.setdefault((item, lot.best_before, lot.source, lot.code, lot.date_kind), lot.id)
        key = (item, best_before, source, code, date_kind)
        if key not in self._lots:
            self._lots[key] = new_id()
            self.made.append(
                Lot(
                    id=self._lots[key],
                    item=item,
                    best_before=best_before,
                    source=source,
                    code=code,
                    date_kind=date_kind,
                )
            )
        return self._lots[key]

    def place(self, name: str | None) -> Id:
        """Return the shelf of that name; the first one for no name."""
        return self._named(self._places, name, Place) if name and name.strip() else self.first

    @cached_property
    def _places(self) -> dict[str, Id]:
        return {place.name.casefold(): place.id for place in query.shelves(self._book)}

    @cached_property
    def _sources(self) -> dict[str, Id]:
        # A member is no name: every one of them is called "a member" here.
        named = (each for each in query.sources(self._book, apart=True) if each.kind != "member")
        return {source.name.casefold(): source.id for source in named}

    def source(self, name: str | None) -> Id | None:
        """Return the source of that name; None for no name."""
        return self._named(self._sources, name, Source) if name and name.strip() else None

    def _named(self, known: dict[str, Id], name: str, cls: type[Place] | type[Source]) -> Id:
        called = " ".join(name.split())
        if called.casefold() not in known:
            known[called.casefold()] = new_id()
            self.made.append(cls(id=known[called.casefold()], name=called))
        return known[called.casefold()]


def find_item(book: Book, text: str) -> Item | None:
    """Return the item that a name, code or barcode means; None where no item is like it.

    Raises NeedsDecision where it could be one of several, or is only part of a name; UserError for a code misread.
    """
    exact = query.items_named(book, text)
    if not exact and (scanned := read_scan(text)) is not None:
        exact = query.items_of_code(book, scanned.codes)
    if len(exact) == 1:
        return exact[0]
    alike = exact or query.items_found(book, text)
    if not alike:
        return None
    choices = tuple(item.name for item in alike[:10])
    raise NeedsDecision(
        _("{text} could be one of several items.").format(text=text),
        _("Write the whole name: {choices}.").format(choices="; ".join(choices)),
        choices,
    )


def add_item(book: Book, name: str, *, unit: str = "pcs", **fields: Any) -> Done:
    """Add an item. Raises UserError without a name or for one that is there already."""
    called = " ".join(name.split())
    if not called:
        raise UserError(_("An item needs a name."), _("Type what is written on it."))
    if query.items_named(book, called):
        raise UserError(
            _("{name} is in the pantry already.").format(name=called), _("Open it in the list instead.")
        )
    said = checked_fields(book, None, fields)
    item = Item(id=new_id(), name=called, unit=unit.strip() or "pcs", **said)
    return book.record(item, made=item.id)


def edit_item(book: Book, item: Id, **fields: Any) -> Done:
    """Set fields of an item. Raises UserError for what it cannot be, such as counted otherwise once it has moved."""
    with book.transaction():
        return book.record(change(Item, item, **checked_fields(book, item, fields)), made=item)


def receive_stock(
    book: Book,
    lines: Iterable[Units],
    *,
    source: Id | None = None,
    source_name: str | None = None,
    note_digest: str | None = None,
    at: int | None = None,
) -> Done:
    """Take goods in from a source, or from one of that name: one delivery, a movement for each line.

    `id` is the delivery's.

    Raises UserError for less than one unit.
    """
    with book.transaction():
        shelf, delivery = Shelf(book), new_id()
        source = source or shelf.source(source_name)
        movements = [
            _checked_in(book, shelf, line, delivery, source) for line in lines if _must_be_some(line.units)
        ]
        if not movements:
            raise UserError(_("There is nothing to take in."), _("Type how many of which item came."))
        on = clock.today() if at is None else clock.day_of(at)
        fact = Delivery(id=delivery, source=source, note_digest=note_digest, lines=len(movements), on=on)
        return book.record(*shelf.made, fact, *movements, at=at, made=delivery)


def _checked_in(book: Book, shelf: Shelf, line: Units, delivery: Id, source: Id | None) -> Movement:
    item = book.get(Item, line.item)
    return Movement(
        id=new_id(),
        item=line.item,
        lot=shelf.lot(line.item, line.best_before, line.source or source, line.lot_code),
        from_place=shelf.outside(OUTSIDE),
        to_place=line.place or shelf.place(line.place_name),
        units=line.units,
        reason="received",
        of=delivery,
        unit_mg=(item.weight_mg or mg_of_unit(item.unit)) if item else None,
    )


def count_stock(book: Book, lines: Iterable[Units], *, at: int | None = None) -> Done:
    """Write what was counted, as of `at` (now without it). Raises UserError for less than nothing."""
    with book.transaction():
        shelf, counts = Shelf(book), []
        for line in lines:
            if line.units < 0:
                raise UserError(_("A count cannot be less than nothing."), _("Type 0 or more."))
            lot = line.lot or shelf.lot(line.item, line.best_before, line.source, line.lot_code)
            place = line.place or shelf.place(line.place_name)
            counts.append(Count(id=new_id(), item=line.item, lot=lot, place=place, units=line.units))
        return book.record(*shelf.made, *counts, at=at)


def throw_away(book: Book, lot: Id, place: Id, units: int, reason: str, *, at: int | None = None) -> Done:
    """Move units of a lot from a place to waste, with a reason."""
    record = must_have_lot(book, lot)
    _must_be_some(units)
    return book.record(
        Movement(
            id=new_id(),
            item=record.item,
            lot=lot,
            from_place=place,
            to_place=special_place(book.identity.site, WASTE),
            units=units,
            reason=reason,
        ),
        at=at,
    )


def _must_be_some(units: int) -> bool:
    if units < 1:
        raise UserError(_("The number of units must be 1 or more."), _("Type how many there are."))
    return True
