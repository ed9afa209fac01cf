"""Linked and unlinked in whatever order, the same is shown; no figure of what is there or went out changes."""

from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook import clock
from aidbook.actions import distributions, members, pantry, same
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.domain.entries import body_hash
from aidbook.domain.members import Member
from aidbook.domain.same import same_id
from aidbook.errors import UserError
from aidbook.store import same as query
from aidbook.store.as_of import counts_as_of, stock_as_of
from aidbook.store.body import Body, Named, encode
from aidbook.store.book import Book
from aidbook.store.check import view_digests
from aidbook.store.distributions import day_count, expected, planned_boxes
from aidbook.store.fold import fold
from aidbook.store.members import household_ids, household_sizes, member_count, member_ids, member_lines
from aidbook.store.pantry import item_lines, lot_stock, sources, stock_lines
from aidbook.store.reports import day_report
from tests.properties.worlds import as_they_were, book_in_memory, must_show_the_same

MANY = 5
Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["link", "link", "unlink"]), st.integers(0, MANY - 1), st.integers(0, MANY - 1)
    ),
    max_size=8,
)


@dataclass(frozen=True)
class World:
    """Five members alone in their households, five items with three cans each, five sources; all came on a day."""

    book: Book
    of: dict[str, list[Id]]
    homes: list[Id]
    day: Id


@pytest.fixture
def world(book: Book) -> World:
    people = [members.add_member(book, f"Rosa {n}").id for n in range(MANY)]
    homes = [found.household or "" for one in people if (found := book.get(Member, one))]
    items = [pantry.add_item(book, f"Beans {n}", unit="can").id for n in range(MANY)]
    for n, item in enumerate(items):
        pantry.receive_stock(book, [pantry.Units(item=item, units=3)], source_name=f"Source {n}")
    given = sorted(sources(book), key=lambda source: source.name)
    day = distributions.plan_distribution(book, clock.today(), {items[0]: 1}, everyone=True).id
    for home in homes:
        distributions.check_in(book, day, home)
    return World(book, {"member": people, "item": items, "source": [one.id for one in given]}, homes, day)


class Plain:
    """Who is one, worked out anew each time from the yeses that stand."""

    def __init__(self) -> None:
        self.yeses: set[frozenset[int]] = set()

    def group(self, one: int) -> set[int]:
        found = {one}
        while more := {n for pair in self.yeses if pair & found for n in pair} - found:
            found |= more
        return found

    def groups(self) -> set[frozenset[int]]:
        return {frozenset(self.group(n)) for n in range(MANY)}

    def do(self, step: Step) -> bool:
        what, one, other = step
        if what == "link":
            fits = other not in self.group(one)
            self.yeses |= {frozenset({one, other})} if fits else set()
            return fits
        group = self.group(one)
        self.yeses -= {pair for pair in self.yeses if one in pair}
        return len(group) > 1


def _do(world: World, kind: str, step: Step) -> bool:
    what, one, other = step
    ids = world.of[kind]
    try:
        if what == "link":
            same.link(world.book, kind, ids[one], ids[other])
        else:
            same.unlink(world.book, kind, ids[one])
    except UserError:
        return False
    return True


def _groups(world: World, kind: str) -> set[frozenset[int]]:
    ids = world.of[kind]
    of = query.one_of(world.book, kind)
    return {
        frozenset(n for n in range(MANY) if of.get(ids[n], ids[n]) == of.get(ids[m], ids[m]))
        for m in range(MANY)
    }


def _totals(world: World) -> tuple[object, ...]:
    """Return what no link may change."""
    book, day = world.book, world.book.get(Distribution, world.day)
    assert day is not None
    report = day_report(book, world.day)
    assert report is not None
    return (
        sum(line.on_hand for line in item_lines(book)),
        sum(line.quantity for line in stock_lines(book)),
        sum(line.quantity for line in stock_as_of(book, clock.today())),
        len(stock_lines(book)),
        day_count(book, day).boxes,
        sum(report.items_out.values()),
        counts_as_of(book, clock.today()).visits,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.sampled_from(["member", "item", "source"]), min_size=8, max_size=8), taken=steps)
def test_links_show_as_a_plain_model_says_and_change_no_total(
    world: World, kinds: list[str], taken: list[Step]
) -> None:
    before = _totals(world)
    with as_they_were(world.book):
        plain = {kind: Plain() for kind in world.of}
        for kind, step in zip(kinds, taken, strict=False):
            assert _do(world, kind, step) == plain[kind].do(step)
        assert {kind: _groups(world, kind) for kind in world.of} == {
            kind: model.groups() for kind, model in plain.items()
        }
        assert _totals(world) == before
        _must_list_each_group_once(world, {kind: len(model.groups()) for kind, model in plain.items()})
        must_show_the_same(world.book)


