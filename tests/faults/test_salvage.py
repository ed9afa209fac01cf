"""Salvage: whatever page of a book is lost, every entry not on it comes back, in a book that checks."""

from pathlib import Path

import pytest

from aidbook.actions import members
from aidbook.errors import UserError
from aidbook.exchange import receiving, sending
from aidbook.store import forks
from aidbook.store.book import Book
from aidbook.store.check import check, view_digests
from aidbook.store.pages import PAGE_BYTES
from aidbook.store.rejoining import NothingReadable
from aidbook.store.salvage import Salvaged, salvage
from aidbook.store.slots import WrongPassphrase
from tests.conftest import PASSPHRASE
from tests.exchange.test_forks import World, forked, world
from tests.faults.lived import Lived, bodies_of, lying_on, spoil_page

__all__ = ["world"]
UNPAIRED = "Entries come from a writer that no known site vouches for."


def salvaged(path: Path) -> tuple[Salvaged, dict[bytes, bytes]]:
    """Return what came of a salvage, and the bodies of the new book, which checks.

    Where the entry is lost that paired a site, who vouches for that site's writers is not known until it is paired again.
    """
    new = path.with_name("new.aidbook")
    outcome = salvage(path, new, PASSPHRASE)
    with Book.open(new, PASSPHRASE) as book:
        findings = set(check(book)) - ({UNPAIRED} if outcome.lost else set())
        assert not findings
        bodies = bodies_of(book)
    for file in path.parent.glob("new.aidbook*"):
        file.unlink()
    return outcome, bodies


def root_of(lived: Lived, name: str) -> int:
    """Return the first page of a table or an index."""
    with Book.open(lived.path, PASSPHRASE) as book:
        page: int = book.connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()[0]
    return page


def test_a_whole_book_comes_back_whole_and_shows_the_same(lived: Lived, tmp_path: Path) -> None:
    outcome, bodies = salvaged(lived.copied(tmp_path))
    assert bodies == lived.bodies
    assert outcome.sentences() == [f"{len(bodies)} entries came back.", "Nothing is lost."]


