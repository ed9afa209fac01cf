"""What commands print and write: sentences and tables for people, JSON for scripts, files whole or not at all."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from aidbook.errors import UserError
from aidbook.i18n import _, format_date, format_number

Cell = str | int | float | None

SHORT = 12
"""So much of an entry's id is shown, the moment when it was made; it is enough to name it."""


def say(sentence: str) -> None:
    """Print a sentence for people."""
    print(sentence)


def note(sentence: str) -> None:
    """Print what a person should know beside the result, where no script reads it as the result."""
    print(sentence, file=sys.stderr)


@contextmanager
def showing_progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Give what long work reports to: at a terminal it shows how far it is, elsewhere nothing."""
    shown = -1

    def show(done: int, total: int) -> None:
        nonlocal shown
        share = min(100, 100 * done // max(total, 1))
        if share > shown and sys.stderr.isatty():
            shown = share
            print(f"\r{doing}: {share} %", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        if shown >= 0:
            print(file=sys.stderr)


def print_json(value: object) -> None:
    """Print a value for scripts: keys in the order they were made."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print rows under titles, figures to the right."""
    kept = [list(row) for row in rows]
    lines = [list(titles), *([_text(cell) for cell in row] for row in kept)]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(titles))]
    figures = [
        bool(kept) and all(isinstance(row[n], int | float | None) for row in kept) for n in range(len(titles))
    ]
    for line in lines:
        cells = [
            _fit(cell, *column) for cell, column in zip(line, zip(widths, figures, strict=True), strict=True)
        ]
        print("  ".join(cells).rstrip())


def _text(cell: Cell) -> str:
    return "" if cell is None else format_number(cell) if isinstance(cell, int | float) else cell


def _fit(text: str, width: int, right: bool) -> str:  # noqa: FBT001 - a column's two properties
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def day(iso: str | None) -> str:
    """Return a day for a table, where there is one."""
    return format_date(iso, "long") if iso else ""


def must_be_writable(path: Path) -> None:
    """Raise UserError where a file could not be written, before any work is done for it."""
    if path.is_dir():
        raise UserError(
            _("{path} is a folder.").format(path=path), _("Say the name of the file in it as well.")
        )
    if not path.parent.is_dir():
        raise UserError(
            _("There is no folder {folder}.").format(folder=path.parent),
            _("Make the folder first, or choose another."),
        )


def write_file(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all: what was there before stays until the new one is safely on the disk.

    `data` may come piece by piece.
    """
    must_be_writable(path)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
