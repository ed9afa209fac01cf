"""Each command: what it takes, what it prints for scripts, and the sentences it refuses with."""

import re
import shutil
from pathlib import Path

import pytest

from aidbook import clock
from aidbook.actions import members, profiles, recalls
from aidbook.actions.pantry import Units, add_item, find_item, receive_stock
from aidbook.actions.same import link
from aidbook.domain.sites import Printed
from aidbook.store import distributions
from aidbook.store.book import Book
from aidbook.store.pantry import sources
from aidbook.store.rows import things
from tests.cli.conftest import PASSPHRASE, Run
from tests.sheets.pretend import joined

REAL = Path(__file__).resolve().parent.parent / "data" / "real"


# Words


def test_help_names_every_command_and_each_command_explains_itself(run: Run) -> None:
    shown = run("--help")
    assert shown.status == 0
    commands = [
        "new", "practice", "import", "list", "export", "find", "duplicates", "erase", "plan", "sign-up", "check-in",
        "gift", "close", "undo", "print", "report", "site", "pair", "send", "receive", "people", "recover", "backup",
        "restore", "attention", "check", "rebuild", "salvage",
    ]  # fmt: skip
    named = re.findall(r"(?m)^    ([a-z]\S*)", shown.out)
    assert named == commands
    for command in commands:
        assert run(command, "--help").out.startswith(f"Usage: aidbook {command} [-h]")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Missing: COMMAND."),
        (("feed",), "'feed' is not one of these: 'new', 'practice',"),
        (("plan", "2026-03-28"), "Missing: --book, --box."),
        (("print", "list", "--distribution", "x"), "Missing: --book, -o."),
        (("new", "x"), "One of these is missing: --site --from."),
        (("list", "members", "--book"), "--book wants a word after it."),
        (("list", "clients", "--book", "x"), "'clients' is not one of these: 'members', 'households',"),
        (("check", "x", "y"), "This is not understood here: y."),
        (("practice", "x", "--seed", "one"), "--seed wants a whole number, not 'one'."),
        (("gift", "--ride", "--hours", "3", "--book", "x"), "--hours and --ride do not go together."),
    ],
)
def test_what_is_no_command_ends_with_two_and_says_what_is_missing(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    ended = run(*words)
    assert (ended.status, ended.out) == (2, "")
    assert sentence in ended.err
    assert "--help” says more." in ended.err


def test_the_command_line_speaks_the_language_of_the_system_until_a_book_is_open(
    run: Run, east: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    west = east.with_name("west.aidbook")
    run("new", west, "--site", "Ouest")
    with Book.open(west, PASSPHRASE) as book:
        assert book.settings.language == "fr"
    monkeypatch.setenv("LANGUAGE", "es")
    assert run("report", "day", "--distribution", "28 mars 2026", "--book", west).status == 1
    assert run("plan", "samedi", "--book", west, "--box", "riz=1").status == 0
    assert run("plan", "sábado", "--book", west, "--box", "riz=1").status == 1


# What a person can mend


def test_a_refusal_is_one_line_on_standard_error_and_exit_status_one(
    run: Run, east: Path, tmp_path: Path
) -> None:
    for words in (
        ("list", "members", "--book", tmp_path / "nowhere.aidbook"),
        ("new", east, "--site", "Eastside"),
        ("new", tmp_path / "no" / "such.aidbook", "--site", "Eastside"),
        ("import", "members", tmp_path / "nowhere.csv", "--book", east),
        ("import", "members", east, "--book", east),
        ("import", "members", REAL / "sahana-shelter-people.csv", "--book", east, "--columns", "shoe=1"),
        ("import", "members", REAL / "sahana-shelter-people.csv", "--book", east, "--columns", "name=99"),
        ("plan", "some day", "--book", east, "--box", "beans=1"),
        ("plan", "2026-03-28", "--book", east, "--box", "beans"),
        ("plan", "2026-03-28", "--book", east, "--box", " "),
        ("plan", "2026-03-28", "--book", east, "--box", "beans,rice=1"),
        ("plan", "2026-03-28", "--book", east, "--box", "beans=1", "--boxes-by-size", "many"),
        ("sign-up", "Nobody", "--distribution", "2026-03-28", "--book", east),
        ("check-in", "--unnamed", "1", "--distribution", "feed", "--book", east),
        ("undo", "--book", tmp_path),
        ("gift", "Nobody", "--ride", "--book", east),
        ("gift", "--money", "much", "--book", east),
        ("gift", "--hours", "long", "--book", east),
        ("gift", "--item", "beans=1,rice=2", "--book", east),
        ("list", "stock", "--book", east, "--site", "Atlantis"),
        ("print", "poster", "--book", east, "-o", tmp_path / "poster.pdf"),
        ("print", "list", "--book", east, "-o", tmp_path / "list.pdf"),
        ("print", "list", "--book", east, "-o", tmp_path / "list.docx"),
        ("print", "sign-up", "--book", east, "-o", tmp_path / "no" / "such.pdf"),
        ("pair", east, "--book", east),
        ("pair", tmp_path / "nowhere.card", "--book", east),
        ("send", "--to", "Atlantis", "--book", east, tmp_path),
        ("send", "--passphrase", "--book", east, tmp_path / "nowhere"),
        ("receive", tmp_path / "nowhere.aidbundle", "--book", east),
        ("receive", east, "--book", east),
        ("practice", tmp_path / "p.aidbook", "--households", "0"),
        ("site", "--book", east, "-o", tmp_path),
    ):
        ended = run(*words)
        assert (words, ended.status, ended.out) == (words, 1, "")
        assert ended.err.count("\n") == 1, ended.err
        assert ended.err.rstrip().endswith((".", ")", "”")), ended.err
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != "home") == [
        east.name,
        f"{east.name}.keys",
        f"{east.name}.lock",
    ]


def test_a_wrong_passphrase_is_said_and_tells_nothing_else(
    run: Run, east: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.setenv("AIDBOOK_PASSPHRASE", "five words on paper")
        ended = run("list", "members", "--book", east)
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("This passphrase does not open the book.")


def test_without_a_terminal_the_passphrase_must_be_given(
    run: Run, east: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        other.delenv("AIDBOOK_PASSPHRASE")
        ended = run("list", "members", "--book", east)
    assert (ended.status, ended.out) == (1, "")
    assert "Put it into AIDBOOK_PASSPHRASE" in ended.err


def test_a_new_passphrase_is_asked_for_twice_and_must_be_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([PASSPHRASE, "four words in paper", PASSPHRASE, PASSPHRASE])
    path = tmp_path / "typed.aidbook"
    monkeypatch.delenv("AIDBOOK_PASSPHRASE")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("aidbook.cli.opening.getpass", lambda _prompt: next(typed))
    assert run("new", path, "--site", "Typed").err.startswith("The two passphrases are not the same.")
    assert not path.exists()
    assert run("new", path, "--site", "Typed").status == 0
    Book.open(path, PASSPHRASE).close()


def test_check_says_what_is_wrong_and_ends_with_one(run: Run, east: Path, tmp_path: Path) -> None:
    harmed = tmp_path / "harmed.aidbook"
    for suffix in ("", ".keys"):
        shutil.copy(f"{east}{suffix}", f"{harmed}{suffix}")
    with Book.open(harmed, PASSPHRASE) as book:
        book.connection.execute("UPDATE place SET name = 'Elsewhere' WHERE role = 'waste'")
    ended = run("check", harmed)
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "places is not what its ledger says" in ended.out
    cut = harmed.read_bytes()
    harmed.write_bytes(cut[: len(cut) // 2] + bytes(len(cut) - len(cut) // 2))
    for words in (("check", harmed), ("list", "items", "--book", harmed)):
        assert run(*words).status == 1


# What scripts rely on


def test_every_list_gives_each_row_an_id(run: Run, east: Path, saturday: str) -> None:
    day = ("--distribution", saturday, "--book", east)
    run("sign-up", "--name", "Rosa", "--size", "3", *day)
    run("check-in", "Rosa", *day)
    run("gift", "Rosa", "--ride", "--on", "2026-03-28", "--book", east)
    for what in ("members", "households", "items", "stock", "distributions", "visits", "gifts", "history"):
        rows = run("list", what, "--book", east, "--json").json
        assert rows, what
        assert len({row["id"] for row in rows}) == len(rows)
        assert len(run("list", what, "--book", east).out.splitlines()) == len(rows) + 1
    (member,) = run("list", "members", "--book", east, "--json").json
    (household,) = run("list", "households", "--book", east, "--json").json
    assert (member["name"], member["household"]) == ("Rosa", household["id"])
    assert member["number"].startswith("E-0001-")
    assert household["size"] == 3


def test_stock_is_listed_in_base_units_with_its_lot_and_iso_dates(run: Run, east: Path) -> None:
    run("import", "stock", REAL / "openboxes-inventory.csv", "--book", east)
    rows = run("list", "stock", "--book", east, "--json").json
    assert sum(row["quantity"] for row in rows) == 51_137
    (row,) = [row for row in rows if row["lot"] == "3940"]
    assert (row["best_before"], row["place"], row["quantity"]) == ("2023-09-30", "RACK1-SHELF1", 2280)


def test_the_same_stock_file_again_changes_nothing_and_a_preview_writes_nothing(run: Run, east: Path) -> None:
    stock = ("import", "stock", REAL / "openboxes-inventory.csv", "--book", east)
    assert run(*stock, "--preview", "--json").json["new"] == 42
    assert run("list", "items", "--book", east, "--json").json == []
    assert run(*stock, "--json").json["new"] == 42
    again = run(*stock, "--json").json
    assert (again["new"], again["changed"]) == (0, 0)
    assert run(*stock).out.endswith("Nothing was changed.\n")


def test_a_wrong_cell_is_named_by_row_and_column_and_the_rest_is_read(run: Run, east: Path) -> None:
    read = run("import", "codes", REAL / "diaper-barcodes.csv", "--book", east, "--json").json
    assert [sorted(wrong) for wrong in read["wrong"]] == [["column", "row", "why"]]
    assert "3700086357" in read["wrong"][0]["why"]
    assert read["decide"] == 0
    assert len(run("list", "items", "--book", east, "--json").json) == 47


def test_columns_can_be_said(run: Run, east: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("x,y\n7,Rosa\n8,Tomás\n", encoding="utf-8")
    ended = run("import", "members", people, "--book", east, "--columns", "name=2,other_number=1", "--json")
    assert ended.json["new"] == 2
    rows = run("list", "members", "--book", east, "--json").json
    assert [(row["name"], row["other_number"]) for row in rows] == [("Rosa", "7"), ("Tomás", "8")]


def test_the_same_delivery_note_twice_wants_to_be_said_again(run: Run, east: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.csv"
    note.write_text("Item,Quantity\nBeans,24\n", encoding="utf-8")
    delivery = ("import", "delivery", note, "--book", east)
    assert run(*delivery).status == 0
    twice = run(*delivery)
    assert twice.status == 1
    assert "--again" in twice.err
    assert run(*delivery, "--again").status == 0
    (line,) = run("list", "items", "--book", east, "--json").json
    assert line["on_hand"] == 48


# The day


def test_a_plan_counts_who_signed_up_and_what_is_short(run: Run, east: Path) -> None:
    before = run("plan", "2026-03-21", "--book", east, "--box", "beans=1", "--json").json["distribution"]
    for name, size in (("Rosa", 1), ("Tomás", 6)):
        run("sign-up", "--name", name, "--size", size, "--distribution", before, "--book", east)
    plan = run(
        "plan", "next saturday", "--book", east, "--box", "Beans=2, rice=1", "--boxes-by-size", "1=1,5=3",
        "--everyone", "--json",
    )  # fmt: skip
    assert plan.err == "rice is new in the pantry.\n"
    assert {name: plan.json[name] for name in ("households", "boxes", "short")} == {
        "households": 2,
        "boxes": 4,
        "short": {"beans": 8, "rice": 4},
    }


def test_an_item_in_quotation_marks_is_taken_whole(run: Run, east: Path) -> None:
    assert run("plan", "2026-03-28", "--book", east, "--box", '"Soap, bar"=1,soap dish=2').status == 0
    partly = run("plan", "2026-03-28", "--book", east, "--box", "soap=1")
    assert partly.status == 1
    assert "Soap, bar; soap dish" in partly.err
    assert (
        run("plan", "2026-03-28", "--book", east, "--box", '"soap"=1').err == "soap is new in the pantry.\n"
    )
    items = run("list", "items", "--book", east, "--json").json
    assert {item["name"] for item in items} == {"soap", "Soap, bar", "soap dish"}


def test_a_second_visit_wants_a_reason_and_stock_below_zero_is_said(
    run: Run, east: Path, saturday: str
) -> None:
    day = ("--distribution", saturday, "--book", east)
    run("sign-up", "--name", "Rosa", "--size", "4", *day)
    first = run("check-in", "rosa", *day, "--json").json
    assert list(first) == ["visit", "people", "boxes", "items", "below_zero"]
    assert (first["people"], first["boxes"]) == (4, 2)
    assert (first["items"], first["below_zero"]) == ({"beans": 4}, {"beans": -4})
    second = run("check-in", "Rosa", *day)
    assert (second.status, second.out) == (1, "")
    assert "already picked up" in second.err
    third = run("check-in", "Rosa", *day, "--reason", "for a neighbour")
    assert "beans is below zero now: -8." in third.out
    assert [row["reason"] for row in run("list", "visits", "--book", east, "--json").json] == [
        "for a neighbour",
        None,
    ]
    assert run("report", "day", *day, "--json").json["households"] == 1


def test_a_name_that_is_in_the_book_is_signed_up_by_its_number(run: Run, east: Path, saturday: str) -> None:
    day = ("--distribution", saturday, "--book", east)
    run("sign-up", "--name", "Rosa Díaz", *day)
    again = run("sign-up", "--name", "rosa diaz", *day)
    assert again.status == 1
    (member,) = run("list", "members", "--book", east, "--json").json
    assert member["number"] in again.err
    assert run("sign-up", member["number"], *day).status == 0
    assert run("sign-up", member["number"], "--size", "3", *day).status == 1
    assert "check-in --unnamed" in run("sign-up", "--unnamed", "3", *day).err
    (line,) = run("list", "distributions", "--book", east, "--json").json
    assert line["expected"] == 1


def test_a_distribution_is_named_by_its_id_its_beginning_or_its_date(
    run: Run, east: Path, saturday: str
) -> None:
    for name in (saturday, saturday[:14].upper(), "28/3/2026", "28 march 2026"):
        assert run("report", "day", "--distribution", name, "--book", east).status == 0
    run("plan", "2026-03-28", "--book", east, "--box", "beans=1")
    two = run("report", "day", "--distribution", "2026-03-28", "--book", east)
    assert two.status == 1
    assert saturday in two.err


def test_gifts_of_each_kind_are_written_down(run: Run, east: Path, saturday: str) -> None:
    run("sign-up", "--name", "Rosa", "--distribution", saturday, "--book", east)
    on = ("--on", "2026-03-28", "--book", east)
    said = [
        run("gift", "Rosa", "--hours", "1,5", *on).out,
        run("gift", "--money", "20.00", *on).out,
        run("gift", "--item", "beans=24", *on).out,
        run("gift", "Rosa", "--ride", *on).out,
    ]
    assert said == [
        "Rosa gave 1.5 hours\n",
        "Somebody gave $20.00\n",
        "Somebody gave 24 × beans\n",
        "Rosa gave a ride\n",
    ]
    rows = run("list", "gifts", "--book", east, "--json").json
    assert {row["distribution"] for row in rows} == {saturday}
    assert {row["at"][:10] for row in rows} == {"2026-03-28"}
    assert {row["minutes"] for row in rows} == {90, None}
    assert {row["cents"] for row in rows} == {2000, None}


def test_undo_takes_back_one_thing_after_the_other_until_nothing_is_left(
    run: Run, east: Path, saturday: str
) -> None:
    run("sign-up", "--name", "Rosa", "--distribution", saturday, "--book", east)
    assert run("undo", "--book", east).out == "Took back: Signed up Rosa for 28 March 2026\n"
    assert run("list", "members", "--book", east, "--json").json == []
    assert run("undo", "--book", east).out == "Took back: Planned the distribution on 28 March 2026\n"
    nothing = run("undo", "--book", east)
    assert (nothing.status, nothing.err.split(".")[0]) == (1, "There is nothing to take back")


# Paper


def test_every_sheet_there_is_prints_in_every_language(
    run: Run, east: Path, saturday: str, tmp_path: Path
) -> None:
    names = [line.split()[0] for line in run("print", "--list").out.splitlines()[1:]]
    assert {"sign-up", "list", "signatures", "day", "cards", "member-page"} <= set(names)
    run("sign-up", "--name", "Rosa", "--distribution", saturday, "--book", east)
    others = {"cards": (), "member-page": ("--who", "Rosa", "--since", "2026-01-01"), "as-it-was": ()}
    others |= {"stock": (), "stock-card": ("--item", "Beans"), "recall": (), "receipt": ("--values",)}
    others |= {"thanks": ("--source", "food bank"), "labels": ("--item", "Beans", "--labels", "40")}
    with Book.open(east, PASSPHRASE) as book:
        recalls.recall(book, "Metal in the cans", codes=["4006381333931"])
        beans = find_item(book, "Beans")
        assert beans
        receive_stock(book, [Units(item=beans.id, units=5)], source_name="Food Bank")
    for name in names:
        paper = tmp_path / f"{name}.pdf"
        about = others.get(name, ("--distribution", saturday))
        ended = run("print", name, *about, "--book", east, "--language", "ht", "-o", paper)
        assert ended.status == 0
        assert paper.read_bytes().startswith(b"%PDF")
    history = run("list", "history", "--book", east, "--json").json
    assert [row["what"] for row in history[: len(names)]] == [
        f"Printed sheet {n}" for n in range(len(names), 0, -1)
    ]


def test_a_receipt_is_for_the_latest_delivery_of_the_source_that_is_named(
    run: Run, east: Path, tmp_path: Path
) -> None:
    with Book.open(east, PASSPHRASE) as book:
        beans = add_item(book, "Beans").id
        receive_stock(book, [Units(item=beans, units=5)], source_name="Food Bank")
        receive_stock(book, [Units(item=beans, units=7)], source_name="Corner shop")
    paper = tmp_path / "receipt.pdf"
    assert run("print", "receipt", "--source", "FOOD BANK", "--book", east, "-o", paper).status == 0
    said = joined(paper.read_bytes())
    assert "Food Bank" in said
    assert "Corner shop" not in said
    missing = run("print", "thanks", "--source", "Nobody", "--book", east, "-o", paper)
    assert (missing.status, missing.err) == (
        1, "There is no source called “Nobody”. Write its name as the book has it: Corner shop; Food Bank.\n"
    )  # fmt: skip


def test_a_print_of_the_latest_says_of_which_it_is(run: Run, east: Path, tmp_path: Path) -> None:
    with Book.open(east, PASSPHRASE) as book:
        beans = add_item(book, "Beans").id
        came = receive_stock(book, [Units(item=beans, units=5)], source_name="Food Bank").id
        recalled = recalls.recall(book, "Metal in the cans", codes=["4006381333931"]).id
    abouts = {"receipt": came, "recall": recalled, "as-it-was": clock.today(), "stock": None}
    for sheet in abouts:
        assert run("print", sheet, "--book", east, "-o", tmp_path / f"{sheet}.pdf").status == 0
    assert "Food Bank" in joined((tmp_path / "receipt.pdf").read_bytes())
    with Book.open(east, PASSPHRASE) as book:
        noted = {each.sheet: each.about for each in things(book, Printed)}
    assert noted == abouts


@pytest.mark.parametrize("many", ["0", "-3"])
def test_labels_are_one_or_more(run: Run, east: Path, saturday: str, tmp_path: Path, many: str) -> None:
    assert saturday
    paper = tmp_path / "labels.pdf"
    ended = run("print", "labels", "--item", "beans", f"--labels={many}", "--book", east, "-o", paper)
    assert (ended.status, ended.err) == (1, "The number of labels must be 1 or more. Type how many.\n")
    assert not paper.exists()


def test_a_source_that_is_linked_to_another_one_gets_the_receipts_of_both(
    run: Run, east: Path, tmp_path: Path
) -> None:
    with Book.open(east, PASSPHRASE) as book:
        beans = add_item(book, "Beans").id
        receive_stock(book, [Units(item=beans, units=5)], source_name="Food Bank")
        receive_stock(book, [Units(item=beans, units=7)], source_name="Foodbank East")
        link(book, "source", *(source.id for source in sources(book)))
        assert [source.name for source in sources(book)] == ["Food Bank"]
    paper = tmp_path / "receipt.pdf"
    assert run("print", "receipt", "--source", "Food Bank", "--book", east, "-o", paper).status == 0
    assert "Foodbank East" in joined(paper.read_bytes())


def test_a_sheet_that_cannot_be_written_is_not_noted_and_leaves_what_was_there(
    run: Run, east: Path, saturday: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    paper = tmp_path / "list.pdf"
    paper.write_text("yesterday's")
    printing = ("print", "list", "--distribution", saturday, "--book", east, "-o", paper)
    with monkeypatch.context() as disk:
        disk.setattr("aidbook.cli.output.os.fsync", full)
        assert run(*printing).err.startswith("The disk is full. This was not written;")
    assert paper.read_text() == "yesterday's"
    assert not list(tmp_path.glob("*.part"))
    assert run(*printing).out == f"Wrote {paper}, print 1.\n"


# The practice book


def test_a_practice_book_opens_with_the_passphrase_that_everybody_knows(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "practice.aidbook"
    monkeypatch.delenv("AIDBOOK_PASSPHRASE")
    made = run("practice", path, "--households", "12", "--months", "1")
    assert "Its passphrase is “practice book”." in made.out
    assert len(run("list", "households", "--book", path, "--json").json) == 12
    assert run("check", path).status == 0
    with Book.open(path, "practice book") as book:
        assert book.practice
        assert len(distributions.distribution_lines(book)) == 5


def test_a_list_for_scripts_has_only_what_the_site_asks(run: Run, east: Path) -> None:
    with Book.open(east, PASSPHRASE) as book:
        members.add_member(book, "Rosa", phone="555-0142", birth="1980-03-04", note="Comes late")
        profiles.choose(book, "our own shelf")
    ended = run("list", "members", "--book", east, "--json")
    (row,) = (row for row in ended.json if row["name"] == "Rosa")
    assert (row["phone"], row["birth"], row["note"]) == (None, None, None)
    assert not any(said in ended.out for said in ("555", "1980", "late"))
