"""Taking goods in: a whole delivery in one action, from what was scanned, typed and weighed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aidbook import clock
from aidbook.actions import items
from aidbook.actions.pantry import Shelf
from aidbook.domain.declare import Id, derived_id, new_id
from aidbook.domain.done import Done
from aidbook.domain.pantry import OUTSIDE, Delivery, Item, Movement, Pack
from aidbook.domain.weights import mg_of_unit
from aidbook.domain.writes import change
from aidbook.errors import UserError
from aidbook.i18n import _, ngettext
from aidbook.store.book import Book
from aidbook.store.progress import Progress, silent

RECEIVED = "received"
_MOST_UNITS = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """So many of one item, or of one pack of it, that came in: what a scan, a number and a date say.

    `number` counts packs of `each` units. Without `item` it is a `code` that nobody has named yet. `mg` is what all
    of it weighs, where it was weighed; `cost` and `value` are of all of it.
    """

    item: Id | None = None
    code: str | None = None
    pack: Id | None = None
    each: int = 1
    number: int = 1
    best_before: str | None = None
    date_kind: str | None = None
    lot_code: str | None = None
    place: str | None = None
    mg: int | None = None
    cost: int | None = None
    value: int | None = None

    @property
    def units(self) -> int:
        """Return how many base units that is."""
        return self.number * self.each


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What holds for a whole delivery. `source` is a known one, `source_name` one that may be new; `place` a name."""

    source: Id | None = None
    source_name: str | None = None
    on: str | None = None
    place: str | None = None
    cost: int | None = None
    value: int | None = None
    note: str | None = None
    weights: dict[str, int] = field(default_factory=dict)


def receive(book: Book, head: Head, lines: Iterable[Line], *, progress: Progress = silent) -> Done:
    """Take a delivery in: one action, one commit, however many lines it has. `id` is the delivery's.

    Raises UserError where nothing came, a code has no name yet, or a number cannot be right.
    """
    with book.transaction():
        came = list(lines)
        _must_make_sense(head, came)
        shelf, delivery = Shelf(book), new_id()
        source = head.source or shelf.source(head.source_name)
        known = Known(book)
        moved = [movement_of(shelf, known, line, head, delivery, source) for line in came]
        on = head.on or clock.today()
        fact = Delivery(
            id=delivery,
            source=source,
            lines=len(moved),
            on=on,
            weights={category: mg for category, mg in head.weights.items() if mg > 0},
            cost=head.cost,
            value=head.value,
            note=head.note,
        )
        at = None if on == clock.today() else clock.noon_ms(on)
        return book.record(*shelf.made, fact, *moved, at=at, made=delivery, progress=progress)


def _must_make_sense(head: Head, lines: Sequence[Line]) -> None:
    if not lines and not any(mg > 0 for mg in head.weights.values()):
        raise UserError(
            _("There is nothing to take in."), _("Scan what came, or type what it weighs by category.")
        )
    unnamed = sum(line.item is None for line in lines)
    if unnamed:
        raise UserError(
            ngettext("{n} code has no name yet.", "{n} codes have no name yet.", unnamed).format(n=unnamed),
            _("Say once what it is; then it is known for ever."),
        )
    if any(not 0 < line.units <= _MOST_UNITS for line in lines):
        raise UserError(_("The number of units must be 1 or more."), _("Type how many there are."))
    if head.on and head.on > clock.today():
        raise UserError(_("This day is still to come."), _("Take it in on the day when it comes."))


class Known:
    """The items and packs that the lines of one delivery speak of, each read once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._items: dict[Id, Item] = {}
        self._packs: dict[Id, Pack | None] = {}

    def item(self, id_: Id | None) -> Item:
        """Return an item; raises UserError where it is gone."""
        if id_ not in self._items:
            record = self._book.get(Item, id_)
            if record is None or id_ is None:
                raise UserError(_("This item is not in the book any more."), _("Scan it again."))
            self._items[id_] = record
        return self._items[id_]

    def pack(self, id_: Id | None) -> Pack | None:
        """Return a pack, or None."""
        if id_ is None:
            return None
        if id_ not in self._packs:
            self._packs[id_] = self._book.get(Pack, id_)
        return self._packs[id_]


def movement_of(
    shelf: Shelf, known: Known, line: Line, head: Head, delivery: Id, source: Id | None
) -> Movement:
    """Return what takes a line of a delivery in."""
    item, pack = known.item(line.item), known.pack(line.pack)
    date_kind = line.date_kind if line.date_kind != item.date_kind else None
    return Movement(
        id=new_id(),
        item=item.id,
        lot=shelf.lot(item.id, line.best_before, source, line.lot_code, date_kind),
        from_place=shelf.outside(OUTSIDE),
        to_place=shelf.place(line.place or head.place),
        units=line.units,
        reason=RECEIVED,
        of=delivery,
        pack=pack.name if pack else None,
        pack_units=line.each,
        unit_mg=unit_weight(item, pack, line),
        cost=line.cost,
        value=line.value,
    )


def unit_weight(item: Item, pack: Pack | None, line: Line) -> int | None:
    """Return what one unit of a line weighed: as it was weighed, as its pack says, as its item says; or None."""
    if line.mg and line.units:
        return round(line.mg / line.units)
    if pack and pack.weight_mg:
        return round(pack.weight_mg / pack.units)
    return item.weight_mg or mg_of_unit(item.unit)


# Codes that nobody knew


def teach(
    book: Book,
    code: str,
    *,
    item: Id | None = None,
    name: str = "",
    unit: str = "pcs",
    units: int = 1,
    pack_name: str = "",
) -> Done:
    """Let a code mean an item from now on, a new one of that name if none is given, or a pack of so many units of it.

    One action; `id` is the item's.
    """
    with book.transaction():
        writes: list[object] = []
        if item is None:
            called = " ".join(name.split())
            if not called:
                raise UserError(_("An item needs a name."), _("Type what is written on it."))
            item = new_id()
            writes.append(Item(id=item, name=called, unit=unit.strip() or "pcs"))
        pack = None
        if units > 1:
            pack = derived_id("pack", item, str(units))
            called = pack_name.strip() or ngettext("case of {n}", "case of {n}", units).format(n=units)
            there = book.get(Pack, pack)
            if there is None:
                writes.append(Pack(id=pack, item=item, name=called, units=units))
            elif pack_name.strip():
                writes.append(change(Pack, pack, name=called))
        writes.append(items.learnt(book, code, item, pack))
        return book.record(*writes, made=item)