def _must_list_each_group_once(world: World, many: dict[str, int]) -> None:
    book, day = world.book, world.book.get(Distribution, world.day)
    assert day is not None
    people, count = many["member"], day_count(book, day)
    assert len(member_ids(book)) == len(member_ids(book, "rosa")) == member_count(book) == people
    assert (
        len(household_ids(book)) == len(household_ids(book, "rosa")) == len(household_sizes(book)) == people
    )
    assert set(household_sizes(book).values()) == {1}
    assert len(expected(book, day)) == count.households == count.people == count.expected == people
    assert (planned_boxes(book, day), count.no_shows) == (people, 0)
    assert counts_as_of(book, clock.today()).households == people
    assert len(item_lines(book)) == len(item_lines(book, "beans")) == many["item"]
    assert len({line.item_id for line in stock_lines(book)}) == many["item"]
    assert len(sources(book)) == many["source"]
    assert sum(len(line.also) for line in member_lines(book, member_ids(book))) == MANY - people
    for item in world.of["item"]:
        assert sum(lot.units for lot in lot_stock(book, item)) in {
            n * 3 - out for n in range(1, 6) for out in range(6)
        }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations([(0, 1), (1, 2), (3, 4), (2, 0)]),
    kind=st.sampled_from(["member", "item", "source"]),
)
def test_the_order_of_linking_shows_nowhere(world: World, order: list[tuple[int, int]], kind: str) -> None:
    with as_they_were(world.book):
        for one, other in order:
            _do(world, kind, ("link", one, other))
        ids = world.of[kind]
        assert query.one_of(world.book, kind) == {
            **dict.fromkeys(ids[:3], ids[0]), **dict.fromkeys(ids[3:], ids[3])
        }  # fmt: skip
        for number in range(MANY - 1):
            _do(world, kind, ("unlink", number, number))
        assert not query.any_linked(world.book, kind)
        assert all(len(group) == 1 for group in _groups(world, kind))
        must_show_the_same(world.book)


# Whatever order it comes in

PEOPLE = ["a" * 32, "b" * 32, "c" * 32, "d" * 32]
ITEMS = ["e" * 32, "f" * 32, "0" * 32]


@st.composite
def bodies(draw: st.DrawFn) -> list[Body]:
    """Draw what makes, unmakes, renames and links members and items, each of which may replace some of what was before."""
    drawn: list[Body] = []
    together = draw(st.sampled_from([["member", "same_member", "same_member"], ["item", "same_item"]]))
    for number in range(draw(st.integers(2, 12))):
        kind = draw(st.sampled_from(together))
        among = PEOPLE if "member" in kind else ITEMS
        subject = draw(st.sampled_from(among))
        said: dict[str, object] = {"kept": draw(st.sampled_from([True, True, False]))}
        if kind == "item":
            said |= {"name": "Beans", "unit": draw(st.sampled_from(["can", "Can", "bag"]))}
        elif kind == "member":
            said |= {"name": "Rosa"}
        else:
            a, b = draw(st.permutations(among))[:2]
            forged = draw(st.integers(0, 9)) == 0
            subject = subject if forged else same_id(a, b)
            said = {"kept": True, "a": min(a, b), "b": max(a, b), "same": draw(st.booleans())}
        before = [
            body_hash(encode(one)).hex() for one in drawn if one.subject == subject and draw(st.booleans())
        ]
        drawn.append(
            Body(salt=f"{number:032x}", kind=kind, v=1, subject=subject, action="9" * 32, by="8" * 32,
                 written=draw(st.integers(0, 5)), at=None, fact=None, set=said, over=dict.fromkeys(said, before) if before else None)
        )  # fmt: skip
    return drawn


@settings(max_examples=80, deadline=None)
@given(drawn=bodies(), data=st.data())
def test_the_order_of_arrival_shows_nowhere(drawn: list[Body], data: st.DataObject) -> None:
    one, other = two_books()
    named = [Named(body_hash(encode(body)), body, "1" * 32) for body in drawn]
    with as_they_were(one, other):
        fold(one.connection, named)
        for each in data.draw(st.permutations(named)):
            fold(other.connection, [each])
        assert view_digests(one.connection) == view_digests(other.connection)
        for kind, ids in (("member", PEOPLE), ("item", ITEMS)):
            _must_be_groups_of_what_is_kept(one, kind, ids)


@cache
def two_books() -> tuple[Book, Book]:
    return book_in_memory("1" * 32), book_in_memory("1" * 32)


def _must_be_groups_of_what_is_kept(book: Book, kind: str, ids: list[Id]) -> None:
    kept = {id_ for id_ in ids if book.get(KINDS[kind].type, id_)}
    of = query.one_of(book, kind)
    assert set(of) | set(of.values()) <= kept
    for id_ in ids:
        linked = query.same_as(book.connection, kind, id_) & kept
        shown = {other for other in ids if of.get(other, other) == of.get(id_, id_)}
        assert shown <= linked | {id_}
        assert kind == "item" or id_ not in kept or shown == linked