def test_every_entry_not_on_the_lost_page_comes_back(lived: Lived, tmp_path: Path, soak: bool) -> None:  # noqa: FBT001 - a fixture
    on_page = lying_on(lived.path, lived.key)
    assert set().union(*on_page.values()) == set(lived.bodies)
    pages = range(1, lived.path.stat().st_size // PAGE_BYTES + 1)
    # In each run the pages that hold bodies, and some of the others: there are many, and all alike.
    chosen = [n for n in pages if soak or n in on_page or n in (1, 2) or n % 48 == 0]
    for number in chosen:
        path = lived.copied(tmp_path)
        spoil_page(path, number)
        outcome, bodies = salvaged(path)
        missing = set(lived.bodies) - set(bodies)
        assert missing <= on_page.get(number, set()), f"page {number}"
        assert sum(outcome.lost.values()) == len(missing)
        assert bodies.items() <= lived.bodies.items()


@pytest.mark.parametrize("table", ["local", "origin", "signed", "entry", "entry_by_hash"])
def test_what_the_whole_book_hangs_on_survives_the_loss_of_its_page(
    lived: Lived, tmp_path: Path, table: str
) -> None:
    path = lived.copied(tmp_path)
    spoil_page(path, root_of(lived, table))
    outcome, bodies = salvaged(path)
    assert bodies == lived.bodies
    assert outcome.sentences()[-1] == "Nothing is lost."


def test_a_lost_body_leaves_its_place_and_is_told_with_its_chapter_and_day(
    lived: Lived, tmp_path: Path
) -> None:
    on_page = lying_on(lived.path, lived.key)
    number = max(on_page, key=lambda page: len(on_page[page]))
    path = lived.copied(tmp_path)
    spoil_page(path, number)
    outcome, bodies = salvaged(path)
    assert set(lived.bodies) - set(bodies) == on_page[number]
    words = outcome.sentences()
    assert words[0] == f"Damaged pages of the file: {number}."
    assert any(" lost: " in text for text in words)
    assert any("What is lost was written about:" in text for text in words)


def test_what_this_site_wrote_behind_a_gap_is_written_again_under_the_new_origin(
    lived: Lived, tmp_path: Path
) -> None:
    path = lived.copied(tmp_path)
    for table in ("entry", "entry_by_hash", "body"):
        page = root_of(lived, table)
        spoil_page(path, page if table != "body" else _a_leaf_of_bodies(lived))
    outcome, bodies = salvaged(path)
    lost = set(lived.bodies) - set(bodies)
    assert outcome.rewritten > 0
    assert lost <= lying_on(lived.path, lived.key)[_a_leaf_of_bodies(lived)] | _of_others(lived)


def _a_leaf_of_bodies(lived: Lived) -> int:
    return min(lying_on(lived.path, lived.key))


def _of_others(lived: Lived) -> set[bytes]:
    with Book.open(lived.path, PASSPHRASE) as book:
        rows = book.connection.execute("SELECT hash FROM body WHERE site <> ?", (book.identity.site,))
        return {name for (name,) in rows}


def test_a_body_proves_its_lost_place_where_the_head_behind_it_is_kept(lived: Lived, tmp_path: Path) -> None:
    """An entry's place is lost in both its rows; its body and the next entry's head are enough."""
    path = lived.copied(tmp_path)
    with Book.open(path, PASSPHRASE) as book:
        book.connection.execute("DELETE FROM entry WHERE chapter = 'people' AND seq = 2")
    outcome, bodies = salvaged(path)
    assert bodies == lived.bodies
    assert outcome.rewritten == 0


def test_another_sites_entries_behind_a_gap_wait_and_come_with_its_next_bundle(
    lived: Lived, tmp_path: Path
) -> None:
    path = lived.copied(tmp_path)
    (tmp_path / "there").mkdir()
    with Book.open(path, PASSPHRASE) as book:
        name, number = book.connection.execute(
            "SELECT e.hash, e.origin FROM entry e JOIN origin o ON o.n = e.origin"
            " WHERE o.site <> ? AND chapter = 'days' AND seq = 1",
            (book.identity.site,),
        ).fetchone()
        book.connection.execute("DELETE FROM body WHERE hash = ?", (name,))
        book.connection.execute("DELETE FROM entry WHERE hash = ? AND origin = ?", (name, number))
    new = tmp_path / "new.aidbook"
    outcome = salvage(path, new, PASSPHRASE)
    assert outcome.waiting > 0
    with (
        Book.open(new, PASSPHRASE) as east,
        Book.open(_west(lived, tmp_path / "there"), PASSPHRASE) as west,
    ):
        bundle = sending.send(west, tmp_path / "there", to=east.site, passphrase=None).path
        receiving.receive(east, receiving.open_bundle(east, bundle))
        assert check(east) == ()
        assert bodies_of(east).keys() >= lived.bodies.keys()


def _west(lived: Lived, folder: Path) -> Path:
    for file in lived.path.parent.glob("west.aidbook*"):
        if not file.name.endswith(".lock"):
            (folder / file.name).write_bytes(file.read_bytes())
    return folder / "west.aidbook"


def test_the_salvaged_book_writes_as_a_new_origin_and_the_old_ones_word_is_signed(
    lived: Lived, tmp_path: Path
) -> None:
    path = lived.copied(tmp_path)
    new = tmp_path / "new.aidbook"
    salvage(path, new, PASSPHRASE)
    with Book.open(path, PASSPHRASE) as before, Book.open(new, PASSPHRASE) as after:
        assert after.site == before.site
        assert after.identity.origin != lived.origin
        assert lived.origin in {one.id for one in after.ledger.origins()}
        assert view_digests(after.connection) == view_digests(before.connection)
        members.add_member(after, "Ana")
        assert check(after) == ()


@pytest.mark.parametrize("table", ["", "forked", "forked_again", "entry"])
def test_both_branches_of_a_fork_come_back(world: World, table: str) -> None:
    forked(world)
    for name in ("east", "clone"):
        world.trip(name, "west")
    book = world.book("west")
    path, before = book.path, bodies_of(book)
    rows = "SELECT origin, chapter, seq, head, hash FROM standing ORDER BY 1, 2, 3, 4"
    standing = book.connection.execute(rows).fetchall()
    (page,) = book.connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = ? OR ? = ''", (table, table)
    ).fetchone()
    book.close()
    if table:
        spoil_page(path, page)
    new = path.with_name("new.aidbook")
    salvage(path, new, PASSPHRASE)
    with Book.open(new, PASSPHRASE) as again:
        assert bodies_of(again) == before
        assert again.connection.execute(rows).fetchall() == standing
        assert len(forks.forks(again.connection)) == 1
        assert check(again) == ()


