"""The command line as its own process: exit status, encodings, and a reader that stops listening."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import PASSPHRASE


def start(*words: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    surroundings = {**os.environ, "AIDBOOK_PASSPHRASE": PASSPHRASE, **more}
    command = [sys.executable, "-m", "aidbook", *map(str, words)]
    return subprocess.run(
        command, env=surroundings, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )


def test_scripts_read_utf8_whatever_the_system_speaks(tmp_path: Path) -> None:
    path = tmp_path / "p.aidbook"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    assert start("practice", path, "--households", "30", "--months", "0", **plain).returncode == 0
    listed = start("list", "members", "--book", path, "--json", **plain)
    names = {row["name"] for row in json.loads(listed.stdout.decode("utf-8"))}
    assert any("é" in name or "í" in name for name in names)
    refused = start("list", "members", "--book", tmp_path / "no.aidbook", **plain)
    assert refused.returncode == 1
    assert b"Traceback" not in refused.stderr


_STOPPED_WHILE_IMPORTING = """
import os, runpy, signal, sys
class Stopper:
    def find_spec(self, name, *of):
        if name == "aidbook.cli.running":
            os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Stopper())
sys.argv = ["aidbook", "--version"]
runpy.run_module("aidbook", run_name="__main__")
"""


def test_ctrl_c_while_it_starts_gets_one_sentence() -> None:
    command = [sys.executable, "-c", _STOPPED_WHILE_IMPORTING]
    ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.decode().splitlines() == ["Stopped. Nothing was changed."]


def test_a_reader_that_has_seen_enough_ends_the_listing_quietly(tmp_path: Path) -> None:
    path = tmp_path / "p.aidbook"
    assert start("practice", path, "--households", "300", "--months", "0").returncode == 0
    surroundings = {**os.environ, "AIDBOOK_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "aidbook", "list", "members", "--book", str(path), "--json"]
    with subprocess.Popen(
        command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.read(10)
        listing.stdout.close()
        assert listing.stderr.read() == b""
        assert listing.wait() == 1
