"""Reports on paper, whoever printed them and when: what makes one old is told on every laptop of the site."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidbook import clock
from aidbook.actions import distributions, gifts, history, members, pantry, prints
from aidbook.actions.attention import concerns
from aidbook.actions.prints import note_print
from aidbook.domain.declare import Id
from aidbook.domain.distributions import Distribution
from aidbook.exchange import receiving, sending
from aidbook.store.attention import noticed, printed, then
from aidbook.store.attention.values import LateReport
from aidbook.store.book import Book
from aidbook.store.rows import things
from tests.attention.conftest import TODAY, household_of, let_be, only, told
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import send, take

GOLDEN = Path(__file__).parent.parent / "golden"
LAST_WEEK = "2026-03-21"


def a_day(book: Book) -> Id:
    """Return a closed day of last week on which two households picked up."""
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    day = distributions.plan_distribution(book, LAST_WEEK, {beans: 2}).id
    for people in (3, 2):
        distributions.check_in_unnamed(book, day, people)
    gifts.add_gift(book, "hours", minutes=60, on=LAST_WEEK, distribution=day)
    gifts.add_gift(book, "goods", item=beans, units=12, on=LAST_WEEK, distribution=day)
    distributions.close_distribution(book, day)
    return day


def note_old_print(book: Book, day: Id) -> None:
    """Print a day's report as an older program did: the print carries no figures."""
    with pytest.MonkeyPatch.context() as older:
        older.setattr(prints, "figures_to_print", lambda _book, _day: None)
        note_print(book, "day", day)


def _note_print(book: Book, day: Id) -> None:
    note_print(book, "day", day)


PRINTS = pytest.mark.parametrize("print_it", [_note_print, note_old_print])
Print = Callable[[Book, Id], object]


# Another laptop of the site


@pytest.fixture
def second(east: Book, tmp_path: Path, stick: Path) -> Book:
    """Give a second laptop of Eastside that has all that the first one has."""
    whole = sending.send(east, stick, to=None, passphrase=PASSPHRASE, whole=True).path
    return receiving.join(tmp_path / "second.aidbook", PASSPHRASE, whole, PASSPHRASE)


def carry(book: Book, to: Book, stick: Path) -> None:
    """Carry all that one laptop of a site has to another."""
    take(to, send(book, to, stick, whole=True))


@PRINTS
def test_what_comes_after_another_laptop_printed_makes_its_paper_old_on_both(
    east: Book,
    second: Book,
    stick: Path,
    print_it: Print,
) -> None:
    day = a_day(east)
    carry(east, second, stick)
    print_it(second, day)
    carry(second, east, stick)
    assert not told(east, "late")
    distributions.check_in_unnamed(east, day, 4, at=clock.noon_ms(LAST_WEEK))
    one = only(east, "late")
    assert one.sentence == (
        "The report of 21 March 2026 that another laptop printed as sheet 1 is not right any more."
    )
    assert "Households: 2 on paper, 3 now" in one.happened
    assert not told(second, "late")
    carry(east, second, stick)
    assert "that was printed as sheet 1" in only(second, "late").sentence
    second.close()


@PRINTS
def test_paper_is_right_where_all_that_it_shows_comes_with_word_of_it(
    east: Book, second: Book, stick: Path, print_it: Print
) -> None:
    day = a_day(east)
    carry(east, second, stick)
    distributions.check_in_unnamed(second, day, 4, at=clock.noon_ms(LAST_WEEK))
    print_it(second, day)
    carry(second, east, stick)
    assert not told(east, "late")
    second.close()


def test_what_a_laptop_did_not_know_when_it_printed_makes_its_paper_old(
    east: Book, second: Book, stick: Path
) -> None:
    """Though all of that was written before the print, and was here before word of the print came."""
    day = a_day(east)
    carry(east, second, stick)
    distributions.check_in_unnamed(east, day, 4, at=clock.noon_ms(LAST_WEEK))
    note_print(second, "day", day)
    carry(second, east, stick)
    assert "People: 5 on paper, 9 now" in only(east, "late").happened
    second.close()


def test_a_print_that_came_later_is_the_one_that_counts(east: Book, second: Book, stick: Path) -> None:
    day = a_day(east)
    carry(east, second, stick)
    note_print(second, "day", day)
    distributions.check_in_unnamed(east, day, 4, at=clock.noon_ms(LAST_WEEK))
    note_print(east, "day", day)
    carry(second, east, stick)
    assert not told(east, "late")
    second.close()


# Paper of older programs


def test_paper_that_an_older_program_printed_is_held_against_the_book_too(tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / "0.1.0", tmp_path / "old")
    with Book.open(tmp_path / "old" / "eastside.aidbook", PASSPHRASE) as book:
        (about, figures) = book.connection.execute(
            "SELECT about, figures FROM printed WHERE sheet = 'day'"
        ).fetchone()
        assert figures is None
        day = next(day for day in things(book, Distribution) if day.id == about)
        assert not told(book, "late")
        distributions.check_in_unnamed(book, day.id, 4, at=clock.noon_ms(day.on))
        assert any("People" in line for line in only(book, "late").happened)


def test_what_an_old_print_said_is_reckoned_from_what_was_here_before_it(book: Book) -> None:
    day = a_day(book)
    said = printed.figures_to_print(book, day)
    note_old_print(book, day)
    distributions.check_in_unnamed(book, day, 2, at=clock.noon_ms(LAST_WEEK))
    gifts.add_gift(book, "ride", on=LAST_WEEK, distribution=day)
    assert told(book, "late")
    (kept,) = book.connection.execute("SELECT figures FROM report_then").fetchone()
    assert json.loads(kept) == said


