"""Nothing of a member leaves without their yes: asked before a witness, taken back before a stick is written, run out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import consents, erasing, history, members
from aidbook.actions.handing_over import hand_over
from aidbook.actions.sentences import sentence
from aidbook.domain.consents import PHOTO, SHARE, Consent, consent_id
from aidbook.domain.declare import PREFERS_NOT, Id
from aidbook.domain.members import Member, Proxy
from aidbook.domain.writes import Change
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.consents import consent, purposes
from aidbook.store.proxies import proxies
from tests.exchange.conftest import east, household_of, send, stick, take, west
from tests.properties.worlds import must_show_the_same

__all__ = ["east", "stick", "west"]

ON, TODAY, LAST_DAY, AFTER = "2026-03-01", "2026-03-28", "2026-04-30", "2026-05-01"


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give what sets the day that it is."""

    def set_day(day: str) -> None:
        monkeypatch.setattr(clock, "today", lambda: day)

    set_day(TODAY)
    return set_day


def rosa_of(book: Book) -> Id:
    """Add Rosa, who said yes before Marie."""
    rosa = members.add_member(book, "Rosa Quetzalcoatl", phone="555-0142").id
    consents.give(book, rosa, SHARE, on=ON, until=LAST_DAY, witness="Marie")
    return rosa


@pytest.mark.usefixtures("on_day")
def test_a_consent_goes_with_its_day_its_witness_and_its_end(east: Book, west: Book, stick: Path) -> None:
    rosa = rosa_of(east)
    take(west, send(east, west, stick, people=True))
    there = west.get(Consent, consent_id(rosa, SHARE))
    assert there is not None
    assert (there.given, there.on, there.until, there.witness) == (True, ON, LAST_DAY, "Marie")
    assert west.get(Member, rosa) is not None


@pytest.mark.usefixtures("on_day")
def test_who_takes_it_back_before_the_stick_is_written_stays_at_home(
    east: Book, west: Book, stick: Path
) -> None:
    rosa = rosa_of(east)
    consents.withdraw(east, rosa, SHARE)
    take(west, send(east, west, stick, people=True))
    assert west.get(Member, rosa) is None
    bodies = [raw for (raw,) in west.connection.execute("SELECT bytes FROM body")]
    assert not [raw for raw in bodies if b"Rosa" in raw or b"555-0142" in raw or b"Marie" in raw]


@pytest.mark.usefixtures("on_day")
def test_who_would_rather_not_say_has_not_agreed_and_takes_back_what_was(
    east: Book, west: Book, stick: Path
) -> None:
    rosa = rosa_of(east)
    kwame = members.add_member(east, "Kwame", may_share=PREFERS_NOT).id
    take(west, send(east, west, stick, people=True))
    assert west.get(Member, kwame) is None
    done = consents.answer(east, rosa, SHARE, given=PREFERS_NOT, on=TODAY)
    assert sentence(east, done.action) == "Rosa Quetzalcoatl would rather not say: other sites may know them"
    members.edit_member(east, rosa, phone="555-9999")
    take(west, send(east, west, stick, people=True))
    there = west.get(Member, rosa)
    assert there is not None
    assert (there.phone, there.may_share, consent(west, rosa, SHARE).given) == (
        "555-0142",
        PREFERS_NOT,
        PREFERS_NOT,
    )


@pytest.mark.usefixtures("on_day")
def test_who_takes_it_back_later_sends_nothing_more_and_the_other_site_learns_of_it(
    east: Book, west: Book, stick: Path
) -> None:
    rosa = rosa_of(east)
    take(west, send(east, west, stick, people=True))
    consents.withdraw(east, rosa, SHARE)
    members.edit_member(east, rosa, phone="555-9999")
    take(west, send(east, west, stick, people=True))
    there = west.get(Member, rosa)
    assert there is not None
    assert (there.phone, there.may_share) == ("555-0142", False)
    assert consent(west, rosa, SHARE).given is False


def test_a_consent_that_has_run_out_is_none(
    east: Book, west: Book, stick: Path, on_day: Callable[[str], None]
) -> None:
    rosa = rosa_of(east)
    on_day(AFTER)
    take(west, send(east, west, stick, people=True))
    assert west.get(Member, rosa) is None
    consents.answer(east, rosa, SHARE, until=None)
    take(west, send(east, west, stick, people=True))
    assert west.get(Member, rosa) is not None


