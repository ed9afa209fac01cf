"""Key slots: one try for however many people, no names, written whole, and those of the first release still open."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from nacl import pwhash, secret
from nacl.public import PublicKey, SealedBox

from aidbook.errors import UserError
from aidbook.store import keys, slots
from aidbook.store.book import Book
from aidbook.store.durable import CannotWrite
from aidbook.store.slots import PRACTICE, Ring, WrongPassphrase
from tests.conftest import PASSPHRASE

KEY = bytes(range(32))
OTHER = "seven kettles in an orchard"
GOLDEN = Path(__file__).parent.parent / "golden" / "0.1.0" / "eastside.aidbook"


def ring_of(*passphrases: str) -> Ring:
    ring = slots.new_ring(KEY, passphrases[0], "user 0", PRACTICE)
    for number, passphrase in enumerate(passphrases[1:], start=1):
        ring = slots.with_slot(ring, KEY, passphrase, f"user {number}")
    return ring


def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Count what a try costs: stretchings, and boxes tried."""
    calls = {"stretched": 0, "tried": 0}
    stretch, decrypt = pwhash.argon2id.kdf, secret.SecretBox.decrypt

    def kdf(*args: Any, **kwargs: Any) -> bytes:
        calls["stretched"] += 1
        return stretch(*args, **kwargs)

    def tried(self: secret.SecretBox, *args: Any, **kwargs: Any) -> bytes:
        calls["tried"] += 1
        return decrypt(self, *args, **kwargs)

    monkeypatch.setattr(pwhash.argon2id, "kdf", kdf)
    monkeypatch.setattr(secret.SecretBox, "decrypt", tried)
    return calls


def test_everybodys_passphrase_gives_the_same_key_and_says_whose_it_is() -> None:
    ring = ring_of(PASSPHRASE, OTHER)
    assert slots.unwrap(ring, PASSPHRASE) == ("user 0", KEY)
    assert slots.unwrap(ring, OTHER) == ("user 1", KEY)