def test_an_old_print_of_a_day_that_went_on_is_never_old(book: Book) -> None:
    day = distributions.plan_distribution(book, TODAY, {}).id
    note_old_print(book, day)
    distributions.check_in_unnamed(book, day, 3)
    distributions.close_distribution(book, day)
    assert not told(book, "late")


@pytest.mark.parametrize("old", [False, True])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["visit", "undo", "gift", "print", "other"]), min_size=1, max_size=10))
def test_paper_is_old_just_when_a_figure_of_it_is_another_now(
    make_book: Callable[..., Book],
    old: bool,  # noqa: FBT001 - a parameter
    steps: list[str],
) -> None:
    """Whatever happens before and after it, and whether or not the print tells its figures."""
    book, print_it = make_book(f"Site {next(_names)}"), note_old_print if old else _note_print
    day = a_day(book)
    print_it(book, day)
    said, last = printed.figures_of(book, day), None
    for step in steps:
        if step == "visit":
            last = distributions.check_in_unnamed(book, day, 2, at=clock.noon_ms(LAST_WEEK)).action
        elif step == "undo" and last:
            history.undo(book, last)
            last = None
        elif step == "gift":
            gifts.add_gift(book, "money", cents=500, on=LAST_WEEK, distribution=day)
        elif step == "print":
            print_it(book, day)
            said = printed.figures_of(book, day)
        else:
            members.add_member(book, "Rosa Luz")
    now = printed.figures_of(book, day)
    both = {figure: (said.get(figure, 0), now.get(figure, 0)) for figure in {**said, **now}}
    late = [one for one in concerns(book) if isinstance(one, LateReport)]
    assert [{(each.printed, each.now) for each in one.differs} for one in late] == (
        [{pair for pair in both.values() if pair[0] != pair[1]}] if said != now else []
    )


_names = iter(range(10**6))


# A bundle that is taken back


@PRINTS
def test_a_report_that_was_printed_while_a_bundle_was_in_is_old_once_that_is_taken_back(
    east: Book,
    west: Book,
    stick: Path,
    print_it: Print,
) -> None:
    rosa = members.add_member(east, "Rosa Quetzal", may_share=True).id
    day = distributions.plan_distribution(east, LAST_WEEK, {}).id
    take(west, send(east, west, stick, people=True))
    distributions.check_in(west, day, household_of(west, rosa), at=clock.noon_ms(LAST_WEEK))
    read_in = take(east, send(west, east, stick, people=True)).done.action
    distributions.close_distribution(east, day)
    print_it(east, day)
    assert not told(east, "late")
    back = history.undo(east, read_in)
    assert "Households: 1 on paper, 0 now" in only(east, "late").happened
    history.undo(east, back.action)
    assert not told(east, "late")


def test_a_report_that_was_printed_after_a_bundle_was_taken_back_is_old_once_it_is_read_again(
    east: Book, west: Book, stick: Path
) -> None:
    rosa = members.add_member(east, "Rosa Quetzal", may_share=True).id
    day = distributions.plan_distribution(east, LAST_WEEK, {}).id
    take(west, send(east, west, stick, people=True))
    distributions.check_in(west, day, household_of(west, rosa), at=clock.noon_ms(LAST_WEEK))
    bundle = send(west, east, stick, people=True)
    history.undo(east, take(east, bundle).done.action)
    distributions.close_distribution(east, day)
    note_print(east, "day", day)
    assert not told(east, "late")
    take(east, bundle)
    assert "Households: 0 on paper, 1 now" in only(east, "late").happened


# What it costs, and what it must not be


def test_a_day_that_nothing_touched_is_not_reckoned_again(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = a_day(book)
    note_old_print(book, day)
    distributions.check_in_unnamed(book, day, 2, at=clock.noon_ms(LAST_WEEK))
    assert told(book, "late")

    def refuse(*_any: object) -> None:
        raise AssertionError("reckoned again")

    monkeypatch.setattr(printed, "figures_of", refuse)
    monkeypatch.setattr(then, "fold", refuse)
    members.add_member(book, "Rosa Luz")
    assert told(book, "late")


def test_another_name_for_an_item_changes_no_figure_and_a_late_one_is_said_by_it(book: Book) -> None:
    day = a_day(book)
    note_print(book, "day", day)
    (beans,) = [row[0] for row in book.connection.execute("SELECT id FROM item").fetchall()]
    pantry.edit_item(book, beans, name="Black beans")
    noticed.forget_all(book.connection)
    assert not told(book, "late")
    distributions.check_in_unnamed(book, day, 2, at=clock.noon_ms(LAST_WEEK))
    assert "Black beans: 4 on paper, 6 now" in only(book, "late").happened


def test_paper_that_is_left_as_it_is_is_told_again_on_no_laptop_of_the_site(
    east: Book, second: Book, stick: Path
) -> None:
    day = a_day(east)
    note_print(east, "day", day)
    distributions.check_in_unnamed(east, day, 2, at=clock.noon_ms(LAST_WEEK))
    let_be(east, only(east, "late"))
    carry(east, second, stick)
    assert second.position > 0
    assert not [one for one in concerns(second) if one.kind == "late"]
    second.close()
