"""What is the matter with the book itself: its backup, what waits, what others asked for, whose clock is wrong."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import members, pantry
from aidbook.actions.erasing import erase
from aidbook.actions.handing_over import hand_over
from aidbook.actions.people_who_open import make_recovery, prove_recovery
from aidbook.domain import declare
from aidbook.domain.catalog import KINDS
from aidbook.domain.declare import Id, new_id
from aidbook.domain.members import Member
from aidbook.domain.pantry import Count, Movement
from aidbook.domain.writes import take_back
from aidbook.store import origins
from aidbook.store.acknowledged import acknowledge
from aidbook.store.body import Body
from aidbook.store.book import Book
from aidbook.store.check import check_and_remember
from aidbook.store.claims import claims_of, home_of
from aidbook.store.fold import fold
from aidbook.store.pantry import item_lines
from aidbook.store.progress import silent
from tests.attention.conftest import Ticking, Trip, do, let_be, only, remedy, told
from tests.conftest import PASSPHRASE
from tests.exchange.conftest import send, take

_DAY_MS = 86_400_000


def set_clock(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    """Let it be so many days later."""
    monkeypatch.setattr(clock, "now_ms", Ticking(clock.now_ms() + int(days * _DAY_MS)))


# Backups


def test_three_days_without_a_backup_are_said_and_the_button_makes_one(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not told(book, "backup")
    set_clock(monkeypatch, 3.5)
    one = only(book, "backup")
    assert one.sentence == "There is no backup of this book yet."
    work = remedy(one, "Back up now").work
    assert work is not None
    work(book, silent)
    assert not told(book, "backup")
    set_clock(monkeypatch, 2.5)
    assert not told(book, "backup")
    set_clock(monkeypatch, 1)
    assert "The last good backup is of" in only(book, "backup").sentence


def test_a_practice_book_asks_for_no_backup(
    make_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    practice = make_book("Practice", practice=True)
    set_clock(monkeypatch, 30)
    assert not told(practice, "backup")


# What waits


def test_a_lost_stick_is_named_until_its_entries_are_here(east: Book, west: Book, stick: Path) -> None:
    pantry.add_item(west, "Beans")
    lost = send(west, east, stick)
    pretend_it_was_confirmed(west, east)
    pantry.add_item(west, "Rice")
    assert not told(east, "awaited")
    take(east, send(west, east, stick))
    one = only(east, "awaited")
    assert "Westside" in one.sentence
    assert one.happened == ("You are missing bundle 1 from Westside.",)
    take(east, lost)
    assert not told(east, "awaited")


def pretend_it_was_confirmed(book: Book, by: Book) -> None:
    """Let a book believe that another has all that it has."""
    with book.transaction():
        acknowledge(book, by.identity.site, {stream: [tip] for stream, tip in book.ledger.tips().items()}, {})


# Clocks


def test_entries_from_the_future_ask_whose_clock_is_wrong(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 400)
    members.add_member(book, "Rosa Luz")
    set_clock(monkeypatch, -400)
    one = only(book, "clock")
    assert one.sentence == "1 action is dated later than now."
    let_be(book, one)
    assert not told(book, "clock")
    set_clock(monkeypatch, 410)
    members.add_member(book, "Kwame Mensah")
    set_clock(monkeypatch, -410)
    assert told(book, "clock")


def test_the_other_site_s_clock_is_told_from_our_own(
    east: Book, west: Book, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 30)
    pantry.add_item(west, "Beans")
    set_clock(monkeypatch, -30)
    take(east, send(west, east, stick))
    assert only(east, "clock").sentence.startswith("Westside:")


def test_a_clock_an_hour_off_is_nothing_to_say(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, 1 / 24)
    members.add_member(book, "Rosa Luz")
    set_clock(monkeypatch, -1 / 24)
    assert not told(book, "clock")


# Damage, copies, forks, the recovery sheet


@pytest.mark.behind_the_ledger
def test_what_the_last_check_found_is_said_until_a_check_finds_nothing(book: Book) -> None:
    members.add_member(book, "Rosa Luz")
    with book.transaction():
        book.connection.execute("UPDATE member SET name = 'Rosa Lux'")
    assert not told(book, "damaged")
    check_and_remember(book)
    one = only(book, "damaged")
    assert any("members" in line for line in one.happened)
    with book.transaction():
        book.connection.execute("UPDATE member SET name = 'Rosa Luz'")
    work = remedy(one, "Look through it again").work
    assert work is not None
    assert work(book, silent) == "All is as it should be."
    assert not told(book, "damaged")


def test_a_copy_that_goes_on_by_itself_says_so_until_somebody_has_read_it(tmp_path: Path) -> None:
    with Book.create(tmp_path / "first.aidbook", PASSPHRASE, site_name="Eastside") as first:
        members.add_member(first, "Rosa Luz")
    for suffix in ("", ".keys"):
        shutil.copy(tmp_path / f"first.aidbook{suffix}", tmp_path / f"second.aidbook{suffix}")
    with Book.open(tmp_path / "first.aidbook", PASSPHRASE) as first:
        members.add_member(first, "Kwame Mensah")
    with Book.open(tmp_path / "second.aidbook", PASSPHRASE) as second:
        one = only(second, "copied")
        assert "laptop of its own" in one.sentence
        assert one.means
        let_be(second, one)
        assert not told(second, "copied")
        with second.transaction():
            origins.note(second.connection, "healed", 3)
        assert told(second, "copied")


def test_a_book_without_a_recovery_sheet_offers_one_until_its_code_was_typed_back(book: Book) -> None:
    one = only(book, "recovery")
    go = remedy(one, "Make the recovery sheet").go
    assert go is not None
    assert (go.page, go.command) == ("book", "recovery")
    code = make_recovery(book)
    assert "typed back" in only(book, "recovery").sentence
    prove_recovery(book, code)
    assert not told(book, "recovery")


def test_who_does_without_a_recovery_sheet_is_asked_no_more(book: Book) -> None:
    let_be(book, only(book, "recovery"))
    assert not told(book, "recovery")


# What others ask


@pytest.fixture
def rosa(east: Book, west: Book, trip: Trip) -> Id:
    """Give a member of Eastside whom Westside knows too."""
    member = members.add_member(east, "Rosa Quetzal", may_share=True).id
    trip(east, west)
    return member


def test_who_another_site_asks_to_forget_is_forgotten_when_this_one_agrees(
    east: Book, west: Book, rosa: Id, trip: Trip
) -> None:
    erase(west, rosa)
    trip(west, east)
    one = only(east, "asked")
    assert one.sentence == "Westside asks that Rosa Quetzal be forgotten."
    assert remedy(one, "Forget").confirm
    do(east, one, "Forget")
    assert east.get(Member, rosa) is None
    assert not told(east, "asked")


def test_the_record_is_kept_where_this_site_says_so(east: Book, west: Book, rosa: Id, trip: Trip) -> None:
    erase(west, rosa)
    trip(west, east)
    let_be(east, only(east, "asked"))
    assert east.get(Member, rosa) is not None
    assert not told(east, "asked")


def test_what_another_site_took_back_of_ours_is_shown_and_counts_once_we_do_too(
    east: Book, west: Book, trip: Trip
) -> None:
    beans = pantry.add_item(east, "Beans", unit="can").id
    pantry.receive_stock(east, [pantry.Units(item=beans, units=48)])
    (movement,) = east.connection.execute("SELECT id FROM movement").fetchone()
    trip(east, west)
    west.record(take_back(Movement, movement))
    assert told(west, "uncounted")
    trip(west, east)
    assert item_lines(east)[0].on_hand == 48
    do(east, only(east, "uncounted"), "Take it back here too")
    assert item_lines(east)[0].on_hand == 0
    assert not told(east, "uncounted")


@pytest.mark.behind_the_ledger
def test_what_a_newer_program_wrote_is_said_of_its_chapter(
    east: Book, west: Book, trip: Trip, monkeypatch: pytest.MonkeyPatch
) -> None:
    pantry.add_item(east, "Beans")
    with monkeypatch.context() as newer:
        kind = replace(KINDS["count"], version=2)
        newer.setitem(KINDS, "count", kind)
        newer.setitem(vars(declare)["_BY_TYPE"], Count, kind)
        item = pantry.add_item(west, "Rice").id
        pantry.count_stock(west, [pantry.Units(item=item, units=3)])
    trip(west, east)
    assert "the pantry" in only(east, "incomplete").sentence


# Hand-overs that do not count


def hand_over_what_is_not_theirs(liar: Book, item: Id, to: Id) -> None:
    """Let a site write what the program refuses: that somebody else's item belongs to a site now."""
    over = [claim.hash.hex() for claim in claims_of(liar.connection, "item", "home", item)]
    body = Body(
        salt=new_id(), kind="item", v=1, subject=item, action=new_id(), by="", written=clock.now_ms(),
        site=liar.identity.site, set={"home": to}, over={"home": over},
    )  # fmt: skip
    with liar.transaction():
        fold(liar.connection, liar.ledger.append(liar.identity.origin, [("pantry", body)]))


