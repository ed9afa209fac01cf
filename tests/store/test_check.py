"""Checking a book: it passes on a healthy one, and finds whatever was done behind the ledger's back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.members import Member
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.store.check import check, view_digests
from aidbook.store.connection import DatabaseError
from tests.conftest import PASSPHRASE

behind_the_ledger = pytest.mark.behind_the_ledger


@pytest.fixture
def lived(book: Book) -> Book:
    """Give Eastside's book after a day: a member, stock, a visit, something taken back."""
    beans = pantry.add_item(book, "Beans", unit="can").id
    pantry.receive_stock(book, [pantry.Units(item=beans, units=48)])
    rosa = book.get(Member, members.add_member(book, "Rosa").id)
    assert rosa is not None
    assert rosa.household is not None
    day = distributions.plan_distribution(book, "2026-03-28", {beans: 2}).id
    distributions.check_in(book, day, rosa.household)
    history.undo(book, members.edit_member(book, rosa.id, phone="555-0142").action)
    return book


def spoil(book: Book, sql: str, *values: object) -> None:
    """Do something in the file that no action does."""
    with book.transaction():
        assert book.connection.execute(sql, values).rowcount > 0


def some_body(book: Book) -> tuple[bytes, bytes]:
    """Return the hash and the bytes of a member's entry."""
    found: tuple[bytes, bytes] = book.connection.execute(
        "SELECT hash, bytes FROM body WHERE kind = 'member' ORDER BY n LIMIT 1"
    ).fetchone()
    return found


def test_a_healthy_book_passes_and_is_left_as_it_was(lived: Book) -> None:
    before = lived.position, view_digests(lived.connection)
    steps: list[tuple[int, int]] = []
    assert check(lived, lambda done, total: steps.append((done, total))) == ()
    assert (lived.position, view_digests(lived.connection)) == before
    assert steps[-1][0] == steps[-1][1]


def test_others_write_while_a_book_is_checked(lived: Book) -> None:
    with lived.another() as other:
        other.connection.execute("PRAGMA busy_timeout = 0")
        written: list[str] = []

        def write(done: int, _total: int) -> None:
            written.append(members.add_member(other, f"Person {len(written)} at {done}").action)

        assert check(lived, write) == ()
    assert len(written) > 10
    assert check(lived) == ()
    assert not list(lived.path.parent.glob("*.scratch*"))


@behind_the_ledger
def test_a_changed_body_is_found(lived: Book) -> None:
    name, raw = some_body(lived)
    spoil(lived, "UPDATE body SET bytes = ? WHERE hash = ?", raw.replace(b"Rosa", b"Rose"), name)
    found = check(lived)
    assert "1 entries were changed after they were written." in found
    assert "What the book shows of members is not what its ledger says." in found


@behind_the_ledger
def test_a_body_that_is_filed_as_something_else_is_found(lived: Book) -> None:
    name, _raw = some_body(lived)
    spoil(lived, "UPDATE body SET action = ? WHERE hash = ?", "a" * 32, name)
    assert any("filed under something else" in words for words in check(lived))


@behind_the_ledger
@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE member SET name = 'Rose'", "members"),
        ("UPDATE stock SET units = units + 1", "stock"),
        ("UPDATE visit SET boxes = boxes + 1", "visits"),
        ("DELETE FROM movement", "movements"),
        ("DELETE FROM tie", "who was where"),
        (
            "UPDATE setting SET value = '\"Rose\"' WHERE field = 'name' AND kind = 'member'",
            "its other records",
        ),
        ("UPDATE action SET written = written + 1", "history"),
    ],
)
def test_a_view_edited_behind_the_ledgers_back_is_found(lived: Book, sql: str, what: str) -> None:
    spoil(lived, sql)
    assert check(lived) == (f"What the book shows of {what} is not what its ledger says.",)


@behind_the_ledger
def test_a_search_that_finds_something_else_is_found(lived: Book) -> None:
    row = lived.connection.execute("SELECT n FROM search_row WHERE kind = 'member'").fetchone()
    spoil(lived, "DELETE FROM search WHERE rowid = ?", *row)
    assert check(lived) == ("What the book shows of search is not what its ledger says.",)


@behind_the_ledger
def test_a_changed_head_is_found(lived: Book) -> None:
    spoil(lived, "UPDATE entry SET head = zeroblob(32) WHERE chapter = 'people' AND seq = 2")
    assert check(lived) == ("The ledger's chain is broken: an entry or its place was changed.",)


@behind_the_ledger
def test_two_entries_that_changed_places_are_found(lived: Book) -> None:
    spoil(
        lived,
        "UPDATE entry SET hash = (SELECT hash FROM entry o WHERE o.chapter = 'people' AND o.seq = 3 - entry.seq)"
        " WHERE chapter = 'people' AND seq IN (1, 2)",
    )
    assert "The ledger's chain is broken: an entry or its place was changed." in check(lived)


@behind_the_ledger
def test_an_entry_that_was_taken_out_is_found(lived: Book) -> None:
    spoil(lived, "DELETE FROM entry WHERE chapter = 'people' AND seq = 2")
    found = check(lived)
    assert "Entries are missing from the ledger, before the last ones." in found
    assert "1 entries have lost their place in the ledger: something removed it." in found


@behind_the_ledger
def test_a_last_entry_that_was_taken_out_is_found_once_it_was_signed(lived: Book) -> None:
    with lived.transaction():
        lived.ledger.sign_heads(lived.identity.origin, lived.identity.origin_key)
    tip, _head = lived.ledger.tip(lived.identity.origin, "people")
    spoil(lived, "DELETE FROM entry WHERE chapter = 'people' AND seq = ?", tip)
    assert "The last entries are missing from the ledger: their writer had signed them." in check(lived)


@behind_the_ledger
def test_a_signature_that_does_not_fit_is_found(lived: Book) -> None:
    with lived.transaction():
        lived.ledger.sign_heads(lived.identity.origin, lived.identity.origin_key)
    spoil(lived, "UPDATE signed SET signature = zeroblob(64) WHERE chapter = 'days'")
    assert check(lived) == ("A signature in the ledger does not fit.",)


@behind_the_ledger
def test_a_writer_that_no_site_vouches_for_is_found(lived: Book) -> None:
    spoil(lived, "UPDATE origin SET certificate = zeroblob(128)")
    assert check(lived) == ("Entries come from a writer that no known site vouches for.",)


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@behind_the_ledger
@pytest.mark.parametrize("part", [0.1, 0.35, 0.6, 0.85])
def test_a_flipped_bit_anywhere_in_the_file_is_found(lived: Book, part: float) -> None:
    path = lived.path
    lived.close()
    _flip(path, int(path.stat().st_size * part))
    try:
        with Book.open(path, PASSPHRASE) as again:
            assert any("damaged" in words for words in check(again))
    except (UserError, DatabaseError):
        pass  # where it was flipped, the book does not even open


def test_a_book_that_other_sites_wrote_in_passes_too(make_book: Callable[..., Book], tmp_path: Path) -> None:
    from aidbook.exchange import cards, receiving, sending

    east, west = make_book("Eastside"), make_book("Westside")
    cards.pair(east, cards.card_of(west))
    cards.pair(west, cards.card_of(east))
    pantry.add_item(east, "Beans", unit="can")
    path = sending.send(east, tmp_path, to=west.site, passphrase=None).path
    receiving.receive(west, receiving.open_bundle(west, path))
    assert check(west) == ()
