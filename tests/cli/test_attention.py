"""What needs attention, on the command line."""

from pathlib import Path

import pytest

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


def test_where_the_programs_own_folder_cannot_be_had_the_book_still_answers(
    run: Run, east: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", "--book", east).status == 0
    (tmp_path / "file").touch()
    with monkeypatch.context() as there:
        there.setenv("AIDBOOK_HOME", str(tmp_path / "file" / "home"))
        ended = run("attention", "--book", east)
        assert ended.status == 0
        assert "Recovery sheet: There is no recovery sheet" in ended.out
        assert "own folders may be written to" in ended.err
        refused = run("backup", "--book", east)
        assert (refused.status, "cannot be read or written" in refused.err) == (1, True)


def test_a_backup_is_restored_where_the_programs_own_folder_cannot_be_had(
    run: Run, east: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    assert run("backup", "--book", east, tmp_path / "stick").status == 0
    (made,) = (tmp_path / "stick").iterdir()
    (tmp_path / "file").touch()
    with monkeypatch.context() as there:
        there.setenv("AIDBOOK_HOME", str(tmp_path / "file" / "home"))
        assert run("restore", made, tmp_path / "new.aidbook", "--yes").status == 0
        assert run("check", tmp_path / "new.aidbook").status == 0