def test_what_another_site_hands_over_that_is_ours_is_said_and_we_decide(
    east: Book, west: Book, trip: Trip
) -> None:
    beans = pantry.add_item(east, "Beans", unit="can").id
    trip(east, west)
    hand_over_what_is_not_theirs(west, beans, west.identity.site)
    trip(west, east)
    one = only(east, "not-handed-over")
    assert one.sentence == "A hand-over by Westside does not count: Beans, to Westside."
    assert home_of(east.connection, "item", beans) == east.identity.site
    assert [each.words for each in only(west, "not-handed-over").remedies] == ["Leave it where it is"]
    do(east, one, "Hand it over to Westside")
    trip(east, west)
    for book in (east, west):
        assert home_of(book.connection, "item", beans) == west.identity.site
        assert not told(book, "not-handed-over")


def test_a_hand_over_that_does_not_count_is_let_be_until_another_comes(
    east: Book, west: Book, trip: Trip
) -> None:
    beans = pantry.add_item(east, "Beans", unit="can").id
    trip(east, west)
    hand_over_what_is_not_theirs(west, beans, west.identity.site)
    trip(west, east)
    let_be(east, only(east, "not-handed-over"))
    assert not told(east, "not-handed-over")
    hand_over_what_is_not_theirs(west, beans, west.identity.site)
    trip(west, east)
    assert told(east, "not-handed-over")


