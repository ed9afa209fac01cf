"""Deliveries that were written wrongly: what really came, from whom and when, what was paid and what it is worth.

The delivery stays as it was reported. What is off moves today, as a correction of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

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
from aidbook.store.sources import CORRECTION, NOBODY, Came, CameLot, DeliveryLine, known_total
from aidbook.store.turned_lots import TURNED

AS_WRITTEN = -1
"""The `cost` or `value` that stays as it is written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Anew:
    """What is said anew of a whole delivery; None is as it was.

    `source` is a known one, or `NOBODY` where nobody is named; `source_name` one that may be new; `weights` what was only weighed, {category: mg}.
    `cost` is what was paid for all of it, with what its lines cost, `value` what its source says that all of it is
    worth, both in the smallest coin; None is nothing paid, or nothing said.
    """

    source: Id | None = None
    source_name: str | None = None
    on: str | None = None
    weights: dict[str, int] | None = None
    cost: int | None = AS_WRITTEN
    value: int | None = AS_WRITTEN


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
    """Say what really came: {lot of the delivery: units}, `also` what nobody wrote, `anew` what holds for the whole.

    The delivery stays as it was reported; the difference moves today, as a correction of it. Where a lot was counted
    since, its level rests on the count: then what never came is no loss either, and the shelf stays as it is. `id` is
    the delivery's. Raises UserError where that changes nothing, or its day is still to come.
    """
    with book.transaction():
        line = sources.delivery(book, delivery)
        if line is None:
            raise UserError(_("This delivery is not in the book."), _("Find it again among the sources."))
        right = _Right(book, line)
        said = right.said(anew)
        right.correct(numbers)
        if said.source or anew.source == NOBODY:
            right.turn(said.source)
        right.add(also, place, said.source)
        right.head(right.priced(said, anew))
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

    def said(self, anew: Anew) -> Delivery:
        """Return the whole of the delivery as it is said to be; its cost and value apart."""
        now = self._line.delivery
        if anew.on and anew.on > clock.today():
            raise UserError(_("This day is still to come."), _("Type the day on which it came."))
        source = anew.source or self.shelf.source(anew.source_name) or now.source
        return replace(
            now,
            source=None if source == NOBODY else source,
            on=anew.on or self._line.on,
            weights=now.weights
            if anew.weights is None
            else {each: mg for each, mg in anew.weights.items() if mg > 0},
        )

    def priced(self, said: Delivery, anew: Anew) -> Delivery:
        """Return it with its cost and value, once its lines are right: what these cost is no cost of the whole."""
        cost = said.cost if anew.cost == AS_WRITTEN else self._beside_lines(anew.cost)
        return replace(said, cost=cost, value=said.value if anew.value == AS_WRITTEN else anew.value)

    def _beside_lines(self, cost: int | None) -> int | None:
        lines = known_total(
            [
                *(came.cost for came in self._line.came),
                *(each.cost and self._sign(each) * each.cost for each in self.moved),
            ]
        )
        return cost if lines is None else ((cost or 0) - lines) or None

    def head(self, said: Delivery) -> None:
        """Note what is said anew of the whole, if anything is."""
        now = self._line.delivery
        if said != replace(now, on=self._line.on):
            action = action_of_fact(self._book, "delivery", now.id)
            mark = Correction(id=new_id(), corrected=action, of=now.id)
            whole = replace(said, id=head_id(mark.id), lines=NO_DELIVERY, note_digest=None)
            self.marks += [mark, whole]

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
        share = _Rest.of(self._came(first.lot) if lot.units > 0 else [first]).share(abs(off))
        self._move(lot, first.lot, inside, off, CORRECTION, share)

    def _came(self, lot: Id) -> list[Came]:
        return [came for came in self._line.came if came.lot == lot]

    def turn(self, source: Id | None) -> None:
        """Let everything that came be from a source, or from nobody named; nothing where it was said to be already."""
        for lot in self._line.by_lot():
            units = self._units[lot.first.lot]
            if units <= 0 or lot.first.source == source:
                continue
            record = self._book.get(Lot, lot.first.lot)
            if record is None:
                continue
            right, rest = self._lot_from(record, source), self._rest(lot, units)
            for place, some in self._where(lot, units):
                share = rest.take(some)
                self._move(lot, lot.first.lot, place, -some, TURNED, share)
                self._move(lot, right, place, some, TURNED, share)

    def _lot_from(self, lot: Lot, source: Id | None) -> Id:
        """Return the lot that is like another one, but from a source; opened and held as that one is."""
        if lot.opened_on or lot.held:
            made = replace(lot, id=new_id(), source=source)
            self.shelf.made.append(made)
            return made.id
        return self.shelf.lot(lot.item, lot.best_before, source, lot.code, lot.date_kind)

    def _where(self, lot: CameLot, units: int) -> Iterator[tuple[Id, int]]:
        """Yield (place, units) that these units are at by now: the shelves first, then what left them."""
        there = levels_of(self._book, lot.first.lot)
        places = {lot.first.place: there.pop(lot.first.place, 0)} | there
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

    def _rest(self, lot: CameLot, units: int) -> "_Rest":
        """Return what the units of a lot weigh, cost and are worth, with what is corrected of them now."""
        rest = _Rest.of(self._came(lot.first.lot))
        for moved in self.moved:
            if moved.lot == lot.first.lot:
                sign = self._sign(moved)
                rest.mg = _more(rest.mg, moved.unit_mg, sign * (moved.units or 0))
                rest.cost, rest.value = (
                    _more(rest.cost, moved.cost, sign),
                    _more(rest.value, moved.value, sign),
                )
        rest.units = units
        return rest

    def _sign(self, moved: Movement) -> int:
        return -1 if moved.to_place == self.shelf.outside(OUTSIDE) else 1

    def _move(self, lot: CameLot, to: Id, place: Id, off: int, reason: str, share: "_Rest") -> None:
        outside = self.shelf.outside(OUTSIDE)
        moved = Movement(
            id=new_id(),
            item=lot.first.item,
            lot=to,
            from_place=outside if off > 0 else place,
            to_place=place if off > 0 else outside,
            units=abs(off),
            reason=reason,
            of=self._line.id,
            unit_mg=round(share.mg / share.units) if share.mg is not None and share.units else None,
            cost=share.cost,
            value=share.value,
        )
        self.moved.append(moved)


