"""Stock is what movements and counts say, whatever the order in which they are written down."""

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook.actions import history
from aidbook.domain.declare import Id, new_id
from aidbook.domain.pantry import SHELF, Count, Item, Lot, Movement, Place, special_place
from aidbook.store.book import Book
from aidbook.store.pantry import level

LOTS, PLACES = 2, 3


@dataclass
class Plain:
    """The model: a list of what stands, added up from the beginning each time."""

    facts: list[tuple[Id, int, int, Movement | Count]] = field(default_factory=list)

    def level(self, lot: Id, place: Id) -> int:
        units = 0
        counts_first_at_its_hour = sorted(
            self.facts, key=lambda f: (f[1], isinstance(f[3], Count), f[2])
        )  # a count holds what moved at or before its hour
        for _action, _at, _order, fact in counts_first_at_its_hour:
            if fact.lot != lot:
                continue
            if isinstance(fact, Count):
                units = fact.units if fact.place == place else units
            else:
                units += fact.units * ((fact.to_place == place) - (fact.from_place == place))
        return units


place_numbers = st.integers(0, PLACES - 1)
movements = st.tuples(
    st.just("move"),
    st.integers(0, LOTS - 1),
    place_numbers,
    place_numbers,
    st.integers(1, 9),
    st.integers(1, 12),
)
counts = st.tuples(
    st.just("count"),
    st.integers(0, LOTS - 1),
    place_numbers,
    st.just(0),
    st.integers(0, 9),
    st.integers(1, 12),
)
takings_back = st.tuples(st.just("undo"), st.integers(0, 30), st.just(0), st.just(0), st.just(0), st.just(0))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.one_of(movements, movements, counts, takings_back), max_size=25))
def test_levels_equal_a_plain_sum_after_every_deed(
    book: Book, deeds: list[tuple[str, int, int, int, int, int]]
) -> None:
    item = Item(id=new_id(), name="Beans")
    lots = [Lot(id=new_id(), item=item.id) for _n in range(LOTS)]
    places = [Place(id=new_id(), name=f"Shelf {n}") for n in range(PLACES - 1)]
    book.record(item, *lots, *places)
    ids = [place.id for place in places] + [special_place(book.identity.site, SHELF)]
    model = Plain()
    for order, (deed, which, one, other, units, at) in enumerate(deeds):
        if deed == "undo":
            if model.facts:
                taken = model.facts.pop(which % len(model.facts))
                try:
                    history.undo(book, taken[0])
                except history.InTheWay:  # its units have left since: it stays
                    model.facts.append(taken)
        else:
            fact = (
                Movement(
                    id=new_id(),
                    item=item.id,
                    lot=lots[which].id,
                    from_place=ids[one],
                    to_place=ids[other],
                    units=units,
                    reason="moved",
                )
                if deed == "move"
                else Count(id=new_id(), item=item.id, lot=lots[which].id, place=ids[one], units=units)
            )
            model.facts.append((book.record(fact, at=at).action, at, order, fact))
        for lot in lots:
            assert [level(book, lot.id, place) for place in ids] == [
                model.level(lot.id, place) for place in ids
            ]
