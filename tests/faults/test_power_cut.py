"""The power goes at any moment: nothing that was confirmed is lost, and nothing is corrupt."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from aidbook.actions import distributions, history, members, pantry
from aidbook.domain.declare import CHAPTERS
from aidbook.domain.done import Done
from aidbook.errors import Damaged
from aidbook.store import check, file, wal
from aidbook.store.book import Book
from aidbook.store.connection import SETTINGS
from aidbook.store.ledger import Ledger
from aidbook.store.progress import silent
from tests.conftest import PASSPHRASE
from tests.faults.plain_disk import Connection, Disk, Event, Replay

CALLED_DAMAGED = "taken for damaged"
_names = count()


def _dice() -> random.Random:
    return random.Random(3)  # noqa: S311 - the same throws each time


@contextmanager
def recorded(folder: Path, synchronous: str) -> Iterator[tuple[Book, Disk]]:
    """Give a book on plain SQLite, on a disk that remembers every write."""
    disk = Disk(f"remembering {next(_names)}")

    def connect(path: Path, _key: bytes) -> Connection:
        connection = Connection(path, disk, lambda sql: sql.replace("synchronous = FULL", synchronous))
        for setting in SETTINGS:
            connection.execute(setting)
        return connection

    with pytest.MonkeyPatch.context() as plain:
        plain.setattr(file, "connect", connect)
        book = Book.create(folder / "plain.aidbook", PASSPHRASE, site_name="Eastside")
        try:
            yield book, disk
        finally:
            book.connection.close()


def a_day(book: Book, disk: Disk) -> None:
    """Let a distribution day pass in a book, each action confirmed as a person sees it."""

    def did(done: Done) -> Done:
        disk.confirmed(done.action)
        return done

    beans = did(pantry.add_item(book, "Beans", unit="can")).id
    did(pantry.receive_stock(book, [pantry.Units(item=beans, units=480)]))
    day = did(distributions.plan_distribution(book, "2026-03-28", {beans: 2})).id
    for number in range(24):
        who = did(members.add_member(book, f"Person {number}")).id
        household = members.find_member(book, f"Person {number}").household
        assert household is not None
        seen = did(distributions.check_in(book, day, household))
        if number % 5 == 0:
            did(history.undo(book, seen.action))
        did(members.edit_member(book, who, phone=f"555-{number:04}"))


def lost_and_corrupt(
    events: list[Event], cuts: int, folder: Path, dice: random.Random
) -> tuple[int, list[str]]:
    """Cut the power at this many moments; return how many confirmed actions were lost, and what was corrupt."""
    begin = next(n for n, event in enumerate(events) if event.what == "confirmed")
    moments = sorted(dice.randrange(begin, len(events)) for _cut in range(cuts))
    replay, at, lost, corrupt = Replay(), 0, 0, list[str]()
    for number, moment in enumerate(moments):
        for event in events[at:moment]:
            replay.play(event)
        at = moment
        path = folder / "left.aidbook"
        left = replay.power_cut(dice)
        path.write_bytes(left["db"])
        path.with_name("left.aidbook-wal").write_bytes(left["wal"])
        there, wrong = looked_through(path, first=number % 5 == 0 or cuts > len(events) // 2)
        lost += len(set(replay.confirmed) - there)
        corrupt += wrong
        for one in folder.glob("left.aidbook*"):
            one.unlink()
    return lost, corrupt


def looked_through(path: Path, *, first: bool) -> tuple[set[str], list[str]]:
    """Return the actions in a book that plain SQLite opens again, and what is corrupt in it.

    With `first` its log is looked at before, as the program does: a power cut must not be taken for damage.
    """
    try:
        if first:
            wal.look(path)
    except Damaged:
        return set(), [CALLED_DAMAGED]
    connection = Connection(path, None)
    try:
        (state,) = connection.execute("PRAGMA integrity_check").fetchone()
        wrong = [] if state == "ok" else [str(state)]
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'origin'").fetchone():
            return set(), wrong
        ledger = Ledger(connection)
        for origin in ledger.origins():
            for chapter in CHAPTERS:
                wrong += check._chain(connection, origin, chapter, silent)
        without = "SELECT count(*) FROM entry WHERE hash NOT IN (SELECT hash FROM body)"
        if connection.execute(without).fetchone() != (0,):
            wrong.append("an entry without its body")
        return {id_ for (id_,) in connection.execute("SELECT id FROM action")}, wrong
    finally:
        connection.close()


def test_a_power_cut_at_any_moment_loses_nothing_confirmed_and_corrupts_nothing(
    tmp_path: Path,
    soak: bool,  # noqa: FBT001 - a fixture
) -> None:
    with recorded(tmp_path, "synchronous = FULL") as (book, disk):
        a_day(book, disk)
        events = list(disk.events)
    assert sum(event.what == "confirmed" for event in events) > 70
    assert {event.file for event in events if event.what == "write"} == {"db", "wal"}, "no checkpoint was met"
    assert lost_and_corrupt(events, 4000 if soak else 420, tmp_path, _dice()) == (0, [])


def test_the_same_cuts_do_lose_actions_where_sqlite_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    """Else the test above would see nothing."""
    with recorded(tmp_path, "synchronous = NORMAL") as (book, disk):
        a_day(book, disk)
        events = list(disk.events)
    lost, corrupt = lost_and_corrupt(events, 60, tmp_path, _dice())
    assert lost > 50
    assert set(corrupt) <= {
        CALLED_DAMAGED
    }  # so many confirmed actions are gone that it does look like damage