@dataclass(slots=True)
class _Rest:
    """Units with what all of them weigh, cost and are worth; `value` is None where that is the fair one of their weight."""

    units: int
    mg: int | None
    cost: int | None
    value: int | None

    @classmethod
    def of(cls, came: Sequence[Came]) -> Self:
        """Return what came, line by line, in one."""
        said = any(each.value is not None and not each.by_weight for each in came)
        cost = known_total(each.cost for each in came)
        own = said or cost is not None  # what was paid for has no fair value any more
        return cls(
            sum(each.units for each in came),
            known_total(each.mg for each in came),
            cost,
            known_total(each.value for each in came) if own else None,
        )

    def share(self, some: int) -> "_Rest":
        """Return what so many of the units weigh, cost and are worth."""
        parts = (None if whole is None or not self.units else round(whole * some / self.units)
                 for whole in (self.mg, self.cost, self.value))  # fmt: skip
        return _Rest(some, *parts)

    def take(self, some: int) -> "_Rest":
        """Take so many of them away and return them; nothing is left where all were taken."""
        share = self.share(some)
        self.units -= some
        self.mg, self.cost, self.value = (
            _more(self.mg, share.mg, -1), _more(self.cost, share.cost, -1), _more(self.value, share.value, -1)
        )  # fmt: skip
        return share


def _more(whole: int | None, part: int | None, times: int) -> int | None:
    return whole if part is None else (whole or 0) + times * part
