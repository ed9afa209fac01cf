"""Deliveries that were written wrongly: what really came, from whom and when.

The delivery stays as it was reported. What is off moves today, as a correction of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from aidbook import clock
from aidbook.actions.pantry import Shelf
from aidbook.actions.receiving import Head, Known, Line, movement_of
from aidbook.domain.corrections import Correction
from aidbook.domain.declare import Id, new_id
from aidbook.domain.done import Done
from aidbook.domain.pantry import HANDED_OUT, OUTSIDE, WASTE, Delivery, Lot, Movement
from aidbook.errors import UserError
from aidbook.i18n import _
from aidbook.store import sources
from aidbook.store.book import Book
from aidbook.store.delivery_heads import NO_DELIVERY, head_id
from aidbook.store.history import action_of_fact
from aidbook.store.lot_levels import levels_of
from aidbook.store.sources import CORRECTION, TURNED, CameLot, DeliveryLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Anew:
    """What is said anew of a whole delivery; None is as it was.

    `source` is a known one, `source_name` one that may be new; `weights` what was only weighed, {category: mg}.
    """

    source: Id | None = None
    source_name: str | None = None
    on: str | None = None
    weights: dict[str, int] | None = None


AS_IT_WAS = Anew()


def put_right(
    book: Book,
    delivery: Id,
    numbers: dict[Id, int],
    *,
    also: Iterable[Line] = (),
    place: str | None = None,
    anew: Anew = AS_IT_WAS,
) -> Done:
    """Say what really came: {lot of the delivery: units}, `also` what nobody wrote, `anew` from whom and when.

    The delivery stays as it was reported; the difference moves today, as a correction of it. Where a lot was counted
    since, its level rests on the count: then what never came is no loss either, and the shelf stays as it is. `id` is
    the delivery's. Raises UserError where that changes nothing, or its day is still to come.
    """
    with book.transaction():
        line = sources.delivery(book, delivery)
        if line is None:
            raise UserError(_("This delivery is not in the book."), _("Find it again among the sources."))
        right = _Right(book, line)
        said = right.head(anew)
        right.correct(numbers)
        right.turn(said.source)
        right.add(also, place, said.source)
        if not right.moved and not right.marks:
            raise UserError(_("This is what the delivery says already."), _("Type how many really came."))
        return book.record(*right.shelf.made, *right.marks, *right.moved, made=delivery)


class _Right:
    """What puts one delivery right: the movements of today, and what is said anew of its whole."""

    def __init__(self, book: Book, line: DeliveryLine) -> None:
        self.shelf = Shelf(book)
        self.moved: list[Movement] = []
        self.marks: list[object] = []
        self._book, self._line = book, line
        self._units = {lot.first.lot: lot.units for lot in line.by_lot()}
        self._off: dict[tuple[Id, Id], int] = defaultdict(int)

    def head(self, anew: Anew) -> Delivery:
        """Return the whole of the delivery as it is said to be, and note what is new about it."""
        now = self._line.delivery
        if anew.on and anew.on > clock.today():
            raise UserError(_("This day is still to come."), _("Type the day on which it came."))
        said = replace(
            now,
            source=anew.source or self.shelf.source(anew.source_name) or now.source,
            on=anew.on or self._line.on,
            weights=now.weights
            if anew.weights is None
            else {each: mg for each, mg in anew.weights.items() if mg > 0},
        )
        if said != replace(now, on=self._line.on):
            action = action_of_fact(self._book, "delivery", now.id)
            mark = Correction(id=new_id(), corrected=action, of=now.id)
            whole = replace(said, id=head_id(mark.id), lines=NO_DELIVERY, note_digest=None)
            self.marks += [mark, whole]
        return said

    def correct(self, numbers: dict[Id, int]) -> None:
        """Move what a lot came to more or less than was written."""
        for lot in self._line.by_lot():
            units = numbers.get(lot.first.lot, lot.units)
            if units < 0:
                raise UserError(_("A count cannot be less than nothing."), _("Type 0 or more."))
            if units != lot.units:
                self._units[lot.first.lot] = units
                self._correct(lot, units - lot.units)

    def _correct(self, lot: CameLot, off: int) -> None:
        first = lot.first
        gone = first.place in map(self.shelf.outside, (HANDED_OUT, WASTE))
        counted = sources.counted_since(self._book, first.lot, first.place, first.at)
        inside = self.shelf.outside(WASTE) if counted or gone else first.place
        self._off[first.lot, inside] += off
        self._move(lot, first.lot, inside, off, CORRECTION, value=not first.by_weight)

    def turn(self, source: Id | None) -> None:
        """Let everything that came be from a source; nothing where it was said to be already."""
        for lot in self._line.by_lot():
            units = self._units[lot.first.lot]
            if units <= 0 or source is None or lot.first.source == source:
                continue
            record = self._book.get(Lot, lot.first.lot)
            if record is None:
                continue
            right = self._lot_from(record, source)
            for place, some in self._where(lot, units):
                self._move(lot, lot.first.lot, place, -some, TURNED, value=not lot.first.by_weight)
                self._move(lot, right, place, some, TURNED, value=not lot.first.by_weight)

    def _lot_from(self, lot: Lot, source: Id) -> Id:
        """Return the lot that is like another one, but from a source; opened and held as that one is."""
        if lot.opened_on or lot.held:
            made = replace(lot, id=new_id(), source=source)
            self.shelf.made.append(made)
            return made.id
        return self.shelf.lot(lot.item, lot.best_before, source, lot.code, lot.date_kind)

    def _where(self, lot: CameLot, units: int) -> Iterator[tuple[Id, int]]:
        """Yield (place, units) that these units are at by now: the shelves first, then what left them."""
        shelves, gone = levels_of(self._book, lot.first.lot)
        gone_to = self.shelf.outside(HANDED_OUT)
        places = {lot.first.place: shelves.pop(lot.first.place, 0)} | shelves | {gone_to: gone}
        for place, level in places.items():
            some = min(units, max(level + self._off[lot.first.lot, place], 0))
            if some:
                yield place, some
                units -= some
        if units:
            yield self.shelf.outside(WASTE), units

    def add(self, also: Iterable[Line], place: str | None, source: Id | None) -> None:
        """Take in what nobody wrote."""
        known, head = Known(self._book), Head(place=place)
        for one in also:
            moved = movement_of(self.shelf, known, one, head, self._line.id, source)
            self.moved.append(replace(moved, reason=CORRECTION))

    def _move(self, lot: CameLot, to: Id, place: Id, off: int, reason: str, *, value: bool) -> None:
        first, outside = lot.first, self.shelf.outside(OUTSIDE)
        moved = Movement(
            id=new_id(),
            item=first.item,
            lot=to,
            from_place=outside if off > 0 else place,
            to_place=place if off > 0 else outside,
            units=abs(off),
            reason=reason,
            of=self._line.id,
            unit_mg=round(first.mg / first.units) if first.mg is not None and first.units else None,
            cost=_share(first.cost, off, first.units),
            value=_share(first.value, off, first.units) if value else None,
        )
        self.moved.append(moved)


def _share(whole: int | None, units: int, of: int) -> int | None:
    """Return what so many of the units of a line cost or were worth."""
    return None if whole is None or not of else round(abs(units) * whole / of)
