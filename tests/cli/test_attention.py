"""What needs attention, on the command line."""

from pathlib import Path

from tests.cli.conftest import Run


def test_a_book_in_order_says_that_nothing_needs_attention(run: Run, east: Path) -> None:
    assert run("attention", "--book", east).out == "Nothing needs attention.\n"
    assert run("attention", "--book", east, "--json").json == []


def test_what_is_below_zero_is_said_with_what_to_do(run: Run, east: Path) -> None:
    planned = run("plan", "2026-03-28", "--book", east, "--box", "beans=2", "--json").json["distribution"]
    assert run("check-in", "--unnamed", 3, "--book", east, "--distribution", planned).status == 0
    said = run("attention", "--book", east).out
    assert "Below zero: beans stands below zero" in said
    assert "→ Count again" in said
    (found,) = [one for one in run("attention", "--book", east, "--json").json if one["kind"] == "below-zero"]
    assert found["facts"]["units"] == -2
    assert found["remedies"][0] == "Count again"
