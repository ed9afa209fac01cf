"""Files that nobody should send give a sentence and an unchanged book: a sample each time, ten thousand with --soak."""

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from aidbook.actions import imports
from aidbook.domain.imports import ImportKind
from aidbook.errors import UserError
from aidbook.store.book import Book
from aidbook.tabular.mapping import propose
from aidbook.tabular.reading import Table, read_table
from aidbook.tabular.rows import rows_of
from tests.tabular.spoiling import spoiled, ways

_SAMPLE, _ALL = 8, 10_000  # of each way, and in all
_KINDS: tuple[ImportKind, ...] = ("members", "stock", "delivery", "codes")
_MOST_MEMORY = 1_100 * 1024**2


def _must_say(error: UserError) -> None:
    assert len(error.what) > 10, error
    assert error.remedy
    assert "Error" not in error.what


def _look(book: Book, path: Path, number: int) -> Table | None:
    try:
        table = read_table(path)
    except UserError as error:
        _must_say(error)
        return None
    kind = _KINDS[number % len(_KINDS)] if number % 3 else "members"
    try:
        imports.look_over(book, rows_of(table, propose(table, kind), kind))
    except UserError as error:
        _must_say(error)
    return table


def test_a_spoiled_file_gives_a_sentence_and_an_unchanged_book(
    book: Book, tmp_path: Path, *, soak: bool
) -> None:
    before = book.position
    path = tmp_path / "list.csv"
    first = random.randrange(10**6) * ways()  # noqa: S311 - other files every time
    for number in range(_ALL) if soak else range(first, first + _SAMPLE * ways()):
        way, content = spoiled(number)
        path.write_bytes(content)
        try:
            _look(book, path, number)
        except Exception as error:
            raise AssertionError(f"spoiled({number}), {way}") from error
        assert book.position == before


def test_the_files_are_spoiled_and_not_all_beyond_reading(tmp_path: Path) -> None:
    read = 0
    for number in range(6 * ways()):
        path = tmp_path / "list.csv"
        path.write_bytes(spoiled(number)[1])
        try:
            read += bool(read_table(path).rows)
        except UserError:
            continue
    assert 0.2 < read / (6 * ways()) < 0.8


# What would fill a laptop's memory is read in a process of its own, with little of it


def _cell_of_200_mb(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"Name,Note\nRosa,")
        for _mb in range(200):
            file.write(b"a" * 1024**2)


def _quoted_cell_of_48_mb(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'Name,Note\nRosa,"')
        for _mb in range(48):
            file.write("é, b\n".encode() * (1024**2 // 6))


def _packed(path: Path, name: str, piece: bytes, times: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("[Content_Types].xml", '<a x="spreadsheetml"/>')
        packed.writestr("xl/workbook.xml", "<a/>")
        with packed.open(zipfile.ZipInfo(name), "w", force_zip64=True) as stored:
            stored.write(b"<sheetData>")
        with packed.open(f"xl/worksheets/{name}", "w", force_zip64=True) as bomb:
            for _time in range(times):
                bomb.write(piece)


def _bomb_of_spaces(path: Path) -> None:
    _packed(path, "sheet1.xml", b" " * 1024**2, 1_200)


def _bomb_of_cells(path: Path) -> None:
    _packed(path, "sheet1.xml", b'<c r="A1"/>' * 100_000, 140)


def _bomb_that_lies(path: Path) -> None:
    _bomb_of_spaces(path)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(content)


def _bomb_in_ods(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<a/>")
        with packed.open("content.xml", "w", force_zip64=True) as bomb:
            bomb.write(b"<a>")
            for _time in range(1_000):
                bomb.write(b"<table:table-cell/>" * 50_000)


def _many_parts(path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("[Content_Types].xml", "<a/>")
    path.write_bytes(content.getvalue() + b"PK\x01\x02" + (b"\0" * 42 + b"PK\x01\x02") * 1_000_000)


_QUICK: tuple[Callable[[Path], None], ...] = (_bomb_that_lies, _many_parts)
_HEAVY = (_cell_of_200_mb, _quoted_cell_of_48_mb, _bomb_of_spaces, _bomb_of_cells, _bomb_in_ods)
_READ = """
import sys
from pathlib import Path
from aidbook.errors import UserError
from aidbook.tabular.reading import read_table
import python_calamine, charset_normalizer
if sys.platform != "win32":
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
try:
    print(read_table(Path(sys.argv[1])).width)
except UserError as error:
    print(error.what)
"""


def _said_with_little_memory(path: Path) -> str:
    words = [sys.executable, "-c", _READ, str(path), str(_MOST_MEMORY)]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("make", _QUICK)
def test_a_file_made_to_fill_the_memory_is_refused_with_little_of_it(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "list.xlsx")
    assert "list.xlsx" in _said_with_little_memory(tmp_path / "list.xlsx")


@pytest.mark.only_soak
@pytest.mark.parametrize("make", _HEAVY)
def test_a_heavy_file_made_to_fill_the_memory_is_refused_with_little_of_it(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "list.xlsx")
    assert "list.xlsx" in _said_with_little_memory(tmp_path / "list.xlsx")
