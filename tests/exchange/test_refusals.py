"""Bundles and cards that are refused: each with its reason, and the book as it was."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from nacl.signing import SigningKey

from aidbook.errors import UserError
from aidbook.exchange import bundle as packing
from aidbook.exchange import cards, receiving, refusals, sending
from aidbook.exchange import manifest as m
from aidbook.exchange.container import join_members, split_members
from aidbook.store.book import Book
from aidbook.store.slots import PRACTICE
from tests.exchange.conftest import live, pair, send, state, take

Members = dict[str, bytes]


@contextmanager
def refused(book: Book, error: type[UserError]) -> Iterator[None]:
    """Assert that what is inside is refused in words and leaves the book as it was."""
    before = state(book)
    with pytest.raises(error) as raised:
        yield
    assert state(book) == before
    assert raised.value.what
    assert raised.value.remedy


def members_of(path: Path, reader: Book) -> Members:
    """Return the members of a bundle, unlocked as its reader does."""
    import pyrage

    key = pyrage.x25519.Identity.from_str(reader.identity.secrets.lock_identity)
    return {name: bytes(c) for name, c in split_members(pyrage.decrypt(path.read_bytes(), [key])).items()}


def locked(path: Path, reader: Book, data: bytes) -> Path:
    """Write a zip locked for the reader."""
    path.write_bytes(packing.lock(data, lock_key=reader.site.lock_key, passphrase=None))
    return path


def forged(path: Path, sender: Book, reader: Book, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the manifest, sign it as the sender would, and lock it again."""
    members = members_of(path, reader)
    said = msgspec.json.decode(members[m.MANIFEST])
    change(said)
    raw = msgspec.json.encode(said)
    signed = SigningKey(sender.identity.secrets.sign_seed).sign(m.signed_bytes(raw)).signature
    return locked(path, reader, join_members({**members, m.MANIFEST: raw, m.SIGNATURE: signed}))


