"""What needs attention, on the command line."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_new_book_asks_for_nothing_but_its_recovery_sheet(run: Run, east: Path) -> None:
    said = run("attention", "--book", east).out
    assert said.startswith("Recovery sheet: There is no recovery sheet for this book yet.\n")
    assert [one["kind"] for one in run("attention", "--book", east, "--json").json] == ["recovery"]


def test_what_is_below_zero_is_said_with_what_to_do(run: Run, east: Path) -> None:
    planned = run("plan", "2026-03-28", "--book", east, "--box", "beans=2", "--json").json["distribution"]
    assert run("check-in", "--unnamed", 3, "--book", east, "--distribution", planned).status == 0
    said = run("attention", "--book", east).out
    assert "Below zero: beans stands below zero" in said
    assert "→ Count again" in said
    (found,) = [one for one in run("attention", "--book", east, "--json").json if one["kind"] == "below-zero"]
    assert found["facts"]["units"] == -2
    assert found["remedies"][0] == "Count again"