@pytest.mark.parametrize("typed", [PASSPHRASE, OTHER, "neither of them"])
def test_a_try_costs_one_stretching_and_every_slot_whether_right_or_wrong(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    ring = ring_of(PASSPHRASE, OTHER, "a third one of four words")
    calls = counted(monkeypatch)
    try:
        slots.unwrap(ring, typed)
    except WrongPassphrase:
        assert typed == "neither of them"
    assert calls == {"stretched": 1, "tried": 3}


def test_a_wrong_passphrase_takes_as_long_as_a_right_one() -> None:
    ring = ring_of(PASSPHRASE, *(f"passphrase number {n}" for n in range(5)))

    def seconds(typed: str) -> float:
        began = time.process_time()
        with suppress(WrongPassphrase):
            slots.unwrap(ring, typed)
        return time.process_time() - began

    right, wrong = zip(*((seconds(PASSPHRASE), seconds(PASSPHRASE.upper())) for _ in range(9)), strict=True)
    assert 0.5 < median(wrong) / median(right) < 2


def test_a_wrong_passphrase_says_the_same_with_one_slot_as_with_many() -> None:
    said = set()
    for ring in (ring_of(PASSPHRASE), ring_of(PASSPHRASE, OTHER)):
        with pytest.raises(WrongPassphrase) as refusal:
            slots.unwrap(ring, "something else")
        said.add(str(refusal.value))
    assert len(said) == 1


def test_two_people_cannot_have_the_same_passphrase() -> None:
    with pytest.raises(UserError, match="cannot be taken"):
        slots.with_slot(ring_of(PASSPHRASE, OTHER), KEY, OTHER, "user 0")
    assert slots.unwrap(slots.with_slot(ring_of(OTHER), KEY, OTHER, "user 0"), OTHER) == ("user 0", KEY)


def test_a_recovery_code_opens_only_where_one_is_asked_for() -> None:
    ring = slots.with_slot(ring_of(PASSPHRASE), KEY, "CODE OF A SHEET", "user 0", "recovery")
    assert slots.unlock(ring, "CODE OF A SHEET", "recovery").keys == (KEY,)
    for typed, kind in (("CODE OF A SHEET", "person"), (PASSPHRASE, "recovery")):
        with pytest.raises(WrongPassphrase):
            slots.unlock(ring, typed, kind)  # type: ignore[arg-type] # the two kinds, from a tuple


def test_slots_that_somebody_else_changed_open_nothing() -> None:
    ring = ring_of(PASSPHRASE, OTHER)
    theirs = PublicKey(bytes(32))
    mine = ring.slots[0]
    planted = bytes(SealedBox(PublicKey(bytes.fromhex(mine.public))).encrypt(bytes(32))).hex()
    changed = [
        [mine, slots.Slot("user 1", "person", bytes(theirs).hex(), "00", ring.slots[1].sealed)],
        [slots.Slot(mine.user, mine.kind, mine.public, mine.private, [planted, *mine.sealed])],
        [mine],
    ]
    for spoiled in changed:
        with pytest.raises(UserError, match="something other than AidBook"):
            slots.unwrap(Ring(2, ring.salt, ring.passes, ring.memory, spoiled, ring.seal), PASSPHRASE)


def test_who_can_write_the_file_cannot_put_a_key_of_theirs_before_the_present_one() -> None:
    ring, theirs = ring_of(PASSPHRASE), bytes(32)
    mine = ring.slots[0]
    planted = bytes(SealedBox(PublicKey(bytes.fromhex(mine.public))).encrypt(theirs)).hex()
    slot = slots.Slot(mine.user, mine.kind, mine.public, mine.private, [planted, *mine.sealed])
    bare = Ring(2, ring.salt, ring.passes, ring.memory, [slot])
    forged = Ring(2, ring.salt, ring.passes, ring.memory, [slot], slots._seal_of(bare, (theirs,)))
    with pytest.raises(UserError, match="something other than AidBook"):
        slots.unlock(forged, PASSPHRASE)


def test_the_file_holds_no_name_and_no_word_of_a_passphrase(book: Book) -> None:
    keys.give_slot(book, "f" * 32, OTHER)
    raw = slots.slots_path(book.path).read_text()
    assert [one["kind"] for one in json.loads(raw)["slots"]] == ["person", "person"]
    assert not any(word in raw for word in ("words", "paper", "kettles", "orchard", "Eastside"))
    assert slots.slots_path(book.path).stat().st_mode & 0o077 == 0


def test_slots_are_written_whole_or_not_at_all(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    before = slots.slots_path(book.path).read_bytes()

    def gone(*_args: object) -> None:
        raise OSError(5, "the stick is gone")

    monkeypatch.setattr(os, "fsync", gone)
    with pytest.raises(CannotWrite):
        slots.write_slots(book.path, ring_of(OTHER))
    assert slots.slots_path(book.path).read_bytes() == before


def test_slots_of_the_first_release_open_and_are_brought_to_this_format(tmp_path: Path) -> None:
    path = tmp_path / "eastside.aidbook"
    for suffix in ("", ".keys"):
        (tmp_path / (path.name + suffix)).write_bytes(GOLDEN.with_name(GOLDEN.name + suffix).read_bytes())
    assert json.loads(slots.slots_path(path).read_bytes())["format"] == 1
    with pytest.raises(WrongPassphrase):
        Book.open(path, PASSPHRASE.upper())
    with Book.open(path, PASSPHRASE) as book:
        user = book.user
    assert json.loads(slots.slots_path(path).read_bytes())["format"] == 2
    with Book.open(path, PASSPHRASE) as again:
        assert (again.user, again.role) == (user, "coordinator")


def test_slots_of_a_later_release_are_left_to_it(book: Book) -> None:
    book.close()
    slots.slots_path(book.path).write_text('{"format": 3}')
    with pytest.raises(UserError, match="newer AidBook"):
        Book.open(book.path, PASSPHRASE)
