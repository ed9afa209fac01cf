"""Taking back on the command line: any entry by its id, what stands in the way, and putting it right."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def entries(run: Run, east: Path, saturday: str) -> dict[str, str]:
    """Give {what was done: its id} of a day on which Rosa was signed up, came, and the day was closed."""
    run("sign-up", "--name", "Rosa", "--distribution", saturday, "--book", east)
    run("check-in", "Rosa", "--distribution", saturday, "--book", east)
    run("close", "--distribution", saturday, "--book", east)
    return {row["what"]: row["id"] for row in run("list", "history", "--book", east, "--json").json}


def test_any_entry_is_taken_back_by_the_beginning_of_its_id(
    run: Run, east: Path, entries: dict[str, str]
) -> None:
    closing = entries["Closed 28 March 2026: 1 household picked up"]
    shown = run("list", "history", "--book", east).out
    assert closing[:12] in shown
    undone = run("undo", closing[:12], "--book", east)
    assert undone.out == "Took back: Closed 28 March 2026: 1 household picked up\n"


def test_what_stands_in_the_way_is_named_with_its_entries(
    run: Run, east: Path, entries: dict[str, str]
) -> None:
    visit, closing = entries["Rosa picked up 1 box"], entries["Closed 28 March 2026: 1 household picked up"]
    refused = run("undo", visit, "--book", east)
    assert refused.status == 1
    assert refused.out == ""
    assert "The distribution on 28 March 2026 was closed with this in its figures." in refused.err
    assert f"{closing[:12]}  Closed 28 March 2026" in refused.err
    assert "--anyway" in refused.err


def test_anyway_puts_it_right_and_the_report_says_so(
    run: Run, east: Path, saturday: str, entries: dict[str, str]
) -> None:
    done = run("undo", entries["Rosa picked up 1 box"], "--book", east, "--anyway")
    assert done.status == 0
    assert done.out.splitlines()[0] == "Put right: Rosa picked up 1 box"
    assert "1 household, 1 person, 1 box fewer" in done.out
    report = run("report", "day", "--distribution", saturday, "--book", east, "--json").json
    assert report["households"] == 1
    assert [off["households"] for off in report["corrections"]] == [-1]
    states = {row["id"]: row for row in run("list", "history", "--book", east, "--json").json}
    assert states[entries["Rosa picked up 1 box"]]["put_right"] is True
    assert run("undo", "--book", east).out == "Took back: Put right: Rosa picked up 1 box\n"


def test_an_entry_that_is_not_there_or_could_be_several_is_asked_for(
    run: Run, east: Path, entries: dict[str, str]
) -> None:
    assert entries
    unknown = run("undo", "zz", "--book", east)
    assert (unknown.status, unknown.err.split(".")[0]) == (1, "Nothing in the history begins with zz")
    ids = [row["id"] for row in run("list", "history", "--book", east, "--json").json]
    assert len({id_[:1] for id_ in ids}) <= len(ids)
    whole = run("undo", ids[0], "--book", east)
    assert whole.status == 0


def test_anyway_where_nothing_stands_in_the_way_simply_takes_it_back(
    run: Run, east: Path, entries: dict[str, str]
) -> None:
    assert entries
    done = run("undo", "--book", east, "--anyway")
    assert done.out.startswith("Took back: Closed")


def test_stock_is_listed_as_it_was_on_a_past_day(run: Run, east: Path, entries: dict[str, str]) -> None:
    assert entries
    assert [row["quantity"] for row in run("list", "stock", "--book", east, "--json").json] == [-2]
    assert run("list", "stock", "--on", "2020-01-01", "--book", east, "--json").json == []
    refused = run("list", "members", "--on", "2020-01-01", "--book", east)
    assert (refused.status, refused.err.split(".")[0]) == (1, "Only stock is listed as it was on a day")


def test_the_shelves_of_a_past_day_are_printed(
    run: Run, east: Path, entries: dict[str, str], tmp_path: Path
) -> None:
    assert entries
    target = tmp_path / "then.pdf"
    done = run("print", "as-it-was", "--on", "2020-01-01", "--book", east, "-o", target)
    assert (done.status, target.read_bytes()[:5]) == (0, b"%PDF-")
    refused = run("print", "as-it-was", "--on", "2999-01-01", "--book", east, "-o", target)
    assert (refused.status, refused.err.split(".")[0]) == (
        1,
        "The shelves are shown as they were on a day that has been",
    )
