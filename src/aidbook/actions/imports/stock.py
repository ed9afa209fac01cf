"""Reading stock in: a list is a count as of now, a delivery note adds."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from aidbook import clock
from aidbook.actions.imports.items import Items
from aidbook.actions.imports.preview import Reading
from aidbook.actions.items import codes_in
from aidbook.actions.pantry import Shelf
from aidbook.domain.declare import Id, new_id
from aidbook.domain.imports import StockRow
from aidbook.domain.pantry import OUTSIDE, Count, Delivery, Movement
from aidbook.errors import UserError
from aidbook.i18n import _, format_number
from aidbook.store import imports as query
from aidbook.store.book import Book
from aidbook.store.imports import LotLevel
from aidbook.store.items import Meant, meant_by


@dataclass(frozen=True, slots=True)
class _Target:
    """What a row counts: an item at a place, with what it says of the lot."""

    item: Id
    place: Id
    best_before: str | None
    source: Id | None
    code: str | None

    def is_exactly(self, lot: LotLevel) -> bool:
        """Tell whether the row describes just this lot."""
        return (self.best_before, self.source, self.code) == (lot.best_before, lot.source, lot.code)

    def may_be(self, lot: LotLevel) -> bool:
        """Tell whether nothing that the row says speaks against this lot."""
        pairs = ((self.best_before, lot.best_before), (self.source, lot.source), (self.code, lot.code))
        return all(said is None or said == there for said, there in pairs)


def read_counts(book: Book, rows: list[StockRow], reading: Reading) -> None:
    """Read a stock list as a count as of now: the same figures change nothing, another figure is one change."""
    shelf, items = Shelf(book), Items(book, reading)
    units: Counter[_Target] = Counter()
    first: dict[_Target, StockRow] = {}
    for row in rows:
        item = items.item(row.row, row.item, row.unit, row.code, row.category)
        if item is not None:
            target = _Target(item, shelf.place(row.place), row.best_before, shelf.source(row.source), row.lot)
            if target in first:
                reading.say(row.row, "same", _("{item} stands in row {row} too; added up").format(
                    item=row.item, row=first[target].row))  # fmt: skip
            first.setdefault(target, row)
            units[target] += row.units
    levels = _levels(book)
    alone = Counter((target.item, target.place) for target in first)
    counts: list[object] = []
    for target, row in first.items():
        there = levels[target.item, target.place]
        exact = [lot for lot in there if target.is_exactly(lot)]
        fitting = exact or [lot for lot in there if target.may_be(lot)]
        if not exact and alone[target.item, target.place] > 1:
            fitting = []
        wanted = _spread(fitting, units[target]) if fitting else {}
        if not fitting:
            lot = shelf.lot(target.item, target.best_before, target.source, target.code)
            wanted[lot] = units[target]
        before = {lot.lot: lot.units for lot in fitting}
        made = [
            Count(id=new_id(), item=target.item, lot=lot, place=target.place, units=n)
            for lot, n in wanted.items()
            if before.get(lot) != n
        ]
        counts += made
        _say(reading, row, units[target], before, made)
    if counts:
        reading.writes[:0] = shelf.made
        reading.writes += counts


def _levels(book: Book) -> dict[tuple[Id, Id], list[LotLevel]]:
    levels: dict[tuple[Id, Id], list[LotLevel]] = defaultdict(list)
    for lot in query.lot_levels(book):
        levels[lot.item, lot.place].append(lot)
    return levels


def _spread(lots: list[LotLevel], units: int) -> dict[Id, int]:
    """Return {lot: units} that add up to what was counted: what is missing left the first to expire."""
    ordered = sorted(lots, key=lambda lot: (lot.best_before or "9999", lot.lot), reverse=True)
    wanted: dict[Id, int] = {}
    for lot in ordered:
        wanted[lot.lot] = min(max(lot.units, 0), units)
        units -= wanted[lot.lot]
    wanted[ordered[0].lot] += units
    return wanted


def _say(reading: Reading, row: StockRow, units: int, before: dict[Id, int], made: list[Count]) -> None:
    here = f"{format_number(units)} {row.unit}"
    if not before:
        reading.say(row.row, "new", _("{item}: {units}").format(item=row.item, units=here))
    elif made:
        was = format_number(sum(before.values()))
        reading.say(
            row.row, "changed", _("{item}: {was} becomes {units}").format(item=row.item, was=was, units=here)
        )
    else:
        reading.say(row.row, "same", _("{item}: {units} as before").format(item=row.item, units=here))


def read_delivery(book: Book, rows: list[StockRow], reading: Reading, digest: str) -> None:
    """Read a delivery note: every line adds its units; a code that is known says which item, and which pack of it."""
    shelf, items = Shelf(book), Items(book, reading)
    delivery, movements, givers = new_id(), list[object](), set[Id | None]()
    for row in rows:
        meant = _meant(book, row)
        item = meant.item.id if meant else items.item(row.row, row.item, row.unit, row.code, row.category)
        if item is None or row.units == 0:
            continue
        source = shelf.source(row.source)
        givers.add(source)
        movements.append(_came(shelf, row, meant, item, source, delivery))
        reading.say(row.row, "new", _more(row, meant))
    if movements:
        source = givers.pop() if len(givers) == 1 else None
        fact = Delivery(
            id=delivery, source=source, note_digest=digest, lines=len(movements), on=clock.today()
        )
        reading.writes += [*shelf.made, fact, *movements]


def _meant(book: Book, row: StockRow) -> Meant | None:
    """Return what the code of a line means where that is one known thing."""
    try:
        meant = meant_by(book, codes_in(row.code)) if row.code else []
    except UserError:  # no code that any scanner reads: the note's own number for it
        return None
    return meant[0] if len(meant) == 1 else None


def _units(row: StockRow, meant: Meant | None) -> tuple[int, int]:
    """Return how many base units a line is, and how many are in the pack that it names."""
    # The code of a case on a line that counts cases: the note itself has not said what is in one.
    if meant is not None and meant.pack is not None and row.pack_units == 1:
        return row.units * meant.units, meant.units
    return row.units, row.pack_units


def _came(
    shelf: Shelf, row: StockRow, meant: Meant | None, item: Id, source: Id | None, delivery: Id
) -> Movement:
    units, each = _units(row, meant)
    pack = meant.pack.name if meant and meant.pack and each == meant.units else row.pack
    return Movement(
        id=new_id(),
        item=item,
        lot=shelf.lot(item, row.best_before, source, row.lot),
        from_place=shelf.outside(OUTSIDE),
        to_place=shelf.place(row.place),
        units=units,
        reason="received",
        of=delivery,
        pack=pack,
        pack_units=each,
        unit_mg=round(meant.mg / meant.units) if meant and meant.mg else None,
    )


def _more(row: StockRow, meant: Meant | None) -> str:
    units, _each = _units(row, meant)
    name, unit = (meant.item.name, meant.item.unit) if meant else (row.item, row.unit)
    return _("{item}: {units} more").format(item=name, units=f"{format_number(units)} {unit}")