def test_a_file_cut_short_gives_what_is_on_the_rest(lived: Lived, tmp_path: Path) -> None:
    path = lived.copied(tmp_path)
    on_page = lying_on(lived.path, lived.key)
    last = sorted(on_page)[len(on_page) // 2]
    path.write_bytes(path.read_bytes()[: last * PAGE_BYTES + 100])
    outcome, bodies = salvaged(path)
    beyond = set().union(*(names for number, names in on_page.items() if number > last))
    assert bodies.items() <= lived.bodies.items()
    assert set(lived.bodies) - set(bodies) <= beyond | _of_others(lived)
    assert outcome.entries == len(bodies) > 0
    pages = lived.path.stat().st_size // PAGE_BYTES
    assert outcome.unread == pages - last
    assert outcome.sentences()[-1] == f"More may be lost: {pages - last} pages cannot be read."


def test_what_was_confirmed_but_lies_only_in_the_log_comes_back(lived: Lived, tmp_path: Path) -> None:
    path = lived.copied(tmp_path)
    with Book.open(path, PASSPHRASE) as book:
        book.connection.execute("PRAGMA wal_autocheckpoint = 0")
        members.add_member(book, "Ana")
        (tmp_path / "cut").mkdir()
        for file in path.parent.glob(f"{path.name}*"):
            if file.is_file() and not file.name.endswith((".lock", "-shm")):
                (tmp_path / "cut" / file.name).write_bytes(file.read_bytes())
        there = bodies_of(book)
    assert (tmp_path / "cut" / f"{path.name}-wal").stat().st_size > 0
    _outcome, bodies = salvaged(tmp_path / "cut" / path.name)
    assert bodies == there


@pytest.mark.parametrize("spoil", ["passphrase", "in use", "taken", "no entry readable", "nothing readable"])
def test_a_salvage_that_cannot_be_leaves_everything_as_it_is(
    lived: Lived, tmp_path: Path, spoil: str
) -> None:
    path, new = lived.copied(tmp_path), tmp_path / "new.aidbook"
    before = path.read_bytes()
    if spoil == "passphrase":
        with pytest.raises(WrongPassphrase):
            salvage(path, new, "five words not on paper")
    elif spoil == "in use":
        with Book.open(path, PASSPHRASE), pytest.raises(UserError, match="open in another"):
            salvage(path, new, PASSPHRASE)
    elif spoil == "taken":
        with pytest.raises(UserError, match="already a file"):
            salvage(path, path, PASSPHRASE)
    elif spoil == "no entry readable":
        before = before[: min(lying_on(lived.path, lived.key)) * PAGE_BYTES - PAGE_BYTES]
        path.write_bytes(before)
        with pytest.raises(NothingReadable, match="not one entry"):
            salvage(path, new, PASSPHRASE)
    else:
        before = b"\xa5" * len(before)
        path.write_bytes(before)
        with pytest.raises(NothingReadable):
            salvage(path, new, PASSPHRASE)
    assert not new.exists()
    assert spoil == "in use" or path.read_bytes() == before


def test_what_lies_where_nothing_can_be_written_is_saved_to_elsewhere(lived: Lived, tmp_path: Path) -> None:
    path, new = lived.copied(tmp_path), tmp_path / "new.aidbook"
    path.with_name(f"{path.name}.lock").mkdir()  # no lock can be written here, as on a write-protected stick
    with pytest.raises(UserError, match="cannot be opened for writing"):
        Book.open(path, PASSPHRASE)
    assert not salvage(path, new, PASSPHRASE).lost
    with Book.open(new, PASSPHRASE) as book:
        assert check(book) == ()


def test_a_salvage_can_be_stopped_and_leaves_nothing_behind(lived: Lived, tmp_path: Path) -> None:
    path = lived.copied(tmp_path)

    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        salvage(path, tmp_path / "new.aidbook", PASSPHRASE, stop)
    assert [file.name for file in tmp_path.iterdir() if "new" in file.name] == []
