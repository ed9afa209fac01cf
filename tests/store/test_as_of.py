"""The book as it was on a past day, as known today about that day."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from aidbook import clock
from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.pantry import SHELF, special_place
from aidbook.store import as_of
from aidbook.store.pantry import stock_lines

if TYPE_CHECKING:
    from aidbook.domain.declare import Id
    from aidbook.store.book import Book

BEGIN = date(2026, 3, 1)


def day(number: int) -> str:
    """Return the ISO date of a day of the story."""
    return (BEGIN + timedelta(days=number)).isoformat()


def then(book: Book, on: str) -> dict[str, int]:
    """Return {item: units} as it was at the end of a day."""
    units: dict[str, int] = defaultdict(int)
    for line in as_of.stock_as_of(book, on):
        units[line.item] += line.quantity
    return dict(units)


def test_the_shelves_are_seen_as_they_were_at_the_end_of_each_day(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)], at=clock.noon_ms(day(0)))
    plan = distributions.plan_distribution(book, day(3), {beans: 2}).id
    distributions.check_in_unnamed(book, plan, 4, at=clock.noon_ms(day(3)))
    pantry.count_stock(book, [pantry.Units(item=beans, units=40)], at=clock.noon_ms(day(5)))
    assert [then(book, day(n)).get("Beans", 0) for n in (-1, 0, 2, 3, 4, 5, 9)] == [0, 48, 48, 46, 46, 40, 40]


def test_paper_keyed_in_late_and_what_was_taken_back_change_what_is_known_of_a_day(book: Book) -> None:
    beans = pantry.add_item(book, "Beans").id
    wrong = pantry.receive_stock(book, [pantry.Units(item=beans, units=5)], at=clock.noon_ms(day(2)))
    pantry.receive_stock(book, [pantry.Units(item=beans, units=3)], at=clock.noon_ms(day(1)))
    assert then(book, day(2)) == {"Beans": 8}
    history.undo(book, wrong.action)
    assert then(book, day(2)) == {"Beans": 3}


@pytest.mark.parametrize("seed", range(6))
def test_any_day_agrees_with_a_plain_reckoning_back_and_forth(book: Book, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - a story, not a key
    items = [pantry.add_item(book, name).id for name in ("Beans", "Rice", "Oil")]
    shelf = special_place(book.identity.site, SHELF)
    said: list[tuple[int, Id, str, int]] = []
    for n in range(60):
        at = clock.noon_ms(day(rng.randrange(30))) + n  # no two at one moment
        item, units = rng.choice(items), rng.randint(1, 30)
        what = rng.choice(("in", "in", "out", "count"))
        if what == "in":
            pantry.receive_stock(book, [pantry.Units(item=item, units=units)], at=at)
        elif what == "count":
            pantry.count_stock(book, [pantry.Units(item=item, units=units)], at=at)
        else:
            lots = [line.lot for line in stock_lines(book, item=item)]
            if not lots:
                continue
            pantry.throw_away(book, lots[0], shelf, units, "spoiled", at=at)
        said.append((at, item, what, units))
    for on in range(-1, 32, 3):
        plain = dict.fromkeys(items, 0)
        for at, item, what, units in sorted(said):
            if at < clock.end_ms(day(on)):
                plain[item] = units if what == "count" else plain[item] + (units if what == "in" else -units)
        shown: dict[Id, int] = defaultdict(int)
        for line in as_of.stock_as_of(book, day(on)):
            shown[line.item_id] += line.quantity
        assert {item: units for item, units in plain.items() if units} == {
            i: u for i, u in shown.items() if u
        }
        moment: dict[str, object] = {"site": book.identity.site, "end": clock.end_ms(day(on))}
        back, forward = as_of._back(book, moment), as_of._forward(book, moment)
        assert {k: n for k, n in back.items() if n} == {k: n for k, n in forward.items() if n}


def test_the_people_of_a_day_are_those_who_had_joined_and_not_left(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    members.add_member(book, "Rosa", since=day(0))
    ana = members.add_member(book, "Ana", since=day(4)).id
    monkeypatch.setattr("aidbook.clock.now_ms", lambda: clock.noon_ms("2026-12-10"))
    members.edit_member(book, ana, left="left")
    assert [as_of.counts_as_of(book, day(n)).members for n in (-1, 0, 4)] == [0, 1, 2]
    assert as_of.counts_as_of(book, "2026-12-09").members == 2
    assert as_of.counts_as_of(book, "2026-12-10").members == 1
    members.add_member(book, "Kofi", since="~")
    assert [as_of.counts_as_of(book, f"2026-12-{on}").members for on in ("09", "10")] == [2, 2]


def test_the_counts_of_a_day_say_who_came_on_it(book: Book) -> None:
    plan = distributions.plan_distribution(book, day(3), {}).id
    distributions.check_in_unnamed(book, plan, 4, at=clock.noon_ms(day(3)))
    distributions.check_in_unnamed(book, plan, 2, boxes=3, at=clock.noon_ms(day(3)) + 1)
    counts = as_of.counts_as_of(book, day(3))
    assert (counts.visits, counts.people, counts.boxes, counts.distributions) == (2, 6, 4, 1)
    assert as_of.counts_as_of(book, day(2)).visits == 0
