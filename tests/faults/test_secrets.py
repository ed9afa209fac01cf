"""Nobody's name, no passphrase and no key is on a command line, with another program, in the log, or beside the book."""

import argparse
import ast
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from aidbook import __main__, paths, secrets_given
from aidbook.actions import members
from aidbook.actions.people_who_open import make_recovery, prove_recovery
from aidbook.cli import main, parser
from aidbook.store.book import Book
from aidbook.ui import jobs
from aidbook.ui.main_window import MainWindow
from aidbook.ui.sheets.page import SheetsPage

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE, FOR_BUNDLE = "quokka lantern ninety paper", "velvet anchor seven marmot"
NAME, PHONE, STREET = "Zephyrine Okonjo", "555-0198733", "17 Quillfeather Lane"
MARKS = (*NAME.split(), PHONE, "0198733", "Quillfeather", *PASSPHRASE.split()[:2], *FOR_BUNDLE.split()[:2])
STARTERS = {
    "subprocess",
    "QProcess",
    "QDesktopServices",
    "system",
    "popen",
    "startfile",
    "webbrowser",
    "posix_spawn",
}


def forms(word: str) -> list[bytes]:
    """Return a word in every way that it may stand in a file."""
    ways = {word, word.lower(), word.upper(), word.casefold()}
    return [way.encode(code) for way in ways for code in ("utf-8", "utf-16-le", "utf-16-be")]


def home() -> Path:
    """Return the folder of all that the program keeps for itself."""
    return Path(os.environ["AIDBOOK_HOME"])


def betrayals(folder: Path, but: set[Path], key: bytes, *codes: str) -> list[str]:
    """Return which files in a folder hold a mark, the book's key or a code, except those that were asked for."""
    wanted = [form for mark in (*MARKS, *codes) for form in forms(mark)] + [key, key.hex().encode()]
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and path not in but:
            raw = path.read_bytes()
            found += [f"{path}: {form!r}" for form in wanted if form in raw]
        found += [f"{path}: its name" for mark in MARKS if mark.lower() in path.name.lower()]
    return found


# Other programs


def test_the_program_starts_no_other_program() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")}
    started = [
        f"{path.name}: {name}"
        for path, text in sources.items()
        if any(word in text for word in (*STARTERS, "os.exec", "os.spawn", "from os"))
        for node in ast.walk(ast.parse(text))
        for name in _names(node)
        if name in STARTERS or name.startswith(("exec", "spawn"))
    ]
    assert started == []


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name.split(".")[0] for one in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0], *(one.name for one in node.names)]
    return (
        [node.attr]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
        else []
    )


