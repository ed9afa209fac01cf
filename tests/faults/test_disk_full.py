"""The disk fills up at any moment: a sentence, nothing lost, and work goes on once there is room."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aidbook.errors import DiskFull
from aidbook.store.book import Book
from aidbook.store.check import check

ROOT = Path(__file__).resolve().parents[2]
SIZE = "size=32m"


def run(*words: str, home: Path) -> dict[str, Any]:
    """Run the program that fills a disk, and return what came of it."""
    source = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run(
        words,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": source, "AIDBOOK_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def filling(folder: Path, home: Path) -> tuple[dict[str, Any], bool]:
    """Fill a small disk in whichever way this system allows; return what came of it, and whether it was a disk."""
    program = (sys.executable, "-m", "tests.faults.filling")
    if mounts(folder):
        try:
            return run(*program, str(folder), home=home), True
        finally:
            subprocess.run(["umount", str(folder)], check=True)
    if shutil.which("unshare") and not subprocess.call(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", folder]
    ):
        inside = f'mount -t tmpfs -o {SIZE} tmpfs "$0" && exec "$@"'
        return run("unshare", "-rm", "sh", "-c", inside, str(folder), *program, str(folder), home=home), True
    return run(*program, "limit", str(folder), home=home), False


def mounts(folder: Path) -> bool:
    """Mount a small disk at a folder, where we may."""
    if not shutil.which("mount"):
        return False
    command = ["mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("way", ["disk", "limit"])
def test_a_disk_that_fills_up_at_any_moment_loses_nothing(tmp_path: Path, way: str) -> None:
    folder, home = tmp_path / "small", tmp_path / "home"
    folder.mkdir()
    if way == "disk":
        came, was_disk = filling(folder, home)
    else:
        came = run(sys.executable, "-m", "tests.faults.filling", "limit", str(folder), home=home)
        was_disk = False
    assert came["lost"] == 0
    assert came["found"] == []
    assert came["went_on"] == 21
    assert came["refusals"] > 12
    assert came["confirmed"] > came["went_on"]
    if was_disk:
        assert came["said"] == [str(DiskFull())]


def test_a_check_without_room_says_so_and_does_not_call_the_book_damaged(book: Book) -> None:
    with no_room(book), pytest.raises(DiskFull):
        check(book)
    assert check(book) == ()


@contextmanager
def no_room(book: Book) -> Iterator[None]:
    """Let the system refuse to make another file beside the book as a full disk does."""
    from aidbook.store import refolding

    def refuse(_path: Path, _key: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as disk:
        disk.setattr(refolding, "connect", refuse)
        yield
    assert book.path.exists()
