"""Bundles between sites: what arrives, what does not, and in which order it may."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import members, pantry
from aidbook.domain.distributions import Distribution
from aidbook.domain.members import Member
from aidbook.domain.pantry import Item
from aidbook.exchange import cards, receiving, sending
from aidbook.exchange.container import split_members
from aidbook.store.acknowledged import bodiless
from aidbook.store.book import Book
from aidbook.store.distributions import day_count
from aidbook.store.identity import Identity
from aidbook.store.members import member_count
from tests.exchange.conftest import live, pair, send, state, take

BUNDLE_PASSPHRASE = "plum orbit candle seven"


def test_what_one_site_did_is_at_the_other_after_one_trip(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    merge = take(west, send(east, west, stick))
    beans, day = west.get(Item, life.beans), west.get(Distribution, life.day)
    assert beans is not None
    assert beans.name == "Beans"
    assert day is not None
    here, there = day_count(east, day), day_count(west, day)
    assert (there.households, there.people, there.boxes) == (here.households, here.people, here.boxes)
    assert there.households == 2
    assert merge.counts.new > 0
    assert merge.counts.wrong == ()


def test_a_preview_says_what_comes_and_writes_nothing(east: Book, west: Book, stick: Path) -> None:
    live(east)
    path, before = send(east, west, stick), state(west)
    bundle = receiving.open_bundle(west, path)
    seen = receiving.preview(west, bundle)
    assert state(west) == before
    assert "This is bundle 1 from Eastside." in seen.words
    assert "1 distribution is new." in seen.words
    merge = receiving.receive(west, bundle)
    assert (merge.counts, merge.words) == (seen.counts, seen.words)


def test_the_same_bundle_again_changes_nothing(east: Book, west: Book, stick: Path) -> None:
    live(east)
    path = send(east, west, stick)
    first = take(west, path)
    before = state(west)
    again = take(west, path)
    assert state(west) == before
    assert again.done.action == ""
    assert again.counts.new == again.counts.changed == 0
    assert again.counts.same >= first.counts.new
    assert "Nothing in it is new." in again.words


def test_without_being_asked_no_person_travels(east: Book, west: Book, stick: Path) -> None:
    live(east)
    take(west, send(east, west, stick))
    assert member_count(west) == 0
    assert not [header for header in west.ledger.have() if header == (east.identity.origin, "people")]


def test_members_who_agreed_travel_and_all_others_are_stubs(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    agreed = west.get(Member, life.agreed)
    assert agreed is not None
    assert agreed.name == "Rosa Quetzalcoatl"
    assert west.get(Member, life.silent) is None
    assert bodiless(west.connection)[east.identity.origin, "people"]
    tip = east.ledger.tip(east.identity.origin, "people")
    assert west.ledger.tip(east.identity.origin, "people") == tip


def test_who_agrees_later_comes_with_the_next_bundle(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    take(west, send(east, west, stick, people=True))
    take(east, send(west, east, stick))
    members.edit_member(east, life.silent, may_share=True)
    take(west, send(east, west, stick, people=True))
    silent = west.get(Member, life.silent)
    assert silent is not None
    assert silent.name == "Kwame Silencieux"


def test_a_lost_bundle_is_healed_by_the_next(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    send(east, west, stick).unlink()
    rice = pantry.add_item(east, "Rice", unit="bag").id
    take(west, send(east, west, stick))
    assert west.get(Item, life.beans)
    assert west.get(Item, rice)


def test_what_was_confirmed_is_not_sent_again(east: Book, west: Book, stick: Path) -> None:
    live(east)
    take(west, send(east, west, stick))
    take(east, send(west, east, stick))
    nothing = sending.send(east, stick, to=west.site, passphrase=None)
    assert nothing.entries == 0
    pantry.add_item(east, "Rice", unit="bag")
    assert sending.send(east, stick, to=west.site, passphrase=None).entries == 1


def test_entries_above_a_gap_wait_until_it_is_filled(east: Book, west: Book, stick: Path) -> None:
    life = live(east)
    lost = send(east, west, stick)
    _pretend_it_was_confirmed(east, west)
    rice = pantry.add_item(east, "Rice", unit="bag").id
    above = take(west, send(east, west, stick))
    assert west.get(Item, rice) is None
    assert "You are missing bundle 1 from Eastside." in above.words
    take(west, lost)
    assert west.get(Item, life.beans)
    assert west.get(Item, rice)


def _pretend_it_was_confirmed(book: Book, by: Book) -> None:
    from aidbook.store.acknowledged import acknowledge

    with book.transaction():
        acknowledge(book, by.identity.site, {stream: [tip] for stream, tip in book.ledger.tips().items()}, {})


def test_a_third_site_hears_of_the_first_through_the_second(
    east: Book, west: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    north = make_book("Northside")
    pair(west, north)
    cards.pair(north, cards.card_of(east))
    life = live(east)
    take(west, send(east, west, stick))
    take(north, send(west, north, stick))
    assert north.get(Item, life.beans)
    assert north.get(Distribution, life.day)


def test_entries_of_a_site_that_is_not_known_are_left_out_and_said(
    east: Book, west: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    north = make_book("Northside")
    pair(west, north)
    life = live(east)
    take(west, send(east, west, stick))
    merge = take(north, send(west, north, stick))
    assert north.get(Item, life.beans) is None
    assert any("Eastside" in words and "left out" in words for words in merge.words)


def test_a_first_trip_under_a_passphrase_pairs_with_its_sender(
    east: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    south = make_book("Southside")
    life = live(east)
    path = sending.send(east, stick, to=None, passphrase=BUNDLE_PASSPHRASE).path
    assert receiving.is_under_passphrase(path)
    bundle = receiving.open_bundle(south, path, BUNDLE_PASSPHRASE)
    code = cards.short_code(cards.card_of(south), cards.card_of(east))
    seen = receiving.preview(south, bundle)
    assert any(code in words for words in seen.words)
    assert not cards.is_paired(south, east.identity.site)
    receiving.receive(south, bundle)
    assert cards.is_paired(south, east.identity.site)
    assert south.get(Item, life.beans)


def test_a_second_laptop_has_the_whole_book_and_an_origin_of_its_own(
    east: Book, stick: Path, tmp_path: Path
) -> None:
    life = live(east)
    path = sending.send(east, stick, to=None, passphrase=BUNDLE_PASSPHRASE, whole=True).path
    with receiving.join(tmp_path / "two.aidbook", "its own passphrase", path, BUNDLE_PASSPHRASE) as second:
        assert second.identity.site == east.identity.site
        assert _who(second).origin != _who(east).origin
        assert member_count(second) == member_count(east) == 2
        new = members.add_member(second, "Amina").id
        here, there = second.get(Member, new), east.get(Member, life.silent)
        assert here is not None
        assert there is not None
        assert _digits(here) > _digits(there) + 990
        take(east, send(second, second, stick, whole=True))
        assert east.get(Member, new)


def _who(book: Book) -> Identity:
    return book.identity


def _digits(member: Member) -> int:
    return int("".join(c for c in member.number or "" if c.isdigit()))


def test_no_name_is_in_the_bytes_of_book_bundle_or_any_file_left_behind(
    east: Book, west: Book, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    live(east)
    take(west, send(east, west, stick, people=True))
    sending.send(east, stick, to=None, passphrase=BUNDLE_PASSPHRASE, whole=True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 4
    for path in files:
        data = path.read_bytes()
        assert not [word for word in (b"Quetzalcoatl", b"Silencieux", b"555-0142") if word in data], path
        assert "Rosa" not in path.name


def test_the_name_is_there_once_the_bundle_is_unlocked(east: Book, west: Book, stick: Path) -> None:
    import pyrage
    import zstandard

    live(east)
    raw = send(east, west, stick, people=True).read_bytes()
    key = pyrage.x25519.Identity.from_str(west.identity.secrets.lock_identity)
    people = split_members(pyrage.decrypt(raw, [key]))["people.ndjson.zst"]
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(people)
    assert b"Quetzalcoatl" in plain
    assert b"Silencieux" not in plain
