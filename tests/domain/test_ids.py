"""Ids: what is written one after another lies together; of people an id tells nothing."""

import pytest

from aidbook import clock
from aidbook.domain.declare import derived_id, new_id
from aidbook.domain.distributions import Visit
from aidbook.domain.homes import new_id_at, tells_its_site
from aidbook.domain.members import tie_household


def test_what_is_made_later_lies_after_what_was_made_before(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for moment in (0, 1, 1_774_692_000_000, 1_774_692_000_001, 4_000_000_000_000):
        monkeypatch.setattr(clock, "now_ms", lambda moment=moment: moment)
        made.append(new_id())
    assert made == sorted(made)
    assert {len(id_) for id_ in made} == {32}


@pytest.mark.parametrize("moment", [-5, -(10**15), 10**15])
def test_a_clock_that_is_wrong_by_ages_still_gives_ids(monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: moment)
    made = {new_id() for _n in range(100)}
    assert len(made) == 100
    assert all(len(id_) == 32 and set(id_) <= set("0123456789abcdef") for id_ in made)


def test_an_id_of_a_person_does_not_tell_when_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now_ms", lambda: 1_774_692_000_000)
    site = new_id()
    made = [new_id_at(site) for _n in range(50)]
    assert len({id_[:4] for id_ in made}) > 40
    assert all(tells_its_site("member", id_, site) for id_ in made)


def test_the_tie_of_a_visit_lies_beside_it_and_is_the_same_wherever_it_is_made() -> None:
    visit, household = (
        Visit(id=new_id(), distribution=new_id(), people=1, by_age={}, boxes=1),
        derived_id("a household"),
    )
    tie = tie_household("visit", visit.id, household)
    assert tie.id[:12] == visit.id[:12]
    assert tie == tie_household("visit", visit.id, household)
    assert tie.id != tie_household("visit", visit.id, derived_id("another")).id
