"""check, rebuild and salvage on the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aidbook.cli import output
from aidbook.store.book import Book
from tests.cli.conftest import PASSPHRASE, Run
from tests.faults.lived import flip


def spoil(path: Path, sql: str) -> None:
    with Book.open(path, PASSPHRASE) as book:
        assert book.connection.execute(sql).rowcount > 0


def test_a_rebuild_makes_what_the_book_shows_anew(run: Run, east: Path, saturday: str) -> None:
    assert saturday
    spoil(east, "UPDATE item SET name = 'sand'")
    assert run("check", east).status == 1
    assert run("rebuild", east).out == "east.aidbook shows what its ledger says.\n"
    assert run("check", east).out.startswith("east.aidbook is whole")


def test_a_damaged_book_is_salvaged_into_a_new_one(
    run: Run, east: Path, saturday: str, tmp_path: Path
) -> None:
    whole = east.read_bytes()
    flip(east, 8 * (4096 * 9 + 700))
    looked = run("check", east)
    assert looked.status == 1
    assert "Page: 10." in looked.out
    assert "salvage" in looked.err
    new = tmp_path / "new.aidbook"
    told = run("salvage", east, new)
    assert told.status == 0
    assert "Nothing is lost." in told.out
    assert run("check", new).status == 0
    days = run("list", "distributions", "--book", new, "--json").json
    assert [one["id"] for one in days] == [saturday]
    assert run("salvage", east, new).status == 1
    east.write_bytes(whole)


@pytest.mark.parametrize("command", ["check", "rebuild"])
def test_stopping_leaves_the_book_as_it_was(
    run: Run, east: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    spoil(east, "UPDATE place SET name = 'cellar' WHERE role = 'shelf'")

    @contextmanager
    def stopping(_doing: str) -> Iterator[object]:
        told: list[int] = []

        def stop(done: int, _total: int) -> None:
            told.append(done)
            if len(told) > 1:
                raise KeyboardInterrupt

        yield stop

    with monkeypatch.context() as terminal:
        terminal.setattr("aidbook.cli.output.showing_progress", stopping)
        terminal.setattr("aidbook.cli.health.showing_progress", stopping)
        ended = run(command, east)
    assert (ended.status, ended.err) == (1, "Stopped. Nothing was changed.\n")
    with Book.open(east, PASSPHRASE) as book:
        (name,) = book.connection.execute("SELECT name FROM place WHERE role = 'shelf'").fetchone()
    assert name == "cellar"
    assert not list(east.parent.glob("*.scratch*"))
    assert run("rebuild", east).status == 0


def test_a_terminal_sees_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with output.showing_progress("Looking through our.aidbook") as progress:
        for done in range(5):
            progress(done, 4)
    shown = capsys.readouterr().err
    assert shown.startswith("\rLooking through our.aidbook: 0 %\r")
    assert shown.endswith("100 %\n")
