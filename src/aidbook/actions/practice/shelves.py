"""The shelves of a practice book: what it knows by its barcodes, what comes each week, what is past its date."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from aidbook import clock
from aidbook.actions import pantry
from aidbook.actions.imports import read_in
from aidbook.actions.practice.people import sample
from aidbook.actions.sources import set_fair_value
from aidbook.domain.declare import Id, new_id
from aidbook.domain.imports import CodeRow, ImportFile
from aidbook.domain.pantry import Item, Place, Source
from aidbook.domain.writes import Change, change
from aidbook.i18n import _, language
from aidbook.store import pantry as query
from aidbook.store.book import Book

_HOUR_MS = 3_600_000
_A_SEASON = 90
_FAIR_FROM, _FAIR_CENTS = "2020-01-01", 193
"""What a pound of pretend goods is worth."""


@dataclass(frozen=True, slots=True)
class _Goods:
    """One item of the sample, with its record, who usually brings it and where it lies."""

    item: Id
    pack: int
    keeps_days: int | None
    in_box: int
    source: Id
    place: Id | None


class Shelves:
    """What lies on the shelves of one practice book. Each delivery has dates of its own, so lots are told apart."""

    def __init__(self, book: Book, rng: Random) -> None:
        self._book = book
        self._rng = rng
        self._goods: list[_Goods] = []
        self._box: dict[Id, int] = {}
        self._week = 0
        self._dates: dict[Id, set[str]] = defaultdict(set)

    def set_up(self) -> None:
        """Teach the book its items and barcodes, its sources and a second shelf."""
        listed = sample("pantry")
        names = [item["name"].get(language(), item["name"]["en"]) for item in listed["items"]]
        rows = tuple(
            CodeRow(row=n, code=item["code"], item=name, units=item["pack"], category=item["category"],
                    unit=item["unit"])
            for n, (item, name) in enumerate(zip(listed["items"], names, strict=True), start=1)
        )  # fmt: skip
        read_in(self._book, ImportFile("codes", hashlib.sha256(repr(rows).encode()).hexdigest(), rows, ()))
        sources = [
            Source(id=new_id(), name=name, kind=kind)
            for name, kind in zip(listed["sources"], listed["source_kinds"], strict=True)
        ]
        cold = Place(id=new_id(), name=_("Cold room"), kind="fridge", storage="cold")
        self._book.record(*sources, cold, *self._known(listed["items"], names))
        set_fair_value(self._book, _FAIR_FROM, _FAIR_CENTS)
        for n, (item, name) in enumerate(zip(listed["items"], names, strict=True)):
            (found,) = query.items_named(self._book, name)
            place = cold.id if item["category"] in {"produce", "dairy and deli"} else None
            source = sources[n % len(sources)].id
            self._goods.append(
                _Goods(found.id, item["pack"], item["keeps_days"], item["in_box"], source, place)
            )

    def _known(self, items: Sequence[dict[str, Any]], names: Sequence[str]) -> Iterator[Change]:
        """Yield what else the pantry knows of its items: their names in other languages, and what one weighs."""
        for item, name in zip(items, names, strict=True):
            (found,) = query.items_named(self._book, name)
            spoken = {f"name_{code}": word for code, word in item["name"].items()}
            yield change(Item, found.id, **spoken, weight_mg=item.get("weight_mg"))

    def box_of_the_week(self) -> dict[Id, int]:
        """Return the next box: what is always in it, and one thing by turns."""
        always = {goods.item: goods.in_box for goods in self._goods if goods.in_box}
        by_turns = [goods.item for goods in self._goods if not goods.in_box]
        self._box = always | {by_turns[self._week % len(by_turns)]: 1}
        self._week += 1
        return self._box

    def receive(self, on: str, saturday: str, boxes: int, *, short: bool = False) -> None:
        """Take in what a Saturday needs, a delivery from each source; with `short` too little of two items."""
        lines: dict[Id, list[pantry.Units]] = defaultdict(list)
        scarce = list(self._box)[1:3] if short else []
        for goods in self._goods:
            wanted = boxes * self._box.get(goods.item, 0)
            if goods.item in scarce:
                wanted = wanted * 3 // 4
            missing = wanted - self._usable(goods.item, saturday)
            if missing > 0:
                packs = missing // goods.pack if goods.item in scarce else -(-missing // goods.pack)
                lines[goods.source] += self._line(goods, packs, on)
        for hour, (source, units) in enumerate(lines.items()):
            at = clock.noon_ms(on) + (hour - 2) * _HOUR_MS
            pantry.receive_stock(self._book, units, source=source, at=at)

    def _line(self, goods: _Goods, packs: int, on: str) -> list[pantry.Units]:
        if packs <= 0:
            return []
        return [
            pantry.Units(
                item=goods.item,
                units=packs * goods.pack,
                best_before=self._best_before(goods, on),
                place=goods.place,
            )
        ]

    def _best_before(self, goods: _Goods, on: str) -> str | None:
        """Return a date that no other lot of the item has: equal ones would be taken in the order of their ids."""
        if goods.keeps_days is None:
            return None
        day = date.fromisoformat(on) + timedelta(
            days=goods.keeps_days + self._rng.randint(0, goods.keeps_days // 8)
        )
        while day.isoformat() in self._dates[goods.item]:
            day += timedelta(days=1)
        self._dates[goods.item].add(day.isoformat())
        return day.isoformat()

    def _usable(self, item: Id, saturday: str) -> int:
        stock = query.lot_stock(self._book, item)
        return sum(lot.units for lot in stock if (lot.best_before or saturday) >= saturday)

    def throw_away(self, on: str) -> None:
        """Throw away what is past its date."""
        for line in query.stock_lines(self._book):
            if line.best_before and line.best_before < on and line.quantity > 0:
                pantry.throw_away(
                    self._book, line.lot, line.place_id, line.quantity, "expired", at=clock.noon_ms(on)
                )

    def given_item(self) -> Id:
        """Return something that people bring from home."""
        keep = [goods.item for goods in self._goods if goods.in_box and (goods.keeps_days or 0) > _A_SEASON]
        return self._rng.choice(keep)
