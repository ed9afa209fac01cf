"""A file that is no backup, or not a whole one, is refused whole."""

import zipfile
from pathlib import Path

import pytest

from aidbook.store import backup, backup_file
from aidbook.store.book import Book

DAY_MS = 86_400_000


# What is no backup


@pytest.mark.parametrize("cut", [0, 1, 100, 5000, -1, -30, -500])
def test_a_backup_cut_anywhere_is_refused(book: Book, tmp_path: Path, cut: int) -> None:
    made = backup.make(book)
    made.path.write_bytes(made.path.read_bytes()[:cut])
    with pytest.raises(backup_file.NoBackup):
        backup_file.unpack(made.path, tmp_path)
    assert not backup_file.look(made.path).whole


def test_one_altered_bit_anywhere_is_refused_or_changes_nothing(book: Book, tmp_path: Path) -> None:
    made = backup.make(book)
    whole = made.path.read_bytes()
    said = backup_file.unpack(made.path, _folder(tmp_path / "whole"))
    refused = 0
    for number, at in enumerate(range(7, len(whole), len(whole) // 60)):
        altered = bytearray(whole)
        altered[at] ^= 4
        made.path.write_bytes(altered)
        folder = _folder(tmp_path / str(number))
        try:
            backup_file.unpack(made.path, folder)
        except backup_file.NoBackup:
            refused += 1
            continue
        for name in said.files:
            assert (folder / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert refused > 55


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_what_an_attacker_packs_is_refused(book: Book, tmp_path: Path) -> None:
    made = backup.make(book)
    with zipfile.ZipFile(made.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    evil = tmp_path / "evil.aidbackup"
    for change in (
        {"../outside": b"x"},
        {"book.aidbook": b""},
        {"book.aidbook": bytes(len(parts["book.aidbook"]))},
        {"manifest.json": b"{}"},
        {"manifest.json": b"\xff"},
        {"manifest.json": b"[" * 100_000},
    ):
        with zipfile.ZipFile(evil, "w") as archive:
            for name, data in {**parts, **change}.items():
                archive.writestr(name, data)
        with pytest.raises(backup_file.NoBackup):
            backup_file.unpack(evil, tmp_path)
    with zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(backup_file.NoBackup):
        backup_file.unpack(evil, tmp_path)
    assert not (tmp_path.parent / "outside").exists()


def test_a_backup_of_a_newer_program_says_so(book: Book, tmp_path: Path) -> None:
    made = backup.make(book)
    with zipfile.ZipFile(made.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["manifest.json"] = parts["manifest.json"].replace(b'"format":1', b'"format":2')
    with zipfile.ZipFile(made.path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    with pytest.raises(backup_file.NoBackup, match="newer AidBook"):
        backup_file.unpack(made.path, tmp_path)
