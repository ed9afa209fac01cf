"""The practice book: the same seed is the same book, and it lives as a real one does."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aidbook.actions.distributions import plan_of
from aidbook.actions.practice import make_practice_book, saturdays
from aidbook.domain.members import Household, Member
from aidbook.domain.pantry import Movement
from aidbook.errors import UserError
from aidbook.store import distributions, gifts, history, members, pantry
from aidbook.store.book import Book
from aidbook.store.check import check
from aidbook.store.reports import day_report
from aidbook.store.rows import things

END = "2026-03-25"


def made(path: Path, **asked: Any) -> Book:
    wanted: dict[str, Any] = {"households": 40, "months": 2, "end": END} | asked
    return make_practice_book(path, "practice book", **wanted)


def content(book: Book) -> dict[str, Any]:
    """Return what the views of a book say, without ids."""
    names = {item.id: item.name for item in pantry.item_lines(book)}
    days = distributions.distribution_lines(book)
    bare = {"id": "", "household": None, "contact": None}
    return {
        "members": sorted(repr({**_fields(m), **bare}) for m in things(book, Member)),
        "households": sorted(repr({**_fields(h), **bare}) for h in things(book, Household)),
        "stock": [(s.item, s.best_before, s.place, s.quantity, s.source) for s in pantry.stock_lines(book)],
        "days": [(d.on, d.expected, d.picked_up, d.closed) for d in days],
        "visits": [
            sorted((v.at, v.label, v.number, v.people, v.boxes, v.walk_in, v.reason) for v in lines)
            for lines in (distributions.visit_lines(book, d.id) for d in days)
        ],
        "figures": [
            replace(report, distribution="", gifts=()) for d in days if (report := day_report(book, d.id))
        ],
        "gifts": sorted(
            repr((g.at, g.what, g.minutes, g.cents, g.item, g.units, g.note, g.who))
            for g in gifts.gift_lines(book)
        ),
        "movements": sorted((names[m.item], m.units, m.reason) for m in things(book, Movement)),
    }


def _fields(record: Member | Household) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def test_the_same_seed_makes_the_same_people_days_and_figures(tmp_path: Path) -> None:
    with made(tmp_path / "one") as one, made(tmp_path / "two") as two, made(tmp_path / "3", seed=2) as other:
        assert content(one) == content(two)
        assert content(one)["members"] != content(other)["members"]


def test_chance_elsewhere_in_the_program_changes_nothing(tmp_path: Path) -> None:
    random.seed(5)
    with made(tmp_path / "one", households=8, months=1) as one:
        random.seed(6)
        with made(tmp_path / "two", households=8, months=1) as two:
            assert content(one) == content(two)


def test_a_practice_book_is_whole_and_wears_its_mark(tmp_path: Path) -> None:
    with made(tmp_path / "book", language_code="es") as book:
        assert list(check(book)) == []
        assert book.practice
        assert book.settings.language == "es"
        assert "Arroz" in {item.name for item in pantry.item_lines(book)}


def test_people_have_names_of_many_languages_and_some_were_not_asked(tmp_path: Path) -> None:
    with made(tmp_path / "book", households=200, months=0) as book:
        people = things(book, Member)
        households = things(book, Household)
    assert len(households) == 200
    assert 500 < len(people) < 900
    assert {"ht", "es", "fr", "ar", "en"} <= {code for member in people for code in member.languages}
    arabic = [member for member in people if "\u0600" < member.name[0] < "\u06ff"]
    assert arabic
    assert all(member.other_names[0].isascii() for member in arabic)
    assert {len(member.birth or "") for member in people} == {0, 1, 4, 10}
    assert {"not asked", "0-17"} <= {band for one in households for band in one.counted}
    assert len({member.number for member in people}) == len(people)


def test_saturdays_pass_with_everything_that_happens_on_them(tmp_path: Path) -> None:
    with made(tmp_path / "book") as book:
        coming, *past = distributions.distribution_lines(book)
        assert (coming.on, coming.closed, coming.picked_up) == ("2026-03-28", False, 0)
        assert coming.expected > 5
        assert plan_of(book, coming.id).short
        assert len(past) == 9
        assert all(day.closed and date.fromisoformat(day.on).weekday() == 5 for day in past)
        reports = [report for day in past if (report := day_report(book, day.id))]
        assert all(report.households and report.items_out and report.walk_ins for report in reports)
        assert sum(report.no_shows for report in reports) > 0
        assert any(report.reasons for report in reports)
        assert {line.what for line in gifts.gift_lines(book)} == {"hours", "goods", "money", "ride", "care"}
        assert any(not line.who for line in gifts.gift_lines(book))
        assert any(not visit.label for day in past for visit in distributions.visit_lines(book, day.id))
        assert pantry.negative_items(book) == []
        undone = [line for line in history.action_lines(book, history.action_ids(book)) if line.undone]
        assert undone


def test_nobody_comes_after_closing_and_every_delivery_is_there_before_it_leaves(tmp_path: Path) -> None:
    with made(tmp_path / "book", households=10, months=1) as book:
        rows = book.connection.execute(
            "SELECT min(v.at), max(v.at), c.at FROM visit v JOIN closing c ON c.distribution = v.distribution "
            "WHERE v.stands = 1 GROUP BY c.id"
        ).fetchall()
        assert rows
        assert all(first < last < closed for first, last, closed in rows)


@pytest.mark.parametrize(
    ("end", "months", "first", "last"),
    [
        ("2026-03-25", 1, "2026-02-28", "2026-03-28"),
        ("2026-03-28", 1, "2026-02-28", "2026-03-28"),
        ("2026-03-29", 0, "2026-04-04", "2026-04-04"),
    ],
)
def test_the_last_saturday_is_the_coming_one(end: str, months: int, first: str, last: str) -> None:
    days = saturdays(end, months)
    assert (days[0], days[-1]) == (first, last)


def test_the_smallest_practice_book_has_one_household_and_one_day_to_come(tmp_path: Path) -> None:
    with made(tmp_path / "book", households=1, months=0) as book:
        assert members.member_count(book) >= 1
        assert [day.closed for day in distributions.distribution_lines(book)] == [False]


def test_a_practice_book_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    class Stopped(Exception):  # noqa: N818 - somebody wanted it
        pass

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        made(tmp_path / "book", progress=stop)
    with pytest.raises(UserError):
        made(tmp_path / "book", households=0)
    assert [path for path in tmp_path.iterdir() if path.name != "home"] == []
