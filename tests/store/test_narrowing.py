"""A list of members narrowed: exactly those who fit a plain reading of each record, in the order they had."""

import random
from dataclasses import replace

import pytest

from aidbook import clock
from aidbook.actions import distributions, history, members, profiles, same
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import Household, Member
from aidbook.store import narrowing
from aidbook.store.book import Book
from aidbook.store.member_story import received
from aidbook.store.members import member_ids
from aidbook.store.narrowing import CAME, Came, Narrowing, narrowed, offered
from aidbook.store.same import all_of

TODAY = "2026-11-23"
CAME_ON = {"month": "2026-11-07", "quarter": "2026-09-12", "year": "2026-01-10", "long ago": "2025-02-01"}
ZONES, LANGUAGES, DIETS, SKILLS = (
    (None, "Hill", "Old “North” 50%"),
    ((), ("ht",), ("fr", "ht"), ("~",)),
    ((), ("no pork",), ("halal", "no pork"), ("no pork at all",)),
    ((), ("cooking",), ("driving",), ("cooking", "Capoeira")),
)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be one day."""
    monkeypatch.setattr("aidbook.clock.today", lambda: TODAY)


@pytest.fixture
def people(book: Book) -> list[Id]:
    """Give members of every kind, and households that came at every time."""
    dice = random.Random(7)  # noqa: S311 - the same people each time
    days = {name: distributions.plan_distribution(book, on, {}).id for name, on in CAME_ON.items()}
    for n in range(60):
        member = members.add_member(
            book,
            f"Member {n:02}",
            languages=dice.choice(LANGUAGES),
            reads=dice.choice(LANGUAGES),
            diet=dice.choice(DIETS),
            skills=dice.choice(SKILLS),
            may_drive=dice.choice((None, True, False, PREFERS_NOT)),
        ).id
        record = book.get(Member, member)
        assert record is not None
        assert record.household is not None
        members.edit_household(book, record.household, zone=dice.choice(ZONES))
        for name, day in days.items():
            if dice.random() < 0.3:
                done = distributions.check_in(book, day, record.household, at=clock.noon_ms(CAME_ON[name]))
                if dice.random() < 0.3:
                    history.undo(book, done.action)
    return member_ids(book)


def fits(book: Book, member: Id, by: Narrowing) -> bool:
    """Tell it by reading the record."""
    records = [record for one in all_of(book, "member", [member]) if (record := book.get(Member, one))]
    homes = [home for record in records if (home := book.get(Household, record.household))]
    on = [line.on for line in received(book, member)]
    last = max(on, default="")
    came: dict[Came, bool] = {
        "month": last >= "2026-10-23",
        "quarter": last >= "2026-08-23",
        "not quarter": last < "2026-08-23",
        "not year": last < "2025-11-22",
        "never": not on,
    }
    return all(
        (
            by.zone is None or any(home.zone == by.zone for home in homes),
            by.language is None or any(by.language in (*one.languages, *one.reads) for one in records),
            by.diet is None or any(by.diet in one.diet for one in records),
            by.skill is None
            or any(by.skill in one.skills for one in records)
            or (by.skill == "driving" and any(one.may_drive is True for one in records)),
            by.came is None or came[by.came],
        )
    )


@pytest.mark.parametrize("linked", [0, 12])
@pytest.mark.parametrize("many", [5, 2_000])
def test_each_filter_and_any_of_them_together_leave_exactly_who_fits(
    book: Book, people: list[Id], monkeypatch: pytest.MonkeyPatch, many: int, linked: int
) -> None:
    monkeypatch.setattr(narrowing, "_MANY", many)
    for one, other in zip(people[:linked], people[-linked:], strict=False):
        same.link(book, "member", one, other)
    people = member_ids(book)
    assert len(people) == 60 - linked
    choices: list[tuple[str, tuple[str | None, ...]]] = [
        ("zone", (None, "Hill", "Old “North” 50%", "Nowhere")),
        ("language", (None, "ht", "fr")),
        ("diet", (None, "no pork", "halal")),
        ("skill", (None, "cooking", "driving", "Capoeira")),
        ("came", (None, *CAME)),
    ]
    dice = random.Random(1)  # noqa: S311 - the same questions each time
    asked = [Narrowing(**{name: value}) for name, values in choices for value in values]  # type: ignore[arg-type] # by name
    for _n in range(60):
        by = Narrowing()
        for name, values in choices:
            by = replace(by, **{name: dice.choice((None, *values))})  # type: ignore[arg-type] # by name
        asked.append(by)
    for by in asked:
        expected = [member for member in people if fits(book, member, by)]
        assert narrowed(book, people, by) == expected
        assert narrowed(book, people[::-3], by) == [one for one in people[::-3] if one in expected]


def test_only_what_somebody_answered_is_offered_the_commonest_first(book: Book, people: list[Id]) -> None:
    assert people
    there = offered(book)
    assert there.words["language"][0] == "ht"
    assert set(there.words["language"]) == {"ht", "fr"}
    assert set(there.words["zone"]) == {"Hill", "Old “North” 50%"}
    assert "allergen" not in there.words
    assert there.came


def test_what_the_site_does_not_ask_is_no_filter(book: Book, people: list[Id]) -> None:
    assert people
    profiles.choose(book, "our own shelf")
    assert offered(book).words == {}
