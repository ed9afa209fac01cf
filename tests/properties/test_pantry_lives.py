"""A pantry's life, whatever is done in it: book, plain model and hledger come to the same figures, unit by unit."""

import csv
import io
import subprocess
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.actions import distributions, history, lending, making, places, transfers, wasting
from aidbook.actions import pantry as stock
from aidbook.actions.journal import journal_lines
from aidbook.actions.places import Units
from aidbook.domain.declare import Id, new_id
from aidbook.domain.distributions import Distribution
from aidbook.domain.done import Done
from aidbook.domain.making import boxes_place
from aidbook.domain.pantry import SHELF, special_place
from aidbook.domain.sites import Site
from aidbook.store import pantry as query
from aidbook.store.book import Book
from aidbook.store.check import check

DUES = (None, "2090-01-31", "2091-05-31")
CAME, OUT, WASTE, WAY, LENT, REPACKED, COUNTED = (
    "came in", "handed out", "wasted", "on the way", "lent", "repacked", "found or missing in counts",
)  # fmt: skip


@dataclass
class Plain:
    """The model: units by (lot, where), and what is known of the lots."""

    units: Counter[tuple[Id, str]] = field(default_factory=Counter)
    lots: dict[Id, tuple[Id, str | None]] = field(default_factory=dict)
    held: set[Id] = field(default_factory=set)
    opened: set[Id] = field(default_factory=set)
    out: dict[Id, tuple[Id, int]] = field(default_factory=dict)

    def move(self, lot: Id, units: int, source: str, target: str) -> None:
        self.units[lot, source] -= units
        self.units[lot, target] += units

    def shelves(self, where: set[Id]) -> list[tuple[Id, Id]]:
        return sorted(
            (lot, place) for (lot, place), units in self.units.items() if place in where and units > 0
        )

    def first_to_go(self, item: Id, units: int, turns: list[set[Id]]) -> list[tuple[Id, Id, int]] | None:
        """Return (lot, place, units) that go: turn by turn, opened first, then by date; None where too few are there."""
        goes = []
        for places_ in turns:
            ready = [
                key
                for key in self.shelves(places_)
                if self.lots[key[0]][0] == item and key[0] not in self.held
            ]
            ready.sort(key=lambda key: (key[0] not in self.opened, self.lots[key[0]][1] or "9999", *key))
            for lot, place in ready:
                taken = min(units, self.units[lot, place])
                if taken:
                    goes.append((lot, place, taken))
                    units -= taken
        return None if units else goes