def test_on_its_last_day_a_consent_still_holds(
    east: Book, west: Book, stick: Path, on_day: Callable[[str], None]
) -> None:
    rosa = rosa_of(east)
    on_day(LAST_DAY)
    take(west, send(east, west, stick, people=True))
    assert west.get(Member, rosa) is not None


@pytest.mark.usefixtures("on_day")
def test_a_yes_to_one_purpose_is_none_to_another(east: Book, west: Book, stick: Path) -> None:
    rosa = members.add_member(east, "Rosa").id
    consents.give(east, rosa, PHOTO)
    consents.give(east, rosa, "to cook on our TV evening")
    take(west, send(east, west, stick, people=True))
    assert west.get(Member, rosa) is None
    assert consent(east, rosa, SHARE).given is None
    assert purposes(east)[-1] == "to cook on our TV evening"


@pytest.mark.usefixtures("on_day")
def test_the_old_field_and_the_consent_say_the_same(book: Book) -> None:
    rosa = rosa_of(book)
    members.edit_member(book, rosa, may_share=False)
    assert consent(book, rosa, SHARE).given is False
    history.undo(book, consents.give(book, rosa, SHARE).action)
    record = book.get(Member, rosa)
    assert record is not None
    assert (record.may_share, consent(book, rosa, SHARE).given) == (False, False)


@pytest.mark.usefixtures("on_day")
def test_who_may_pick_up_goes_only_as_a_member_who_agreed(east: Book, west: Book, stick: Path) -> None:
    rosa, kwame, silent = rosa_of(east), rosa_of(east), members.add_member(east, "Silencieux").id
    home = household_of(east, rosa)
    for member in (kwame, silent):
        members.add_proxy(east, home, member=member)
    members.add_proxy(east, home, name="the boy next door", phone="555-7777")
    take(west, send(east, west, stick, people=True))
    assert [line.member for line in proxies(west, home)] == [kwame]
    assert len(proxies(east, home)) == len((kwame, silent, "the boy"))


@pytest.mark.usefixtures("on_day")
@pytest.mark.parametrize("erased_first", [True, False])
def test_who_is_erased_takes_consents_and_proxies_along_in_any_order(
    east: Book, west: Book, stick: Path, *, erased_first: bool
) -> None:
    rosa = rosa_of(east)
    home = household_of(east, rosa)
    proxy = members.add_proxy(east, home, name="the boy next door").id
    if not erased_first:
        take(west, send(east, west, stick, people=True))
    consents.answer(east, rosa, SHARE, witness="Jean")
    members.edit_proxy(east, proxy, until=LAST_DAY)
    erasing.erase(east, rosa)
    take(west, send(east, west, stick, people=True))
    for book in (east, west):
        left = book.connection.execute("SELECT 1 FROM body WHERE kind IN ('consent', 'proxy')").fetchall()
        assert not left
        assert book.get(Proxy, proxy) is None


@pytest.mark.usefixtures("on_day")
def test_of_what_was_said_of_two_only_the_part_of_the_erased_goes(book: Book) -> None:
    rosa, kwame = rosa_of(book), members.add_member(book, "Kwame").id
    about = consent_id(rosa, SHARE)
    book.record(Change("consent", about, {"member": kwame, "witness": "Jean"}))
    erasing.erase(book, rosa)
    bodies = [raw for (raw,) in book.connection.execute("SELECT bytes FROM body WHERE subject = ?", (about,))]
    assert len(bodies) == 1
    assert b"Jean" in bodies[0]
    assert b"Marie" not in bodies[0]
    must_show_the_same(book)


def test_nobody_is_handed_over_whose_consent_has_run_out(
    east: Book, west: Book, on_day: Callable[[str], None]
) -> None:
    rosa = rosa_of(east)
    on_day(AFTER)
    with pytest.raises(UserError, match="not agreed"):
        hand_over(east, "member", rosa, west.identity.site)
    consents.answer(east, rosa, SHARE, until=None)
    hand_over(east, "member", rosa, west.identity.site)