def test_a_bundle_for_another_site_is_refused(
    east: Book, west: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    north = make_book("Northside")
    pair(east, north)
    path = send(east, west, stick)
    with refused(north, refusals.NotForUs):
        take(north, path)


def test_a_bundle_that_names_another_reader_is_refused(east: Book, west: Book, stick: Path) -> None:
    path = forged(send(east, west, stick), east, west, lambda said: said.update(reader="a" * 32))
    with refused(west, refusals.NotForUs):
        take(west, path)


def test_a_sender_that_is_not_known_is_refused(
    west: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    north = make_book("Northside")
    cards.pair(north, cards.card_of(west))
    path = send(north, west, stick)
    with refused(west, refusals.UnknownSender):
        take(west, path)


def test_a_bundle_signed_by_another_is_refused(east: Book, west: Book, stick: Path) -> None:
    path = forged(send(east, west, stick), west, west, lambda _said: None)
    with refused(west, refusals.BadSignature):
        take(west, path)


def test_any_altered_bit_is_refused(east: Book, west: Book, stick: Path) -> None:
    live(east)
    path = send(east, west, stick, people=True)
    sound, dice = path.read_bytes(), random.Random(7)  # noqa: S311 - which bits are spoilt is no secret
    for at in [0, 25, 60, 120, len(sound) - 1, *dice.sample(range(len(sound)), 60)]:
        spoilt = bytearray(sound)
        spoilt[at] ^= 1 << dice.randrange(8)
        path.write_bytes(spoilt)
        with refused(west, refusals.Refused):
            take(west, path)
    path.write_bytes(sound)
    take(west, path)


def test_an_altered_bit_inside_is_refused_even_from_one_who_can_lock(
    east: Book, west: Book, stick: Path
) -> None:
    live(east)
    path = send(east, west, stick, people=True)
    sound, dice = join_members(members_of(path, west)), random.Random(8)  # noqa: S311 - which bits are spoilt is no secret
    for at in dice.sample(range(len(sound)), 80):
        spoilt = bytearray(sound)
        spoilt[at] ^= 1 << dice.randrange(8)
        with refused(west, refusals.Refused):
            take(west, locked(path, west, bytes(spoilt)))


def test_a_bundle_that_is_cut_short_is_refused_wherever_it_ends(east: Book, west: Book, stick: Path) -> None:
    live(east)
    path = send(east, west, stick)
    sound = path.read_bytes()
    for length in [0, 5, 30, 200, 1000, len(sound) // 2, len(sound) - 1]:
        path.write_bytes(sound[:length])
        with refused(west, refusals.Refused):
            take(west, path)


def test_a_member_that_is_not_listed_is_refused(east: Book, west: Book, stick: Path) -> None:
    path = send(east, west, stick)
    extra = {**members_of(path, west), "extra.txt": b"hello"}
    with refused(west, refusals.Unlisted):
        take(west, locked(path, west, join_members(extra)))


def test_bytes_behind_the_end_are_refused(east: Book, west: Book, stick: Path) -> None:
    path = send(east, west, stick)
    data = join_members(members_of(path, west)) + b"more"
    with refused(west, refusals.Unlisted):
        take(west, locked(path, west, data))


def test_what_unpacks_to_more_than_it_says_is_refused(east: Book, west: Book, stick: Path) -> None:
    def lie(said: dict[str, Any]) -> None:
        for member in said["members"]:
            member["plain"] = min(member["plain"], 100)

    live(east)
    path = forged(send(east, west, stick), east, west, lie)
    with refused(west, refusals.Expands):
        take(west, path)


def test_what_unpacks_to_less_than_it_says_is_refused(east: Book, west: Book, stick: Path) -> None:
    def lie(said: dict[str, Any]) -> None:
        for member in said["members"]:
            member["plain"] += 1

    live(east)
    path = forged(send(east, west, stick), east, west, lie)
    with refused(west, refusals.Unlisted):
        take(west, path)


def test_a_newer_format_is_refused_and_a_newer_minor_is_read(east: Book, west: Book, stick: Path) -> None:
    live(east)
    newer = forged(
        send(east, west, stick),
        east,
        west,
        lambda said: said.update(format={"major": m.MAJOR + 1, "minor": 0}),
    )
    with refused(west, refusals.NewerFormat):
        take(west, newer)
    take(
        west,
        forged(
            send(east, west, stick),
            east,
            west,
            lambda said: said.update(format={"major": m.MAJOR, "minor": 9}, weather="fine"),
        ),
    )


def test_entries_that_their_writer_did_not_sign_are_refused(east: Book, west: Book, stick: Path) -> None:
    live(east)
    path = forged(send(east, west, stick), east, west, lambda said: said["heads"][0].update(head="ab" * 32))
    with refused(west, refusals.ChainBroken):
        take(west, path)


def test_a_practice_book_sends_nothing_to_a_real_one(
    east: Book, make_book: Callable[..., Book], stick: Path, tmp_path: Path
) -> None:
    practice = make_book("Pretend", practice=True, cost=PRACTICE)
    cards.write_card(cards.card_of(practice), tmp_path / "card")
    with refused(east, refusals.PracticeMix):
        cards.pair(east, cards.read_card(tmp_path / "card"))
    with refused(practice, refusals.PracticeMix):
        cards.pair(practice, cards.card_of(east))
    path = sending.send(practice, stick, to=None, passphrase="plum orbit candle").path
    with refused(east, refusals.PracticeMix):
        receiving.open_bundle(east, path, "plum orbit candle")


def test_a_wrong_passphrase_and_none_are_told_apart(
    east: Book, make_book: Callable[..., Book], stick: Path
) -> None:
    south = make_book("Southside")
    path = sending.send(east, stick, to=None, passphrase="plum orbit candle").path
    with refused(south, refusals.NeedsPassphrase):
        receiving.open_bundle(south, path)
    with refused(south, refusals.WrongBundlePassphrase):
        receiving.open_bundle(south, path, "plum orbit candel")


def test_something_that_is_no_bundle_is_refused(west: Book, stick: Path) -> None:
    path = stick / "letter.aidbundle"
    path.write_text("Dear all,")
    with refused(west, refusals.NotABundle):
        take(west, path)
    with refused(west, UserError):
        take(west, stick / "nowhere.aidbundle")


def test_a_second_laptop_does_not_begin_from_what_is_only_shared(
    east: Book, west: Book, stick: Path, tmp_path: Path
) -> None:
    path = send(east, west, stick)
    with pytest.raises(refusals.NotWhole):
        receiving.join(tmp_path / "two.aidbook", "its own passphrase", path, "whatever it is")
    assert not list(tmp_path.glob("two.aidbook*"))


def test_the_whole_book_goes_to_nobody_else(east: Book, west: Book, stick: Path) -> None:
    with refused(east, UserError):
        send(east, west, stick, whole=True)
    assert list(stick.iterdir()) == []


def test_a_card_that_was_changed_or_is_ours_or_is_none_is_refused(
    east: Book, west: Book, tmp_path: Path
) -> None:
    path = tmp_path / "west.aidcard"
    cards.write_card(cards.card_of(west), path)
    assert cards.read_card(path) == cards.card_of(west)
    with refused(west, refusals.OwnCard):
        cards.pair(west, cards.read_card(path))
    path.write_text(path.read_text().replace("Westside", "Vestside"))
    with refused(east, refusals.AlteredCard):
        cards.read_card(path)
    path.write_text("{}")
    with refused(east, refusals.NotACard):
        cards.read_card(path)


def test_a_known_site_with_other_keys_is_refused(east: Book, west: Book) -> None:
    false = SigningKey.generate()
    site = msgspec.structs.replace(
        cards.card_of(west), sign_key=false.verify_key.encode().hex(), signature="0" * 128
    )
    card = msgspec.structs.replace(site, signature=false.sign(site.signed_bytes()).signature.hex())
    assert card.is_genuine()
    with refused(east, refusals.KeysDiffer):
        cards.pair(east, card)


def test_both_sides_of_a_pairing_read_the_same_code(east: Book, west: Book) -> None:
    one, other = cards.card_of(east), cards.card_of(west)
    assert cards.short_code(one, other) == cards.short_code(other, one)
    assert cards.short_code(one) != cards.short_code(other)
