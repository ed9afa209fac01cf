"""How a file gets onto a stick: whole, or not at all."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from aidbook.errors import UserError
from aidbook.exchange import stick as protocol
from aidbook.store.book import Book
from tests.exchange.conftest import live, send, state

DATA = os.urandom(3_000_000)


def test_the_file_is_whole_and_nothing_half_written_stays(stick: Path) -> None:
    path = protocol.write(stick, "Eastside 1.aidbundle", DATA)
    assert path.read_bytes() == DATA
    assert [one.name for one in stick.iterdir()] == ["Eastside 1.aidbundle"]


def test_a_bundle_that_is_there_already_is_not_written_over(stick: Path) -> None:
    first = protocol.write(stick, "Eastside 1.aidbundle", DATA)
    second = protocol.write(stick, "Eastside 1.aidbundle", b"other")
    assert second.name == "Eastside 1 (2).aidbundle"
    assert first.read_bytes() == DATA


def test_all_is_through_to_the_stick_before_the_file_has_its_name(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[list[str]] = []
    really = os.fsync

    def watched(handle: int) -> None:
        synced.append(sorted(one.name for one in stick.iterdir()))
        really(handle)

    monkeypatch.setattr(os, "fsync", watched)
    protocol.write(stick, "a.aidbundle", DATA)
    assert synced == [["a.aidbundle.part"], ["a.aidbundle"]]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "not enough room"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "gone, or does not answer"),
    ],
)
def test_a_stick_that_fails_while_it_is_written_says_so_and_keeps_nothing(
    stick: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=words):
        protocol.write(stick, "a.aidbundle", DATA)
    assert list(stick.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(stick: Path) -> None:
    with pytest.raises(UserError, match="gone, or does not answer"):
        protocol.write(stick / "nowhere", "a.aidbundle", DATA)


def test_a_stick_without_room_is_said_before_anything_is_written(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = shutil.disk_usage(stick)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: really._replace(free=1000))
    with pytest.raises(UserError, match="not enough room"):
        protocol.write(stick, "a.aidbundle", DATA)
    assert list(stick.iterdir()) == []


def test_a_stick_that_reads_back_otherwise_is_not_trusted(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(handle: int) -> None:
        if not Path(f"/proc/self/fd/{handle}").resolve().is_dir():
            os.pwrite(handle, b"\0", 1000)

    monkeypatch.setattr(os, "fsync", spoil)
    with pytest.raises(UserError, match="reads back differently"):
        protocol.write(stick, "a.aidbundle", b"\1" * 5000)
    assert list(stick.iterdir()) == []


def test_a_trip_that_failed_is_not_noted_as_sent(east: Book, west: Book, stick: Path) -> None:
    live(east)
    before = state(east)
    with pytest.raises(UserError):
        send(east, west, stick / "nowhere")
    assert state(east) == before


def test_a_site_named_with_signs_that_no_stick_takes_still_has_a_file_name() -> None:
    assert protocol.fit('East/side: "A" ') == "East side A"
    assert len(protocol.fit("ő" * 300).encode()) <= 80
