"""run.py: what it tells whom, and when it has nothing to do."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import run

SOURCE = Path(run.__file__).read_text(encoding="utf-8")


def test_an_old_python_can_read_run_py_far_enough_to_be_told() -> None:
    ast.parse(SOURCE, feature_version=(3, 6))


def test_an_old_python_is_told_what_to_install() -> None:
    pretend = (
        "import sys; sys.version_info = (3, 9, 2); exec(compile(open('run.py').read(), 'run.py', 'exec'))"
    )
    told = subprocess.run(
        [sys.executable, "-c", pretend], cwd=run.ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in told.stderr
    assert "Traceback" not in told.stderr


def test_run_py_needs_nothing_but_the_standard_library() -> None:
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(SOURCE))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {str(module).partition(".")[0] for module in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_display_lets_the_window_open(variable: str) -> None:
    assert run.no_display("linux", {variable: "something"}) is None


def test_without_a_display_linux_is_told_where_to_go() -> None:
    refusal = run.no_display("linux", {"DISPLAY": ""})
    assert refusal
    assert "no display" in refusal
    assert "run.py --help" in refusal


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_a_display(platform: str) -> None:
    assert run.no_display(platform, {}) is None


def test_without_root_the_exact_line_for_the_administrator_is_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as told:
        run.install_packages(["libegl1", "libgl1"])
    line = str(told.value).splitlines()[-1]
    assert line == "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libgl1"


def test_a_system_without_apt_is_told_which_packages_are_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(SystemExit, match="libegl1"):
        run.install_packages(["libegl1"])


def test_a_step_that_fails_says_which_and_that_nothing_is_broken(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="did not finish") as told:
        run.run([sys.executable, "-c", "print('no route'); raise SystemExit(3)"])
    assert "Nothing is broken" in str(told.value)
    seen = capfd.readouterr()
    assert (seen.out, "no route" in seen.err) == ("", True)


def test_a_library_that_is_missing_is_noticed() -> None:
    assert not run.loads("libthat-nobody-ever-wrote.so.7")


def test_the_command_line_needs_no_library_of_the_window() -> None:
    assert run.needed_packages(window=False, screen=False) == []


def test_another_lock_or_another_place_wants_the_environment_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one==1\n")
    monkeypatch.setattr(run, "WHAT_DECIDES", (lock,))
    first = run.fingerprint()
    assert run.fingerprint() == first
    lock.write_text("one==2\n")
    second = run.fingerprint()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    assert len({first, second, run.fingerprint()}) == 3


def test_a_broken_environment_is_not_taken_for_one(tmp_path: Path) -> None:
    broken = tmp_path / "python"
    assert not run.works(broken)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert not run.works(broken)
    assert run.works(Path(sys.executable))
    assert not run.works(Path(sys.executable), "a_module_nobody_wrote")


def test_what_the_tests_ask_is_installed_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None if name == "hledger" else f"/usr/bin/{name}")
    assert run.needed_judges() == ["hledger"]
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert run.needed_judges() == []