class Life:
    """One pantry with two shelves, a fridge, two items that come in, and one that is filled from them."""

    def __init__(self, book: Book) -> None:
        self.book, self.plain = book, Plain()
        self.done: list[tuple[Done, Plain]] = []
        self.beans, self.rice, self.bags = (
            stock.add_item(book, name).id for name in ("Beans", "Rice", "Bags")
        )
        self.west = Site(id="f" * 32, name="West: side", code="W", sign_key="00", lock_key="age")
        book.record(self.west)
        self.day = distributions.plan_distribution(book, "2026-03-28", {self.beans: 1, self.rice: 2}).id
        day = book.get(Distribution, self.day)
        assert day
        assert day.box
        self.box = day.box
        self.shelf = special_place(book.identity.site, SHELF)
        self.places = [self.shelf, places.add_place(book, "Fridge", kind="fridge").id]
        self.packed = boxes_place(book.identity.site, self.box)

        for n in range(6):  # each item with each date
            self.come_in(n, 6)

    def act(self, deed: Callable[[], Done], follow: Callable[[Plain], None]) -> None:
        before = deepcopy(self.plain)
        done = deed()
        for lot, item, due in self.book.connection.execute(
            "SELECT id, item, best_before FROM lot WHERE kept = 1"
        ).fetchall():
            self.plain.lots.setdefault(lot, (item, due))
        follow(self.plain)
        self.done.append((done, before))

    def one(self, n: int) -> tuple[Id, Id, int] | None:
        there = self.plain.shelves({*self.places})
        lot, place = there[n % len(there)] if there else ("", "")
        return (lot, place, self.plain.units[lot, place]) if there else None

    def come_in(self, n: int, many: int) -> None:
        item, due, place = (self.beans, self.rice)[n % 2], DUES[n % 3], self.places[n % 2]
        known = set(self.plain.lots)

        def follow(plain: Plain) -> None:
            new = [lot for lot in plain.lots if lot not in known]
            fits = [
                lot
                for lot in known
                if plain.lots[lot] == (item, due) and lot not in plain.opened | plain.held
            ]
            (lot,) = new or fits
            plain.move(lot, many, CAME, place)

        line = stock.Units(item=item, units=many, best_before=due, place=place)
        self.act(lambda: stock.receive_stock(self.book, [line]), follow)

    def count(self, n: int, many: int) -> None:
        if found := self.one(n):
            lot, place, units = found
            line = stock.Units(item=self.plain.lots[lot][0], units=many, lot=lot, place=place)
            self.act(
                lambda: stock.count_stock(self.book, [line]),
                lambda plain: plain.move(lot, many - units, COUNTED, place),
            )

    def waste(self, n: int, many: int) -> None:
        if found := self.one(n):
            lot, place, units = found
            gone = min(many, units)
            line = Units(lot, place, gone)
            reason = ("expired", "spoiled", "lost")[n % 3]
            self.act(
                lambda: wasting.waste(self.book, [line], reason),
                lambda plain: plain.move(lot, gone, place, WASTE),
            )

    def carry(self, n: int, many: int) -> None:
        if found := self.one(n):
            lot, place, units = found
            other = self.places[place == self.places[0]]
            line = Units(lot, place, min(many, units))
            self.act(
                lambda: places.move_units(self.book, [line], other),
                lambda plain: plain.move(lot, line.units, place, other),
            )

    def send(self, n: int, many: int) -> None:
        if found := self.one(n):
            lot, place, units = found
            line = Units(lot, place, min(many, units))
            self.act(
                lambda: transfers.send_goods(self.book, self.west.id, [line]),
                lambda plain: plain.move(lot, line.units, place, WAY),
            )

    def lend(self, n: int, many: int) -> None:
        if found := self.one(n):
            lot, place, units = found
            line = Units(lot, place, min(many, units))

            def follow(plain: Plain) -> None:
                plain.move(lot, line.units, place, LENT)
                plain.out[self.last] = (lot, line.units)

            self.act(lambda: self.remembered(lending.lend(self.book, line)), follow)

    def remembered(self, done: Done) -> Done:
        self.last = done.id
        return done

    def back(self, n: int, many: int) -> None:
        if self.plain.out:
            loan = sorted(self.plain.out)[n % len(self.plain.out)]
            lot, units = self.plain.out[loan]
            lost = min(many, units) % units if units > 1 else 0

            def follow(plain: Plain) -> None:
                plain.move(lot, units - lost, LENT, self.shelf)
                plain.move(lot, lost, LENT, WASTE)
                del plain.out[loan]

            self.act(
                lambda: lending.come_back(self.book, loan, units - lost, lost=lost, to=self.shelf), follow
            )

    def fill(self, n: int, many: int) -> None:
        found = self.one(n)
        if found and self.plain.lots[found[0]][0] != self.bags:
            lot, place, _units = found

            def follow(plain: Plain) -> None:
                plain.move(lot, 1, place, REPACKED)
                plain.move(self.last, many, REPACKED, place)
                if lot in plain.held:
                    plain.held.add(self.last)

            line = Units(lot, place, 1)
            self.act(lambda: self.remembered(making.repack(self.book, line, self.bags, many)), follow)

    def hold(self, n: int, many: int) -> None:
        if found := self.one(n):
            lot = found[0]
            if lot in self.plain.held:
                self.act(
                    lambda: places.release_lot(self.book, lot, "fine"), lambda plain: plain.held.discard(lot)
                )
            elif many % 2:
                self.act(lambda: places.hold_lot(self.book, lot, "smells"), lambda plain: plain.held.add(lot))
            elif lot not in self.plain.opened:
                self.act(lambda: places.open_lot(self.book, lot), lambda plain: plain.opened.add(lot))

    def pack(self, _n: int, many: int) -> None:
        boxes = 1 + many % 3
        self._goes(
            boxes, self.packed, [{*self.places}], lambda: making.make_boxes(self.book, self.box, boxes)
        )

    def hand_out(self, _n: int, _many: int) -> None:
        turns = [{self.packed}, {*self.places}]
        self._goes(1, OUT, turns, lambda: distributions.check_in_unnamed(self.book, self.day, 1))

    def _goes(self, boxes: int, target: str, turns: list[set[Id]], deed: Callable[[], Done]) -> None:
        goes = [
            self.plain.first_to_go(item, n * boxes, turns) for item, n in ((self.beans, 1), (self.rice, 2))
        ]
        if all(each is not None for each in goes):

            def follow(plain: Plain) -> None:
                for lot, place, units in [one for each in goes for one in each or ()]:
                    plain.move(lot, units, place, target)

            self.act(deed, follow)

    def undo(self, _n: int, _many: int) -> None:
        if self.done:
            done, before = self.done.pop()
            history.undo(self.book, done.action)
            self.plain = before

    def check(self) -> None:
        shelves = {*self.places, self.packed}
        shown = {(line.lot, line.place_id): line.quantity for line in query.stock_lines(self.book)}
        model = {(lot, where): units for (lot, where), units in self.plain.units.items() if units}
        assert {k: n for k, n in shown.items() if n} == {k: n for k, n in model.items() if k[1] in shelves}
        assert balances("\n".join(journal_lines(self.book))) == {
            (f"#{where[-8:]}" if where in shelves else where, f"#{lot[-8:]}"): units
            for (lot, where), units in model.items()
        }


DEEDS = (Life.come_in, Life.count, Life.waste, Life.carry, Life.send, Life.lend, Life.back,
         Life.fill, Life.hold, Life.hold, Life.pack, Life.hand_out, Life.hand_out, Life.undo)  # fmt: skip


def balances(journal: str) -> dict[tuple[str, str], int]:
    """Return {(where, lot): units} as hledger adds them up; whatever is not zero."""
    command = ("hledger", "-f", "-", "balance", "--flat", "--no-total", "--layout=bare", "-O", "csv")
    told = subprocess.run(command, input=journal, capture_output=True, text=True, check=True).stdout
    found: Counter[tuple[str, str]] = Counter()
    for account, _commodity, units in list(csv.reader(io.StringIO(told)))[1:]:
        _site, where, *rest = account.split(":")
        if where == "on hand":
            where = rest[0].rpartition(" ")[2]
        found[where, rest[-1].rpartition(" ")[2]] += int(units)
    return {key: units for key, units in found.items() if units}


deeds = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 11), st.integers(1, 9)), min_size=4, max_size=30
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=deeds)
def test_every_unit_of_a_pantrys_life_is_where_book_model_and_hledger_say(
    make_book: Callable[..., Book], life: list[tuple[Callable[[Life, int, int], None], int, int]]
) -> None:
    book = make_book(f"Eastside{new_id()}")
    here = Life(book)
    for deed, n, many in life:
        deed(here, n, many)
    here.check()
    assert check(book) == ()
    book.close()  # so that not all of them are looked at once more in the end
