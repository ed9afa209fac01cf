"""The stock table: each item with what is on hand, what of it is due or held, how long it lasts, what lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from aidbook.domain.declare import Id
from aidbook.domain.pantry import RETAIL_GROUPS
from aidbook.store import same
from aidbook.store.book import Book
from aidbook.store.due import PAST, WITHIN, by_item, due
from aidbook.store.pantry import ItemLine, held_stock, item_lines
from aidbook.store.supply import Use, Wanted, use, wanted

Narrowed = Literal["all", "past", "due7", "due30", "due90", "least", "out", "held", "below"]
NARROWED: tuple[Narrowed, ...] = ("all", "past", "due7", "due30", "due90", "least", "out", "held", "below")
DUE: dict[Narrowed, int] = {"due7": 7, "due30": 30, "due90": 90}
"""{a way to narrow: within so many days what it shows is due}."""
SOON = 30
"""What is due within so many days is due soon."""


@dataclass(frozen=True, slots=True)
class StockRow:
    """An item of the stock table. `due` are its units by when: `PAST`, or the first of `WITHIN` they fall in."""

    line: ItemLine
    due: dict[int, int]
    held: int
    use: Use | None
    wanted: Wanted

    @property
    def id(self) -> Id:
        """Return the item."""
        return self.line.id

    @property
    def usable(self) -> int:
        """Return what may be picked of it."""
        return self.line.on_hand - self.held

    @property
    def lasts(self) -> int | None:
        """Return for how many days what may be picked lasts; None where nothing is used."""
        return self.use.lasts(self.usable) if self.use else None

    def due_within(self, days: int) -> int:
        """Return the units whose date is within so many days, and not past."""
        return sum(units for most, units in self.due.items() if PAST < most <= days)

    @property
    def lacks(self) -> int:
        """Return how many units lack until there is what is wanted; 0 where enough is there or nothing is said."""
        most = self.wanted.least or 0
        if self.wanted.days and self.use and self.use.units > 0:
            most = max(most, -(-self.wanted.days * self.use.units // self.use.days))
        return max(0, most - self.usable) if most else 0

    def fits(self, narrowed: Narrowed) -> bool:
        """Tell whether it is among those asked for."""
        if narrowed in DUE:
            return self.due_within(DUE[narrowed]) > 0
        return {
            "all": True,
            "past": self.due.get(PAST, 0) > 0,
            "least": self.lacks > 0,
            "out": self.line.on_hand == 0,
            "held": self.held > 0,
            "below": self.line.on_hand < 0,
        }[narrowed]


def stock_table(book: Book, on: str, text: str = "") -> list[StockRow]:
    """Return the items of the book's own site by name, or those found by `text`, as of an ISO date."""
    lines = item_lines(book, text)
    dates = by_item(due(book, on, days=WITHIN[-1]))
    held, used, want = held_units(book, on), use(book, on), wanted(book)
    of = same.one_of(book, "item")
    return [
        StockRow(
            line,
            dates.get(of.get(line.id, line.id), {}),
            held.get(of.get(line.id, line.id), 0),
            used.get(of.get(line.id, line.id)),
            want.get(of.get(line.id, line.id), Wanted()),
        )
        for line in lines
    ]


def held_units(book: Book, on: str) -> dict[Id, int]:
    """Return {item: units that are on the shelves and not picked on an ISO date}."""
    units: dict[Id, int] = {}
    for stock, _why in held_stock(book, on):
        units[stock.item] = units.get(stock.item, 0) + stock.units
    return same.summed(book, "item", units)


@dataclass(frozen=True, slots=True)
class Tile:
    """A category: its items, what of them is on hand, due soon, past, below what is wanted, held; how many items each."""

    category: str | None
    items: int
    here: int
    due: int
    past: int
    lacking: int
    held: int


_ON_TILES: tuple[Narrowed, ...] = ("due30", "past", "least", "held")


def tiles(rows: Iterable[StockRow]) -> list[Tile]:
    """Return the categories, the nine retail groups first, then own ones by name, at last what has none."""
    groups: dict[str | None, list[StockRow]] = {}
    for row in rows:
        groups.setdefault(row.line.category or None, []).append(row)
    return [_tile(category, groups[category]) for category in sorted(groups, key=_turn)]


def _turn(category: str | None) -> tuple[int, str]:
    if category is None:
        return len(RETAIL_GROUPS) + 1, ""
    known = category in RETAIL_GROUPS
    return (RETAIL_GROUPS.index(category), "") if known else (len(RETAIL_GROUPS), category.casefold())


def _tile(category: str | None, rows: list[StockRow]) -> Tile:
    return Tile(
        category,
        len(rows),
        sum(row.line.on_hand > 0 for row in rows),
        *(sum(row.fits(narrowed) for row in rows) for narrowed in _ON_TILES),
    )