def test_a_passphrase_leaves_the_environment_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that whatever is started later, by a print dialog or a plug-in, does not inherit it."""
    monkeypatch.setattr(secrets_given, "_taken", {})
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("AIDBOOK_BUNDLE_PASSPHRASE", FOR_BUNDLE)
    monkeypatch.setattr(sys, "argv", ["aidbook", "new", str(tmp_path / "b.aidbook"), "--site", "Eastside"])
    assert __main__.main() == 0
    assert "Made the book" in capsys.readouterr().out
    assert not [value for value in os.environ.values() if value in (PASSPHRASE, FOR_BUNDLE)]
    Book.open(tmp_path / "b.aidbook", PASSPHRASE).close()


def test_no_command_takes_a_passphrase_a_pin_or_a_code_on_its_line() -> None:
    taken = []
    for name, command in _commands(parser.build()):
        for action in command._actions:
            words = " ".join([*action.option_strings, action.dest]).lower()
            secret = any(word in words for word in ("pass", "secret", "pin", "key", "recovery"))
            if secret and action.nargs != 0:
                taken.append(f"{name} {words}")
    assert taken == []


def _commands(whole: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, one in action.choices.items():
                yield name, one
                yield from _commands(one)


# Files


class _Watch:
    """Hears of every file that Python opens to write in."""

    def __init__(self) -> None:
        self.written: set[Path] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple[Any, ...]) -> None:
        if self.written is None or event != "open" or not isinstance(args[0], str | bytes | os.PathLike):
            return
        mode, flags = args[1], args[2] or 0
        if (isinstance(mode, str) and set(mode) & set("wxa+")) or flags & (
            os.O_WRONLY | os.O_RDWR | os.O_CREAT
        ):
            self.written.add(Path(os.fsdecode(args[0])))


_watch = _Watch()


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Path]]:
    """Give the set of files that are written meanwhile, with a folder of its own for temporary ones."""
    (tmp_path / "temporary").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    _watch.written = set()
    yield _watch.written
    _watch.written = None


def elsewhere(written: set[Path], *folders: Path) -> list[Path]:
    """Return what was written outside of the folders, but for what Python keeps of its own code."""
    nowhere = {"/dev/null", "/dev/tty"}
    return [
        path
        for path in written
        if "__pycache__" not in path.parts
        and str(path) not in nowhere
        and not any(path.absolute().is_relative_to(folder) for folder in folders)
    ]


def test_after_a_whole_day_at_the_command_line_nothing_stands_outside_the_book(
    tmp_path: Path, written: set[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("AIDBOOK_BUNDLE_PASSPHRASE", FOR_BUNDLE)
    east, out = tmp_path / "east.aidbook", tmp_path / "asked for"
    out.mkdir()
    people = out / "people.csv"
    people.write_text(f"Name,Phone,Address\n{NAME},{PHONE},{STREET}\n", encoding="utf-8")

    def do(*words: object, status: int = 0) -> str:
        assert main([str(word) for word in words]) == status, words
        return capsys.readouterr().out

    do("new", east, "--site", "Eastside")
    do("import", "members", people, "--book", east)
    do("plan", "2026-03-28", "--book", east, "--box", "beans=2")
    do("sign-up", NAME, "--distribution", "2026-03-28", "--book", east)
    do("check-in", NAME, "--distribution", "2026-03-28", "--book", east)
    do("gift", NAME, "--hours", "1:30", "--book", east)
    do("print", "list", "--distribution", "2026-03-28", "--book", east, "-o", out / "list.pdf")
    do("list", "members", "--book", east)
    do("find", NAME, "--book", east)
    do("check-in", f"{NAME} the younger", "--distribution", "2026-03-28", "--book", east, status=1)
    do("send", "--passphrase", "--whole", "--book", east, tmp_path)
    do("backup", "--book", east, tmp_path)
    do("check", east)
    do("rebuild", east)
    do("salvage", east, tmp_path / "new.aidbook")
    monkeypatch.setenv("AIDBOOK_PASSPHRASE", f"{PASSPHRASE} no")
    do("list", "members", "--book", east, status=1)

    with Book.open(east, PASSPHRASE) as book:
        key = book.key
        assert members.find_member(book, NAME).phone == PHONE
        assert betrayals(tmp_path, set(out.iterdir()), key) == []  # while it is open, with its log beside it
    assert betrayals(tmp_path, set(out.iterdir()), key) == []
    assert betrayals(home(), set(), key) == []
    assert (paths.log_dir() / "aidbook.log").stat().st_size > 0
    assert elsewhere(written, tmp_path, home()) == []
    assert list((tmp_path / "temporary").iterdir()) == []


def test_after_work_in_the_window_nothing_stands_outside_the_book(
    qtbot: QtBot, tmp_path: Path, written: set[Path], window: MainWindow
) -> None:
    book = window.session.book
    member = members.add_member(book, NAME, phone=PHONE, note=f"lives at {STREET}")
    window.session.did(member)
    code = make_recovery(book)
    prove_recovery(book, code)
    codes = (code, code.replace("-", ""), code[:9])
    for key in window.frame.page_keys():
        window.page(key)
        _settle(qtbot)
    _look_at_every_sheet(qtbot, window)
    window.lock()
    assert not any(mark in window.window().windowTitle() for mark in MARKS)
    assert betrayals(tmp_path, set(), book.key, *codes) == []
    assert betrayals(home(), set(), book.key, *codes) == []
    assert elsewhere(written, tmp_path, home()) == []
    assert list((tmp_path / "temporary").iterdir()) == []


def _settle(qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.any_running(), timeout=20000)


def _look_at_every_sheet(qtbot: QtBot, window: MainWindow) -> None:
    """Let each sheet be drawn as it is looked at before it is printed."""
    page = window.page("sheets")
    assert isinstance(page, SheetsPage)
    for name, _sheet in page._sheets():
        page.choose(name)
        _settle(qtbot)
