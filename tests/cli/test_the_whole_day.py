"""One Saturday from beginning to end by the command line alone, on real files, and what a second site reads of it."""

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run

REAL = Path(__file__).resolve().parent.parent / "data" / "real"


def test_a_saturday_from_a_spreadsheet_to_a_stick(run: Run, east: Path, tmp_path: Path) -> None:
    people = run("import", "members", REAL / "sahana-shelter-people.csv", "--book", east, "--json").json
    assert (people["new"], people["wrong"]) == (9, [])
    assert run("import", "stock", REAL / "sahana-warehouse-stock.csv", "--book", east).status == 0
    assert sum(line["quantity"] for line in run("list", "stock", "--book", east, "--json").json) == 1_918_696

    box = "Bath Towel, asst color, 68.58x127cm=2,bath towel=1"
    sizes = ("--boxes-by-size", "1=1,3=2", "--json")
    plan = run("plan", "2026-03-28", "--book", east, "--box", box, *sizes).json
    assert list(plan) == ["distribution", "households", "boxes", "short"]
    day = ("--distribution", plan["distribution"], "--book", east)

    assert run("sign-up", "Ahmed Hamed", *day).out == "Signed up Ahmed Hamed for 28 March 2026\n"
    assert run("sign-up", "Fatima Malik", *day).status == 0
    assert run("sign-up", "--name", "Rosa Díaz", "--size", "4", *day).status == 0
    assert run("print", "sign-up", *day, "--language", "ht", "-o", tmp_path / "wall.pdf").status == 0

    assert run("check-in", "E-0001-K", *day, "--json").json["boxes"] == 1
    slip = run("check-in", "Zaynab Aziz", *day)
    assert "Zaynab Aziz picked up 1 box" in slip.out
    assert run("undo", "--book", east).out == "Took back: Zaynab Aziz picked up 1 box\n"
    assert run("check-in", "Fatima Malik", *day, "--json").json["people"] == 3
    assert run("check-in", "--unnamed", "2", *day).status == 0
    assert run("gift", "Rosa", "--hours", "1:30", "--on", "2026-03-28", "--book", east).status == 0
    assert run("close", *day).out == "Closed 28 March 2026: 3 households picked up\n"

    report = run("report", "day", *day, "--json").json
    assert report == {
        "households": 3,
        "people": 6,
        "by_age": {"0-17": 0, "18-59": 4, "60+": 0, "not asked": 2},
        "boxes": 4,
        "no_shows": 1,
        "walk_ins": 1,
        "items_out": {"Bath Towel": 4, "Bath Towel, asst color, 68.58x127cm": 8},
    }
    assert run("print", "day", *day, "-o", tmp_path / "day.pdf").status == 0
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")

    west = _paired_with(run, east, tmp_path)
    assert run("send", "--to", "Westside", "--book", east, tmp_path / "stick").status == 0
    (bundle,) = (tmp_path / "stick").iterdir()
    seen = run("receive", bundle, "--book", west, "--preview", "--json").json
    read = run("receive", bundle, "--book", west, "--json").json
    assert list(read) == ["new", "same", "changed", "decide", "wrong"]
    assert read == seen
    assert run("receive", bundle, "--book", west, "--json").json["new"] == 0
    there = ("--distribution", plan["distribution"], "--book", west)
    assert run("report", "day", *there, "--json").json == report
    days = run("list", "distributions", "--book", west, "--site", "eastside", "--json").json
    assert [(one["id"], one["picked_up"]) for one in days] == [(plan["distribution"], 3)]
    assert run("list", "members", "--book", west, "--site", "Eastside", "--json").json == []
    assert run("check", west).status == 0


def _paired_with(run: Run, east: Path, folder: Path) -> Path:
    west = folder / "west.aidbook"
    run("new", west, "--site", "Westside")
    (folder / "stick").mkdir()
    said = [run("site", "--book", book, "-o", folder / f"{book.stem}.card").out for book in (east, west)]
    codes = [text.split("short code: ")[1].strip() for text in said]
    told = [
        run("pair", folder / "west.card", "--book", east).out,
        run("pair", folder / "east.card", "--book", west).out,
    ]
    assert all(code in text for code in codes for text in told)
    return west


def test_a_second_laptop_begins_with_the_whole_book(
    run: Run, east: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", "members", REAL / "sahana-shelter-people.csv", "--book", east)
    monkeypatch.setenv("AIDBOOK_BUNDLE_PASSPHRASE", "told by voice only")
    (tmp_path / "stick").mkdir()
    assert run("send", "--passphrase", "--whole", "--book", east, tmp_path / "stick").status == 0
    (bundle,) = (tmp_path / "stick").iterdir()
    second = tmp_path / "second.aidbook"
    assert run("new", second, "--from", bundle).status == 0
    here, there = (run("list", "members", "--book", book, "--json").json for book in (east, second))
    assert here == there
    assert len(here) == 9
    assert run("check", second).status == 0


def test_the_report_says_the_same_on_screen_for_scripts_and_in_every_file(
    run: Run, east: Path, saturday: str, tmp_path: Path
) -> None:
    day = ("--distribution", saturday, "--book", east)
    run("sign-up", "--name", "Rosa", "--size", "4", *day)
    run("check-in", "Rosa", *day)
    figures = run("report", "day", *day, "--json").json
    for suffix in ("csv", "xlsx", "pdf"):
        assert run("report", "day", *day, "-o", tmp_path / f"day.{suffix}").status == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "day.csv").read_text(encoding="utf-8-sig"))))
    assert ["Boxes", "", str(figures["boxes"]), ""] in rows
    assert ["Items out", "beans", str(figures["items_out"]["beans"]), "pcs"] in rows
    table = run("report", "day", *day).out.splitlines()
    assert [line.split() for line in table if line.startswith("Items")] == [
        ["Items", "out", "beans", "4", "pcs"]
    ]
    assert (tmp_path / "day.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "day.pdf").read_bytes().startswith(b"%PDF")