def test_of_two_hand_overs_that_crossed_the_later_holds_and_the_other_is_said(
    east: Book, west: Book, trip: Trip
) -> None:
    beans = pantry.add_item(east, "Beans", unit="can").id
    (made,) = [claim.hash.hex() for claim in claims_of(east.connection, "item", "home", beans)]
    hand_over(east, "item", beans, west.identity.site)
    trip(east, west)
    hand_over(west, "item", beans, east.identity.site)
    later = Body(
        salt=new_id(), kind="item", v=1, subject=beans, action=new_id(), by="", written=clock.now_ms() + 5_000,
        site=east.identity.site, set={"home": west.identity.site}, over={"home": [made]},
    )  # fmt: skip
    with east.transaction():  # as another laptop of the site wrote it, which had heard of neither
        fold(east.connection, east.ledger.append(east.identity.origin, [("pantry", later)]))
    trip(west, east)
    trip(east, west)
    for book in (east, west):
        assert home_of(book.connection, "item", beans) == west.identity.site
        assert (
            only(book, "not-handed-over").sentence
            == "A hand-over by Westside does not count: Beans, to Eastside."
        )


def test_a_hand_over_that_counts_is_nothing_to_say(east: Book, west: Book, trip: Trip) -> None:
    beans = pantry.add_item(east, "Beans", unit="can").id
    trip(east, west)
    hand_over(east, "item", beans, west.identity.site)
    trip(east, west)
    hand_over(west, "item", beans, east.identity.site)
    trip(west, east)
    for book in (east, west):
        assert home_of(book.connection, "item", beans) == east.identity.site
        assert not told(book, "not-handed-over")
